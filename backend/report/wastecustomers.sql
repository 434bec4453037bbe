SELECT
    (SELECT COUNT(DISTINCT p.customer_id) FROM {{.Data.Idle}} AS i CROSS JOIN pools p ON p.id = i.pool_id),
    (SELECT COUNT(DISTINCT s.customer_id) FROM subscriptions s WHERE s.spare > 0 AND {{.Data.Reducible}}{{.Within "s"}}),
    (
        SELECT COUNT(*)
        FROM (
            SELECT s.customer_id FROM subscriptions s WHERE s.spare > 0 AND NOT {{.Data.Reducible}}{{.Within "s"}}
            UNION
            SELECT p.customer_id FROM pools p WHERE p.spare > 0{{.Within "p"}}
        )
    )
