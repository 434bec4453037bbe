package store_test

import (
	"context"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// twinsRig is two connections of one vendor that list the same tenant, and one customer each besides.
type twinsRig struct {
	*testing.T
	s             *store.Store
	first, second domain.Connection
	now           time.Time
	named         map[int64]domain.Record // how connections write the shared tenant: its id, and which it is
}

func newTwinsRig(t *testing.T) *twinsRig {
	s := storetest.Open(t)
	return &twinsRig{T: t, s: s, first: storetest.Connect(t, s, domain.VendorMicrosoft, "First"),
		second: storetest.Connect(t, s, domain.VendorMicrosoft, "Second"), now: storetest.Now}
}

// sync reads the shared tenant and the connection's own customer, with so many seats each.
func (r *twinsRig) sync(c domain.Connection, seats int64) (shared, own domain.Record) {
	r.Helper()
	listed := []domain.Record{{VendorID: "id-Shared", Name: "Shared"}, {VendorID: "id-" + c.Name, Name: "Own of " + c.Name}}
	if named, found := r.named[c.ID]; found {
		listed[0].VendorID, listed[0].Tenant = named.VendorID, named.Tenant
	}
	records, _, err := r.s.SaveRecords(context.Background(), c.ID, listed, r.now)
	r.must(err)
	storetest.Sync(r, r.s, c, r.now, func(run domain.Run) []store.PageSave {
		pages := []store.PageSave{}
		for _, record := range records {
			pages = append(pages, storetest.Read(run, record, r.now,
				[]domain.Pool{storetest.Pool("E3", domain.FamilyMicrosoft365, seats, seats-1)},
				[]domain.Subscription{storetest.Subscription("sub", "E3", domain.FamilyMicrosoft365, seats)}))
		}
		return pages
	})
	return records[0], records[1]
}

func (r *twinsRig) nextDay() { r.now = r.now.AddDate(0, 0, 1) }

// want checks the seats bought today in the figures, in the trend of all and of the shared tenant, and whose count.
func (r *twinsRig) want(what string, all, shared int64, counting domain.Connection) {
	r.Helper()
	ctx := context.Background()
	scope := domain.Scope{Today: domain.DateOf(r.now)}
	reports := report.New(r.s.Reader())
	kpis, err := reports.KPIs(ctx, scope)
	if err != nil {
		r.Fatal(err)
	}
	trend, _, err := reports.Trend(ctx, scope, 30)
	if err != nil {
		r.Fatal(err)
	}
	owner := r.owner(counting)
	detail, err := r.s.GetCustomer(ctx, owner.CustomerID, scope.Today)
	if err != nil {
		r.Fatal(err)
	}
	if kpis.Bought != all || trend[len(trend)-1].Bought != all || detail.Bought != shared || detail.History[len(detail.History)-1].Bought != shared {
		r.Errorf("%s: bought %d, trend %+v; shared %d, history %+v; want %d and %d", what, kpis.Bought, trend, detail.Bought, detail.History, all, shared)
	}
	for _, record := range detail.Records {
		if record.GoneAt == nil && record.Duplicate == (record.ConnectionID == counting.ID) {
			r.Errorf("%s: the record of %s is a duplicate: %v", what, record.Connection, record.Duplicate)
		}
	}
}

func (r *twinsRig) owner(c domain.Connection) domain.Record {
	r.Helper()
	records, err := r.s.FindRecords(context.Background(), c.ID)
	if err != nil {
		r.Fatal(err)
	}
	for _, record := range records {
		if record.Name == "Shared" {
			return record
		}
	}
	r.Fatal("no connection lists the shared tenant")
	return domain.Record{}
}

func (r *twinsRig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func TestTwins_SeatsCountOnce(t *testing.T) {
	r := newTwinsRig(t)
	a, _ := r.sync(r.first, 10)
	b, _ := r.sync(r.second, 12)
	if a.CustomerID != b.CustomerID {
		t.Fatalf("the tenant is customers %d and %d", a.CustomerID, b.CustomerID)
	}
	r.want("both were read", 10+10+12, 10, r.first)
	r.nextDay()
	r.sync(r.second, 12)
	r.want("the second was read again", 10+10+12, 10, r.first)
	r.sync(r.first, 11)
	r.want("the first was read again", 11+11+12, 11, r.first)

	lines, total, err := r.s.FindSubscriptions(context.Background(), domain.SubscriptionFilter{})
	r.must(err)
	if total != 3 || len(lines) != 3 {
		t.Errorf("%d subscriptions are listed, want each once", total)
	}
	_, pools, err := r.s.FindPools(context.Background(), domain.PoolFilter{Page: domain.PageRequest{Limit: 1}}) // so that they are counted
	r.must(err)
	if pools != 3 {
		t.Errorf("%d pools are listed, want each once", pools)
	}
}

// TestTwins_IdsInSeveralEncodings_CountOnce: two connections may be given the id of one organisation in different ways. What
// was stored before that was known, and what files tell of, becomes one with it.
func TestTwins_IdsInSeveralEncodings_CountOnce(t *testing.T) {
	type record = domain.Record
	plain, padded := record{VendorID: "Y2lz", Tenant: "52cf576d"}, record{VendorID: "Y2lz==", Tenant: "52cf576d"}
	without := func(r record) record { return record{VendorID: r.VendorID} }
	for name, reads := range map[string][][2]record{ // of the first and the second connection, day by day
		"from the start":                 {{plain, padded}},
		"the same id":                    {{plain, plain}},
		"known by its id alone before":   {{without(plain), without(plain)}, {plain, without(plain)}, {plain, padded}},
		"one tells only its id":          {{plain, without(plain)}},
		"the first tells only its id":    {{without(plain), plain}},
		"two customers before":           {{without(plain), without(padded)}, {plain, padded}},
		"the second is read first later": {{without(plain), without(padded)}, {without(plain), padded}, {plain, padded}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newTwinsRig(t)
			var first, second domain.Record
			for _, day := range reads {
				r.nextDay()
				r.named = map[int64]domain.Record{r.first.ID: day[0], r.second.ID: day[1]}
				r.sync(r.first, 10)
				r.sync(r.second, 12)
				first, second = r.owner(r.first), r.owner(r.second)
				if one := day[0].VendorID == day[1].VendorID || day[0].Tenant == day[1].Tenant && day[0].Tenant != ""; one {
					r.want("both were read", 10+10+12, 10, r.first)
				}
			}
			if first.CustomerID != second.CustomerID {
				t.Errorf("the tenant is customers %d and %d", first.CustomerID, second.CustomerID)
			}
			_, written, err := r.s.SaveRecords(context.Background(), r.second.ID, []domain.Record{second}, r.now)
			r.must(err)
			if written != 0 {
				t.Errorf("the same record again wrote %d", written)
			}
			if _, err := r.s.SplitRecord(context.Background(), second.ID, r.now); err == nil {
				t.Error("the tenant can be split")
			}
		})
	}
}

func TestTwins_TheOtherCounts_WhileOneCannotBeRead(t *testing.T) {
	r := newTwinsRig(t)
	a, _ := r.sync(r.first, 10)
	r.sync(r.second, 12)
	r.nextDay()
	r.must(r.s.SetNoAccess(context.Background(), a.ID, "forbidden"))
	r.want("the first is refused", 10+12+12, 12, r.second)
	r.sync(r.second, 13)
	r.want("the second was read", 10+13+13, 13, r.second)
	r.must(r.s.SetNoAccess(context.Background(), a.ID, ""))
	r.want("the first may be read again", 10+10+13, 10, r.first)

	r.must(r.s.SetConnectionState(context.Background(), r.first.ID, domain.ConnectionPaused))
	r.want("the first is paused", 10+13+13, 13, r.second)
	r.must(r.s.SetConnectionState(context.Background(), r.first.ID, domain.ConnectionReady))
	r.want("the first is in use", 10+10+13, 10, r.first)
}

func TestTwins_TheOtherCounts_WhenOneIsGone(t *testing.T) {
	r := newTwinsRig(t)
	_, own := r.sync(r.first, 10)
	r.sync(r.second, 12)
	r.nextDay()
	_, err := r.s.MarkRecordsGone(context.Background(), r.first.ID, map[string]bool{own.VendorID: true}, r.now, domain.DateOf(r.now))
	r.must(err)
	r.want("the first lists it no longer", 10+12+12, 12, r.second)
	r.nextDay()
	r.sync(r.first, 10)
	r.want("the first lists it again", 10+10+12, 10, r.first)
}

func TestTwins_TheOtherCountsAndKeepsThePast_WhenAConnectionIsDeleted(t *testing.T) {
	r := newTwinsRig(t)
	a, _ := r.sync(r.first, 10)
	r.nextDay()
	r.sync(r.first, 11)
	r.nextDay()
	r.sync(r.second, 12)
	r.must(r.s.DeleteConnection(context.Background(), r.first.ID))
	r.want("the first is deleted", 12+12, 12, r.second)
	detail, err := r.s.GetCustomer(context.Background(), a.CustomerID, domain.DateOf(r.now))
	r.must(err)
	var history []int64
	for _, point := range detail.History {
		history = append(history, point.Bought)
	}
	compare(t, "history", history, []int64{10, 11, 12})
	rows := storetest.ReadRows(t, r.s)
	compare(t, "roll-up", rows.ProductDays, rows.RecountProductDays())
}

func TestTwins_StayTogether(t *testing.T) {
	r := newTwinsRig(t)
	ctx := context.Background()
	a, own := r.sync(r.first, 10)
	b, _ := r.sync(r.second, 12)
	if _, err := r.s.SplitRecord(ctx, b.ID, r.now); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("a duplicate was split off: %v", err)
	}
	_, err := r.s.JoinCustomers(ctx, a.CustomerID, own.CustomerID, r.now)
	r.must(err)
	_, err = r.s.SplitRecord(ctx, b.ID, r.now)
	r.must(err)
	if now := r.owner(r.first).CustomerID; now != r.owner(r.second).CustomerID || now == a.CustomerID {
		t.Errorf("the tenant is customer %d after the split", now)
	}
	r.want("split", 10+10+12, 10, r.first)
}

