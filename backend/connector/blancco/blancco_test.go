package blancco_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/blancco"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const sandboxURL = "http://127.0.0.1:9"

var today = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

// world is a simulated partner with its tenants.
type world struct {
	connectortest.World
	sandbox *sandbox.Sandbox
	truth   sandbox.CustomerTruth
}

func simulator() *sandbox.Sandbox {
	return sandbox.New(sandbox.Options{Customers: 40, Blancco: 60, AsOf: today})
}

// tenants are those the tests read, by the path they answer at: with more reports than a page holds, but not many more.
var tenants = sync.OnceValue(func() map[string]sandbox.CustomerTruth {
	s := simulator()
	connections := s.Connections(sandboxURL)
	transport := connectortest.NewTransport(s.Handler())
	found := map[string]sandbox.CustomerTruth{}
	for _, truth := range s.Truth().Customers {
		if truth.Vendor != "blancco" || truth.Erasures < 110 || truth.Erasures > 250 {
			continue
		}
		for _, path := range []string{"report", "reports"} {
			if _, known := found[path]; !known && answersAt(transport, connectionOf(connections, truth.ID), path) {
				found[path] = truth
			}
		}
	}
	return found
})

func connectionOf(connections []sandbox.Connection, customer string) sandbox.Connection {
	at := slices.IndexFunc(connections, func(c sandbox.Connection) bool { return c.Fields["customer"] == customer })
	return connections[at]
}

// start makes a world whose connection is a tenant that answers at a path.
func start(tb testing.TB, path string, faults ...string) world {
	tb.Helper()
	truth, found := tenants()[path]
	parsed, err := sandbox.ParseFaults(faults)
	if err != nil || !found {
		tb.Fatalf("no tenant answers at %s, or %v", path, err)
	}
	s := simulator()
	s.SetFaults(parsed)
	c := connectionOf(s.Connections(sandboxURL), truth.ID)
	return world{sandbox: s, truth: truth, World: connectortest.World{
		Fields: c.Fields, Secrets: c.Secrets, Transport: connectortest.NewTransport(s.Handler()), Customers: 1, Readable: 1,
	}}
}

