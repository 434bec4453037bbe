SELECT
    COUNT(DISTINCT s.customer_id),
    COUNT(*),
    COALESCE(SUM(s.quantity), 0)
FROM subscriptions s
WHERE {{.Subscriptions .Data}}
