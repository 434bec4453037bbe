package syncer_test

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// keysOf gives n keys of rows.
func keysOf(n int) []string {
	keys := make([]string, n)
	for i := range keys {
		keys[i] = fmt.Sprintf("k%03d", i)
	}
	return keys
}

// lists gives each customer as many pools as of says, and as many lines.
func lists(of func(customer string) int) fetch {
	return pages(func(req connector.Request) ([]connector.Page, error) {
		return []connector.Page{page(req.Customer, 10, keysOf(of(req.Customer.VendorID))...)}, nil
	})
}

func each(n int) fetch { return lists(func(string) int { return n }) }

// lessFrom lists less for customers from number first on.
func lessFrom(first string, before, less int) fetch {
	return lists(func(customer string) int {
		if customer >= first {
			return less
		}
		return before
	})
}

func (b *bench) standing() int {
	b.tb.Helper()
	return b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL")
}

// shrinks reads first and then second, and says how it must go: how many tasks fail and with what.
func (b *bench) shrinks(first, second fetch, failed int, key, detail string) {
	b.tb.Helper()
	b.fake.datasets[0].Fetch = first
	b.sync(false)
	b.fake.datasets[0].Fetch = second
	run := b.sync(false)
	tasks := b.tasks(run, domain.TaskFailed)
	if len(tasks) != failed {
		b.tb.Fatalf("%d tasks failed, want %d: %+v", len(tasks), failed, tasks)
	}
	for _, task := range tasks {
		if task.ErrorKey != key || task.ErrorDetail != detail {
			b.tb.Fatalf("failed with %s (%s), want %s (%s)", task.ErrorKey, task.ErrorDetail, key, detail)
		}
	}
}

func TestDoubt_ManyCustomersWithFewerRows_LoseNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.shrinks(each(10), lessFrom("c010", 10, 5), 30, "suspicious_fewer", "20 → 10")
		if n := b.standing(); n != 400 {
			t.Errorf("%d pools stand, want all 400", n)
		}
		b.expectRun(b.sync(false), domain.RunPartial, "", 10, 30)
		if n := b.standing(); n != 400 {
			t.Errorf("%d pools stand after the same answer once more, want all 400", n)
		}
		b.expectRun(b.sync(true), domain.RunDone, "", 40, 0)
		if n := b.standing(); n != 250 {
			t.Errorf("%d pools stand after the full sync that the user asked for, want 250", n)
		}
		b.expectRun(b.sync(false), domain.RunDone, "", 40, 0)
	})
}

// TestDoubt_ThirtyPercentFewerAreAskedAbout: the share itself counts as too many, as it does for customers.
func TestDoubt_ThirtyPercentFewerAreAskedAbout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(10))
		b.shrinks(each(10), each(7), 10, "suspicious_fewer", "20 → 14")
		if n := b.standing(); n != 100 {
			t.Errorf("%d pools stand, want all 100", n)
		}
	})
}

// TestDoubt_AllOfAFewCustomersEmpty_IsAskedAbout: one or two customers that list nothing any more may be all there are.
func TestDoubt_AllOfAFewCustomersEmpty_IsAskedAbout(t *testing.T) {
	for name, c := range map[string]struct {
		customers     int
		first, second fetch
		failed, stand int
	}{
		"the only licence of the only customer": {1, each(1), each(0), 1, 1},
		"both customers":                        {2, each(4), each(0), 2, 8},
		"the only one of two that had any":      {2, lessFrom("c001", 4, 0), each(0), 1, 4},
		"one of two customers":                  {2, each(4), lessFrom("c001", 4, 0), 0, 4},
		"the only one of many that had any":     {40, lessFrom("c001", 1, 0), each(0), 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(c.customers))
				b.shrinks(c.first, c.second, c.failed, "suspicious_empty", "")
				if n := b.standing(); n != c.stand {
					t.Errorf("%d pools stand, want %d", n, c.stand)
				}
				b.expectRun(b.sync(true), domain.RunDone, "", c.customers, 0)
				if n := b.standing(); c.failed > 0 && n != 0 {
					t.Errorf("%d pools stand after the full sync that answers the question, want none", n)
				}
			})
		})
	}
}

