package connectortest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// testFields: the form must be drawable, and every vendor lets its pace be set.
func testFields(t *testing.T, c Case) {
	seen := map[string]bool{}
	for _, f := range c.Spec.Fields {
		if f.Name == "" || seen[f.Name] {
			t.Errorf("field %q is nameless or there twice", f.Name)
		}
		seen[f.Name] = true
		if f.Secret && f.Default != "" {
			t.Errorf("secret %q has a default", f.Name)
		}
	}
	if !seen[connector.FieldRequestsPerMinute] {
		t.Errorf("no field %s", connector.FieldRequestsPerMinute)
	}
	if c.Spec.Vendor == "" || c.Spec.Name == "" || c.Spec.Concurrency < 1 || c.Spec.New == nil {
		t.Errorf("spec is incomplete: %+v", c.Spec)
	}
}

func testCheck(t *testing.T, c Case) {
	s := c.open(t, c.Start(t))
	account, err := s.Check(t.Context())
	if err != nil {
		t.Fatal(s.clean(err))
	}
	if account.ID == "" || account.Name == "" || account.Org == "" {
		t.Errorf("account %+v is incomplete", account)
	}
	if again, err := s.Check(t.Context()); err != nil || again != account {
		t.Errorf("a second check gave %+v, %v", again, err)
	}
}

func testReading(t *testing.T, c Case) {
	w := c.Start(t)
	got := c.open(t, w).readAll(t.Context(), 1)
	if len(got.Records) != w.Customers || w.Customers == 0 {
		t.Errorf("read %d customers, the simulator has %d", len(got.Records), w.Customers)
	}
	if readable := len(got.Records) - len(got.Refused); readable != w.Readable {
		t.Errorf("%d customers could be read, the simulator gives access to %d", readable, w.Readable)
	}
	ids := map[string]bool{}
	for _, r := range got.Records {
		if r.VendorID == "" || r.Name == "" || ids[r.VendorID] {
			t.Errorf("record %+v is incomplete or there twice", r)
		}
		ids[r.VendorID] = true
		if _, refused := got.Refused[r.VendorID]; !refused {
			rows := got.Rows[r.VendorID]
			checkKeys(t, r.Name, rows)
			checkCustomer(t, r, rows.Pools, rows.Subscriptions)
		}
	}
	checkKeys(t, "the connection", got.Connection)
}

// checkKeys: rows are known by their keys, so each has one of its own.
func checkKeys(t *testing.T, where string, rows domain.Rows) {
	seen := map[domain.Kind]map[string]bool{}
	for kind, row := range rows.All() {
		if seen[kind] == nil {
			seen[kind] = map[string]bool{}
		}
		if row.RowKey() == "" || seen[kind][row.RowKey()] {
			t.Errorf("%s: a row of %s has no key or that of another: %+v", where, kind, row)
		}
		seen[kind][row.RowKey()] = true
	}
}

// checkCustomer holds one customer's rows to what the store and the figures rely on.
func checkCustomer(t *testing.T, r domain.Record, pools []domain.Pool, subscriptions []domain.Subscription) {
	keys := map[string]bool{}
	for _, p := range pools {
		if p.Key == "" || p.ProductKey == "" || p.Product == "" || p.Family == "" || keys[p.Key] {
			t.Errorf("%s: pool %+v is incomplete or there twice", r.Name, p)
		}
		if p.Bought < 0 || p.Assigned < 0 {
			t.Errorf("%s: pool %+v has negative seats", r.Name, p)
		}
		keys[p.Key] = true
	}
	seen := map[string]bool{}
	for _, s := range subscriptions {
		if s.Key == "" || s.Product == "" || s.ProductKey == "" || s.Family == "" || s.Status == "" || seen[s.Key] {
			t.Errorf("%s: subscription %+v is incomplete or there twice", r.Name, s)
		}
		if s.PoolKey != "" && !keys[s.PoolKey] {
			t.Errorf("%s: subscription %s points to pool %q, which is not there", r.Name, s.Key, s.PoolKey)
		}
		if s.Quantity < 0 || !domain.ValidTerm(s.Term) {
			t.Errorf("%s: subscription %+v is impossible", r.Name, s)
		}
		seen[s.Key] = true
	}
}

