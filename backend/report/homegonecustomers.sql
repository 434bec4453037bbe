-- Customers that no vendor has listed any more since the last visit.
SELECT
    c.id,
    c.name,
    '',
    '',
    c.gone_at,
    0,
    NULL,
    NULL,
    NULL,
    NULL,
    COUNT(*) OVER (),
    COUNT(*) OVER ()
FROM customers c
WHERE c.gone_at > :since{{.Of "c.id"}}
ORDER BY c.gone_at DESC, c.sort_name, c.id
LIMIT :limit
