package avepoint_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/avepoint"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const sandboxURL = "http://127.0.0.1:9"

var today = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

// start makes a simulated partner.
func start(tb testing.TB, opts sandbox.Options, faults ...string) (*sandbox.Sandbox, connectortest.World) {
	tb.Helper()
	parsed, err := sandbox.ParseFaults(faults)
	if err != nil {
		tb.Fatal(err)
	}
	opts.AsOf, opts.Faults = today, parsed
	s := sandbox.New(opts)
	w := connectortest.World{Transport: connectortest.NewTransport(s.Handler())}
	for _, c := range s.Connections(sandboxURL) {
		if c.Vendor == "avepoint" {
			w.Fields, w.Secrets = c.Fields, c.Secrets
		}
	}
	for _, total := range s.Truth().Totals {
		if total.Vendor == "avepoint" {
			w.Customers, w.Readable = total.Customers, total.Readable
		}
	}
	return s, w
}

// contractCase is what both generations of the API are held to.
var contractCase = connectortest.Case{
	Spec: avepoint.Spec(),
	Start: func(tb testing.TB, faults ...string) connectortest.World {
		_, w := start(tb, sandbox.Options{Customers: 26}, faults...)
		return w
	},
	Token:      "/connect/token",
	List:       "/customers",
	ExpiredKey: "app_sign_in_refused",
	Reads: map[string]string{
		"profile": "/customers", "services": "/customers/services/batch", "jobs": "/jobs/batch",
		"protected": "/cloud-backup-m365/overview", "seats": "/3rd-party-products/", "purchased": "/avpt-products/type/",
		"scan_profiles": "/scan-profiles/batch", "risks": "/detection/rules", "workspaces": "/wm/customers/",
	},
}

func TestConnector_KeepsTheContract(t *testing.T) { connectortest.Run(t, contractCase) }

func TestConnector_KeepsTheContract_Version1(t *testing.T) {
	old := contractCase
	old.Start = func(tb testing.TB, faults ...string) connectortest.World {
		_, w := start(tb, sandbox.Options{Customers: 26}, faults...)
		w.Fields["api"] = "v1.1"
		return w
	}
	old.Reads = map[string]string{"profile": "/v1.1/customers", "services": "/services", "jobs": "/jobs", "protected": "/protected", "scan_profiles": "/scanProfiles"}
	connectortest.Run(t, old)
}

// open makes a connector for a world.
func open(t *testing.T, w connectortest.World, transport http.RoundTripper, change ...func(*connector.Config)) connector.Connector {
	t.Helper()
	cfg := connector.Config{
		Fields:    maps.Clone(w.Fields),
		Secret:    func(name string) string { return w.Secrets[name] },
		Transport: transport,
		Now:       func() time.Time { return today.Add(12 * time.Hour) },
	}
	for _, f := range change {
		f(&cfg)
	}
	conn, err := avepoint.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// readAll reads all datasets of all customers that can be read, by the customers' ids.
func readAll(t *testing.T, conn connector.Connector) map[string]domain.Rows {
	t.Helper()
	read := map[string]domain.Rows{}
	for records, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if rows, ok := readCustomer(t, conn, r); ok {
				read[r.VendorID] = rows
			}
		}
	}
	return read
}

func readCustomer(t *testing.T, conn connector.Connector, r domain.Record) (rows domain.Rows, ok bool) {
	for _, d := range conn.Datasets() {
		for page, err := range d.Fetch(t.Context(), connector.Request{Customer: r}) {
			if errors.Is(err, connector.ErrForbidden) {
				return rows, false
			}
			if err != nil {
				t.Fatalf("%s of %s: %v", d.Name, r.Name, err)
			}
			rows.Pools = append(rows.Pools, page.Pools...)
			rows.Subscriptions = append(rows.Subscriptions, page.Subscriptions...)
			rows.Profiles = append(rows.Profiles, page.Profiles...)
			rows.Storage = append(rows.Storage, page.Storage...)
			rows.Jobs = append(rows.Jobs, page.Jobs...)
			rows.Usage = append(rows.Usage, page.Usage...)
			rows.ScanProfiles = append(rows.ScanProfiles, page.ScanProfiles...)
			rows.Risks = append(rows.Risks, page.Risks...)
		}
	}
	return rows, true
}

func learnInto(learned *[]domain.Credential) func(*connector.Config) {
	return func(cfg *connector.Config) {
		cfg.Learn = func(_ context.Context, c domain.Credential) error {
			*learned = append(*learned, c)
			return nil
		}
	}
}

func expectRefusal(t *testing.T, name string, err, sort error, key string) {
	t.Helper()
	var refusal *connector.Refusal
	if !errors.Is(err, sort) || !errors.As(err, &refusal) || refusal.Key != key {
		t.Errorf("%s: %v, want %v with the key %s", name, err, sort, key)
	}
}

// TestSecret_ItsEndIsTold as it was typed in, and a secret refused after that day has expired.
func TestSecret_ItsEndIsTold(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 3})
	for day, want := range map[string]string{"2026-12-31": "2026-12-31", "": ""} {
		w.Fields["secret_expires_on"] = day
		var learned []domain.Credential
		conn := open(t, w, w.Transport, learnInto(&learned))
		for range 2 {
			if _, err := conn.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		got := ""
		if len(learned) == 1 && learned[0].ExpiresAt != nil {
			got = learned[0].ExpiresAt.Format(time.DateOnly)
		}
		if len(learned) != 1 || learned[0].Kind != domain.CredentialSecret || got != want {
			t.Errorf("learned %+v, want %q", learned, want)
		}
	}
	w.Secrets = map[string]string{"client_secret": "a wrong one"}
	for day, key := range map[string]string{"2026-11-19": "client_secret_expired", "2026-11-20": "app_sign_in_refused", "": "app_sign_in_refused"} {
		w.Fields["secret_expires_on"] = day
		_, err := open(t, w, w.Transport).Check(t.Context())
		expectRefusal(t, day, err, connector.ErrUnauthorized, key)
	}
}

