package store

import (
	"context"
	"database/sql"
)

// Preparer reads with prepared statements: a pool of readers or a read transaction.
type Preparer interface {
	querier
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// productRatios is where the ratios of a product's pools stand. Of all n in their order, those from below on, so many as
// are the same, are the kept middle; before and after are the ones next to them.
type productRatios struct {
	id             int64
	n, below, same int
	middle         float64 // less than all while none is kept
	before, after  sql.NullFloat64
	customers      int // up to those that were asked for
}

// selectRatios finds the products with at least ?1 ratios and counts the customers of each up to ?1.
const selectRatios = `
SELECT
    id,
    ratios,
    below,
    same,
    COALESCE(middle, -1e999),
    (SELECT ratio FROM pools WHERE product_id = p.id AND ratio < p.middle ORDER BY ratio DESC LIMIT 1),
    (SELECT ratio FROM pools WHERE product_id = p.id AND ratio > COALESCE(p.middle, -1e999) ORDER BY ratio LIMIT 1),
    (
        SELECT COUNT(*)
        FROM (
            SELECT DISTINCT customer_id
            FROM pools
            WHERE product_id = p.id AND ratio IS NOT NULL
            LIMIT ?1
        )
    )
FROM products p
WHERE ratios >= ?1`

func scanRatios(row scanner) (p productRatios, err error) {
	err = row.Scan(&p.id, &p.n, &p.below, &p.same, &p.middle, &p.before, &p.after, &p.customers)
	return p, err
}

// at gives the ratio at a place in the order, if that is the kept middle or next to it.
func (p productRatios) at(place int) (float64, bool) {
	switch {
	case place >= p.below && place < p.below+p.same:
		return p.middle, true
	case place == p.below-1:
		return p.before.Float64, p.before.Valid
	case place == p.below+p.same:
		return p.after.Float64, p.after.Valid
	}
	return 0, false
}

// ends are the places of the middle ratio, or of the middle two.
func (p productRatios) ends() (first, last int) { return (p.n - 1) / 2, p.n / 2 }

// middleTwo gives the middle ratio twice, or the middle two, if the kept middle is no further than a step away.
func (p productRatios) middleTwo() (low, high float64, known bool) {
	first, last := p.ends()
	low, knowLow := p.at(first)
	high, knowHigh := p.at(last)
	return low, high, knowLow && knowHigh
}

// walk are the arguments of walkToMiddle: from the kept middle up, or down.
func (p productRatios) walk() []any {
	first, last := p.ends()
	if first >= p.below+p.same {
		return []any{p.id, p.middle, last - first + 1, first - p.below - p.same, 0, 0}
	}
	return []any{p.id, p.middle, 0, 0, last - first + 1, p.below - 1 - last}
}

// walkToMiddle finds a product's middle ratio, or the middle two, by walking its part of an index from a ratio ?2 on.
const walkToMiddle = `
SELECT
    MIN(ratio),
    MAX(ratio)
FROM (
    SELECT ratio
    FROM (
        SELECT ratio
        FROM pools
        WHERE product_id = ?1 AND ratio > ?2
        ORDER BY ratio
        LIMIT ?3 OFFSET ?4
    )
    UNION ALL
    SELECT ratio
    FROM (
        SELECT ratio
        FROM pools
        WHERE product_id = ?1 AND ratio < ?2
        ORDER BY ratio DESC
        LIMIT ?5 OFFSET ?6
    )
)`

// findMedians gives the median ratio of each product that at least so many customers have: mostly the kept middle, else
// found by walking from there. A window function over all pools takes two hundred times as long.
func findMedians(ctx context.Context, q Preparer, customers int) ([]median, error) {
	if db, ok := q.(*sql.DB); ok { // a walk must see the ratios that it starts from
		tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
		if err != nil {
			return nil, err
		}
		defer func() { _ = tx.Rollback() }()
		q = tx
	}
	products, err := queryAll(ctx, q, selectRatios, []any{max(1, customers)}, scanRatios)
	if err != nil {
		return nil, err
	}
	walking, err := q.PrepareContext(ctx, walkToMiddle)
	if err != nil {
		return nil, err
	}
	defer func() { _ = walking.Close() }()
	var medians []median
	for _, p := range products {
		if p.customers < customers {
			continue
		}
		low, high, known := p.middleTwo()
		if !known {
			if err := walking.QueryRowContext(ctx, p.walk()...).Scan(&low, &high); err != nil {
				return nil, err
			}
		}
		medians = append(medians, median{p.id, (low + high) / 2})
	}
	return medians, nil
}

// centreMedians moves the kept middles to where the medians are, after many pools have changed.
func centreMedians(ctx context.Context, t tx) error {
	products, err := queryAll(ctx, t, selectRatios, []any{1}, scanRatios)
	if err != nil {
		return err
	}
	for _, p := range products {
		if first, _ := p.ends(); first >= p.below && first < p.below+p.same {
			continue
		}
		low, _, known := p.middleTwo()
		if !known {
			low, err = queryOne(ctx, t, walkToMiddle, p.walk(), func(row scanner) (low float64, err error) {
				var high float64
				err = row.Scan(&low, &high)
				return low, err
			})
			if err != nil {
				return err
			}
		}
		if _, err := t.exec(ctx, moveMiddle, p.id, low, p.middle); err != nil {
			return err
		}
	}
	return nil
}

// moveMiddle makes ?2 the kept middle of a product, which was ?3, by counting what is between them.
const moveMiddle = `
UPDATE products
SET middle = ?2,
    below = below
        + (SELECT COUNT(*) FROM pools WHERE product_id = ?1 AND ratio >= ?3 AND ratio < ?2)
        - (SELECT COUNT(*) FROM pools WHERE product_id = ?1 AND ratio >= ?2 AND ratio < ?3),
    same = (SELECT COUNT(*) FROM pools WHERE product_id = ?1 AND ratio = ?2)
WHERE id = ?1`

// recountRatios counts the ratios afresh and forgets the kept middles, as a repair.
const recountRatios = `
UPDATE products AS p
SET ratios = (SELECT COUNT(*) FROM pools WHERE product_id = p.id AND ratio IS NOT NULL),
    middle = NULL,
    below = 0,
    same = 0`
