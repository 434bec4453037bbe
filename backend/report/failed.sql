SELECT COUNT(*)
FROM customers c
WHERE {{.Customers "failed"}}
