-- Customers seen first since the last visit at a connection that had listed all of its customers before.
SELECT
    c.id,
    c.name,
    '',
    '',
    c.first_seen_at,
    0,
    NULL,
    NULL,
    NULL,
    NULL,
    COUNT(*) OVER (),
    COUNT(*) OVER ()
FROM customers c
WHERE c.first_seen_at > :since
  AND c.gone_at IS NULL
  AND EXISTS (
      SELECT 1
      FROM records r
      JOIN connections co ON co.id = r.connection_id
      WHERE r.customer_id = c.id AND r.gone_at IS NULL AND r.first_seen_at > co.first_full_at
  ){{.Of "c.id"}}
ORDER BY c.first_seen_at DESC, c.sort_name, c.id
LIMIT :limit
