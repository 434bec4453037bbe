package sandbox

import (
	"sync"
	"time"
)

// limiter is a token bucket: a client that keeps to the rate is never refused, a burst of a tenth of it is let through.
type limiter struct {
	mu     sync.Mutex
	now    func() time.Time
	every  time.Duration
	burst  float64
	tokens float64
	last   time.Time
}

func newLimiter(perMinute int, now func() time.Time) *limiter {
	l := &limiter{now: now}
	if perMinute > 0 {
		l.every = time.Minute / time.Duration(perMinute)
		l.burst = max(10, float64(perMinute)/10)
		l.tokens = l.burst
		l.last = now()
	}
	return l
}

// take is 0 if the request may pass, else the time until the next one may.
func (l *limiter) take() time.Duration {
	if l.every == 0 {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	l.tokens = min(l.burst, l.tokens+float64(now.Sub(l.last))/float64(l.every))
	l.last = now
	if l.tokens >= 1 {
		l.tokens--
		return 0
	}
	return time.Duration((1 - l.tokens) * float64(l.every))
}
