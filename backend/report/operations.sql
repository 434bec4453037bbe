-- How services do, over all customers in scope.
SELECT
    f.n,
    f.customers,
    q.n,
    q.customers,
    {{.Data.All "service_states"}},
    t.n,
    t.customers,
    (SELECT COUNT(*) {{.Data.From "incidents"}} WHERE {{.Data.Counted}} AND x.gone_at IS NULL AND x.resolved = 0),
    (SELECT COUNT(*) FROM customers c INDEXED BY customers_present WHERE c.gone_at IS NULL AND c.unmatched = 1{{.Data.Of "c.id"}})
FROM (SELECT COALESCE(SUM(x.n), 0) AS n, COUNT(DISTINCT r.customer_id) AS customers FROM {{.Data.FailedTally}}) AS f
CROSS JOIN (SELECT COALESCE(SUM(x.n), 0) AS n, COUNT(DISTINCT r.customer_id) AS customers FROM {{.Data.OpenTally}}) AS q
CROSS JOIN (SELECT COALESCE(SUM(x.n), 0) AS n, COUNT(DISTINCT r.customer_id) AS customers FROM {{.Data.TroubleTally}}) AS t
