package store

import (
	"context"

	"tenantry/backend/domain"
)

// CustomerChoices gives the values that filters of customers can be set to, each where a customer that is not gone has it.
func (s *Store) CustomerChoices(ctx context.Context) (domain.CustomerChoices, error) {
	var c domain.CustomerChoices
	var err error
	if c.Products, err = s.productChoices(ctx); err != nil {
		return c, wrap("find products", err)
	}
	c.Countries, err = queryAll(ctx, s.reader,
		"SELECT DISTINCT country FROM customers WHERE gone_at IS NULL AND country <> '' ORDER BY country", nil, scanOne[string])
	if err != nil {
		return c, wrap("find countries", err)
	}
	c.Tags, err = queryAll(ctx, s.reader, `
SELECT name, IIF(rule IS NULL, 'hand', 'rule') AS origin FROM tags
UNION
SELECT t.value, 'vendor'
FROM customers c
JOIN `+tagLines("c.vendor_tags")+` t
WHERE c.vendor_tags <> '' AND c.gone_at IS NULL
ORDER BY 1, 2`, nil, func(row scanner) (t domain.CustomerTag, err error) {
		err = row.Scan(&t.Name, &t.Origin)
		return t, err
	})
	return c, wrap("find tags", err)
}

// had is the condition on pools or subscriptions x that a customer has them; indexes by product hold just these.
const had = "x.gone_at IS NULL AND x.excluded NOT IN ('deleted', 'duplicate')"

// productChoices gives the products that customers have, those of pools before those of lines alone, by name.
func (s *Store) productChoices(ctx context.Context) ([]domain.ProductChoice, error) {
	return queryAll(ctx, s.reader, `
SELECT vendor, key, MIN(name), MIN(family)
FROM (
    SELECT d.vendor, d.key, p.product AS name, p.family
    FROM products d
    JOIN pools p ON p.id = (SELECT x.id FROM pools x WHERE x.product_id = d.id AND `+had+` LIMIT 1)
    UNION ALL
    SELECT co.vendor, s.product_key, s.product, s.family
    FROM (SELECT DISTINCT product_key, connection_id FROM subscriptions x WHERE `+had+`) AS n
    JOIN connections co ON co.id = n.connection_id
    JOIN subscriptions s ON s.id = (
        SELECT x.id
        FROM subscriptions x
        WHERE x.product_key = n.product_key AND x.connection_id = n.connection_id AND `+had+`
        LIMIT 1
    )
)
GROUP BY vendor, key
ORDER BY MIN(name), vendor, key`, nil, func(row scanner) (p domain.ProductChoice, err error) {
		err = row.Scan(&p.Vendor, &p.Key, &p.Name, &p.Family)
		return p, err
	})
}
