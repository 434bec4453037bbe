-- A connection that was not read on a day counts with its last day before: what was read last stays true until it is
-- read again, and a sum must not dip because one vendor was out of reach.
WITH read AS (
    SELECT DISTINCT connection_id, day
    FROM product_days
    WHERE day BETWEEN :from AND :today
),
counted AS (
    SELECT
        d.day,
        co.id AS connection_id,
        (SELECT MAX(r.day) FROM product_days r WHERE r.connection_id = co.id AND r.day <= d.day) AS read_day
    FROM (SELECT DISTINCT day FROM read) AS d
    CROSS JOIN connections co
)
SELECT
    n.day,
    SUM(s.bought),
    SUM(s.assigned),
    SUM(CASE WHEN s.used_pools > 0 THEN s.used END)
FROM counted n
CROSS JOIN product_days s ON s.connection_id = n.connection_id AND s.day = n.read_day
WHERE TRUE{{.Within "s"}}
GROUP BY n.day
ORDER BY n.day
