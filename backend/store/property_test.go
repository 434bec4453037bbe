package store_test

import (
	"context"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// eachHistory runs check on stores with a random past.
func eachHistory(t *testing.T, check func(*rapid.T, *store.Store, *storetest.History)) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.OpenIn(rt, t.TempDir())
		defer func() {
			if err := s.Close(); err != nil {
				rt.Fatal(err)
			}
		}()
		h := storetest.NewHistory(rt, s)
		h.Run(rapid.IntRange(1, 12).Draw(rt, "steps"))
		check(rt, s, h)
	})
}

// TestStore_AnyHistory checks every promise on the same random pasts, because making them is what takes time.
func TestStore_AnyHistory(t *testing.T) {
	eachHistory(t, func(rt *rapid.T, s *store.Store, h *storetest.History) {
		keptFiguresEqualTheirRecount(rt, s)
		samplesAreTheLastStateReadEachDay(rt, s, h)
		statusesFollowFromTheRows(rt, s, h)
		syncsKeepWhatWasTyped(rt, s, h)
	})
}

func keptFiguresEqualTheirRecount(rt *rapid.T, s *store.Store) {
	rows := storetest.ReadRows(rt, s)
	compare(rt, "roll-up", rows.ProductDays, rows.RecountProductDays())
	compare(rt, "roll-up per family", rows.FamilyDays, rows.RecountFamilyDays())
	compare(rt, "families", rows.Families, rows.RecountFamilies())
	compare(rt, "pools with a ratio", rows.Ratios, rows.RecountRatios())
	compare(rt, "kept middles", rows.Middles, rows.RecountMiddles())
	for id, stored := range rows.Customers {
		compare(rt, "summary", stored, rows.RecountCustomer(id))
	}
	ages := rows.RecountAges()
	for _, p := range rows.Pools {
		compare(rt, "age of a pool", p, ages[p.ID])
	}
	if err := s.RebuildRollups(context.Background()); err != nil {
		rt.Fatal(err)
	}
	rebuilt := storetest.ReadRows(rt, s)
	compare(rt, "kept middles after a rebuild", rebuilt.Middles, rebuilt.RecountMiddles())
	rows.Middles = rebuilt.Middles // which a rebuild moves to the medians
	compare(rt, "after a rebuild", rebuilt, rows)
}

func samplesAreTheLastStateReadEachDay(rt *rapid.T, s *store.Store, h *storetest.History) {
	rows := storetest.ReadRows(rt, s)
	pools := map[int64]storetest.PoolRow{}
	for _, p := range rows.Pools {
		pools[p.ID] = p
	}
	got := map[storetest.SampleKey]storetest.SampleRow{}
	for _, sample := range rows.Samples {
		p := pools[sample.PoolID]
		sample.PoolID = 0
		got[storetest.SampleKey{Day: sample.Day, Record: p.RecordID, Pool: p.Key}] = sample
	}
	compare(rt, "samples", got, h.Samples)
}

func statusesFollowFromTheRows(rt *rapid.T, s *store.Store, h *storetest.History) {
	rows := storetest.ReadRows(rt, s)
	scope := domain.Scope{Today: h.Today(), Thresholds: domain.DefaultThresholds()}
	found, total, err := s.FindCustomers(context.Background(), domain.CustomerFilter{Scope: scope, Gone: true})
	if err != nil {
		rt.Fatal(err)
	}
	if total != len(rows.Customers) || len(found) != total {
		rt.Fatalf("%d rows, total %d, stored %d", len(found), total, len(rows.Customers))
	}
	holding := map[domain.CustomerStatus]int{}
	for _, c := range found {
		want := rows.Statuses(c.ID, scope)
		compare(rt, "statuses", c.Statuses, want)
		compare(rt, "next end", string(c.NextEndsOn), nextEnd(rows, c.ID, scope.Today))
		for _, status := range want {
			holding[status]++
		}
	}
	for _, status := range []domain.CustomerStatus{domain.CustomerExpiring, domain.CustomerExpired, domain.CustomerTrial, domain.CustomerUnknown} {
		_, n, err := s.FindCustomers(context.Background(), domain.CustomerFilter{Scope: scope, CustomerQuery: query(status), Gone: true})
		if err != nil {
			rt.Fatal(err)
		}
		compare(rt, "customers that are "+string(status), n, holding[status])
	}
}

// nextEnd is the customer's earliest term that ends today or later.
func nextEnd(rows storetest.Rows, customer int64, today domain.Date) string {
	next := ""
	for _, s := range rows.Subscriptions {
		if s.CustomerID == customer && s.Runs() && s.AtEnd() == "ends" && s.End() >= string(today) && (next == "" || s.End() < next) {
			next = s.End()
		}
	}
	return next
}

func compare(t storetest.TB, what string, got, want any) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Fatalf("%s:\n got %+v\nwant %+v", what, got, want)
	}
}
