package syncer_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/all"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const (
	benchCustomers = 500
	benchLatency   = 80 * time.Millisecond
)

// BenchmarkSync500At80ms compares a sync with what its requests alone would take: as many waves of 80 ms as the workers
// need, or the pace where that is slower. The metric x_ideal is the ratio; docs/performance.md says what is to be reached.
func BenchmarkSync500At80ms(b *testing.B) {
	for _, c := range []struct {
		name    string
		vendors []domain.Vendor
		pace    int // requests a minute, 0 for no limit
		again   bool
	}{
		{name: "webex", vendors: []domain.Vendor{domain.VendorWebex}},
		{name: "microsoft", vendors: []domain.Vendor{domain.VendorMicrosoft}},
		{name: "both", vendors: []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft}},
		{name: "both-unchanged", vendors: []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft}, again: true},
		{name: "webex-3000-a-minute", vendors: []domain.Vendor{domain.VendorWebex}, pace: 3000},
	} {
		b.Run(c.name, func(b *testing.B) {
			var wall, ideal time.Duration
			for b.Loop() {
				b.StopTimer()
				r := newRig(b, sandbox.Options{Customers: benchCustomers, AsOf: asOf, Latency: benchLatency, AllAccessible: true})
				var conns []domain.Connection
				for _, vendor := range c.vendors {
					conns = append(conns, r.paced(vendor, c.pace))
				}
				if c.again {
					r.sync(false, conns...)
				}
				r.box.ResetRequests()
				b.StartTimer()
				began := time.Now()
				runs := r.sync(false, conns...)
				wall += time.Since(began)
				ideal += r.ideal(runs, c.pace)
			}
			b.ReportMetric(wall.Seconds()/ideal.Seconds(), "x_ideal")
			b.ReportMetric(ideal.Seconds()/float64(b.N), "ideal_s")
		})
	}
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

// ideal is how long the requests that were answered must take at least. Connections go side by side: the longest counts.
func (r *rig) ideal(runs []domain.Run, pace int) time.Duration {
	r.tb.Helper()
	var longest time.Duration
	for _, run := range runs {
		if run.State != domain.RunDone || run.TasksDone < benchCustomers/2 {
			r.tb.Fatalf("run %+v", run)
		}
		spec, _ := all.Find(run.Vendor)
		requests := r.box.Counts()[string(run.Vendor)]
		waves := (requests + spec.Concurrency - 1) / spec.Concurrency
		longest = max(longest, time.Duration(waves)*benchLatency)
		if pace > 0 {
			longest = max(longest, time.Duration(requests)*time.Minute/time.Duration(pace))
		}
	}
	return longest
}
