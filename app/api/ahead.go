package api

import (
	"bytes"
	"context"
	"maps"
	"net/http"
	"sync"
	"time"

	"tenantry/app"
)

// aheadKept is how long answers wait for their questions.
const aheadKept = 15 * time.Second

// Ahead answers what a window asks at every start before it asks: the system takes longer to start its web view than the
// program to open the data. An answer is given once, and only while nothing has happened that could change it.
type Ahead struct {
	paths []string
	mu    sync.Mutex
	known map[string]*answer
	next  http.Handler
}

// NewAhead names what is asked, in this order.
func NewAhead(paths ...string) *Ahead {
	a := &Ahead{paths: paths, known: map[string]*answer{}}
	for _, path := range paths {
		a.known[path] = &answer{header: http.Header{}, done: make(chan struct{})}
	}
	return a
}

// Watch gives what forgets the answers that nobody asked for, when something happens or after a while. It has begun to
// listen when it returns.
func (a *Ahead) Watch(events *app.Events) func() {
	happened, stop := events.Subscribe()
	return func() {
		defer stop()
		late := time.NewTimer(aheadKept)
		defer late.Stop()
		select {
		case <-happened: // or the app closes
		case <-late.C:
		}
		a.mu.Lock()
		defer a.mu.Unlock()
		clear(a.known)
	}
}

// Ask finds the answers, one after the other.
func (a *Ahead) Ask(ctx context.Context) {
	for _, path := range a.paths {
		w := a.begin(path)
		if w == nil {
			continue
		}
		if r, err := http.NewRequestWithContext(ctx, http.MethodGet, path, http.NoBody); err == nil {
			a.next.ServeHTTP(w, r)
		}
		close(w.done)
	}
}

// begin gives nil for what was asked for meanwhile, or is not wanted any more.
func (a *Ahead) begin(path string) *answer {
	a.mu.Lock()
	defer a.mu.Unlock()
	found := a.known[path]
	if found != nil {
		found.begun = true
	}
	return found
}

// before hands out the answers that are known, or being found, and leaves everything else to next.
func (a *Ahead) before(next http.Handler) http.Handler {
	if a == nil {
		return next
	}
	a.next = next
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if found := a.take(r); found == nil || !found.give(r.Context(), w) {
			next.ServeHTTP(w, r)
		}
	})
}

func (a *Ahead) take(r *http.Request) *answer {
	if r.Method != http.MethodGet {
		return nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	path := r.URL.RequestURI()
	found := a.known[path]
	delete(a.known, path)
	if found == nil || !found.begun {
		return nil // it is found sooner without waiting for the others
	}
	return found
}

// answer is a response that is kept.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
	begun  bool
	done   chan struct{}
}

func (a *answer) Header() http.Header { return a.header }

func (a *answer) WriteHeader(status int) { a.status = status }

func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

// give writes the answer once it is known; one that says no is not given.
func (a *answer) give(ctx context.Context, w http.ResponseWriter) bool {
	select {
	case <-a.done:
	case <-ctx.Done():
		return false
	}
	if a.status != http.StatusOK && (a.status != 0 || a.body.Len() == 0) {
		return false
	}
	maps.Copy(w.Header(), a.header)
	_, _ = a.body.WriteTo(w)
	return true
}
