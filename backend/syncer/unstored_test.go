package syncer_test

import (
	"context"
	"database/sql"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/domain"
)

// refuseEnds makes the database refuse to store the end of any run, as a disk does that is full by then.
func refuseEnds(t *testing.T, b *bench) {
	t.Helper()
	db, err := sql.Open("sqlite", b.store.Path())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	_, err = db.Exec("CREATE TRIGGER refuse BEFORE UPDATE ON sync_runs WHEN NEW.state <> 'running'" +
		" BEGIN SELECT RAISE(ABORT, 'no room'); END")
	if err != nil {
		t.Fatal(err)
	}
}

func TestWait_RunWhoseEndWasNotStored_ReturnsAllTheSame(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(2))
		refuseEnds(t, b)
		run := b.start(false)
		<-time.After(time.Minute) // it has ended, and was forgotten, long before anybody asks
		ctx, stop := context.WithTimeout(context.Background(), time.Minute)
		defer stop()
		ended, err := b.syncer.Wait(ctx, run.ID)
		if err != nil || ended.State != domain.RunFailed || ended.ErrorKey != "internal" {
			t.Errorf("run %s (%s), %v; want it failed", ended.State, ended.ErrorKey, err)
		}
	})
}
