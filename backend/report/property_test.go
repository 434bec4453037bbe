package report_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

func eachHistory(t *testing.T, check func(*rapid.T, *store.Store, domain.Scope)) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.OpenIn(rt, t.TempDir())
		defer func() {
			if err := s.Close(); err != nil {
				rt.Fatal(err)
			}
		}()
		h := storetest.NewHistory(rt, s)
		h.Run(rapid.IntRange(1, 12).Draw(rt, "steps"))
		scope := domain.Scope{Today: h.Today(), Thresholds: domain.DefaultThresholds()}
		scope.Thresholds.LowMinCustomers = rapid.IntRange(2, 5).Draw(rt, "low min customers")
		scope.Family = rapid.SampledFrom([]domain.Family{"", domain.FamilyMeetings, domain.FamilyCalling, domain.FamilyBackup}).Draw(rt, "family")
		scope.CustomerID = rapid.SampledFrom([]int64{0, 0, 1, 3}).Draw(rt, "customer")
		if scope.CustomerID == 0 && rapid.Bool().Draw(rt, "by tag") {
			scope.Tag, scope.Tagged = "gold", rapid.SampledFrom([][]int64{nil, {1, 3}, {1, 2, 3, 4, 5}}).Draw(rt, "tagged")
		}
		check(rt, s, scope)
	})
}

// TestKPIs_AnyHistory checks both promises on the same random pasts, because making them is what takes time.
func TestKPIs_AnyHistory(t *testing.T) {
	eachHistory(t, func(rt *rapid.T, s *store.Store, scope domain.Scope) {
		kpisEqualARecountOfAllRows(rt, s, scope)
		rowsBehindAFigureAreThoseItCounts(rt, s, scope)
		pagesOfTheCalendarAreCutFromTheWhole(rt, s, scope)
		poolsAreListedOnceEach(rt, s, scope)
	})
}

// poolsAreListedOnceEach goes through the pages of all pools, by customer.
func poolsAreListedOnceEach(rt *rapid.T, s *store.Store, scope domain.Scope) {
	want := map[int64]bool{}
	for _, p := range storetest.ReadRows(rt, s).Pools {
		if p.GoneAt == "" && p.Excluded != string(domain.ExcludedDuplicate) {
			want[p.ID] = true
		}
	}
	scope.Family, scope.CustomerID, scope.Tag = "", 0, ""
	f, before, count := domain.PoolFilter{Scope: scope, Page: domain.PageRequest{Limit: 3}}, "", len(want)
	for len(want) > 0 {
		rows, total, err := s.FindPools(context.Background(), f)
		if err != nil || total != count || len(rows) == 0 {
			rt.Fatalf("%d rows of %d (%v), want %d", len(rows), total, err, count)
		}
		for _, p := range rows {
			name := strings.ToLower(p.Customer)
			if !want[p.ID] || name < before {
				rt.Fatalf("%+v is listed twice or after %q", p, before)
			}
			delete(want, p.ID)
			before = name
		}
		f.Page.Offset += len(rows)
	}
}

// pagesOfTheCalendarAreCutFromTheWhole compares what is read in brief, and completed for a page, with what is read at once.
func pagesOfTheCalendarAreCutFromTheWhole(rt *rapid.T, s *store.Store, scope domain.Scope) {
	ctx, reports := context.Background(), report.New(s.Reader())
	f := domain.CalendarFilter{
		Scope: scope, Now: scope.Today.Time(), Zone: time.UTC, From: scope.Today.AddDays(rapid.IntRange(-30, 0).Draw(rt, "from")),
		To: scope.Today.AddDays(rapid.IntRange(0, 100).Draw(rt, "to")), Unclear: rapid.Bool().Draw(rt, "unclear"),
		States: rapid.SliceOfNDistinct(rapid.SampledFrom(domain.DecisionStates), 0, 2, rapid.ID).Draw(rt, "states"),
	}
	f.Page = domain.PageRequest{Limit: rapid.IntRange(0, 8).Draw(rt, "limit"), Offset: rapid.IntRange(0, 12).Draw(rt, "offset")}
	whole, err := reports.Calendar(ctx, f)
	if err != nil {
		rt.Fatal(err)
	}
	sum, err := reports.CalendarSummary(ctx, f)
	if err != nil || !reflect.DeepEqual(sum, whole.Summary) {
		rt.Fatalf("sums %+v (%v)\nwant %+v", sum, err, whole.Summary)
	}
	got, total, err := reports.CalendarPage(ctx, f)
	all := len(whole.Items)
	last := all
	if f.Page.Limit > 0 {
		last = min(all, f.Page.Offset+f.Page.Limit)
	}
	want := whole.Items[min(f.Page.Offset, all):last]
	if err != nil || total != all || len(got) != len(want) || len(want) > 0 && !reflect.DeepEqual(got, want) {
		rt.Fatalf("page %+v of %d (%v)\nwant %+v of %d", got, total, err, want, all)
	}
}

