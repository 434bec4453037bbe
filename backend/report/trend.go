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

// Trend gives the counted seats of each of the past days that has samples. Where the scope is about many of the customers,
// it is one in step of these days; step is 1 otherwise.
func (r *Reports) Trend(ctx context.Context, scope domain.Scope, days int) (points []domain.TrendPoint, step int, err error) {
	points, step = []domain.TrendPoint{}, 1
	err = r.read(ctx, "compute trend", func(tx *sql.Tx) error {
		if !scope.Everybody() {
			points, step, err = store.ScopedTrend(ctx, tx, scope, days)
			return err
		}
		figures, err := store.NewFigures(scope)
		if err != nil {
			return err
		}
		args := append(figures.Args(), sql.Named("from", string(scope.Today.AddDays(1-days))))
		return statement{file: "trend.sql", figures: figures, args: args}.each(ctx, tx, func(rows *sql.Rows) error {
			point, err := store.ScanTrendPoint(rows)
			points = append(points, point)
			return err
		})
	})
	return points, step, err
}
