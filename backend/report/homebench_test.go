package report

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// BenchmarkHome measures each part of the first page, a week after the last visit, and the whole of it.
func BenchmarkHome(b *testing.B) {
	ctx := context.Background()
	r := New(storetest.Large(b, storetest.BenchmarkScale()).Reader())
	since := storetest.Now.AddDate(0, 0, -7)
	f := domain.HomeFilter{
		Scope: domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}, Now: storetest.Now, Zone: time.UTC,
		Since: &since, Limit: 8,
	}
	figures, err := store.NewFigures(f.Scope)
	if err != nil {
		b.Fatal(err)
	}
	for _, part := range []struct {
		name string
		fill func(homing, context.Context, *domain.Home) error
	}{
		{"decisions", homing.decisions}, {"over", homing.over}, {"questions", homing.questions}, {"access", homing.access},
		{"failures", homing.failures}, {"jobs", homing.jobs}, {"changes", homing.changes},
		{"new customers", changedBy("homenew.sql")}, {"gone customers", changedBy("homegonecustomers.sql")},
		{"new subscriptions", changedBy("homesubscriptions.sql")}, {"seats", changedBy("homeseats.sql")},
	} {
		b.Run(part.name, func(b *testing.B) {
			for b.Loop() {
				err := r.read(ctx, "fill", func(tx *sql.Tx) error {
					h := homing{counting: counting{tx: tx, figures: figures, scope: f.Scope}, f: f}
					return part.fill(h, ctx, &domain.Home{})
				})
				if err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("whole page", func(b *testing.B) {
		for b.Loop() {
			if _, err := r.Home(ctx, f); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func changedBy(file string) func(homing, context.Context, *domain.Home) error {
	return func(h homing, ctx context.Context, _ *domain.Home) error {
		return h.changed(ctx, file, nil, &domain.HomeChanges{})
	}
}
