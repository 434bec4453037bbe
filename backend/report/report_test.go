package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

var (
	e3    = storetest.Pool("E3", domain.FamilyMicrosoft365, 10, 12)
	meet  = storetest.Pool("Meet", domain.FamilyMeetings, 20, 5)
	scope = domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
)

// syncOn reads one customer with one pool on a day.
func syncOn(t *testing.T, s *store.Store, c domain.Connection, at time.Time, name string, pool domain.Pool) {
	t.Helper()
	record := storetest.Records(t, s, c, at, name)[0]
	storetest.Sync(t, s, c, at, func(run domain.Run) []store.PageSave {
		return []store.PageSave{storetest.Read(run, record, at, []domain.Pool{pool}, nil)}
	})
}

func trend(t *testing.T, s *store.Store, scope domain.Scope, days int) []domain.TrendPoint {
	t.Helper()
	points, _, err := report.New(s.Reader()).Trend(context.Background(), scope, days)
	if err != nil {
		t.Fatal(err)
	}
	return points
}

func TestTrend_ConnectionOutOfReach_CountsWithItsLastDay(t *testing.T) {
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	hub := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	day := func(n int) time.Time { return storetest.Now.AddDate(0, 0, n) }
	used := meet
	used.Used = new(int64)
	*used.Used = 4
	syncOn(t, s, graph, day(-3), "Contoso", e3)
	syncOn(t, s, hub, day(-3), "Fabrikam", used)
	syncOn(t, s, graph, day(-1), "Contoso", e3) // the hub is out of reach
	four := int64(4)
	want := []domain.TrendPoint{
		{Day: "2026-11-17", Bought: 30, Assigned: 17, Used: &four},
		{Day: "2026-11-19", Bought: 30, Assigned: 17, Used: &four},
	}
	compare(t, "trend", trend(t, s, scope, 365), want)
	compare(t, "the last two days", trend(t, s, scope, 2), want[1:])
	meetings := scope
	meetings.Family = domain.FamilyMeetings
	compare(t, "meetings", trend(t, s, meetings, 2), []domain.TrendPoint{{Day: "2026-11-19", Bought: 20, Assigned: 5, Used: &four}})
	contoso := scope
	contoso.CustomerID = 1
	both := scope
	both.Tag, both.Tagged = "gold", []int64{1, 2}
	compare(t, "all customers by a tag", trend(t, s, both, 365), want)
	both.Tagged = nil
	compare(t, "a tag of nobody", trend(t, s, both, 365), []domain.TrendPoint{})
	compare(t, "one customer", trend(t, s, contoso, 365), []domain.TrendPoint{
		{Day: "2026-11-17", Bought: 10, Assigned: 12}, {Day: "2026-11-19", Bought: 10, Assigned: 12},
	})
}

func TestTrend_NothingRead_IsEmpty(t *testing.T) {
	compare(t, "trend", trend(t, storetest.Open(t), scope, 365), []domain.TrendPoint{})
}

func TestKPIs_CustomersAMonthAgo_OnlyWhereAllHadBeenRead(t *testing.T) {
	s := storetest.Open(t)
	previous := func() *int {
		k, err := report.New(s.Reader()).KPIs(context.Background(), scope)
		if err != nil {
			t.Fatal(err)
		}
		return k.Customers.Previous
	}
	if got := previous(); got != nil {
		t.Errorf("without a connection %d", *got)
	}
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	syncOn(t, s, graph, storetest.Now.AddDate(0, 0, -31), "Contoso", e3)
	syncOn(t, s, graph, storetest.Now.AddDate(0, 0, -29), "Fabrikam", e3)
	if got := previous(); got == nil || *got != 1 {
		t.Errorf("a month ago %v, want 1", got)
	}
	storetest.Connect(t, s, domain.VendorWebex, "Hub")
	if got := previous(); got != nil {
		t.Errorf("with a connection never read %d", *got)
	}
}

