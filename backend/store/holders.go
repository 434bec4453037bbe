package store

import (
	"context"

	"tenantry/backend/domain"
)

// useDays is how old a figure of use may be: reports of activity lag some days behind. What is older says nothing about
// the present.
const useDays = 10

// useOf finds how many seats of each product of a record are used: their holders were active in seven days.
func (w *pageWriter) useOf(ctx context.Context) (map[string]*int64, error) {
	type usedSeats struct {
		product string
		value   int64
	}
	p := w.page
	rows, err := queryAll(ctx, w, `
SELECT product_key, value, MAX(day)
FROM usage
WHERE record_id = ? AND day BETWEEN ? AND ? AND product_key <> '' AND metric = 'active' AND period = 'P7D' AND gone_at IS NULL
GROUP BY product_key`, []any{p.Record.ID, string(p.Day.AddDays(-useDays)), string(p.Day.AddDays(1))},
		func(row scanner) (u usedSeats, err error) {
			var day string
			err = row.Scan(&u.product, &u.value, &day)
			return u, err
		})
	used := make(map[string]*int64, len(rows))
	for _, u := range rows {
		used[u.product] = &u.value
	}
	return used, err
}

// withUse adds how many seats are used where the vendor tells that apart from the seats.
func (w *pageWriter) withUse(ctx context.Context, pools []domain.Pool) ([]domain.Pool, error) {
	if w.source() != domain.SourceAPI || w.page.Day == "" || len(pools) == 0 {
		return pools, nil
	}
	used, err := w.useOf(ctx)
	if err != nil || len(used) == 0 {
		return pools, err
	}
	known := make([]domain.Pool, len(pools))
	for i, pool := range pools {
		if pool.Used == nil {
			pool.Used = used[pool.ProductKey]
		}
		known[i] = pool
	}
	return known, nil
}

// saveUse makes the end of a report of use the use of the record's pools, and of the day's samples.
func (w *pageWriter) saveUse(ctx context.Context) error {
	if !w.page.lists(domain.KindUsage) || w.page.lists(domain.KindPools) || w.page.Day == "" {
		return nil
	}
	used, err := w.useOf(ctx)
	if err != nil {
		return err
	}
	pools, err := w.findStoredPools(ctx)
	if err != nil {
		return err
	}
	for _, pool := range pools {
		now := used[pool.ProductKey]
		if pool.gone || pool.source != domain.SourceAPI || equal(pool.Used, now) {
			continue
		}
		if err := w.startDay(ctx); err != nil {
			return err
		}
		pool.Used = now
		if _, err := w.exec(ctx, "UPDATE pools SET used = ?, changed_at = ? WHERE id = ?", optional(now), w.at, pool.id); err != nil {
			return err
		}
		w.written++
		if err := w.takeSample(ctx, &pool); err != nil {
			return err
		}
	}
	return w.rollup.apply(ctx, w.tx, w.page.ConnectionID, w.page.Day)
}

// refreshHolders renews who holds the seats of a record's pools, after its people or its pools were read.
func refreshHolders(ctx context.Context, t tx, recordID int64) error {
	for _, statement := range []string{
		"DELETE FROM holders WHERE pool_id IN (SELECT id FROM pools WHERE record_id = ?1)",
		`
INSERT INTO holders (pool_id, state, last_on, seats)
SELECT p.id, h.state, h.last_on, COUNT(*)
FROM (
    SELECT
        products,
        CASE WHEN enabled = 0 THEN 'disabled' WHEN kind = 'shared' THEN 'shared' ELSE '' END AS state,
        CASE WHEN enabled = 0 OR kind = 'shared' THEN '' ELSE COALESCE(last_active_on, CASE WHEN pending THEN created_on END) END AS last_on
    FROM people
    WHERE record_id = ?1 AND gone_at IS NULL
) AS h
CROSS JOIN json_each(h.products) AS j
JOIN pools p ON p.record_id = ?1 AND p.key = j.value
WHERE h.last_on IS NOT NULL
GROUP BY p.id, h.state, h.last_on`,
	} {
		if _, err := t.exec(ctx, statement, recordID); err != nil {
			return err
		}
	}
	return nil
}

// listsHolders reports whether the page ends a read that changed who holds seats, or the pools that they are seats of.
func (w *pageWriter) listsHolders() bool {
	return !w.unchanged() && (w.page.lists(domain.KindPeople) || w.page.lists(domain.KindPools))
}
