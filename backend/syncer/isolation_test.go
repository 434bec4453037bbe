package syncer_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/syncer"
)

func TestRun_OneCustomerFails_OthersFinish(t *testing.T) {
	for name, c := range map[string]struct {
		err         error
		key, detail string
		noAccess    string
	}{
		"forbidden": {&connector.Refusal{Sort: connector.ErrForbidden, Detail: "HTTP 403"}, "forbidden", "HTTP 403", "forbidden"},
		"a named refusal": {&connector.Refusal{Sort: connector.ErrForbidden, Key: "consent_missing", Detail: "AADSTS65001"},
			"consent_missing", "AADSTS65001", "consent_missing"},
		"not found": {fmt.Errorf("read: %w", connector.ErrNotFound), "not_found_at_vendor", "read: not found at the vendor",
			"not_found_at_vendor"},
		"unavailable": {&connector.Unavailable{Status: 503, Err: errors.New("busy")}, "unavailable",
			"vendor unavailable (HTTP 503): busy", ""},
		"malformed": {&connector.Malformed{Excerpt: `{"it`, Err: errors.New("cut off")}, "malformed",
			`answer not understood: cut off: {"it`, ""},
		"anything else": {errors.New("never seen"), "internal", "never seen", ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(20))
				b.expectRun(b.sync(false), domain.RunDone, "", 20, 0)
				b.fake.datasets[0].Fetch = failing("c007", c.err)
				run := b.sync(false)
				b.expectRun(run, domain.RunPartial, "", 19, 1)
				failed := b.tasks(run, domain.TaskFailed)
				if len(failed) != 1 || failed[0].ErrorKey != c.key || failed[0].ErrorDetail != c.detail || failed[0].Customer != "Customer 007" {
					t.Errorf("failed tasks: %+v", failed)
				}
				if n := b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL"); n != 20 {
					t.Errorf("%d pools are left, want 20: last good data stay", n)
				}
				if n := b.count("SELECT count(*) FROM records WHERE vendor_id = 'c007' AND no_access = ? AND gone_at IS NULL", c.noAccess); n != 1 {
					t.Errorf("the record is not marked %q", c.noAccess)
				}
				if state := b.connection().State; state != domain.ConnectionReady {
					t.Errorf("connection is %q", state)
				}
				b.fake.datasets[0].Fetch = licences
				b.expectRun(b.sync(false), domain.RunDone, "", 20, 0)
				if n := b.count("SELECT count(*) FROM records WHERE no_access <> ''"); n != 0 {
					t.Errorf("%d records are still marked", n)
				}
			})
		})
	}
}

// TestRun_RowsThatCannotBeStored_FailTheirTaskOnly: a row without a key, or one that the database refuses for what it holds,
// says nothing of other customers.
func TestRun_RowsThatCannotBeStored_FailTheirTaskOnly(t *testing.T) {
	good, keyless, impossible := page(domain.Record{}, 10, "a"), page(domain.Record{}, 10, "a"), page(domain.Record{}, 10, "a")
	keyless.ServiceRequests = []domain.ServiceRequest{{Title: "no key"}}
	impossible.Pools[0].Bought, impossible.Pools[0].Assigned = math.MinInt64, math.MaxInt64
	for name, c := range map[string]struct {
		pages  []connector.Page
		after  error
		detail string
	}{
		"no key":               {pages: []connector.Page{keyless}, detail: "a row needs a key"},
		"against a CHECK":      {pages: []connector.Page{impossible}, detail: "CHECK constraint failed"},
		"on the first of two":  {pages: []connector.Page{keyless, good}, detail: "service-requests"},
		"on the second of two": {pages: []connector.Page{good, keyless}, detail: "a row needs a key"},
		"and then an error":    {pages: []connector.Page{keyless, good}, after: connector.ErrNotFound, detail: "a row needs a key"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(20))
				b.sync(false)
				b.fake.datasets[0].Fetch = pages(func(req connector.Request) ([]connector.Page, error) {
					if req.Customer.VendorID == "c007" {
						return c.pages, c.after
					}
					return []connector.Page{page(req.Customer, 11, "a")}, nil
				})
				run := b.sync(false)
				b.expectRun(run, domain.RunPartial, "", 19, 1)
				failed := b.tasks(run, domain.TaskFailed)
				if len(failed) != 1 || failed[0].Customer != "Customer 007" || failed[0].ErrorKey != "malformed" || !strings.Contains(failed[0].ErrorDetail, c.detail) {
					t.Errorf("failed tasks: %+v", failed)
				}
				if n := b.count("SELECT SUM(bought) FROM pools WHERE gone_at IS NULL"); n != 19*11+10 {
					t.Errorf("%d seats are stored, want the new ones of all but one customer", n)
				}
				b.fake.datasets[0].Fetch = licences
				b.expectRun(b.sync(false), domain.RunDone, "", 20, 0)
			})
		})
	}
}

func TestRun_RefusedCredentialsStopTheConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.fake.datasets[0].Fetch = slowly(time.Second, failing("c010",
			&connector.Refusal{Sort: connector.ErrUnauthorized, Key: "sign_in_expired", Detail: "AADSTS700082"}))
		run := b.sync(false)
		if run.State != domain.RunFailed || run.ErrorKey != "sign_in_expired" || run.ErrorDetail != "AADSTS700082" {
			t.Errorf("run ended %s (%s, %s)", run.State, run.ErrorKey, run.ErrorDetail)
		}
		if run.TasksDone < 8 || run.TasksDone > 12 || run.TasksFailed != 0 {
			t.Errorf("%d done, %d failed; want the customers before it, and nothing tried after", run.TasksDone, run.TasksFailed)
		}
		if state := b.connection().State; state != domain.ConnectionSignIn {
			t.Errorf("connection is %q, want sign_in", state)
		}
		if !slices.Contains(b.kinds(), syncer.EventConnectionChanged) {
			t.Error("nobody was told that the connection needs a sign-in")
		}
		b.fake.datasets[0].Fetch = licences
		b.expectRun(b.sync(false), domain.RunDone, "", 40-run.TasksDone, 0)
		if state := b.connection().State; state != domain.ConnectionReady {
			t.Errorf("connection is %q after a good sync", state)
		}
	})
}

func TestRun_RefusedAtSignInReadsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(4))
		b.fake.check = func(context.Context) error { return connector.ErrUnauthorized }
		b.expectRun(b.sync(false), domain.RunFailed, "unauthorized", 0, 0)
		if state := b.connection().State; state != domain.ConnectionSignIn {
			t.Errorf("connection is %q, want sign_in", state)
		}
	})
}

func TestRun_PausedConnectionStaysPausedWhenSyncedByHand(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(2))
		if err := b.store.SetConnectionState(t.Context(), b.conn.ID, domain.ConnectionPaused); err != nil {
			t.Fatal(err)
		}
		b.expectRun(b.sync(false), domain.RunDone, "", 2, 0)
		if state := b.connection().State; state != domain.ConnectionPaused {
			t.Errorf("connection is %q", state)
		}
	})
}

func TestRun_RefusedCustomerCountsForAllItsDatasets(t *testing.T) {
	for name, c := range map[string]struct {
		customer bool
		done     int
		asked    int
	}{
		"the customer": {true, 8, 4},
		"the dataset":  {false, 9, 5},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(5))
				refusal := &connector.Refusal{Sort: connector.ErrForbidden, Key: "consent_missing", Customer: c.customer}
				var mu sync.Mutex
				asked := 0
				b.fake.datasets = []connector.Dataset{
					{Name: "pools", Fetch: failing("c003", refusal)},
					{Name: "lines", Fetch: pages(func(req connector.Request) ([]connector.Page, error) {
						mu.Lock()
						defer mu.Unlock()
						asked++
						return []connector.Page{page(req.Customer, 10, "a")}, nil
					})},
				}
				run := b.sync(false)
				b.expectRun(run, domain.RunPartial, "", c.done, 10-c.done)
				if asked != c.asked {
					t.Errorf("the second dataset was asked for %d times, want %d", asked, c.asked)
				}
				for _, failed := range b.tasks(run, domain.TaskFailed) {
					if failed.ErrorKey != "consent_missing" {
						t.Errorf("task %s failed for %s", failed.Dataset, failed.ErrorKey)
					}
				}
			})
		})
	}
}

func TestRun_PagesBeforeAnErrorAreKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(1))
		answer := func(keys string, err error) {
			b.fake.datasets[0].Fetch = pages(func(req connector.Request) ([]connector.Page, error) {
				var all []connector.Page
				for _, key := range keys {
					all = append(all, page(req.Customer, 10, string(key)))
				}
				return all, err
			})
		}
		answer("abc", nil)
		run := b.sync(false)
		b.expectRun(run, domain.RunDone, "", 1, 0)
		if done := b.tasks(run, domain.TaskDone); done[0].RowsRead != 6 || done[0].RowsWritten != 6 || run.RowsWritten != 7 {
			t.Errorf("rows of three pages: task %+v, run %+v", done[0], run)
		}
		answer("de", &connector.Unavailable{Status: 500})
		b.expectRun(b.sync(false), domain.RunPartial, "", 0, 1)
		if n := b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL"); n != 5 {
			t.Errorf("%d pools, want the three of before and the two read", n)
		}
		answer("ad", nil)
		b.expectRun(b.sync(false), domain.RunDone, "", 1, 0)
		if n := b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL AND key IN ('a', 'd')"); n != 2 {
			t.Errorf("%d of the two pools listed stand", n)
		}
		if n := b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL"); n != 2 {
			t.Errorf("%d pools stand, want only the two listed", n)
		}
	})
}

// limiting asks to wait d the first times it is asked.
func limiting(times int, d time.Duration) (fetch, func() int) {
	var mu sync.Mutex
	asked := 0
	return pages(func(req connector.Request) ([]connector.Page, error) {
			mu.Lock()
			defer mu.Unlock()
			if asked++; asked <= times {
				return nil, fmt.Errorf("list: %w", &connector.RateLimited{RetryAfter: d})
			}
			return []connector.Page{page(req.Customer, 10, "a")}, nil
		}), func() int {
			mu.Lock()
			defer mu.Unlock()
			return asked
		}
}

func TestRun_RateLimitHoldsAllWorkersAndThenGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(20))
		limited, asked := limiting(3, 5*time.Minute)
		b.fake.datasets[0].Fetch = slowly(time.Second, limited)
		began := time.Now()
		b.expectRun(b.sync(false), domain.RunDone, "", 20, 0)
		if took := time.Since(began); took < 5*time.Minute || took > 5*time.Minute+10*time.Second {
			t.Errorf("the run took %s", took)
		}
		if asked() != 23 {
			t.Errorf("asked %d times, want 20 and the 3 refused", asked())
		}
		b.mu.Lock()
		defer b.mu.Unlock()
		if !slices.ContainsFunc(b.events, func(e told) bool { return e.Waiting > 4*time.Minute }) {
			t.Error("nobody was told of the wait")
		}
	})
}

func TestRun_RateLimitBeyondTheBudgetDefersTheRest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(20))
		b.fake.workers = 1
		b.expectRun(b.sync(false), domain.RunDone, "", 20, 0)
		limited, asked := limiting(2, 10*time.Minute)
		b.fake.datasets[0].Fetch = limited
		began := time.Now()
		run := b.sync(false)
		b.expectRun(run, domain.RunPartial, "", 0, 20)
		if took := time.Since(began); took < 10*time.Minute || took > 11*time.Minute {
			t.Errorf("the run took %s, want to give up after the first wait", took)
		}
		if asked() != 2 {
			t.Errorf("asked %d times, want 2", asked())
		}
		deferred := b.tasks(run, domain.TaskDeferred)
		if len(deferred) != 20 {
			t.Fatalf("%d tasks are deferred", len(deferred))
		}
		for _, task := range deferred {
			if task.ErrorKey != "rate_limited" || task.RetryAt == nil || time.Until(*task.RetryAt) < 9*time.Minute {
				t.Fatalf("task %+v", task)
			}
		}
		if n := b.count("SELECT count(*) FROM records WHERE no_access <> ''"); n != 0 {
			t.Errorf("%d records count as refused", n)
		}
		b.expectRun(b.sync(false), domain.RunDone, "", 20, 0)
	})
}

func TestRun_RateLimitWakesTheWaitingWhenTheBudgetIsSpent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(8))
		var mu sync.Mutex
		asked := 0
		b.fake.datasets[0].Fetch = slowly(time.Second, pages(func(connector.Request) ([]connector.Page, error) {
			mu.Lock()
			defer mu.Unlock()
			if asked++; asked < 4 {
				return nil, &connector.RateLimited{RetryAfter: 14 * time.Minute}
			}
			return nil, &connector.RateLimited{RetryAfter: 16 * time.Minute}
		}))
		began := time.Now()
		b.expectRun(b.sync(false), domain.RunPartial, "", 0, 8)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("the run slept for %s with nothing left to do", took)
		}
	})
}

