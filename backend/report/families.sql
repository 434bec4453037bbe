SELECT
    cf.family,
    COUNT(*)
FROM customer_families cf
WHERE TRUE{{.Of "cf.customer_id"}}
GROUP BY cf.family
ORDER BY cf.family
