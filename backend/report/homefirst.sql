-- Customers seen first since the last visit.
SELECT COUNT(*)
FROM customers c
WHERE c.first_seen_at > :since
  AND c.gone_at IS NULL{{.Of "c.id"}}