func TestRun_CancelEndsAWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(8))
		b.fake.datasets[0].Fetch, _ = limiting(8, 10*time.Minute)
		run := b.start(false)
		<-time.After(time.Second)
		began := time.Now()
		if err := b.syncer.Cancel(run.ID); err != nil {
			t.Fatal(err)
		}
		b.expectRun(b.wait(run), domain.RunCancelled, "cancelled", 0, 0)
		if took := time.Since(began); took > time.Second {
			t.Errorf("cancelling took %s", took)
		}
	})
}

func TestRun_BrokenListLeavesWhatItListed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.expectRun(b.sync(false), domain.RunDone, "", 40, 0)
		b.fake.customers = listing(records(20), &connector.Unavailable{Status: 502})
		run := b.sync(false)
		b.expectRun(run, domain.RunPartial, "unavailable", 20, 0)
		if n := b.count("SELECT count(*) FROM records WHERE gone_at IS NOT NULL"); n != 0 {
			t.Errorf("%d records were marked gone after half a list", n)
		}
		b.fake.customers = listing(nil, &connector.Malformed{Err: errors.New("no JSON")})
		b.expectRun(b.sync(false), domain.RunFailed, "malformed", 0, 0)
		if n := b.count("SELECT count(*) FROM records WHERE gone_at IS NOT NULL"); n != 0 {
			t.Errorf("%d records were marked gone after no list", n)
		}
	})
}

func TestRun_RateLimitedListStartsAgainWithoutReadingTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		whole := b.fake.customers
		first := true
		b.fake.customers = func(ctx context.Context) iter.Seq2[[]domain.Record, error] {
			if first {
				first = false
				return listing(records(20), &connector.RateLimited{RetryAfter: time.Minute})(ctx)
			}
			return whole(ctx)
		}
		run := b.sync(false)
		b.expectRun(run, domain.RunDone, "", 40, 0)
		if n := b.count("SELECT count(*) FROM sync_tasks WHERE run_id = ?", run.ID); n != 40 {
			t.Errorf("%d tasks for 40 customers", n)
		}
	})
}

func TestRun_OrderOfAListIsNoChange(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(1))
		hash := func(keys ...string) string {
			b.fake.datasets[0].Fetch = pages(func(req connector.Request) ([]connector.Page, error) {
				return []connector.Page{page(req.Customer, 10, keys[0]), page(req.Customer, 10, keys[1:]...)}, nil
			})
			b.expectRun(b.sync(false), domain.RunDone, "", 1, 0)
			checkpoints, err := b.store.FindCheckpoints(t.Context(), b.conn.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, checkpoint := range checkpoints {
				return checkpoint.PageHash
			}
			return ""
		}
		one, other, changed := hash("a", "b", "c"), hash("c", "b", "a"), hash("a", "b", "d")
		if one == "" || one != other || one == changed {
			t.Errorf("hashes %q, in another order %q, with another line %q", one, other, changed)
		}
	})
}

// TestMalformed_ShowsTheAnswerThatWasRead: what lacks something is found after it was decoded.
func TestMalformed_ShowsTheAnswerThatWasRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(2))
		b.fake.datasets[0].Fetch = func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
			return func(yield func(connector.Page, error) bool) {
				connector.Answered(ctx, func() string { return "answer of " + req.Customer.VendorID })
				yield(connector.Page{}, &connector.Malformed{Err: errors.New("no items")})
			}
		}
		run := b.sync(false)
		b.expectRun(run, domain.RunPartial, "", 0, 2)
		for i, task := range b.tasks(run, domain.TaskFailed) {
			if want := fmt.Sprintf("answer not understood: no items: answer of c%03d", i); task.ErrorDetail != want {
				t.Errorf("detail %q, want %q", task.ErrorDetail, want)
			}
		}
		b.fake.customers = func(ctx context.Context) iter.Seq2[[]domain.Record, error] {
			connector.Answered(ctx, func() string { return "the list" })
			return listing(nil, &connector.Malformed{Err: errors.New("no items")})(ctx)
		}
		if run := b.sync(false); run.ErrorDetail != "answer not understood: no items: the list" {
			t.Errorf("run %+v", run)
		}
	})
}
