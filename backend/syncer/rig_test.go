package syncer_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/all"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/store"
	"tenantry/backend/syncer"
)

// rig syncs both vendors of a sandbox over HTTP into a data file.
type rig struct {
	tb      testing.TB
	box     *sandbox.Sandbox
	handler atomic.Pointer[http.Handler]
	secrets map[domain.Vendor]map[string]string
	keys    map[string]map[string]string // the same secrets by the names of the connections
	store   *store.Store
	syncer  *syncer.Syncer
	conns   []domain.Connection
	now     time.Time
	log     *lines

	traffic *traffic // where requests go without a network, and are counted
	paces   bool     // connections keep the pace they have by default
	private bool     // no personal data are wanted
	told    func(syncer.Event)
	day     time.Time // what connectors go by
}

func newRig(tb testing.TB, opts sandbox.Options) *rig {
	tb.Helper()
	if opts.Blancco == 0 {
		opts.Blancco = -1 // one connection per vendor
	}
	r := &rig{tb: tb, log: &lines{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		(*r.handler.Load()).ServeHTTP(w, req)
	}))
	tb.Cleanup(server.Close)
	if !opts.AsOf.IsZero() {
		r.day = noon(opts.AsOf)
	}
	r.serve(sandbox.New(opts))
	r.connect(openStore(tb), r.box.Connections(server.URL))
	return r
}

// serve lets another sandbox answer at the same address.
func (r *rig) serve(box *sandbox.Sandbox) {
	handler := box.Handler()
	r.handler.Store(&handler)
	r.box, r.now = box, noon(box.AsOf())
}

func noon(day time.Time) time.Time { return day.Add(12 * time.Hour) }

// connect makes the connections, or finds them, and a syncer. Nothing limits the pace but the vendors.
func (r *rig) connect(db *store.Store, conns []sandbox.Connection) {
	tb := r.tb
	tb.Helper()
	r.store, r.secrets, r.keys = db, map[domain.Vendor]map[string]string{}, map[string]map[string]string{}
	for _, c := range conns {
		if r.paces {
			delete(c.Fields, connector.FieldRequestsPerMinute)
			delete(c.Fields, centerPace)
		} else {
			c.Fields[connector.FieldRequestsPerMinute] = "0"
		}
		r.secrets[domain.Vendor(c.Vendor)], r.keys[c.Name] = c.Secrets, c.Secrets
		conn, err := db.GetConnectionByName(context.Background(), c.Name)
		if err != nil {
			conn, err = db.CreateConnection(context.Background(), domain.Connection{
				Vendor: domain.Vendor(c.Vendor), Name: c.Name, Fields: c.Fields, Sandbox: true,
			}, nil)
		}
		if err != nil {
			tb.Fatal(err)
		}
		r.conns = append(r.conns, conn)
	}
	r.syncer = syncer.New(syncer.Config{
		Store:     db,
		Open:      r.open,
		Now:       func() time.Time { return r.now },
		Simulated: true,
		Personal:  func(context.Context) (bool, error) { return !r.private, nil },
		Events:    r.told,
		Owner:     "test",
		Logger:    r.log.logger(),
	})
	tb.Cleanup(func() { _ = r.syncer.Close() })
}

// moveTo lets the sandbox and the syncer's clock stand on another day.
func (r *rig) moveTo(day time.Time) {
	r.box.SetAsOf(day)
	r.now, r.day = noon(day), noon(day)
}

func (r *rig) open(ctx context.Context, c domain.Connection) (connector.Connector, connector.Spec, error) {
	spec, ok := all.Find(c.Vendor)
	if !ok {
		return nil, spec, fmt.Errorf("vendor %q", c.Vendor)
	}
	cfg := connector.Config{
		Fields: c.Fields,
		Secret: func(name string) string { return r.keys[c.Name][name] },
		Notify: syncer.Notifier(ctx),
	}
	if !r.day.IsZero() { // what ended is told by the simulated day
		cfg.Clock = func() time.Time { return r.day }
	}
	if r.traffic != nil {
		cfg.Transport = r.traffic
	}
	made, err := spec.New(cfg)
	if r.traffic != nil && err == nil {
		made = marked{made, c.ID}
	}
	return made, spec, err
}

func (r *rig) sync(full bool, conns ...domain.Connection) []domain.Run {
	r.tb.Helper()
	if len(conns) == 0 {
		conns = r.conns
	}
	var runs []domain.Run
	for _, conn := range conns {
		run, err := r.syncer.Start(context.Background(), syncer.Options{ConnectionID: conn.ID, Full: full, Trigger: "cli"})
		if err != nil {
			r.tb.Fatal(err)
		}
		runs = append(runs, run)
	}
	for i := range runs {
		var err error
		if runs[i], err = r.syncer.Wait(context.Background(), runs[i].ID); err != nil {
			r.tb.Fatal(err)
		}
	}
	return runs
}

func (r *rig) faults(texts ...string) {
	r.tb.Helper()
	faults, err := sandbox.ParseFaults(texts)
	if err != nil {
		r.tb.Fatal(err)
	}
	r.box.SetFaults(faults)
}

