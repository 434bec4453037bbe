package store_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// portfolio is a store with customers of all kinds.
func portfolio(t *testing.T) *store.Store {
	t.Helper()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	hub := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	for i, c := range []domain.Connection{graph, hub} {
		names := []string{"Müller & Söhne", "=cmd()", "Ærø 100%", "o'Neill_Inc", "Straße 7", "zebra", "Åse"}[i*3 : i*3+4]
		at := storetest.Now.Add(time.Duration(i) * time.Hour)
		records := storetest.Records(t, s, c, at, names...)
		storetest.Sync(t, s, c, at, func(run domain.Run) []store.PageSave {
			var pages []store.PageSave
			for n, r := range records {
				pages = append(pages, someLicences(run, r, at, int64(n)))
			}
			return pages[1:]
		})
	}
	_, err := s.SaveTyped(context.Background(), []int64{2}, domain.Typed{
		UnitPrice: ptr("5.10"), Currency: ptr("EUR"), PricePeriod: ptr("month"), Term: ptr(domain.Term("P1M")),
	}, storetest.Now)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func someLicences(run domain.Run, r domain.Record, at time.Time, n int64) store.PageSave {
	pools := []domain.Pool{
		storetest.Pool("E3", domain.FamilyMicrosoft365, 10+n, 5+3*n), storetest.Pool("Meet", domain.FamilyMeetings, 20, 5*n),
	}
	lines := []domain.Subscription{
		storetest.Subscription("a", "E3", domain.FamilyMicrosoft365, 10+n), storetest.Subscription("b", "Meet", domain.FamilyMeetings, 20),
	}
	lines[0].TermEndOn, lines[0].AtTermEnd = storetest.Today.AddDays(int(40*n)), domain.TermEnds
	lines[1].Status, lines[1].Trial = domain.StatusSuspended, ptr(n%2 == 0)
	lines[1].TermEndOn, lines[1].CreatedOn = storetest.Today.AddDays(-int(n)), storetest.Today.AddDays(-300)
	return storetest.Read(run, r, at, pools, lines)
}

// jsonFields gives the JSON names of a row type's columns.
func jsonFields(row any) []string {
	var names []string
	for _, f := range reflect.VisibleFields(reflect.TypeOf(row)) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" && !f.Anonymous {
			names = append(names, name)
		}
	}
	return names
}

// checkSorts sorts a list by every column in both directions, page by page, and compares with the whole list: the pages
// hold each row once, and what is empty comes last either way.
func checkSorts[T any](t *testing.T, columns []string, find func(domain.PageRequest) ([]T, int, error), id func(T) int64, value func(T, string) string) {
	t.Helper()
	for _, column := range columns {
		for _, desc := range []bool{false, true} {
			t.Run(fmt.Sprint(column, " desc ", desc), func(t *testing.T) {
				whole, total, err := find(domain.PageRequest{Sort: column, Desc: desc})
				if err != nil || len(whole) != total || total < 5 {
					t.Fatalf("%d rows of %d, %v", len(whole), total, err)
				}
				var paged []T
				for len(paged) < total {
					page, n, err := find(domain.PageRequest{Sort: column, Desc: desc, Limit: 2, Offset: len(paged)})
					if err != nil || n != total || len(page) == 0 {
						t.Fatalf("page at %d: %d rows of %d, %v", len(paged), len(page), n, err)
					}
					paged = append(paged, page...)
				}
				compare(t, "pages", paged, whole)
				ids, empty := map[int64]bool{}, false
				for _, row := range whole {
					ids[id(row)] = true
					if empty && value(row, column) != "" {
						t.Errorf("%q comes after an empty value", value(row, column))
					}
					empty = empty || value(row, column) == ""
				}
				if len(ids) != total {
					t.Errorf("%d different rows of %d", len(ids), total)
				}
			})
		}
	}
}

// fieldValue gives the column of a row as text, "" where it is empty.
func fieldValue(row any, column string) string {
	v := reflect.ValueOf(row)
	for _, f := range reflect.VisibleFields(v.Type()) {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != column {
			continue
		}
		field := v.FieldByIndex(f.Index)
		if field.Kind() == reflect.Pointer {
			if field.IsNil() {
				return ""
			}
			field = field.Elem()
		}
		if field.Kind() == reflect.Slice {
			return strings.Trim(fmt.Sprint(field.Interface()), "[]")
		}
		return fmt.Sprint(field.Interface())
	}
	return ""
}

func TestFindCustomers_SortsByEveryColumn(t *testing.T) {
	s := portfolio(t)
	columns := slices.DeleteFunc(jsonFields(domain.CustomerRow{}), func(name string) bool { return name == "seats_known" })
	checkSorts(t, columns, func(page domain.PageRequest) ([]domain.CustomerRow, int, error) {
		return s.FindCustomers(context.Background(), domain.CustomerFilter{Scope: scope, Page: page})
	}, func(c domain.CustomerRow) int64 { return c.ID }, func(c domain.CustomerRow, column string) string { return fieldValue(c, column) })
}

