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

// reading is one customer of one connection whose data sets are read by and by.
type reading struct {
	*testing.T
	*store.Store
	connection domain.Connection
	record     domain.Record
	run        domain.Run
}

func newReading(t *testing.T) *reading {
	r := &reading{T: t, Store: storetest.Open(t)}
	r.connection = storetest.Connect(t, r.Store, domain.VendorMicrosoft, "Graph")
	r.record = storetest.Records(t, r.Store, r.connection, storetest.Now.AddDate(0, 0, -40), "Contoso")[0]
	return r
}

// licences is a run that reads pools and subscriptions so many days ago.
func (r *reading) licences(ago int, pools []domain.Pool, lines ...domain.Subscription) {
	r.Helper()
	at := storetest.Now.AddDate(0, 0, -ago)
	storetest.Sync(r.T, r.Store, r.connection, at, func(run domain.Run) []store.PageSave {
		return []store.PageSave{storetest.Read(run, r.record, at, pools, lines)}
	})
}

// other is a run that reads another data set.
func (r *reading) other(ago int, dataset string, kind domain.Kind, rows domain.Rows) {
	r.Helper()
	at := storetest.Now.AddDate(0, 0, -ago)
	storetest.Sync(r.T, r.Store, r.connection, at, func(run domain.Run) []store.PageSave {
		page := storetest.Read(run, r.record, at, nil, nil)
		page.Dataset, page.Last.Task.Dataset, page.Rows = dataset, dataset, rows
		page.Last.Lists = map[domain.Kind]bool{kind: true}
		for kind, row := range rows.All() {
			page.Last.Seen.Add(kind, row.RowKey())
		}
		return []store.PageSave{page}
	})
}

func (r *reading) use(ago int, product string, value int64) {
	day := storetest.Today.AddDays(-ago)
	r.other(ago, "usage", domain.KindUsage, domain.Rows{Usage: []domain.Usage{{
		Key: product + string(day), Product: product, ProductKey: product, Metric: "active", Period: "P7D", Day: day, Value: value,
	}}})
}

// samples gives what was sampled of use, by day, and the sums beside it.
func (r *reading) samples() string {
	rows := storetest.ReadRows(r.T, r.Store)
	text := ""
	for _, s := range rows.Samples {
		used := "-"
		if s.Used != nil {
			used = fmt.Sprint(*s.Used)
		}
		text += fmt.Sprintf("%s %s; ", s.Day, used)
	}
	for _, sum := range rows.ProductDays {
		text += fmt.Sprintf("%s sum %d of %d; ", sum.Day, sum.Used, sum.UsedPools)
	}
	return text
}

func TestUse_IsThatOfTheReport_UntilItIsTooOld(t *testing.T) {
	r := newReading(t)
	e3 := storetest.Pool("E3", domain.FamilyMicrosoft365, 10, 8)
	r.licences(20, []domain.Pool{e3})
	r.use(20, "E3", 5)
	r.licences(19, []domain.Pool{e3})
	r.use(19, "E3", 6)
	r.licences(8, []domain.Pool{e3})
	want := "2026-10-31 5; 2026-11-01 6; 2026-11-12 -; 2026-10-31 sum 5 of 1; 2026-11-01 sum 6 of 1; 2026-11-12 sum 0 of 0; "
	if got := r.samples(); got != want {
		t.Errorf("samples are\n%s, want\n%s", got, want)
	}
}

func (r *reading) rows(section domain.Figure) []domain.LicenceRow {
	r.Helper()
	scope := domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
	rows, _, err := store.FindLicences(context.Background(), r.Reader(), domain.LicenceFilter{Scope: scope, Section: section})
	if err != nil {
		r.Fatal(err)
	}
	return rows
}

func TestLicences_WeeklyChange_ComparesWithTheNearestSnapshot(t *testing.T) {
	for name, test := range map[string]struct {
		ago  map[int]int64 // assigned by days ago
		want string
	}{
		"seven days":       {map[int]int64{8: 1, 7: 2, 6: 3}, "10"},
		"six before eight": {map[int]int64{8: 1, 6: 3}, "9"},
		"eight":            {map[int]int64{9: 5, 8: 1, 5: 4}, "11"},
		"none":             {map[int]int64{9: 5, 5: 4}, "-"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newReading(t)
			for ago := 10; ago > 0; ago-- {
				if assigned, ok := test.ago[ago]; ok {
					r.licences(ago, []domain.Pool{storetest.Pool("E3", domain.FamilyMicrosoft365, 10, assigned)})
				}
			}
			r.licences(0, []domain.Pool{storetest.Pool("E3", domain.FamilyMicrosoft365, 10, 12)})
			got := "-"
			if change := r.rows(domain.FigureOver)[0].AssignedChange; change != nil {
				got = fmt.Sprint(*change)
			}
			if got != test.want {
				t.Errorf("changed by %s, want %s", got, test.want)
			}
		})
	}
}

func TestLicences_FirstSeen_CountsAfterTheFirstCompleteRead(t *testing.T) {
	r := newReading(t)
	e3 := []domain.Pool{storetest.Pool("E3", domain.FamilyMicrosoft365, 10, 8)}
	old, late := storetest.Subscription("old", "E3", domain.FamilyMicrosoft365, 4), storetest.Subscription("late", "E3", domain.FamilyMicrosoft365, 6)
	r.licences(30, e3, old)
	if rows := r.rows(domain.FigureAdded); len(rows) != 0 {
		t.Errorf("what the first look found was added: %+v", rows)
	}
	r.licences(5, e3, old, late)
	rows := r.rows(domain.FigureAdded)
	if len(rows) != 1 || rows[0].Numbers[0] != "late" || *rows[0].Days != 5 || rows[0].AddedSource != domain.SourceDerived || rows[0].Seats.SharedWith != 1 {
		t.Errorf("got %+v", rows)
	}
}

