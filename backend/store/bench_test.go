package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// bare runs a statement without the program around it.
func bare(s *store.Store, query string, args ...any) func() error {
	return func() error { return storetest.Bare(s.Reader(), query, args...) }
}

func BenchmarkFindCustomers(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	scope := domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
	find := func(f domain.CustomerFilter) func() error {
		f.Scope.Today, f.Scope.Thresholds = scope.Today, scope.Thresholds
		f.Page.Limit = 100
		return func() error {
			_, _, err := s.FindCustomers(ctx, f)
			return err
		}
	}
	for _, sort := range []string{
		"name", "domain", "country", "vendors", "families", "statuses", "subscriptions", "bought", "assigned", "available",
		"over_seats", "next_ends_on", "next_renews_on", "next_open_on", "unmatched", "no_access", "synced_at", "first_seen_at",
	} {
		b.Run("sort="+sort, func(b *testing.B) {
			storetest.Beside(b, find(domain.CustomerFilter{Page: domain.PageRequest{Sort: sort, Desc: true}}),
				bare(s, "SELECT * FROM customers WHERE gone_at IS NULL ORDER BY bought DESC LIMIT 100"))
		})
	}
	b.Run("last page", func(b *testing.B) {
		storetest.Beside(b, find(domain.CustomerFilter{Page: domain.PageRequest{Offset: 9900}}),
			bare(s, "SELECT * FROM customers WHERE gone_at IS NULL ORDER BY sort_name LIMIT 100 OFFSET 9900"))
	})
	b.Run("search", func(b *testing.B) {
		storetest.Beside(b, find(domain.CustomerFilter{Search: "omer 77"}),
			bare(s, "SELECT * FROM customers WHERE search LIKE '%omer 77%' ORDER BY sort_name LIMIT 100"))
	})
	b.Run("search without a hit", func(b *testing.B) {
		storetest.Beside(b, find(domain.CustomerFilter{Search: "Åsgård"}),
			bare(s, "SELECT * FROM customers WHERE search LIKE '%asgard%' ORDER BY sort_name LIMIT 100"))
	})
	for _, figure := range []domain.Figure{
		domain.FigureExpiring, domain.FigureRenewing, domain.FigureOpen, domain.FigureLow, domain.FigureOver, domain.FigureFailed,
	} {
		b.Run("figure="+string(figure), func(b *testing.B) {
			storetest.Beside(b, find(domain.CustomerFilter{Figure: figure}),
				bare(s, "SELECT * FROM customers WHERE gone_at IS NULL ORDER BY sort_name LIMIT 100"))
		})
	}
	b.Run("status=expiring", func(b *testing.B) {
		storetest.Beside(b, find(domain.CustomerFilter{CustomerQuery: query(domain.CustomerExpiring)}),
			bare(s, "SELECT * FROM customers WHERE gone_at IS NULL ORDER BY sort_name LIMIT 100"))
	})
}

func BenchmarkFindSubscriptions(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	scope := domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
	for _, sort := range []string{"customer", "product", "quantity", "term_end_on", "status", "synced_at", "unit_price", "number"} {
		b.Run("sort="+sort, func(b *testing.B) {
			storetest.Beside(b, func() error {
				_, _, err := s.FindSubscriptions(ctx, domain.SubscriptionFilter{
					Scope: scope, Page: domain.PageRequest{Sort: sort, Limit: 100},
				})
				return err
			}, bare(s, "SELECT * FROM subscriptions WHERE gone_at IS NULL ORDER BY quantity LIMIT 100"))
		})
	}
	b.Run("figure=expiring", func(b *testing.B) {
		storetest.Beside(b, func() error {
			_, _, err := s.FindSubscriptions(ctx, domain.SubscriptionFilter{
				Scope: scope, Figure: domain.FigureExpiring, Page: domain.PageRequest{Sort: "term_end_on", Limit: 100},
			})
			return err
		}, bare(s, "SELECT * FROM subscriptions WHERE ends_on BETWEEN '2026-11-20' AND '2027-02-18' ORDER BY ends_on LIMIT 100"))
	})
	b.Run("search", func(b *testing.B) {
		storetest.Beside(b, func() error {
			_, _, err := s.FindSubscriptions(ctx, domain.SubscriptionFilter{
				Scope: scope, Search: "customer 77", Page: domain.PageRequest{Limit: 100},
			})
			return err
		}, bare(s, "SELECT * FROM subscriptions WHERE search LIKE '%77%' LIMIT 100"))
	})
}

