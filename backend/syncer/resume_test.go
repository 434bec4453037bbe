package syncer_test

import (
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/syncer"
)

// TestStop_TheNextSyncGoesOnWhereItWas: nothing is read twice but what was under way, and what every sync begins with.
func TestStop_TheNextSyncGoesOnWhereItWas(t *testing.T) {
	for _, vendor := range []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft, domain.VendorAvePoint} {
		t.Run(string(vendor), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				// Enough customers that the few which are being read at the stop are a small share of them.
				opts := sandbox.Options{Customers: 40, AsOf: asOf, Latency: benchLatency, AllAccessible: true, Vendors: []string{string(vendor)}}
				undisturbed := newSilentRig(t, opts, nil)
				undisturbed.sync(false)
				whole, want := undisturbed.traffic.total(), undisturbed.content()

				r := newSilentRig(t, opts, nil)
				run, err := r.syncer.Start(t.Context(), syncer.Options{ConnectionID: r.conns[0].ID, Trigger: "user"})
				if err != nil {
					t.Fatal(err)
				}
				for r.traffic.total() < whole/2 {
					<-time.After(benchLatency)
				}
				if err := r.syncer.Cancel(run.ID); err != nil {
					t.Fatal(err)
				}
				stopped, err := r.syncer.Wait(t.Context(), run.ID)
				if err != nil || stopped.State != domain.RunCancelled || stopped.TasksDone == 0 {
					t.Fatalf("%+v, %v", stopped, err)
				}
				again := r.sync(false)[0]
				if again.State != domain.RunDone || again.TasksTotal+stopped.TasksDone != taskCount(undisturbed) {
					t.Errorf("stopped with %d done, then %d of %d; undisturbed %d", stopped.TasksDone, again.TasksDone, again.TasksTotal, taskCount(undisturbed))
				}
				if got := r.content(); got != want {
					t.Errorf("the content differs from an undisturbed sync's\ngot:\n%.2000s\nwant:\n%.2000s", got, want)
				}
				t.Logf("%d requests undisturbed, %d with a stop", whole, r.traffic.total())
				if more := r.traffic.total() - whole; more > whole/4 {
					t.Errorf("%d requests more than the %d of an undisturbed sync", more, whole)
				}
			})
		})
	}
}

func taskCount(r *rig) int { return r.count("SELECT count(*) FROM sync_tasks") }

// TestStop_OnlyALateOneIsGoneOnWith: what a run read that came to its end, or that began long ago, is read again.
func TestStop_OnlyALateOneIsGoneOnWith(t *testing.T) {
	for name, c := range map[string]struct {
		ahead  time.Duration
		full   bool
		before bool // a whole sync after the stopped one
		want   int
	}{
		"at once":                 {want: 10},
		"half a day later":        {ahead: 12 * time.Hour, want: 20},
		"everything is asked for": {full: true, want: 20},
		"a whole sync since":      {before: true, want: 20},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(20))
				b.fake.workers = 2
				run := b.start(false)
				<-time.After(5*time.Second + 500*time.Millisecond)
				if err := b.syncer.Cancel(run.ID); err != nil {
					t.Fatal(err)
				}
				b.expectRun(b.wait(run), domain.RunCancelled, "cancelled", 10, 0)
				if c.before {
					b.expectRun(b.sync(false), domain.RunDone, "", 10, 0)
				}
				b.ahead = c.ahead
				plan, err := b.syncer.Plan(t.Context(), syncer.Options{ConnectionID: b.conn.ID, Full: c.full})
				if err != nil || plan.Requests != c.want {
					t.Errorf("planned %+v, %v; want %d", plan, err, c.want)
				}
				b.expectRun(b.sync(c.full), domain.RunDone, "", c.want, 0)
			})
		})
	}
}

// TestReports_AtTheirLimit_HoldUpNothingElse: Graph lets a report be asked for once here instead of 14 times, and asks to
// wait for minutes then. Everything else is read as if there were no limit.
func TestReports_AtTheirLimit_HoldUpNothingElse(t *testing.T) {
	others := func(calls int) (took time.Duration, waited int) {
		synctest.Test(t, func(t *testing.T) {
			opts := sandbox.Options{
				Customers: 12, AsOf: asOf, Latency: benchLatency, AllAccessible: true, ReportCalls: calls, Vendors: []string{"microsoft"},
			}
			r := newSilentRig(t, opts, nil)
			began := time.Now()
			r.sync(false)
			took = r.traffic.ended("").Sub(began)
			waited = r.count("SELECT count(*) FROM sync_tasks WHERE state = 'deferred'")
			if n := r.count("SELECT count(*) FROM sync_tasks WHERE state <> 'done' AND dataset NOT IN ('people', 'usage', 'storage')"); n != 0 {
				t.Errorf("%d other datasets are not read", n)
			}
		})
		return took, waited
	}
	free, _ := others(0)
	limited, deferred := others(1)
	if limited > free+time.Second {
		t.Errorf("the other datasets took %s beside reports at their limit, and %s without", limited, free)
	}
	t.Logf("%d tasks deferred; the others took %s, %s without a limit", deferred, limited, free)
}
