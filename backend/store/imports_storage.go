package store

import (
	"context"

	"tenantry/backend/domain"
)

// sameCustomer gives the records of a record's customer at the same vendor, the record itself among them. ?1 is the record.
const sameCustomer = `
    SELECT o.id
    FROM records r
    JOIN connections rc ON rc.id = r.connection_id
    JOIN records o ON o.customer_id = r.customer_id
    JOIN connections oc ON oc.id = o.connection_id AND oc.vendor = rc.vendor
    WHERE r.id = ?1`

// saveStorage stores what a service keeps for a customer, with the day's sample. Where the vendor's API tells it, the row
// is refused: both together would count twice.
func (r *importRun) saveStorage(row *domain.ImportRow) error {
	record, ok, err := r.record(row.Customer)
	if err != nil || !ok {
		return err
	}
	storage, ok := row.Row.(domain.Storage)
	if !ok {
		return domain.NewError(domain.CodeInvalid, "import_kind", "kind", string(r.req.Kind))
	}
	told, err := queryOne(r.ctx, r, `
SELECT EXISTS (
    SELECT 1 FROM storage WHERE source <> 'import' AND gone_at IS NULL AND record_id IN (`+sameCustomer+"))",
		[]any{record.ID}, scanOne[bool])
	if err != nil {
		return err
	}
	if told {
		r.wrong("customer", record.Name, "storage_told")
		return nil
	}
	if err := importRow(r, &storageRows, &storage, record.ID); err != nil || r.bad {
		return err
	}
	r.touched[record.CustomerID] = true
	return sampleFiled(r.ctx, r.tx, r.req.Day,
		"s.connection_id = ?2 AND COALESCE(s.record_id, 0) = ?3 AND s.dataset = ?4 AND s.key = ?5",
		r.conn.id, record.ID, datasetImport, storage.Key)
}

// sampleFiled takes the day's sample of the rows of storage that a condition names; ?1 is the day.
func sampleFiled(ctx context.Context, t tx, day domain.Date, condition string, args ...any) error {
	_, err := t.exec(ctx, `
INSERT INTO storage_days (day, storage_id, consumed, protected, purchased, simulated, counted)
SELECT ?1, s.id, s.consumed, s.protected, s.purchased, 0, s.module = '' AND r.duplicate = 0
FROM storage s
JOIN records r ON r.id = s.record_id
WHERE `+condition+`
ON CONFLICT (day, storage_id) DO UPDATE SET
    consumed = excluded.consumed, protected = excluded.protected, purchased = excluded.purchased, counted = excluded.counted`,
		append([]any{string(day)}, args...)...)
	return err
}

// retireFiled marks what files said of a customer's storage gone as soon as the vendor's API tells it; that day counts
// what the API says.
func (w *pageWriter) retireFiled(ctx context.Context) error {
	if len(w.page.Rows.Storage) == 0 || w.page.Record.ID == 0 {
		return nil
	}
	const filed = "source = 'import' AND gone_at IS NULL AND record_id IN (" + sameCustomer + ")"
	record := w.page.Record.ID
	_, err := w.exec(ctx, "DELETE FROM storage_days WHERE day = ?2 AND storage_id IN (SELECT id FROM storage WHERE "+filed+")",
		record, string(w.page.Day))
	if err != nil {
		return err
	}
	_, err = w.exec(ctx, "UPDATE storage SET gone_at = ?2 WHERE "+filed, record, w.at)
	return err
}
