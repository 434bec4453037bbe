package store

import (
	"context"
	"maps"
	"slices"

	"tenantry/backend/domain"
)

// productID gives the id of a vendor's product and stores products that are new.
func productID(ctx context.Context, t tx, vendor domain.Vendor, key string) (int64, error) {
	known, err := queryAll(ctx, t, "SELECT id FROM products WHERE vendor = ? AND key = ?", []any{vendor, key}, scanOne[int64])
	if err != nil {
		return 0, err
	}
	if len(known) > 0 {
		return known[0], nil
	}
	return t.insert(ctx, "INSERT INTO products (vendor, key) VALUES (?, ?)", vendor, key)
}

// ratioCounts collects how many pools with a ratio products win or lose in a transaction.
type ratioCounts map[int64]int

func (c *ratioCounts) count(pool storedPool, sign int) {
	if pool.gone || pool.Ratio() == nil {
		return
	}
	if *c == nil {
		*c = ratioCounts{}
	}
	(*c)[pool.productID] += sign
}

func (c *ratioCounts) apply(ctx context.Context, t tx) error {
	for _, id := range slices.Sorted(maps.Keys(*c)) {
		if (*c)[id] == 0 {
			continue
		}
		if _, err := t.exec(ctx, "UPDATE products SET ratios = ratios + ? WHERE id = ?", (*c)[id], id); err != nil {
			return err
		}
	}
	*c = nil
	return nil
}

// recountRatios counts them afresh, after many pools have changed at once.
const recountRatios = `
UPDATE products AS p
SET ratios = n.ratios
FROM (
    SELECT id, (SELECT COUNT(*) FROM pools WHERE product_id = products.id AND ratio IS NOT NULL) AS ratios
    FROM products
) AS n
WHERE n.id = p.id AND p.ratios <> n.ratios`

// addRatios counts the pools of a record in, after dropRatios and a change.
const addRatios = `
UPDATE products AS p
SET ratios = p.ratios + n.ratios
FROM (
    SELECT product_id, COUNT(*) AS ratios
    FROM pools
    WHERE record_id = ?1 AND ratio IS NOT NULL
    GROUP BY product_id
) AS n
WHERE n.product_id = p.id`

// dropRatios takes the pools of a record out of the counts, before they are marked gone.
const dropRatios = `
UPDATE products AS p
SET ratios = p.ratios - n.ratios
FROM (
    SELECT product_id, COUNT(*) AS ratios
    FROM pools
    WHERE record_id = ?1 AND ratio IS NOT NULL
    GROUP BY product_id
) AS n
WHERE n.product_id = p.id`
