-- One row per reason, "" for what was read well. Paused connections are left out. Counts and limits are asked per group,
-- because a group is a range of an index: adding up all rows takes four times as long.
WITH reasons AS (
    SELECT DISTINCT k.connection_id, k.dataset, k.error_key
    FROM checkpoints k
{{- if .Data}}
    WHERE k.record_id IN (SELECT id FROM records WHERE customer_id = :customer)
{{- end}}
),
datasets AS (
    SELECT
        g.connection_id,
        g.dataset,
        g.error_key,
{{- if .Data}}
        COUNT(*) AS tried,
        COUNT(k.last_ok_at) AS good,
        MIN(k.last_ok_at) AS oldest,
        MAX(k.last_ok_at) AS newest
    FROM reasons g
    JOIN records r ON r.customer_id = :customer AND r.connection_id = g.connection_id
    JOIN checkpoints k ON k.connection_id = g.connection_id AND k.record_id = r.id AND k.dataset = g.dataset
                      AND k.error_key = g.error_key
    GROUP BY g.connection_id, g.dataset, g.error_key
{{- else}}
        (
            SELECT COUNT(*)
            FROM checkpoints k
            WHERE k.connection_id = g.connection_id AND k.dataset = g.dataset AND k.error_key = g.error_key
        ) AS tried,
        (
            SELECT COUNT(*)
            FROM checkpoints k
            WHERE k.connection_id = g.connection_id AND k.dataset = g.dataset AND k.error_key = g.error_key AND k.last_ok_at > ''
        ) AS good,
        (
            SELECT MIN(k.last_ok_at)
            FROM checkpoints k
            WHERE k.connection_id = g.connection_id AND k.dataset = g.dataset AND k.error_key = g.error_key
        ) AS oldest,
        (
            SELECT MAX(k.last_ok_at)
            FROM checkpoints k
            WHERE k.connection_id = g.connection_id AND k.dataset = g.dataset AND k.error_key = g.error_key
        ) AS newest
    FROM reasons g
{{- end}}
),
expected AS (
    SELECT SUM(
        CASE WHEN EXISTS (
            SELECT 1 FROM checkpoints k WHERE k.connection_id = d.connection_id AND k.record_id = 0 AND k.dataset = d.dataset
        ) THEN 1
        ELSE (
            SELECT COUNT(*)
            FROM records r
            WHERE r.connection_id = d.connection_id AND r.gone_at IS NULL
{{- if .Data}} AND r.customer_id = :customer{{end}}
        ) END
    ) AS expected
    FROM (SELECT DISTINCT connection_id, dataset FROM reasons) AS d
    WHERE d.connection_id IN (SELECT id FROM connections WHERE state <> 'paused')
)
SELECT
    COALESCE((SELECT expected FROM expected), 0),
    d.error_key,
    SUM(d.tried),
    SUM(d.good),
    MIN(d.oldest),
    MAX(d.newest)
FROM datasets d
WHERE d.connection_id IN (SELECT id FROM connections WHERE state <> 'paused')
GROUP BY d.error_key
ORDER BY d.error_key
