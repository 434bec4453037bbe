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
	store   *store.Store
	syncer  *syncer.Syncer
	conns   []domain.Connection
	now     time.Time
	log     *lines
}

func newRig(tb testing.TB, opts sandbox.Options) *rig {
	tb.Helper()
	r := &rig{tb: tb, log: &lines{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		(*r.handler.Load()).ServeHTTP(w, req)
	}))
	tb.Cleanup(server.Close)
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
	r.store, r.secrets = db, map[domain.Vendor]map[string]string{}
	for _, c := range conns {
		c.Fields[connector.FieldRequestsPerMinute] = "0"
		r.secrets[domain.Vendor(c.Vendor)] = c.Secrets
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
		Owner:     "test",
		Logger:    r.log.logger(),
	})
	tb.Cleanup(func() { _ = r.syncer.Close() })
}

// moveTo lets the sandbox and the syncer's clock stand on another day.
func (r *rig) moveTo(day time.Time) {
	r.box.SetAsOf(day)
	r.now = noon(day)
}

func (r *rig) open(ctx context.Context, c domain.Connection) (connector.Connector, connector.Spec, error) {
	spec, ok := all.Find(c.Vendor)
	if !ok {
		return nil, spec, fmt.Errorf("vendor %q", c.Vendor)
	}
	made, err := spec.New(connector.Config{
		Fields: c.Fields,
		Secret: func(name string) string { return r.secrets[c.Vendor][name] },
		Notify: syncer.Notifier(ctx),
	})
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
		`SELECT 'day', day, connection_id, product_key, family, pools, bought, assigned, used FROM product_days
ORDER BY day, connection_id, product_key, family`,
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
		if c.Access != "ok" {
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
	for _, row := range r.rows(`SELECT c.vendor, r.name, CASE c.vendor WHEN 'webex' THEN p.product ELSE p.sku END, p.bought, p.assigned
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

// portfolio is how many customers an ordinary test has.
func portfolio() int {
	if underRace || testing.Short() {
		return 20
	}
	return 60
}

var asOf = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

func TestSandbox_CompleteSyncEqualsTheTruth(t *testing.T) {
	r := newRig(t, sandbox.Options{Customers: 60, AsOf: asOf})
	refused := map[domain.Vendor]int{}
	for _, c := range r.box.Truth().Customers {
		if c.Access != "ok" {
			refused[domain.Vendor(c.Vendor)]++
		}
	}
	for _, run := range r.sync(false) {
		if run.State != domain.RunPartial || run.TasksDone+run.TasksFailed != run.TasksTotal || run.TasksFailed < refused[run.Vendor] {
			t.Errorf("run %+v, %d customers refuse access", run, refused[run.Vendor])
		}
	}
	r.expectTruth()
	for vendor, n := range refused {
		if got := r.count(`SELECT count(*) FROM records r JOIN connections c ON c.id = r.connection_id
WHERE c.vendor = ? AND r.no_access <> ''`, vendor); got != n {
			t.Errorf("%d %s customers are marked as without access, want %d", got, vendor, n)
		}
	}
}

func TestSandbox_UnchangedSyncWritesNoRow(t *testing.T) {
	for _, full := range []bool{false, true} {
		t.Run(fmt.Sprintf("full=%t", full), func(t *testing.T) {
			r := newRig(t, sandbox.Options{Customers: portfolio(), AsOf: asOf})
			r.sync(false)
			everything := func() []string {
				var all []string
				for _, table := range []string{"records", "pools", "subscriptions", "pool_days", "product_days", "customer_families"} {
					all = append(all, r.rows("SELECT * FROM "+table+" ORDER BY 1, 2, 3")...)
				}
				return append(all, r.content())
			}
			before := everything()
			r.now = r.now.Add(time.Hour)
			for _, run := range r.sync(full) {
				if run.RowsWritten != 0 || run.RowsRead == 0 {
					t.Errorf("%s wrote %d of %d rows", run.Vendor, run.RowsWritten, run.RowsRead)
				}
			}
			if after := everything(); !slices.Equal(before, after) {
				for i := range before {
					if before[i] != after[i] {
						t.Errorf("before: %.300s\nafter:  %.300s", before[i], after[i])
					}
				}
			}
		})
	}
}

func TestSandbox_FaultsLoseNoRow(t *testing.T) {
	customers := 500
	if testing.Short() {
		customers = 60
	}
	r := newRig(t, sandbox.Options{Customers: customers, AsOf: asOf.AddDate(0, -2, 0), AllAccessible: true})
	r.sync(false)
	r.expectTruth()
	known := r.rows("SELECT record_id, key FROM pools WHERE gone_at IS NULL ORDER BY 1, 2")

	r.moveTo(asOf)
	r.faults("*::429=0@every-401", "*::500@every-97", "*::503=0@every-143", "*::cut@every-151",
		"webex:/licenses:malformed@every-30", "microsoft:/subscribedSkus:malformed@every-30", "microsoft:/directory:html=200@every-40")
	for _, run := range r.sync(false) {
		if run.State != domain.RunPartial || run.ErrorKey != "" || run.TasksDone+run.TasksFailed != run.TasksTotal {
			t.Errorf("%s with faults: %+v", run.Vendor, run)
		}
		if run.TasksFailed < run.TasksTotal/60 || run.TasksFailed > run.TasksTotal/5 {
			t.Errorf("%s: %d of %d tasks failed, want about one in thirty", run.Vendor, run.TasksFailed, run.TasksTotal)
		}
		if n := r.count("SELECT count(*) FROM sync_tasks WHERE run_id = ? AND state = 'failed' AND error_key = 'malformed'", run.ID); n != run.TasksFailed {
			t.Errorf("%s: %d tasks failed, %d of them as malformed", run.Vendor, run.TasksFailed, n)
		}
	}
	stored := map[string]bool{}
	for _, row := range r.rows("SELECT record_id, key FROM pools ORDER BY 1, 2") {
		stored[row] = true
	}
	for _, row := range known {
		if !stored[row] {
			t.Fatalf("pool %s vanished", row)
		}
	}

	r.faults()
	for _, run := range r.sync(false) {
		if run.State != domain.RunDone || run.TasksDone != run.TasksTotal {
			t.Errorf("%s after the faults: %+v", run.Vendor, run)
		}
	}
	r.expectTruth()
}

func TestSandbox_EmptyListAsksInsteadOfMarkingGone(t *testing.T) {
	r := newRig(t, sandbox.Options{Customers: portfolio(), AsOf: asOf})
	r.sync(false)
	before := r.content()
	r.faults("microsoft:/delegatedAdminCustomers:empty")
	microsoft := r.conns[1]
	run := r.sync(false, microsoft)[0]
	if run.State != domain.RunDone || run.TasksTotal != 0 {
		t.Errorf("run %+v", run)
	}
	conn, err := r.store.GetConnection(t.Context(), microsoft.ID)
	if err != nil || conn.GoneHold == nil || conn.GoneHold.Reason != "empty" || conn.GoneHold.Read != 0 {
		t.Errorf("connection %+v, %v", conn, err)
	}
	if r.content() != before {
		t.Error("an empty list changed what is stored")
	}
	r.faults()
	r.sync(false, microsoft)
	if conn, err = r.store.GetConnection(t.Context(), microsoft.ID); err != nil || conn.GoneHold != nil {
		t.Errorf("the question is still open: %+v, %v", conn.GoneHold, err)
	}
}

func TestSandbox_ConsentTakenBackKeepsTheDataAndSaysSo(t *testing.T) {
	opts := sandbox.Options{Customers: portfolio(), AsOf: asOf, AllAccessible: true}
	r := newRig(t, opts)
	for _, run := range r.sync(false) {
		if run.State != domain.RunDone {
			t.Fatalf("run %+v", run)
		}
	}
	rows := r.rows("SELECT record_id, key, bought, assigned FROM pools WHERE gone_at IS NULL ORDER BY 1, 2")

	opts.AllAccessible = false // some take back their consent now
	r.serve(sandbox.New(opts))
	refused := 0
	for _, c := range r.box.Truth().Customers {
		if c.Access != "ok" {
			refused++
		}
	}
	for _, run := range r.sync(false) {
		if run.State != domain.RunPartial {
			t.Errorf("run %+v", run)
		}
	}
	if n := r.count("SELECT count(*) FROM records WHERE no_access <> ''"); n != refused || refused == 0 {
		t.Errorf("%d customers are marked, want %d", n, refused)
	}
	if n := r.count("SELECT count(*) FROM records WHERE no_access = 'consent_missing'"); n == 0 {
		t.Error("none of them is marked consent_missing")
	}
	if now := r.rows("SELECT record_id, key, bought, assigned FROM pools WHERE gone_at IS NULL ORDER BY 1, 2"); !slices.Equal(now, rows) {
		t.Errorf("%d pools stand, want the %d of before", len(now), len(rows))
	}

	opts.AllAccessible = true
	r.serve(sandbox.New(opts))
	r.sync(false)
	if n := r.count("SELECT count(*) FROM records WHERE no_access <> ''"); n != 0 {
		t.Errorf("%d customers are still marked", n)
	}
}

func TestSandbox_MovingThroughTimeGivesHistory(t *testing.T) {
	months := 6
	if testing.Short() {
		months = 3
	}
	first := asOf.AddDate(0, 1-months, 0)
	r := newRig(t, sandbox.Options{Customers: portfolio(), AsOf: first, AllAccessible: true})
	for month := range months {
		day := first.AddDate(0, month, 0)
		r.moveTo(day)
		for _, run := range r.sync(false) {
			if run.State != domain.RunDone || !run.Simulated || !run.StartedAt.Equal(noon(day)) {
				t.Fatalf("run %+v", run)
			}
		}
		r.expectTruth()
		want := r.box.Truth().Totals[1]
		got := r.rows(`SELECT sum(d.bought), sum(d.assigned) FROM product_days d JOIN connections c ON c.id = d.connection_id
WHERE c.vendor = 'microsoft' AND d.day = ?`, day.Format(time.DateOnly))
		if expected := fmt.Sprint(want.Bought, want.Assigned); got[0] != expected {
			t.Errorf("%s: history says %s, the portfolio held %s", day.Format(time.DateOnly), got[0], expected)
		}
	}
	if n := r.count("SELECT count(DISTINCT day) FROM pool_days WHERE simulated = 1"); n != months {
		t.Errorf("%d days of history, want %d", n, months)
	}
	if n := r.count("SELECT count(*) FROM (SELECT pool_id FROM pool_days GROUP BY pool_id HAVING count(DISTINCT assigned) > 1)"); n == 0 {
		t.Error("no pool ever changed")
	}
}

func TestSandbox_WrongSecretAsksToSignInAgain(t *testing.T) {
	r := newRig(t, sandbox.Options{Customers: 5, AsOf: asOf})
	for _, conn := range r.conns {
		r.secrets[conn.Vendor]["client_secret"] = "wrong"
		run := r.sync(false, conn)[0]
		if run.State != domain.RunFailed || run.ErrorKey != "client_secret_wrong" {
			t.Errorf("%s: %+v", conn.Vendor, run)
		}
		if stored, err := r.store.GetConnection(t.Context(), conn.ID); err != nil || stored.State != domain.ConnectionSignIn {
			t.Errorf("connection %+v, %v", stored, err)
		}
		if strings.Contains(run.ErrorDetail+r.log.String(), r.secrets[conn.Vendor]["refresh_token"]) {
			t.Error("a secret got into the log")
		}
	}
}
