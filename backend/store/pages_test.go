package store_test

import (
	"context"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// graph is a store with one connection, one customer and a running run.
type graph struct {
	*store.Store
	connection domain.Connection
	run        domain.Run
	record     domain.Record
}

func newGraph(t *testing.T) graph {
	t.Helper()
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	run := storetest.Begin(t, s, c, storetest.Now)
	return graph{s, c, run, storetest.Records(t, s, c, storetest.Now, "Contoso")[0]}
}

func (g graph) read(at time.Time, pools []domain.Pool, lines []domain.Subscription) store.PageSave {
	page := storetest.Read(g.run, g.record, at, pools, lines)
	page.Hash = "hash of " + at.String()
	return page
}

var (
	e3    = storetest.Pool("E3", domain.FamilyMicrosoft365, 10, 12)
	e3a   = storetest.Subscription("a", "E3", domain.FamilyMicrosoft365, 6)
	e3b   = storetest.Subscription("b", "E3", domain.FamilyMicrosoft365, 4)
	scope = domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}
)

func TestSavePage_UnchangedRows_WriteOnlyTheCheckpointAndTheTask(t *testing.T) {
	g := newGraph(t)
	pools, lines := []domain.Pool{e3}, []domain.Subscription{e3a, e3b}
	if n := storetest.Save(t, g.Store, g.read(storetest.Now, pools, lines)); n != 3 {
		t.Fatalf("the first read wrote %d rows, want 3", n)
	}
	before := storetest.ReadRows(t, g.Store)
	for name, force := range map[string]bool{"same hash": false, "compared": true} {
		again := g.read(storetest.Now, pools, lines)
		again.Force = force
		if n := storetest.Save(t, g.Store, again); n != 0 {
			t.Errorf("%s: wrote %d rows", name, n)
		}
		compare(t, name, storetest.ReadRows(t, g.Store), before)
	}
	tasks, total, err := g.FindTasks(context.Background(), store.TaskFilter{RunID: g.run.ID})
	if err != nil || total != 3 || tasks[0].Customer != "Contoso" || tasks[0].RowsWritten != 3 {
		t.Errorf("tasks %+v of %d, %v", tasks, total, err)
	}
}

func TestSavePage_NextDayUnchanged_TakesTheDaysSamples(t *testing.T) {
	g := newGraph(t)
	page := g.read(storetest.Now, []domain.Pool{e3}, []domain.Subscription{e3a})
	storetest.Save(t, g.Store, page)
	page.At, page.Day = storetest.Now.AddDate(0, 0, 1), storetest.Today.AddDays(1)
	if n := storetest.Save(t, g.Store, page); n != 0 {
		t.Errorf("wrote %d rows", n)
	}
	if samples := storetest.ReadRows(t, g.Store).Samples; len(samples) != 2 || samples[1].Day != "2026-11-21" {
		t.Errorf("samples %+v", samples)
	}
}

func TestSavePage_RowsNoLongerListed_LeaveTheFiguresAndComeBack(t *testing.T) {
	g := newGraph(t)
	both := []domain.Subscription{e3a, e3b}
	storetest.Save(t, g.Store, g.read(storetest.Now, []domain.Pool{e3}, both))
	if n := storetest.Save(t, g.Store, g.read(storetest.Now.Add(time.Hour), nil, both[:1])); n != 2 {
		t.Fatalf("marked %d rows gone, want 2", n)
	}
	detail := g.detail(t)
	if detail.Bought != 0 || detail.OverSeats != 0 || detail.Subscriptions != 1 {
		t.Errorf("figures %+v", detail.CustomerRow)
	}
	if len(detail.Pools) != 1 || detail.Pools[0].GoneAt == nil || len(detail.SubscriptionRows) != 2 {
		t.Errorf("what is gone is not kept: %+v", detail)
	}
	if n := storetest.Save(t, g.Store, g.read(storetest.Now.Add(2*time.Hour), []domain.Pool{e3}, both)); n != 2 {
		t.Errorf("brought %d rows back, want 2", n)
	}
	if detail := g.detail(t); detail.Bought != 10 || detail.OverSeats != 2 || detail.Subscriptions != 2 {
		t.Errorf("figures after the return %+v", detail.CustomerRow)
	}
}

func (g graph) detail(t *testing.T) domain.CustomerDetail {
	t.Helper()
	detail, err := g.GetCustomer(context.Background(), g.record.CustomerID, storetest.Today)
	if err != nil {
		t.Fatal(err)
	}
	return detail
}

