package syncer_test

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
	"tenantry/backend/syncer"
)

// fake is a vendor of our own making.
type fake struct {
	workers   int
	account   domain.Account
	check     func(ctx context.Context) error
	customers func(ctx context.Context) iter.Seq2[[]domain.Record, error]
	datasets  []connector.Dataset
}

func (f *fake) Check(ctx context.Context) (domain.Account, error) {
	if f.check != nil {
		if err := f.check(ctx); err != nil {
			return domain.Account{}, err
		}
	}
	return f.account, nil
}

func (f *fake) Customers(ctx context.Context) iter.Seq2[[]domain.Record, error] {
	return f.customers(ctx)
}
func (f *fake) Datasets() []connector.Dataset { return f.datasets }

// newFake has n customers on pages of ten and one dataset that takes a second and gives one pool with one line.
func newFake(n int) *fake {
	return &fake{
		workers:   4,
		account:   domain.Account{ID: "admin", Name: "Ada Admin"},
		customers: listing(records(n)),
		datasets:  []connector.Dataset{{Name: "licences", Essential: true, Fetch: slowly(time.Second, licences)}},
	}
}

func records(n int) []domain.Record {
	list := make([]domain.Record, n)
	for i := range list {
		list[i] = domain.Record{VendorID: fmt.Sprintf("c%03d", i), Name: fmt.Sprintf("Customer %03d", i)}
	}
	return list
}

// listing yields pages of ten, and after them errs.
func listing(list []domain.Record, errs ...error) func(context.Context) iter.Seq2[[]domain.Record, error] {
	return func(ctx context.Context) iter.Seq2[[]domain.Record, error] {
		return func(yield func([]domain.Record, error) bool) {
			for first := 0; first < len(list); first += 10 {
				if err := pause(ctx, 10*time.Millisecond); err != nil {
					yield(nil, err)
					return
				}
				if !yield(list[first:min(first+10, len(list))], nil) {
					return
				}
			}
			for _, err := range errs {
				if !yield(nil, err) {
					return
				}
			}
		}
	}
}

type fetch func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error]

// pages makes a fetch of an answer in one go.
func pages(answer func(req connector.Request) ([]connector.Page, error)) fetch {
	return func(_ context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
		return func(yield func(connector.Page, error) bool) {
			all, err := answer(req)
			for _, page := range all {
				if !yield(page, nil) {
					return
				}
			}
			if err != nil {
				yield(connector.Page{}, err)
			}
		}
	}
}

func slowly(d time.Duration, f fetch) fetch {
	return func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
		return func(yield func(connector.Page, error) bool) {
			if err := pause(ctx, d); err != nil {
				yield(connector.Page{}, err)
				return
			}
			f(ctx, req)(yield)
		}
	}
}

var licences = pages(func(req connector.Request) ([]connector.Page, error) {
	return []connector.Page{page(req.Customer, 10, "a")}, nil
})

// failing fails for one customer and gives licences for all others.
func failing(vendorID string, err error) fetch {
	return pages(func(req connector.Request) ([]connector.Page, error) {
		if req.Customer.VendorID == vendorID {
			return nil, err
		}
		return []connector.Page{page(req.Customer, 10, "a")}, nil
	})
}

// page holds a pool and a line for each key.
func page(_ domain.Record, seats int64, keys ...string) connector.Page {
	p := connector.Page{Kinds: []domain.Kind{domain.KindPools, domain.KindSubscriptions}}
	for _, key := range keys {
		p.Pools = append(p.Pools, domain.Pool{
			Key: key, ProductKey: key, Product: "Product " + key, Family: domain.FamilyMeetings, Bought: seats, Assigned: 3,
		})
		p.Subscriptions = append(p.Subscriptions, domain.Subscription{
			Key: "sub-" + key, Number: "S-" + key, PoolKey: key, ProductKey: key, Product: "Product " + key,
			Family: domain.FamilyMeetings, Status: domain.StatusActive, Quantity: seats,
		})
	}
	return p
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return ctx.Err()
	case <-ctx.Done():
		return ctx.Err()
	}
}

// bench is a store with one connection and a syncer whose connector is a fake.
type bench struct {
	tb     testing.TB
	store  *store.Store
	syncer *syncer.Syncer
	conn   domain.Connection
	fake   *fake
	log    *lines

	private atomic.Bool   // no personal data are wanted
	ahead   time.Duration // of the real clock

	mu     sync.Mutex
	events []told
}

