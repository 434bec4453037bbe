SELECT
    COALESCE(SUM(reduce), 0),
    COALESCE(SUM(exposure), 0)
FROM (
    SELECT
        MAX(reduce) AS reduce,
        MAX(exposure) AS exposure
    FROM (
        SELECT
            s.customer_id,
            MAX({{.Data.Reducible}}) AS reduce,
            MAX(NOT {{.Data.Reducible}}) AS exposure
        FROM subscriptions s INDEXED BY subscriptions_spare
        WHERE s.spare > 0{{.Within "s"}}
        GROUP BY s.customer_id
        UNION ALL
        SELECT p.customer_id, 0, 1
        FROM pools p
        WHERE p.spare > 0{{.Within "p"}}
    )
    GROUP BY customer_id
)
