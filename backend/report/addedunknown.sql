SELECT 0
{{- range .AddedUnknown}}
    + (SELECT COUNT(*) FROM subscriptions s WHERE {{.}})
{{- end}}