func TestSavePage_IncompleteRead_MarksNothingGone(t *testing.T) {
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, []domain.Pool{e3}, []domain.Subscription{e3a, e3b}))
	page := g.read(storetest.Now.Add(time.Hour), nil, nil)
	page.Last.Complete = false
	if n := storetest.Save(t, g.Store, page); n != 0 {
		t.Errorf("wrote %d rows", n)
	}
}

func TestSavePage_FailedReadBetween_IsNotHiddenByTheOldHash(t *testing.T) {
	g := newGraph(t)
	first := g.read(storetest.Now, []domain.Pool{e3}, []domain.Subscription{e3a})
	storetest.Save(t, g.Store, first)
	changed := e3
	changed.Assigned = 3
	partial := g.read(storetest.Now, []domain.Pool{changed}, nil)
	partial.Last = nil
	storetest.Save(t, g.Store, partial) // and the rest of this read fails
	if n := storetest.Save(t, g.Store, first); n != 1 {
		t.Errorf("wrote %d rows, want the one that is back to what it was", n)
	}
	if detail := g.detail(t); detail.Assigned != 12 {
		t.Errorf("assigned %d, want 12", detail.Assigned)
	}
}

func TestSavePage_CursorStaysWithItsRows(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	page := g.read(storetest.Now, []domain.Pool{e3}, nil)
	page.Last, page.Cursor = nil, "page 2"
	storetest.Save(t, g.Store, page)
	checkpoint := func() store.Checkpoint {
		k, err := g.GetCheckpoint(ctx, g.connection.ID, g.record.ID, "licences")
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	if k := checkpoint(); k.Cursor != "page 2" || k.LastOKAt != nil || !k.FullDue {
		t.Errorf("after the first page %+v", k)
	}
	page = g.read(storetest.Now, []domain.Pool{e3}, nil)
	storetest.Save(t, g.Store, page)
	if k := checkpoint(); k.Cursor != "page 2" || k.LastOKAt == nil || k.FullDue || k.PageHash != page.Hash {
		t.Errorf("after the last page %+v", k)
	}
}

func TestFailTask_Refused_MarksTheCustomerAndKeepsItsRows(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, []domain.Pool{e3}, []domain.Subscription{e3a}))
	fail := func(state domain.TaskState, key string) {
		t.Helper()
		at := storetest.Now.Add(time.Hour)
		err := g.FailTask(ctx, store.TaskFail{ConnectionID: g.connection.ID, Record: g.record, Task: domain.Task{
			RunID: g.run.ID, Dataset: "licences", State: state, StartedAt: at, EndedAt: at, ErrorKey: key, ErrorDetail: "AADSTS65001",
		}, NoAccess: true})
		if err != nil {
			t.Fatal(err)
		}
	}
	fail(domain.TaskDeferred, "rate_limited")
	if detail := g.detail(t); detail.NoAccess != "" {
		t.Errorf("deferred, yet no access: %q", detail.NoAccess)
	}
	fail(domain.TaskFailed, "consent_missing")
	detail := g.detail(t)
	if detail.NoAccess != "consent_missing" || detail.Bought != 10 || detail.Datasets[0].LastOKAt == nil {
		t.Errorf("after the refusal %+v, %+v", detail.CustomerRow, detail.Datasets)
	}
	all, err := g.Completeness(ctx, store.CompletenessFilter{ConnectionID: g.connection.ID})
	if err != nil || len(all) != 1 || all[0].Read != 0 || all[0].Failed[0] != (domain.FailureCount{ErrorKey: "consent_missing", Count: 1}) {
		t.Errorf("completeness %+v, %v", all, err)
	}
	storetest.Save(t, g.Store, g.read(storetest.Now.Add(2*time.Hour), []domain.Pool{e3}, []domain.Subscription{e3a}))
	if detail := g.detail(t); detail.NoAccess != "" {
		t.Errorf("read again, yet no access: %q", detail.NoAccess)
	}
}

