-- What a section of subscriptions adds up to. Seats that several of them share count once.
WITH lines AS MATERIALIZED (
    SELECT
        s.customer_id,
        s.record_id,
        s.pool_key,
        s.quantity,
        s.assigned,
        s.trial
    FROM subscriptions s
    WHERE {{.Subscriptions .Data}}
),
seats AS MATERIALIZED (
    SELECT
        l.quantity AS bought,
        l.assigned,
        CASE WHEN p.bought = l.quantity THEN p.used END AS used
    FROM lines l
    LEFT JOIN pools p ON p.record_id = l.record_id AND p.key = l.pool_key AND p.gone_at IS NULL AND p.excluded = ''
    WHERE l.assigned IS NOT NULL
    UNION ALL
    SELECT
        p.bought,
        p.assigned,
        p.used
    FROM (SELECT DISTINCT record_id, pool_key FROM lines WHERE assigned IS NULL) AS l
    CROSS JOIN pools p ON p.record_id = l.record_id AND p.key = l.pool_key AND p.gone_at IS NULL AND p.excluded = ''
)
SELECT
    n.customers,
    n.lines,
    n.trials,
    n.licences,
    (
        SELECT COUNT(*)
        FROM lines l
        WHERE l.assigned IS NULL AND NOT EXISTS (
            SELECT 1 FROM pools p WHERE p.record_id = l.record_id AND p.key = l.pool_key AND p.gone_at IS NULL AND p.excluded = ''
        )
    ),
    t.*
FROM (
    SELECT
        COUNT(DISTINCT customer_id) AS customers,
        COUNT(*) AS lines,
        COUNT(*) FILTER (WHERE trial = 1) AS trials,
        COALESCE(SUM(quantity), 0) AS licences
    FROM lines
) AS n
CROSS JOIN (
    SELECT
        COUNT(*),
        COALESCE(SUM(bought), 0),
        COALESCE(SUM(assigned), 0),
        COALESCE(SUM(MAX(bought - assigned, 0)), 0),
        COALESCE(SUM(MAX(assigned - bought, 0)), 0),
        COUNT(used),
        COALESCE(SUM(bought) FILTER (WHERE used IS NOT NULL), 0),
        COALESCE(SUM(assigned) FILTER (WHERE used IS NOT NULL), 0),
        COALESCE(SUM(used), 0)
    FROM seats
) AS t
