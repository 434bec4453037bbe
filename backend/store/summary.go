package store

import (
	"context"
	"strings"
)

// refreshCustomer renews the figures that are kept in a customer's row and in customer_families from the customer's
// records, pools, subscriptions and checkpoints, and the spare seats in those. Rows that would not change are not written.
func refreshCustomer(ctx context.Context, t tx, customerID int64) error {
	refresh := []string{refreshFamilies, dropFamilies, refreshSummary, refreshSpare, refreshPoolSpare}
	if err := t.execAll(ctx, refresh, customerID); err != nil {
		return err
	}
	return refreshTags(ctx, t, customerID)
}

// refreshCustomerOf renews the figures of the customer that a record belongs to.
func refreshCustomerOf(ctx context.Context, t tx, recordID int64) error {
	customerID, err := queryOne(ctx, t, "SELECT customer_id FROM records WHERE id = ?", []any{recordID}, scanOne[int64])
	if err != nil {
		return err
	}
	return refreshCustomer(ctx, t, customerID)
}

const countedFamilies = `
    SELECT family, SUM(bought) AS bought, SUM(assigned) AS assigned
    FROM (
        SELECT family, bought, assigned
        FROM pools
        WHERE customer_id = ?1 AND gone_at IS NULL AND excluded = ''
        UNION ALL
        SELECT family, 0, 0
        FROM subscriptions
        WHERE customer_id = ?1 AND gone_at IS NULL AND excluded = ''
    )
    GROUP BY family
`

const refreshFamilies = `
INSERT INTO customer_families (family, customer_id, bought, assigned)
SELECT family, ?1, bought, assigned
FROM (` + countedFamilies + `)
WHERE TRUE
ON CONFLICT (family, customer_id) DO UPDATE SET
    bought = excluded.bought,
    assigned = excluded.assigned
WHERE bought <> excluded.bought OR assigned <> excluded.assigned`

const dropFamilies = `
DELETE FROM customer_families
WHERE customer_id = ?1 AND family NOT IN (SELECT family FROM (` + countedFamilies + `))`

var refreshSummary = `
UPDATE customers AS c
SET vendors = n.vendors,
    families = n.families,
    records = n.records,
    unmatched = n.unmatched,
    subscriptions = n.subscriptions,
    bought = n.bought,
    assigned = n.assigned,
    available = n.available,
    over_seats = n.over_seats,
    has_active = n.has_active,
    has_trial = n.has_trial,
    has_suspended = n.has_suspended,
    has_setup = n.has_setup,
    idle_days = n.idle_days,
    next_ends_on = n.next_ends_on,
    next_renews_on = n.next_renews_on,
    next_open_on = n.next_open_on,
    no_access = n.no_access,
    unread = n.unread,
    synced_at = n.synced_at,
    gone_at = n.gone_at
FROM (
    SELECT
        v.vendors,
        f.families,
        r.records,
        m.unmatched,
        s.subscriptions,
        p.bought,
        p.assigned,
        p.available,
        p.over_seats,
        s.has_active,
        s.has_trial,
        s.has_suspended,
        o.has_setup,
        o.idle_days,
        s.next_ends_on,
        s.next_renews_on,
        s.next_open_on,
        r.no_access,
        r.unread,
        k.synced_at,
        CASE WHEN r.records = 0 THEN r.gone_at END AS gone_at
    FROM (
        SELECT
            COUNT(*) FILTER (WHERE gone_at IS NULL) AS records,
            COALESCE(MAX(no_access) FILTER (WHERE gone_at IS NULL AND duplicate = 0), '') AS no_access,
            COUNT(*) FILTER (WHERE gone_at IS NULL AND duplicate = 0 AND NOT EXISTS (
                SELECT 1
                FROM checkpoints k
                WHERE k.connection_id = records.connection_id AND k.record_id = records.id AND k.subscriptions = 1
            ) AND NOT (
                -- What files say is complete as far as anybody knows, where anything else is known of the customer.
                connection_id IN (SELECT id FROM connections WHERE state = 'file') AND (
                    EXISTS (SELECT 1 FROM subscriptions f WHERE f.record_id = records.id)
                    OR EXISTS (
                        SELECT 1
                        FROM records o
                        JOIN connections co ON co.id = o.connection_id
                        WHERE o.customer_id = ?1 AND o.gone_at IS NULL AND co.state <> 'file'
                    )
                )
            )) AS unread,
            MAX(gone_at) AS gone_at
        FROM records
        WHERE customer_id = ?1
    ) AS r
    CROSS JOIN (
        SELECT COALESCE(group_concat(vendor, ','), '') AS vendors
        FROM (
            SELECT DISTINCT co.vendor
            FROM records r
            JOIN connections co ON co.id = r.connection_id
            WHERE r.customer_id = ?1
              AND (r.gone_at IS NULL OR NOT EXISTS (SELECT 1 FROM records l WHERE l.customer_id = ?1 AND l.gone_at IS NULL))
            ORDER BY co.vendor
        )
    ) AS v
    CROSS JOIN (
        SELECT COALESCE(group_concat(family, ','), '') AS families
        FROM (SELECT family FROM customer_families WHERE customer_id = ?1 ORDER BY family)
    ) AS f
    CROSS JOIN (
        SELECT
            COALESCE(SUM(bought), 0) AS bought,
            COALESCE(SUM(assigned), 0) AS assigned,
            COALESCE(SUM(MAX(bought - assigned, 0)), 0) AS available,
            COALESCE(SUM(over), 0) AS over_seats
        FROM pools
        WHERE customer_id = ?1 AND gone_at IS NULL AND excluded = ''
    ) AS p
    CROSS JOIN (
        SELECT
            COUNT(*) FILTER (WHERE excluded <> 'duplicate') AS subscriptions,
            COALESCE(MAX(status IN ('active', 'unknown') AND excluded NOT IN ('deleted', 'free', 'duplicate') AND trial IS NOT 1), 0) AS has_active,
            COALESCE(MAX(status IN ('active', 'unknown') AND excluded NOT IN ('deleted', 'duplicate') AND trial IS 1), 0) AS has_trial,
            COALESCE(MAX(status = 'suspended' AND excluded NOT IN ('deleted', 'duplicate')), 0) AS has_suspended,
            MIN(ends_on) AS next_ends_on,
            MIN(renews_on) AS next_renews_on,
            MIN(open_on) AS next_open_on
        FROM subscriptions
        WHERE customer_id = ?1 AND gone_at IS NULL
    ) AS s
    CROSS JOIN (` + statesOfProfiles + `) AS o
    CROSS JOIN (` + oldestRead + `) AS k
    CROSS JOIN (SELECT ` + openQuestions("?1") + ` AS unmatched) AS m
) AS n
WHERE c.id = ?1
  AND (c.vendors, c.families, c.records, c.unmatched, c.subscriptions, c.bought, c.assigned, c.available, c.over_seats, c.has_active,
       c.has_trial, c.has_suspended, c.has_setup, c.idle_days, c.next_ends_on, c.next_renews_on, c.next_open_on, c.no_access, c.unread, c.synced_at,
       c.gone_at)
   IS NOT
      (n.vendors, n.families, n.records, n.unmatched, n.subscriptions, n.bought, n.assigned, n.available, n.over_seats, n.has_active,
       n.has_trial, n.has_suspended, n.has_setup, n.idle_days, n.next_ends_on, n.next_renews_on, n.next_open_on, n.no_access, n.unread, n.synced_at,
       n.gone_at)`

