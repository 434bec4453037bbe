package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"

	"tenantry/backend/domain"
)

const nameSnapshot = "SELECT json_object('part_number', part_number, 'name', name, 'changed_at', changed_at) FROM sku_names WHERE id = ?"

// saveSKUName stores what Microsoft calls a product. Its list has a row for every service plan of a product; they agree.
func (r *importRun) saveSKUName(row *domain.ImportRow) error {
	n := row.SKUName
	type known struct {
		id               int64
		partNumber, name string
	}
	old, err := queryOne(r.ctx, r, "SELECT id, part_number, name FROM sku_names WHERE sku_id = ?", []any{n.SKUID},
		func(row scanner) (k known, err error) {
			err = row.Scan(&k.id, &k.partNumber, &k.name)
			return k, err
		})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		r.done.Added++
		_, err := r.exec(r.ctx, "INSERT INTO sku_names (sku_id, part_number, name, import_id, changed_at) VALUES (?, ?, ?, ?, ?)",
			n.SKUID, n.PartNumber, n.Name, r.done.ID, r.at)
		return err
	case err != nil:
		return err
	case old.partNumber == n.PartNumber && old.name == n.Name:
		r.done.Unchanged++
		return nil
	}
	r.done.Changed++
	return r.change(changedRow{table: "sku_names", id: old.id, snapshot: nameSnapshot},
		"UPDATE sku_names SET part_number = ?, name = ?, changed_at = ? WHERE id = ?", n.PartNumber, n.Name, r.at, old.id)
}

// productSnapshots hold what giving a product its name changes.
var productSnapshots = map[string]string{
	"subscriptions": "SELECT json_object('product', product, 'search', search) FROM subscriptions WHERE id = ?",
	"pools":         "SELECT json_object('product', product) FROM pools WHERE id = ?",
}

// nameProducts gives Microsoft's products that are stored under their part numbers their names.
func (r *importRun) nameProducts() error {
	if r.req.Kind != domain.ImportSKUNames {
		return nil
	}
	type unnamed struct {
		id           int64
		name, number string
	}
	for table, number := range map[string]string{"subscriptions": "x.number", "pools": "''"} {
		rows, err := queryAll(r.ctx, r, `
SELECT x.id, n.name, `+number+`
FROM sku_names n
JOIN `+table+` x ON x.product_key = n.sku_id AND x.product <> n.name AND x.product IN (x.sku, x.product_key)
JOIN connections co ON co.id = x.connection_id AND co.vendor = ?
ORDER BY x.id`, []any{domain.VendorMicrosoft}, func(row scanner) (u unnamed, err error) {
			err = row.Scan(&u.id, &u.name, &u.number)
			return u, err
		})
		if err != nil {
			return err
		}
		for _, row := range rows {
			update, args := "UPDATE pools SET product = ? WHERE id = ?", []any{row.name, row.id}
			if table == "subscriptions" {
				update, args = "UPDATE subscriptions SET product = ?, search = ? WHERE id = ?", []any{row.name, fold(row.name + " " + row.number), row.id}
			}
			if err := r.change(changedRow{table: table, id: row.id, snapshot: productSnapshots[table]}, update, args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// nameProducts gives the page's products that Microsoft names by their part numbers the names of its own list.
func (w *pageWriter) nameProducts(ctx context.Context) error {
	if w.owner.vendor != domain.VendorMicrosoft {
		return nil
	}
	pools, subscriptions := slices.Clone(w.page.Pools), slices.Clone(w.page.Subscriptions)
	for i := range pools {
		if err := w.nameProduct(ctx, pools[i].ProductKey, pools[i].SKU, &pools[i].Product); err != nil {
			return err
		}
	}
	for i := range subscriptions {
		s := &subscriptions[i]
		if err := w.nameProduct(ctx, s.ProductKey, s.SKU, &s.Product); err != nil {
			return err
		}
	}
	w.page.Pools, w.page.Subscriptions = pools, subscriptions
	return nil
}

func (w *pageWriter) nameProduct(ctx context.Context, key, sku string, product *string) error {
	if *product != sku && *product != key {
		return nil
	}
	known, err := queryAll(ctx, w, "SELECT name FROM sku_names WHERE sku_id = ?", []any{key}, scanOne[string])
	if err == nil && len(known) > 0 {
		*product = known[0]
	}
	return err
}
