package scheduler_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/scheduler"
	"tenantry/backend/store"
)

// desk is a scheduler whose one job notes when it ran. The bubble's clock starts on 1 January 2000, 00:00 UTC.
type desk struct {
	tb    testing.TB
	store *store.Store
	*scheduler.Scheduler

	mu    sync.Mutex
	ran   []time.Time
	job   func(ctx context.Context) error
	told  func()        // of each change
	slept time.Duration // added to the clock on the wall, as sleep of the machine does
}

func newDesk(tb testing.TB, db *store.Store) *desk {
	tb.Helper()
	d := &desk{tb: tb, store: db}
	d.Scheduler = scheduler.New(scheduler.Config{
		Store: db,
		Now:   d.now,
		Changed: func() {
			if d.told != nil {
				d.told()
			}
		},
		Jobs: map[string]scheduler.Job{"sync": func(ctx context.Context, _ domain.Schedule) (domain.ScheduleResult, error) {
			d.mu.Lock()
			d.ran = append(d.ran, d.wall())
			job := d.job
			d.mu.Unlock()
			if job == nil {
				return domain.ScheduleResult{Word: scheduler.ResultDone}, nil
			}
			return domain.ScheduleResult{Word: scheduler.ResultPartial}, job(ctx)
		}},
	})
	tb.Cleanup(func() { _ = d.Close() })
	return d
}

func openStore(tb testing.TB) *store.Store {
	tb.Helper()
	db, err := store.Open(context.Background(), filepath.Join(tb.TempDir(), "tenantry.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	return db
}

func (d *desk) wall() time.Time { return time.Now().Add(d.slept).UTC() }

func (d *desk) now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.wall()
}

func (d *desk) sleep(asleep time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.slept += asleep
}

func (d *desk) does(job func(ctx context.Context) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.job = job
}

func (d *desk) add(cron string) domain.Schedule {
	d.tb.Helper()
	saved, err := d.Save(context.Background(), domain.Schedule{Job: "sync", Cron: cron, TimeZone: "UTC"})
	if err != nil {
		d.tb.Fatal(err)
	}
	return saved
}

func (d *desk) stored(id int64) domain.Schedule {
	d.tb.Helper()
	s, err := d.store.GetSchedule(context.Background(), id)
	if err != nil {
		d.tb.Fatal(err)
	}
	return s
}

// count tells how often the job ran since it was last asked.
func (d *desk) count() int {
	synctest.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	n := len(d.ran)
	d.ran = nil
	return n
}

// expectRuns compares when the job ran, to the minute.
func (d *desk) expectRuns(want ...string) {
	d.tb.Helper()
	synctest.Wait()
	d.mu.Lock()
	defer d.mu.Unlock()
	got := make([]string, len(d.ran))
	for i, at := range d.ran {
		got[i] = at.Format("02 15:04")
	}
	d.ran = nil
	if len(got) != len(want) {
		d.tb.Fatalf("ran at %v, want %v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			d.tb.Fatalf("ran at %v, want %v", got, want)
		}
	}
}

func TestScheduler_RunsWhenDueAndKnowsTheNextTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, openStore(t))
		s := d.add("30 6 * * *")
		if !s.NextAt.Equal(at(t, "2000-01-01T06:30:00Z")) {
			t.Errorf("next is %s", s.NextAt)
		}
		d.Start(t.Context())
		<-time.After(6 * time.Hour)
		d.expectRuns()
		<-time.After(48 * time.Hour)
		d.expectRuns("01 06:30", "02 06:30")
		s = d.stored(s.ID)
		if s.LastResult != scheduler.ResultDone || !s.LastAt.Equal(at(t, "2000-01-02T06:30:00Z")) || !s.NextAt.Equal(at(t, "2000-01-03T06:30:00Z")) {
			t.Errorf("stored: %+v", s)
		}
	})
}

func TestScheduler_CatchesUpOnceAfterShutdown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := openStore(t)
		first := newDesk(t, db)
		first.add("0 * * * *")
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		<-time.After(5*time.Hour + 10*time.Minute)
		d := newDesk(t, db)
		d.Start(t.Context())
		d.expectRuns("01 05:10")
		<-time.After(time.Hour)
		d.expectRuns("01 06:00")
	})
}

