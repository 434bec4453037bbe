// Package syncer reads connections into the store: it plans the work of a run, keeps one customer's failure from
// another, and tells how far it is. How a vendor is asked is the connector's part, what a row means the store's.
package syncer

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Config is what a Syncer works with.
type Config struct {
	Store *store.Store
	// Open makes the connector of a connection. Notifier(ctx) gives what its connector.Config.Notify should be.
	Open func(ctx context.Context, c domain.Connection) (connector.Connector, connector.Spec, error)
	// Now is the clock of stored times and sample days; pace and waiting follow the real one. Nil is time.Now.
	Now func() time.Time
	// Simulated says that Now is not the real clock: runs and samples are marked so.
	Simulated bool
	// Zone gives where the calendar days of a run's samples are taken; it is asked when the run starts. Nil is UTC.
	Zone func(ctx context.Context) (*time.Location, error)
	// Personal says whether datasets about people are read; it is asked when the run starts. Nil reads them.
	Personal func(ctx context.Context) (bool, error)
	// Events is told what happens, from goroutines of the syncer; it should return soon. Nil is nobody.
	Events func(Event)
	// Owner names this process in the table of runs.
	Owner  string
	Logger *slog.Logger // nil logs nothing
	// WaitBudget is how long a run waits for each of a vendor's rate limits in all before it leaves the rest to the next
	// run; 0 is DefaultWaitBudget.
	WaitBudget time.Duration
	// MostAtOnce is how many runs read at the same time; those beyond wait for their turn in the order they were started.
	// 0 is DefaultMostAtOnce.
	MostAtOnce int
}

// DefaultMostAtOnce is what Config.MostAtOnce is when it is not set.
const DefaultMostAtOnce = 8

// DefaultWaitBudget is what Config.WaitBudget is when it is not set.
const DefaultWaitBudget = 15 * time.Minute

// Options say what to sync.
type Options struct {
	ConnectionID int64
	Full         bool   // read everything anew: no cursors, no skipping of unchanged pages
	Trigger      string // "user", "schedule" or "cli"
}

// Syncer runs syncs. Its methods are safe for concurrent use.
type Syncer struct {
	cfg   Config
	mu    sync.Mutex
	shut  bool
	runs  map[int64]*runner
	lost  map[int64]domain.Run // runs that have ended, of which the table of runs does not know
	turns chan struct{}        // holds as many as are reading
	group sync.WaitGroup
}

// New makes a Syncer; Close ends it.
func New(cfg Config) *Syncer {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Zone == nil {
		cfg.Zone = func(context.Context) (*time.Location, error) { return time.UTC, nil }
	}
	if cfg.Personal == nil {
		cfg.Personal = func(context.Context) (bool, error) { return true, nil }
	}
	if cfg.Events == nil {
		cfg.Events = func(Event) {}
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.WaitBudget == 0 {
		cfg.WaitBudget = DefaultWaitBudget
	}
	if cfg.MostAtOnce <= 0 {
		cfg.MostAtOnce = DefaultMostAtOnce
	}
	return &Syncer{cfg: cfg, turns: make(chan struct{}, cfg.MostAtOnce), runs: map[int64]*runner{}, lost: map[int64]domain.Run{}}
}

// Start begins a run and returns at once; the run outlives ctx. It gives a conflict ("sync_running") while another
// run of the connection is going on, here or in another process.
func (s *Syncer) Start(ctx context.Context, opts Options) (domain.Run, error) {
	s.mu.Lock()
	if s.shut {
		s.mu.Unlock()
		return domain.Run{}, domain.NewError(domain.CodeUnavailable, "shutting_down")
	}
	s.group.Add(1)
	s.mu.Unlock()

	r, err := s.begin(ctx, opts)
	if err != nil {
		s.group.Done()
		return domain.Run{}, err
	}
	started := r.progress.snapshot() // the run may end before this method does
	s.mu.Lock()
	s.runs[started.ID] = r
	if s.shut {
		r.end(cancelled)
	}
	s.mu.Unlock()
	go func() {
		defer s.group.Done()
		stored := r.run()
		s.forget(r, stored)
		close(r.done)
	}()
	return started, nil
}

// forget lets go of a run that has ended; Wait finds it in the table of runs, or here where its end is not stored there.
func (s *Syncer) forget(r *runner, stored bool) {
	run := r.progress.snapshot()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.runs, run.ID)
	if !stored {
		s.lost[run.ID] = run
	}
}

