package store

import (
	"context"
	"database/sql"
	"time"

	"tenantry/backend/domain"
)

// twin is one of the records that connections of one vendor have of the same tenant.
type twin struct {
	id, connectionID, customerID int64
	duplicate, gone, filed       bool // filed: only files tell of it
}

func scanTwin(row scanner) (twin, error) {
	var r twin
	err := row.Scan(&r.id, &r.connectionID, &r.customerID, &r.duplicate, &r.gone, &r.filed)
	return r, err
}

// twinsOf finds the records of a record's tenant, itself among them. The first one counts: not gone, may be read, its
// connection is in use, its subscriptions were read in full, and of several such the oldest. None of this changes from
// one good sync to the next, so neither does the choice. What
// files tell of a tenant adds to it: such records are neither chosen nor duplicates.
const twinsOf = `
SELECT
    r.id,
    r.connection_id,
    r.customer_id,
    r.duplicate,
    r.gone_at IS NOT NULL,
    c.state = 'file'
FROM records o
JOIN connections oc ON oc.id = o.connection_id
JOIN records r ON r.tenant = o.tenant
JOIN connections c ON c.id = r.connection_id AND c.vendor = oc.vendor
WHERE o.id = ?
ORDER BY
    c.state = 'file',
    r.gone_at IS NOT NULL,
    r.no_access <> '',
    c.state = 'paused',
    NOT EXISTS (
        SELECT 1
        FROM checkpoints k
        WHERE k.connection_id = r.connection_id AND k.record_id = r.id AND k.subscriptions = 1
    ),
    r.id`

// tenantOf gives the tenant of a new record: as the vendor's connector tells it, else that of the records with the same id,
// for instance of those that a file tells of.
func tenantOf(ctx context.Context, t tx, r domain.Record) (string, error) {
	if r.Tenant != "" {
		return r.Tenant, nil
	}
	known, err := queryAll(ctx, t, `
SELECT r.tenant
FROM connections o
JOIN connections c ON c.vendor = o.vendor
JOIN records r ON r.connection_id = c.id AND r.vendor_id = ?
WHERE o.id = ?
ORDER BY r.id
LIMIT 1`, []any{r.VendorID, r.ConnectionID}, scanOne[string])
	if err != nil || len(known) == 0 {
		return r.VendorID, err
	}
	return known[0], nil
}

// renameTenant calls a tenant that was known as former by the name that a record tells, in all the vendor's records, so
// that what was one tenant stays one, and makes one customer of what turns out to be one tenant by it.
func renameTenant(ctx context.Context, t tx, former string, r *domain.Record, at time.Time) error {
	if former == r.Tenant {
		return nil
	}
	renamed, err := t.exec(ctx, `
UPDATE records
SET tenant = ?1
WHERE tenant = ?2
  AND connection_id IN (SELECT c.id FROM connections o JOIN connections c ON c.vendor = o.vendor WHERE o.id = ?3)`,
		r.Tenant, former, r.ConnectionID)
	if err != nil || renamed == 0 {
		return err
	}
	sides, err := queryAll(ctx, t, `
SELECT id, customer_id, 0
FROM records
WHERE customer_id IN (
    SELECT r.customer_id
    FROM records r
    JOIN connections c ON c.id = r.connection_id
    WHERE r.tenant = ? AND c.vendor = (SELECT vendor FROM connections WHERE id = ?)
)
ORDER BY id`, []any{r.Tenant, r.ConnectionID}, scanSide)
	if err != nil {
		return err
	}
	if err := joinSides(ctx, t, sides, []domain.MatchReason{domain.MatchTenant}, at); err != nil {
		return err
	}
	r.CustomerID, err = ownerOf(ctx, t, *r)
	return err
}

