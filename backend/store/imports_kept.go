package store

import (
	"strings"

	"tenantry/backend/domain"
)

// keptRows finds rows x that the import added and that stay with what somebody typed in for them since, with the customer and
// what they are listed as. What was typed in for a customer stands at each of its records, so one that the import did not add
// is enough to keep it.
var keptRows = map[string]string{
	"subscriptions": `
SELECT x.id, c.name, IIF(x.number = '', x.product, x.number)
FROM subscriptions x
JOIN customers c ON c.id = x.customer_id
WHERE x.import_id = ?1 AND (` + strings.ReplaceAll(strings.TrimPrefix(typedBy, " OR "), "s.", "x.") + ")",
	"records": `
SELECT x.id, c.name, x.name
FROM records x
JOIN customers c ON c.id = x.customer_id
WHERE x.import_id = ?1
  AND EXISTS (SELECT 1 FROM typed_facts f WHERE f.record_id = x.id)
  AND NOT EXISTS (SELECT 1 FROM records r WHERE r.customer_id = x.customer_id AND r.import_id IS NOT ?1)`,
}

// keepTyped takes the rows out of the import that somebody typed something in for, and the records that these hang on.
func (u *undoRun) keepTyped() error {
	for _, table := range []string{"subscriptions", "records"} {
		type keptRow struct {
			id int64
			domain.ImportKept
		}
		rows, err := queryAll(u.ctx, u, keptRows[table]+" ORDER BY x.id", []any{u.of.ID}, func(row scanner) (k keptRow, err error) {
			k.Kind = table
			err = row.Scan(&k.id, &k.Customer, &k.What)
			return k, err
		})
		if err != nil {
			return err
		}
		for _, row := range rows {
			u.kept = append(u.kept, row.ImportKept)
			if _, err := u.exec(u.ctx, "UPDATE "+table+" SET import_id = NULL WHERE id = ?", row.id); err != nil {
				return err
			}
		}
	}
	_, err := u.exec(u.ctx, `
UPDATE records
SET import_id = NULL
WHERE import_id = ?1 AND id IN (SELECT s.record_id FROM subscriptions s WHERE s.import_id IS NULL)`, u.of.ID)
	return err
}
