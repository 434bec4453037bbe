-- Connections in use that were not read as they should be, with their last run and of how many customers which datasets
-- could not be read.
SELECT
    co.id,
    co.name,
    co.vendor,
    co.state,
    COALESCE(last.id, 0),
    COALESCE(last.state, ''),
    COALESCE(last.error_key, ''),
    last.ended_at,
    COALESCE(k.customers, 0),
    COALESCE(k.datasets, '')
FROM connections co
LEFT JOIN sync_runs last ON last.id = (
    SELECT MAX(r.id) FROM sync_runs r WHERE r.connection_id = co.id AND r.state <> 'running'
)
LEFT JOIN (
    SELECT
        f.connection_id,
        COUNT(DISTINCT NULLIF(f.record_id, 0)) AS customers,
        GROUP_CONCAT(DISTINCT f.dataset) AS datasets
    FROM checkpoints f
    WHERE f.error_key <> ''{{.OfRecords "f.record_id"}}
    GROUP BY f.connection_id
) AS k ON k.connection_id = co.id
WHERE co.state NOT IN ('paused', 'file')
  AND (k.connection_id IS NOT NULL OR co.state = 'sign_in' OR last.state IN ('failed', 'interrupted')){{.OfConnections "co.id"}}
ORDER BY co.state <> 'sign_in', last.state <> 'failed', co.name
