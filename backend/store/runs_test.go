package store_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

func newRun(c domain.Connection, at time.Time) store.NewRun {
	return store.NewRun{ConnectionID: c.ID, Trigger: "user", Owner: "test", At: at}
}

func TestBeginRun_OneIsRunning_IsAConflict(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	other := storetest.Connect(t, s, domain.VendorWebex, "Other")
	run := storetest.Begin(t, s, c, storetest.Now)
	_, err := s.BeginRun(ctx, newRun(c, storetest.Now))
	wantKey(t, err, "sync_running")
	storetest.Begin(t, s, other, storetest.Now)
	storetest.Finish(t, s, run, storetest.Now)
	storetest.Begin(t, s, c, storetest.Now)
}

func TestBeginRun_ConnectionThatDoesNotExist_IsNotFound(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.BeginRun(context.Background(), store.NewRun{ConnectionID: 7, At: storetest.Now})
	wantKey(t, err, "not_found")
}

func TestBeginRun_OtherWithoutASignOfLife_IsTakenOver(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	old := storetest.Begin(t, s, c, storetest.Now)
	if _, err := s.Heartbeat(ctx, old.ID, time.Now().Add(-3*time.Minute)); err != nil {
		t.Fatal(err)
	}
	storetest.Begin(t, s, c, storetest.Now)
	taken, err := s.GetRun(ctx, old.ID)
	if err != nil || taken.State != domain.RunInterrupted || taken.EndedAt == nil || taken.ErrorKey != "interrupted" {
		t.Errorf("the old run is %+v, %v", taken, err)
	}
	if end, err := s.Heartbeat(ctx, old.ID, time.Now()); err != nil || !end {
		t.Errorf("the old run is not told to end: %v, %v", end, err)
	}
}

func TestHeartbeat_CancelRequested_IsReported(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	run := storetest.Begin(t, s, storetest.Connect(t, s, domain.VendorWebex, "Hub"), storetest.Now)
	if end, err := s.Heartbeat(ctx, run.ID, time.Now()); err != nil || end {
		t.Fatalf("end %v, %v", end, err)
	}
	if err := s.RequestCancel(ctx, run.ID); err != nil {
		t.Fatal(err)
	}
	if end, err := s.Heartbeat(ctx, run.ID, time.Now()); err != nil || !end {
		t.Fatalf("end %v, %v", end, err)
	}
	storetest.Finish(t, s, run, storetest.Now)
	wantKey(t, s.RequestCancel(ctx, run.ID), "run_not_running")
}

func TestInterruptStaleRuns_LeavesLivingRunsAlone(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	dead := storetest.Begin(t, s, storetest.Connect(t, s, domain.VendorWebex, "Dead"), storetest.Now)
	alive := storetest.Begin(t, s, storetest.Connect(t, s, domain.VendorWebex, "Alive"), storetest.Now)
	later := time.Now().Add(5 * time.Minute)
	if _, err := s.Heartbeat(ctx, alive.ID, later); err != nil {
		t.Fatal(err)
	}
	if err := s.InterruptStaleRuns(ctx, later); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[int64]domain.RunState{dead.ID: domain.RunInterrupted, alive.ID: domain.RunRunning} {
		if run, err := s.GetRun(ctx, id); err != nil || run.State != want {
			t.Errorf("run %d is %s (%v), want %s", id, run.State, err, want)
		}
	}
}

func TestFullRun_StaysDueUntilEveryDatasetWasReadInFull(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, nil, nil))
	storetest.Finish(t, g.Store, g.run, storetest.Now)
	due := func() bool {
		all, err := g.FindCheckpoints(ctx, g.connection.ID)
		if err != nil {
			t.Fatal(err)
		}
		return all[store.CheckpointKey{RecordID: g.record.ID, Dataset: "licences"}].FullDue
	}
	full := newRun(g.connection, storetest.Now)
	full.Full = true
	run, err := g.BeginRun(ctx, full)
	if err != nil {
		t.Fatal(err)
	}
	if !due() {
		t.Error("a full run does not make its datasets due")
	}
	storetest.Finish(t, g.Store, run, storetest.Now) // it read nothing
	if !due() {
		t.Error("an unfinished full run is no longer due")
	}
	g.run = storetest.Begin(t, g.Store, g.connection, storetest.Now)
	storetest.Save(t, g.Store, g.read(storetest.Now, nil, nil))
	if due() {
		t.Error("still due after a complete read")
	}
}

func TestFinishRun_KeepsTheNewestRunsAndTheirTasks(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, nil, nil))
	storetest.Finish(t, g.Store, g.run, storetest.Now)
	for i := range 55 {
		storetest.Finish(t, g.Store, storetest.Begin(t, g.Store, g.connection, storetest.Now), storetest.Now.Add(time.Duration(i)*time.Minute))
	}
	runs, total, err := g.FindRuns(ctx, store.RunFilter{ConnectionID: g.connection.ID, Limit: 10, Offset: 45})
	if err != nil || total != 50 || len(runs) != 5 || runs[0].Vendor != domain.VendorMicrosoft {
		t.Errorf("%d runs of %d, %v", len(runs), total, err)
	}
	if _, tasks, err := g.FindTasks(ctx, store.TaskFilter{RunID: g.run.ID}); err != nil || tasks != 0 {
		t.Errorf("%d tasks of a run that is gone, %v", tasks, err)
	}
}

func TestUpdateRunProgress_CountsAreSeenByOthers(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	g.run.TasksTotal, g.run.TasksDone, g.run.RowsRead = 10, 4, 99
	if err := g.UpdateRunProgress(ctx, g.run); err != nil {
		t.Fatal(err)
	}
	run, err := g.GetRun(ctx, g.run.ID)
	if err != nil || run.TasksTotal != 10 || run.TasksDone != 4 || run.RowsRead != 99 || run.State != domain.RunRunning {
		t.Errorf("%+v, %v", run, err)
	}
}

func TestFinishRun_LooksAtTablesThatGrew_ButKeepsNoValues(t *testing.T) {
	path := storetest.Create(t, t.TempDir())
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	c := storetest.Connect(t, s, domain.VendorMicrosoft, "Partner")
	run := storetest.Begin(t, s, c, storetest.Now)
	names := make([]string, 500)
	for i := range names {
		names[i] = fmt.Sprint("Customer ", i)
	}
	storetest.Records(t, s, c, storetest.Now, names...)
	storetest.Finish(t, s, run, storetest.Now)
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	var known, values int
	if err := db.QueryRowContext(t.Context(),
		"SELECT (SELECT COUNT(*) FROM sqlite_stat1 WHERE tbl = 'records'), (SELECT COUNT(*) FROM sqlite_stat4)").Scan(&known, &values); err != nil {
		t.Fatal(err)
	}
	if known == 0 || values != 0 {
		t.Errorf("%d lines about the records, %d values", known, values)
	}
}
