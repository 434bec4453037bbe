-- Spare seats by what can be done about them and what they cost. Amounts are rounded once per row, so rows of one price
-- are told apart by their seats; without a price nothing is to be rounded.
SELECT
    CASE WHEN {{.Data.Reducible}} THEN 'reduce' ELSE 'exposure' END AS kind,
    COALESCE(s.typed_unit_price, ''),
    COALESCE(s.typed_currency, ''),
    COALESCE(s.typed_price_period, ''),
    CASE WHEN s.typed_unit_price IS NOT NULL THEN s.spare END AS each,
    COUNT(*),
    SUM(s.spare)
FROM subscriptions s
WHERE s.spare > 0{{.Within "s"}}
GROUP BY kind, s.typed_unit_price, s.typed_currency, s.typed_price_period, each
UNION ALL
SELECT
    'exposure',
    '',
    '',
    '',
    NULL,
    COUNT(*),
    COALESCE(SUM(p.spare), 0)
FROM pools p
WHERE p.spare > 0{{.Within "p"}}
HAVING COUNT(*) > 0
