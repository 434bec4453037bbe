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
SELECT json_object('key', key, 'product_key', product_key, 'product', product, 'pool_name', name, 'sku', sku, 'family', family,
    'bought', bought, 'assigned', assigned, 'used', used, 'excluded', given_excluded)
FROM pools
WHERE id = ?`

// savePool stores a licence pool, with the day's sample. Where the vendor's API tells the customer's pools, the row is
// refused: both together would count twice.
func (r *importRun) savePool(row *domain.ImportRow) error {
	record, ok, err := r.record(row.Customer)
	if err != nil || !ok {
		return err
	}
	if told, err := r.poolsTold(&record); err != nil || told {
		return err
	}
	pool := *row.Pool
	pool.Family = row.Family
	if !r.once("product", pool.Product, record.VendorID+"\x00"+pool.Key) {
		return nil
	}
	if err := r.storePool(record, pool); err != nil || r.bad {
		return err
	}
	if pool.Excluded == domain.ExcludedUncounted {
		r.note("product", pool.Product, "pool_shares_balance")
	}
	return nil
}

// storePool adds a pool, or changes the one of the same key that an earlier file brought.
func (r *importRun) storePool(record domain.Record, pool domain.Pool) error {
	save := func() error {
		written, err := savePoolOf(r.ctx, r.tx, poolSave{connection: r.conn.id, record: record, pool: pool, at: r.at, day: r.req.Day})
		if written {
			r.touched[record.CustomerID] = true
		}
		return err
	}
	const find = "SELECT id, product_key, product, sku, name, family, bought, assigned, given_excluded FROM pools WHERE record_id = ? AND key = ?"
	var old domain.Pool
	id, err := queryOne(r.ctx, r, find, []any{record.ID, pool.Key}, func(row scanner) (id int64, err error) {
		err = row.Scan(&id, &old.ProductKey, &old.Product, &old.SKU, &old.Name, &old.Family, &old.Bought, &old.Assigned, &old.Excluded)
		return id, err
	})
	old.Key = pool.Key
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if mixed, err := r.poolNamesDiffer(&record, &pool); err != nil || mixed {
			return err
		}
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
	was, err := u.poolState(c.row)
	if err != nil {
		return err
	}
	_, err = savePoolOf(u.ctx, u.tx, poolSave{
		connection: record[0].ConnectionID, record: record[0], pool: before, at: u.at, day: u.day,
	})
	if err != nil || was.goneAt == nil {
		return err
	}
	return u.leavePoolGone(was)
}

// dropPools deletes the pools that the import added, with all their samples.
func (u *undoRun) dropPools() error {
	type added struct {
		filedPool
		customer int64
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
		if err := dropSamplesFrom(u.ctx, u.tx, pool.filedPool, ""); err != nil {
			return err
		}
		if _, err := u.exec(u.ctx, "DELETE FROM pools WHERE id = ?", pool.id); err != nil {
			return err
		}
		if err := refreshAges(u.ctx, u.tx, pool.record); err != nil {
			return err
		}
		u.touched[pool.customer] = true
		u.restored++
	}
	return nil
}

// poolNamesDiffer refuses a pool that an earlier file may have told already: one file names the pools of a product, the other
// does not, and both together would count twice.
func (r *importRun) poolNamesDiffer(record *domain.Record, pool *domain.Pool) (bool, error) {
	type earlier struct{ alike, unlike bool }
	told, err := queryOne(r.ctx, r, `
SELECT COALESCE(MAX((name = '') = (?3 = '')), 0), COALESCE(MAX((name = '') <> (?3 = '')), 0)
FROM pools
WHERE record_id = ?1 AND product_key = ?2 AND source = 'import' AND gone_at IS NULL AND import_id IS NOT ?4`,
		[]any{record.ID, pool.ProductKey, pool.Name, r.done.ID}, func(row scanner) (e earlier, err error) {
			err = row.Scan(&e.alike, &e.unlike)
			return e, err
		})
	if err != nil || told.alike || !told.unlike {
		return false, err
	}
	r.wrong("pool", firstOf(pool.Name, pool.Product), "pool_names_differ")
	return true, nil
}
