package syncer_test

import (
	"context"
	"iter"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/all"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// newSilentRig has a sandbox in the same process, without a network: within testing/synctest, waiting takes no time.
// Connections keep the pace they have by default.
func newSilentRig(tb testing.TB, opts sandbox.Options, change func(*rig)) *rig {
	tb.Helper()
	r := &rig{tb: tb, log: &lines{}, paces: true}
	if change != nil {
		change(r)
	}
	r.serve(sandbox.New(opts))
	r.traffic = &traffic{next: connectortest.NewTransport(r.box.Handler())}
	r.traffic.reset()
	r.connect(openStore(tb), r.box.Connections("http://127.0.0.1:9"))
	return r
}

// traffic counts the requests of connections by their lanes.
type traffic struct {
	next http.RoundTripper

	mu     sync.Mutex
	lanes  map[place]int
	paths  map[string]int
	center []time.Time             // when Partner Center was asked
	waits  map[place]time.Duration // what the vendor asked for until it would be ready
	latest map[string]time.Time    // when the last answer came, by lane
}

// place is a lane of a connection.
type place struct {
	connection int64
	lane       string
}

type placeKey struct{}

func (t *traffic) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.lanes, t.paths, t.center, t.waits = map[place]int{}, map[string]int{}, nil, map[place]time.Duration{}
	t.latest = map[string]time.Time{}
}

func (t *traffic) RoundTrip(r *http.Request) (*http.Response, error) {
	at, _ := r.Context().Value(placeKey{}).(place)
	t.mu.Lock()
	t.lanes[at]++
	t.paths[r.Method+" "+r.URL.RequestURI()]++
	if strings.HasPrefix(r.URL.Path, "/microsoft/partnercenter") {
		t.center = append(t.center, time.Now())
	}
	t.mu.Unlock()
	answer, err := t.next.RoundTrip(r)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.latest[at.lane] = time.Now()
	if err != nil || answer.StatusCode >= http.StatusBadRequest {
		return answer, err
	}
	if seconds, err := strconv.Atoi(answer.Header.Get("Retry-After")); err == nil {
		t.waits[at] += time.Duration(seconds) * time.Second
	}
	return answer, nil
}

func (t *traffic) counts() map[place]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.lanes)
}

// asked gives how often each address was asked.
func (t *traffic) asked() map[string]int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.paths)
}

// ended is when the last answer came in a lane.
func (t *traffic) ended(lane string) time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.latest[lane]
}

func (t *traffic) total() int {
	n := 0
	for _, requests := range t.counts() {
		n += requests
	}
	return n
}

// mostInAMinute is how often Partner Center was asked in the worst minute.
func (t *traffic) mostInAMinute() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	most, first := 0, 0
	for i, at := range t.center {
		for at.Sub(t.center[first]) >= time.Minute {
			first++
		}
		most = max(most, i-first+1)
	}
	return most
}

// marked is a connector whose requests say which lane they belong to.
type marked struct {
	connector.Connector
	connection int64
}

func (m marked) mark(ctx context.Context, lane string) context.Context {
	return context.WithValue(ctx, placeKey{}, place{m.connection, lane})
}

func (m marked) Check(ctx context.Context) (domain.Account, error) {
	return m.Connector.Check(m.mark(ctx, ""))
}

func (m marked) Customers(ctx context.Context) iter.Seq2[[]domain.Record, error] {
	return m.Connector.Customers(m.mark(ctx, ""))
}

func (m marked) Datasets() []connector.Dataset {
	list := m.Connector.Datasets()
	for i := range list {
		fetch, lane := list[i].Fetch, list[i].Lane
		list[i].Fetch = func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
			return fetch(m.mark(ctx, lane), req)
		}
	}
	return list
}

// ideal is how long the requests of a connection must take at least: in each lane as many waves as its workers need, at
// the connection's own pace, and at Partner Center's; where the vendor makes files on order, as long as it says.
func (t *traffic) ideal(conn domain.Connection, latency time.Duration) time.Duration {
	spec, _ := all.Find(conn.Vendor)
	longest, requests := time.Duration(0), 0
	for at, n := range t.counts() {
		if at.connection != conn.ID {
			continue
		}
		requests += n
		workers := spec.Concurrency
		if at.lane != "" {
			workers = max(2, workers/2)
		}
		waves := time.Duration((n+workers-1)/workers) * latency
		if waits := t.waits[at]; waits > 0 { // one file is made after the other
			waves = time.Duration(n)*latency + waits
		}
		longest = max(longest, waves)
	}
	if pace := spec.Pace(conn.Fields); pace > 0 {
		paced := requests - max(1, pace/60) // the first second may burst
		longest = max(longest, time.Duration(paced)*time.Minute/time.Duration(pace))
	}
	if conn.Vendor == domain.VendorMicrosoft && conn.Fields[centerPace] != "0" {
		longest = max(longest, time.Duration(max(0, len(t.center)-1)/centerPerMinute)*time.Minute)
	}
	return longest
}

const (
	centerPerMinute = 500 // what Microsoft allows at Partner Center
	centerPace      = "partner_center_requests_per_minute"
)