// settleTwins makes one of a tenant's records count and the others duplicates. Call it when anything changed that the
// choice rests on.
func settleTwins(ctx context.Context, t tx, recordID int64) error {
	twins, err := queryAll(ctx, t, twinsOf, []any{recordID}, scanTwin)
	if err != nil {
		return err
	}
	var changed []twin
	for i, r := range twins {
		if duplicate := i > 0 && !r.gone && !r.filed; duplicate != r.duplicate {
			changed = append(changed, r)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	day, err := queryOne(ctx, t, `
SELECT COALESCE(MAX(d.day), '')
FROM records o
JOIN records r ON r.tenant = o.tenant
JOIN family_days d ON d.connection_id = r.connection_id
WHERE o.id = ?`, []any{recordID}, scanOne[domain.Date])
	if err != nil {
		return err
	}
	if err := dropSamplesOf(ctx, t, twins[1:], day); err != nil {
		return err
	}
	for _, r := range changed {
		if err := setDuplicate(ctx, t, r); err != nil {
			return err
		}
	}
	for _, r := range changed {
		if err := carryDay(ctx, t, carried{connectionID: r.connectionID, day: day}); err != nil {
			return err
		}
		if err := refreshCustomer(ctx, t, r.customerID); err != nil {
			return err
		}
	}
	return nil
}

// dropSamplesOf leaves a tenant the samples of the record that counts on the newest day. What was read last stays true
// until it is read again, so the trend counts that day's samples on the days to come.
func dropSamplesOf(ctx context.Context, t tx, others []twin, day domain.Date) error {
	if day == "" {
		return nil
	}
	for _, r := range others {
		if r.filed {
			continue
		}
		if err := dropSamples(ctx, t, domain.Record{ID: r.id, ConnectionID: r.connectionID}, day); err != nil {
			return err
		}
	}
	return nil
}

// setDuplicate turns a record into a duplicate, or back.
func setDuplicate(ctx context.Context, t tx, r twin) error {
	args := []any{
		sql.Named("record", r.id), sql.Named("duplicate", !r.duplicate), sql.Named("reason", string(domain.ExcludedDuplicate)),
	}
	for _, statement := range []string{
		"UPDATE records SET duplicate = :duplicate WHERE id = :record",
		`
UPDATE pools AS p
SET excluded = n.excluded,
    over = CASE WHEN p.gone_at IS NULL AND n.excluded = '' THEN MAX(p.assigned - p.bought, 0) ELSE 0 END,
    ratio = CASE WHEN p.gone_at IS NULL AND n.excluded = '' AND p.bought > 0 THEN 1.0 * p.assigned / p.bought END
FROM (SELECT id, CASE WHEN :duplicate THEN :reason ELSE given_excluded END AS excluded FROM pools WHERE record_id = :record) AS n
WHERE p.id = n.id`,
		"UPDATE subscriptions SET excluded = CASE WHEN :duplicate THEN :reason ELSE given_excluded END WHERE record_id = :record",
	} {
		if _, err := t.exec(ctx, statement, args...); err != nil {
			return err
		}
	}
	return refreshAges(ctx, t, r.id)
}

// twinsElsewhere gives the records of other connections of the same vendor that list the same tenants as a connection.
func twinsElsewhere(ctx context.Context, t tx, connectionID int64) ([]int64, error) {
	return queryAll(ctx, t, `
SELECT DISTINCT r.id
FROM records o
JOIN connections oc ON oc.id = o.connection_id
JOIN records r ON r.tenant = o.tenant AND r.connection_id <> o.connection_id
JOIN connections c ON c.id = r.connection_id AND c.vendor = oc.vendor
WHERE o.connection_id = ?
ORDER BY r.id`, []any{connectionID}, scanOne[int64])
}

// leaveTwins makes records of other connections count in place of those of a connection that is about to be deleted, and
// gives them its past.
func leaveTwins(ctx context.Context, t tx, connectionID int64) error {
	twins, err := twinsElsewhere(ctx, t, connectionID)
	if err != nil || len(twins) == 0 {
		return err
	}
	const leave = "UPDATE records SET gone_at = first_seen_at WHERE connection_id = ? AND gone_at IS NULL"
	if _, err := t.exec(ctx, leave, connectionID); err != nil {
		return err
	}
	if err := settleConnection(ctx, t, connectionID); err != nil {
		return err
	}
	return leaveHistory(ctx, t, connectionID)
}

// settleConnection decides anew for all tenants that a connection has in common with others.
func settleConnection(ctx context.Context, t tx, connectionID int64) error {
	twins, err := twinsElsewhere(ctx, t, connectionID)
	if err != nil {
		return err
	}
	for _, id := range twins {
		if err := settleTwins(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}

// leaveHistory gives the past samples of a connection that is about to go to the same pools of the same tenants at
// another connection, for the days these have none.
func leaveHistory(ctx context.Context, t tx, connectionID int64) error {
	const left = `
FROM records o
JOIN connections oc ON oc.id = o.connection_id
JOIN pools q ON q.record_id = o.id
CROSS JOIN (SELECT DISTINCT day FROM family_days WHERE connection_id = ?1) AS x
JOIN pool_days d ON d.day = x.day AND d.pool_id = q.id
JOIN pools p ON p.key = q.key AND p.record_id = (
    SELECT r.id
    FROM records r
    JOIN connections c ON c.id = r.connection_id
    WHERE r.tenant = o.tenant AND c.vendor = oc.vendor AND r.connection_id <> ?1 AND r.duplicate = 0 AND r.gone_at IS NULL AND c.state <> 'file'
)
WHERE o.connection_id = ?1
  AND NOT EXISTS (SELECT 1 FROM pool_days e WHERE e.day = d.day AND e.pool_id = p.id)
`
	_, err := t.exec(ctx, insertProductDays+`
SELECT p.connection_id, d.day, p.product_id, p.family, COUNT(*), SUM(d.bought), SUM(d.assigned), COALESCE(SUM(d.used), 0),
    COUNT(d.used), SUM(d.simulated)`+left+"GROUP BY p.connection_id, d.day, p.product_id, p.family"+addToProductDay, connectionID)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, "INSERT INTO pool_days (day, pool_id, bought, assigned, used, simulated)\n"+
		"SELECT d.day, p.id, d.bought, d.assigned, d.used, d.simulated"+left, connectionID)
	return err
}