func TestScheduler_ClockPutBack_GoesOnByTheNewClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, openStore(t))
		d.sleep(4 * 365 * 24 * time.Hour) // the clock is years ahead …
		d.add("30 6 * * *")
		d.sleep(-4 * 365 * 24 * time.Hour) // … until someone puts it right
		d.Start(t.Context())
		d.expectRuns("01 00:00")
		<-time.After(24 * time.Hour)
		d.expectRuns("01 06:30")
		d.sleep(-time.Hour) // a small correction runs nothing twice
		<-time.After(24 * time.Hour)
		d.expectRuns("02 06:30")
	})
}

func TestScheduler_CatchesUpOnceAfterSleep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, openStore(t))
		d.add("0 * * * *")
		d.Start(t.Context())
		<-time.After(90 * time.Minute)
		d.expectRuns("01 01:00")
		d.sleep(7 * time.Hour) // timers stand still, the wall clock goes on
		<-time.After(time.Minute)
		d.expectRuns("01 08:31")
		<-time.After(45 * time.Minute)
		d.expectRuns("01 09:00")
	})
}

func TestScheduler_SkipsWhileTheJobRuns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, openStore(t))
		s := d.add("0 * * * *")
		d.does(func(ctx context.Context) error { return pause(ctx, 150*time.Minute) })
		d.Start(t.Context())
		<-time.After(3*time.Hour + 45*time.Minute)
		d.expectRuns("01 01:00") // ends at 03:30; 02:00 and 03:00 are left out
		if stored := d.stored(s.ID); stored.LastResult != scheduler.ResultPartial || !stored.LastAt.Equal(at(t, "2000-01-01T01:00:00Z")) {
			t.Errorf("stored: %+v", stored)
		}
		<-time.After(time.Hour)
		d.expectRuns("01 04:00")
	})
}

func TestScheduler_PausedIsNeverDueAndMakesNothingUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, openStore(t))
		s := d.add("0 * * * *")
		d.Start(t.Context())
		s.Paused = true
		s, err := d.Save(t.Context(), s)
		if err != nil || s.NextAt != nil {
			t.Fatalf("paused: %+v, %v", s, err)
		}
		<-time.After(5*time.Hour + time.Minute)
		d.expectRuns()
		s.Paused = false
		if _, err := d.Save(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		<-time.After(30 * time.Minute)
		d.expectRuns()
		<-time.After(30 * time.Minute)
		d.expectRuns("01 06:00")
	})
}

func TestScheduler_RunNow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, openStore(t))
		s := d.add("30 6 * * *")
		d.does(func(ctx context.Context) error { return pause(ctx, time.Hour) })
		if err := d.RunNow(t.Context(), s.ID); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if stored := d.stored(s.ID); stored.LastResult != scheduler.ResultRunning || !stored.NextAt.Equal(*s.NextAt) {
			t.Errorf("while it runs: %+v", stored)
		}
		if err := d.RunNow(t.Context(), s.ID); domain.CodeOf(err) != domain.CodeConflict {
			t.Errorf("twice at once: %v", err)
		}
		<-time.After(2 * time.Hour)
		d.expectRuns("01 00:00")
		s.Paused = true
		if _, err := d.Save(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if err := d.RunNow(t.Context(), s.ID); err != nil {
			t.Errorf("a paused one by hand: %v", err)
		}
		<-time.After(2 * time.Hour)
		d.expectRuns("01 02:00")
		if stored := d.stored(s.ID); stored.NextAt != nil {
			t.Errorf("running it by hand took the pause back: %+v", stored)
		}
		if err := d.RunNow(t.Context(), 4711); domain.CodeOf(err) != domain.CodeNotFound {
			t.Errorf("an unknown one: %v", err)
		}
	})
}

func TestScheduler_TwoProcessesRunItOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := openStore(t)
		window, console := newDesk(t, db), newDesk(t, db)
		s := window.add("0 * * * *")
		window.Start(t.Context())
		console.Start(t.Context())
		<-time.After(10*time.Hour + time.Minute)
		if n := window.count() + console.count(); n != 10 {
			t.Errorf("ran %d times in ten hours", n)
		}
		<-time.After(59 * time.Minute)
		n, err := console.RunDue(t.Context())
		if err != nil || n > 1 {
			t.Errorf("RunDue: %d, %v", n, err)
		}
		if n := window.count() + console.count(); n != 1 {
			t.Errorf("the job of eleven ran %d times", n)
		}
		if due, err := console.Due(t.Context()); err != nil || len(due) != 0 {
			t.Errorf("still due: %v, %v", due, err)
		}
		_ = s
	})
}

