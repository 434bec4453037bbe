-- A connection that was not read on a day counts with its last day before, as in the trend of seats.
WITH days AS MATERIALIZED (
    SELECT DISTINCT day FROM storage_sums WHERE day BETWEEN :from AND :today
)
SELECT
    d.day,
    SUM(CASE WHEN s.consumed_known > 0 THEN s.consumed END),
    SUM(CASE WHEN s.protected_known > 0 THEN s.protected END),
    SUM(CASE WHEN s.purchased_known > 0 THEN s.purchased END)
FROM days d
CROSS JOIN connections co
JOIN storage_sums s
  ON s.connection_id = co.id
 AND s.day = (SELECT MAX(b.day) FROM storage_sums b WHERE b.connection_id = co.id AND b.day <= d.day)
GROUP BY d.day
ORDER BY d.day
