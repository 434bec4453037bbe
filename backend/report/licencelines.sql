-- What a section of subscriptions adds up to. Seats that several of them share count once.
WITH lines AS MATERIALIZED (
    SELECT
        s.customer_id,
        s.quantity,
        s.assigned,
        s.trial,
        p.id AS pool_id,
        p.bought AS pool_bought,
        p.assigned AS pool_assigned,
        p.used AS pool_used
    FROM subscriptions s
    LEFT JOIN pools p ON p.record_id = s.record_id AND p.key = s.pool_key AND p.gone_at IS NULL AND p.excluded = ''
    WHERE {{.Subscriptions .Data}}
),
seats AS (
    SELECT
        quantity AS bought,
        assigned,
        CASE WHEN pool_bought = quantity THEN pool_used END AS used
    FROM lines
    WHERE assigned IS NOT NULL
    UNION ALL
    SELECT
        pool_bought,
        pool_assigned,
        pool_used
    FROM lines
    WHERE assigned IS NULL AND pool_id IS NOT NULL
    GROUP BY pool_id
)
SELECT
    n.*,
    t.*
FROM (
    SELECT
        COUNT(DISTINCT customer_id),
        COUNT(*),
        COUNT(*) FILTER (WHERE trial = 1),
        COALESCE(SUM(quantity), 0),
        COUNT(*) FILTER (WHERE assigned IS NULL AND pool_id IS NULL)
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
