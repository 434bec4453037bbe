// Package connectortest is the contract every vendor's connector keeps, as tests to run against the vendor's simulator.
// Time is simulated (testing/synctest), so minutes of waiting pass at once, and a goroutine left behind fails the test.
package connectortest

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// Case is one vendor and its simulator.
type Case struct {
	Spec connector.Spec
	// Start makes a fresh world with these faults, written as the simulator's options are ("webex:/licenses:500:3").
	Start func(tb testing.TB, faults ...string) World
	// Token and List are parts of the paths of the token endpoint and of the list of customers. A vendor whose key needs
	// no endpoint has no Token: it is then the first request that refuses the key, with 401 or 403.
	Token, List string
	// Single says that a connection has one customer, which is not listed but named in the form.
	Single bool
	// Reads are parts of the paths of the datasets, by the datasets' names: a fault there must be an error of the dataset.
	Reads map[string]string
	// ExpiredKey is the key of the refusal of an expired sign-in; "" is sign_in_expired.
	ExpiredKey string
	// Says names datasets that give a row also where the vendor lists nothing: that there is nothing is worth knowing.
	Says []string
}

// World is a simulator that runs.
type World struct {
	Fields    map[string]string
	Secrets   map[string]string
	Transport *Transport
	Customers int // customers the simulator lists
	Readable  int // of these, the customers that give access
	// Now is the simulator's clock, for vendors that are asked about days; nil is time.Now.
	Now func() time.Time
}

// Run holds a connector to the contract.
func Run(t *testing.T, c Case) {
	t.Helper()
	for name, check := range map[string]func(*testing.T, Case){
		"Fields are well formed":                      testFields,
		"Check says who is signed in":                 testCheck,
		"Wrong secrets are unauthorized":              testWrongSecrets,
		"Everything is read":                          testReading,
		"Passing faults change nothing":               testPassingFaults,
		"Lasting faults are sorted":                   testLastingFaults,
		"Long rate limits end at once":                testLongRateLimit,
		"Rate limits are told of":                     testNotify,
		"The pace is kept":                            testPace,
		"Empty lists are no errors":                   testEmpty,
		"Cancelling stops at once":                    testCancel,
		"A refused token is renewed once":             testExpiredToken,
		"An expired sign-in is unauthorized":          testExpiredSignIn,
		"One refused customer leaves the others":      testRefusedCustomer,
		"Side by side reads the same":                 testConcurrently,
		"Renewed sign-ins are saved before use":       testSavedSecrets,
		"A failure to save the sign-in is not hidden": testSaveFails,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { check(t, c) })
		})
	}
}

// session is a connector in a world.
type session struct {
	connector.Connector
	tb    testing.TB
	world World
	spec  connector.Spec

	mu    sync.Mutex
	saved map[string]string
	waits []time.Duration
}

// open makes a connector; change may alter what it is given.
func (c Case) open(t *testing.T, w World, change ...func(*connector.Config)) *session {
	t.Helper()
	s := &session{tb: t, world: w, spec: c.Spec, saved: map[string]string{}}
	cfg := connector.Config{
		Fields:    c.Spec.Defaults(w.Fields),
		Secret:    func(name string) string { return w.Secrets[name] },
		Transport: w.Transport,
		Now:       w.Now,
		SaveSecret: func(ctx context.Context, name, value string) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.saved[name] = value
			return ctx.Err()
		},
		Notify: func(_ context.Context, d time.Duration) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.waits = append(s.waits, d)
		},
	}
	for _, f := range change {
		f(&cfg)
	}
	if err := c.Spec.Validate(w.Fields, w.Secrets); err != nil {
		t.Fatalf("the simulator's connection is refused: %v", err)
	}
	conn, err := c.Spec.New(cfg)
	if err != nil {
		t.Fatalf("new connector: %v", err)
	}
	s.Connector = conn
	return s
}

// reading is what a whole read gave, in an order of its own.
type reading struct {
	Records    []domain.Record
	Rows       map[string]domain.Rows // by the customer's id
	Connection domain.Rows            // of the datasets that are read once
	Refused    map[string]string
}

// customers reads the list of customers.
func (s *session) customers(ctx context.Context) ([]domain.Record, error) {
	var all []domain.Record
	ctx = connector.WithLastAnswer(ctx)
	for page, err := range s.Customers(ctx) {
		if err != nil {
			return all, s.clean(connector.Shown(ctx, err))
		}
		all = append(all, page...)
	}
	return all, nil
}