// TestDoubt_OneCustomerHeardOfMany_IsNotAll: where the others were read before and are not due, one empty answer is no
// sign that the vendor is wrong.
func TestDoubt_OneCustomerHeardOfMany_IsNotAll(t *testing.T) {
	for name, c := range map[string]struct{ customers, failed int }{"of forty": {40, 0}, "of two": {2, 1}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(c.customers))
				b.fake.datasets[0].Every = 10 * time.Hour
				b.fake.datasets[0].Fetch = each(4)
				b.sync(false)
				b.ahead = 11 * time.Hour
				b.fake.datasets[0].Fetch = pages(func(req connector.Request) ([]connector.Page, error) {
					if req.Customer.VendorID == "c000" {
						return nil, connector.ErrNotFound
					}
					return []connector.Page{page(req.Customer, 10, keysOf(4)...)}, nil
				})
				b.expectRun(b.sync(false), domain.RunPartial, "", c.customers-1, 1)
				b.ahead = 12 * time.Hour
				b.fake.datasets[0].Fetch = each(0)
				run := b.sync(false)
				if run.TasksTotal != 1 || run.TasksFailed != c.failed {
					t.Errorf("%d of %d tasks failed, want %d of 1", run.TasksFailed, run.TasksTotal, c.failed)
				}
			})
		})
	}
}

// Issues, requests and the like come and go by ones.
func TestDoubt_FewRowsThatComeAndGo_AreBelieved(t *testing.T) {
	requests := func(n int) fetch {
		return pages(func(connector.Request) ([]connector.Page, error) {
			p := connector.Page{Kinds: []domain.Kind{domain.KindServiceRequests}}
			for _, key := range keysOf(n) {
				p.ServiceRequests = append(p.ServiceRequests, domain.ServiceRequest{Key: key})
			}
			return []connector.Page{p}, nil
		})
	}
	for before, failed := range map[int]int{2: 0, 3: 1} {
		synctest.Test(t, func(t *testing.T) {
			b := newBench(t, newFake(1))
			b.shrinks(requests(before), requests(0), failed, "suspicious_empty", "")
			if n := b.count("SELECT count(*) FROM service_requests WHERE gone_at IS NULL"); n != before*failed {
				t.Errorf("of %d requests %d stand", before, n)
			}
		})
	}
}

func TestDoubt_RowsThatComeBackAreStored(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.shrinks(each(10), each(3), 40, "suspicious_fewer", "20 → 6")
		b.fake.datasets[0].Fetch = each(9)
		b.expectRun(b.sync(false), domain.RunDone, "", 40, 0)
		if n := b.standing(); n != 360 {
			t.Errorf("%d pools stand, want 360", n)
		}
	})
}

func TestDoubt_SeveralPages_AllCount(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		inTwo := pages(func(req connector.Request) ([]connector.Page, error) {
			first, second := page(req.Customer, 11, keysOf(4)...), page(req.Customer, 11)
			return []connector.Page{first, second}, nil
		})
		b.shrinks(each(10), inTwo, 5, "suspicious_fewer", "20 → 8")
		run := b.sync(false) // the first page has stored changes, but what was there before is still known
		b.expectRun(run, domain.RunPartial, "", 0, 5)
		if n := b.standing(); n != 50 {
			t.Errorf("%d pools stand, want all 50", n)
		}
	})
}

func TestDoubt_OrdinaryBusinessIsBelieved(t *testing.T) {
	for name, second := range map[string]fetch{
		"one customer cancels nearly all":    lessFrom("c039", 10, 1),
		"few customers cancel much":          lessFrom("c030", 10, 3),
		"all customers cancel a little":      each(8),
		"two customers have nothing anymore": lessFrom("c038", 10, 0),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(40))
				b.shrinks(each(10), second, 0, "", "")
				if n := b.standing(); n == 400 {
					t.Error("nothing was marked gone")
				}
			})
		})
	}
}

func TestDoubt_FewCustomersThatHoldMostRows_LoseNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		few := func(large int) fetch {
			return lists(func(customer string) int {
				if customer >= "c037" {
					return large
				}
				return 1
			})
		}
		b.shrinks(few(24), few(9), 3, "suspicious_fewer", "48 → 18")
		if n := b.standing(); n != 37+3*24 {
			t.Errorf("%d pools stand, want all", n)
		}
	})
}