// testConcurrently: with many workers the result is the same, and nothing is asked twice.
func testConcurrently(t *testing.T, c Case) {
	one, eight := c.Start(t), c.Start(t)
	alone := c.open(t, one).readAll(t.Context(), 1).facts(t)
	together := c.open(t, eight).readAll(t.Context(), 8).facts(t)
	if together != alone {
		t.Error("eight workers read something else than one")
	}
	for _, part := range []string{c.Token, ""} {
		if n, want := len(eight.Transport.Requests(part)), len(one.Transport.Requests(part)); n != want {
			t.Errorf("eight workers took %d requests of %q, one took %d", n, part, want)
		}
	}
}

func testEmpty(t *testing.T, c Case) {
	if Race {
		t.Skip("one request after the other: done without the race detector")
	}
	s := c.open(t, c.Start(t, c.fault(c.List, "empty")))
	listed := 0
	if c.Single {
		listed = 1
	}
	if records, err := s.customers(t.Context()); err != nil || len(records) != listed {
		t.Errorf("an empty list of customers gave %d, %v", len(records), err)
	}
	records := c.askedFor(t)
	for name, part := range c.Reads {
		s := c.open(t, c.Start(t, c.fault(part, "empty")))
		pages, err := s.fetch(t.Context(), s.dataset(name), records[name])
		if err != nil {
			t.Errorf("%s: an empty list gave %v", name, err)
		}
		kinds := 0
		for _, p := range pages {
			kinds += len(p.Kinds)
			if n := p.Len(); n > 0 && !slices.Contains(c.Says, name) {
				t.Errorf("%s: an empty list gave %d rows", name, n)
			}
		}
		if kinds == 0 {
			t.Errorf("%s: an empty list does not say of what", name)
		}
	}
}

// readable finds a customer that gives access and has something to read.
func (c Case) readable(t *testing.T) domain.Record {
	t.Helper()
	got := c.open(t, c.Start(t)).readAll(t.Context(), 1)
	for _, r := range got.Records {
		rows := got.Rows[r.VendorID]
		if _, refused := got.Refused[r.VendorID]; !refused && (len(rows.Subscriptions) > 0 || c.Single && rows.Len() > 0) {
			return r
		}
	}
	t.Fatal("the simulator has no customer to read")
	return domain.Record{}
}

// askedFor finds for each dataset a customer whose reading asks the vendor for what Reads says: some are not asked about
// what they did not buy.
func (c Case) askedFor(t *testing.T) map[string]domain.Record {
	t.Helper()
	found := map[string]domain.Record{}
	readable := c.readable(t)
	w := c.Start(t)
	records, err := c.open(t, w).customers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, part := range c.Reads {
		s := c.open(t, w)
		found[name] = readable
		for _, r := range append([]domain.Record{readable}, records...) {
			before := len(w.Transport.Requests(part))
			_, err := s.fetch(t.Context(), s.dataset(name), r)
			if err == nil && len(w.Transport.Requests(part)) > before {
				found[name] = r
				break
			}
		}
	}
	return found
}

// testCancel: whatever is waited for, cancelling ends it at that moment.
func testCancel(t *testing.T, c Case) {
	for name, fault := range map[string]string{
		"a slow answer": c.fault("", "slow=50s"), "a rate limit": c.fault("", "429=50"), "a backoff": c.fault("", "503=50"),
	} {
		s := c.open(t, c.Start(t, fault))
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(7*time.Second, cancel)
		start := time.Now()
		_, err := s.customers(ctx)
		if !errors.Is(err, context.Canceled) || time.Since(start) != 7*time.Second {
			t.Errorf("%s: %v after %s, want context.Canceled after 7s", name, err, time.Since(start))
		}
	}
}

// testPace: the connection's own limit holds for all requests together, tokens included. What is made for the connection
// as a whole may have to be waited for, so it is left out.
func testPace(t *testing.T, c Case) {
	w := c.Start(t)
	w.Fields[connector.FieldRequestsPerMinute] = "60"
	start := time.Now()
	c.open(t, w).readCustomers(t.Context(), 8)
	requests := len(w.Transport.Requests(""))
	if least := time.Duration(requests-1) * time.Second; time.Since(start) != least {
		t.Errorf("%d requests took %s, want %s", requests, time.Since(start), least)
	}
}