// TestScopes_OneMissing_LeavesTheOthers: the token without the permission is refused, or comes without it.
func TestScopes_OneMissing_LeavesTheOthers(t *testing.T) {
	for _, answer := range []string{`{"error":"invalid_scope"}`, `{"access_token":"abcdefgh","expires_in":3600,"token_type":"Bearer","scope":"other"}`} {
		_, w := start(t, sandbox.Options{Customers: 20, AllAccessible: true})
		conn := open(t, w, withoutScope{w.Transport, "elements.jobs.read.all", answer})
		for records, err := range conn.Customers(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range conn.Datasets() {
				for _, err := range d.Fetch(t.Context(), connector.Request{Customer: records[0]}) {
					if d.Name == "jobs" {
						expectRefusal(t, d.Name, err, connector.ErrForbidden, "scope_missing")
					} else if err != nil {
						t.Errorf("%s: %v", d.Name, err)
					}
				}
			}
		}
	}
}

// withoutScope answers the request for a token of one scope itself.
type withoutScope struct {
	next          http.RoundTripper
	scope, answer string
}

func (w withoutScope) RoundTrip(r *http.Request) (*http.Response, error) {
	if !strings.HasSuffix(r.URL.Path, "/connect/token") {
		return w.next.RoundTrip(r)
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	if !bytes.Contains(body, []byte(w.scope)) {
		return w.next.RoundTrip(r)
	}
	status := http.StatusOK
	if strings.Contains(w.answer, "error") {
		status = http.StatusBadRequest
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(w.answer)), Request: r}, nil
}

// TestAuto_TakesTheOldVersion_WhereTheNewIsNotThere, and reads the same of what both tell.
func TestAuto_TakesTheOldVersion_WhereTheNewIsNotThere(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 30, AllAccessible: true})
	v3 := readAll(t, open(t, w, w.Transport))
	_, w = start(t, sandbox.Options{Customers: 30, AllAccessible: true}, "avepoint:/external/v3:404")
	old := readAll(t, open(t, w, w.Transport))
	if n := len(w.Transport.Requests("/external/v3")); n != 1 {
		t.Errorf("version 3 was tried %d times", n)
	}
	if len(old) != len(v3) || len(old) == 0 {
		t.Fatalf("read %d customers of one version and %d of the other", len(v3), len(old))
	}
	for id, rows := range old {
		want := v3[id]
		want.Usage, want.Risks = nil, nil // version 1.1 does not tell
		for i := range want.Profiles {
			want.Profiles[i].ManagedBy = ""
		}
		for i := range want.Jobs {
			if want.Jobs[i].Module == "Module 372" { // which version 1.1 has no word for
				want.Jobs[i].Module = ""
			}
		}
		if !reflect.DeepEqual(rows, want) {
			t.Errorf("version 1.1: %+v\nversion 3: %+v", rows, want)
		}
	}
	w.Fields["api"] = "v3"
	for _, err := range open(t, w, w.Transport).Customers(t.Context()) {
		if !errors.Is(err, connector.ErrNotFound) {
			t.Errorf("version 3 alone: %v", err)
		}
	}
}

// TestEnvironments: each has its addresses, and those that are typed in count before them.
func TestEnvironments(t *testing.T) {
	for _, env := range avepoint.Spec().Fields[0].Choices {
		asked := ""
		transport := connectortest.NewTransport(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			asked = cmp.Or(asked, r.Host)
		}))
		fields := map[string]string{"environment": env, "client_id": "c"}
		cfg := connector.Config{Fields: fields, Secret: func(string) string { return "" }, Transport: transport}
		cfg.Secret = func(name string) string { return map[string]string{"client_secret": "s"}[name] }
		conn, err := avepoint.New(cfg)
		if env == "custom" {
			var problem *domain.Error
			if !errors.As(err, &problem) || problem.Key != "field_required" {
				t.Errorf("custom without addresses: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Check(t.Context())
		if !strings.HasPrefix(asked, "identity") {
			t.Errorf("%s signs in at %q", env, asked)
		}
		asked = ""
		cfg.Fields = map[string]string{"environment": env, "client_id": "c", "identity_url": "https://own.example/x/"}
		if conn, err = avepoint.New(cfg); err != nil {
			t.Fatal(err)
		}
		_, _ = conn.Check(t.Context())
		if asked != "own.example" {
			t.Errorf("%s with an address of one's own signs in at %q", env, asked)
		}
	}
}

// TestRequests_AreNoMoreThanFour at a time, however many customers are read side by side.
func TestRequests_AreNoMoreThanFour(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 40, AllAccessible: true})
	var now, most atomic.Int64
	busy := roundTripper(func(r *http.Request) (*http.Response, error) {
		n := now.Add(1)
		defer now.Add(-1)
		for old := most.Load(); n > old && !most.CompareAndSwap(old, n); old = most.Load() {
			continue
		}
		runtime.Gosched()
		return w.Transport.RoundTrip(r)
	})
	conn := open(t, w, busy)
	var group sync.WaitGroup
	for records, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			group.Go(func() {
				if _, ok := readCustomer(t, conn, r); !ok {
					t.Errorf("%s cannot be read", r.Name)
				}
			})
		}
	}
	group.Wait()
	if n := most.Load(); n > 4 || n < 2 {
		t.Errorf("%d requests at a time", n)
	}
	if n := len(w.Transport.Requests("/services/batch")); n != 1 {
		t.Errorf("the services of all customers were asked for %d times", n)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
