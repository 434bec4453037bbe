package rest

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"tenantry/backend/connector"
)

const (
	firstGap = 50 * time.Millisecond
	maxGap   = 5 * time.Second
	minGap   = 5 * time.Millisecond
)

// pace decides when the next request of a connection may start: at most so many a minute, none while the vendor asked to
// wait, and after that one by one. How far apart follows the vendor: every refusal widens the gap, every success narrows
// it, so that a limit nobody published is found and kept to.
type pace struct {
	limiter *rate.Limiter // nil: no limit
	outer   *rate.Limiter // a limit that is shared with other clients; nil: none
	window  *window       // nil: no limit
	told    func(context.Context, time.Duration)

	mu    sync.Mutex
	until time.Time     // no request starts earlier
	gap   time.Duration // between two starts; 0 is none
	next  time.Time     // with a gap: the earliest free start
}

func newPace(perMinute int, told func(context.Context, time.Duration)) *pace {
	p := &pace{told: told}
	if perMinute > 0 {
		p.limiter = rate.NewLimiter(rate.Every(time.Minute/time.Duration(perMinute)), max(1, perMinute/60))
	}
	return p
}

// wait returns when a request may start. Waiting for the vendor's limit is taken from the budget; where that does not
// suffice the error is *connector.RateLimited, at once. Our own pace costs no budget.
func (p *pace) wait(ctx context.Context, budget *time.Duration) error {
	if err := p.waitForLimiter(ctx); err != nil {
		return err
	}
	for {
		wait, free := p.book(*budget)
		if !free {
			return &connector.RateLimited{RetryAfter: wait}
		}
		if wait <= 0 {
			return ctx.Err()
		}
		*budget -= wait
		p.notify(ctx, wait, true)
		if err := sleep(ctx, wait); err != nil {
			return err
		}
		if !p.held() {
			return nil
		}
	}
}

func (p *pace) waitForLimiter(ctx context.Context) error {
	if p.window != nil {
		wait := p.window.book(time.Now())
		p.notify(ctx, wait, true)
		if err := sleep(ctx, wait); err != nil {
			return err
		}
	}
	for _, limiter := range []*rate.Limiter{p.limiter, p.outer} {
		if limiter == nil {
			continue
		}
		r := limiter.Reserve()
		if err := sleep(ctx, r.Delay()); err != nil {
			r.Cancel()
			return err
		}
	}
	return nil
}

// book takes the next free start unless it lies further away than most.
func (p *pace) book(most time.Duration) (wait time.Duration, booked bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	start := latest(now, p.until, p.next)
	if start.Sub(now) > most {
		return start.Sub(now), false
	}
	if p.gap > 0 {
		p.next = start.Add(p.gap)
	}
	return start.Sub(now), true
}

// held says whether the vendor asked for a longer wait while a request slept.
func (p *pace) held() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.until.After(time.Now())
}

// hold keeps all requests of the connection back and widens the gap between those that follow. Refusals of requests that
// were on their way together widen it once.
func (p *pace) hold(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if !p.until.After(now) {
		p.gap = min(max(p.gap*2, firstGap), maxGap)
	}
	p.until = latest(p.until, now.Add(d))
	p.next = latest(p.until, p.next)
}

// quicken narrows the gap a little; after enough successes there is none.
func (p *pace) quicken() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gap -= p.gap / 20
	if p.gap < minGap {
		p.gap, p.next = 0, time.Time{}
	}
}

// notify tells the user's side about waits long enough to be noticed.
func (p *pace) notify(ctx context.Context, wait time.Duration, limited bool) {
	if limited && p.told != nil && wait >= time.Second {
		p.told(ctx, wait)
	}
}

func latest(times ...time.Time) time.Time {
	var l time.Time
	for _, t := range times {
		if t.After(l) {
			l = t
		}
	}
	return l
}

// window lets so many requests start in any minute, however close together: what a vendor counts by the minute need not be
// spread over it.
type window struct {
	mu     sync.Mutex
	starts []time.Time // of the latest requests, as many as may start in a minute
	oldest int
}

func newWindow(perMinute int) *window { return &window{starts: make([]time.Time, perMinute)} }

// book takes the next free start and tells how far off it is.
func (w *window) book(now time.Time) time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	start := latest(now, w.starts[w.oldest].Add(time.Minute))
	w.starts[w.oldest] = start
	w.oldest = (w.oldest + 1) % len(w.starts)
	return start.Sub(now)
}