func BenchmarkFindPools(b *testing.B) {
	ctx := context.Background()
	s := storetest.Large(b, storetest.BenchmarkScale())
	scope := domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
	for _, figure := range []domain.Figure{domain.FigureLow, domain.FigureOver} {
		b.Run("figure="+string(figure), func(b *testing.B) {
			storetest.Beside(b, func() error {
				_, _, err := s.FindPools(ctx, domain.PoolFilter{Scope: scope, Figure: figure, Page: domain.PageRequest{Sort: "ratio", Limit: 100}})
				return err
			}, bare(s, "SELECT * FROM pools WHERE over > 0 ORDER BY over LIMIT 100"))
		})
	}
}

func BenchmarkGetCustomer(b *testing.B) {
	s := storetest.Large(b, storetest.BenchmarkScale())
	storetest.Beside(b, func() error {
		_, err := s.GetCustomer(context.Background(), 4711, storetest.Today)
		return err
	}, bare(s, "SELECT * FROM subscriptions WHERE customer_id = 4711"))
}

// BenchmarkSavePage measures whole tasks: a customer's five pools and five subscriptions with all that follows from
// them, first into an empty file, then unchanged with and without the page's hash.
func BenchmarkSavePage(b *testing.B) {
	for _, again := range []string{"first", "unchanged", "unchanged by hash"} {
		b.Run(again, func(b *testing.B) {
			s := storetest.Open(b)
			c := storetest.Connect(b, s, domain.VendorMicrosoft, "Graph")
			run := storetest.Begin(b, s, c, storetest.Now)
			const customers = 500
			names := make([]string, customers)
			for i := range names {
				names[i] = fmt.Sprint("Customer ", i)
			}
			pages := make([]store.PageSave, customers)
			for i, r := range storetest.Records(b, s, c, storetest.Now, names...) {
				pages[i] = fivePools(run, r, i)
			}
			if again != "first" {
				for _, p := range pages {
					storetest.Save(b, s, p)
				}
			}
			n := 0
			for b.Loop() {
				p := pages[n%customers]
				if again == "unchanged" {
					p.Force = true
				}
				if again == "first" && n >= customers {
					p.Pools, p.Subscriptions = otherKeys(p, n)
				}
				storetest.Save(b, s, p)
				n++
			}
			b.ReportMetric(float64(n*10)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func fivePools(run domain.Run, r domain.Record, i int) store.PageSave {
	var pools []domain.Pool
	var subscriptions []domain.Subscription
	for n := range 5 {
		product := fmt.Sprintf("00000000-0000-4000-8000-%012d", (i*13+n*8)%40)
		pools = append(pools, storetest.Pool(product, domain.FamilyMicrosoft365, int64(10+i%90), int64(i%100)))
		line := storetest.Subscription("line-"+product, product, domain.FamilyMicrosoft365, int64(10+i%90))
		line.TermEndOn, line.AtTermEnd = storetest.Today.AddDays(i%400), domain.TermRenews
		subscriptions = append(subscriptions, line)
	}
	page := storetest.Read(run, r, storetest.Now.Add(time.Minute), pools, subscriptions)
	page.Hash = fmt.Sprint("hash ", i)
	return page
}

// otherKeys makes a page of rows that are new.
func otherKeys(p store.PageSave, n int) ([]domain.Pool, []domain.Subscription) {
	pools, subscriptions := append([]domain.Pool{}, p.Pools...), append([]domain.Subscription{}, p.Subscriptions...)
	for i := range pools {
		pools[i].Key += fmt.Sprint("-", n)
		subscriptions[i].Key += fmt.Sprint("-", n)
		p.Last.Seen.Add(domain.KindPools, pools[i].Key)
		p.Last.Seen.Add(domain.KindSubscriptions, subscriptions[i].Key)
	}
	return pools, subscriptions
}
