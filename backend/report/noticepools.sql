-- Each pool over its limit.
SELECT
    p.connection_id,
    p.customer_id,
    c.name,
    p.product,
    p.over,
    p.record_id || '/' || p.key
FROM pools p
JOIN customers c ON c.id = p.customer_id
WHERE {{.Pools "over"}}
ORDER BY p.id
