package report

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// BenchmarkScope measures what pages ask for about all customers, beside the same about a tag that one customer in a
// hundred, one in ten and all have.
func BenchmarkScope(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	r := New(s.Reader())
	scopes := map[string]domain.Scope{"all": {Today: storetest.Today, Thresholds: domain.DefaultThresholds()}}
	for _, every := range []int64{100, 10, 1} {
		scope := scopes["all"]
		scope.Tag = "gold"
		for id := every; id <= int64(storetest.BenchmarkScale().Customers); id += every {
			scope.Tagged = append(scope.Tagged, id)
		}
		scopes[fmt.Sprintf("one in %d", every)] = scope
	}
	since := storetest.Now.AddDate(0, 0, -7)
	page := domain.PageRequest{Limit: 100}
	for _, ask := range []struct {
		name string
		do   func(domain.Scope) error
	}{
		{"dashboard", func(scope domain.Scope) error { _, err := r.KPIs(ctx, scope); return err }},
		{"trend", func(scope domain.Scope) error { _, _, err := r.Trend(ctx, scope, 365); return err }},
		{"storage trend", func(scope domain.Scope) error { _, _, err := r.StorageTrend(ctx, scope, 365); return err }},
		{"calendar", func(scope domain.Scope) error {
			_, err := r.Calendar(ctx, domain.CalendarFilter{Scope: scope, Now: storetest.Now, Zone: time.UTC, From: scope.Today, To: scope.Today.AddDays(90)})
			return err
		}},
		{"licences head", func(scope domain.Scope) error {
			_, err := r.Licences(ctx, domain.LicenceFilter{Scope: scope, Section: domain.FigureLow})
			return err
		}},
		{"licences rows", func(scope domain.Scope) error {
			_, _, err := r.LicenceRows(ctx, domain.LicenceFilter{Scope: scope, Section: domain.FigureExpiring, Page: page})
			return err
		}},
		{"waste", func(scope domain.Scope) error {
			_, err := r.Waste(ctx, domain.WasteFilter{Scope: scope, Now: storetest.Now, Zone: time.UTC})
			return err
		}},
		{"operations", func(scope domain.Scope) error {
			_, err := r.Operations(ctx, domain.OperationsFilter{Scope: scope})
			return err
		}},
		{"operations rows", func(scope domain.Scope) error {
			_, _, err := s.FindOperations(ctx, domain.OperationsFilter{Scope: scope, Page: domain.PageRequest{Limit: 100, Sort: "failed_jobs", Desc: true}})
			return err
		}},
		{"jobs", func(scope domain.Scope) error {
			_, _, err := store.FindRows[domain.Job](ctx, s, domain.RowFilter{Scope: scope, Counted: true, Page: page})
			return err
		}},
		{"customers", func(scope domain.Scope) error {
			_, _, err := s.FindCustomers(ctx, domain.CustomerFilter{Scope: scope, Page: page})
			return err
		}},
		{"subscriptions", func(scope domain.Scope) error {
			_, _, err := s.FindSubscriptions(ctx, domain.SubscriptionFilter{Scope: scope, Page: page})
			return err
		}},
		{"home", func(scope domain.Scope) error {
			_, err := r.Home(ctx, domain.HomeFilter{Scope: scope, Now: storetest.Now, Zone: time.UTC, Since: &since, Limit: 8})
			return err
		}},
	} {
		for _, name := range []string{"all", "one in 100", "one in 10", "one in 1"} {
			b.Run(ask.name+"/"+name, func(b *testing.B) {
				for b.Loop() {
					if err := ask.do(scopes[name]); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
