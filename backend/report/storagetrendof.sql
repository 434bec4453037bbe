-- The storage of one customer on the days its connections were read. What was not read on a day counts as before.
WITH owned AS MATERIALIZED (
    SELECT x.id, x.connection_id
    FROM records r
    CROSS JOIN storage x ON x.record_id = r.id
    WHERE r.customer_id = :customer AND r.duplicate = 0 AND x.module = ''
),
days AS MATERIALIZED (
    SELECT DISTINCT day
    FROM storage_sums
    WHERE connection_id IN (SELECT connection_id FROM owned) AND day BETWEEN :from AND :today
),
counted AS MATERIALIZED (
    SELECT
        d.day,
        co.connection_id,
        (SELECT MAX(b.day) FROM storage_sums b WHERE b.connection_id = co.connection_id AND b.day <= d.day) AS read_day
    FROM days d
    CROSS JOIN (SELECT DISTINCT connection_id FROM owned) AS co
)
SELECT
    n.day,
    SUM(s.consumed),
    SUM(s.protected),
    SUM(s.purchased)
FROM counted n
CROSS JOIN owned o ON o.connection_id = n.connection_id
CROSS JOIN storage_days s ON s.day = n.read_day AND s.storage_id = o.id
GROUP BY n.day
ORDER BY n.day
