package all_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/connector/all"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// TestConnectors_OverRealSockets: eight workers a vendor read all customers and keep their connections open.
func TestConnectors_OverRealSockets(t *testing.T) {
	s := sandbox.New(sandbox.Options{Customers: 60})
	var opened atomic.Int64
	server := httptest.NewUnstartedServer(s.Handler())
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			opened.Add(1)
		}
	}
	server.Start()
	defer server.Close()
	workers := int64(0)
	var group sync.WaitGroup
	for _, c := range s.Connections(server.URL) {
		spec, found := all.Find(domain.Vendor(c.Vendor))
		if !found {
			t.Fatalf("no connector for %s", c.Vendor)
		}
		c.Fields[connector.FieldRequestsPerMinute] = "0"
		if err := spec.Validate(c.Fields, c.Secrets); err != nil {
			t.Fatal(err)
		}
		conn, err := spec.New(connector.Config{Fields: c.Fields, Secret: func(name string) string { return c.Secrets[name] }})
		if err != nil {
			t.Fatal(err)
		}
		workers += int64(spec.Concurrency)
		group.Go(func() { readSideBySide(t, conn, spec.Concurrency) })
	}
	group.Wait()
	requests := 0
	for _, n := range s.Counts() {
		requests += n
	}
	// The transport may dial once more while a connection becomes free, so the number is not exact.
	if n := opened.Load(); n > 2*workers || requests < 200 {
		t.Errorf("%d connections for %d requests of %d workers", n, requests, workers)
	}
}

func readSideBySide(t *testing.T, conn connector.Connector, workers int) {
	queue := make(chan domain.Record)
	var group sync.WaitGroup
	var rows atomic.Int64
	for range workers {
		group.Go(func() {
			for r := range queue {
				rows.Add(int64(readCustomer(t.Context(), t, conn, r)))
			}
		})
	}
	for page, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Error(err)
		}
		for _, r := range page {
			queue <- r
		}
	}
	close(queue)
	group.Wait()
	if rows.Load() == 0 {
		t.Error("nothing was read")
	}
}

func readCustomer(ctx context.Context, t *testing.T, conn connector.Connector, r domain.Record) (rows int) {
	for _, d := range conn.Datasets() {
		if d.PerConnection {
			continue
		}
		for page, err := range d.Fetch(ctx, connector.Request{Customer: r}) {
			if err != nil && !errors.Is(err, connector.ErrForbidden) {
				t.Errorf("%s of %s: %v", d.Name, r.Name, err)
			}
			rows += page.Len()
		}
	}
	return rows
}
