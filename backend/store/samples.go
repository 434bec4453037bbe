package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"

	"tenantry/backend/domain"
)

// product is what the roll-up is kept by.
type product struct {
	id     int64
	family domain.Family
}

// productDelta is what samples written in this transaction add to a product's day.
type productDelta struct{ pools, bought, assigned, used, usedPools, simulated int64 }

// rollup collects the changes of one connection on one day.
type rollup map[product]productDelta

func (r *rollup) add(p product, s *sample, sign int64) {
	if s == nil {
		return
	}
	if *r == nil {
		*r = rollup{}
	}
	d := (*r)[p]
	d.pools += sign
	d.bought += sign * s.bought
	d.assigned += sign * s.assigned
	if s.used != nil {
		d.used += sign * *s.used
		d.usedPools += sign
	}
	if s.simulated {
		d.simulated += sign
	}
	(*r)[p] = d
}

const addToProductDay = `
ON CONFLICT (connection_id, day, product_id, family) DO UPDATE SET
    pools = pools + excluded.pools,
    bought = bought + excluded.bought,
    assigned = assigned + excluded.assigned,
    used = used + excluded.used,
    used_pools = used_pools + excluded.used_pools,
    simulated = simulated + excluded.simulated`

const insertProductDays = `
INSERT INTO product_days (connection_id, day, product_id, family, pools, bought, assigned, used, used_pools, simulated)
`

// apply adds the collected changes to product_days. A product without pools on the day has no row.
func (r *rollup) apply(ctx context.Context, t tx, connectionID int64, day domain.Date) error {
	products := make([]product, 0, len(*r))
	for p, d := range *r {
		if d != (productDelta{}) {
			products = append(products, p)
		}
	}
	slices.SortFunc(products, func(a, b product) int {
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.family, b.family))
	})
	for _, p := range products {
		d := (*r)[p]
		_, err := t.exec(ctx, insertProductDays+"VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"+addToProductDay,
			connectionID, string(day), p.id, p.family, d.pools, d.bought, d.assigned, d.used, d.usedPools, d.simulated)
		if err != nil {
			return err
		}
		if d.pools >= 0 {
			continue
		}
		_, err = t.exec(ctx,
			"DELETE FROM product_days WHERE connection_id = ? AND day = ? AND product_id = ? AND family = ? AND pools = 0",
			connectionID, string(day), p.id, p.family)
		if err != nil {
			return err
		}
	}
	*r = nil
	return nil
}

// takeSample makes the day's sample of a pool what was read last: its seats, or none when it is gone or does not count.
func (w *pageWriter) takeSample(ctx context.Context, pool *storedPool) error {
	var now *sample
	if !pool.gone && pool.Excluded == domain.Counted {
		now = &sample{bought: pool.Bought, assigned: pool.Assigned, used: pool.Used, simulated: w.page.Simulated}
	}
	if sameSample(pool.sample, now) {
		return nil
	}
	if err := w.writeSample(ctx, pool.id, now); err != nil {
		return err
	}
	key := product{id: pool.productID, family: pool.Family}
	w.rollup.add(key, pool.sample, -1)
	w.rollup.add(key, now, 1)
	pool.sample = now
	return nil
}

func (w *pageWriter) writeSample(ctx context.Context, poolID int64, now *sample) error {
	day := string(w.page.Day)
	if now == nil {
		_, err := w.exec(ctx, "DELETE FROM pool_days WHERE day = ? AND pool_id = ?", day, poolID)
		return err
	}
	_, err := w.exec(ctx, `
INSERT INTO pool_days (day, pool_id, bought, assigned, used, simulated)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (day, pool_id) DO UPDATE SET
    bought = excluded.bought,
    assigned = excluded.assigned,
    used = excluded.used,
    simulated = excluded.simulated`,
		day, poolID, now.bought, now.assigned, optional(now.used), now.simulated)
	return err
}

func sameSample(a, b *sample) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.bought == b.bought && a.assigned == b.assigned && a.simulated == b.simulated && equal(a.used, b.used)
}

// startDay remembers the day of the run's first samples.
func (w *pageWriter) startDay(ctx context.Context) error {
	_, err := w.exec(ctx, "UPDATE sync_runs SET day = ? WHERE id = ? AND day IS NULL", string(w.page.Day), w.page.RunID)
	return err
}

