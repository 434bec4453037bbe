package syncer_test

import (
	"context"
	"errors"
	"iter"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/syncer"
)

func TestRun_ReadsCustomersOnAllWorkersAsPagesArrive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		var running, most atomic.Int64
		read := b.fake.datasets[0].Fetch
		b.fake.datasets[0].Fetch = func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
			return func(yield func(connector.Page, error) bool) {
				most.Store(max(most.Load(), running.Add(1)))
				defer running.Add(-1)
				read(ctx, req)(yield)
			}
		}
		began := time.Now()
		run := b.sync(false)
		b.expectRun(run, domain.RunDone, "", 40, 0)
		if took := time.Since(began); took != 10*time.Second+10*time.Millisecond {
			t.Errorf("40 customers of a second on 4 workers took %s", took)
		}
		if most.Load() != 4 {
			t.Errorf("%d customers were read side by side, want 4", most.Load())
		}
		if n := b.count("SELECT count(*) FROM pools"); n != 40 {
			t.Errorf("%d pools are stored, want 40", n)
		}
	})
}

func TestRun_DatasetsOfACustomerComeInOrder(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(8))
		var seen [2]atomic.Int64
		later := func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
			if seen[0].Load() == 0 {
				t.Error("the second dataset was fetched before any first")
			}
			seen[1].Add(1)
			return licences(ctx, req)
		}
		first := b.fake.datasets[0].Fetch
		b.fake.datasets = []connector.Dataset{
			{Name: "first", Fetch: func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
				seen[0].Add(1)
				return first(ctx, req)
			}},
			{Name: "second", Fetch: later},
		}
		b.expectRun(b.sync(false), domain.RunDone, "", 16, 0)
		if seen[1].Load() != 8 {
			t.Errorf("second dataset fetched %d times, want 8", seen[1].Load())
		}
	})
}

func TestRun_DatasetOfTheWholeConnectionIsReadOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(3))
		var calls atomic.Int64
		b.fake.datasets = append(b.fake.datasets, connector.Dataset{Name: "jobs", PerConnection: true,
			Fetch: pages(func(req connector.Request) ([]connector.Page, error) {
				calls.Add(1)
				if req.Customer.ID != 0 {
					t.Errorf("asked for customer %d", req.Customer.ID)
				}
				return nil, nil
			})})
		b.expectRun(b.sync(false), domain.RunDone, "", 4, 0)
		if calls.Load() != 1 {
			t.Errorf("fetched %d times", calls.Load())
		}
	})
}

func TestRun_ConnectionsGoSideBySide(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(20))
		other := b.connect("Second")
		began := time.Now()
		first := b.start(false)
		second, err := b.syncer.Start(t.Context(), syncer.Options{ConnectionID: other.ID, Trigger: "user"})
		if err != nil {
			t.Fatal(err)
		}
		if n := len(b.syncer.Running()); n != 2 {
			t.Errorf("%d runs are running, want 2", n)
		}
		b.expectRun(b.wait(first), domain.RunDone, "", 20, 0)
		b.expectRun(b.wait(second), domain.RunDone, "", 20, 0)
		if took := time.Since(began); took > 6*time.Second {
			t.Errorf("two connections of five seconds took %s", took)
		}
		if n := len(b.syncer.Running()); n != 0 {
			t.Errorf("%d runs are still running", n)
		}
	})
}

func TestRun_SecondOfAConnectionIsAConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(4))
		run := b.start(false)
		_, err := b.syncer.Start(t.Context(), syncer.Options{ConnectionID: b.conn.ID})
		var known *domain.Error
		if !errors.As(err, &known) || known.Code != domain.CodeConflict || known.Key != "sync_running" {
			t.Errorf("second run: %v, want conflict sync_running", err)
		}
		b.expectRun(b.wait(run), domain.RunDone, "", 4, 0)
		b.expectRun(b.sync(false), domain.RunDone, "", 4, 0)
	})
}

func TestRun_ProgressReachesOtherProcessesThroughTheTable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		run := b.start(false)
		<-time.After(6500 * time.Millisecond)
		stored, err := b.store.GetRun(t.Context(), run.ID)
		if err != nil {
			t.Fatal(err)
		}
		if stored.TasksDone < 16 || stored.TasksTotal != 40 {
			t.Errorf("after six seconds the table says %d of %d, want about 24 of 40", stored.TasksDone, stored.TasksTotal)
		}
		b.wait(run)
	})
}

func TestCancel_EndsTheRunAndKeepsWhatIsStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		run := b.start(false)
		<-time.After(3500 * time.Millisecond)
		if err := b.syncer.Cancel(run.ID); err != nil {
			t.Fatal(err)
		}
		b.expectRun(b.wait(run), domain.RunCancelled, "cancelled", 12, 0)
		if n := b.count("SELECT count(*) FROM pools"); n != 12 {
			t.Errorf("%d pools are stored, want the 12 read", n)
		}
		if n := b.count("SELECT count(*) FROM records WHERE gone_at IS NOT NULL"); n != 0 {
			t.Errorf("%d records were marked gone", n)
		}
		if failed := b.tasks(run, domain.TaskFailed); len(failed) != 0 {
			t.Errorf("cancelling counts as failure of %d tasks", len(failed))
		}
	})
}

