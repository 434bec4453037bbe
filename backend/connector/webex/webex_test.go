package webex_test

import (
	"context"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/webex"
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
	// The connector lives on the simulator's day, wherever simulated time stands.
	started := time.Now()
	now := func() time.Time { return today.Add(9*time.Hour + time.Since(started)) }
	opts.AsOf, opts.Faults = today, parsed
	s := sandbox.New(opts)
	w := connectortest.World{Transport: connectortest.NewTransport(s.Handler()), Now: now}
	for _, c := range s.Connections(sandboxURL) {
		if c.Vendor == "webex" {
			w.Fields, w.Secrets = c.Fields, c.Secrets
		}
	}
	for _, total := range s.Truth().Totals {
		if total.Vendor == "webex" {
			w.Customers, w.Readable = total.Customers, total.Readable
		}
	}
	return s, w
}

func TestConnector_KeepsTheContract(t *testing.T) {
	connectortest.Run(t, connectortest.Case{
		Spec: webex.Spec(),
		Start: func(tb testing.TB, faults ...string) connectortest.World {
			_, w := start(tb, sandbox.Options{Customers: 25}, faults...)
			settle(w.Fields)
			return w
		},
		Token: "/access_token",
		List:  "/organizations",
		Reads: map[string]string{
			"licenses":        "/licenses",
			"tags":            "/partner/tags?",
			"wholesale":       "/wholesale/customers",
			"administrators":  "/partnerAdmins",
			"people":          "/people?",
			"domains":         "/people?",
			"subscribers":     "/wholesale/subscribers",
			"sub-partners":    "/wholesale/subPartners",
			"sign-ins":        "/adminAudit/events",
			"partner-reports": "/partner/reports",
		},
		Says: []string{"sign-ins"},
	})
}

// settle says that there is everything: what is refused is an error.
func settle(fields map[string]string) {
	for _, field := range []string{"wholesale", "sign_ins", "partner_reports"} {
		fields[field] = "yes"
	}
}

// ordering has partner reports ordered as well.
func ordering(fields map[string]string) {
	settle(fields)
	fields["order_partner_reports"] = "yes"
}

// readDatasets reads the datasets of one customer, or of the connection as a whole.
func readDatasets(t *testing.T, conn connector.Connector, r domain.Record, whole bool) domain.Rows {
	t.Helper()
	var rows domain.Rows
	for _, d := range conn.Datasets() {
		if d.PerConnection != whole {
			continue
		}
		for page, err := range d.Fetch(t.Context(), connector.Request{Customer: r}) {
			if err != nil && !errors.Is(err, connector.ErrForbidden) {
				t.Errorf("%s of %s: %v", d.Name, r.Name, err)
			}
			connectortest.Join(&rows, page.Rows)
		}
	}
	return rows
}