func TestDoubt_OneCustomerThatLosesVeryManyRows_LosesNone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		one := func(large int) fetch {
			return lists(func(customer string) int {
				if customer == "c007" {
					return large
				}
				return 10
			})
		}
		b.shrinks(one(60), one(20), 1, "suspicious_fewer", "120 → 40")
		if n := b.standing(); n != 390+60 {
			t.Errorf("%d pools stand, want all", n)
		}
	})
}

// TestDoubt_FullSyncThatNobodyWasAskedBefore_AsksFirst: to read everything again is no answer to a question not yet put.
func TestDoubt_FullSyncThatNobodyWasAskedBefore_AsksFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.fake.datasets[0].Fetch = each(10)
		b.sync(false)
		for _, answer := range []struct {
			fetch               fetch
			done, failed, stand int
		}{
			{lessFrom("c010", 10, 5), 10, 30, 400},
			{lessFrom("c010", 10, 0), 10, 30, 400}, // less still than what was asked about
			{lessFrom("c005", 10, 0), 35, 5, 100},  // 30 have their answer, five are new
			{lessFrom("c005", 10, 0), 40, 0, 50},
		} {
			b.fake.datasets[0].Fetch = answer.fetch
			run := b.sync(true)
			if run.TasksDone != answer.done || run.TasksFailed != answer.failed || b.standing() != answer.stand {
				t.Fatalf("%d done, %d failed, %d pools stand, want %+v", run.TasksDone, run.TasksFailed, b.standing(), answer)
			}
		}
	})
}

// Another failure in between leaves nothing to say yes to.
func TestDoubt_FullSyncAfterAnotherFailure_AsksAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		b.shrinks(each(10), each(0), 5, "suspicious_empty", "")
		b.fake.datasets[0].Fetch = pages(func(connector.Request) ([]connector.Page, error) {
			return nil, connector.ErrForbidden
		})
		b.sync(false)
		b.fake.datasets[0].Fetch = each(0)
		b.expectRun(b.sync(true), domain.RunPartial, "", 0, 5)
		if n := b.standing(); n != 50 {
			t.Errorf("%d pools stand, want all 50", n)
		}
		b.expectRun(b.sync(true), domain.RunDone, "", 5, 0)
	})
}

// partners is a dataset of the whole connection.
func partners(n int) fetch {
	return pages(func(connector.Request) ([]connector.Page, error) {
		p := connector.Page{Kinds: []domain.Kind{domain.KindSubPartners}}
		for _, key := range keysOf(n) {
			p.SubPartners = append(p.SubPartners, domain.SubPartner{Key: key})
		}
		return []connector.Page{p}, nil
	})
}

func TestDoubt_DatasetOfTheConnection(t *testing.T) {
	for name, c := range map[string]struct {
		before, now, failed int
		detail              string
	}{
		"much less":     {10, 6, 1, "10 → 6"},
		"nothing":       {10, 0, 1, "10 → 0"},
		"a little less": {10, 8, 0, ""},
		"one of two":    {2, 1, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(2))
				b.fake.datasets[0].PerConnection = true
				b.shrinks(partners(c.before), partners(c.now), c.failed, "suspicious_fewer", c.detail)
				want := c.now
				if c.failed > 0 {
					want = c.before
				}
				if n := b.count("SELECT count(*) FROM sub_partners WHERE gone_at IS NULL"); n != want {
					t.Errorf("%d partners stand, want %d", n, want)
				}
			})
		})
	}
}

// TestDoubt_WhatIsKeptOrReadOnFromACursor_IsNeverShort: of jobs and bills only the latest are listed.
func TestDoubt_WhatIsKeptOrReadOnFromACursor_IsNeverShort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		jobs := func(n int) fetch {
			return pages(func(connector.Request) ([]connector.Page, error) {
				p := connector.Page{Kinds: []domain.Kind{domain.KindJobs}, Cursor: "later"}
				for _, key := range keysOf(n) {
					p.Jobs = append(p.Jobs, domain.Job{Key: key})
				}
				return []connector.Page{p}, nil
			})
		}
		b.shrinks(jobs(10), jobs(0), 0, "", "")
		b.fake.datasets[0].Incremental = true
		fromCursor := func(n int) fetch {
			return pages(func(req connector.Request) ([]connector.Page, error) {
				p := page(req.Customer, 10, keysOf(n)...)
				p.Cursor = "later"
				return []connector.Page{p}, nil
			})
		}
		b.fake.datasets[0].Name = "changes"
		b.shrinks(fromCursor(10), fromCursor(1), 0, "", "")
		if n := b.standing(); n != 400 {
			t.Errorf("%d pools stand, want 400", n)
		}
	})
}

