package report

import (
	"context"
	"database/sql"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// BenchmarkFigure measures each figure alone beside its statement run bare on one prepared connection.
func BenchmarkFigure(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	scope := domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
	for _, bench := range []struct {
		name, file string
		data       any
		count      func(counting) func(context.Context, *domain.KPIs) error
	}{
		{"customers", "customers.sql", nil, func(c counting) func(context.Context, *domain.KPIs) error { return c.customers }},
		{"expiring", "dated.sql", domain.FigureExpiring, func(c counting) func(context.Context, *domain.KPIs) error { return c.dated }},
		{"undated", "undated.sql", nil, func(c counting) func(context.Context, *domain.KPIs) error { return c.dated }},
		{"low", "low.sql", nil, func(c counting) func(context.Context, *domain.KPIs) error { return c.low }},
		{"over", "over.sql", nil, func(c counting) func(context.Context, *domain.KPIs) error { return c.over }},
		{"excluded", "excluded.sql", nil, func(c counting) func(context.Context, *domain.KPIs) error { return c.excluded }},
		{"families", "families.sql", false, func(c counting) func(context.Context, *domain.KPIs) error { return c.families }},
		{"totals", "totals.sql", nil, func(c counting) func(context.Context, *domain.KPIs) error { return c.totals }},
		{"coverage", "coverage.sql", false, func(c counting) func(context.Context, *domain.KPIs) error { return c.coverage }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			r := New(s.Reader())
			figures, err := store.NewFiguresWithMedians(ctx, s.Reader(), scope)
			if err != nil {
				b.Fatal(err)
			}
			text, err := query(bench.file, figures, bench.data)
			if err != nil {
				b.Fatal(err)
			}
			args := append(figures.Args(), sql.Named("month_ago", "2026-10-21"), sql.Named("after_month_ago", "2026-10-22"))
			storetest.Beside(b, func() error {
				return r.read(ctx, "count", func(tx *sql.Tx) error {
					var k domain.KPIs
					return bench.count(counting{tx: tx, figures: figures, scope: scope})(ctx, &k)
				})
			}, func() error {
				rows, err := s.Reader().QueryContext(ctx, text, args...)
				if err != nil {
					return err
				}
				for rows.Next() {
				}
				return rows.Close()
			})
		})
	}
	b.Run("medians", func(b *testing.B) {
		storetest.Beside(b, func() error {
			_, err := store.NewFiguresWithMedians(ctx, s.Reader(), scope)
			return err
		}, func() error { return nil })
	})
}
