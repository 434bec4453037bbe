SELECT
    cf.family,
    COUNT(*)
FROM customer_families cf
{{- if .Data}}
WHERE cf.customer_id = :customer
{{- end}}
GROUP BY cf.family
ORDER BY cf.family