// fetch reads one dataset of one customer.
func (s *session) fetch(ctx context.Context, d connector.Dataset, r domain.Record) ([]connector.Page, error) {
	var pages []connector.Page
	ctx = connector.WithLastAnswer(ctx)
	for page, err := range d.Fetch(ctx, connector.Request{Customer: r}) {
		if err != nil {
			return pages, s.clean(connector.Shown(ctx, err))
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// readAll reads everything with so many workers. Customers may refuse; any other error fails the test.
func (s *session) readAll(ctx context.Context, workers int) reading {
	s.tb.Helper()
	out := s.readCustomers(ctx, workers)
	s.readConnection(ctx, &out)
	return out
}

// readCustomers reads what there is of customers.
func (s *session) readCustomers(ctx context.Context, workers int) reading {
	s.tb.Helper()
	records, err := s.customers(ctx)
	if err != nil {
		s.tb.Fatalf("customers: %v", err)
	}
	out := reading{Records: records, Rows: map[string]domain.Rows{}, Refused: map[string]string{}}
	var mu sync.Mutex
	queue := make(chan domain.Record, len(records))
	for _, r := range records {
		queue <- r
	}
	close(queue)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for r := range queue {
				s.readCustomer(ctx, r, &mu, &out)
			}
		})
	}
	group.Wait()
	slices.SortFunc(out.Records, func(a, b domain.Record) int { return strings.Compare(a.VendorID, b.VendorID) })
	return out
}

func (s *session) readCustomer(ctx context.Context, r domain.Record, mu *sync.Mutex, out *reading) {
	for _, d := range s.Datasets() {
		if d.PerConnection {
			continue
		}
		pages, err := s.fetch(ctx, d, r)
		if err != nil && !errors.Is(err, connector.ErrForbidden) && !errors.Is(err, connector.ErrNotFound) {
			s.tb.Errorf("%s of %s: %v", d.Name, r.Name, err)
			return
		}
		mu.Lock()
		if err != nil {
			out.Refused[r.VendorID] = err.Error()
		}
		rows := out.Rows[r.VendorID]
		for _, p := range pages {
			Join(&rows, p.Rows)
		}
		out.Rows[r.VendorID] = rows
		mu.Unlock()
		if err != nil {
			return
		}
	}
}

func (s *session) readConnection(ctx context.Context, out *reading) {
	for _, d := range s.Datasets() {
		if !d.PerConnection {
			continue
		}
		pages, err := s.fetch(ctx, d, domain.Record{})
		if err != nil {
			s.tb.Errorf("%s: %v", d.Name, err)
		}
		for _, p := range pages {
			Join(&out.Connection, p.Rows)
		}
	}
}

// Join appends the rows of every kind.
func Join(to *domain.Rows, more domain.Rows) {
	into, from := reflect.ValueOf(to).Elem(), reflect.ValueOf(more)
	for i := range into.NumField() {
		into.Field(i).Set(reflect.AppendSlice(into.Field(i), from.Field(i)))
	}
}

// facts is a reading as text, without the vendor's request ids in refusals.
func (r reading) facts(tb testing.TB) string {
	tb.Helper()
	r.Refused = maps.Clone(r.Refused)
	for id := range r.Refused {
		r.Refused[id] = "refused"
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		tb.Fatal(err)
	}
	return string(text)
}

// clean fails the test if an error shows a secret, and gives the error back.
func (s *session) clean(err error) error {
	s.tb.Helper()
	text := err.Error()
	var malformed *connector.Malformed
	if errors.As(err, &malformed) {
		if n := len(malformed.Excerpt); n > 300 || n == 0 {
			s.tb.Errorf("excerpt of %d bytes of %v", n, err)
		}
		text += malformed.Excerpt
	}
	var refusal *connector.Refusal
	if errors.As(err, &refusal) {
		text += refusal.Detail
	}
	secrets := slices.Collect(maps.Values(s.world.Secrets))
	for _, secret := range append(secrets, s.world.Transport.Secrets()...) {
		if strings.Contains(text, secret) {
			s.tb.Errorf("an error shows a secret: %s", text)
		}
	}
	return err
}

// dataset finds a dataset by its name.
func (s *session) dataset(name string) connector.Dataset {
	s.tb.Helper()
	datasets := s.Datasets()
	i := slices.IndexFunc(datasets, func(d connector.Dataset) bool { return d.Name == name })
	if i < 0 {
		s.tb.Fatalf("there is no dataset %s", name)
	}
	return datasets[i]
}

// fault writes a fault of this vendor.
func (c Case) fault(path, kind string) string { return string(c.Spec.Vendor) + ":" + path + ":" + kind }
