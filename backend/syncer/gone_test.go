package syncer_test

import (
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

func (b *bench) gone() int {
	b.tb.Helper()
	return b.count("SELECT count(*) FROM records WHERE gone_at IS NOT NULL")
}

func TestGone_AfterACompleteListAndNoEarlier(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.sync(false)
		b.fake.customers = listing(records(30))
		b.expectRun(b.sync(false), domain.RunDone, "", 30, 0)
		if b.gone() != 10 {
			t.Errorf("%d records are gone, want the 10 no longer listed", b.gone())
		}
		if n := b.count("SELECT count(*) FROM pools"); n != 40 {
			t.Errorf("%d pools are stored, want all 40: nothing is deleted", n)
		}
		if hold := b.connection().GoneHold; hold != nil {
			t.Errorf("a hold for an ordinary list: %+v", hold)
		}
		b.fake.customers = listing(records(40))
		b.expectRun(b.sync(false), domain.RunDone, "", 40, 0)
		if b.gone() != 0 {
			t.Errorf("%d records are gone although they came back", b.gone())
		}
	})
}

func TestGone_DoubtfulListMarksNothingAndAsks(t *testing.T) {
	for name, c := range map[string]struct {
		list    []domain.Record
		account domain.Account
		want    domain.GoneHold
	}{
		"empty": {nil, domain.Account{ID: "admin"}, domain.GoneHold{Reason: "empty", Before: 40}},
		"fewer": {records(28), domain.Account{ID: "admin"}, domain.GoneHold{Reason: "fewer", Before: 40, Read: 28}},
		"account": {records(39), domain.Account{ID: "other", Name: "Otto Other"},
			domain.GoneHold{Reason: "account", Before: 40, Read: 39, Previous: "Ada Admin", Current: "Otto Other"}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(40))
				b.sync(false)
				b.fake.customers, b.fake.account = listing(c.list), c.account
				b.expectRun(b.sync(false), domain.RunDone, "", len(c.list), 0)
				if b.gone() != 0 {
					t.Fatalf("%d records were marked gone", b.gone())
				}
				hold := b.connection().GoneHold
				if hold == nil {
					t.Fatal("nobody is asked")
				}
				since := hold.Since
				hold.Since = time.Time{}
				c.want.Account = c.account.ID
				if *hold != c.want {
					t.Errorf("hold %+v, want %+v", *hold, c.want)
				}
				if b.connection().Account.ID != "admin" {
					t.Errorf("the account became %+v unasked", b.connection().Account)
				}

				<-time.After(time.Hour)
				b.sync(false)
				if again := b.connection().GoneHold; again == nil || !again.Since.Equal(since) || b.gone() != 0 {
					t.Errorf("a second such list changed the hold to %+v, %d gone", again, b.gone())
				}

				if err := b.store.AcceptGone(t.Context(), b.conn.ID); err != nil {
					t.Fatal(err)
				}
				b.sync(false)
				if b.gone() != 40-len(c.list) || b.connection().GoneHold != nil || b.connection().Account.ID != c.account.ID {
					t.Errorf("after the user agreed: %d gone, connection %+v", b.gone(), b.connection())
				}
			})
		})
	}
}

// TestGone_AgreementHoldsForWhatWasAsked: who agreed that 28 of 40 customers are left has not agreed that none is.
func TestGone_AgreementHoldsForWhatWasAsked(t *testing.T) {
	admin, otto, eve := domain.Account{ID: "admin"}, domain.Account{ID: "otto"}, domain.Account{ID: "eve"}
	for name, c := range map[string]struct {
		agreed, then     int
		agreedBy, thenBy domain.Account
		gone             int
		reason           string // of the question that follows; "" is none
	}{
		"the same again":                        {28, 28, admin, admin, 12, ""},
		"nothing any more":                      {28, 0, admin, admin, 0, "empty"},
		"one less":                              {28, 27, admin, admin, 0, "fewer"},
		"the same to another account":           {28, 28, admin, otto, 0, "account"},
		"another account's list":                {39, 39, otto, otto, 1, ""},
		"another account that lists less later": {39, 20, otto, otto, 0, "account"},
		"a third account":                       {39, 39, otto, eve, 0, "account"},
		"none was agreed to, now some":          {0, 20, admin, admin, 0, "fewer"},
		"all are back":                          {28, 40, admin, admin, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := newBench(t, newFake(40))
				b.sync(false)
				b.fake.customers, b.fake.account = listing(records(c.agreed)), c.agreedBy
				b.sync(false)
				if err := b.store.AcceptGone(t.Context(), b.conn.ID); err != nil {
					t.Fatal(err)
				}
				if hold := b.connection().GoneHold; hold != nil {
					t.Fatalf("still asked after the answer: %+v", hold)
				}
				b.fake.customers = listing(nil, connector.ErrIncomplete) // tells nothing: the agreement waits
				b.expectRun(b.sync(false), domain.RunFailed, "answer_incomplete", 0, 0)

				b.fake.customers, b.fake.account = listing(records(c.then)), c.thenBy
				b.sync(false)
				hold := b.connection().GoneHold
				if b.gone() != c.gone || (hold == nil) != (c.reason == "") || hold != nil && (hold.Reason != c.reason || hold.Read != c.then) {
					t.Errorf("%d gone, want %d; asked %+v, want %q", b.gone(), c.gone, hold, c.reason)
				}
				if accepted, err := b.store.AcceptedGone(t.Context(), b.conn.ID); accepted != nil || err != nil {
					t.Errorf("the agreement %+v outlives a complete read (%v)", accepted, err)
				}
			})
		})
	}
}

