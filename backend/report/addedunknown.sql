SELECT COUNT(*)
FROM subscriptions s
WHERE {{.AddedUnknown}}
