// Package sandbox simulates the vendors' APIs over HTTP, with a portfolio that follows from a seed, a number of
// customers and a day, so that Tenantry can be tried, tested and measured without a vendor. It shares no code with the
// connectors: what they have in common is only what the vendors document.
package sandbox

import (
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Sandbox is one partner's world at all simulated vendors. Its methods are safe for concurrent use.
type Sandbox struct {
	opts    Options
	mux     *http.ServeMux
	secrets secrets
	serial  atomic.Uint64 // numbers tokens and tracking ids
	faults  faultSet
	journal journal
	limits  map[string]*limiter

	mu      sync.Mutex
	current *portfolio          // the day being served
	opened  map[string]*opening // Webex organisations that were read lately
	pending map[string]*pending // sign-ins at Entra under way, by code
	keys    map[string]bool     // API keys given away by Connections
	codes   map[string]grant    // authorisation codes not yet redeemed
	devices map[string]int      // device codes not yet redeemed, with how often each was asked about
	billing []ordered           // Webex billing reports
	partner []orderedReport     // Webex partner reports
	reports map[string]calls    // how often each usage report was asked for
	revoked map[uint64]bool     // serials of tokens that an expired fault ended early
	exports map[string]*export  // billing exports by their operations
	agreed  map[string]bool     // tenants where the app was approved through Partner Center

	withdrawn map[string]bool // tenants that a fault made take back their consent
}

// New builds a sandbox. The same options give the same portfolio, on every machine and every day.
func New(opts Options) *Sandbox {
	opts = opts.withDefaults()
	s := &Sandbox{
		opts:    opts,
		mux:     http.NewServeMux(),
		secrets: newSecrets(opts.Seed),
		limits:  map[string]*limiter{},
		opened:  map[string]*opening{},
		pending: map[string]*pending{},
		keys:    map[string]bool{},
		codes:   map[string]grant{},
		devices: map[string]int{},
		reports: map[string]calls{},
		revoked: map[uint64]bool{},
		exports: map[string]*export{},
		agreed:  map[string]bool{},

		withdrawn: map[string]bool{},
	}
	for _, vendor := range vendors {
		s.limits[vendor] = newLimiter(opts.Rate, opts.Now)
	}
	s.SetFaults(opts.Faults)
	s.SetAsOf(opts.AsOf)
	s.routeWebex()
	s.routeMicrosoft()
	s.routeAvePoint()
	s.routeBlancco()
	s.routePartnerCenter()
	s.routeBilling()
	s.routeControl()
	return s
}

// Handler serves all vendors and the control endpoints: /webex/v1, /microsoft/login, /microsoft/graph/v1.0,
// /microsoft/partnercenter, /microsoft/blobs, /avepoint/identity, /avepoint/graph, /blancco/v1, /sandbox.
func (s *Sandbox) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(markHeader, "1")
		s.mux.ServeHTTP(w, r)
	})
}

// SetAsOf moves the portfolio to another day; requests that run already finish on the old one.
func (s *Sandbox) SetAsOf(date time.Time) {
	p := newPortfolio(s.opts, &s.secrets, dayOf(date))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.current = p
}

// AsOf is the day the portfolio stands on.
func (s *Sandbox) AsOf() time.Time { return s.portfolio().day.time() }

// SetFaults replaces all faults and starts their counting anew; consents that a fault took back are given again.
func (s *Sandbox) SetFaults(faults []Fault) {
	s.faults.set(faults)
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.withdrawn)
}

// Requests lists the latest vendor requests, oldest first; older ones than the last 20,000 are forgotten.
func (s *Sandbox) Requests() []Request { return s.journal.list() }

// Counts says how many requests each vendor has answered since the start or the last ResetRequests.
func (s *Sandbox) Counts() map[string]int { return s.journal.counts() }

// ResetRequests forgets all requests and counts.
func (s *Sandbox) ResetRequests() { s.journal.reset() }

func (s *Sandbox) portfolio() *portfolio {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.current
}
