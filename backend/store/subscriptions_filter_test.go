package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// asked is a filter set to one value, and the condition of a statement that is written anew here.
type asked[F any] struct {
	kind  string
	set   func(*F)
	plain string
}

// mixed is a store whose lines and pools differ in all that they can be filtered by.
func mixed(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.Open(t)
	for _, vendor := range []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft, domain.VendorBlancco} {
		c := storetest.Connect(t, s, vendor, string(vendor))
		var names []string
		for n := range 6 {
			names = append(names, fmt.Sprint(vendor, n))
		}
		records := storetest.Records(t, s, c, storetest.Now, names...)
		storetest.Sync(t, s, c, storetest.Now, func(run domain.Run) []store.PageSave {
			var pages []store.PageSave
			for _, r := range records {
				var pools []domain.Pool
				var lines []domain.Subscription
				for n := range 12 {
					pool := storetest.Pool(fmt.Sprint("P", n), domain.FamilyCalling, 10, 5)
					pool.Excluded = []domain.Exclusion{"", domain.ExcludedFree, "", domain.ExcludedUnlimited}[n%4]
					pools = append(pools, pool)
					lines = append(lines, storetest.Subscription(fmt.Sprint("L", n), pool.Key, domain.FamilyCalling, 10))
				}
				pages = append(pages, storetest.Read(run, r, storetest.Now, pools, lines))
			}
			return pages
		})
	}
	if err := s.Exec(context.Background(), `
UPDATE subscriptions
SET status = CASE id % 7 WHEN 0 THEN 'grace' WHEN 1 THEN 'suspended' WHEN 2 THEN 'expired' WHEN 3 THEN 'deleted' WHEN 4 THEN 'unknown' ELSE 'active' END,
    trial = CASE id / 2 % 3 WHEN 0 THEN 0 WHEN 1 THEN 1 END,
    given_term = CASE id / 3 % 7 WHEN 0 THEN 'P1M' WHEN 1 THEN 'P1Y' WHEN 2 THEN 'P2Y' WHEN 3 THEN 'P3Y' WHEN 4 THEN 'P5Y' END,
    typed_term = CASE WHEN id % 31 = 0 THEN 'P1Y' END, imported_term = id % 62 = 0,
    given_at_term_end = CASE id / 5 % 3 WHEN 0 THEN 'renews' WHEN 1 THEN 'ends' END,
    typed_at_term_end = CASE WHEN id % 37 = 0 THEN 'ends' END, imported_at_term_end = id % 74 = 0,
    given_term_end_on = CASE WHEN id % 2 = 0 THEN '2027-01-31' END,
    typed_term_end_on = CASE WHEN id % 29 = 0 THEN '2027-02-28' END, imported_term_end_on = id % 58 = 0,
    typed_unit_price = CASE WHEN id % 11 = 0 THEN '5.10' END, typed_currency = CASE WHEN id % 11 = 0 THEN 'EUR' END,
    typed_price_period = CASE WHEN id % 11 = 0 THEN 'month' END, imported_unit_price = id % 22 = 0,
    typed_status = CASE WHEN id % 41 = 0 THEN 'expired' END, imported_status = id % 82 = 0,
    typed_trial = CASE WHEN id % 43 = 0 THEN 1 END, imported_trial = id % 86 = 0,
    typed_cancel_until = CASE WHEN id % 47 = 0 THEN '2026-12-01T00:00:00.000Z' END,
    source = IIF(id % 13 = 0, 'import', 'api'),
    excluded = CASE WHEN id % 19 = 0 THEN 'duplicate' ELSE '' END,
    gone_at = CASE WHEN id % 17 = 0 THEN '2026-11-01T00:00:00.000Z' END`); err != nil {
		t.Fatal(err)
	}
	return s
}

