package syncer_test

import (
	"context"
	"iter"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/syncer"
)

func TestEvents_AtMostFiveASecondAndTheLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		f := newFake(200)
		f.workers = 1
		f.datasets[0].Fetch = slowly(20*time.Millisecond, licences) // fifty tasks a second
		b := newBench(t, f)
		run := b.sync(false)
		b.mu.Lock()
		defer b.mu.Unlock()
		if first := b.events[0]; first.Kind != syncer.EventRunStarted || first.Run.ID != run.ID {
			t.Errorf("first event is %+v", first)
		}
		last := b.events[len(b.events)-1]
		if last.Kind != syncer.EventRunEnded || last.Run.TasksDone != 200 || last.Run.State != domain.RunDone {
			t.Errorf("last event is %+v", last)
		}
		var progress []told
		for _, e := range b.events {
			if e.Kind == syncer.EventRunProgress {
				progress = append(progress, e)
			}
		}
		if len(progress) < 15 {
			t.Errorf("%d progress events in four seconds, want nearly twenty", len(progress))
		}
		for i := 5; i < len(progress); i++ {
			if gap := progress[i].at.Sub(progress[i-5].at); gap < time.Second {
				t.Fatalf("six events within %s", gap)
			}
		}
		for i := 1; i < len(progress); i++ {
			if progress[i].Run.TasksDone < progress[i-1].Run.TasksDone {
				t.Fatalf("progress went back from %d to %d", progress[i-1].Run.TasksDone, progress[i].Run.TasksDone)
			}
		}
	})
}

func TestEvents_ComeAfterWhatTheyTellIsStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(30))
		var wrong atomic.Int64
		watching := syncer.New(syncer.Config{
			Store: b.store,
			Open: func(context.Context, domain.Connection) (connector.Connector, connector.Spec, error) {
				return b.fake, connector.Spec{Concurrency: 2}, nil
			},
			Events: func(e syncer.Event) {
				if b.count("SELECT count(*) FROM sync_tasks WHERE run_id = ? AND state = 'done'", e.Run.ID) < e.Run.TasksDone {
					wrong.Add(1)
				}
				if stored, err := b.store.GetRun(t.Context(), e.Run.ID); e.Kind == syncer.EventRunEnded &&
					(err != nil || stored.State != domain.RunDone) {
					wrong.Add(1)
				}
			},
		})
		run, err := watching.Start(t.Context(), syncer.Options{ConnectionID: b.conn.ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := watching.Wait(t.Context(), run.ID); err != nil {
			t.Fatal(err)
		}
		if err := watching.Close(); err != nil {
			t.Fatal(err)
		}
		if wrong.Load() != 0 {
			t.Errorf("%d events told more than was stored", wrong.Load())
		}
	})
}

func TestNotifier_TellsHowLongRequestsWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(1))
		s := syncer.New(syncer.Config{
			Store: b.store, Events: b.note,
			Open: func(ctx context.Context, _ domain.Connection) (connector.Connector, connector.Spec, error) {
				notify := syncer.Notifier(ctx)
				b.fake.check = func(ctx context.Context) error {
					notify(ctx, 5*time.Second)
					return pause(ctx, 5*time.Second)
				}
				fetch := b.fake.datasets[0].Fetch
				b.fake.datasets[0].Fetch = func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
					notify(ctx, 40*time.Second)
					return fetch(ctx, req)
				}
				return b.fake, connector.Spec{Concurrency: 1}, nil
			},
		})
		run, err := s.Start(t.Context(), syncer.Options{ConnectionID: b.conn.ID})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.Wait(t.Context(), run.ID); err != nil {
			t.Fatal(err)
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		for dataset, wait := range map[string]time.Duration{"": 5 * time.Second, b.fake.datasets[0].Name: 40 * time.Second} {
			if !slices.ContainsFunc(b.events, func(e told) bool {
				return e.Kind == syncer.EventRunProgress && e.WaitingFor == dataset && e.Waiting > wait-time.Second && e.Waiting <= wait
			}) {
				t.Errorf("nobody was told that %q waits %s: %v", dataset, wait, b.events)
			}
		}
		if syncer.Notifier(t.Context()) != nil {
			t.Error("a notifier outside a run")
		}
	})
}
