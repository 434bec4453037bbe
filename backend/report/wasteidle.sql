-- The same of seats that people hold who do not need them; the first row tells the customers.
WITH idle AS MATERIALIZED (
    SELECT
        i.customer_id,
        i.line_id,
        i.disabled + i.shared + i.inactive AS seats
    FROM {{.Data.Idle}} AS i
)
SELECT '', '', '', 0, COUNT(DISTINCT customer_id)
FROM idle
UNION ALL
SELECT
    COALESCE(s.typed_unit_price, ''),
    COALESCE(s.typed_currency, ''),
    COALESCE(s.typed_price_period, ''),
    i.seats,
    COUNT(*)
FROM idle i
LEFT JOIN subscriptions s ON s.id = i.line_id
GROUP BY s.typed_unit_price, s.typed_currency, s.typed_price_period, i.seats