func kpisEqualARecountOfAllRows(rt *rapid.T, s *store.Store, scope domain.Scope) {
	got, err := report.New(s.Reader()).KPIs(context.Background(), scope)
	if err != nil {
		rt.Fatal(err)
	}
	got.Completeness, got.FailedTasks, got.Customers.Previous = domain.Coverage{}, 0, nil
	want := storetest.ReadRows(rt, s).KPIs(scope)
	if !reflect.DeepEqual(got, want) {
		rt.Fatalf("scope %+v\n got %+v\nwant %+v", scope, got, want)
	}
}

func rowsBehindAFigureAreThoseItCounts(rt *rapid.T, s *store.Store, scope domain.Scope) {
	ctx := context.Background()
	rows := storetest.ReadRows(rt, s)
	for _, figure := range []domain.Figure{
		domain.FigureExpiring, domain.FigureRenewing, domain.FigureOpen, domain.FigureLow, domain.FigureOver,
		domain.FigureMissingDates, domain.FigureMissingPrice,
	} {
		want := rows.Behind(figure, scope)
		found, total, err := s.FindCustomers(ctx, domain.CustomerFilter{Scope: scope, Figure: figure})
		if err != nil {
			rt.Fatal(err)
		}
		ids := make([]int64, 0, len(found))
		for _, c := range found {
			ids = append(ids, c.ID)
		}
		slices.Sort(ids)
		if !slices.Equal(ids, want.Customers()) || total != len(ids) {
			rt.Fatalf("%s: customers %v of %d, want %v", figure, ids, total, want.Customers())
		}
		if slices.Contains(domain.LicenceSections, figure) {
			sectionIsWhatItLists(rt, s, domain.LicenceFilter{Scope: scope, Section: figure}, want)
		}
		if figure == domain.FigureLow || figure == domain.FigureOver {
			_, pools, err := s.FindPools(ctx, domain.PoolFilter{Scope: scope, Figure: figure})
			if err != nil || pools != len(want.Pools) {
				rt.Fatalf("%s: %d pools (%v), want %d", figure, pools, err, len(want.Pools))
			}
			continue
		}
		_, lines, err := s.FindSubscriptions(ctx, domain.SubscriptionFilter{Scope: scope, Figure: figure})
		if err != nil || lines != len(want.Subscriptions) {
			rt.Fatalf("%s: %d subscriptions (%v), want %d", figure, lines, err, len(want.Subscriptions))
		}
	}
}

// sectionIsWhatItLists compares the head of a section, and its rows, with the rows behind the figure.
func sectionIsWhatItLists(rt *rapid.T, s *store.Store, f domain.LicenceFilter, want storetest.Behind) {
	ctx, reports := context.Background(), report.New(s.Reader())
	sum, err := reports.Licences(ctx, f)
	if err != nil {
		rt.Fatal(err)
	}
	behind := len(want.Subscriptions) + len(want.Pools)
	if sum.Customers != len(want.Customers()) || sum.Rows != behind {
		rt.Fatalf("%s: %d customers and %d rows, want %d and %d", f.Section, sum.Customers, sum.Rows, len(want.Customers()), behind)
	}
	rows, total, err := reports.LicenceRows(ctx, f)
	if err != nil || len(rows) != behind || total != behind {
		rt.Fatalf("%s: %d rows of %d (%v), want %d", f.Section, len(rows), total, err, behind)
	}
	licences := int64(0)
	for _, row := range rows {
		licences += row.Quantity
	}
	if licences != sum.Licences {
		rt.Fatalf("%s: rows have %d licences, the head says %d", f.Section, licences, sum.Licences)
	}
}
