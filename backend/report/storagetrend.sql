-- A connection that was not read on a day counts with its last day before, as in the trend of seats. What data take up where
-- people work with them is apart from the rest.
WITH days AS MATERIALIZED (
    SELECT DISTINCT day FROM storage_sums WHERE day BETWEEN :from AND :today
)
SELECT
    d.day,
    SUM(s.consumed) FILTER (WHERE s.consumed_known > 0 AND NOT {{.Data}}),
    SUM(s.protected) FILTER (WHERE s.protected_known > 0 AND NOT {{.Data}}),
    SUM(s.purchased) FILTER (WHERE s.purchased_known > 0 AND NOT {{.Data}}),
    SUM(s.consumed) FILTER (WHERE s.consumed_known > 0 AND {{.Data}})
FROM days d
CROSS JOIN connections co
JOIN storage_sums s
  ON s.connection_id = co.id
 AND s.day = (SELECT MAX(b.day) FROM storage_sums b WHERE b.connection_id = co.id AND b.day <= d.day)
GROUP BY d.day
ORDER BY d.day
