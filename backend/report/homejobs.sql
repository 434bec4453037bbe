-- Failed jobs that count, and of how many customers.
SELECT
    COALESCE(SUM(x.n), 0),
    COUNT(DISTINCT r.customer_id)
FROM {{.Data.FailedTally}}
