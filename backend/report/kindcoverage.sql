-- Of how many customers the datasets should be there that list a kind, of how many they were never read, and the span of
-- the good reads. A connection that never tried a dataset is expected to have it where its vendor always has.
WITH used AS (
    SELECT co.id
    FROM connections co
    WHERE co.state NOT IN ('paused', 'file')
      AND (co.vendor IN ({{.Data.Vendors}}) OR EXISTS (
          SELECT 1 FROM checkpoints k WHERE k.connection_id = co.id AND k.dataset IN ({{.Data.Datasets}}) AND k.record_id <> 0
      ))
),
reads AS (
{{- if .Data.Op.Scoped}}
    SELECT
        u.id,
        k.dataset,
        COUNT(*) FILTER (WHERE k.error_key <> '' OR k.last_ok_at > '') AS tried,
        MIN(k.last_ok_at) AS oldest,
        MAX(k.last_ok_at) AS newest
    FROM used u
    CROSS JOIN records r ON r.connection_id = u.id{{.Data.Op.Of "r.customer_id"}}
    CROSS JOIN checkpoints k ON k.connection_id = u.id AND k.record_id = r.id AND k.dataset IN ({{.Data.Datasets}})
    GROUP BY u.id, k.dataset
{{- else}}
    -- Ranges of an index: adding up all rows takes four times as long. What failed is little.
    SELECT
        u.id,
        d.dataset,
        (SELECT COUNT(*) FROM checkpoints k WHERE k.connection_id = u.id AND k.dataset = d.dataset) - (
            SELECT COUNT(*)
            FROM checkpoints k
            WHERE k.connection_id = u.id AND k.dataset = d.dataset AND k.error_key = '' AND k.last_ok_at IS NULL
        ) AS tried,
        MIN(
            COALESCE((
                SELECT MIN(k.last_ok_at)
                FROM checkpoints k
                WHERE k.connection_id = u.id AND k.dataset = d.dataset AND k.error_key = ''
            ), '~'),
            COALESCE((
                SELECT MIN(k.last_ok_at)
                FROM checkpoints k
                WHERE k.connection_id = u.id AND k.dataset = d.dataset AND k.error_key > ''
            ), '~')
        ) AS oldest,
        (
            SELECT MAX(k.last_ok_at)
            FROM checkpoints k
            WHERE k.connection_id = u.id AND k.dataset = d.dataset AND k.error_key = ''
        ) AS newest
    FROM used u
    CROSS JOIN (SELECT column1 AS dataset FROM (VALUES {{.Data.DatasetRows}})) AS d
    WHERE EXISTS (
        SELECT 1 FROM checkpoints k WHERE k.connection_id = u.id AND k.dataset = d.dataset AND k.record_id <> 0
    )
{{- end}}
),
listed AS (
    SELECT
        (
            SELECT COUNT(*)
            FROM records r
            WHERE r.connection_id = u.id AND r.gone_at IS NULL{{.Data.Op.Of "r.customer_id"}}
        ) AS records,
        (SELECT MIN(tried) FROM reads WHERE reads.id = u.id) AS tried
    FROM used u
)
SELECT
    COALESCE(SUM(records), 0),
    COALESCE(SUM(MAX(records - COALESCE(tried, 0), 0)), 0),
    (SELECT NULLIF(MIN(oldest), '~') FROM reads),
    (SELECT MAX(newest) FROM reads)
FROM listed
