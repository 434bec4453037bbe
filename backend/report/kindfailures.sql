-- Customers of whom a dataset that lists a kind could not be read at the last try, each under one reason.
SELECT
    error_key,
    COUNT(*)
FROM (
    SELECT MIN(k.error_key) AS error_key
    FROM checkpoints k INDEXED BY checkpoints_failed
    WHERE k.error_key <> ''
      AND k.record_id <> 0
      AND k.dataset IN ({{.Data.Datasets}})
      AND k.connection_id IN (SELECT id FROM connections WHERE state NOT IN ('paused', 'file')){{.Data.Op.OfRecords "k.record_id"}}
    GROUP BY k.record_id
)
GROUP BY error_key
ORDER BY error_key