func TestLicences_UseOverTime_IsThatOfEachWeek(t *testing.T) {
	r := newReading(t)
	line := storetest.Subscription("a", "E3", domain.FamilyMicrosoft365, 10)
	line.TermEndOn, line.AtTermEnd = storetest.Today, domain.TermEnds
	for _, ago := range []int{95, 20, 15, 14, 1, 0} {
		pool := storetest.Pool("E3", domain.FamilyMicrosoft365, 10, 8)
		used := int64(ago)
		pool.Used = &used
		r.licences(ago, []domain.Pool{pool}, line)
	}
	row := r.rows(domain.FigureExpiring)[0]
	got := ""
	for _, p := range row.Use {
		got += fmt.Sprintf("%s %d; ", p.Day, *p.Used)
	}
	if got != "2026-11-06 14; 2026-11-20 0; " || *row.UseAverage != 7 {
		t.Errorf("use was %s, %v on average", got, *row.UseAverage)
	}
}

func (r *reading) waste(kind domain.WasteKind) string {
	r.Helper()
	rows, _, err := store.FindWaste(context.Background(), r.Reader(), domain.WasteFilter{
		Scope: domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}, Now: storetest.Now, Zone: time.UTC, Kind: kind,
	})
	if err != nil {
		r.Fatal(err)
	}
	text := ""
	for _, row := range rows {
		text += fmt.Sprintf("%s %d %d/%d/%d %s %s; ", row.Number, row.Seats, row.Disabled, row.Shared, row.Inactive, row.ActOn, row.Reason)
	}
	return text
}

func TestWaste_TypedEnd_MovesSeatsToTheSubscriptionThatCanBeReduced(t *testing.T) {
	r := newReading(t)
	r.licences(0, []domain.Pool{storetest.Pool("E3", domain.FamilyMicrosoft365, 10, 7)},
		storetest.Subscription("a", "E3", domain.FamilyMicrosoft365, 8), storetest.Subscription("b", "E3", domain.FamilyMicrosoft365, 2))
	if got := r.waste(domain.WasteExposure); got != "a 3 0/0/0  unknown; " {
		t.Errorf("exposure is %q", got)
	}
	end, renews := storetest.Today.AddDays(30), domain.TermRenews
	if _, err := r.SaveTyped(context.Background(), []int64{2}, domain.Typed{TermEndOn: &end, AtTermEnd: &renews}, storetest.Now); err != nil {
		t.Fatal(err)
	}
	if got := r.waste(domain.WasteReduce); got != "b 2 0/0/0 2026-12-20 ; " {
		t.Errorf("to reduce is %q", got)
	}
	if got := r.waste(domain.WasteExposure); got != "a 1 0/0/0  unknown; " {
		t.Errorf("exposure is %q", got)
	}
}

func TestWaste_HoldersAreForgottenWithThePeople(t *testing.T) {
	r := newReading(t)
	no, yes := false, true
	person := func(key string, enabled *bool, kind string, last domain.Date) domain.Person {
		return domain.Person{Key: key, Name: key, Enabled: enabled, Kind: kind, LastActiveOn: last, Products: []string{"E3"}}
	}
	r.licences(3, []domain.Pool{storetest.Pool("E3", domain.FamilyMicrosoft365, 10, 10)})
	day := storetest.Today.AddDays(-3) // people are read then
	r.other(3, "people", domain.KindPeople, domain.Rows{People: []domain.Person{
		person("left", &no, "user", day), person("mail", &yes, "shared", day), person("idle", &yes, "user", day.AddDays(-30)),
		person("here", &yes, "user", day.AddDays(-29)), person("unknown", &yes, "user", ""), person("unsaid", nil, "", ""),
	}})
	if got := r.waste(domain.WasteReassign); got != " 3 1/1/1  ; " {
		t.Errorf("to reassign is %q", got)
	}
	if err := r.ForgetPeople(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := r.waste(domain.WasteReassign); got != "" {
		t.Errorf("forgotten people hold %q", got)
	}
}

func TestForgetPeople_LeavesNobodyAndNoSignOfThem(t *testing.T) {
	r := newReading(t)
	r.other(3, "people", domain.KindPeople, domain.Rows{People: []domain.Person{{Key: "p", Name: "Ann"}}})
	r.other(3, "administrators", domain.KindAdministrators, domain.Rows{Administrators: []domain.Administrator{{Key: "a", Name: "Bea"}}})
	r.other(3, "incidents", domain.KindIncidents, domain.Rows{Incidents: []domain.Incident{{Key: "i"}}})
	left := func() (n [4]int) {
		for i, query := range []string{
			"SELECT COUNT(*) FROM people", "SELECT COUNT(*) FROM administrators", "SELECT COUNT(*) FROM incidents",
			"SELECT COUNT(*) FROM checkpoints WHERE dataset IN ('people', 'administrators')",
		} {
			if err := r.Reader().QueryRowContext(t.Context(), query).Scan(&n[i]); err != nil {
				t.Fatal(err)
			}
		}
		return n
	}
	if got := left(); got != [4]int{1, 1, 1, 2} {
		t.Fatalf("stored are %v", got)
	}
	if err := r.ForgetPeople(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := left(); got != [4]int{0, 0, 1, 0} {
		t.Errorf("left are %v", got)
	}
}
