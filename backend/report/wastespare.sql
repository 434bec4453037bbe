-- Spare seats by what they cost, those that can be given back apart from the others. Amounts are rounded once per row, so
-- rows of one price are told apart by their seats. The groups follow the index, so nothing is sorted.
SELECT
    COALESCE(s.typed_unit_price, ''),
    COALESCE(s.typed_currency, ''),
    COALESCE(s.typed_price_period, ''),
    s.spare,
    COUNT(*) FILTER (WHERE {{.Data.Reducible}}),
    COUNT(*)
FROM subscriptions s INDEXED BY subscriptions_spare
WHERE s.spare > 0{{.Within "s"}}
GROUP BY s.typed_unit_price, s.typed_currency, s.typed_price_period, s.spare
UNION ALL
SELECT '', '', '', p.spare, 0, COUNT(*)
FROM pools p
WHERE p.spare > 0{{.Within "p"}}
GROUP BY p.spare