// TestDoubt_AnotherAccount_MarksNothingUntilTheUserAgrees: an admin with fewer rights sees less of each customer.
func TestDoubt_AnotherAccount_MarksNothingUntilTheUserAgrees(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		b.fake.datasets[0].Fetch = each(10)
		b.sync(false)
		b.fake.account = domain.Account{ID: "other", Name: "Otto Other"}
		b.fake.datasets[0].Fetch = each(4)
		for _, full := range []bool{false, true} {
			b.expectRun(b.sync(full), domain.RunDone, "", 5, 0)
			if hold := b.connection().GoneHold; hold == nil || hold.Reason != "account" {
				t.Fatalf("hold %+v", hold)
			}
			if n := b.standing(); n != 50 {
				t.Fatalf("%d pools stand, want all 50", n)
			}
		}
		if err := b.store.AcceptGone(t.Context(), b.conn.ID); err != nil {
			t.Fatal(err)
		}
		<-time.After(time.Minute)
		b.expectRun(b.sync(false), domain.RunPartial, "", 0, 5) // to the customers, not to what each of them lacks
		if n := b.standing(); n != 50 || b.connection().Account.ID != "other" {
			t.Errorf("after the user agreed: %d pools stand, want 50; connection %+v", n, b.connection())
		}
		b.expectRun(b.sync(true), domain.RunDone, "", 5, 0)
		if n := b.standing(); n != 20 {
			t.Errorf("after the full sync that the user asked for: %d pools stand, want 20", n)
		}
	})
}

// Too few answers were heard of a run that is cut short: none of them marks anything as gone.
func TestDoubt_RunCutShort_BelievesNoEmptyAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.fake.datasets[0].Fetch = each(4)
		b.sync(false)
		time.Sleep(time.Second)
		var asked atomic.Int32
		b.fake.datasets[0].Fetch = pages(func(req connector.Request) ([]connector.Page, error) {
			if asked.Add(1) > 2 {
				return nil, connector.ErrUnauthorized
			}
			return []connector.Page{page(req.Customer, 10)}, nil
		})
		b.sync(false)
		if n := b.standing(); n != 160 {
			t.Errorf("%d pools stand, want all 160", n)
		}
		b.fake.datasets[0].Fetch = each(4)
		b.expectRun(b.sync(false), domain.RunDone, "", 40, 0)
	})
}

// One of our people leaves, and is no administrator of any customer any longer: that is no error of the vendor.
func TestDoubt_FewerAdministratorsEverywhere_AreBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(10))
		administrators := func(n int) fetch {
			return pages(func(connector.Request) ([]connector.Page, error) {
				var rows []domain.Administrator
				for _, key := range keysOf(n) {
					rows = append(rows, domain.Administrator{Key: key, Name: key})
				}
				return []connector.Page{{Rows: domain.Rows{Administrators: rows}, Kinds: []domain.Kind{domain.KindAdministrators}}}, nil
			})
		}
		b.shrinks(administrators(2), administrators(1), 0, "", "")
		if n := b.count("SELECT count(*) FROM administrators WHERE gone_at IS NULL"); n != 10 {
			t.Errorf("%d administrators stand, want one of each customer", n)
		}
		b.shrinks(administrators(1), administrators(0), 10, "suspicious_empty", "")
	})
}

// What another account was shown says nothing of how much there is.
func TestDoubt_AnotherAccountSeesNothing_LaterEmptyAnswersAreDoubted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(10))
		b.fake.datasets[0].Fetch = each(4)
		b.sync(false)
		ours := b.fake.account
		b.fake.account = domain.Account{ID: "other", Name: "Other"}
		b.fake.datasets[0].Fetch = each(0)
		b.sync(false)
		b.fake.account = ours
		b.sync(false)
		if n := b.standing(); n != 40 {
			t.Errorf("%d pools stand, want all 40", n)
		}
	})
}