func TestKPIs_PausedConnection_IsNotWaitedFor(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	hub := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	syncOn(t, s, graph, storetest.Now, "Contoso", e3)
	syncOn(t, s, hub, storetest.Now.Add(time.Hour), "Fabrikam", meet)
	storetest.Records(t, s, hub, storetest.Now, "Fabrikam", "Tailspin")
	coverage := func(customer int64) domain.Coverage {
		scope := scope
		scope.CustomerID = customer
		k, err := report.New(s.Reader()).KPIs(ctx, scope)
		if err != nil {
			t.Fatal(err)
		}
		return k.Completeness
	}
	oldest, newest := storetest.Now, storetest.Now.Add(time.Hour)
	none := []domain.FailureCount{}
	compare(t, "both", coverage(0), domain.Coverage{Expected: 3, Read: 2, Never: 1, Failed: none, Oldest: &oldest, Newest: &newest})
	compare(t, "one customer", coverage(2), domain.Coverage{Expected: 1, Read: 1, Failed: none, Oldest: &newest, Newest: &newest})
	if err := s.SetConnectionState(ctx, hub.ID, domain.ConnectionPaused); err != nil {
		t.Fatal(err)
	}
	compare(t, "paused", coverage(0), domain.Coverage{Expected: 1, Read: 1, Failed: none, Oldest: &oldest, Newest: &oldest})
}

// What is read once a week, or not for licences, makes no licence figure old.
func TestKPIs_SpanOfReads_IsThatOfWhatListsLicences(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	records := storetest.Records(t, s, graph, storetest.Now, "Contoso", "Fabrikam")
	run := storetest.Begin(t, s, graph, storetest.Now)
	read := func(r domain.Record, dataset string, at time.Time, lists map[domain.Kind]bool) {
		page := storetest.Read(run, r, at, nil, nil)
		page.Dataset, page.Last.Task.Dataset, page.Last.Lists = dataset, dataset, lists
		storetest.Save(t, s, page)
	}
	hours := func(n int) time.Time { return storetest.Now.Add(time.Duration(n) * time.Hour) }
	for _, r := range records {
		read(r, "links", hours(-100), map[domain.Kind]bool{domain.KindLinks: true})
	}
	span := func(customer int64) string {
		scope := scope
		scope.CustomerID = customer
		k, err := report.New(s.Reader()).KPIs(ctx, scope)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(k.Completeness.Oldest.Sub(storetest.Now).Hours(), " to ", k.Completeness.Newest.Sub(storetest.Now).Hours())
	}
	compare(t, "nothing lists licences", span(0), "-100 to -100")
	read(records[0], "skus", hours(-3), map[domain.Kind]bool{domain.KindPools: true})
	read(records[0], "subscriptions", hours(-2), map[domain.Kind]bool{domain.KindSubscriptions: true})
	read(records[1], "skus", hours(-1), map[domain.Kind]bool{domain.KindPools: true})
	read(records[1], "health", hours(0), map[domain.Kind]bool{domain.KindIncidents: true})
	compare(t, "everybody", span(0), "-3 to -1")
	compare(t, "one customer", span(records[1].CustomerID), "-1 to -1")
}

