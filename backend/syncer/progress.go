package syncer

import (
	"context"
	"sync"
	"time"

	"tenantry/backend/domain"
)

// The kinds of an Event.
const (
	EventRunStarted        = "run_started"
	EventRunProgress       = "run_progress"
	EventRunEnded          = "run_ended"
	EventConnectionChanged = "connection_changed" // its state, its account or its gone hold
)

// Event says that something has happened and is stored already.
type Event struct {
	Kind    string        `json:"kind"`
	Run     domain.Run    `json:"run"`
	Waiting time.Duration `json:"waiting"` // how long requests still wait for the vendor's rate limit
	// WaitingFor is the dataset that waits longest; empty where the list of customers does, or nothing.
	WaitingFor string `json:"waiting_for"`
}

const (
	eventEvery   = 200 * time.Millisecond // at most five a second
	persistEvery = time.Second
)

// progress holds the counts of a run and tells of them: often to Config.Events, less often to the table of runs.
type progress struct {
	mu      sync.Mutex
	run     domain.Run
	waiting time.Time // until when requests wait
	waits   string    // the dataset that does
	changed chan struct{}
}

func newProgress(run domain.Run) *progress {
	return &progress{run: run, changed: make(chan struct{}, 1)}
}

func (p *progress) update(change func(run *domain.Run)) {
	p.mu.Lock()
	change(&p.run)
	p.mu.Unlock()
	p.signal()
}

// wait notes that requests made with ctx wait for d.
func (p *progress) wait(ctx context.Context, d time.Duration) {
	dataset, _ := ctx.Value(datasetKey{}).(string)
	p.mu.Lock()
	if until := time.Now().Add(d); until.After(p.waiting) {
		p.waiting, p.waits = until, dataset
	}
	p.mu.Unlock()
	p.signal()
}

func (p *progress) signal() {
	select {
	case p.changed <- struct{}{}:
	default:
	}
}

func (p *progress) snapshot() domain.Run {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.run
}

// event tells where the run stands.
func (p *progress) event() Event {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := Event{Kind: EventRunProgress, Run: p.run, Waiting: max(0, time.Until(p.waiting))}
	if e.Waiting > 0 {
		e.WaitingFor = p.waits
	}
	return e
}

// report tells of changes until stop is closed.
func (r *runner) report(stop <-chan struct{}) {
	persisted := time.Now()
	for {
		select {
		case <-stop:
			return
		case <-time.After(eventEvery):
		}
		select {
		case <-stop:
			return
		case <-r.progress.changed:
		}
		event := r.progress.event()
		if time.Since(persisted) >= persistEvery {
			persisted = time.Now()
			r.persist(event.Run)
		}
		r.cfg.Events(event)
	}
}

func (r *runner) persist(run domain.Run) {
	ctx, stop := context.WithTimeout(context.Background(), storeTimeout)
	defer stop()
	if err := r.cfg.Store.UpdateRunProgress(ctx, run); err != nil {
		r.log.Warn("progress not stored", "error", err)
	}
}

// heartbeat tells other processes that this one lives, and hears when they ask for the run's end.
func (r *runner) heartbeat(stop <-chan struct{}) {
	const every = 10 * time.Second
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-stop:
			return
		case <-ticker.C:
		}
		ctx, done := context.WithTimeout(context.Background(), storeTimeout)
		// The real clock, whatever Config.Now says: it is compared with other processes'.
		cancel, err := r.cfg.Store.Heartbeat(ctx, r.id, time.Now())
		done()
		if err != nil {
			r.log.Warn("heartbeat not stored", "error", err)
		}
		if cancel {
			r.end(cancelled)
		}
	}
}
