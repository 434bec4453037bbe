-- Connections whose last read was too short to be true.
SELECT
    id,
    name
FROM connections
WHERE gone_hold IS NOT NULL
{{- if .Data}}
  AND id IN (SELECT connection_id FROM records WHERE customer_id = :customer)
{{- end}}
ORDER BY name
