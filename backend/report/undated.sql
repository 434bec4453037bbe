SELECT COUNT(*)
FROM subscriptions s
WHERE {{.Subscriptions "missing_dates"}}
