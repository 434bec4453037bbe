-- One row per reason, "" for what was read well. Paused connections are left out.
WITH datasets AS (
    SELECT
        k.connection_id,
        k.dataset,
        k.error_key,
        MIN(k.record_id) = 0 AS whole,
        COUNT(*) AS tried,
        COUNT(k.last_ok_at) AS good,
        MIN(k.last_ok_at) AS oldest,
        MAX(k.last_ok_at) AS newest
    FROM checkpoints k
    WHERE k.connection_id IN (SELECT id FROM connections WHERE state <> 'paused')
{{- if .Data}}
      AND k.record_id IN (SELECT id FROM records WHERE customer_id = :customer)
{{- end}}
    GROUP BY k.connection_id, k.dataset, k.error_key
),
expected AS (
    SELECT SUM(CASE WHEN d.whole THEN 1 ELSE r.records END) AS expected
    FROM (SELECT connection_id, dataset, MAX(whole) AS whole FROM datasets GROUP BY connection_id, dataset) AS d
    LEFT JOIN (
        SELECT connection_id, COUNT(*) AS records
        FROM records
        WHERE gone_at IS NULL
{{- if .Data}}
          AND customer_id = :customer
{{- end}}
        GROUP BY connection_id
    ) AS r ON r.connection_id = d.connection_id
)
SELECT
    COALESCE((SELECT expected FROM expected), 0),
    d.error_key,
    SUM(d.tried),
    SUM(d.good),
    MIN(d.oldest),
    MAX(d.newest)
FROM datasets d
GROUP BY d.error_key
ORDER BY d.error_key
