package store

// Seats that nobody holds belong to a pool; what they cost and when they can be given back is told by its subscriptions.
// So they are shared out: trials, which cost nothing, take theirs first, then the subscriptions of which it is known when
// they can be reduced, the earliest first, then the others. Where the vendor counts the seats of a subscription itself,
// that subscription takes no more than it has free.

// spareMost is how many spare seats a subscription s can take.
const spareMost = "CASE WHEN s.assigned IS NULL THEN s.quantity ELSE MAX(s.quantity - s.assigned, 0) END"

// refreshSpare renews the spare seats of a customer's subscriptions.
const refreshSpare = `
WITH lines AS (
    SELECT
        s.id,
        s.record_id,
        s.pool_key,
        s.trial,
        COALESCE(p.bought - p.assigned, 0) AS free,
        CASE WHEN s.runs = 0 OR p.id IS NULL THEN 0 ELSE ` + spareMost + ` END AS most,
        s.cancel_until IS NULL AND (s.at_term_end = '' OR s.term_end_on IS NULL) AS unknown,
        COALESCE(s.term_end_on, '~') AS ends
    FROM subscriptions s
    LEFT JOIN pools p ON p.record_id = s.record_id AND p.key = s.pool_key AND p.gone_at IS NULL AND p.excluded = ''
    WHERE s.customer_id = ?1
),
shared AS (
    SELECT
        id,
        CASE WHEN trial IS 1 THEN 0 ELSE MAX(0, MIN(most, free - COALESCE(SUM(most) OVER (
            PARTITION BY record_id, pool_key
            ORDER BY trial IS NOT 1, unknown, ends, id
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0))) END AS spare
    FROM lines
)
UPDATE subscriptions AS s
SET spare = n.spare
FROM shared n
WHERE s.id = n.id AND s.spare <> n.spare`

// refreshPoolSpare renews what of a customer's pools is spare and belongs to no running subscription, and the subscription
// whose price is that of each seat: there is none where the running ones differ.
const refreshPoolSpare = `
UPDATE pools AS p
SET spare = n.spare,
    priced_by = n.priced_by
FROM (
    SELECT
        p.id,
        CASE WHEN p.gone_at IS NULL AND p.excluded = '' THEN MAX(0, p.bought - p.assigned - COALESCE((
            SELECT SUM(` + spareMost + `)
            FROM subscriptions s
            WHERE s.record_id = p.record_id AND s.pool_key = p.key AND s.runs = 1
        ), 0)) ELSE 0 END AS spare,
        (
            SELECT CASE WHEN COUNT(*) = COUNT(s.typed_unit_price)
                AND COUNT(DISTINCT s.typed_unit_price || ' ' || s.typed_currency || ' ' || s.typed_price_period) = 1 THEN MIN(s.id) END
            FROM subscriptions s
            WHERE s.record_id = p.record_id AND s.pool_key = p.key AND s.runs = 1 AND s.trial IS NOT 1
        ) AS priced_by
    FROM pools p
    WHERE p.customer_id = ?1
) AS n
WHERE p.id = n.id AND (p.spare <> n.spare OR p.priced_by IS NOT n.priced_by)`
