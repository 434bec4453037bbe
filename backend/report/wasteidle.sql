-- The same of seats that people hold who do not need them. The first row tells the customers, and how many seats of how many
-- pools have no price.
WITH idle AS MATERIALIZED (
    SELECT
        i.customer_id,
        i.line_id,
        i.seats
    FROM {{.Data.Idle}} AS i
)
SELECT
    '',
    '',
    '',
    COALESCE(SUM(seats) FILTER (WHERE line_id IS NULL), 0),
    COUNT(*) FILTER (WHERE line_id IS NULL),
    COUNT(DISTINCT customer_id)
FROM idle
UNION ALL
SELECT
    COALESCE(s.typed_unit_price, ''),
    COALESCE(s.typed_currency, ''),
    COALESCE(s.typed_price_period, ''),
    i.seats,
    COUNT(*),
    0
FROM idle i
LEFT JOIN subscriptions s ON s.id = i.line_id
WHERE i.line_id IS NOT NULL
GROUP BY s.typed_unit_price, s.typed_currency, s.typed_price_period, i.seats