func TestGone_HoldGoesWhenTheListIsWholeAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.sync(false)
		b.fake.customers = listing(nil)
		b.sync(false)
		if b.connection().GoneHold == nil {
			t.Fatal("no hold for an empty list")
		}
		b.fake.customers = listing(records(40))
		b.expectRun(b.sync(false), domain.RunDone, "", 40, 0)
		if hold := b.connection().GoneHold; hold != nil || b.gone() != 0 {
			t.Errorf("hold %+v, %d gone", hold, b.gone())
		}
	})
}

func TestGone_LessThanThirtyPercentIsBelieved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.sync(false)
		b.fake.customers = listing(records(29))
		b.sync(false)
		if b.gone() != 11 || b.connection().GoneHold != nil {
			t.Errorf("%d gone, hold %+v", b.gone(), b.connection().GoneHold)
		}
	})
}

func TestGone_OtherCustomersInPlaceOfTheKnownOnesAreDoubted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.sync(false)
		renamed := records(40)
		for i := range renamed[10:] {
			renamed[10+i].VendorID += "=" // the vendor writes its ids in another way
		}
		b.fake.customers = listing(renamed)
		b.sync(false)
		hold := b.connection().GoneHold
		if b.gone() != 0 || hold == nil || hold.Reason != "fewer" || hold.Before != 40 || hold.Read != 10 {
			t.Errorf("%d gone, hold %+v", b.gone(), hold)
		}
	})
}

// emptyFrom lists nothing for customers from number first on.
func emptyFrom(first string) fetch {
	return pages(func(req connector.Request) ([]connector.Page, error) {
		if req.Customer.VendorID >= first {
			return []connector.Page{page(req.Customer, 0)}, nil
		}
		return []connector.Page{page(req.Customer, 10, "a")}, nil
	})
}

func TestGone_LicencesOfManyCustomersDoNotVanishAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.sync(false)
		b.fake.datasets[0].Fetch = emptyFrom("c020")
		run := b.sync(false)
		b.expectRun(run, domain.RunPartial, "", 20, 20)
		for _, failed := range b.tasks(run, domain.TaskFailed) {
			if failed.ErrorKey != "suspicious_empty" {
				t.Fatalf("task %+v", failed)
			}
		}
		if n := b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL"); n != 40 {
			t.Errorf("%d pools stand, want all 40", n)
		}
		b.expectRun(b.sync(true), domain.RunDone, "", 40, 0)
		if n := b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL"); n != 20 {
			t.Errorf("%d pools stand after the full sync that the user asked for, want 20", n)
		}
		b.expectRun(b.sync(false), domain.RunDone, "", 40, 0)
	})
}

func TestGone_LicencesOfAFewCustomersMayVanish(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		b.sync(false)
		b.fake.datasets[0].Fetch = emptyFrom("c037")
		b.expectRun(b.sync(false), domain.RunDone, "", 40, 0)
		if n := b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL"); n != 37 {
			t.Errorf("%d pools stand, want 37", n)
		}
	})
}

func TestFull_InterruptedStaysDueForWhatItDidNotReach(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(40))
		var cursors []string
		b.fake.workers = 1
		b.fake.datasets[0].Incremental = true
		b.fake.datasets[0].Fetch = slowly(time.Second, pages(func(req connector.Request) ([]connector.Page, error) {
			cursors = append(cursors, req.Cursor)
			p := page(req.Customer, 10, "a")
			p.Cursor = "later"
			return []connector.Page{p}, nil
		}))
		fromStart := func() int {
			n := 0
			for _, cursor := range cursors {
				if cursor == "" {
					n++
				}
			}
			cursors = nil
			return n
		}
		b.sync(false)
		if n := fromStart(); n != 40 {
			t.Errorf("first: %d datasets were read from the start, want all", n)
		}
		b.sync(false)
		if n := fromStart(); n != 0 {
			t.Errorf("incremental: %d datasets were read from the start", n)
		}
		if n := b.count("SELECT count(*) FROM pools WHERE gone_at IS NULL"); n != 40 {
			t.Errorf("%d pools stand after an incremental read, want all 40", n)
		}
		run := b.start(true)
		<-time.After(10500 * time.Millisecond)
		if err := b.syncer.Cancel(run.ID); err != nil {
			t.Fatal(err)
		}
		b.wait(run)
		if n := fromStart(); n != 10 {
			t.Errorf("full, cut short: %d datasets were read from the start, want 10", n)
		}
		b.sync(false)
		if n := fromStart(); n != 30 {
			t.Errorf("after it: %d datasets were read from the start, want the 30 it did not reach", n)
		}
	})
}
