package report

import (
	"context"
	"database/sql"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// HasSimulatedDays reports whether some of the past days were read on a clock set by hand.
func (r *Reports) HasSimulatedDays(ctx context.Context, scope domain.Scope, days int) (found bool, err error) {
	err = r.read(ctx, "look for simulated days", func(tx *sql.Tx) error {
		return tx.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM product_days WHERE simulated > 0 AND day BETWEEN ? AND ?)",
			string(scope.Today.AddDays(1-days)), string(scope.Today)).Scan(&found)
	})
	return found, err
}

// Trend gives the counted seats of each of the past days that has samples, of one customer where the scope names one.
func (r *Reports) Trend(ctx context.Context, scope domain.Scope, days int) ([]domain.TrendPoint, error) {
	points := []domain.TrendPoint{}
	err := r.read(ctx, "compute trend", func(tx *sql.Tx) error {
		if scope.CustomerID != 0 {
			var err error
			points, err = store.CustomerTrend(ctx, tx, scope, days)
			return err
		}
		figures, err := store.NewFigures(scope)
		if err != nil {
			return err
		}
		text, err := query("trend.sql", figures, nil)
		if err != nil {
			return err
		}
		from := sql.Named("from", string(scope.Today.AddDays(1-days)))
		rows, err := tx.QueryContext(ctx, text, append(figures.Args(), from)...)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }() // what it could report, rows.Err has reported
		for rows.Next() {
			point, err := store.ScanTrendPoint(rows)
			if err != nil {
				return err
			}
			points = append(points, point)
		}
		return rows.Err()
	})
	return points, err
}