func TestCancel_OfAnotherProcessIsHeardAtTheHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(400))
		run := b.start(false)
		other := syncer.New(syncer.Config{Store: b.store})
		if err := other.Cancel(run.ID); err != nil {
			t.Fatal(err)
		}
		ended, err := other.Wait(t.Context(), run.ID)
		if err != nil || ended.State != domain.RunCancelled {
			t.Errorf("the other process sees %s (%v)", ended.State, err)
		}
		b.expectRun(b.wait(run), domain.RunCancelled, "cancelled", ended.TasksDone, 0)
		if ended.TasksDone == 0 || ended.TasksDone > 60 {
			t.Errorf("ended after %d of 400 customers, want about 40", ended.TasksDone)
		}
	})
}

func TestClose_EndsRunsAndLeavesNoGoroutine(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // the bubble fails when a goroutine stays
		b := newBench(t, newFake(400))
		run := b.start(false)
		<-time.After(2 * time.Second)
		for range 2 {
			if err := b.syncer.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(b.syncer.Running()); n != 0 {
			t.Errorf("%d runs go on", n)
		}
		if stored, err := b.store.GetRun(t.Context(), run.ID); err != nil || stored.State != domain.RunCancelled {
			t.Errorf("run is %s after Close (%v)", stored.State, err)
		}
		_, err := b.syncer.Start(t.Context(), syncer.Options{ConnectionID: b.conn.ID})
		if domain.CodeOf(err) != domain.CodeUnavailable {
			t.Errorf("Start after Close: %v", err)
		}
	})
}

func TestWait_EndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		run := b.start(false)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		seen, err := b.syncer.Wait(ctx, run.ID)
		if !errors.Is(err, context.DeadlineExceeded) || seen.State != domain.RunRunning {
			t.Errorf("Wait gave %s, %v", seen.State, err)
		}
		b.wait(run)
		if _, err := b.syncer.Wait(t.Context(), 4711); domain.CodeOf(err) != domain.CodeNotFound {
			t.Errorf("Wait for an unknown run: %v", err)
		}
	})
}

func TestRun_TimesFollowTheGivenClockAndZone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(2))
		berlin, err := time.LoadLocation("Europe/Berlin")
		if err != nil {
			t.Fatal(err)
		}
		past := time.Date(2026, 3, 4, 23, 30, 0, 0, time.UTC) // the 5th in Berlin
		s := syncer.New(syncer.Config{
			Store: b.store, Now: func() time.Time { return past }, Simulated: true,
			Zone: func(context.Context) (*time.Location, error) { return berlin, nil },
			Open: func(context.Context, domain.Connection) (connector.Connector, connector.Spec, error) {
				return b.fake, connector.Spec{}, nil
			},
		})
		run, err := s.Start(t.Context(), syncer.Options{ConnectionID: b.conn.ID})
		if err != nil {
			t.Fatal(err)
		}
		run, err = s.Wait(t.Context(), run.ID)
		if err != nil || run.State != domain.RunDone || !run.Simulated || !run.StartedAt.Equal(past) || !run.EndedAt.Equal(past) {
			t.Fatalf("run %+v, %v", run, err)
		}
		if n := b.count("SELECT count(*) FROM pool_days WHERE day = '2026-03-05' AND simulated = 1"); n != 2 {
			t.Errorf("%d samples of 5 March, want 2", n)
		}
	})
}

func TestOpen_FailureIsTheRunsFailure(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(1))
		s := syncer.New(syncer.Config{
			Store: b.store,
			Open: func(context.Context, domain.Connection) (connector.Connector, connector.Spec, error) {
				return nil, connector.Spec{}, domain.NewError(domain.CodeUnavailable, "key_missing")
			},
		})
		run, err := s.Start(t.Context(), syncer.Options{ConnectionID: b.conn.ID})
		if err != nil {
			t.Fatal(err)
		}
		run, err = s.Wait(t.Context(), run.ID)
		if err != nil || run.State != domain.RunFailed || run.ErrorKey != "key_missing" {
			t.Errorf("run %+v, %v", run, err)
		}
	})
}

func TestRun_PanicOfAConnectorIsAFailedTask(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		b.fake.datasets[0].Fetch = pages(func(req connector.Request) ([]connector.Page, error) {
			if req.Customer.VendorID == "c002" {
				panic("a bug")
			}
			return []connector.Page{page(req.Customer, 10, "a")}, nil
		})
		run := b.sync(false)
		b.expectRun(run, domain.RunPartial, "", 4, 1)
		failed := b.tasks(run, domain.TaskFailed)
		if failed[0].ErrorKey != "internal" || strings.Contains(failed[0].ErrorDetail, "goroutine") {
			t.Errorf("task %+v", failed[0])
		}
		if log := b.log.String(); !strings.Contains(log, "a bug") || !strings.Contains(log, "run_test.go") {
			t.Errorf("the log does not say where: %s", log)
		}
	})
}

func TestRun_PanicOutsideTasksFailsTheRun(t *testing.T) {
	for name, arm := range map[string]func(*fake){
		"check": func(f *fake) { f.check = func(context.Context) error { panic("a bug") } },
		"customers": func(f *fake) {
			f.customers = func(context.Context) iter.Seq2[[]domain.Record, error] { panic("a bug") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(3))
				arm(b.fake)
				b.expectRun(b.sync(false), domain.RunFailed, "internal", 0, 0)
				b.fake = newFake(3)
				b.expectRun(b.sync(false), domain.RunDone, "", 3, 0)
			})
		})
	}
}