// open makes a connector for a world.
func open(t *testing.T, w connectortest.World, transport http.RoundTripper, change ...func(fields map[string]string)) connector.Connector {
	t.Helper()
	w.Fields[connector.FieldRequestsPerMinute] = "0"
	for _, f := range change {
		f(w.Fields)
	}
	conn, err := webex.New(connector.Config{
		Fields:    w.Fields,
		Secret:    func(name string) string { return w.Secrets[name] },
		Transport: transport,
		Now:       w.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// readAll reads the licences of all customers that can be read, by the customers' ids.
func readAll(t *testing.T, conn connector.Connector) map[string]connector.Page {
	t.Helper()
	read := map[string]connector.Page{}
	for records, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			for page, err := range conn.Datasets()[0].Fetch(t.Context(), connector.Request{Customer: r}) {
				if errors.Is(err, connector.ErrForbidden) {
					continue
				}
				if err != nil {
					t.Fatal(err)
				}
				read[r.VendorID] = page
			}
		}
	}
	return read
}

// TestLicenses_AgreeWithWhatTheSimulatorHolds compares with the simulator's own count, which no answer goes into.
func TestLicenses_AgreeWithWhatTheSimulatorHolds(t *testing.T) {
	s, w := start(t, sandbox.Options{Customers: 120})
	read := readAll(t, open(t, w, w.Transport))
	checked := 0
	for _, truth := range s.Truth().Customers {
		if truth.Vendor != "webex" || truth.Access != "ok" {
			continue
		}
		page, found := read[truth.ID]
		if !found {
			t.Errorf("%s was not read", truth.Name)
		}
		pools := map[string]domain.Pool{}
		for _, p := range page.Pools {
			pools[p.Key] = p
		}
		lines := map[string]int{}
		for _, sub := range page.Subscriptions {
			if sub.Number != "" {
				lines[sub.PoolKey]++
			}
		}
		for _, p := range truth.Products {
			got := pools[p.Product]
			if got.Excluded == domain.ExcludedFree && p.Subscriptions == 0 {
				checked++
				continue
			}
			if got.Bought != int64(p.Bought) || got.Assigned != int64(p.Assigned) || lines[p.Product] != p.Subscriptions {
				t.Errorf("%s: read %+v with %d subscriptions, want %+v", truth.Name, got, lines[p.Product], p)
			}
			checked++
		}
	}
	if checked < 120 {
		t.Errorf("only %d products compared", checked)
	}
}

// TestLicenses_TakeFewRequests: opening, listing and a look at each subscription; the other lists and the signed-in person
// once, and of the subscriptions' tags what they are and who has which.
func TestLicenses_TakeFewRequests(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 30, AllAccessible: true})
	conn := open(t, w, w.Transport)
	if _, err := conn.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	read, numbers := readAll(t, conn), 0
	for _, page := range read {
		distinct := map[string]bool{}
		for _, s := range page.Subscriptions {
			distinct[s.Number] = true
		}
		delete(distinct, "")
		numbers += len(distinct)
	}
	if got, want := len(w.Transport.Requests("")), 1+1+1+1+3+2*len(read)+numbers; got != want {
		t.Errorf("%d requests for %d customers with %d subscriptions, want %d", got, len(read), numbers, want)
	}
}

// TestLicenses_ClosedAgain_AreOpenedOnceMore: Webex forgets that a customer was opened.
func TestLicenses_ClosedAgain_AreOpenedOnceMore(t *testing.T) {
	s, w := start(t, sandbox.Options{Customers: 10, AllAccessible: true})
	conn := open(t, w, w.Transport)
	faults, err := sandbox.ParseFaults([]string{"webex:/licenses:403:1"})
	if err != nil {
		t.Fatal(err)
	}
	s.SetFaults(faults)
	if read := readAll(t, conn); len(read) != w.Customers {
		t.Errorf("read %d customers, want %d", len(read), w.Customers)
	}
	if got, want := len(w.Transport.Requests("/v1/organizations/")), w.Customers+1; got != want {
		t.Errorf("%d openings, want %d", got, want)
	}
}

// TestCustomers_OwnOrganisation_IsLeftOut also where its id comes in another encoding.
func TestCustomers_OwnOrganisation_IsLeftOut(t *testing.T) {
	own, other := "ciscospark://us/ORGANIZATION/52cf576d-60a8-407a-b22c-467c51591908", "ciscospark://us/ORGANIZATION/7d1e4a90-3c55-4f0b-8e21-9b0a6c2d4e77"
	raw, padded := base64.RawURLEncoding, base64.URLEncoding
	conn := answers(t, map[string]string{
		"/access_token": `{"access_token":"a","expires_in":1209599}`,
		"/people/me":    `{"id":"P","displayName":"Sam Okafor","orgId":"` + raw.EncodeToString([]byte(own)) + `"}`,
		"/organizations": `{"items":[
			{"id":"` + padded.EncodeToString([]byte(own)) + `","displayName":"MSP"},
			{"id":"` + raw.EncodeToString([]byte(other)) + `","displayName":" Harbor Dental Group ","created":"2023-10-18T23:26:16-02:00","countryCode":"de"},
			{"id":"` + padded.EncodeToString([]byte(other)) + `","displayName":"Harbor Dental Group, again"}]}`,
	})
	var got []domain.Record
	for page, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, page...)
	}
	if len(got) != 1 {
		t.Fatalf("read %+v, want the customer only", got)
	}
	want := domain.Record{
		VendorID: raw.EncodeToString([]byte(other)), Tenant: "7d1e4a90-3c55-4f0b-8e21-9b0a6c2d4e77",
		Name: "Harbor Dental Group", Country: "DE", CreatedOn: "2023-10-19",
	}
	if got[0] != want {
		t.Errorf("read %+v, want %+v", got[0], want)
	}
}