func TestKPIs_CustomerWithSeveralDatasets_CountsOnceInTheCoverage(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	records := storetest.Records(t, s, graph, storetest.Now, "Contoso", "Fabrikam", "Tailspin", "Wingtip")
	run := storetest.Begin(t, s, graph, storetest.Now)
	fail := func(r domain.Record, dataset, key string) {
		task := domain.Task{RunID: run.ID, Dataset: dataset, State: domain.TaskFailed, StartedAt: storetest.Now, EndedAt: storetest.Now, ErrorKey: key}
		if err := s.FailTask(ctx, store.TaskFail{ConnectionID: graph.ID, Record: r, Task: task, NoAccess: key == "consent_missing" || key == "forbidden"}); err != nil {
			t.Fatal(err)
		}
	}
	read := func(r domain.Record, dataset string) {
		page := storetest.Read(run, r, storetest.Now, nil, nil)
		page.Dataset, page.Last.Task.Dataset = dataset, dataset
		storetest.Save(t, s, page)
	}
	read(records[0], "skus")
	read(records[0], "subscriptions")
	read(records[1], "skus")
	fail(records[1], "subscriptions", "unavailable")
	fail(records[2], "skus", "consent_missing")
	fail(records[2], "subscriptions", "consent_missing")
	storetest.Finish(t, s, run, storetest.Now)
	k, err := report.New(s.Reader()).KPIs(ctx, scope)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "coverage", k.Completeness, domain.Coverage{
		Expected: 4, Read: 1, Never: 1, Oldest: &storetest.Now, Newest: &storetest.Now,
		Failed: []domain.FailureCount{{ErrorKey: "consent_missing", Count: 1}, {ErrorKey: "unavailable", Count: 1}},
	})
	failed := func(scope domain.Scope) []int {
		k, err := report.New(s.Reader()).KPIs(ctx, scope)
		if err != nil {
			t.Fatal(err)
		}
		rows, total, err := s.FindCustomers(ctx, domain.CustomerFilter{Scope: scope, Figure: domain.FigureFailed})
		if err != nil || total != len(rows) {
			t.Fatalf("%d of %d rows, %v", len(rows), total, err)
		}
		return []int{k.FailedTasks, total}
	}
	compare(t, "customers that failed, and the rows behind", failed(scope), []int{2, 2})
	family := scope
	family.Family = domain.FamilyMeetings
	compare(t, "in a family", failed(family), []int{2, 2})
	some := scope
	some.Tag, some.Tagged = "gold", []int64{records[0].CustomerID, records[1].CustomerID}
	if k, err = report.New(s.Reader()).KPIs(ctx, some); err != nil {
		t.Fatal(err)
	}
	compare(t, "coverage of a tag", k.Completeness, domain.Coverage{
		Expected: 2, Read: 1, Oldest: &storetest.Now, Newest: &storetest.Now,
		Failed: []domain.FailureCount{{ErrorKey: "unavailable", Count: 1}},
	})
	compare(t, "with a tag", failed(some), []int{1, 1})
	one := scope
	one.CustomerID = records[0].CustomerID
	compare(t, "one that was read", failed(one), []int{0, 0})
	if err := s.SetConnectionState(ctx, graph.ID, domain.ConnectionPaused); err != nil {
		t.Fatal(err)
	}
	compare(t, "paused", failed(scope), []int{0, 0})
}

func TestKPIs_ConnectionThatCouldNotBeListed_IsNamed(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	hub := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	syncOn(t, s, graph, storetest.Now, "Contoso", e3)
	gaps := func(customer int64) []domain.CoverageGap {
		scope := scope
		scope.CustomerID = customer
		k, err := report.New(s.Reader()).KPIs(ctx, scope)
		if err != nil {
			t.Fatal(err)
		}
		return k.Completeness.Gaps
	}
	end := func(c domain.Connection, state domain.RunState, key string) {
		run := storetest.Begin(t, s, c, storetest.Now)
		run.State, run.ErrorKey, run.EndedAt = state, key, &storetest.Now
		if err := s.FinishRun(ctx, run); err != nil {
			t.Fatal(err)
		}
	}
	compare(t, "never tried", gaps(0), []domain.CoverageGap{{Connection: "Hub"}})
	compare(t, "a customer of the other", gaps(1), nil)
	end(hub, domain.RunFailed, "unauthorized")
	end(graph, domain.RunCancelled, "cancelled") // what was read before stays complete
	compare(t, "refused", gaps(0), []domain.CoverageGap{{Connection: "Hub", ErrorKey: "unauthorized"}})
	end(graph, domain.RunPartial, "unavailable")
	end(hub, domain.RunPartial, "")
	compare(t, "listed", gaps(0), []domain.CoverageGap{{Connection: "Graph", ErrorKey: "unavailable"}})
	if err := s.SetConnectionState(ctx, graph.ID, domain.ConnectionPaused); err != nil {
		t.Fatal(err)
	}
	compare(t, "paused", gaps(0), nil)
}

