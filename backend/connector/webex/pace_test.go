package webex_test

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// TestReading_UnderTheVendorsLimit: eight workers come close to what the vendor lets through, whether its limit is known
// and set as the connection's pace, or has to be found.
func TestReading_UnderTheVendorsLimit(t *testing.T) {
	for name, c := range map[string]struct {
		pace    string
		slowest float64 // times the least possible
	}{
		"known": {"300", 1.1},
		"found": {"0", 1.1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				_, w := start(t, sandbox.Options{Customers: 400, AllAccessible: true, Rate: 300, Latency: 80 * time.Millisecond})
				conn := open(t, w, w.Transport, func(f map[string]string) { f[connector.FieldRequestsPerMinute] = c.pace })
				began := time.Now()
				if n := readWith(t, conn, 8); n != w.Customers {
					t.Errorf("read %d customers, want %d", n, w.Customers)
				}
				requests := len(w.Transport.Requests("")) - len(w.Transport.Requests("/access_token"))
				least := time.Duration(requests) * time.Minute / 300
				if took := time.Since(began); took > time.Duration(float64(least)*c.slowest) {
					t.Errorf("%d requests took %s, want at most %.2f × %s", requests, took, c.slowest, least)
				} else {
					t.Logf("%s for %d requests: %.3f × the least", took, requests, took.Seconds()/least.Seconds())
				}
			})
		})
	}
}

func readWith(t *testing.T, conn connector.Connector, workers int) (customers int) {
	t.Helper()
	queue := make(chan domain.Record)
	var group sync.WaitGroup
	for range workers {
		group.Go(func() {
			for r := range queue {
				for _, err := range conn.Datasets()[0].Fetch(t.Context(), connector.Request{Customer: r}) {
					if err != nil {
						t.Errorf("%s: %v", r.Name, err)
					}
				}
			}
		})
	}
	for page, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Error(err)
		}
		for _, r := range page {
			customers++
			queue <- r
		}
	}
	close(queue)
	group.Wait()
	return customers
}
