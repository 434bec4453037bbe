package syncer_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/syncer"
)

// reportsInTenMinutes is how often Graph lets a report of a customer be asked for.
const reportsInTenMinutes = 14

var benchVendors = []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft, domain.VendorAvePoint, domain.VendorBlancco}

// turns is how many of a vendor's many connections are read at a time while those of the others are being read.
const turns = syncer.DefaultMostAtOnce - 3

// BenchmarkSync500FourVendors reads 500 companies at all vendors, within the limits that those publish and with the pace
// connections have by default, on a clock that stands still while something is computed and jumps where all wait. So its
// time is that of requests and limits alone. x_ideal is what it took over what the requests must take at least.
func BenchmarkSync500FourVendors(b *testing.B) {
	customers := benchCustomers
	if testing.Short() {
		customers = 50
	}
	for b.Loop() {
		inBubble(b, func(t *testing.T) {
			m := &meter{}
			r := newSilentRig(t, sandbox.Options{
				Customers: customers, AsOf: asOf, Latency: benchLatency, AllAccessible: true, ReportCalls: reportsInTenMinutes, ExportPolls: 2,
			}, func(r *rig) { r.told = m.note })
			for _, day := range []string{"first", "next"} {
				r.printPlans()
				r.traffic.reset()
				m.measure(r)
				m.report(b, r, day)
				r.moveTo(asOf.AddDate(0, 0, 1))
			}
		})
	}
}

// inBubble runs f on a simulated clock, which benchmarks have no function for.
func inBubble(b *testing.B, f func(t *testing.T)) {
	b.Helper()
	matches := func(string, string) (bool, error) { return true, nil }
	test := testing.InternalTest{Name: b.Name(), F: func(t *testing.T) { synctest.Test(t, f) }}
	if !testing.RunTests(matches, []testing.InternalTest{test}) {
		b.Fatal("the simulated sync failed")
	}
}

// printPlans prints what a sync would ask for, by vendor.
func (r *rig) printPlans() {
	requests, connections, datasets := map[domain.Vendor]int{}, map[domain.Vendor]int{}, map[domain.Vendor][]string{}
	for _, conn := range r.conns {
		plan, err := r.syncer.Plan(r.tb.Context(), syncer.Options{ConnectionID: conn.ID})
		if err != nil {
			r.tb.Fatal(err)
		}
		requests[conn.Vendor] += plan.Requests
		if connections[conn.Vendor]++; connections[conn.Vendor] > 1 {
			continue
		}
		for _, d := range plan.Datasets {
			datasets[conn.Vendor] = append(datasets[conn.Vendor], fmt.Sprintf("%s %d", d.Dataset, d.Requests))
		}
	}
	for _, vendor := range benchVendors {
		fmt.Printf("plan, %s: %d connections, about %d requests: %s\n", vendor, connections[vendor], requests[vendor], strings.Join(datasets[vendor], ", "))
	}
}

// meter takes the time of a sync of all connections.
type meter struct {
	took map[int64]time.Duration
	all  time.Duration

	mu      sync.Mutex
	waiting map[domain.Vendor]time.Duration // the longest wait that was told
}

func (m *meter) note(e syncer.Event) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.waiting == nil {
		m.waiting = map[domain.Vendor]time.Duration{}
	}
	m.waiting[e.Run.Vendor] = max(m.waiting[e.Run.Vendor], e.Waiting)
}

func (m *meter) measure(r *rig) {
	began := time.Now()
	m.took = map[int64]time.Duration{}
	var waiting sync.WaitGroup
	for _, conn := range r.conns {
		run, err := r.syncer.Start(r.tb.Context(), syncer.Options{ConnectionID: conn.ID, Trigger: "user"})
		if err != nil {
			r.tb.Fatal(err)
		}
		waiting.Go(func() {
			ended, err := r.syncer.Wait(r.tb.Context(), run.ID)
			if err != nil || ended.State != domain.RunDone {
				r.tb.Errorf("%s: %+v, %v", conn.Name, ended, err)
			}
			m.mu.Lock()
			defer m.mu.Unlock()
			m.took[conn.ID] = time.Since(began)
		})
	}
	waiting.Wait()
	m.all = time.Since(began)
}

// report prints each vendor's time against the least it must take. Many connections of a vendor wait for one another.
func (m *meter) report(b *testing.B, r *rig, day string) {
	b.Helper()
	var longest time.Duration
	for _, vendor := range benchVendors {
		var took, ideal, sum time.Duration
		requests := 0
		lanes := map[string]int{}
		for _, conn := range r.conns {
			if conn.Vendor != vendor {
				continue
			}
			least := r.traffic.ideal(conn, benchLatency)
			took, ideal, sum = max(took, m.took[conn.ID]), max(ideal, least), sum+least
			for at, n := range r.traffic.counts() {
				if at.connection == conn.ID {
					lanes[at.lane] += n
					requests += n
				}
			}
		}
		ideal = max(ideal, sum/turns)
		longest = max(longest, ideal)
		fmt.Printf("%s day, %s: %d requests (by lane %v) in %s, at least %s, %.2f; longest wait told %s\n",
			day, vendor, requests, lanes, took.Round(time.Second), ideal.Round(time.Second), took.Seconds()/ideal.Seconds(), m.waiting[vendor].Round(time.Second))
	}
	fmt.Printf("%s day, all: %s, at least %s; Partner Center was asked %d times in the worst minute\n", day, m.all.Round(time.Second), longest.Round(time.Second), r.traffic.mostInAMinute())
	b.ReportMetric(m.all.Seconds()/longest.Seconds(), day+"_x_ideal")
	b.ReportMetric(m.all.Seconds(), day+"_simulated_s")
	b.ReportMetric(float64(r.traffic.mostInAMinute()), day+"_center_a_minute")
}
