SELECT
    COALESCE(SUM(cf.bought), 0),
    COALESCE(SUM(cf.assigned), 0)
FROM customer_families cf
WHERE TRUE{{.Within "cf"}}
