package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"tenantry/backend/domain"
)

// poolSnapshot holds a pool as a file gave it, in the names of domain.Pool.
const poolSnapshot = `
SELECT json_object('key', key, 'product_key', product_key, 'product', product, 'sku', sku, 'family', family, 'bought', bought,
    'assigned', assigned, 'used', used, 'excluded', excluded)
FROM pools
WHERE id = ?`

// savePool stores a licence pool, with the day's sample.
func (r *importRun) savePool(row *domain.ImportRow) error {
	record, ok, err := r.record(row.Customer)
	if err != nil || !ok {
		return err
	}
	pool := *row.Pool
	pool.Family = row.Family
	if !r.once("product", record.VendorID+"\x00"+pool.Key) {
		return nil
	}
	save := func() error {
		written, err := savePoolOf(r.ctx, r.tx, poolSave{connection: r.conn.id, record: record, pool: pool, at: r.at, day: r.req.Day})
		if written {
			r.touched[record.CustomerID] = true
		}
		return err
	}
	const find = "SELECT id, product_key, product, sku, family, bought, assigned, excluded FROM pools WHERE record_id = ? AND key = ?"
	var old domain.Pool
	id, err := queryOne(r.ctx, r, find, []any{record.ID, pool.Key}, func(row scanner) (id int64, err error) {
		err = row.Scan(&id, &old.ProductKey, &old.Product, &old.SKU, &old.Family, &old.Bought, &old.Assigned, &old.Excluded)
		return id, err
	})
	old.Key = pool.Key
	switch {
	case errors.Is(err, sql.ErrNoRows):
		r.done.Added++
		if err := save(); err != nil {
			return err
		}
		_, err := r.exec(r.ctx, "UPDATE pools SET import_id = ? WHERE record_id = ? AND key = ?", r.done.ID, record.ID, pool.Key)
		return err
	case err != nil:
		return err
	case samePool(old, pool):
		r.done.Unchanged++
		return save() // the sample of the day
	}
	r.done.Changed++
	return r.changeBy(changedRow{table: "pools", id: id, snapshot: poolSnapshot}, save)
}

// poolSave is one pool of a record, as of a day.
type poolSave struct {
	connection int64
	record     domain.Record
	pool       domain.Pool
	at         string
	day        domain.Date
}

// savePoolOf stores a pool as a sync would, with everything that follows from it, and reports whether anything changed.
func savePoolOf(ctx context.Context, t tx, s poolSave) (bool, error) {
	page := PageSave{
		ConnectionID: s.connection, Record: s.record, Dataset: datasetImport, Source: domain.SourceImport, Day: s.day,
		Rows: domain.Rows{Pools: []domain.Pool{s.pool}},
	}
	w := pageWriter{tx: t, page: &page, at: s.at}
	if err := w.loadOwner(ctx); err != nil {
		return false, err
	}
	if err := w.savePools(ctx); err != nil {
		return false, err
	}
	if w.written == 0 {
		return false, nil
	}
	return true, refreshAges(ctx, t, s.record.ID)
}

// restorePool makes a pool what it was, on the day it was changed too.
func (u *undoRun) restorePool(c storedChange) error {
	var before domain.Pool
	if err := json.Unmarshal([]byte(c.before), &before); err != nil {
		return err
	}
	if before.Key == "" {
		return u.restoreColumns(c) // its name only
	}
	record, err := queryAll(u.ctx, u, selectRecords+"WHERE r.id = (SELECT record_id FROM pools WHERE id = ?)", []any{c.row}, scanRecord)
	if err != nil || len(record) == 0 {
		return err
	}
	u.touched[record[0].CustomerID] = true
	_, err = savePoolOf(u.ctx, u.tx, poolSave{
		connection: record[0].ConnectionID, record: record[0], pool: before, at: u.at, day: u.day,
	})
	return err
}

// dropPools deletes the pools that the import added, with all their samples.
func (u *undoRun) dropPools() error {
	type added struct {
		id, connection, product, record, customer int64
		family                                    domain.Family
	}
	pools, err := queryAll(u.ctx, u, `
SELECT id, connection_id, product_id, record_id, customer_id, family
FROM pools
WHERE import_id = ?`, []any{u.of.ID}, func(row scanner) (a added, err error) {
		err = row.Scan(&a.id, &a.connection, &a.product, &a.record, &a.customer, &a.family)
		return a, err
	})
	if err != nil {
		return err
	}
	for _, pool := range pools {
		args := []any{
			sql.Named("connection", pool.connection), sql.Named("product", pool.product), sql.Named("family", string(pool.family)),
			sql.Named("pool", pool.id),
		}
		for _, statement := range dropPool {
			if _, err := u.exec(u.ctx, statement, args...); err != nil {
				return err
			}
		}
		if err := refreshAges(u.ctx, u.tx, pool.record); err != nil {
			return err
		}
		u.touched[pool.customer] = true
		u.restored++
	}
	return nil
}

// dropPool takes a pool's samples out of the sums of their days, then the samples and the pool itself.
var dropPool = []string{
	`
UPDATE product_days AS p
SET pools = p.pools - 1,
    bought = p.bought - s.bought,
    assigned = p.assigned - s.assigned,
    used = p.used - COALESCE(s.used, 0),
    used_pools = p.used_pools - (s.used IS NOT NULL),
    simulated = p.simulated - s.simulated
FROM (
    SELECT d.day, d.bought, d.assigned, d.used, d.simulated
    FROM (SELECT day FROM product_days WHERE connection_id = :connection AND product_id = :product AND family = :family) AS x
    CROSS JOIN pool_days d ON d.day = x.day AND d.pool_id = :pool
) AS s
WHERE p.connection_id = :connection AND p.day = s.day AND p.product_id = :product AND p.family = :family`,
	`
DELETE FROM pool_days
WHERE pool_id = :pool
  AND day IN (SELECT day FROM product_days WHERE connection_id = :connection AND product_id = :product AND family = :family)`,
	`
DELETE FROM product_days
WHERE connection_id = :connection AND product_id = :product AND family = :family AND pools = 0`,
	"DELETE FROM pools WHERE id = :pool",
}
