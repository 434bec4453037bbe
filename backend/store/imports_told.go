package store

import (
	"context"
	"strings"

	"tenantry/backend/domain"
)

// toldKind is a kind of rows that files bring and a vendor's API lists too, one by one and by the same key.
type toldKind struct {
	kind  domain.Kind
	table string
}

var toldKinds = []toldKind{{domain.KindJobs, "jobs"}, {domain.KindServiceRequests, "service_requests"}}

// tells gives the rows a of the API with a key, at any record that counts and that a customer has at the vendor of
// connection c. The plus takes a column's affinity away: with it, an index on an expression is of no use.
func (k toldKind) tells(key, customer string) string {
	return `
    FROM records o
    CROSS JOIN connections oc ON oc.id = o.connection_id AND oc.vendor = c.vendor
    CROSS JOIN ` + k.table + ` a INDEXED BY ` + k.table + `_by_key ON a.connection_id = o.connection_id AND COALESCE(a.record_id, 0) = +o.id
         AND a.dataset IN (` + strings.Join(Datasets(k.kind), ", ") + `) AND a.key = ` + key + ` AND a.gone_at IS NULL
    WHERE o.customer_id = ` + customer + ` AND o.gone_at IS NULL AND o.duplicate = 0`
}

// filed gives the rows x of files of a customer, with their records r and connections c.
func (k toldKind) filed() string {
	return `
    FROM records r
    CROSS JOIN connections c ON c.id = r.connection_id
    CROSS JOIN ` + k.table + ` x INDEXED BY ` + k.table + `_by_key ON x.connection_id = r.connection_id AND COALESCE(x.record_id, 0) = +r.id AND x.dataset = 'import'
    WHERE r.customer_id = ?1`
}

// told reports whether the vendor's API lists a row of the file: both together would count twice. Of such a row a note tells
// that the API's stands.
func (r *importRun) told(kind domain.Kind, record int64, key string) (bool, error) {
	for _, k := range toldKinds {
		if k.kind != kind {
			continue
		}
		told, err := queryOne(r.ctx, r, `
SELECT EXISTS (
    SELECT 1
    FROM records r
    JOIN connections c ON c.id = r.connection_id
    WHERE r.id = ?1 AND EXISTS (SELECT 1`+k.tells("?2", "r.customer_id")+"))", []any{record, key}, scanOne[bool])
		if told {
			r.note(keyField[r.req.Kind], key, "row_told")
			r.done.Unchanged++
		}
		return told, err
	}
	return false, nil
}

// retire marks rows of files gone that the vendor's API lists by now.
func (k toldKind) retire(ctx context.Context, t tx, customer int64) error {
	type filed struct {
		id     int64
		toldAt *string
	}
	rows, err := queryAll(ctx, t, "SELECT x.id, (SELECT MAX(a.changed_at)"+k.tells("x.key", "r.customer_id")+")"+k.filed()+" AND x.gone_at IS NULL",
		[]any{customer}, func(row scanner) (f filed, err error) {
			err = row.Scan(&f.id, &f.toldAt)
			return f, err
		})
	if err != nil {
		return err
	}
	for _, row := range rows {
		if row.toldAt == nil {
			continue
		}
		if _, err := t.exec(ctx, "UPDATE "+k.table+" SET gone_at = ? WHERE id = ?", *row.toldAt, row.id); err != nil {
			return err
		}
	}
	return nil
}

// revive makes rows of files count again that no API lists any more.
func (k toldKind) revive(ctx context.Context, t tx, customer int64) error {
	_, err := t.exec(ctx, "UPDATE "+k.table+`
SET gone_at = NULL
WHERE id IN (
    SELECT x.id`+k.filed()+`
      AND r.gone_at IS NULL
      AND x.gone_at IS NOT NULL
      AND NOT EXISTS (SELECT 1`+k.tells("x.key", "r.customer_id")+`)
)`, customer)
	return err
}

// retireOfPage ends what files said of a page's customer where the page, or what is stored, tells it.
func (w *pageWriter) retireOfPage(ctx context.Context) error {
	p := w.page
	storage, rows := len(p.Rows.Storage) > 0 && p.Day != "", len(p.Rows.Jobs)+len(p.Rows.ServiceRequests) > 0
	if p.Record.ID == 0 || !storage && !rows {
		return nil
	}
	customer, err := queryOne(ctx, w, "SELECT customer_id FROM records WHERE id = ?", []any{p.Record.ID}, scanOne[int64])
	if err != nil {
		return err
	}
	if storage {
		if err := retireStorage(ctx, w.tx, customer, p.Day); err != nil {
			return err
		}
	}
	if rows {
		return retireRows(ctx, w.tx, customer)
	}
	return nil
}

func retireRows(ctx context.Context, t tx, customer int64) error {
	for _, kind := range toldKinds {
		if err := kind.retire(ctx, t, customer); err != nil {
			return err
		}
	}
	return nil
}

// retireFiled ends what files said of a customer where a vendor's API tells it.
func retireFiled(ctx context.Context, t tx, customer int64) error {
	if err := retireStorage(ctx, t, customer, ""); err != nil {
		return err
	}
	if _, err := retirePools(ctx, t, customer, ""); err != nil {
		return err
	}
	return retireRows(ctx, t, customer)
}

// settleFiled makes what files said of a customer count where, and only where, no API tells it, after records came or went.
func settleFiled(ctx context.Context, t tx, customer int64) error {
	if err := retireFiled(ctx, t, customer); err != nil {
		return err
	}
	for _, kind := range toldKinds {
		if err := kind.revive(ctx, t, customer); err != nil {
			return err
		}
	}
	if err := revivePools(ctx, t, customer); err != nil {
		return err
	}
	return reviveStorage(ctx, t, customer)
}
