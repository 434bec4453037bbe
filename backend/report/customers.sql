SELECT
    (SELECT COUNT(*) FROM customers c WHERE c.gone_at IS NULL AND {{.Customers ""}}) AS counted,
    (SELECT COUNT(*) FROM customers c WHERE c.gone_at IS NULL{{.Of "c.id"}}) AS total,
    (SELECT COUNT(*) FROM customers c INDEXED BY customers_present WHERE c.gone_at IS NULL AND {{.Customers "unmatched"}}) AS unmatched,
    -- A month ago is known once every connection in use had been read in full by then.
    CASE
        WHEN EXISTS (SELECT 1 FROM connections)
         AND NOT EXISTS (SELECT 1 FROM connections WHERE COALESCE(substr(first_full_at, 1, 10), '9') > :month_ago)
        THEN (
            SELECT COUNT(*)
            FROM customers c
            WHERE c.first_seen_at < :after_month_ago
              AND (c.gone_at IS NULL OR c.gone_at >= :after_month_ago){{.Of "c.id"}}
        )
    END AS previous
