package app

import (
	"context"
	"fmt"
	"sync"
	"time"

	"tenantry/backend/domain"
)

// answers remembers what took long to find out, for as long as nobody writes to the data file: pages that are opened again,
// or that were found ahead, have their figures at once. What is given out is shared, so nobody may change it.
type answers struct {
	ws    *workspace // nil: nothing is remembered
	mu    sync.Mutex
	at    int64 // the revision of the data file that all of them are about
	known map[string]*remembered
}

// manyAnswers is how many are kept: all are forgotten when there is one more.
const manyAnswers = 100

// remembered is one answer.
type remembered struct {
	done     chan struct{}
	value    any
	good     bool
	from, to time.Time // it holds for moments in between, both included; zero where no moment matters
}

func (r *remembered) holds(now time.Time) bool {
	return r.good && (now.IsZero() || !now.Before(r.from) && (r.to.IsZero() || !now.After(r.to)))
}

// question names what is asked, for whom: the filter has everything that the answer depends on beside the data, but no
// pointers, and no time that passes by itself. The days are those of the scope's zone.
func question(name string, scope domain.Scope, filter any) string {
	zone := scope.Zone
	scope.Zone = nil
	return fmt.Sprintf("%s in %s of %#v: %#v", name, zone, scope, filter)
}

// recall gives the answer to a question, found out by find if it is not known. Where it depends on whether subscriptions
// can still be cancelled, now is the moment in question; elsewhere it is zero.
func recall[A any](ctx context.Context, w *workspace, key string, now time.Time, find func() (A, error)) (A, error) {
	if w.answers.ws == nil {
		return find()
	}
	revision, err := w.store.Revision(ctx)
	if err != nil { // no reason not to answer
		return find()
	}
	a := &w.answers
	known, mine := a.look(key, revision)
	if !mine {
		select {
		case <-known.done:
		case <-ctx.Done():
			var none A
			return none, ctx.Err()
		}
		if value, ok := known.value.(A); ok && known.holds(now) {
			return value, nil
		}
		known = a.replace(key, known)
	}
	value, err := find()
	a.keep(ctx, known, value, err, now)
	return value, err
}

// look gives the answer of this revision, or one that the caller has to find.
func (a *answers) look(key string, revision int64) (answer *remembered, mine bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.at != revision || len(a.known) > manyAnswers {
		a.at, a.known = revision, map[string]*remembered{}
	}
	if found := a.known[key]; found != nil {
		return found, false
	}
	return a.add(key), true
}

func (a *answers) add(key string) *remembered {
	r := &remembered{done: make(chan struct{})}
	a.known[key] = r
	return r
}

// replace gives a new answer for the caller to find; of several callers the last one's is kept.
func (a *answers) replace(key string, old *remembered) *remembered {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.known[key] != old { // somebody else does, or the data have changed
		return &remembered{done: make(chan struct{})}
	}
	return a.add(key)
}

// keep stores what was found. Until a subscription can be cancelled no more, nothing changes by time alone.
func (a *answers) keep(ctx context.Context, r *remembered, value any, err error, now time.Time) {
	defer close(r.done)
	if err != nil {
		return
	}
	if !now.IsZero() {
		to, err := a.ws.store.NextCancelUntil(ctx, now)
		if err != nil {
			return
		}
		r.from, r.to = now, to
	}
	r.value, r.good = value, true
}
