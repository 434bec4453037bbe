-- Subscriptions that have appeared since the last visit, by licences.
WITH seen AS MATERIALIZED (
    SELECT
        s.id,
        s.customer_id,
        s.connection_id,
        s.product,
        s.first_seen_at,
        s.quantity
    FROM subscriptions s
    WHERE s.first_seen_at > :since
      AND s.first_seen_sure = 1
      AND s.gone_at IS NULL
      AND s.excluded = ''{{.Of "s.customer_id"}}
)
SELECT
    c.id,
    c.name,
    co.vendor,
    n.product,
    n.first_seen_at,
    n.quantity,
    NULL,
    NULL,
    NULL,
    NULL,
    (SELECT COUNT(*) FROM seen),
    (SELECT COUNT(DISTINCT customer_id) FROM seen)
FROM (
    SELECT *
    FROM seen
    ORDER BY quantity DESC, id
    LIMIT :limit
) AS n
JOIN customers c ON c.id = n.customer_id
JOIN connections co ON co.id = n.connection_id
ORDER BY n.quantity DESC, n.id