func ofSubscriptions() []asked[domain.SubscriptionFilter] {
	type filter = domain.SubscriptionFilter
	var all []asked[filter]
	add := func(kind, plain string, set func(*filter)) { all = append(all, asked[filter]{kind, set, plain}) }
	for _, v := range []domain.Vendor{domain.VendorWebex, domain.VendorBlancco} {
		add("vendor", "o.vendor = '"+string(v)+"'", func(f *filter) { f.Vendors = append(f.Vendors, v) })
	}
	for _, v := range []domain.SubscriptionStatus{"active", "grace", "suspended", "expired", "deleted", "unknown"} {
		add("state", "s.status LIKE '"+string(v)+"'", func(f *filter) { f.States = append(f.States, v) })
	}
	for v, plain := range map[domain.YesNo]string{"yes": "COALESCE(s.trial, 0)", "no": "NOT COALESCE(s.trial, 1)", "unknown": "s.trial IS NULL"} {
		add("trial", plain, func(f *filter) { f.Trial = append(f.Trial, v) })
	}
	for v, stored := range map[domain.Term]string{"P1M": "P1M", "P1Y": "P1Y", "P2Y": "P2Y", "P3Y": "P3Y", "P5Y": "P5Y", "unknown": ""} {
		add("term", "COALESCE(s.typed_term, s.given_term, '') = '"+stored+"'", func(f *filter) { f.Terms = append(f.Terms, v) })
	}
	for v, stored := range map[domain.AtTermEnd]string{"renews": "renews", "ends": "ends", "unknown": ""} {
		add("at term end", "COALESCE(s.typed_at_term_end, s.given_at_term_end, '') = '"+stored+"'", func(f *filter) { f.AtTermEnd = append(f.AtTermEnd, v) })
	}
	fromFile, typed := "s.source = 'import'", "s.typed_cancel_until IS NOT NULL"
	for _, fact := range []string{"status", "trial", "term_end_on", "at_term_end", "term", "unit_price"} {
		fromFile += " OR s.typed_" + fact + " IS NOT NULL AND s.imported_" + fact + " = 1"
		typed += " OR s.typed_" + fact + " IS NOT NULL AND s.imported_" + fact + " = 0"
	}
	for v, plain := range map[domain.Source]string{"api": "s.source = 'api'", "import": fromFile, "typed": typed} {
		add("source", plain, func(f *filter) { f.Sources = append(f.Sources, v) })
	}
	for v, plain := range map[domain.Missing]string{
		"term_end_on": "s.typed_term_end_on IS NULL AND s.given_term_end_on IS NULL", "unit_price": "s.typed_unit_price IS NULL",
	} {
		add("missing", plain, func(f *filter) { f.Missing = append(f.Missing, v) })
	}
	return all
}

