package syncer

import (
	"context"
	"errors"
	"sync"
	"time"
)

// errDeferred says that the vendor's rate limit leaves no room for more requests in this run.
var errDeferred = errors.New("deferred to the next run")

// shortestWait keeps a vendor that says "wait 0 seconds" from being asked in a circle.
const shortestWait = time.Second

// gate holds back the requests of one lane of a run while the vendor asks to wait, within the run's budget of waiting.
type gate struct {
	mu     sync.Mutex
	until  time.Time
	budget time.Duration
	shut   chan struct{} // closed when the budget is spent
}

func newGate(budget time.Duration) *gate {
	return &gate{budget: budget, shut: make(chan struct{})}
}

// pass returns when requests may go out: nil, ctx's error, or errDeferred once the gate is shut.
func (g *gate) pass(ctx context.Context) error {
	for {
		g.mu.Lock()
		wait := time.Until(g.until)
		g.mu.Unlock()
		if err := ctx.Err(); err != nil {
			return err
		}
		select {
		case <-g.shut:
			return errDeferred
		default:
		}
		if wait <= 0 {
			return nil
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-g.shut:
		case <-ctx.Done():
		}
		timer.Stop()
	}
}

// hold closes the gate for d from now on. Workers that are told to wait at the same time cost the budget once.
func (g *gate) hold(d time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	until := now.Add(max(d, shortestWait))
	if !until.After(g.until) {
		return
	}
	from := now
	if g.until.After(now) {
		from = g.until
	}
	g.until = until
	g.budget -= until.Sub(from)
	if g.budget >= 0 {
		return
	}
	select {
	case <-g.shut:
	default:
		close(g.shut)
	}
}

// remaining is how long the vendor still asks to wait.
func (g *gate) remaining() time.Duration {
	g.mu.Lock()
	defer g.mu.Unlock()
	return max(0, time.Until(g.until))
}
