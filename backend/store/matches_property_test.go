package store_test

import (
	"context"
	"testing"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// TestStore_AnyMatchingHistory joins, splits, undoes and syncs in any order, with two connections that see the same
// tenants: seats never count twice and never get lost, and everything kept equals its recount.
func TestStore_AnyMatchingHistory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := openFor(t, rt)
		h := storetest.NewMatchingHistory(rt, s, func(step string, before storetest.Rows) {
			after := storetest.ReadRows(rt, s)
			compare(rt, "what "+step+" leaves of the rows", rowsThatStay(after), rowsThatStay(before))
			compareTotals(rt, step, before, after)
		})
		h.Run(rapid.IntRange(1, 16).Draw(rt, "steps"))
		rows := storetest.ReadRows(rt, s)
		compareTotals(rt, "the end", rows, rows)
		tenantsCountOnce(rt, rows)
		everyNumberLeadsSomewhere(rt, s, rows)
		keptFiguresEqualTheirRecount(rt, s)
		if err := s.Check(context.Background()); err != nil {
			rt.Fatal(err)
		}
	})
}

func openFor(t *testing.T, rt *rapid.T) *store.Store {
	s := storetest.OpenIn(rt, t.TempDir())
	rt.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// staying is what a decision leaves as it was: typed values and first-seen dates among it.
type staying struct {
	subscriptions map[int64]storetest.SubscriptionRow
	pools         map[int64]storetest.PoolRow
	samples       int
}

func rowsThatStay(rows storetest.Rows) staying {
	s := staying{subscriptions: map[int64]storetest.SubscriptionRow{}, pools: map[int64]storetest.PoolRow{}, samples: len(rows.Samples)}
	for _, row := range rows.Subscriptions {
		row.CustomerID = 0
		s.subscriptions[row.ID] = row
	}
	for _, row := range rows.Pools {
		row.CustomerID = 0
		s.pools[row.ID] = row
	}
	return s
}

func compareTotals(rt *rapid.T, step string, before, after storetest.Rows) {
	rt.Helper()
	type totals struct{ bought, assigned, subscriptions int64 }
	var was, is, records totals
	was.bought, was.assigned, was.subscriptions = before.Totals()
	is.bought, is.assigned, is.subscriptions = after.Totals()
	records.bought, records.assigned, records.subscriptions = after.RecordTotals()
	compare(rt, "totals over customers before and after "+step, is, was)
	compare(rt, "totals over customers and over records after "+step, is, records)
}

func tenantsCountOnce(rt *rapid.T, rows storetest.Rows) {
	type tenant struct {
		vendor domain.Vendor
		id     string
	}
	counting, listed := map[tenant]int{}, map[tenant]int{}
	owner, duplicate, record := map[tenant]int64{}, map[int64]bool{}, map[int64]storetest.RecordRow{}
	for _, r := range rows.Records {
		k := tenant{rows.Connections[r.ConnectionID].Vendor, r.VendorID}
		if owner[k] != 0 && owner[k] != r.CustomerID {
			rt.Fatalf("tenant %v is of customers %d and %d", k, owner[k], r.CustomerID)
		}
		owner[k], duplicate[r.ID], record[r.ID] = r.CustomerID, r.Duplicate, r
		if r.GoneAt == "" {
			listed[k]++
			if !r.Duplicate {
				counting[k]++
			}
		}
	}
	for k := range listed {
		if counting[k] != 1 {
			rt.Fatalf("of %d records of tenant %v %d count", listed[k], k, counting[k])
		}
	}
	excluded := func(id int64, given, stored string) {
		if duplicate[id] {
			given = string(domain.ExcludedDuplicate)
		}
		compare(rt, "reason to leave a row out", stored, given)
	}
	for _, p := range rows.Pools {
		excluded(p.RecordID, p.Given, p.Excluded)
		compare(rt, "customer of a pool", p.CustomerID, record[p.RecordID].CustomerID)
	}
	for _, s := range rows.Subscriptions {
		excluded(s.RecordID, s.Given, s.Excluded)
		compare(rt, "customer of a subscription", s.CustomerID, record[s.RecordID].CustomerID)
	}
}

func everyNumberLeadsSomewhere(rt *rapid.T, s *store.Store, rows storetest.Rows) {
	owned := map[int64]bool{}
	for _, r := range rows.Records {
		owned[r.CustomerID] = true
	}
	for id := range rows.Customers {
		if !owned[id] {
			rt.Fatalf("customer %d has no record", id)
		}
	}
	for id := range rows.Former {
		now, err := s.ResolveCustomer(context.Background(), id)
		if err != nil || !owned[now] {
			rt.Fatalf("former customer %d leads to %d, %v", id, now, err)
		}
		if _, there := rows.Customers[id]; there {
			rt.Fatalf("former customer %d is there", id)
		}
	}
}

// TestStore_UndoneInReverse_AllIsAsBefore wants every decision, undone from the last one back, to leave each record with
// the customer it had, under its old number.
func TestStore_UndoneInReverse_AllIsAsBefore(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := openFor(t, rt)
		ctx := context.Background()
		h := storetest.NewMatchingHistory(rt, s, func(string, storetest.Rows) {})
		h.Run(rapid.IntRange(1, 8).Draw(rt, "steps before"))
		before := storetest.ReadRows(rt, s)
		known, _, err := s.FindMatchDecisions(ctx, domain.PageRequest{})
		if err != nil {
			rt.Fatal(err)
		}
		h.Decide(rapid.IntRange(1, 8).Draw(rt, "decisions"))
		decisions, _, err := s.FindMatchDecisions(ctx, domain.PageRequest{})
		if err != nil {
			rt.Fatal(err)
		}
		for _, d := range decisions[:len(decisions)-len(known)] {
			if err := s.UndoMatch(ctx, d.ID, storetest.Now); err != nil {
				rt.Fatal(err)
			}
		}
		after := storetest.ReadRows(rt, s)
		compare(rt, "customers of the records", owners(after), owners(before))
		compare(rt, "customers", len(after.Customers), len(before.Customers))
		for id, record := range before.Former {
			compare(rt, "former customer", after.Former[id], record) // those that a split made are former ones now, too
		}
		for id, c := range after.Customers {
			was := before.Customers[id]
			c.Unmatched, was.Unmatched = false, false
			compare(rt, "customer", c, was)
		}
	})
}

func owners(rows storetest.Rows) map[int64]int64 {
	found := map[int64]int64{}
	for _, r := range rows.Records {
		found[r.ID] = r.CustomerID
	}
	return found
}