// TestCustomers_SameOrganisationInAnotherEncoding_IsTheSameTenant: another connection may be given other ids.
func TestCustomers_SameOrganisationInAnotherEncoding_IsTheSameTenant(t *testing.T) {
	const id = "7d1e4a90-3c55-4f0b-8e21-9b0a6c2d4e77"
	text := func(form string) []byte { return []byte(form + id) }
	for name, given := range map[string]string{
		"without padding": base64.RawURLEncoding.EncodeToString(text("ciscospark://us/ORGANIZATION/")),
		"with padding":    base64.URLEncoding.EncodeToString(text("ciscospark://us/ORGANIZATION/")),
		"standard base64": base64.StdEncoding.EncodeToString(text("ciscospark://us/ORGANIZATION/")),
		"another cluster": base64.RawURLEncoding.EncodeToString(text("ciscospark://urn:TEAM:eu-central-1_k/ORGANIZATION/")),
		"not encoded":     strings.ToUpper(id),
	} {
		conn := answers(t, map[string]string{
			"/access_token":  `{"access_token":"a","expires_in":1209599}`,
			"/people/me":     `{"id":"P","displayName":"Sam Okafor","orgId":"O"}`,
			"/organizations": `{"items":[{"id":"` + given + `","displayName":"Harbor Dental Group"}]}`,
		})
		for page, err := range conn.Customers(t.Context()) {
			if err != nil || len(page) != 1 || page[0].Tenant != id || page[0].VendorID != given {
				t.Errorf("%s: read %+v (%v)", name, page, err)
			}
		}
	}
}

// TestToken_ChangedRefreshToken_IsSaved and an unchanged one is not.
func TestToken_ChangedRefreshToken_IsSaved(t *testing.T) {
	for answer, want := range map[string]string{`"refresh_token":"new one"`: "new one", `"refresh_token":"old one"`: "", `"scope":""`: ""} {
		saved := ""
		conn := answers(t, map[string]string{
			"/access_token": `{"access_token":"a","expires_in":"60",` + answer + `}`,
			"/people/me":    `{"id":"P","displayName":"Sam","orgId":"O"}`,
		}, func(cfg *connector.Config) {
			cfg.SaveSecret = func(_ context.Context, name, value string) error { saved = name + "=" + value; return nil }
		})
		if _, err := conn.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		if want != "" {
			want = "refresh_token=" + want
		}
		if saved != want {
			t.Errorf("%s: saved %q, want %q", answer, saved, want)
		}
	}
}

// answers makes a connector to an API that answers by path.
func answers(t *testing.T, bodies map[string]string, change ...func(*connector.Config)) connector.Connector {
	t.Helper()
	cfg := connector.Config{
		Fields: map[string]string{"base_url": "https://webex.example/v1", "client_id": "C1", "requests_per_minute": "0"},
		Secret: func(name string) string {
			return map[string]string{"client_secret": "the secret", "refresh_token": "old one"}[name]
		},
		Transport: connectortest.NewTransport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, found := bodies[strings.TrimPrefix(r.URL.Path, "/v1")]
			if !found {
				w.WriteHeader(http.StatusNotFound)
			}
			_, _ = w.Write([]byte(body))
		})),
	}
	for _, f := range change {
		f(&cfg)
	}
	conn, err := webex.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// refusing makes a connector to an API that refuses everything.
func refusing(t *testing.T, status int, body string) connector.Connector {
	t.Helper()
	return answers(t, nil, func(cfg *connector.Config) {
		cfg.Transport = connectortest.NewTransport(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
	})
}
