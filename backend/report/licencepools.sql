-- What a section of pools adds up to.
SELECT
    COUNT(DISTINCT p.customer_id),
    COUNT(*),
    0,
    COALESCE(SUM(p.bought), 0),
    0,
    COUNT(*),
    COALESCE(SUM(p.bought), 0),
    COALESCE(SUM(p.assigned), 0),
    COALESCE(SUM(MAX(p.bought - p.assigned, 0)), 0),
    COALESCE(SUM(MAX(p.assigned - p.bought, 0)), 0),
    COUNT(p.used),
    COALESCE(SUM(p.bought) FILTER (WHERE p.used IS NOT NULL), 0),
    COALESCE(SUM(p.assigned) FILTER (WHERE p.used IS NOT NULL), 0),
    COALESCE(SUM(p.used), 0)
FROM pools p
WHERE {{.Pools .Data}}