// counted gives the numbers that a plain statement finds, sorted.
func counted(t *testing.T, s *store.Store, query string) []int64 {
	t.Helper()
	rows, err := s.Reader().QueryContext(t.Context(), query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

// eachPair calls check with every filter alone, and with every two together: of one kind either holds, of two both.
func eachPair[F any](filters []asked[F], check func(what string, f F, plain string)) {
	for i, one := range filters {
		var f F
		one.set(&f)
		check(one.plain, f, one.plain)
		for _, other := range filters[i+1:] {
			both, word := f, "AND"
			if one.kind == other.kind {
				word = "OR"
			}
			other.set(&both)
			plain := fmt.Sprintf("(%s) %s (%s)", one.plain, word, other.plain)
			check(plain, both, plain)
		}
	}
}

func TestFindSubscriptions_EveryFilter_IsThatOfAPlainRecount(t *testing.T) {
	s := mixed(t)
	const plainly = "SELECT s.id FROM subscriptions s, connections o WHERE o.id = s.connection_id AND s.gone_at IS NULL AND s.excluded <> 'duplicate' AND "
	none := 0
	eachPair(ofSubscriptions(), func(what string, f domain.SubscriptionFilter, plain string) {
		f.Scope = scope
		want := counted(t, s, plainly+"("+plain+")")
		rows, total, err := s.FindSubscriptions(t.Context(), f)
		var found, each []int64
		for _, row := range rows {
			found = append(found, row.ID)
		}
		slices.Sort(found)
		if err != nil || total != len(want) || !slices.Equal(found, want) {
			t.Errorf("%s: found %v of %d (%v), counted %v", what, found, total, err, want)
		}
		f.Page = domain.PageRequest{Sort: "quantity", Limit: 1}
		if _, total, err = s.FindSubscriptions(t.Context(), f); err != nil || total != len(want) {
			t.Errorf("%s: a page of one is of %d (%v), not of %d", what, total, err, len(want))
		}
		f.Page = domain.PageRequest{}
		for row, err := range store.EachSubscription(t.Context(), s.Reader(), f) {
			if err != nil {
				t.Fatal(err)
			}
			each = append(each, row.ID)
		}
		slices.Sort(each)
		if !slices.Equal(each, want) {
			t.Errorf("%s: each of %v, counted %v", what, each, want)
		}
		groups, err := s.GroupSubscriptions(t.Context(), f)
		sameGroups(t, what, groups, err, rows, func(r domain.SubscriptionRow) domain.CustomerGroup {
			return domain.CustomerGroup{CustomerID: r.CustomerID, Customer: r.Customer, Rows: 1}
		})
		if len(want) == 0 {
			none++
		}
	})
	if none > 20 {
		t.Errorf("%d filters select nothing: too many to prove anything", none)
	}
}

// sameGroups compares groups with the rows of the list, taken together where they follow each other.
func sameGroups[R any](t *testing.T, what string, groups []domain.CustomerGroup, err error, rows []R, of func(R) domain.CustomerGroup) {
	t.Helper()
	want := []domain.CustomerGroup{}
	for _, row := range rows {
		one := of(row)
		if n := len(want) - 1; n >= 0 && want[n].CustomerID == one.CustomerID {
			want[n].Rows++
			continue
		}
		want = append(want, one)
	}
	if err != nil || !slices.Equal(groups, want) {
		t.Errorf("%s: groups are %v (%v), the list has %v", what, groups, err, want)
	}
}

// TestSubscriptionFilters_ThatHaveAnIndex_SayWordByWordWhatItSays: else the index is passed over, and all lines are read.
func TestSubscriptionFilters_ThatHaveAnIndex_SayWordByWordWhatItSays(t *testing.T) {
	s := storetest.Open(t)
	for index, condition := range store.IndexedFilters {
		made := column(t, s, "SELECT sql FROM sqlite_master WHERE name = '"+index+"'")
		_, where, _ := strings.Cut(strings.Join(strings.Fields(strings.Join(made, "")), " "), " WHERE ")
		if said := strings.ReplaceAll(condition, "s.", ""); where != said {
			t.Errorf("%s is where %s, its filter %s", index, where, said)
		}
	}
}

func TestFindPools_EveryFilter_IsThatOfAPlainRecount(t *testing.T) {
	s := mixed(t)
	type filter = domain.PoolFilter
	filters := []asked[filter]{
		{"vendor", func(f *filter) { f.Vendors = append(f.Vendors, domain.VendorWebex) }, "o.vendor = 'webex'"},
		{"vendor", func(f *filter) { f.Vendors = append(f.Vendors, domain.VendorMicrosoft) }, "o.vendor = 'microsoft'"},
		{"excluded", func(f *filter) { f.Excluded = append(f.Excluded, domain.Yes) }, "LENGTH(p.excluded) > 0"},
		{"excluded", func(f *filter) { f.Excluded = append(f.Excluded, domain.No) }, "LENGTH(p.excluded) = 0"},
	}
	const plainly = "SELECT p.id FROM pools p, connections o WHERE o.id = p.connection_id AND "
	eachPair(filters, func(what string, f filter, plain string) {
		f.Scope = scope
		want := counted(t, s, plainly+"("+plain+")")
		var each []int64
		for row, err := range s.EachPool(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			each = append(each, row.ID)
		}
		slices.Sort(each)
		f.Page = domain.PageRequest{Desc: true}
		rows, _, err := s.FindPools(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		groups, err := s.GroupPools(t.Context(), f)
		sameGroups(t, what, groups, err, rows, func(r domain.PoolRow) domain.CustomerGroup {
			return domain.CustomerGroup{CustomerID: r.CustomerID, Customer: r.Customer, Rows: 1}
		})
		f.Page = domain.PageRequest{Limit: 1}
		_, total, err := s.FindPools(t.Context(), f)
		if err != nil || total != len(want) || !slices.Equal(each, want) || len(want) == 0 {
			t.Errorf("%s: %v, a page of %d (%v), counted %v", what, each, total, err, want)
		}
	})
}

func TestFindSubscriptions_WordThatNoFilterKnows_IsRefused(t *testing.T) {
	s := storetest.Open(t)
	for _, q := range []domain.SubscriptionQuery{
		{States: []domain.SubscriptionStatus{"best"}}, {Trial: []domain.YesNo{"maybe"}}, {Terms: []domain.Term{"P4Y"}},
		{AtTermEnd: []domain.AtTermEnd{""}}, {Sources: []domain.Source{"derived"}}, {Missing: []domain.Missing{"customer"}},
	} {
		_, _, err := s.FindSubscriptions(t.Context(), domain.SubscriptionFilter{Scope: scope, SubscriptionQuery: q})
		wantKey(t, err, "invalid")
	}
	_, _, err := s.FindSubscriptions(t.Context(), domain.SubscriptionFilter{Scope: scope, Vendors: []domain.Vendor{"acme"}})
	wantKey(t, err, "invalid")
	_, _, err = s.FindPools(t.Context(), domain.PoolFilter{Scope: scope, Vendors: []domain.Vendor{"acme"}})
	wantKey(t, err, "invalid")
	_, _, err = s.FindPools(t.Context(), domain.PoolFilter{Scope: scope, Excluded: []domain.YesNo{domain.Unknown}})
	wantKey(t, err, "invalid")
}
