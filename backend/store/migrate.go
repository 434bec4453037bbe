package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/pressly/goose/v3"

	"tenantry/backend/domain"
)

// Each file is one block between StatementBegin and StatementEnd: outside of one, goose looks for the end of a statement at
// every line, with a buffer of 4 MB each.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrationSet is a folder of numbered migrations.
type migrationSet struct{ files fs.FS }

func embeddedMigrations() migrationSet {
	files, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		return migrationSet{files: migrationFiles}
	}
	return migrationSet{files: files}
}

// migrate brings the file to the program's version. An existing file is backed up first, so that a failed or unwanted
// migration loses nothing; a file of a newer program is refused untouched.
func (s *Store) migrate(ctx context.Context, set migrationSet) error {
	current, err := s.version(ctx)
	if err != nil {
		return err
	}
	// goose wants a pool. This one is opened for it alone, because the writer's only connection is taken.
	db, err := sql.Open("sqlite", dsn(s.path, writerPragmas))
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(1)
	err = s.migrateWith(ctx, db, set, current)
	return errors.Join(err, db.Close())
}

func (s *Store) migrateWith(ctx context.Context, db *sql.DB, set migrationSet, current int64) error {
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, set.files)
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	sources := provider.ListSources()
	newest := sources[len(sources)-1].Version
	if current > newest {
		return domain.Errorf(domain.CodeConflict, "database_newer", nil,
			"the file has version %d, this program knows %d", current, newest)
	}
	if current == newest {
		return nil
	}
	if current > 0 {
		if err := s.backup(ctx, newest); err != nil {
			return err
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate from %d to %d: %w", current, newest, err)
	}
	crosses := func(version int64) bool { return current > 0 && current < version && newest >= version }
	if crosses(tagSearchVersion) {
		if err := fillTagSearch(ctx, db); err != nil {
			return err
		}
	}
	if crosses(identityVersion) {
		return s.fillIdentities(ctx)
	}
	return nil
}

// identityVersion is the migration from which on customers have their domain and country of profiles too.
const identityVersion = 23

// fillIdentities renews who customers are from the profiles that are stored. Were it interrupted, the next change of a
// profile would do.
func (s *Store) fillIdentities(ctx context.Context) error {
	return s.write(ctx, "fill identities", func(ctx context.Context, t tx) error {
		customers, err := queryAll(ctx, t,
			"SELECT DISTINCT r.customer_id FROM records r JOIN profiles p ON p.record_id = r.id", nil, scanOne[int64])
		if err != nil {
			return err
		}
		for _, id := range customers {
			if err := refreshIdentity(ctx, t, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// tagSearchVersion is the migration that adds what searches for tags look into, which SQL alone cannot fold.
const tagSearchVersion = 13

// fillTagSearch folds the tags of all customers once. Were it interrupted, the next change of a customer's tags would do.
func fillTagSearch(ctx context.Context, db *sql.DB) error {
	type tagged struct {
		id   int64
		tags string
	}
	all, err := queryAll(ctx, db, "SELECT id, tags || vendor_tags FROM customers WHERE tags <> '' OR vendor_tags <> ''", nil,
		func(row scanner) (c tagged, err error) {
			err = row.Scan(&c.id, &c.tags)
			return c, err
		})
	if err != nil || len(all) == 0 {
		return err
	}
	t, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = t.Rollback() }() // a no-op after a commit
	for _, c := range all {
		if _, err := t.ExecContext(ctx, "UPDATE customers SET tag_search = ? WHERE id = ?", foldTags(c.tags), c.id); err != nil {
			return err
		}
	}
	return t.Commit()
}

// version gives the number of the newest migration the file has seen, 0 for a new file.
func (s *Store) version(ctx context.Context) (int64, error) {
	tables, err := queryOne(ctx, s.reader,
		"SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'goose_db_version'", nil, scanOne[int])
	if err != nil || tables == 0 {
		return 0, err
	}
	return queryOne(ctx, s.reader, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version WHERE is_applied", nil, scanOne[int64])
}

// backup copies the file as it is to "<path>.before-<version>". The copy appears under that name only when complete.
func (s *Store) backup(ctx context.Context, version int64) error {
	target := fmt.Sprintf("%s.before-%d", s.path, version)
	part := target + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return unwritable(part, err)
	}
	if err := s.writer.acquire(ctx); err != nil {
		return err
	}
	defer s.writer.release()
	if _, err := s.writer.conn.ExecContext(ctx, "VACUUM INTO ?", part); err != nil {
		return fmt.Errorf("back up to %s: %w", target, errors.Join(err, ignoreMissing(os.Remove(part))))
	}
	if err := os.Chmod(part, 0o600); err != nil {
		return unwritable(part, err)
	}
	if err := os.Rename(part, target); err != nil {
		return unwritable(target, err)
	}
	return nil
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
