SELECT COUNT(*)
FROM subscriptions s
WHERE {{.Subscriptions "missing_dates"}}
{{- range .Data}}
  AND ({{.}})
{{- end}}
