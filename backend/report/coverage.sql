-- Of how many customers the licence data should be there, of how many they were never read, and the span of the good
-- reads. A customer counts once however many datasets it has. Counts and limits are asked per group, because a group is a
-- range of an index: adding up all rows takes four times as long. The span is of what lists licences, since other datasets
-- may be read once a week; a connection of which nothing does is as old as all it reads.
WITH RECURSIVE
{{- if .Scoped}}
reads AS (
    SELECT
        k.connection_id,
        k.dataset,
        COUNT(*) FILTER (WHERE k.error_key <> '' OR k.last_ok_at > '') AS tried,
        MIN(k.last_ok_at) AS oldest,
        MAX(k.last_ok_at) AS newest,
        MIN(k.last_ok_at) FILTER (WHERE k.subscriptions = 1 OR k.pools = 1) AS licences_oldest,
        MAX(k.last_ok_at) FILTER (WHERE k.subscriptions = 1 OR k.pools = 1) AS licences_newest
    FROM records r
    CROSS JOIN checkpoints k ON k.connection_id = r.connection_id AND k.record_id = r.id
    WHERE +r.connection_id IN (SELECT id FROM connections WHERE state NOT IN ('paused', 'file')){{.Of "r.customer_id"}}
    GROUP BY k.connection_id, k.dataset
),
{{- else}}
tried AS ( -- from one dataset to the next, and below from one reason to the next, instead of over all rows
    SELECT co.id AS connection_id, (SELECT MIN(k.dataset) FROM checkpoints k WHERE k.connection_id = co.id) AS dataset
    FROM connections co
    WHERE co.state NOT IN ('paused', 'file')
    UNION ALL
    SELECT
        t.connection_id,
        (SELECT MIN(k.dataset) FROM checkpoints k WHERE k.connection_id = t.connection_id AND k.dataset > t.dataset)
    FROM tried t
    WHERE t.dataset IS NOT NULL
),
reasons AS (
    SELECT
        t.connection_id,
        t.dataset,
        (SELECT MIN(k.error_key) FROM checkpoints k WHERE k.connection_id = t.connection_id AND k.dataset = t.dataset) AS error_key
    FROM tried t
    UNION ALL
    SELECT
        g.connection_id,
        g.dataset,
        (
            SELECT MIN(k.error_key)
            FROM checkpoints k
            WHERE k.connection_id = g.connection_id AND k.dataset = g.dataset AND k.error_key > g.error_key
        )
    FROM reasons g
    WHERE g.error_key IS NOT NULL
),
reads AS (
    SELECT
        g.connection_id,
        g.dataset,
        CASE WHEN g.error_key <> '' THEN (
            SELECT COUNT(*)
            FROM checkpoints k
            WHERE k.connection_id = g.connection_id AND k.dataset = g.dataset AND k.error_key = g.error_key
        )
        ELSE (
            SELECT COUNT(*)
            FROM checkpoints k
            WHERE k.connection_id = g.connection_id AND k.dataset = g.dataset AND k.error_key = '' AND k.last_ok_at > ''
        ) END AS tried,
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
    WHERE g.error_key IS NOT NULL
),
{{- end}}
datasets AS (
    SELECT connection_id, dataset, SUM(tried) AS tried, MIN(oldest) AS oldest, MAX(newest) AS newest
    FROM reads
    WHERE NOT EXISTS ( -- what is read once for the whole connection is about no customer
        SELECT 1
        FROM checkpoints k
        WHERE k.connection_id = reads.connection_id AND k.record_id = 0 AND k.dataset = reads.dataset
    )
    GROUP BY connection_id, dataset
),
{{- if .Scoped}}
licences AS (
    SELECT connection_id, MIN(licences_oldest) AS oldest, MAX(licences_newest) AS newest
    FROM reads
    GROUP BY connection_id
),
{{- else}}
licences AS (
    SELECT
        co.id AS connection_id,
        (
            SELECT MIN(k.last_ok_at)
            FROM checkpoints k INDEXED BY checkpoints_of_licences
            WHERE k.connection_id = co.id AND (k.subscriptions = 1 OR k.pools = 1)
        ) AS oldest,
        (
            SELECT MAX(k.last_ok_at)
            FROM checkpoints k INDEXED BY checkpoints_of_licences
            WHERE k.connection_id = co.id AND (k.subscriptions = 1 OR k.pools = 1)
        ) AS newest
    FROM connections co
    WHERE co.state NOT IN ('paused', 'file')
),
{{- end}}
spans AS (
    SELECT oldest, newest
    FROM licences
    UNION ALL
    SELECT oldest, newest
    FROM datasets
    WHERE connection_id NOT IN (SELECT connection_id FROM licences WHERE oldest > '')
),
listed AS (
    SELECT
        co.id,
        (
            SELECT COUNT(*)
            FROM records r
            WHERE r.connection_id = co.id AND r.gone_at IS NULL{{.Of "r.customer_id"}}
        ) AS records,
        (SELECT MIN(d.tried) FROM datasets d WHERE d.connection_id = co.id) AS tried
    FROM connections co
    WHERE co.state NOT IN ('paused', 'file')
)
SELECT
    COALESCE(SUM(records), 0),
    COALESCE(SUM(MAX(records - COALESCE(tried, 0), 0)), 0),
    (SELECT MIN(oldest) FROM spans),
    (SELECT MAX(newest) FROM spans)
FROM listed
