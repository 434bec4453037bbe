-- Jobs that ended on each day, by how they ended; jobs that the vendor lists no longer are history. Days are the user's: each
-- comes with the moments it begins and ends at.
SELECT
    d.key,
    COUNT(*) FILTER (WHERE x.outcome = 'ok'),
    COUNT(*) FILTER (WHERE x.outcome = 'attention'),
    COUNT(*) FILTER (WHERE x.outcome = 'failed'),
    COUNT(*) FILTER (WHERE x.outcome NOT IN ('ok', 'attention', 'failed'))
{{- if .Data.Scoped}}
FROM records r
CROSS JOIN json_each(:days) d
CROSS JOIN jobs x INDEXED BY jobs_by_record
        ON x.record_id = r.id AND x.ended_at >= d.value ->> 0 AND x.ended_at < d.value ->> 1
{{- else}}
FROM json_each(:days) d
CROSS JOIN jobs x INDEXED BY jobs_by_day ON x.ended_at >= d.value ->> 0 AND x.ended_at < d.value ->> 1
CROSS JOIN records r ON r.id = x.record_id
{{- end}}
WHERE {{.Data.Counted}}
GROUP BY d.key
