-- Connections in use that were not read as they should be: with their last run, of how many customers which datasets could
-- not be read, and how old the last read is that came to its end. Runs are kept only for a while; where none of them did,
-- the first one counts.
WITH used AS (
    SELECT
        co.id,
        co.name,
        co.vendor,
        co.state,
        (SELECT MAX(r.id) FROM sync_runs r WHERE r.connection_id = co.id AND r.state <> 'running') AS last_id,
        CASE WHEN co.first_full_at IS NOT NULL THEN COALESCE(
            (
                SELECT r.ended_at
                FROM sync_runs r
                WHERE r.connection_id = co.id AND (r.state = 'done' OR r.state = 'partial' AND r.error_key = '')
                ORDER BY r.id DESC
                LIMIT 1
            ),
            co.first_full_at
        ) END AS read_at
    FROM connections co
    WHERE co.state NOT IN ('paused', 'file'){{.OfConnections "co.id"}}
),
unread AS (
    SELECT
        f.connection_id,
        COUNT(DISTINCT NULLIF(f.record_id, 0)) AS customers,
        GROUP_CONCAT(DISTINCT f.dataset) AS datasets
    FROM checkpoints f
    WHERE f.error_key <> ''{{.OfRecords "f.record_id"}}
    GROUP BY f.connection_id
)
SELECT
    u.id,
    u.name,
    u.vendor,
    u.state,
    COALESCE(last.id, 0),
    COALESCE(last.state, ''),
    COALESCE(last.error_key, ''),
    last.ended_at,
    COALESCE(k.customers, 0),
    COALESCE(k.datasets, ''),
    CASE WHEN u.read_at IS NULL THEN 'never' WHEN u.read_at < :stale_before THEN 'stale' ELSE 'fresh' END,
    u.read_at
FROM used u
LEFT JOIN sync_runs last ON last.id = u.last_id
LEFT JOIN unread k ON k.connection_id = u.id
WHERE k.connection_id IS NOT NULL
   OR u.state = 'sign_in'
   OR last.state IN ('failed', 'interrupted')
   OR last.error_key NOT IN ('', 'cancelled')
   OR u.read_at IS NULL
   OR u.read_at < :stale_before
ORDER BY u.state <> 'sign_in', last.state <> 'failed', u.name