func TestFindSubscriptions_SortsByEveryColumn(t *testing.T) {
	s := portfolio(t)
	columns := slices.DeleteFunc(jsonFields(domain.SubscriptionRow{}), func(name string) bool {
		return name == "pool" || name == "given" || name == "typed_times"
	})
	checkSorts(t, columns, func(page domain.PageRequest) ([]domain.SubscriptionRow, int, error) {
		return s.FindSubscriptions(context.Background(), domain.SubscriptionFilter{Scope: scope, Page: page})
	}, func(r domain.SubscriptionRow) int64 { return r.ID }, func(r domain.SubscriptionRow, column string) string { return fieldValue(r, column) })
}

func TestFindPools_SortsByEveryColumn(t *testing.T) {
	s := portfolio(t)
	checkSorts(t, jsonFields(domain.PoolRow{}), func(page domain.PageRequest) ([]domain.PoolRow, int, error) {
		return s.FindPools(context.Background(), domain.PoolFilter{Scope: scope, Page: page})
	}, func(r domain.PoolRow) int64 { return r.ID }, func(r domain.PoolRow, column string) string { return fieldValue(r, column) })
}

func TestLists_UnknownColumnOrFigure_AreRefused(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	_, _, err := s.FindCustomers(ctx, domain.CustomerFilter{Scope: scope, Page: domain.PageRequest{Sort: "name; DROP TABLE customers"}})
	wantKey(t, err, "invalid")
	_, _, err = s.FindCustomers(ctx, domain.CustomerFilter{Scope: scope, Figure: "best"})
	wantKey(t, err, "invalid")
	_, _, err = s.FindSubscriptions(ctx, domain.SubscriptionFilter{Scope: scope, Figure: domain.FigureOver})
	wantKey(t, err, "invalid")
	_, _, err = s.FindPools(ctx, domain.PoolFilter{Scope: scope, Figure: domain.FigureExpiring})
	wantKey(t, err, "invalid")
	_, err = s.GetCustomer(ctx, 99, storetest.Today)
	wantKey(t, err, "not_found")
}