// answersAt asks for one report, without the connector.
func answersAt(transport http.RoundTripper, c sandbox.Connection, path string) bool {
	body := `{"size":1,"container":"NONE","format":"JSON"}`
	if path == "reports" {
		body = `{"size":1,"container":"NONE","format":"JSON","category":"Erasure"}`
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, c.Fields["base_url"]+"/"+path+"/export", strings.NewReader(body))
	if err != nil {
		return false
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-BLANCCO-API-KEY", c.Secrets["api_key"])
	resp, err := transport.RoundTrip(r)
	if err != nil {
		return false
	}
	defer func() { _ = resp.Body.Close() }()
	return resp.StatusCode == http.StatusOK
}

func TestConnector_KeepsTheContract(t *testing.T) {
	tenants() // made outside the tests' own time
	for _, path := range []string{"report", "reports"} {
		t.Run(path, func(t *testing.T) {
			connectortest.Run(t, connectortest.Case{
				Spec:   blancco.Spec(),
				Start:  func(tb testing.TB, faults ...string) connectortest.World { return start(tb, path, faults...).World },
				List:   "/export",
				Reads:  map[string]string{"erasures": "/export"},
				Single: true,
			})
		})
	}
}

// open makes a connector for a world.
func open(t *testing.T, w world, fields map[string]string, transport http.RoundTripper) connector.Connector {
	t.Helper()
	w.Fields[connector.FieldRequestsPerMinute] = "0"
	for name, value := range fields {
		w.Fields[name] = value
	}
	if transport == nil {
		transport = w.Transport
	}
	conn, err := blancco.New(connector.Config{
		Fields:    w.Fields,
		Secret:    func(name string) string { return w.Secrets[name] },
		Transport: transport,
		Now:       func() time.Time { return today },
	})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// read reads the reports from a cursor on, and gives the cursor after the last page.
func read(ctx context.Context, conn connector.Connector, cursor string) (erasures []domain.Erasure, next string, err error) {
	for page, err := range conn.Datasets()[0].Fetch(ctx, connector.Request{Cursor: cursor}) {
		if err != nil {
			return erasures, next, err
		}
		erasures = append(erasures, page.Erasures...)
		next = page.Cursor
	}
	return erasures, next, nil
}

func mustRead(t *testing.T, conn connector.Connector, cursor string) ([]domain.Erasure, string) {
	t.Helper()
	erasures, next, err := read(t.Context(), conn, cursor)
	if err != nil {
		t.Fatal(err)
	}
	return erasures, next
}

// TestErasures_AreTheSameInEveryFormatAndAtEveryPath: what is stored must not depend on how it came.
func TestErasures_AreTheSameInBothFormats(t *testing.T) {
	for _, path := range []string{"report", "reports"} {
		w := start(t, path)
		fields := map[string]string{"operator_field": "Technician"}
		fromJSON, _ := mustRead(t, open(t, w, fields, nil), "")
		fields["format"] = "xml"
		fromXML, _ := mustRead(t, open(t, w, fields, nil), "")
		if len(fromJSON) != w.truth.Erasures || len(fromXML) != w.truth.Erasures || w.truth.Erasures < 100 {
			t.Fatalf("%s: %d as JSON, %d as XML, the tenant has %d", path, len(fromJSON), len(fromXML), w.truth.Erasures)
		}
		for i, a := range fromJSON {
			b := fromXML[i]
			if a.Format != "json" || b.Format != "xml" || !strings.HasPrefix(string(a.Raw), "{") || !strings.HasPrefix(string(b.Raw), "<report>") {
				t.Errorf("formats %q and %q: %.40s %.40s", a.Format, b.Format, a.Raw, b.Raw)
			}
			a.Raw, b.Raw, a.Format, b.Format = nil, nil, "", ""
			if words(a) != words(b) {
				t.Fatalf("%s: as JSON %s\nas XML %s", path, words(a), words(b))
			}
			if a.Product == "" || a.Operator == "" || a.ReportedAt == nil || a.ReceivedAt == nil || len(a.Fields) != 3 {
				t.Errorf("incomplete: %s", words(a))
			}
		}
	}
}

// words writes a report with what its pointers point to.
func words(e domain.Erasure) string {
	text := fmt.Sprintf("%s %v %v %s %s %v %s %s %s %s %s %s %v %s %s|", e.Key, e.ReportedAt, e.ReceivedAt, e.Product, e.Version,
		*e.Verified, e.Manufacturer, e.Model, e.Serial, e.DeviceType, e.IMEI, e.Operator, e.Fields, e.Outcome, e.Format)
	for _, t := range e.Targets {
		text += fmt.Sprintf("%s %s %s %s %d %s %s %s %d %s|", t.Type, t.Vendor, t.Model, t.Serial, *t.Capacity, t.Standard, t.State, t.Outcome, *t.Seconds, t.Failure)
	}
	return text
}

// TestErasures_SecondRead_TakesTheOverlapOnly, and a weekly one more of it.
func TestErasures_SecondRead_TakesTheOverlapOnly(t *testing.T) {
	w := start(t, "report")
	conn := open(t, w, nil, nil)
	all, cursor := mustRead(t, conn, "")
	newest := time.Time{}
	for _, e := range all {
		for _, at := range []*time.Time{e.ReportedAt, e.ReceivedAt} {
			if at.After(newest) && at.Before(today) {
				newest = *at
			}
		}
	}
	count := func(since time.Time) (n int) {
		for _, e := range all {
			if !e.ReportedAt.Before(since) {
				n++
			}
		}
		return n
	}
	capped := newest
	if slices.ContainsFunc(all, func(e domain.Erasure) bool { return e.ReportedAt.After(today) }) {
		capped = today // a clock ahead counts up to the run's own time
	}
	again, next := mustRead(t, conn, cursor)
	if want := count(capped.AddDate(0, 0, -3)); len(again) != want {
		t.Errorf("the second read took %d, want the %d of three days", len(again), want)
	}
	weekAgo := strings.Replace(next, `"wide":"`+today.Format(time.RFC3339), `"wide":"`+today.AddDate(0, 0, -7).Format(time.RFC3339), 1)
	if weekAgo == next {
		t.Fatalf("the cursor %s does not tell of the wide read", next)
	}
	wide, _ := mustRead(t, conn, weekAgo)
	if want := count(capped.AddDate(0, 0, -30)); len(wide) != want || want <= len(again) {
		t.Errorf("the weekly read took %d, want the %d of thirty days", len(wide), want)
	}
}

// TestErasures_StoppedRead_GoesOnWhereItWas, and one whose place the vendor has forgotten starts again.
func TestErasures_StoppedRead_GoesOnWhereItWas(t *testing.T) {
	for _, path := range []string{"report", "reports"} {
		w := start(t, path)
		conn := open(t, w, nil, nil)
		all, _ := mustRead(t, conn, "")
		first, cursor := 0, ""
		for page, err := range conn.Datasets()[0].Fetch(t.Context(), connector.Request{}) {
			if err != nil {
				t.Fatal(err)
			}
			first, cursor = len(page.Erasures), page.Cursor
			break
		}
		rest, end := mustRead(t, conn, cursor)
		if first+len(rest) != len(all) || strings.Contains(end, `"at"`) {
			t.Errorf("%s: %d, then %d of %d, ending in %s", path, first, len(rest), len(all), end)
		}
		forgotten := strings.Replace(cursor, `"cursor":"17`, `"cursor":"16`, 1)
		if again, _ := mustRead(t, conn, forgotten); len(again) != len(all) || forgotten == cursor {
			t.Errorf("%s: with a forgotten place %d of %d were read", path, len(again), len(all))
		}
		if again, _ := mustRead(t, conn, "no cursor of ours"); len(again) != len(all) {
			t.Errorf("%s: with a broken cursor %d of %d were read", path, len(again), len(all))
		}
	}
}

// TestErasures_FullPageTooMuch_SmallerOnesAreAskedFor: gateways end answers that take too long.
func TestErasures_FullPageTooMuch_SmallerOnesAreAskedFor(t *testing.T) {
	tenants()
	synctest.Test(t, testSmallerPages)
}

func testSmallerPages(t *testing.T) {
	w := start(t, "report")
	heavy := func(most int) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			size, body := sizeOf(t, r)
			if size == 0 || size > most {
				return answer(http.StatusGatewayTimeout, `{"message":"Endpoint request timed out"}`), nil
			}
			r.Body = body
			return w.Transport.RoundTrip(r)
		})
	}
	fast := func(t *testing.T, most int) int {
		erasures, _, err := read(t.Context(), open(t, w, nil, heavy(most)), `{"high":"2026-08-01T00:00:00Z","wide":"2026-11-20T00:00:00Z"}`)
		if err != nil {
			t.Fatal(err)
		}
		return len(erasures)
	}
	if ten, one := fast(t, 10), fast(t, 1); ten == 0 || ten != one {
		t.Errorf("%d reports by ten, %d by one", ten, one)
	}
}

