package store

import (
	"cmp"
	"context"
	"database/sql"

	"tenantry/backend/domain"
)

// toldPools gives the pools a that count and that a vendor's API tells, of a customer, ?1, at the vendor of connection c. The
// API lists all there are, by names of its own, so beside one of them none of a file can count.
const toldPools = `
    FROM records o
    JOIN connections oc ON oc.id = o.connection_id AND oc.vendor = c.vendor
    JOIN pools a ON a.record_id = o.id AND a.source <> 'import' AND a.gone_at IS NULL AND a.excluded = ''
    WHERE o.customer_id = ?1`

// poolsTold refuses the row where the vendor's API tells the customer's pools.
func (r *importRun) poolsTold(record *domain.Record) (bool, error) {
	told, err := queryOne(r.ctx, r, "SELECT EXISTS (SELECT 1 FROM connections c WHERE c.id = ?2 AND EXISTS (SELECT 1"+toldPools+"))",
		[]any{record.CustomerID, r.conn.id}, scanOne[bool])
	if told {
		r.wrong("customer", record.Name, "pools_told")
	}
	return told, err
}

// filedPool is a pool of a file.
type filedPool struct {
	id, connection, product, record int64
	family                          domain.Family
}

func (p *filedPool) args(day domain.Date) []any {
	return []any{
		sql.Named("connection", p.connection), sql.Named("product", p.product), sql.Named("family", string(p.family)),
		sql.Named("pool", p.id), sql.Named("day", string(day)),
	}
}

// retirePools marks the pools of files gone where the vendor's API tells the customer's, and gives how many it were. From the
// day on they are in no sum; without a day from the last one that their vendor's API was read on.
func retirePools(ctx context.Context, t tx, customer int64, day domain.Date) (int, error) {
	type retired struct {
		filedPool
		told domain.Date
	}
	pools, err := queryAll(ctx, t, `
SELECT
    p.id,
    p.connection_id,
    p.product_id,
    p.record_id,
    p.family,
    COALESCE((SELECT MAX(f.day) FROM family_days f WHERE f.connection_id IN (SELECT a.connection_id`+toldPools+`)), '')
FROM records r
JOIN connections c ON c.id = r.connection_id
JOIN pools p ON p.record_id = r.id AND p.source = 'import' AND p.gone_at IS NULL
WHERE r.customer_id = ?1 AND EXISTS (SELECT 1`+toldPools+")", []any{customer}, func(row scanner) (p retired, err error) {
		err = row.Scan(&p.id, &p.connection, &p.product, &p.record, &p.family, &p.told)
		return p, err
	})
	if err != nil {
		return 0, err
	}
	for _, pool := range pools {
		if err := retirePool(ctx, t, pool.filedPool, cmp.Or(day, pool.told)); err != nil {
			return 0, err
		}
		const gone = `
UPDATE pools
SET over = 0, ratio = NULL, gone_at = (
    SELECT MAX(a.changed_at) FROM records o JOIN pools a ON a.record_id = o.id AND a.source <> 'import' WHERE o.customer_id = ?1)
WHERE id = ?2`
		if _, err := t.exec(ctx, gone, customer, pool.id); err != nil {
			return 0, err
		}
		if err := refreshAges(ctx, t, pool.record); err != nil {
			return 0, err
		}
	}
	return len(pools), nil
}

// retirePool ends the samples of a pool. A trend takes what a connection was last read with, so on the day its other pools have
// the samples of the day before it, and where there are no others the connection counts nothing.
func retirePool(ctx context.Context, t tx, pool filedPool, day domain.Date) error {
	read, err := queryOne(ctx, t, "SELECT EXISTS (SELECT 1 FROM family_days WHERE connection_id = ? AND day = ?)",
		[]any{pool.connection, string(day)}, scanOne[bool])
	if err != nil {
		return err
	}
	if !read {
		if err := t.execAll(ctx, carryOthers, pool.args(day)...); err != nil {
			return err
		}
	}
	if err := dropSamplesFrom(ctx, t, pool, day); err != nil {
		return err
	}
	_, err = t.exec(ctx, `
INSERT INTO family_days (connection_id, day, family, pools, bought, assigned, used, used_pools)
VALUES (:connection, :day, :family, 0, 0, 0, 0, 0)
ON CONFLICT DO NOTHING`, pool.args(day)...)
	return err
}

