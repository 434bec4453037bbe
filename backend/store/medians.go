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

type productCount struct {
	id     int64
	ratios int
}

// findMedians gives the median ratio of each product that at least so many customers have. Each is found by walking
// half of the product's part of an index; a window function over all pools takes twenty times as long.
func findMedians(ctx context.Context, q Preparer, customers int) ([]median, error) {
	products, err := queryAll(ctx, q, "SELECT id, ratios FROM products WHERE ratios >= ?", []any{customers},
		func(row scanner) (p productCount, err error) {
			err = row.Scan(&p.id, &p.ratios)
			return p, err
		})
	if err != nil || len(products) == 0 {
		return nil, err
	}
	middle, err := q.PrepareContext(ctx, middleRatio)
	if err != nil {
		return nil, err
	}
	defer func() { _ = middle.Close() }()
	var medians []median
	for _, p := range products {
		m := median{productID: p.id}
		have := 0
		err := middle.QueryRowContext(ctx, p.id, customers, 2-p.ratios%2, (p.ratios-1)/2).Scan(&have, &m.ratio)
		if err != nil {
			return nil, err
		}
		if have >= customers {
			medians = append(medians, m)
		}
	}
	return medians, nil
}

// middleRatio counts a product's customers up to ?2 and takes the middle ratio, or the mean of the middle two.
const middleRatio = `
SELECT
    (
        SELECT COUNT(*)
        FROM (
            SELECT DISTINCT customer_id
            FROM pools
            WHERE product_id = ?1 AND ratio IS NOT NULL
            LIMIT ?2
        )
    ),
    (
        SELECT (MIN(ratio) + MAX(ratio)) / 2.0
        FROM (
            SELECT ratio
            FROM pools
            WHERE product_id = ?1 AND ratio IS NOT NULL
            ORDER BY ratio
            LIMIT ?3 OFFSET ?4
        )
    )`