func TestRunDue_WaitsAndGivesTheJobsError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, openStore(t))
		s := d.add("30 6 * * *")
		if n, err := d.RunDue(t.Context()); n != 0 || err != nil {
			t.Errorf("nothing is due: %d, %v", n, err)
		}
		<-time.After(8 * time.Hour)
		if due, err := d.Due(t.Context()); err != nil || len(due) != 1 || due[0].ID != s.ID {
			t.Errorf("due: %v, %v", due, err)
		}
		d.does(func(ctx context.Context) error {
			return errors.Join(pause(ctx, time.Hour), domain.NewError(domain.CodeUnavailable, "disk_full"))
		})
		began := time.Now()
		n, err := d.RunDue(t.Context())
		var known *domain.Error
		if n != 1 || !errors.As(err, &known) || known.Key != "disk_full" || time.Since(began) != time.Hour {
			t.Errorf("RunDue: %d, %v after %s", n, err, time.Since(began))
		}
		if stored := d.stored(s.ID); stored.LastResult != "disk_full" {
			t.Errorf("stored: %+v", stored)
		}
	})
}

func TestScheduler_FailuresAreResultsAndTheNextRunComes(t *testing.T) {
	for name, c := range map[string]struct {
		job  func(context.Context) error
		want string
	}{
		"no error":      {func(context.Context) error { return nil }, scheduler.ResultPartial},
		"an error":      {func(context.Context) error { return errors.New("never seen") }, "internal"},
		"a known error": {func(context.Context) error { return domain.NewError(domain.CodeConflict, "sync_running") }, "sync_running"},
		"a panic":       {func(context.Context) error { panic("a bug") }, "internal"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := newDesk(t, openStore(t))
				s := d.add("0 * * * *")
				d.does(c.job)
				d.Start(t.Context())
				<-time.After(61 * time.Minute)
				d.expectRuns("01 01:00")
				if stored := d.stored(s.ID); stored.LastResult != c.want {
					t.Errorf("result %q, want %q", stored.LastResult, c.want)
				}
				<-time.After(time.Hour)
				d.expectRuns("01 02:00")
			})
		})
	}
}

func TestClose_EndsTheJobAndItsGoroutines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // the bubble fails when a goroutine stays
		d := newDesk(t, openStore(t))
		s := d.add("0 * * * *")
		d.does(func(ctx context.Context) error { return pause(ctx, 24*time.Hour) })
		d.Start(t.Context())
		<-time.After(61 * time.Minute)
		for range 2 {
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if stored := d.stored(s.ID); stored.LastResult != "cancelled" {
			t.Errorf("stored: %+v", stored)
		}
		if err := d.RunNow(t.Context(), s.ID); domain.CodeOf(err) != domain.CodeUnavailable {
			t.Errorf("RunNow after Close: %v", err)
		}
		d.Start(t.Context())
	})
}

func TestSave_ChecksWhatItStores(t *testing.T) {
	d := newDesk(t, openStore(t))
	for key, s := range map[string]domain.Schedule{
		"job_unknown":       {Job: "mail", Cron: "0 6 * * *", TimeZone: "UTC"},
		"cron_invalid":      {Job: "sync", Cron: "soon", TimeZone: "UTC"},
		"time_zone_unknown": {Job: "sync", Cron: "0 6 * * *"},
	} {
		_, err := d.Save(t.Context(), s)
		var known *domain.Error
		if !errors.As(err, &known) || known.Key != key {
			t.Errorf("%+v: %v, want %s", s, err, key)
		}
	}
	if all, err := d.store.FindSchedules(t.Context()); err != nil || len(all) != 0 {
		t.Errorf("stored all the same: %v, %v", all, err)
	}
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// TestRunNow_OnceTheEndIsTold_StartsItAgain: whoever hears that a job has ended may start it at that moment.
func TestRunNow_OnceTheEndIsTold_StartsItAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, openStore(t))
		s := d.add("0 6 * * *")
		again := errors.New("was not told")
		d.told = func() {
			if d.stored(s.ID).LastResult == scheduler.ResultDone {
				d.told = nil
				again = d.RunNow(t.Context(), s.ID)
			}
		}
		if err := d.RunNow(t.Context(), s.ID); err != nil {
			t.Fatal(err)
		}
		if n := d.count(); n != 2 || again != nil {
			t.Errorf("ran %d times, the second time: %v", n, again)
		}
	})
}