func (s *Syncer) begin(ctx context.Context, opts Options) (*runner, error) {
	conn, err := s.cfg.Store.GetConnection(ctx, opts.ConnectionID)
	if err != nil {
		return nil, err
	}
	zone, err := s.cfg.Zone(ctx)
	if err != nil {
		return nil, err
	}
	run, err := s.cfg.Store.BeginRun(ctx, store.NewRun{
		ConnectionID: conn.ID,
		Full:         opts.Full,
		Trigger:      opts.Trigger,
		Simulated:    s.cfg.Simulated,
		Owner:        s.cfg.Owner,
		At:           s.cfg.Now(),
	})
	if err != nil {
		return nil, err
	}
	r := newRunner(&s.cfg, conn, run, zone)
	r.turns = s.turns
	return r, nil
}

// Wait returns the run when it has ended, also one of another process. When ctx ends first it returns the run as it
// stands, with ctx's error.
func (s *Syncer) Wait(ctx context.Context, runID int64) (domain.Run, error) {
	s.mu.Lock()
	r := s.runs[runID]
	lost, isLost := s.lost[runID]
	s.mu.Unlock()
	switch {
	case isLost:
		return lost, nil
	case r == nil:
		return s.waitElsewhere(ctx, runID)
	}
	var err error
	select {
	case <-r.done:
	case <-ctx.Done():
		err = ctx.Err()
	}
	run := r.progress.snapshot()
	return run, err
}

func (s *Syncer) waitElsewhere(ctx context.Context, runID int64) (domain.Run, error) {
	const lookAgain = 500 * time.Millisecond
	for {
		run, err := s.cfg.Store.GetRun(ctx, runID)
		if err != nil || run.State != domain.RunRunning {
			return run, err
		}
		select {
		case <-ctx.Done():
			return run, ctx.Err()
		case <-time.After(lookAgain):
		}
	}
}

// Cancel asks a run to end, also one of another process, which sees it at its next heartbeat. What is stored stays.
// A run that has ended already gives a conflict ("run_not_running").
func (s *Syncer) Cancel(runID int64) error {
	s.mu.Lock()
	r := s.runs[runID]
	s.mu.Unlock()
	if r != nil {
		r.end(cancelled)
		return nil
	}
	ctx, stop := context.WithTimeout(context.Background(), storeTimeout)
	defer stop()
	return s.cfg.Store.RequestCancel(ctx, runID)
}

// Running gives the runs of this process that go on, with their latest counts.
func (s *Syncer) Running() []domain.Run {
	s.mu.Lock()
	defer s.mu.Unlock()
	runs := make([]domain.Run, 0, len(s.runs))
	for _, r := range s.runs {
		run := r.progress.snapshot()
		runs = append(runs, run)
	}
	return runs
}

// Close cancels all runs of this process and returns when their goroutines have ended. Closing again is fine.
func (s *Syncer) Close() error {
	s.mu.Lock()
	s.shut = true
	for _, r := range s.runs {
		r.end(cancelled)
	}
	s.mu.Unlock()
	s.group.Wait()
	return nil
}

type (
	notifierKey struct{}
	datasetKey  struct{} // the name of the dataset that a context's requests read
)

// Notifier gives the function that a connector opened under ctx should call when its requests wait for the vendor's
// rate limit; nil outside a run.
func Notifier(ctx context.Context) func(ctx context.Context, wait time.Duration) {
	notify, _ := ctx.Value(notifierKey{}).(func(context.Context, time.Duration))
	return notify
}
