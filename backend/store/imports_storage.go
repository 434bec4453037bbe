package store

import (
	"cmp"
	"context"
	"database/sql"
	"strings"

	"tenantry/backend/domain"
)

// toldStorage is the condition on storage a that a vendor's API tells what a service as a whole keeps. Modules alone, and
// services of which only the purchase is known, give no total that a file's could count beside.
const toldStorage = "a.source <> 'import' AND a.gone_at IS NULL AND a.module = '' AND (a.consumed IS NOT NULL OR a.protected IS NOT NULL)"

// toldOf gives the told storage of a customer, ?1, at the vendor of connection c.
const toldOf = `
    FROM records o
    JOIN connections oc ON oc.id = o.connection_id AND oc.vendor = c.vendor
    JOIN storage a ON a.record_id = o.id AND ` + toldStorage + `
    WHERE o.customer_id = ?1`

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
	told, err := queryOne(r.ctx, r, "SELECT EXISTS (SELECT 1 FROM connections c WHERE c.id = ?2 AND EXISTS (SELECT 1"+toldOf+"))",
		[]any{record.CustomerID, r.conn.id}, scanOne[bool])
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
WHERE s.gone_at IS NULL AND `+condition+`
ON CONFLICT (day, storage_id) DO UPDATE SET
    consumed = excluded.consumed, protected = excluded.protected, purchased = excluded.purchased, counted = excluded.counted`,
		append([]any{string(day)}, args...)...)
	return err
}

// reviveStorage makes storage of files count again that no API tells any more.
func reviveStorage(ctx context.Context, t tx, customer int64) error {
	revived, err := queryAll(ctx, t, `
UPDATE storage
SET gone_at = NULL
WHERE source = 'import' AND gone_at IS NOT NULL AND record_id IN (
    SELECT r.id
    FROM records r
    JOIN connections c ON c.id = r.connection_id
    WHERE r.customer_id = ?1 AND NOT EXISTS (SELECT 1`+toldOf+`))
RETURNING id, (SELECT MAX(m.day) FROM storage_sums m WHERE m.connection_id = storage.connection_id)`,
		[]any{customer}, func(row scanner) (f struct {
			id  int64
			day domain.Date
		}, err error) {
			err = row.Scan(&f.id, &f.day)
			return f, err
		})
	if err != nil {
		return err
	}
	for _, f := range revived {
		if err := sampleFiled(ctx, t, f.day, "s.id = ?2", f.id); err != nil {
			return err
		}
	}
	return nil
}

// retireStorage marks what files said of a customer's storage gone where the vendor's API tells it: both together would count
// twice. From the day on the file's rows are in no sum; without a day from the last one that their vendor's API was read on.
func retireStorage(ctx context.Context, t tx, customer int64, day domain.Date) error {
	type filed struct {
		id, connection int64
		told           domain.Date
	}
	rows, err := queryAll(ctx, t, `
SELECT
    s.id,
    s.connection_id,
    COALESCE((SELECT MAX(m.day) FROM storage_sums m WHERE m.connection_id IN (SELECT a.connection_id`+toldOf+`)), '')
FROM records r
JOIN connections c ON c.id = r.connection_id
JOIN storage s ON s.record_id = r.id AND s.source = 'import' AND s.gone_at IS NULL
WHERE r.customer_id = ?1 AND EXISTS (SELECT 1`+toldOf+")", []any{customer}, func(row scanner) (f filed, err error) {
		err = row.Scan(&f.id, &f.connection, &f.told)
		return f, err
	})
	if err != nil || len(rows) == 0 {
		return err
	}
	for _, row := range rows {
		args := []any{
			sql.Named("row", row.id), sql.Named("connection", row.connection), sql.Named("day", string(cmp.Or(day, row.told))),
			sql.Named("customer", customer),
		}
		if err := t.execAll(ctx, retireRow, args...); err != nil {
			return err
		}
	}
	return nil
}

// retireRow ends one row of a file. A trend takes what a connection was last read with, so on the day its other rows have the
// samples of the day before it, and where there are no others the connection counts nothing.
var retireRow = []string{
	`
INSERT INTO storage_days (day, storage_id, consumed, protected, purchased, simulated, counted)
SELECT :day, d.storage_id, d.consumed, d.protected, d.purchased, d.simulated, d.counted
FROM storage s
JOIN storage_days d ON d.storage_id = s.id
 AND d.day = (SELECT MAX(m.day) FROM storage_sums m WHERE m.connection_id = :connection AND m.day < :day)
WHERE s.connection_id = :connection AND s.id <> :row
ON CONFLICT DO NOTHING`,
	"DELETE FROM storage_days WHERE day >= :day AND storage_id = :row",
	`
INSERT INTO storage_sums (connection_id, day, ` + strings.Join(storageSums, ", ") + `)
VALUES (:connection, :day` + strings.Repeat(", 0", len(storageSums)) + `)
ON CONFLICT DO NOTHING`,
	`
UPDATE storage
SET gone_at = (SELECT MAX(a.changed_at) FROM records o JOIN storage a ON a.record_id = o.id AND ` + toldStorage + ` WHERE o.customer_id = :customer)
WHERE id = :row`,
}

// storageSums are the columns of storage_sums that add up.
var storageSums = []string{
	"services", "consumed", "consumed_known", "protected", "protected_known", "purchased", "purchased_known", "simulated",
}

// restoreSample makes the sample of storage what it was, on the day it was changed.
func (u *undoRun) restoreSample(c storedChange) error {
	if _, err := u.exec(u.ctx, "DELETE FROM storage_days WHERE day = ? AND storage_id = ?", string(u.day), c.row); err != nil {
		return err
	}
	return sampleFiled(u.ctx, u.tx, u.day, "s.id = ?2", c.row)
}

// dropStorageSamples deletes the samples of storage that the import added, and its day where nothing else was read on it.
func (u *undoRun) dropStorageSamples() error {
	const added = "(SELECT id FROM storage WHERE import_id = ?1)"
	if _, err := u.exec(u.ctx, "DELETE FROM storage_days WHERE storage_id IN "+added, u.of.ID); err != nil {
		return err
	}
	_, err := u.exec(u.ctx, `
DELETE FROM storage_sums
WHERE services = 0
  AND day = ?2
  AND connection_id IN (SELECT connection_id FROM storage WHERE import_id = ?1)
  AND NOT EXISTS (SELECT 1 FROM storage s WHERE s.connection_id = storage_sums.connection_id AND s.import_id IS NOT ?1)`,
		u.of.ID, string(u.day))
	return err
}
