-- A connection that was not read on a day counts with its last day before: what was read last stays true until it is
-- read again, and a sum must not dip because one vendor was out of reach. Days are found by stepping through the index.
WITH RECURSIVE read (connection_id, day) AS (
    SELECT co.id, (SELECT MIN(p.day) FROM family_days p WHERE p.connection_id = co.id AND p.day >= :from)
    FROM connections co
    UNION ALL
    SELECT r.connection_id, (SELECT MIN(p.day) FROM family_days p WHERE p.connection_id = r.connection_id AND p.day > r.day)
    FROM read r
    WHERE r.day < :today
),
sums AS MATERIALIZED (
    SELECT
        s.connection_id,
        s.day,
        SUM(s.bought) AS bought,
        SUM(s.assigned) AS assigned,
        SUM(CASE WHEN s.used_pools > 0 THEN s.used END) AS used
    FROM connections co
    CROSS JOIN family_days s
            ON s.connection_id = co.id
           AND s.day BETWEEN COALESCE(
               (SELECT MAX(b.day) FROM family_days b WHERE b.connection_id = co.id AND b.day <= :from), :from) AND :today
    WHERE TRUE{{.Within "s"}}
    GROUP BY s.connection_id, s.day
),
days AS MATERIALIZED (
    SELECT DISTINCT day FROM read WHERE day BETWEEN :from AND :today
)
SELECT
    d.day,
    SUM(s.bought),
    SUM(s.assigned),
    SUM(s.used)
FROM days d
CROSS JOIN connections co
JOIN sums s
  ON s.connection_id = co.id
 AND s.day = (SELECT MAX(r.day) FROM family_days r WHERE r.connection_id = co.id AND r.day <= d.day)
GROUP BY d.day
ORDER BY d.day