// moveHistory puts a pool's past days under another product or family, so that the roll-up stays the sum of its samples.
func moveHistory(ctx context.Context, t tx, connectionID int64, old, now storedPool) error {
	const samples = `
    SELECT d.day, d.bought, d.assigned, COALESCE(d.used, 0) AS used, d.used IS NOT NULL AS used_pools, d.simulated
    FROM (SELECT day FROM product_days WHERE connection_id = :connection AND product_id = :old_product AND family = :old_family) AS x
    CROSS JOIN pool_days d ON d.day = x.day AND d.pool_id = :pool
`
	args := []any{
		sql.Named("connection", connectionID), sql.Named("pool", old.id),
		sql.Named("old_product", old.productID), sql.Named("old_family", string(old.Family)),
		sql.Named("new_product", now.productID), sql.Named("new_family", string(now.Family)),
	}
	for _, statement := range []string{
		insertProductDays + `
SELECT :connection, day, :new_product, :new_family, 1, bought, assigned, used, used_pools, simulated FROM (` + samples + `) WHERE TRUE` +
			addToProductDay,
		`
UPDATE product_days AS p
SET pools = p.pools - 1,
    bought = p.bought - s.bought,
    assigned = p.assigned - s.assigned,
    used = p.used - s.used,
    used_pools = p.used_pools - s.used_pools,
    simulated = p.simulated - s.simulated
FROM (` + samples + `) AS s
WHERE p.connection_id = :connection AND p.day = s.day AND p.product_id = :old_product AND p.family = :old_family`,
		`
DELETE FROM product_days
WHERE connection_id = :connection AND product_id = :old_product AND family = :old_family AND pools = 0`,
	} {
		if _, err := t.exec(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// dropSamples takes a record's samples of a day back.
func dropSamples(ctx context.Context, t tx, r domain.Record, day domain.Date) error {
	args := []any{
		sql.Named("connection", r.ConnectionID), sql.Named("record", r.ID), sql.Named("day", string(day)),
	}
	for _, statement := range []string{
		`
UPDATE product_days AS p
SET pools = p.pools - s.pools,
    bought = p.bought - s.bought,
    assigned = p.assigned - s.assigned,
    used = p.used - s.used,
    used_pools = p.used_pools - s.used_pools,
    simulated = p.simulated - s.simulated
FROM (
    SELECT q.product_id, q.family, COUNT(*) AS pools, SUM(d.bought) AS bought, SUM(d.assigned) AS assigned,
        COALESCE(SUM(d.used), 0) AS used, COUNT(d.used) AS used_pools, SUM(d.simulated) AS simulated
    FROM pools q
    CROSS JOIN pool_days d ON d.day = :day AND d.pool_id = q.id
    WHERE q.record_id = :record
    GROUP BY q.product_id, q.family
) AS s
WHERE p.connection_id = :connection AND p.day = :day AND p.product_id = s.product_id AND p.family = s.family`,
		"DELETE FROM product_days WHERE connection_id = :connection AND day = :day AND pools = 0",
		"DELETE FROM pool_days WHERE day = :day AND pool_id IN (SELECT id FROM pools WHERE record_id = :record)",
		"DELETE FROM storage_days WHERE day = :day AND storage_id IN (SELECT id FROM storage WHERE record_id = :record)",
	} {
		if _, err := t.exec(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// carrySamples gives every counted pool of a run's connection that the run did not read its last known state as the
// day's sample. Without it a day on which some customers could not be read would look like a loss of seats.
func carrySamples(ctx context.Context, t tx, runID int64) error {
	run, err := queryOne(ctx, t, "SELECT connection_id, day, simulated FROM sync_runs WHERE id = ? AND day IS NOT NULL",
		[]any{runID}, func(row scanner) (c carried, err error) {
			err = row.Scan(&c.connectionID, &c.day, &c.simulated)
			return c, err
		})
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := carryStorage(ctx, t, run); err != nil {
		return err
	}
	return carryDay(ctx, t, run)
}

// carryStorage gives every row of a connection's storage that has no sample on the day its last known state.
func carryStorage(ctx context.Context, t tx, c carried) error {
	_, err := t.exec(ctx, `
INSERT INTO storage_days (day, storage_id, consumed, protected, purchased, simulated, counted)
SELECT :day, s.id, s.consumed, s.protected, s.purchased, :simulated, s.module = '' AND r.duplicate = 0
FROM storage s
JOIN records r ON r.id = s.record_id
WHERE s.connection_id = :connection
  AND s.gone_at IS NULL
  AND substr(s.first_seen_at, 1, 10) <= :day
  AND NOT EXISTS (SELECT 1 FROM storage_days d WHERE d.day = :day AND d.storage_id = s.id)
ORDER BY s.id`,
		sql.Named("connection", c.connectionID), sql.Named("day", string(c.day)), sql.Named("simulated", c.simulated))
	return err
}

// carried is a day on which a connection's pools count with what was read last.
type carried struct {
	connectionID int64
	day          domain.Date
	simulated    bool
}

// carryDay gives every counted pool of a connection that has no sample on the day its last known state.
func carryDay(ctx context.Context, t tx, c carried) error {
	const missing = `
FROM pools p
WHERE p.connection_id = :connection
  AND p.gone_at IS NULL
  AND p.excluded = ''
  AND substr(p.first_seen_at, 1, 10) <= :day
  AND NOT EXISTS (SELECT 1 FROM pool_days d WHERE d.day = :day AND d.pool_id = p.id)
`
	args := []any{
		sql.Named("connection", c.connectionID), sql.Named("day", string(c.day)), sql.Named("simulated", c.simulated),
	}
	_, err := t.exec(ctx, insertProductDays+`
SELECT :connection, :day, p.product_id, p.family, COUNT(*), SUM(p.bought), SUM(p.assigned), COALESCE(SUM(p.used), 0),
    COUNT(p.used), COUNT(*) * :simulated`+missing+"GROUP BY p.product_id, p.family"+addToProductDay, args...)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO pool_days (day, pool_id, bought, assigned, used, simulated)\n"+
		"SELECT :day, p.id, p.bought, p.assigned, p.used, :simulated"+missing+"ORDER BY p.id", args...)
	return err
}
