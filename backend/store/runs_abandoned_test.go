package store_test

import (
	"context"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

func TestInterruptAbandonedRuns_EndsOnlyRunsOfEndedProcesses(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	begin := func(name, owner string) domain.Run {
		c := storetest.Connect(t, s, domain.VendorWebex, name)
		run, err := s.BeginRun(ctx, store.NewRun{ConnectionID: c.ID, Trigger: "user", Owner: owner, At: storetest.Now})
		if err != nil {
			t.Fatal(err)
		}
		return run
	}
	dead, alive := begin("Dead", "here:1"), begin("Alive", "here:2")
	if err := s.InterruptAbandonedRuns(ctx, func(owner string) bool { return owner == "here:1" }); err != nil {
		t.Fatal(err)
	}
	for run, want := range map[int64]domain.RunState{dead.ID: domain.RunInterrupted, alive.ID: domain.RunRunning} {
		got, err := s.GetRun(ctx, run)
		if err != nil || got.State != want {
			t.Errorf("run %d is %s (%v), want %s", run, got.State, err, want)
		}
	}
	if _, err := s.BeginRun(ctx, newRun(domain.Connection{ID: dead.ConnectionID}, storetest.Now)); err != nil {
		t.Errorf("the connection is still busy: %v", err)
	}
	if end, err := s.Heartbeat(ctx, dead.ID, time.Now()); err != nil || !end {
		t.Errorf("a run that was taken for dead is not told to end: %v, %v", end, err)
	}
}

func TestFinishRun_ListThatBrokeOff_IsNoFirstCompleteRead(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	complete := func() (n int) {
		row := s.Reader().QueryRowContext(ctx, "SELECT COUNT(first_full_at) FROM connections WHERE id = ?", c.ID)
		if err := row.Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	for _, tt := range []struct {
		key  string
		want int
	}{{"unavailable", 0}, {"", 1}} {
		run := storetest.Begin(t, s, c, storetest.Now)
		ended := storetest.Now
		run.State, run.EndedAt, run.ErrorKey = domain.RunPartial, &ended, tt.key
		if err := s.FinishRun(ctx, run); err != nil {
			t.Fatal(err)
		}
		if got := complete(); got != tt.want {
			t.Errorf("after a partial run with error %q: %d complete reads, want %d", tt.key, got, tt.want)
		}
	}
}