func TestFindCustomers_SearchMeansWhatIsWritten(t *testing.T) {
	s := portfolio(t)
	for search, want := range map[string]string{
		"muller":           "Müller & Söhne",
		"MÜLLER söhne":     "Müller & Söhne",
		"sohne mull":       "Müller & Söhne",
		"100%":             "Ærø 100%",
		"0%":               "Ærø 100%",
		"%":                "Ærø 100%",
		"_":                "o'Neill_Inc, o'Neill_Inc",
		"'":                "o'Neill_Inc, o'Neill_Inc",
		"strasse":          "Straße 7",
		"ASE":              "Åse",
		"customer1.exam":   "=cmd(), Straße 7",
		"nobody":           "",
		`\`:                "",
		"muller elsewhere": "",
	} {
		rows, total, err := s.FindCustomers(context.Background(), domain.CustomerFilter{Scope: scope, Search: search})
		var names []string
		for _, r := range rows {
			names = append(names, r.Name)
		}
		if got := strings.Join(names, ", "); err != nil || got != want || total != len(rows) {
			t.Errorf("%q found %q of %d (%v), want %q", search, got, total, err, want)
		}
	}
}

func TestFindCustomers_FiltersTogether(t *testing.T) {
	s := portfolio(t)
	for name, tt := range map[string]struct {
		filter domain.CustomerFilter
		want   int
	}{
		"all":                        {domain.CustomerFilter{}, 8},
		"vendor":                     {domain.CustomerFilter{CustomerQuery: domain.CustomerQuery{Vendors: []domain.Vendor{domain.VendorWebex}}}, 4},
		"country":                    {domain.CustomerFilter{CustomerQuery: domain.CustomerQuery{Countries: []string{"DE"}}}, 0},
		"family":                     {domain.CustomerFilter{Scope: domain.Scope{Family: domain.FamilyMeetings}}, 6},
		"vendor and family":          {domain.CustomerFilter{CustomerQuery: domain.CustomerQuery{Vendors: []domain.Vendor{domain.VendorWebex}}, Scope: domain.Scope{Family: domain.FamilyMeetings}}, 3},
		"never read":                 {domain.CustomerFilter{CustomerQuery: query(domain.CustomerUnknown)}, 2},
		"vendor, status, and search": {domain.CustomerFilter{CustomerQuery: domain.CustomerQuery{Vendors: []domain.Vendor{domain.VendorWebex}, Statuses: []domain.CustomerStatus{domain.CustomerSuspended}}, Search: "zebra"}, 1},
		"one customer":               {domain.CustomerFilter{Scope: domain.Scope{CustomerID: 3}}, 1},
	} {
		tt.filter.Scope.Today, tt.filter.Scope.Thresholds = scope.Today, scope.Thresholds
		if _, total, err := s.FindCustomers(context.Background(), tt.filter); err != nil || total != tt.want {
			t.Errorf("%s: %d customers (%v), want %d", name, total, err, tt.want)
		}
	}
}

func TestFindCustomers_SeatsNeverReadAreNotZero(t *testing.T) {
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	records := storetest.Records(t, s, c, storetest.Now, "empty", "full", "listed", "refused", "lines only")
	storetest.Sync(t, s, c, storetest.Now, func(run domain.Run) []store.PageSave {
		return []store.PageSave{
			storetest.Read(run, records[0], storetest.Now, nil, nil),
			someLicences(run, records[1], storetest.Now, 1),
			withoutPools(storetest.Read(run, records[4], storetest.Now, nil, nil)),
		}
	})
	run := storetest.Begin(t, s, c, storetest.Now)
	err := s.FailTask(context.Background(), store.TaskFail{ConnectionID: c.ID, Record: records[3], Task: domain.Task{
		RunID: run.ID, RecordID: &records[3].ID, Dataset: "licences", State: domain.TaskFailed, StartedAt: storetest.Now,
		EndedAt: storetest.Now, ErrorKey: "consent_missing",
	}})
	if err != nil {
		t.Fatal(err)
	}
	rows, _, err := s.FindCustomers(context.Background(), domain.CustomerFilter{Scope: scope, Page: domain.PageRequest{Sort: "bought"}})
	if err != nil {
		t.Fatal(err)
	}
	if rows[0].Name != "empty" || rows[1].Name != "full" {
		t.Errorf("sorted by seats: %s, %s", rows[0].Name, rows[1].Name)
	}
	known := map[string]bool{}
	for _, row := range rows {
		known[row.Name] = row.SeatsKnown
	}
	compare(t, "seats known", known, map[string]bool{"empty": true, "full": true, "listed": false, "refused": false, "lines only": false})
}

// withoutPools makes a page one of a data set that lists no licence pools, such as the reports of a vendor without any.
func withoutPools(page store.PageSave) store.PageSave {
	delete(page.Last.Lists, domain.KindPools)
	return page
}

func TestFindSubscriptions_SearchesProductNumberAndCustomer(t *testing.T) {
	s := portfolio(t)
	for search, want := range map[string]int{"meet": 6, "zebra": 2, "zebra meet": 1, "": 12, "none": 0} {
		rows, total, err := s.FindSubscriptions(context.Background(), domain.SubscriptionFilter{Scope: scope, Search: search})
		if err != nil || total != want || len(rows) != want {
			t.Errorf("%q found %d of %d (%v), want %d", search, len(rows), total, err, want)
		}
	}
}

func TestFindSubscriptions_PoolIsSharedByItsLines(t *testing.T) {
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, []domain.Pool{e3}, []domain.Subscription{e3a, e3b}))
	rows, _, err := g.FindSubscriptions(context.Background(), domain.SubscriptionFilter{Scope: scope})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		compare(t, "pool", r.Pool, &domain.SharedPool{Bought: 10, Assigned: new(int64(12)), SharedBy: 2})
	}
}

func TestFindPools_SeatsThatNobodyCountsAreUnknown(t *testing.T) {
	g := newGraph(t)
	pool := storetest.Pool("backup", domain.FamilyBackup, 7, 0)
	pool.Excluded = domain.ExcludedUncounted
	storetest.Save(t, g.Store, g.read(storetest.Now, []domain.Pool{pool}, []domain.Subscription{storetest.Subscription("b1", "backup", domain.FamilyBackup, 7)}))
	pools, _, err := g.FindPools(t.Context(), domain.PoolFilter{Scope: scope})
	if err != nil || len(pools) != 1 {
		t.Fatal(pools, err)
	}
	if p := pools[0]; p.Bought != 7 || p.Assigned != nil || p.AvailableSeats != nil || p.OverSeats != nil || p.Ratio != nil {
		t.Errorf("%+v", p)
	}
	lines, _, err := g.FindSubscriptions(t.Context(), domain.SubscriptionFilter{Scope: scope})
	if err != nil || len(lines) != 1 {
		t.Fatal(lines, err)
	}
	compare(t, "pool of the subscription", lines[0].Pool, &domain.SharedPool{Bought: 7, SharedBy: 1})
	zero := domain.PageRequest{Where: []string{"assigned:equals:0"}}
	if pools, _, err := g.FindPools(t.Context(), domain.PoolFilter{Scope: scope, Page: zero}); err != nil || len(pools) != 0 {
		t.Errorf("found as 0: %v, %v", pools, err)
	}
}

// query asks for customers of a status.
func query(status domain.CustomerStatus) domain.CustomerQuery {
	return domain.CustomerQuery{Statuses: []domain.CustomerStatus{status}}
}