// rows gives a query's rows as lines of text.
func (r *rig) rows(query string, args ...any) []string {
	r.tb.Helper()
	found, err := r.store.Reader().Query(query, args...)
	if err != nil {
		r.tb.Fatal(err)
	}
	defer func() { _ = found.Close() }()
	columns, err := found.Columns()
	if err != nil {
		r.tb.Fatal(err)
	}
	var text []string
	for found.Next() {
		values := make([]any, len(columns))
		targets := make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := found.Scan(targets...); err != nil {
			r.tb.Fatal(err)
		}
		text = append(text, strings.TrimSuffix(fmt.Sprintln(values...), "\n"))
	}
	if err := found.Err(); err != nil {
		r.tb.Fatal(err)
	}
	return text
}

// content is all that was read, without our ids and times.
func (r *rig) content() string {
	r.tb.Helper()
	var text strings.Builder
	for _, query := range []string{
		`SELECT 'customer', name, domain, country, vendors, families, records, unmatched, subscriptions, bought, assigned, available,
over_seats, has_active, has_trial, has_suspended, next_ends_on, next_renews_on, next_open_on, no_access, unread, gone_at IS NULL
FROM customers ORDER BY name, vendors`,
		`SELECT 'record', connection_id, vendor_id, name, domain, country, created_on, no_access, gone_at IS NULL
FROM records ORDER BY connection_id, vendor_id`,
		`SELECT 'pool', r.vendor_id, p.key, p.product_key, p.product, p.sku, p.family, p.bought, p.assigned, p.used, p.excluded, p.aged_on,
p.age_known, p.gone_at IS NULL FROM pools p JOIN records r ON r.id = p.record_id ORDER BY r.vendor_id, p.key`,
		`SELECT 'subscription', r.vendor_id, s.key, s.number, s.pool_key, s.product, s.sku, s.family, s.status, s.trial, s.quantity, s.assigned,
s.created_on, s.term_end_on, s.at_term_end, s.term, s.deletes_on, s.excluded, s.first_seen_sure, s.gone_at IS NULL
FROM subscriptions s JOIN records r ON r.id = s.record_id ORDER BY r.vendor_id, s.key`,
		`SELECT 'sample', d.day, r.vendor_id, p.key, d.bought, d.assigned, d.used, d.simulated
FROM pool_days d JOIN pools p ON p.id = d.pool_id JOIN records r ON r.id = p.record_id ORDER BY d.day, r.vendor_id, p.key`,
		`SELECT 'day', d.day, d.connection_id, p.key, d.family, d.pools, d.bought, d.assigned, d.used
FROM product_days d JOIN products p ON p.id = d.product_id ORDER BY d.day, d.connection_id, p.key, d.family`,
		`SELECT 'checkpoint', r.vendor_id, k.dataset, k.page_hash, k.full_due, k.error_key
FROM checkpoints k JOIN records r ON r.id = k.record_id ORDER BY r.vendor_id, k.dataset`,
	} {
		for _, row := range r.rows(query) {
			text.WriteString(row + "\n")
		}
	}
	return text.String()
}

func (r *rig) count(query string, args ...any) int {
	r.tb.Helper()
	var n int
	if err := r.store.Reader().QueryRow(query, args...).Scan(&n); err != nil {
		r.tb.Fatal(err)
	}
	return n
}

// expectTruth compares what is stored with what the sandbox holds, customer by customer and product by product.
func (r *rig) expectTruth() {
	r.tb.Helper()
	want := map[string]bool{}
	for _, c := range r.box.Truth().Customers {
		want[fmt.Sprintf("%s %s", c.Vendor, c.Name)] = true
		if c.Access != "ok" && c.Vendor != "avepoint" { // there, subscriptions are shown all the same
			continue
		}
		for _, p := range c.Products {
			if !p.Unlimited && !p.CompanyWide && p.Bought+p.Assigned > 0 { // without seats: excluded as deleted
				want[fmt.Sprintf("%s %s %s %d %d", c.Vendor, c.Name, p.Product, p.Bought, p.Assigned)] = true
			}
		}
	}
	got := map[string]bool{}
	for _, row := range r.rows(`SELECT c.vendor, r.name FROM records r JOIN connections c ON c.id = r.connection_id
WHERE r.gone_at IS NULL`) {
		got[row] = true
	}
	for _, row := range r.rows(`SELECT c.vendor, r.name, CASE c.vendor WHEN 'microsoft' THEN p.sku ELSE p.product END, p.bought, p.assigned
FROM pools p JOIN records r ON r.id = p.record_id JOIN connections c ON c.id = p.connection_id
WHERE p.gone_at IS NULL AND p.bought + p.assigned > 0
  AND (p.excluded = '' OR c.vendor = 'webex' AND p.excluded = 'free')`) {
		got[row] = true
	}
	expectSame(r.tb, got, want)
}

func expectSame(tb testing.TB, got, want map[string]bool) {
	tb.Helper()
	for _, row := range slices.Sorted(maps.Keys(want)) {
		if !got[row] {
			tb.Errorf("missing: %s", row)
		}
	}
	for _, row := range slices.Sorted(maps.Keys(got)) {
		if !want[row] {
			tb.Errorf("not in the sandbox: %s", row)
		}
	}
}