// TestErasures_RefusedDataset_IsNoWrongKey: the key was accepted before.
func TestErasures_RefusedDataset_IsNoWrongKey(t *testing.T) {
	w := start(t, "report")
	conn := open(t, w, nil, nil)
	if _, err := conn.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	faults, err := sandbox.ParseFaults([]string{"blancco:/export:403"})
	if err != nil {
		t.Fatal(err)
	}
	w.sandbox.SetFaults(faults)
	if _, _, err := read(t.Context(), conn, ""); !errors.Is(err, connector.ErrForbidden) {
		t.Errorf("got %v, want ErrForbidden", err)
	}
}

// TestRoute_IsLookedForOnce and kept to where it is set.
func TestRoute_IsLookedForOnce(t *testing.T) {
	for path, tries := range map[string]int{"report": 1, "reports": 2} {
		w := start(t, path)
		conn := open(t, w, nil, nil)
		for range 3 {
			if _, err := conn.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if n := len(w.Transport.Requests("")); n != tries {
			t.Errorf("%s: %d requests, want %d", path, n, tries)
		}
		if _, err := open(t, w, map[string]string{"path": path}, nil).Check(t.Context()); err != nil {
			t.Errorf("set to %s: %v", path, err)
		}
		other := map[string]string{"report": "reports", "reports": "report"}[path]
		if _, err := open(t, w, map[string]string{"path": other}, nil).Check(t.Context()); !errors.Is(err, connector.ErrNotFound) {
			t.Errorf("set to %s where %s answers: %v", other, path, err)
		}
	}
}

func TestCustomers_IsTheOneNamedInTheForm(t *testing.T) {
	w := start(t, "report")
	ids := map[string]bool{}
	for _, name := range []string{"Harbor Dental", " harbor  DENTAL "} {
		conn := open(t, w, map[string]string{"customer": name}, nil)
		for records, err := range conn.Customers(t.Context()) {
			if err != nil || len(records) != 1 || records[0].Name != strings.TrimSpace(name) {
				t.Fatalf("%+v, %v", records, err)
			}
			ids[records[0].VendorID] = true
		}
	}
	if len(ids) != 1 || !ids["tenant:harbor dental"] {
		t.Errorf("ids %v", ids)
	}
}

func TestDocument_IsThePDFOfTheReport(t *testing.T) {
	for _, path := range []string{"report", "reports"} {
		w := start(t, path)
		conn := open(t, w, nil, nil)
		erasures, _ := mustRead(t, conn, "")
		documents, ok := conn.(connector.Documents)
		if !ok {
			t.Fatal("offers no documents")
		}
		id := erasures[0].Key
		got, err := documents.Document(t.Context(), connector.DocumentCertificate, id)
		if err != nil || !strings.HasPrefix(string(got.Content), "%PDF-") || !strings.Contains(string(got.Content), id) ||
			got.FileName != "erasure-"+id+".pdf" || got.Key != id {
			t.Errorf("%s: %v %+.80v", path, err, got)
		}
		for kind, key := range map[string]string{
			"another": id, connector.DocumentCertificate: "../" + id, "erasure-certificate ": id,
		} {
			if _, err := documents.Document(t.Context(), kind, key); !errors.Is(err, connector.ErrNotFound) {
				t.Errorf("%s %s: %v, want ErrNotFound", kind, key, err)
			}
		}
	}
}

func TestDocument_ThatIsNoPDF_IsMalformed(t *testing.T) {
	w := start(t, "report")
	conn := open(t, w, nil, nil)
	erasures, _ := mustRead(t, conn, "")
	faults, err := sandbox.ParseFaults([]string{"blancco:PDF:html=200"})
	if err != nil {
		t.Fatal(err)
	}
	w.sandbox.SetFaults(faults)
	documents, _ := conn.(connector.Documents)
	var malformed *connector.Malformed
	if _, err := documents.Document(t.Context(), connector.DocumentCertificate, erasures[0].Key); !errors.As(err, &malformed) {
		t.Errorf("got %v, want Malformed", err)
	}
}

// TestKey_IsTold without an end once it let us in, and not where it is refused.
func TestKey_IsTold(t *testing.T) {
	w := start(t, "report")
	for key, want := range map[string]int{"": 1, "wrong": 0} {
		var learned []domain.Credential
		cfg := connector.Config{Fields: w.Fields, Transport: w.Transport, Now: func() time.Time { return today }}
		cfg.Secret = func(name string) string { return cmp.Or(key, w.Secrets[name]) }
		cfg.Learn = func(_ context.Context, c domain.Credential) error { learned = append(learned, c); return nil }
		conn, err := blancco.New(cfg)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 {
			if _, err := conn.Check(t.Context()); (err == nil) != (want == 1) {
				t.Fatalf("key %q: %v", key, err)
			}
		}
		if len(learned) != want || want == 1 && (learned[0].Kind != domain.CredentialSecret || learned[0].ExpiresAt != nil) {
			t.Errorf("key %q: learned %+v", key, learned)
		}
	}
}
