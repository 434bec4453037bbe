package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"tenantry/backend/domain"
)

// storedRow is what is known of a row without reading its own columns.
type storedRow struct {
	id     int64
	digest string
	gone   bool
}

// saveOthers saves the rows of all kinds but pools and subscriptions.
func (w *pageWriter) saveOthers(ctx context.Context) error {
	for _, kind := range storedKinds {
		before := w.written
		if err := kind.save(ctx, w); err != nil {
			return fmt.Errorf("%s: %w", kind.kindName(), err)
		}
		if kind.kindName() == domain.KindProfiles && w.written > before && w.page.Record.ID != 0 {
			if err := refreshIdentity(ctx, w.tx, w.owner.customerID); err != nil {
				return err
			}
		}
	}
	return w.retireOfPage(ctx)
}

// save writes the page's rows of the kind that are new or differ, and marks those gone that a complete read did not list.
func (k *rowKind[T]) save(ctx context.Context, w *pageWriter) error {
	for _, row := range k.rows(&w.page.Rows) {
		if row.RowKey() == "" {
			return errRowWithoutKey
		}
		if err := k.saveRow(ctx, w, &row); err != nil {
			return err
		}
	}
	if !w.page.marks(k.kind) || k.kind.Kept() {
		return nil
	}
	return k.markGone(ctx, w)
}

var errRowWithoutKey = fmt.Errorf("%w: a row needs a key", ErrRows)

func (k *rowKind[T]) saveRow(ctx context.Context, w *pageWriter, row *T) error {
	fields := k.fields(row)
	digest := digestOf(fields)
	old, err := k.stored(ctx, w, (*row).RowKey())
	if err != nil {
		return err
	}
	id := old.id
	switch {
	case id == 0:
		id, err = k.insert(ctx, w, (*row).RowKey(), fields, digest)
	case old.gone || old.digest != digest:
		err = k.update(ctx, w, id, fields, digest)
	default:
		return k.sample(ctx, w, id, row)
	}
	if err != nil {
		return err
	}
	w.written++
	return k.sample(ctx, w, id, row)
}

// sample takes the day's sample of a row of storage.
func (k *rowKind[T]) sample(ctx context.Context, w *pageWriter, id int64, row *T) error {
	if storage, ok := any(row).(*domain.Storage); ok {
		return w.sampleStorage(ctx, id, storage)
	}
	return nil
}

func (w *pageWriter) sampleStorage(ctx context.Context, id int64, s *domain.Storage) error {
	if w.page.Day == "" {
		return nil
	}
	counted := s.Module == "" && w.page.Record.ID != 0 && !w.owner.duplicate
	_, err := w.exec(ctx, `
INSERT INTO storage_days (day, storage_id, consumed, protected, purchased, simulated, counted)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (day, storage_id) DO UPDATE SET
    consumed = ?3, protected = ?4, purchased = ?5, simulated = ?6, counted = ?7
WHERE consumed IS NOT ?3 OR protected IS NOT ?4 OR purchased IS NOT ?5 OR simulated IS NOT ?6 OR counted IS NOT ?7`,
		string(w.page.Day), id, optional(s.Consumed), optional(s.Protected), optional(s.Purchased), w.page.Simulated, counted)
	return err
}

// owner gives the record of the page's rows, NULL for those of the whole connection.
func (w *pageWriter) recordID() any {
	if w.page.Record.ID == 0 {
		return nil
	}
	return w.page.Record.ID
}

func (k *rowKind[T]) stored(ctx context.Context, w *pageWriter, key string) (storedRow, error) {
	row, err := queryOne(ctx, w,
		"SELECT id, digest, gone_at IS NOT NULL FROM "+k.table+
			" WHERE connection_id = ? AND COALESCE(record_id, 0) = ? AND dataset = ? AND key = ?",
		[]any{w.page.ConnectionID, w.page.Record.ID, w.page.Dataset, key},
		func(row scanner) (r storedRow, err error) {
			err = row.Scan(&r.id, &r.digest, &r.gone)
			return r, err
		})
	if errors.Is(err, sql.ErrNoRows) {
		return storedRow{}, nil
	}
	return row, err
}

func (k *rowKind[T]) insert(ctx context.Context, w *pageWriter, key string, fields []field, digest string) (int64, error) {
	columns := "connection_id, record_id, dataset, key, source, digest, first_seen_at, changed_at"
	marks := "?, ?, ?, ?, ?, ?, ?, ?"
	p := w.page
	args := []any{p.ConnectionID, w.recordID(), p.Dataset, key, w.source(), []byte(digest), w.at, w.at}
	for _, f := range fields {
		columns += ", " + f.name
		marks += ", ?"
		args = append(args, f.value)
	}
	return w.tx.insert(ctx, "INSERT INTO "+k.table+" ("+columns+")\nVALUES ("+marks+")", args...)
}

func (k *rowKind[T]) update(ctx context.Context, w *pageWriter, id int64, fields []field, digest string) error {
	sets := make([]string, 0, len(fields))
	args := make([]any, 0, len(fields)+3)
	for _, f := range fields {
		sets = append(sets, f.name+" = ?")
		args = append(args, f.value)
	}
	args = append(args, []byte(digest), w.at, id)
	_, err := w.exec(ctx, "UPDATE "+k.table+" SET "+strings.Join(sets, ", ")+
		", digest = ?, changed_at = ?, gone_at = NULL WHERE id = ?", args...)
	return err
}

// markGone marks the rows of the dataset that the vendor no longer lists.
func (k *rowKind[T]) markGone(ctx context.Context, w *pageWriter) error {
	type known struct {
		id  int64
		key string
	}
	stored, err := queryAll(ctx, w,
		"SELECT id, key FROM "+k.table+
			" WHERE connection_id = ? AND COALESCE(record_id, 0) = ? AND dataset = ? AND gone_at IS NULL",
		[]any{w.page.ConnectionID, w.page.Record.ID, w.page.Dataset},
		func(row scanner) (r known, err error) {
			err = row.Scan(&r.id, &r.key)
			return r, err
		})
	if err != nil {
		return err
	}
	seen := w.page.Last.Seen[k.kind]
	for _, row := range stored {
		if seen[row.key] {
			continue
		}
		if _, err := w.exec(ctx, "UPDATE "+k.table+" SET gone_at = ?, changed_at = ? WHERE id = ?", w.at, w.at, row.id); err != nil {
			return err
		}
		w.written++
	}
	return nil
}

// markRowsGone marks what a record that is gone has of the kinds that can go.
func markRowsGone(ctx context.Context, t tx, recordID int64, at string) error {
	for _, kind := range storedKinds {
		if kind.kindName().Kept() {
			continue
		}
		_, err := t.exec(ctx, "UPDATE "+kind.tableName()+" SET gone_at = ? WHERE record_id = ? AND gone_at IS NULL", at, recordID)
		if err != nil {
			return err
		}
	}
	return nil
}

// digestOf tells rows apart without comparing their columns.
func digestOf(fields []field) string {
	text := make([]byte, 0, 512)
	for _, f := range fields {
		text = append(append(text, f.name...), '=')
		switch v := f.value.(type) {
		case string:
			text = append(text, v...)
		case int64:
			text = strconv.AppendInt(text, v, 10)
		case []byte:
			text = fmt.Appendf(text, "%x", sha256.Sum256(v))
		default:
			text = fmt.Append(text, v)
		}
		text = append(text, 0)
	}
	sum := sha256.Sum256(text)
	return string(sum[:16])
}