func TestTrend_CustomerGoneToday_IsTheTileToday(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	records := storetest.Records(t, s, graph, storetest.Now, "Contoso", "Fabrikam")
	storetest.Sync(t, s, graph, storetest.Now, func(run domain.Run) []store.PageSave {
		return []store.PageSave{
			storetest.Read(run, records[0], storetest.Now, []domain.Pool{e3, meet}, nil),
			storetest.Read(run, records[1], storetest.Now, []domain.Pool{e3}, nil),
		}
	})
	if _, err := s.MarkRecordsGone(ctx, graph.ID, map[string]bool{records[1].VendorID: true}, storetest.Now, scope.Today); err != nil {
		t.Fatal(err)
	}
	reports := report.New(s.Reader())
	k, err := reports.KPIs(ctx, scope)
	if err != nil {
		t.Fatal(err)
	}
	trend, _, err := reports.Trend(ctx, scope, 30)
	if err != nil || len(trend) != 1 {
		t.Fatalf("trend %+v, %v", trend, err)
	}
	compare(t, "today", []int64{trend[0].Bought, trend[0].Assigned}, []int64{k.Bought, k.Assigned})
	compare(t, "bought", k.Bought, e3.Bought)
}

func TestBillingLines_SayWhoseSeatsAreAssigned(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	record := storetest.Records(t, s, graph, storetest.Now, "Contoso")[0]
	own := storetest.Subscription("own", "Meet", domain.FamilyMeetings, 20)
	own.Assigned = new(int64)
	*own.Assigned = 3
	storetest.Sync(t, s, graph, storetest.Now, func(run domain.Run) []store.PageSave {
		return []store.PageSave{storetest.Read(run, record, storetest.Now, []domain.Pool{e3, meet}, []domain.Subscription{
			storetest.Subscription("a", "E3", domain.FamilyMicrosoft365, 6),
			storetest.Subscription("b", "E3", domain.FamilyMicrosoft365, 4), own,
		})}
	})
	type seats struct {
		Assigned int64
		Shared   bool
	}
	got := map[string]seats{}
	for line, err := range report.New(s.Reader()).BillingLines(ctx, scope) {
		if err != nil {
			t.Fatal(err)
		}
		got[line.Number] = seats{*line.AssignedSeats, line.AssignedShared}
		if line.Amount != nil {
			t.Errorf("%s has no price, yet costs %+v", line.Number, line.Amount)
		}
	}
	compare(t, "seats", got, map[string]seats{"a": {12, true}, "b": {12, true}, "own": {3, false}})
}

func TestLines_StoppedHalfWay_LeaveNoConnectionBusy(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	storetest.Records(t, s, graph, storetest.Now, "Contoso", "Fabrikam")
	r := report.New(s.Reader())
	for range 50 {
		for row, err := range r.CustomerLines(ctx, domain.CustomerFilter{Scope: scope}) {
			if err != nil || row.Name != "Contoso" {
				t.Fatalf("%+v, %v", row, err)
			}
			break
		}
	}
	if busy := s.Reader().Stats().InUse; busy != 0 {
		t.Errorf("%d connections are busy", busy)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	for _, err := range r.BillingLines(cancelled, scope) {
		if err == nil {
			t.Error("a cancelled export went on")
		}
	}
}

func compare(t *testing.T, what string, got, want any) {
	t.Helper()
	if text, wanted := asText(got), asText(want); text != wanted {
		t.Errorf("%s:\n got %s\nwant %s", what, text, wanted)
	}
}

// asText shows what pointers point to.
func asText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return fmt.Sprintf("%+v", value)
	}
	return string(text)
}
