package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"tenantry/backend/domain"
)

// maxActivity is how many events of a customer are shown.
const maxActivity = 500

// CustomerActivity gives what happened at a customer in the year before today, latest first: seats from one snapshot to the
// next, subscriptions that came and went, records, consents, joins and splits, and typed values. Days are those of the zone.
func (s *Store) CustomerActivity(ctx context.Context, id int64, today domain.Date, zone *time.Location) ([]domain.Activity, error) {
	id, err := currentCustomer(ctx, s.reader, id)
	if err != nil {
		return nil, wrap(fmt.Sprintf("activity of customer %d", id), err)
	}
	list, err := queryAll(ctx, s.reader, customerActivity, []any{
		sql.Named("customer", id), sql.Named("from", string(today.AddDays(-historyDays))), sql.Named("most", maxActivity),
	}, func(row scanner) (a domain.Activity, err error) {
		err = row.Scan(&a.Kind, &a.Day, intoOptionalTime{&a.At}, &a.Subject, &a.Connection, &a.Before, &a.After, &a.Undone, &a.Simulated)
		if a.At != nil && zone != nil {
			a.Day = domain.DateOf(a.At.In(zone))
		}
		return a, err
	})
	slices.SortStableFunc(list, func(a, b domain.Activity) int { return cmp.Compare(b.Day, a.Day) })
	return list, wrap(fmt.Sprintf("activity of customer %d", id), err)
}

// customerActivity: the days are those on which a connection took samples, so that each pool is looked up by its key. What
// was there at a connection's first complete read did not appear on that day.
const customerActivity = `
WITH owned AS MATERIALIZED (
    SELECT p.id, p.product, p.connection_id, co.name AS connection
    FROM pools p
    JOIN connections co ON co.id = p.connection_id
    WHERE p.customer_id = :customer AND p.excluded <> 'duplicate'
),
sampled AS MATERIALIZED (
    SELECT DISTINCT f.day, f.connection_id
    FROM (SELECT DISTINCT connection_id FROM owned) AS o
    CROSS JOIN family_days f ON f.connection_id = o.connection_id AND f.day >= :from
),
steps AS MATERIALIZED (
    SELECT
        d.day,
        o.product,
        o.connection,
        s.bought,
        s.assigned,
        s.simulated,
        LAG(s.bought) OVER (PARTITION BY o.id ORDER BY d.day) AS bought_before,
        LAG(s.assigned) OVER (PARTITION BY o.id ORDER BY d.day) AS assigned_before
    FROM sampled d
    CROSS JOIN owned o ON o.connection_id = d.connection_id
    CROSS JOIN pool_days s ON s.day = d.day AND s.pool_id = o.id
)
SELECT 'bought', day, NULL AS at, product, connection, bought_before, bought, 0, simulated
FROM steps
WHERE bought_before <> bought
UNION ALL
SELECT 'assigned', day, NULL, product, connection, assigned_before, assigned, 0, simulated
FROM steps
WHERE assigned_before <> assigned
UNION ALL
SELECT 'appeared', substr(s.first_seen_at, 1, 10), s.first_seen_at, s.product, co.name, NULL, s.quantity, 0, 0
FROM subscriptions s
JOIN connections co ON co.id = s.connection_id
WHERE s.customer_id = :customer AND s.first_seen_sure = 1 AND s.excluded <> 'duplicate' AND s.first_seen_at >= :from
UNION ALL
SELECT 'gone', substr(s.gone_at, 1, 10), s.gone_at, s.product, co.name, s.quantity, NULL, 0, 0
FROM subscriptions s
JOIN connections co ON co.id = s.connection_id
WHERE s.customer_id = :customer AND s.gone_at >= :from AND s.excluded <> 'duplicate'
UNION ALL
SELECT 'typed', substr(s.typed_at, 1, 10), s.typed_at, s.product, co.name, NULL, NULL, 0, 0
FROM subscriptions s
JOIN connections co ON co.id = s.connection_id
WHERE s.customer_id = :customer AND s.typed_at >= :from
UNION ALL
SELECT 'fact', substr(f.typed_at, 1, 10), MAX(f.typed_at), f.field, '', NULL, NULL, 0, 0
FROM typed_facts f
JOIN records r ON r.id = f.record_id
WHERE r.customer_id = :customer AND f.typed_at >= :from
GROUP BY f.field
UNION ALL
SELECT 'listed', substr(r.first_seen_at, 1, 10), r.first_seen_at, r.name, co.name, NULL, NULL, 0, 0
FROM records r
JOIN connections co ON co.id = r.connection_id
WHERE r.customer_id = :customer AND r.first_seen_at >= :from
UNION ALL
SELECT 'unlisted', substr(r.gone_at, 1, 10), r.gone_at, r.name, co.name, NULL, NULL, 0, 0
FROM records r
JOIN connections co ON co.id = r.connection_id
WHERE r.customer_id = :customer AND r.gone_at >= :from
UNION ALL
SELECT 'consented', substr(r.consent_given_at, 1, 10), r.consent_given_at, r.name, co.name, NULL, NULL, 0, 0
FROM records r
JOIN connections co ON co.id = r.connection_id
WHERE r.customer_id = :customer AND r.consent_given_at >= :from
UNION ALL
SELECT
    CASE m.kind WHEN 'join' THEN 'joined' WHEN 'split' THEN 'split' ELSE 'apart' END,
    substr(m.at, 1, 10),
    m.at,
    (
        SELECT group_concat(r.name, ', ')
        FROM match_sides d
        JOIN records r ON r.id = d.record_id
        WHERE d.decision_id = m.id
    ),
    '',
    NULL,
    NULL,
    m.undone_at IS NOT NULL,
    0
FROM match_decisions m
WHERE m.at >= :from AND EXISTS (
    SELECT 1
    FROM match_sides d
    JOIN records r ON r.id = d.record_id
    WHERE d.decision_id = m.id AND r.customer_id = :customer
)
ORDER BY 2 DESC, 3 DESC, 4, 1
LIMIT :most`
