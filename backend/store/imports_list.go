package store

import (
	"context"
	"time"

	"tenantry/backend/domain"
)

const selectImports = `
SELECT
    i.id,
    i.file_name,
    i.file_hash,
    i.kind,
    i.vendor,
    i.connection_id,
    COALESCE(co.name, ''),
    i.mapping,
    i.rows,
    i.added,
    i.changed,
    i.unchanged,
    i.skipped,
    i.notes,
    i.created_at,
    i.undone_at
FROM imports i
LEFT JOIN connections co ON co.id = i.connection_id
`

func scanImport(row scanner) (domain.Import, error) {
	var i domain.Import
	err := row.Scan(&i.ID, &i.FileName, &i.FileHash, &i.Kind, &i.Vendor, &i.ConnectionID, &i.Connection, &i.Mapping, &i.Rows,
		&i.Added, &i.Changed, &i.Unchanged, &i.Skipped, &i.Notes, intoTime{&i.CreatedAt}, intoOptionalTime{&i.UndoneAt})
	return i, err
}

// FindImports gives the imports, newest first.
func (s *Store) FindImports(ctx context.Context) ([]domain.Import, error) {
	all, err := queryAll(ctx, s.reader, selectImports+"ORDER BY i.id DESC", nil, scanImport)
	return all, wrap("find imports", err)
}

// GetImport gives one import.
func (s *Store) GetImport(ctx context.Context, id int64) (domain.Import, error) {
	one, err := queryOne(ctx, s.reader, selectImports+"WHERE i.id = ?", []any{id}, scanImport)
	return one, wrap("get import", err)
}

// FindImportsOf gives the imports of a file that were not undone, newest first.
func (s *Store) FindImportsOf(ctx context.Context, hash string) ([]domain.Import, error) {
	all, err := queryAll(ctx, s.reader, selectImports+"WHERE i.file_hash = ? AND i.undone_at IS NULL ORDER BY i.id DESC", []any{hash}, scanImport)
	return all, wrap("find imports of a file", err)
}

const selectMappings = "SELECT name, kind, signature, mapping, used_at FROM import_mappings\n"

func scanMapping(row scanner) (domain.ImportMapping, error) {
	var m domain.ImportMapping
	err := row.Scan(&m.Name, &m.Kind, &m.Signature, &m.Mapping, intoTime{&m.UsedAt})
	return m, err
}

// FindImportMappings gives the remembered mappings, the one used last first.
func (s *Store) FindImportMappings(ctx context.Context) ([]domain.ImportMapping, error) {
	all, err := queryAll(ctx, s.reader, selectMappings+"ORDER BY used_at DESC, name", nil, scanMapping)
	return all, wrap("find mappings", err)
}

// SaveImportMapping remembers a mapping under its kind and name.
func (s *Store) SaveImportMapping(ctx context.Context, m domain.ImportMapping, at time.Time) error {
	return s.write(ctx, "save mapping", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx, `
INSERT INTO import_mappings (name, kind, signature, mapping, used_at)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (kind, name) DO UPDATE SET signature = ?3, mapping = ?4, used_at = ?5`,
			m.Name, m.Kind, m.Signature, m.Mapping, timeText(at))
		return err
	})
}

// DeleteImportMapping forgets a mapping.
func (s *Store) DeleteImportMapping(ctx context.Context, kind domain.ImportKind, name string) error {
	return s.write(ctx, "delete mapping", func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "DELETE FROM import_mappings WHERE kind = ? AND name = ?", kind, name)
		if err == nil && n == 0 {
			return domain.NewError(domain.CodeNotFound, "not_found")
		}
		return err
	})
}
