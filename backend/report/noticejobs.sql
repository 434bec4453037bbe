-- Failed jobs of the last days, customer by customer.
SELECT
    c.id,
    c.name,
    SUM(x.n)
FROM {{.Data.FailedTally}}
JOIN customers c ON c.id = r.customer_id
GROUP BY c.id
ORDER BY c.id
