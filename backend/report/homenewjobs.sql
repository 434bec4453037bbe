-- Failed jobs seen first since the last visit, customer by customer, with their sum in the place of a total.
WITH failed AS MATERIALIZED (
    SELECT
        r.customer_id,
        SUM(x.n) AS n,
        MAX(x.at) AS at
    FROM (
        SELECT
            record_id,
            COUNT(*) AS n,
            MAX(first_seen_at) AS at
        FROM jobs INDEXED BY jobs_failed_seen
        WHERE first_seen_at > :since AND outcome = 'failed' AND gone_at IS NULL
        GROUP BY record_id
    ) AS x
    JOIN records r ON r.id = x.record_id
    WHERE {{.Data.Counted}}
    GROUP BY r.customer_id
)
SELECT
    c.id,
    c.name,
    '',
    '',
    n.at,
    n.n,
    NULL,
    NULL,
    NULL,
    NULL,
    (SELECT SUM(n) FROM failed),
    (SELECT COUNT(*) FROM failed)
FROM (
    SELECT *
    FROM failed
    ORDER BY n DESC, customer_id
    LIMIT :limit
) AS n
JOIN customers c ON c.id = n.customer_id
ORDER BY n.n DESC, n.customer_id
