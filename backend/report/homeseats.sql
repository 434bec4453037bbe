-- Counted pools whose seats differ from those at the last visit, the greatest changes in front. What stood then is the
-- newest of their samples in the week up to that day. A pool that changed later on that very day had that day's sample
-- overwritten, so the day before counts; without a sample of that time nothing is known to have changed.
WITH days AS (
    SELECT DISTINCT
        connection_id,
        day
    FROM family_days
    WHERE day BETWEEN :visit_from AND :visit_day
), last AS (
    SELECT
        connection_id,
        MAX(day) AS day,
        MAX(day) FILTER (WHERE day < :visit_day) AS day_before
    FROM days
    GROUP BY connection_id
), now AS (
    SELECT
        p.id,
        p.customer_id,
        p.connection_id,
        p.product,
        p.gone_at,
        CASE WHEN p.gone_at IS NULL THEN p.bought ELSE 0 END AS bought,
        CASE WHEN p.gone_at IS NULL THEN p.assigned ELSE 0 END AS assigned,
        p.changed_at < :visit_end AS overwritten,
        CASE WHEN p.changed_at >= :visit_end THEN last.day ELSE last.day_before END AS day
    FROM pools p
    JOIN last ON last.connection_id = p.connection_id
    WHERE p.changed_at > :since
      AND p.excluded = ''{{.Of "p.customer_id"}}
), changed AS MATERIALIZED (
    SELECT
        now.*,
        COALESCE(d.bought, e.bought) AS bought_then,
        COALESCE(d.assigned, e.assigned) AS assigned_then
    FROM now
    LEFT JOIN pool_days d ON d.day = now.day AND d.pool_id = now.id
    LEFT JOIN pool_days e ON e.pool_id = now.id AND e.day = CASE WHEN d.day IS NULL THEN ( -- it was not read on that day
        SELECT MAX(f.day)
        FROM days
        CROSS JOIN pool_days f ON f.day = days.day AND f.pool_id = now.id
        WHERE days.connection_id = now.connection_id AND (days.day < :visit_day OR NOT now.overwritten)
    ) END
    WHERE now.bought <> COALESCE(d.bought, e.bought) OR now.assigned <> COALESCE(d.assigned, e.assigned)
)
SELECT
    c.id,
    c.name,
    co.vendor,
    n.product,
    n.gone_at,
    0,
    n.bought_then,
    n.assigned_then,
    CASE WHEN n.gone_at IS NULL THEN n.bought END,
    CASE WHEN n.gone_at IS NULL THEN n.assigned END,
    (SELECT COUNT(*) FROM changed),
    (SELECT COUNT(DISTINCT customer_id) FROM changed)
FROM (
    SELECT *
    FROM changed
    ORDER BY ABS(bought - bought_then) DESC, ABS(assigned - assigned_then) DESC, id
    LIMIT :limit
) AS n
JOIN customers c ON c.id = n.customer_id
JOIN connections co ON co.id = n.connection_id
ORDER BY ABS(n.bought - n.bought_then) DESC, ABS(n.assigned - n.assigned_then) DESC, n.id