func TestGetCustomer_Former_GivesTheOneItWasJoinedTo(t *testing.T) {
	r := newTwinsRig(t)
	ctx := context.Background()
	a, own := r.sync(r.first, 10)
	id, err := r.s.JoinCustomers(ctx, own.CustomerID, a.CustomerID, r.now)
	r.must(err)
	detail, err := r.s.GetCustomer(ctx, own.CustomerID, domain.DateOf(r.now))
	r.must(err)
	if detail.ID != a.CustomerID || detail.Bought != 20 || len(detail.Records) != 2 {
		t.Errorf("got customer %d with %d seats and %d records", detail.ID, detail.Bought, len(detail.Records))
	}
	fresh := storetest.Records(t, r.s, r.first, r.now, "Fresh")[0]
	if fresh.CustomerID == own.CustomerID {
		t.Errorf("the number %d was given to another customer", own.CustomerID)
	}
	r.must(r.s.UndoMatch(ctx, id, r.now))
	detail, err = r.s.GetCustomer(ctx, own.CustomerID, domain.DateOf(r.now))
	r.must(err)
	if detail.ID != own.CustomerID || detail.Bought != 10 {
		t.Errorf("undone: got customer %d with %d seats", detail.ID, detail.Bought)
	}
	if err := r.s.UndoMatch(ctx, id, r.now); domain.CodeOf(err) != domain.CodeConflict {
		t.Errorf("undone twice: %v", err)
	}
}
