package store

import (
	"context"

	"tenantry/backend/domain"
)

// storedPool is a pool as stored, with its sample of the page's day.
type storedPool struct {
	domain.Pool
	id        int64
	productID int64
	gone      bool
	source    domain.Source
	given     domain.Exclusion // by the source; a duplicate is excluded whatever it says
	sample    *sample
}

// sample is one row of pool_days.
type sample struct {
	bought, assigned int64
	used             *int64
	simulated        bool
}

func scanStoredPool(row scanner) (storedPool, error) {
	var p storedPool
	var bought, assigned *int64
	var used *int64
	var simulated *bool
	err := row.Scan(&p.id, &p.productID, &p.Key, &p.ProductKey, &p.Product, &p.SKU, &p.Name, &p.Family, &p.Bought, &p.Assigned, &p.Used, &p.Excluded, &p.given,
		&p.gone, &p.source, &bought, &assigned, &used, &simulated)
	if err == nil && bought != nil {
		p.sample = &sample{bought: *bought, assigned: *assigned, used: used, simulated: *simulated}
	}
	return p, err
}

// savePools compares the page's pools with the stored ones, writes those that differ, marks those gone that a complete
// read did not list, and takes the day's samples.
func (w *pageWriter) savePools(ctx context.Context) error {
	p := w.page
	stored, err := w.findStoredPools(ctx)
	if err != nil {
		return err
	}
	pools, err := w.withUse(ctx, p.Pools)
	if err != nil {
		return err
	}
	byKey := make(map[string]storedPool, len(stored))
	for _, pool := range stored {
		byKey[pool.Key] = pool
	}
	for _, pool := range pools {
		now, err := w.savePool(ctx, pool, byKey)
		if err != nil {
			return err
		}
		if err := w.takeSample(ctx, &now); err != nil {
			return err
		}
		byKey[pool.Key] = now
	}
	if p.marks(domain.KindPools) && !w.unchanged() {
		if err := w.markPoolsGone(ctx, stored); err != nil {
			return err
		}
	}
	if err := w.rollup.apply(ctx, w.tx, p.ConnectionID, p.Day); err != nil || w.source() == domain.SourceImport || len(pools) == 0 {
		return err
	}
	retired, err := retirePools(ctx, w.tx, w.owner.customerID, p.Day)
	w.written += retired
	return err
}

// findStoredPools finds the record's pools with their samples of the page's day.
func (w *pageWriter) findStoredPools(ctx context.Context) ([]storedPool, error) {
	return queryAll(ctx, w, `
SELECT
    p.id,
    p.product_id,
    p.key,
    p.product_key,
    p.product,
    p.sku,
    p.name,
    p.family,
    p.bought,
    p.assigned,
    p.used,
    p.excluded,
    p.given_excluded,
    p.gone_at IS NOT NULL,
    p.source,
    d.bought,
    d.assigned,
    d.used,
    d.simulated
FROM pools p
LEFT JOIN pool_days d ON d.day = ? AND d.pool_id = p.id
WHERE p.record_id = ?`, []any{string(w.page.Day), w.page.Record.ID}, scanStoredPool)
}

// savePool writes one pool if it is new or differs, and gives it as it is stored then.
func (w *pageWriter) savePool(ctx context.Context, pool domain.Pool, byKey map[string]storedPool) (storedPool, error) {
	old, known := byKey[pool.Key]
	now := storedPool{Pool: pool, id: old.id, productID: old.productID, source: w.source(), given: pool.Excluded, sample: old.sample}
	now.Excluded = w.owner.excluded(pool.Excluded)
	if known && !old.gone && old.given == now.given && samePool(old.Pool, now.Pool) {
		return old, nil
	}
	w.written++
	pool = now.Pool
	if !known || old.ProductKey != pool.ProductKey {
		var err error
		if now.productID, err = productID(ctx, w.tx, w.owner.vendor, pool.ProductKey); err != nil {
			return now, err
		}
	}
	if !known {
		var err error
		now.id, err = w.insertPool(ctx, now)
		return now, err
	}
	if old.ProductKey != pool.ProductKey || old.Family != pool.Family {
		if err := moveHistory(ctx, w.tx, w.page.ConnectionID, old, now); err != nil {
			return old, err
		}
	}
	_, err := w.exec(ctx, `
UPDATE pools
SET product_id = ?, product_key = ?, product = ?, sku = ?, name = ?, family = ?, bought = ?, assigned = ?, used = ?, excluded = ?,
    given_excluded = ?, over = ?, ratio = ?, source = ?, changed_at = ?, gone_at = NULL
WHERE id = ?`,
		now.productID, pool.ProductKey, pool.Product, pool.SKU, pool.Name, pool.Family, pool.Bought, pool.Assigned, optional(pool.Used),
		pool.Excluded, now.given, pool.Over(), optional(pool.Ratio()), now.source, w.at, old.id)
	return now, err
}

func (w *pageWriter) insertPool(ctx context.Context, pool storedPool) (int64, error) {
	p := w.page
	return w.insert(ctx, `
INSERT INTO pools (connection_id, record_id, customer_id, key, product_id, product_key, product, sku, name, family, bought, assigned, used, excluded, given_excluded, over, ratio, source, first_seen_at, changed_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ConnectionID, p.Record.ID, w.owner.customerID, pool.Key, pool.productID, pool.ProductKey, pool.Product, pool.SKU,
		pool.Name, pool.Family, pool.Bought, pool.Assigned, optional(pool.Used), pool.Excluded, pool.given, pool.Over(), optional(pool.Ratio()), pool.source, w.at,
		w.at)
}

func samePool(a, b domain.Pool) bool {
	if !equal(a.Used, b.Used) {
		return false
	}
	a.Used, b.Used = nil, nil
	return a == b
}

// equal compares what two pointers point to.
func equal[T comparable](a, b *T) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

// markPoolsGone marks the pools that the vendor no longer lists. The day's sample goes with them: the last state read
// that day is that they are not there.
func (w *pageWriter) markPoolsGone(ctx context.Context, stored []storedPool) error {
	for _, pool := range stored {
		if w.page.Last.Seen[domain.KindPools][pool.Key] || pool.source != w.source() {
			continue
		}
		if !pool.gone {
			if _, err := w.exec(ctx, "UPDATE pools SET gone_at = ?, changed_at = ?, over = 0, ratio = NULL WHERE id = ?",
				w.at, w.at, pool.id); err != nil {
				return err
			}
			w.written++
			pool.gone = true
		}
		if err := w.takeSample(ctx, &pool); err != nil {
			return err
		}
	}
	return nil
}