func TestCompleteness_CountsReadFailedAndNeverRead(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	records := storetest.Records(t, g.Store, g.connection, storetest.Now, "Contoso", "Fabrikam", "Tailspin")
	g.record = records[0]
	storetest.Save(t, g.Store, g.read(storetest.Now, nil, nil))
	err := g.FailTask(ctx, store.TaskFail{ConnectionID: g.connection.ID, Record: records[1], Task: domain.Task{
		RunID: g.run.ID, Dataset: "licences", State: domain.TaskFailed, StartedAt: storetest.Now, EndedAt: storetest.Now, ErrorKey: "unavailable",
	}})
	if err != nil {
		t.Fatal(err)
	}
	all, err := g.Completeness(ctx, store.CompletenessFilter{})
	if err != nil || len(all) != 1 {
		t.Fatalf("%+v, %v", all, err)
	}
	now := storetest.Now
	compare(t, "completeness", all[0], domain.Completeness{
		ConnectionID: g.connection.ID, Connection: "Graph", Vendor: domain.VendorMicrosoft, Dataset: "licences",
		Expected: 3, Read: 1, Never: 1, Failed: []domain.FailureCount{{ErrorKey: "unavailable", Count: 1}}, Oldest: &now, Newest: &now,
	})
}

func TestMarkRecordsGone_TakesTheirRowsOutOfTheFigures(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, []domain.Pool{e3}, []domain.Subscription{e3a}))
	n, err := g.MarkRecordsGone(ctx, g.connection.ID, map[string]bool{}, storetest.Now.Add(time.Hour), domain.DateOf(storetest.Now))
	if err != nil || n != 1 {
		t.Fatalf("marked %d, %v", n, err)
	}
	if _, total, err := g.FindCustomers(ctx, domain.CustomerFilter{Scope: scope}); err != nil || total != 0 {
		t.Errorf("%d customers listed, %v", total, err)
	}
	rows, _, err := g.FindCustomers(ctx, domain.CustomerFilter{Scope: scope, Gone: true})
	if err != nil || len(rows) != 1 || rows[0].GoneAt == nil || rows[0].Bought != 0 || len(rows[0].Statuses) != 0 {
		t.Fatalf("with the gone ones: %+v, %v", rows, err)
	}
	back := storetest.Records(t, g.Store, g.connection, storetest.Now.Add(2*time.Hour), "Contoso")
	if back[0].ID != g.record.ID || back[0].CustomerID != g.record.CustomerID || back[0].GoneAt != nil {
		t.Errorf("came back as %+v, was %+v", back[0], g.record)
	}
	storetest.Save(t, g.Store, g.read(storetest.Now.Add(2*time.Hour), []domain.Pool{e3}, []domain.Subscription{e3a}))
	if detail := g.detail(t); detail.Bought != 10 || detail.GoneAt != nil {
		t.Errorf("after the return %+v", detail.CustomerRow)
	}
}

func TestFinishRun_CustomersThatFailed_KeepTheirLastStateInTheHistory(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	records := storetest.Records(t, s, c, storetest.Now, "Contoso", "Fabrikam")
	storetest.Sync(t, s, c, storetest.Now, func(run domain.Run) []store.PageSave {
		return []store.PageSave{
			storetest.Read(run, records[0], storetest.Now, []domain.Pool{e3}, nil),
			storetest.Read(run, records[1], storetest.Now, []domain.Pool{e3}, nil),
		}
	})
	next := storetest.Now.AddDate(0, 0, 1)
	storetest.Sync(t, s, c, next, func(run domain.Run) []store.PageSave {
		return []store.PageSave{storetest.Read(run, records[0], next, []domain.Pool{e3}, nil)} // Fabrikam fails
	})
	days := storetest.ReadRows(t, s).ProductDays
	if len(days) != 2 || days[1].Pools != 2 || days[1].Bought != 20 {
		t.Errorf("days %+v", days)
	}
	k, err := s.GetCheckpoint(ctx, c.ID, records[1].ID, "licences")
	if err != nil || k.SampledOn != storetest.Today {
		t.Errorf("checkpoint %+v, %v", k, err)
	}
}

func TestDeleteConnection_LeavesNothingOfIt(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, []domain.Pool{e3}, []domain.Subscription{e3a}))
	if err := g.SaveSecret(ctx, g.connection.ID, "refresh_token", make([]byte, 60), storetest.Now); err != nil {
		t.Fatal(err)
	}
	if err := g.DeleteConnection(ctx, g.connection.ID); err != nil {
		t.Fatal(err)
	}
	rows := storetest.ReadRows(t, g.Store)
	rows.Ratios, rows.Middles = nil, nil
	compare(t, "rows", rows, storetest.Rows{
		Connections: map[int64]storetest.ConnectionRow{}, Customers: map[int64]storetest.CustomerRow{},
		Former: map[int64]int64{},
	})
	if secrets, err := g.FindSecrets(ctx, g.connection.ID); err != nil || len(secrets) != 0 {
		t.Errorf("%d secrets, %v", len(secrets), err)
	}
	wantKey(t, g.DeleteConnection(ctx, g.connection.ID), "not_found")
}
