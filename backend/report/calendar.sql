-- What is known about the ends of running terms. A line is in the span by the end of its term, or by the last moment to
-- cancel while that is not past; which of them counts is judged afterwards. Due leaves out what nobody can act on.
SELECT
    s.id,
    s.customer_id,
    c.name,
    s.connection_id,
    co.name,
    co.vendor,
    s.number,
    s.product,
    s.family,
    s.trial,
    s.quantity,
    s.term,
    s.next_term,
    s.source,
    s.term_end_on,
    {{.Data.TermEndSource}},
    s.at_term_end,
    {{.Data.AtTermEndSource}},
    s.cancel_until,
    s.typed_unit_price,
    s.typed_currency,
    s.typed_price_period,
    {{.Data.SyncedAt}},
    co.vendor || '/' || r.vendor_id || '/' || s.key
FROM subscriptions s
JOIN records r ON r.id = s.record_id
JOIN customers c ON c.id = s.customer_id
JOIN connections co ON co.id = s.connection_id
WHERE s.runs = 1
{{- if .Data.IDs}}
  AND s.id IN ({{.Data.IDs}})
{{- else if .Data.Due}}
  AND s.id IN (
      SELECT id FROM subscriptions WHERE ends_on BETWEEN :from AND :to
      UNION ALL
      SELECT id FROM subscriptions WHERE runs = 1 AND cancel_until >= :now AND cancel_until < :to_ends
  )
{{- else}}
  AND {{.Data.InSpan}}
{{- end}}
{{- range .Data.Narrowed}}
  AND ({{.}})
{{- end}}
  AND {{.Subscriptions ""}}
