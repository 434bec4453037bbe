-- Exports that a schedule in use should have written the last time, and did not.
SELECT
    id,
    COALESCE(export ->> '$.kind', ''),
    COALESCE(export ->> '$.format', ''),
    COALESCE(export ->> '$.customer_id', 0),
    COALESCE(export ->> '$.tag', ''),
    NULLIF(last_result, 'interrupted'),
    last_params,
    last_ended_at
FROM schedules
WHERE job <> 'sync' AND paused = 0 AND last_result NOT IN ('', 'running', 'done', 'partial', 'skipped', 'cancelled')
ORDER BY last_ended_at DESC, id
