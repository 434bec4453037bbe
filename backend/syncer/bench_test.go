package syncer_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const (
	benchCustomers = 500
	benchLatency   = 80 * time.Millisecond
)

// benchCase is what one sub-benchmark reads.
type benchCase struct {
	name    string
	vendors []domain.Vendor
	pace    int // requests a minute, 0 for no limit
	again   bool
}

// BenchmarkSync500At80ms compares a sync with what its requests alone would take: in each lane as many waves of 80 ms as its
// workers need, or the pace where that is slower. The metric x_ideal is the ratio; docs/performance.md says what is to be
// reached. x_waiting is the same on a clock that stands still while something is computed: what the order of the requests
// costs, without the machine.
func BenchmarkSync500At80ms(b *testing.B) {
	for _, c := range []benchCase{
		{name: "webex", vendors: []domain.Vendor{domain.VendorWebex}},
		{name: "microsoft", vendors: []domain.Vendor{domain.VendorMicrosoft}},
		{name: "both", vendors: []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft}},
		{name: "both-unchanged", vendors: []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft}, again: true},
		{name: "webex-3000-a-minute", vendors: []domain.Vendor{domain.VendorWebex}, pace: 3000},
	} {
		b.Run(c.name, func(b *testing.B) {
			opts := sandbox.Options{Customers: benchCustomers, AsOf: asOf, Latency: benchLatency, AllAccessible: true}
			var wall, ideal, waiting, least time.Duration
			for b.Loop() {
				b.StopTimer()
				r := newRig(b, opts)
				r.countTraffic()
				conns := c.prepare(r)
				b.StartTimer()
				took, should := c.measure(r, conns)
				b.StopTimer()
				wall, ideal = wall+took, ideal+should
				inBubble(b, func(t *testing.T) {
					opts.Blancco = -1
					r := newSilentRig(t, opts, func(r *rig) { r.paces = false })
					took, should := c.measure(r, c.prepare(r))
					waiting, least = waiting+took, least+should
				})
				b.StartTimer()
			}
			b.ReportMetric(wall.Seconds()/ideal.Seconds(), "x_ideal")
			b.ReportMetric(waiting.Seconds()/least.Seconds(), "x_waiting")
			b.ReportMetric(ideal.Seconds()/float64(b.N), "ideal_s")
		})
	}
}

// prepare makes the connections that are to be read.
func (c benchCase) prepare(r *rig) []domain.Connection {
	var conns []domain.Connection
	for _, vendor := range c.vendors {
		conns = append(conns, r.paced(vendor, c.pace))
	}
	if c.again {
		r.sync(false, conns...)
	}
	r.traffic.reset()
	return conns
}

// measure gives what a sync took, and what it should have taken.
func (c benchCase) measure(r *rig, conns []domain.Connection) (took, ideal time.Duration) {
	began := time.Now()
	runs := r.sync(false, conns...)
	took = time.Since(began)
	return took, r.ideal(runs, conns)
}

// paced gives a vendor's connection with a pace.
func (r *rig) paced(vendor domain.Vendor, pace int) domain.Connection {
	r.tb.Helper()
	for _, conn := range r.conns {
		if conn.Vendor != vendor {
			continue
		}
		conn.Fields[connector.FieldRequestsPerMinute] = fmt.Sprint(pace)
		if err := r.store.UpdateConnection(context.Background(), conn, nil); err != nil {
			r.tb.Fatal(err)
		}
		return conn
	}
	r.tb.Fatal("no connection for " + vendor)
	return domain.Connection{}
}

// ideal is how long the requests of these runs must take at least. Connections go side by side: the longest counts.
func (r *rig) ideal(runs []domain.Run, conns []domain.Connection) time.Duration {
	r.tb.Helper()
	var longest time.Duration
	for i, run := range runs {
		if run.State != domain.RunDone || run.TasksDone < benchCustomers/2 {
			r.tb.Fatalf("run %+v", run)
		}
		longest = max(longest, r.traffic.ideal(conns[i], benchLatency))
	}
	return longest
}

// countTraffic lets requests go out through as many open connections as there are workers, and counts them.
func (r *rig) countTraffic() {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	r.traffic = &traffic{next: transport}
	r.traffic.reset()
}
