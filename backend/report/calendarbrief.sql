-- What calendar.sql tells, as far as it takes to judge, to add up and, with names, to sort: the rest is read for one page.
SELECT
    s.id,
    s.customer_id,
    {{if .Data.Named}}c.name{{else}}''{{end}},
    s.product,
    s.trial,
    s.quantity,
    s.term,
    s.next_term,
    s.term_end_on,
    s.at_term_end,
    s.cancel_until,
    s.typed_unit_price,
    s.typed_currency,
    s.typed_price_period
FROM subscriptions s
{{- if .Data.Named}}
CROSS JOIN customers c ON c.id = s.customer_id
{{- end}}
WHERE s.runs = 1
  AND {{.Data.InSpan}}
{{- range .Data.Narrowed}}
  AND ({{.}})
{{- end}}
  AND {{.Subscriptions ""}}
