SELECT
    COUNT(DISTINCT p.customer_id),
    COUNT(*),
    COALESCE(SUM(p.over), 0)
FROM pools p
WHERE {{.Pools "over"}}
