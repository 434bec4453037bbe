// Package storetest fills data files for tests and benchmarks and recounts in plain Go what the store and the reports
// compute in SQL. Only tests import it.
package storetest

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Now is the time that tests start at; Today is its day.
var (
	Now   = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)
	Today = domain.DateOf(Now)
)

// Open opens a new data file that goes with the test.
func Open(tb testing.TB) *store.Store {
	tb.Helper()
	s := OpenIn(tb, tb.TempDir())
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	return s
}

// Failer is a test, or one case of a property.
type Failer interface {
	Helper()
	Fatal(args ...any)
}

// empty is a data file as it is new. Making one runs all migrations, which takes most of the time of a small test.
var empty = sync.OnceValues(func() ([]byte, error) {
	folder, err := os.MkdirTemp("", "tenantry-empty")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(folder) }()
	path := filepath.Join(folder, "tenantry.db")
	s, err := store.Open(context.Background(), path)
	if err != nil {
		return nil, err
	}
	if err := s.Close(); err != nil {
		return nil, err
	}
	return os.ReadFile(path)
})

// Create puts a new data file into a folder, which is made where it is missing. A file that is there already stays.
func Create(tb Failer, folder string) string {
	tb.Helper()
	path := filepath.Join(folder, "tenantry.db")
	if _, err := os.Stat(path); err == nil {
		return path
	}
	content, err := empty()
	if err == nil {
		err = os.MkdirAll(folder, 0o700)
	}
	if err == nil {
		err = os.WriteFile(path, content, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return path
}

// OpenIn opens a new data file in a folder, for the caller to close.
func OpenIn(tb Failer, folder string) *store.Store {
	tb.Helper()
	path := Create(tb, folder)
	s, err := store.Open(context.Background(), path)
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

// FewerChecks lets property tests run 15 cases under the race detector and three with -short, where none were asked for: a
// random past of a data file takes a hundred times as long as the cases that rapid's own number is meant for.
func FewerChecks() {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if (Race || testing.Short()) && !asked {
		_ = flag.Set("rapid.checks", "15") // of which -short runs a fifth
	}
}

// Connect stores a connection.
func Connect(tb TB, s *store.Store, vendor domain.Vendor, name string) domain.Connection {
	tb.Helper()
	c, err := s.CreateConnection(context.Background(), domain.Connection{Vendor: vendor, Name: name, CreatedAt: Now}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// TB is what testing.T and rapid.T have in common.
type TB interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// Records stores customers of a connection by their names.
func Records(tb TB, s *store.Store, c domain.Connection, at time.Time, names ...string) []domain.Record {
	tb.Helper()
	records := make([]domain.Record, len(names))
	for i, name := range names {
		records[i] = domain.Record{VendorID: "id-" + name, Name: name, Domain: fmt.Sprintf("customer%d.example", i)}
	}
	saved, _, err := s.SaveRecords(context.Background(), c.ID, records, at)
	if err != nil {
		tb.Fatal(err)
	}
	return saved
}

// Begin starts a run.
func Begin(tb TB, s *store.Store, c domain.Connection, at time.Time) domain.Run {
	tb.Helper()
	run, err := s.BeginRun(context.Background(), store.NewRun{ConnectionID: c.ID, Trigger: "user", Owner: "test", At: at})
	if err != nil {
		tb.Fatal(err)
	}
	return run
}

// Finish ends a run well.
func Finish(tb TB, s *store.Store, run domain.Run, at time.Time) {
	tb.Helper()
	run.State, run.EndedAt = domain.RunDone, &at
	if err := s.FinishRun(context.Background(), run); err != nil {
		tb.Fatal(err)
	}
}

// Read is a complete read of a record's pools and subscriptions in one page.
func Read(run domain.Run, r domain.Record, at time.Time, pools []domain.Pool, subscriptions []domain.Subscription) store.PageSave {
	end := &store.TaskEnd{
		Complete: true,
		Lists:    map[domain.Kind]bool{domain.KindPools: true, domain.KindSubscriptions: true},
		Seen:     store.Seen{},
		Task: domain.Task{
			RunID: run.ID, Dataset: "licences", State: domain.TaskDone, StartedAt: at, EndedAt: at,
			RowsRead: len(pools) + len(subscriptions),
		},
	}
	rows := domain.Rows{Pools: pools, Subscriptions: subscriptions}
	for kind, row := range rows.All() {
		end.Seen.Add(kind, row.RowKey())
	}
	return store.PageSave{
		RunID: run.ID, ConnectionID: run.ConnectionID, Record: r, Dataset: "licences", Rows: rows, At: at, Day: domain.DateOf(at), Last: end,
	}
}

// Save saves a page and gives the number of rows written.
func Save(tb TB, s *store.Store, p store.PageSave) int {
	tb.Helper()
	written, err := s.SavePage(context.Background(), p)
	if err != nil {
		tb.Fatal(err)
	}
	return written
}

// Sync is a whole run on one day: for each record its complete read.
func Sync(tb TB, s *store.Store, c domain.Connection, at time.Time, read func(domain.Run) []store.PageSave) {
	tb.Helper()
	run := Begin(tb, s, c, at)
	for _, page := range read(run) {
		Save(tb, s, page)
	}
	Finish(tb, s, run, at)
}

// Pool is a counted pool of a product whose key is its name.
func Pool(product string, family domain.Family, bought, assigned int64) domain.Pool {
	return domain.Pool{Key: product, ProductKey: product, Product: product, Family: family, Bought: bought, Assigned: assigned}
}

// Subscription is an active line that draws from the pool of its product.
func Subscription(key, product string, family domain.Family, quantity int64) domain.Subscription {
	return domain.Subscription{
		Key: key, Number: key, PoolKey: product, ProductKey: product, Product: product, Family: family,
		Status: domain.StatusActive, Quantity: quantity,
	}
}