// statesOfProfiles is what a customer's profiles say of its statuses. Cisco's word for what is being set up is the state of
// a wholesale customer. How long nobody signed in is counted up to the day that was last asked about, not to today: of the
// days since nothing is known.
const statesOfProfiles = `
        SELECT
            COALESCE(MAX(p.dataset = 'wholesale' AND p.state IN ('provisioning', 'pending_rpl_review')), 0) AS has_setup,
            MIN(CAST(
                julianday(substr(k.last_ok_at, 1, 10)) - julianday(COALESCE(substr(p.last_sign_in_at, 1, 10), p.sign_ins_from))
            AS INTEGER)) AS idle_days
        FROM records r
        JOIN profiles p ON p.record_id = r.id
        LEFT JOIN checkpoints k ON k.connection_id = p.connection_id AND k.record_id = p.record_id AND k.dataset = p.dataset
        WHERE r.customer_id = ?1 AND r.gone_at IS NULL AND p.gone_at IS NULL
`

// openQuestions says whether a customer is unmatched: a record of it was never compared with the others, or a doubtful
// pair with another customer is not decided.
func openQuestions(customer string) string {
	return strings.ReplaceAll(`
        EXISTS (SELECT 1 FROM records WHERE customer_id = :customer AND gone_at IS NULL AND looked_at IS NULL)
        OR EXISTS (
            SELECT 1
            FROM records r
            JOIN match_pairs p ON p.a_record = r.id
            JOIN records o ON o.id = p.b_record
            WHERE r.customer_id = :customer AND o.customer_id <> :customer
        )
        OR EXISTS (
            SELECT 1
            FROM records r
            JOIN match_pairs p ON p.b_record = r.id
            JOIN records o ON o.id = p.a_record
            WHERE r.customer_id = :customer AND o.customer_id <> :customer
        )`, ":customer", customer)
}

const oldestRead = `
        SELECT MIN(k.last_ok_at) AS synced_at
        FROM records r
        JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id
        WHERE r.customer_id = ?1 AND r.duplicate = 0`

// refreshSyncedAt renews only when the customer was read.
func refreshSyncedAt(ctx context.Context, t tx, customerID int64) error {
	_, err := t.exec(ctx, "UPDATE customers SET synced_at = ("+oldestRead+") WHERE id = ?1", customerID)
	return err
}

// refreshAges renews how old the pools of a record are: since when their oldest counted subscription has existed.
func refreshAges(ctx context.Context, t tx, recordID int64) error {
	_, err := t.exec(ctx, `
UPDATE pools AS p
SET aged_on = n.aged_on,
    age_known = n.age_known
FROM (
    SELECT
        p.id,
        MIN(COALESCE(s.created_on, substr(s.first_seen_at, 1, 10))) AS aged_on,
        COALESCE(MIN(s.created_on IS NOT NULL OR s.first_seen_sure), 0) AS age_known
    FROM pools p
    LEFT JOIN subscriptions s
           ON s.record_id = p.record_id AND s.pool_key = p.key AND s.gone_at IS NULL AND s.excluded = ''
    WHERE p.record_id = ?1
    GROUP BY p.id
) AS n
WHERE p.id = n.id AND (p.aged_on IS NOT n.aged_on OR p.age_known <> n.age_known)`, recordID)
	return err
}
