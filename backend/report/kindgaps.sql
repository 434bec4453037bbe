-- Connections that tell of a kind and whose customers were never listed in full, or could not be listed at the last try.
SELECT
    co.name,
    COALESCE(last.error_key, '')
FROM connections co
LEFT JOIN sync_runs last ON last.id = (
    SELECT MAX(r.id) FROM sync_runs r WHERE r.connection_id = co.id AND r.state <> 'running'
)
WHERE co.state NOT IN ('paused', 'file')
  AND (co.first_full_at IS NULL OR last.error_key NOT IN ('', 'cancelled', 'interrupted'))
  AND (co.vendor IN ({{.Data.Vendors}}) OR EXISTS (
      SELECT 1 FROM checkpoints k WHERE k.connection_id = co.id AND k.dataset IN ({{.Data.Datasets}}) AND k.record_id <> 0
  )){{.Data.Op.OfConnections "co.id"}}
ORDER BY co.name
