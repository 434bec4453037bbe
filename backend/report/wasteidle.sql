-- The same of seats that people hold who do not need them.
SELECT
    'reassign',
    COALESCE(s.typed_unit_price, ''),
    COALESCE(s.typed_currency, ''),
    COALESCE(s.typed_price_period, ''),
    CASE WHEN s.typed_unit_price IS NOT NULL THEN i.seats END AS each,
    COUNT(*),
    SUM(i.seats)
FROM (
    SELECT
        i.disabled + i.shared + i.inactive AS seats,
        {{.Data.PricedLine}} AS line_id
    FROM {{.Data.Idle}} AS i
    CROSS JOIN pools p ON p.id = i.pool_id
) AS i
LEFT JOIN subscriptions s ON s.id = i.line_id
GROUP BY s.typed_unit_price, s.typed_currency, s.typed_price_period, each