type told struct {
	syncer.Event
	at time.Time
}

func newBench(tb testing.TB, f *fake) *bench {
	tb.Helper()
	b := &bench{tb: tb, store: openStore(tb), fake: f, log: &lines{}}
	b.conn = b.connect("First")
	b.syncer = syncer.New(syncer.Config{
		Store: b.store,
		Now:   func() time.Time { return time.Now().Add(b.ahead) },
		Open: func(context.Context, domain.Connection) (connector.Connector, connector.Spec, error) {
			return b.fake, connector.Spec{Concurrency: b.fake.workers}, nil
		},
		Personal: func(context.Context) (bool, error) { return !b.private.Load(), nil },
		Events:   b.note,
		Owner:    "test",
		Logger:   b.log.logger(),
	})
	tb.Cleanup(func() { _ = b.syncer.Close() })
	return b
}

func openStore(tb testing.TB) *store.Store {
	tb.Helper()
	s := storetest.OpenIn(tb, tb.TempDir())
	tb.Cleanup(func() { _ = s.Close() })
	return s
}

func (b *bench) connect(name string) domain.Connection {
	b.tb.Helper()
	conn, err := b.store.CreateConnection(context.Background(), domain.Connection{Vendor: domain.VendorWebex, Name: name}, nil)
	if err != nil {
		b.tb.Fatal(err)
	}
	return conn
}

func (b *bench) note(e syncer.Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.events = append(b.events, told{Event: e, at: time.Now()})
}

func (b *bench) kinds() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	kinds := make([]string, len(b.events))
	for i, e := range b.events {
		kinds[i] = e.Kind
	}
	return kinds
}

func (b *bench) start(full bool) domain.Run {
	b.tb.Helper()
	run, err := b.syncer.Start(context.Background(), syncer.Options{ConnectionID: b.conn.ID, Full: full, Trigger: "user"})
	if err != nil {
		b.tb.Fatal(err)
	}
	return run
}

func (b *bench) wait(run domain.Run) domain.Run {
	b.tb.Helper()
	ended, err := b.syncer.Wait(context.Background(), run.ID)
	if err != nil {
		b.tb.Fatal(err)
	}
	stored, err := b.store.GetRun(context.Background(), run.ID)
	if err != nil {
		b.tb.Fatal(err)
	}
	if stored.State != ended.State || stored.TasksDone != ended.TasksDone || stored.TasksFailed != ended.TasksFailed ||
		stored.RowsWritten != ended.RowsWritten || stored.ErrorKey != ended.ErrorKey {
		b.tb.Fatalf("stored run %+v differs from the one told %+v", stored, ended)
	}
	return ended
}

func (b *bench) sync(full bool) domain.Run {
	b.tb.Helper()
	return b.wait(b.start(full))
}

func (b *bench) connection() domain.Connection {
	b.tb.Helper()
	conn, err := b.store.GetConnection(context.Background(), b.conn.ID)
	if err != nil {
		b.tb.Fatal(err)
	}
	return conn
}

func (b *bench) tasks(run domain.Run, state domain.TaskState) []domain.Task {
	b.tb.Helper()
	tasks, _, err := b.store.FindTasks(context.Background(), store.TaskFilter{RunID: run.ID, State: state})
	if err != nil {
		b.tb.Fatal(err)
	}
	return tasks
}

func (b *bench) count(query string, args ...any) int {
	b.tb.Helper()
	var n int
	if err := b.store.Reader().QueryRow(query, args...).Scan(&n); err != nil {
		b.tb.Fatal(err)
	}
	return n
}

func (b *bench) expectRun(run domain.Run, state domain.RunState, key string, done, failed int) {
	b.tb.Helper()
	if run.State != state || run.ErrorKey != key || run.TasksDone != done || run.TasksFailed != failed {
		b.tb.Fatalf("run ended %s (%s), %d done, %d failed; want %s (%s), %d, %d\n%s",
			run.State, run.ErrorKey, run.TasksDone, run.TasksFailed, state, key, done, failed, b.log)
	}
}

// lines is a log to look into.
type lines struct {
	mu   sync.Mutex
	text []byte
}

func (l *lines) logger() *slog.Logger { return slog.New(slog.NewTextHandler(l, nil)) }

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.text = append(l.text, p...)
	return len(p), nil
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return string(l.text)
}