// othersBefore gives the samples d of a connection's other pools on the last day before a day.
const othersBefore = `
FROM pools p
CROSS JOIN pool_days d ON d.pool_id = p.id
       AND d.day = (SELECT MAX(f.day) FROM family_days f WHERE f.connection_id = :connection AND f.day < :day)
WHERE p.connection_id = :connection AND p.id <> :pool
`

var carryOthers = []string{
	insertProductDays + `
SELECT :connection, :day, p.product_id, p.family, COUNT(*), SUM(d.bought), SUM(d.assigned), COALESCE(SUM(d.used), 0),
    COUNT(d.used), SUM(d.simulated)` + othersBefore + "GROUP BY p.product_id, p.family" + addToProductDay,
	"INSERT INTO pool_days (day, pool_id, bought, assigned, used, simulated)\n" +
		"SELECT :day, p.id, d.bought, d.assigned, d.used, d.simulated" + othersBefore + "ORDER BY p.id",
}

// dropSamplesFrom takes a pool's samples from a day on out of the sums of their days, and deletes them; "" is all.
func dropSamplesFrom(ctx context.Context, t tx, pool filedPool, day domain.Date) error {
	return t.execAll(ctx, dropPoolDays, pool.args(day)...)
}

const daysOfProduct = `
SELECT day FROM product_days WHERE connection_id = :connection AND product_id = :product AND family = :family AND day >= :day`

var dropPoolDays = []string{
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
    FROM (` + daysOfProduct + `) AS x
    CROSS JOIN pool_days d ON d.day = x.day AND d.pool_id = :pool
) AS s
WHERE p.connection_id = :connection AND p.day = s.day AND p.product_id = :product AND p.family = :family`,
	"DELETE FROM pool_days WHERE pool_id = :pool AND day IN (" + daysOfProduct + ")",
	"DELETE FROM product_days WHERE connection_id = :connection AND product_id = :product AND family = :family AND pools = 0",
}

// revivePools makes pools of files count again where no API tells the customer's any more.
func revivePools(ctx context.Context, t tx, customer int64) error {
	type revived struct {
		connection, record int64
		day                domain.Date
	}
	pools, err := queryAll(ctx, t, `
UPDATE pools
SET gone_at = NULL,
    over = CASE WHEN excluded = '' THEN MAX(assigned - bought, 0) ELSE 0 END,
    ratio = CASE WHEN excluded = '' AND bought > 0 THEN 1.0 * assigned / bought END
WHERE source = 'import' AND gone_at IS NOT NULL AND record_id IN (
    SELECT r.id
    FROM records r
    JOIN connections c ON c.id = r.connection_id
    WHERE r.customer_id = ?1 AND r.gone_at IS NULL AND NOT EXISTS (SELECT 1`+toldPools+`))
RETURNING connection_id, record_id, COALESCE((SELECT MAX(f.day) FROM family_days f WHERE f.connection_id = pools.connection_id), '')`,
		[]any{customer}, func(row scanner) (r revived, err error) {
			err = row.Scan(&r.connection, &r.record, &r.day)
			return r, err
		})
	if err != nil {
		return err
	}
	for _, pool := range pools {
		if err := carryDay(ctx, t, carried{connectionID: pool.connection, day: pool.day}); err != nil {
			return err
		}
		if err := refreshAges(ctx, t, pool.record); err != nil {
			return err
		}
	}
	return nil
}

// poolState is what a pool is while an import is taken back.
type poolState struct {
	filedPool
	goneAt  *string
	sampled bool // on the import's day
}

func (u *undoRun) poolState(id int64) (poolState, error) {
	return queryOne(u.ctx, u, `
SELECT
    p.id, p.connection_id, p.product_id, p.record_id, p.family, p.gone_at,
    EXISTS (SELECT 1 FROM pool_days d WHERE d.day = ? AND d.pool_id = p.id)
FROM pools p
WHERE p.id = ?`, []any{string(u.day), id}, func(row scanner) (s poolState, err error) {
		err = row.Scan(&s.id, &s.connection, &s.product, &s.record, &s.family, &s.goneAt, &s.sampled)
		return s, err
	})
}

// leavePoolGone makes a pool that was restored gone again, as it was: the vendor's API tells it by now.
func (u *undoRun) leavePoolGone(was poolState) error {
	if !was.sampled {
		now, err := u.poolState(was.id)
		if err != nil {
			return err
		}
		if err := dropSamplesFrom(u.ctx, u.tx, now.filedPool, u.day); err != nil {
			return err
		}
	}
	_, err := u.exec(u.ctx, "UPDATE pools SET gone_at = ?, over = 0, ratio = NULL WHERE id = ?", *was.goneAt, was.id)
	return err
}
