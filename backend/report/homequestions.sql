-- Pairs of records that may be one company and were not put off.
SELECT COUNT(*)
FROM match_pairs p
JOIN records a ON a.id = p.a_record
JOIN records b ON b.id = p.b_record AND b.customer_id <> a.customer_id
WHERE p.later_at IS NULL
  AND (TRUE{{.Of "a.customer_id"}} OR TRUE{{.Of "b.customer_id"}})
