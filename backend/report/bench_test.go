package report

import (
	"context"
	"database/sql"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// BenchmarkKPIs measures each figure of the dashboard, the whole dashboard and the trend beside their statements run
// bare. Low assignment finds its medians first, which its bare statement is given.
func BenchmarkKPIs(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	r := New(s.Reader())
	scope := domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
	figures, err := store.NewFiguresWithMedians(ctx, s.Reader(), scope)
	if err != nil {
		b.Fatal(err)
	}
	args := append(figures.Args(), sql.Named("month_ago", "2026-10-21"), sql.Named("after_month_ago", "2026-10-22"),
		sql.Named("from", "2025-11-21"))
	var all []string
	for _, bench := range []struct {
		name, file string
		data       any
		count      func(counting, context.Context, *domain.KPIs) error
	}{
		{"customers", "customers.sql", nil, counting.customers},
		{"expiring", "dated.sql", domain.FigureExpiring, counting.expiring},
		{"renewing", "dated.sql", domain.FigureRenewing, counting.renewing},
		{"ends or renews", "dated.sql", domain.FigureOpen, counting.open},
		{"without a date", "undated.sql", nil, counting.undated},
		{"low", "low.sql", nil, counting.low},
		{"over", "over.sql", nil, counting.over},
		{"excluded", "excluded.sql", nil, counting.excluded},
		{"families", "families.sql", nil, counting.families},
		{"totals", "totals.sql", nil, counting.totals},
		{"completeness", "coverage.sql", nil, counting.coverage},
	} {
		text, err := statement{file: bench.file, figures: figures, data: bench.data}.text()
		if err != nil {
			b.Fatal(err)
		}
		all = append(all, text)
		b.Run(bench.name, func(b *testing.B) {
			storetest.Beside(b, func() error {
				return r.read(ctx, "count", func(tx *sql.Tx) error {
					var k domain.KPIs
					return bench.count(counting{tx: tx, figures: figures, scope: scope}, ctx, &k)
				})
			}, func() error { return storetest.Bare(s.Reader(), text, args...) })
		})
	}
	b.Run("whole dashboard", func(b *testing.B) {
		storetest.Beside(b, func() error {
			_, err := r.KPIs(ctx, scope)
			return err
		}, func() error {
			for _, text := range all {
				if err := storetest.Bare(s.Reader(), text, args...); err != nil {
					return err
				}
			}
			return nil
		})
	})
	b.Run("one product", func(b *testing.B) {
		meetings := scope
		meetings.Family = domain.FamilyMeetings
		storetest.Beside(b, func() error {
			_, err := r.KPIs(ctx, meetings)
			return err
		}, func() error { return storetest.Bare(s.Reader(), all[0], args...) })
	})
	b.Run("trend", func(b *testing.B) {
		storetest.Beside(b, func() error {
			_, _, err := r.Trend(ctx, scope, 365)
			return err
		}, func() error {
			return storetest.Bare(s.Reader(), "SELECT day, SUM(bought), SUM(assigned), SUM(used) FROM product_days GROUP BY day")
		})
	})
}
