package microsoft_test

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/microsoft"
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
		if c.Vendor == "microsoft" {
			w.Fields, w.Secrets = c.Fields, c.Secrets
		}
	}
	for _, c := range s.Truth().Customers {
		if c.Vendor != "microsoft" {
			continue
		}
		w.Customers++
		if c.Access == "ok" && len(c.Denied) == 0 {
			w.Readable++
		}
	}
	return s, w
}

// giveAccess counts the customers whose licences can be read, whatever else they refuse.
func giveAccess(s *sandbox.Sandbox) int {
	n := 0
	for _, c := range s.Truth().Customers {
		if c.Vendor == "microsoft" && c.Access == "ok" {
			n++
		}
	}
	return n
}

func TestConnector_KeepsTheContract(t *testing.T) {
	connectortest.Run(t, connectortest.Case{
		Spec: microsoft.Spec(),
		Start: func(tb testing.TB, faults ...string) connectortest.World {
			_, w := start(tb, sandbox.Options{Customers: 26}, faults...)
			return w
		},
		Token: "/oauth2/v2.0/token",
		List:  "/delegatedAdminCustomers",
		Reads: map[string]string{
			"subscribed_skus": "/subscribedSkus", "subscriptions": "/subscriptions", "service_requests": "/servicerequests",
			"orders": "/orders", "agreements": "/agreements", "invoices": "/v1/invoices", "invoice_lines": "/v1/invoices", "billing_export": "/v1/invoices",
			"relationships": "/delegatedAdminRelationships", "links": "/serviceManagementDetails",
			"organization": "/organization", "health": "/healthOverviews",
			"people": "/users", "usage": "/reports/", "storage": "/reports/",
		},
	})
}

// TestConnector_SpeaksAsDocumented holds requests and answers to what Microsoft publishes of Graph and Partner Center, and
// prints what becomes of Graph's fields.
func TestConnector_SpeaksAsDocumented(t *testing.T) {
	box, w := start(t, sandbox.Options{Customers: 25})
	spec := loadCenterContract(t, w.Transport)
	conn := open(t, w, spec)
	if _, err := conn.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if read := readAll(t, conn); len(read) != giveAccess(box) {
		t.Errorf("read %d customers, want %d", len(read), giveAccess(box))
	}
	for _, name := range []string{"reseller_customers", "invoices", "invoice_lines", "billing_export"} {
		if _, err := readFrom(t, conn, name, connector.Request{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for records, err := range conn.Customers(t.Context()) {
		for _, r := range records {
			if _, err := conn.(connector.Consents).GiveConsent(t.Context(), r); err != nil && !errors.Is(err, connector.ErrForbidden) && !errors.Is(err, connector.ErrNotFound) {
				t.Errorf("consent of %s: %v", r.Name, err)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(spec.seen) < 11 || spec.seen["/v1/customers/{}/applicationconsents"] == 0 {
		t.Errorf("only %v were checked", spec.seen)
	}
	spec.published.Cover(t, microsoft.GraphCoverage)
}

// open makes a connector for a world.
func open(t *testing.T, w connectortest.World, transport http.RoundTripper) connector.Connector {
	t.Helper()
	conn, err := microsoft.New(connector.Config{
		Fields:    w.Fields,
		Secret:    func(name string) string { return w.Secrets[name] },
		Transport: transport,
	})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// readAll reads all datasets of all customers that give access, by the customers' ids.
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

// readCustomer tells a customer that refuses altogether, or its licences, from one that refuses another list.
func readCustomer(t *testing.T, conn connector.Connector, r domain.Record) (domain.Rows, bool) {
	t.Helper()
	var all domain.Rows
	for _, d := range conn.Datasets() {
		if d.PerConnection {
			continue
		}
		rows, err := readDataset(t, d, r)
		var refusal *connector.Refusal
		switch {
		case errors.As(err, &refusal) && errors.Is(err, connector.ErrForbidden):
			if refusal.Customer || d.Essential {
				return all, false
			}
		case err != nil:
			t.Fatalf("%s of %s: %v", d.Name, r.Name, err)
		}
		add(&all, rows)
	}
	return all, true
}

// readDataset reads one dataset of one customer.
func readDataset(t *testing.T, d connector.Dataset, r domain.Record) (domain.Rows, error) {
	t.Helper()
	var all domain.Rows
	for page, err := range d.Fetch(t.Context(), connector.Request{Customer: r}) {
		if err != nil {
			return all, err
		}
		add(&all, page.Rows)
	}
	return all, nil
}

// add appends the rows of every kind.
func add(to *domain.Rows, more domain.Rows) {
	into, from := reflect.ValueOf(to).Elem(), reflect.ValueOf(more)
	for i := range into.NumField() {
		into.Field(i).Set(reflect.AppendSlice(into.Field(i), from.Field(i)))
	}
}

// TestDatasets_AgreeWithWhatTheSimulatorHolds compares with the simulator's own count, which no answer goes into.
func TestDatasets_AgreeWithWhatTheSimulatorHolds(t *testing.T) {
	s, w := start(t, sandbox.Options{Customers: 120})
	read := readAll(t, open(t, w, w.Transport))
	checked := 0
	for _, truth := range s.Truth().Customers {
		if truth.Vendor != "microsoft" || truth.Access != "ok" {
			continue
		}
		checkLists(t, truth, read[truth.ID])
		pools, lines := map[string]domain.Pool{}, map[string]int{}
		for _, p := range read[truth.ID].Pools {
			pools[p.SKU] = p
		}
		for _, sub := range read[truth.ID].Subscriptions {
			lines[sub.SKU]++
		}
		for _, p := range truth.Products {
			checked++
			got := pools[p.Product]
			if got.Bought != int64(p.Bought) || got.Assigned != int64(p.Assigned) || lines[p.Product] != p.Subscriptions {
				t.Errorf("%s: read %+v with %d subscriptions, want %+v", truth.Name, got, lines[p.Product], p)
			}
			unlimited := got.Excluded == domain.ExcludedFree || got.Excluded == domain.ExcludedUnlimited
			if unlimited != p.Unlimited || (got.Excluded == domain.ExcludedCompanyWide) != p.CompanyWide {
				t.Errorf("%s: %s is left out as %q, want %+v", truth.Name, p.Product, got.Excluded, p)
			}
		}
	}
	if checked < 120 {
		t.Errorf("only %d products compared", checked)
	}
}

// checkLists compares what is not licences.
func checkLists(t *testing.T, truth sandbox.CustomerTruth, got domain.Rows) {
	t.Helper()
	if len(got.People) != truth.People {
		t.Errorf("%s: %d people, want %d", truth.Name, len(got.People), truth.People)
	}
	if len(got.Profiles) != 1 || got.Profiles[0].Initial == "" || got.Profiles[0].Default == "" || len(got.Profiles[0].Domains) != 2 {
		t.Errorf("%s: profiles %+v", truth.Name, got.Profiles)
	}
	if denied := slices.Contains(truth.Denied, "health"); denied != (len(got.ServiceStates) == 0) {
		t.Errorf("%s: %d service states, denied: %v", truth.Name, len(got.ServiceStates), denied)
	}
	active := slices.ContainsFunc(got.Relationships, func(r domain.Relationship) bool {
		return r.Active && r.EndsAt != nil && r.EndsAt.After(today) && len(r.Roles) > 0 && len(r.Assigned) > 0
	})
	if !active {
		t.Errorf("%s: no relationship runs: %+v", truth.Name, got.Relationships)
	}
	if len(got.Links) != 5 || slices.ContainsFunc(got.Links, func(l domain.Link) bool { return !strings.HasPrefix(l.URL, "https://") }) {
		t.Errorf("%s: links %+v", truth.Name, got.Links)
	}
}

// TestDatasets_TakeAsManyRequestsAsTheySay: the plan that is shown before a sync rests on it.
func TestDatasets_TakeAsManyRequestsAsTheySay(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 30, AllAccessible: true})
	w.Fields["partner_center"] = "no"
	conn := open(t, w, w.Transport)
	if _, err := conn.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	customers, planned := 0, 0
	for records, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		customers += len(records)
		for _, r := range records {
			for _, d := range conn.Datasets() {
				before := len(w.Transport.Requests("/graph/v1.0/")) + len(w.Transport.Requests("/microsoft/reports/"))
				if _, err := readDataset(t, d, r); err != nil {
					t.Fatal(err)
				}
				took := len(w.Transport.Requests("/graph/v1.0/")) + len(w.Transport.Requests("/microsoft/reports/")) - before
				most := max(1, d.Requests)
				planned += most
				if d.Name == "relationships" {
					most += 2 // the list of all, and the next relationship beside the one that ends
				}
				if took > most {
					t.Errorf("%s of %s took %d requests, it says %d", d.Name, r.Name, took, most)
				}
			}
		}
	}
	if tokens := len(w.Transport.Requests("/token")); tokens != customers+1 {
		t.Errorf("%d tokens for %d customers", tokens, customers)
	}
	if all := len(w.Transport.Requests("")); all > planned+customers+10 {
		t.Errorf("%d requests, planned were %d", all, planned)
	}
}

func TestCustomers_ManyPages_AreFollowedAsTheyCome(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 900})
	pages, customers := 0, 0
	for page, err := range open(t, w, w.Transport).Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		pages++
		customers += len(page)
	}
	if want := (w.Customers + 299) / 300; pages != want || customers != w.Customers || pages < 2 {
		t.Errorf("%d customers on %d pages, want %d on %d", customers, pages, w.Customers, want)
	}
}

func TestCustomers_NextLinkToElsewhere_IsNotFollowed(t *testing.T) {
	for name, link := range map[string]string{
		"another host": "https://elsewhere.example/graph/v1.0/tenantRelationships/delegatedAdminCustomers?$skiptoken=x",
		"no TLS":       "http://graph.example/graph/v1.0/tenantRelationships/delegatedAdminCustomers?$skiptoken=x",
		"a circle":     "https://graph.example/graph/v1.0/tenantRelationships/delegatedAdminCustomers?$skiptoken=x",
	} {
		api := newAPI()
		api.bodies["/graph/v1.0/tenantRelationships/delegatedAdminCustomers"] =
			`{"value":[{"tenantId":"` + customer + `","displayName":"A"}],"@odata.nextLink":"` + link + `"}`
		var last error
		for _, err := range api.open(t).Customers(t.Context()) {
			last = err
		}
		var malformed *connector.Malformed
		if !errors.As(last, &malformed) {
			t.Errorf("%s: got %v, want Malformed", name, last)
		}
		for _, host := range api.hosts {
			if host != "login.example" && host != "graph.example" {
				t.Errorf("%s: %s was asked", name, host)
			}
		}
	}
}

func TestCheck_WithoutName_ShowsTheUserName(t *testing.T) {
	api := newAPI()
	api.bodies["/graph/v1.0/tenantRelationships/delegatedAdminCustomers"] = `{"value":[]}`
	got, err := api.open(t).Check(t.Context())
	if want := (domain.Account{ID: "person", Name: "sam@msp.example", Org: partner}); err != nil || got != want {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	if form := api.forms[0]; form.Has("client_secret") || form.Get("scope") != "https://graph.example/.default offline_access openid profile" {
		t.Errorf("token request %v: want no secret, and Graph's own origin as the resource", form)
	}
}

// TestToken_RenewedRefreshToken_IsUsedAtOnceAndSavedNowAndThen: five hundred customers must not be five hundred writes.
func TestToken_RenewedRefreshToken_IsUsedAtOnceAndSavedNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		api := newAPI()
		api.bodies[pathSkus] = `{"value":[]}`
		api.token = func(n int, _ string) (int, string) {
			return 200, fmt.Sprintf(`{"access_token":"a","expires_in":3599,"refresh_token":"r%d"}`, n)
		}
		conn := api.open(t)
		for i := range 100 {
			r := domain.Record{VendorID: fmt.Sprintf("tenant-%d", i)}
			for _, err := range dataset(t, conn, "subscribed_skus").Fetch(t.Context(), connector.Request{Customer: r}) {
				if err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(time.Second) // the bubble's clock
		}
		for i, form := range api.forms {
			want := fmt.Sprintf("r%d", i)
			if i == 0 {
				want = "the first refresh token"
			}
			if form.Get("refresh_token") != want {
				t.Fatalf("request %d redeemed %q, want %q", i, form.Get("refresh_token"), want)
			}
		}
		if len(api.saved) != 20 || api.saved[0] != "refresh_token=r1" || api.saved[19] != "refresh_token=r96" {
			t.Errorf("saved %v, want one every five seconds", api.saved)
		}
	})
}

func TestToken_Refusals_AreSortedByWhoseTheyAre(t *testing.T) {
	unauthorized, forbidden, notFound := connector.ErrUnauthorized, connector.ErrForbidden, connector.ErrNotFound
	for code, want := range map[string]struct {
		customer    error
		customerKey string
		partnerKey  string
	}{
		"65001":   {forbidden, "consent_missing", "partner_consent_missing"},
		"700016":  {forbidden, "consent_missing", "partner_consent_missing"},
		"50020":   {forbidden, "guest_in_customer", "sign_in_expired"},
		"53003":   {forbidden, "blocked_by_policy", "partner_sign_in_blocked"},
		"50076":   {forbidden, "blocked_by_policy", "partner_sign_in_blocked"},
		"90002":   {notFound, "tenant_not_found", "partner_tenant_wrong"},
		"5000224": {notFound, "tenant_not_found", "partner_tenant_wrong"},
		"700082":  {unauthorized, "sign_in_expired", "sign_in_expired"},
		"50173":   {unauthorized, "sign_in_expired", "sign_in_expired"},
		"7000215": {unauthorized, "client_secret_wrong", "client_secret_wrong"},
		"7000222": {unauthorized, "client_secret_expired", "client_secret_expired"},
		"99999":   {forbidden, "", ""},
	} {
		api := newAPI()
		api.token = func(int, string) (int, string) {
			return http.StatusBadRequest, `{"error":"invalid_grant","error_description":"AADSTS` + code +
				`: In words, for sam@msp.example. Trace ID: 1 Correlation ID: 2","trace_id":"T1"}`
		}
		conn := api.open(t)
		for _, err := range dataset(t, conn, "subscribed_skus").Fetch(t.Context(), connector.Request{Customer: domain.Record{VendorID: customer}}) {
			wantRefusal(t, code+" at a customer", err, want.customer, want.customerKey)
		}
		_, err := conn.Check(t.Context())
		wantRefusal(t, code+" at the partner", err, unauthorized, want.partnerKey)
	}
}

func wantRefusal(t *testing.T, what string, err, sort error, key string) {
	t.Helper()
	var refusal *connector.Refusal
	if !errors.Is(err, sort) || !errors.As(err, &refusal) || refusal.Key != key || refusal.Customer != strings.HasSuffix(what, "customer") {
		t.Errorf("%s: %v, want %v with the key %q", what, err, sort, key)
		return
	}
	if !strings.Contains(refusal.Detail, "AADSTS") || !strings.HasSuffix(refusal.Detail, ": In words, for [email]. (request T1)") {
		t.Errorf("%s: detail %q", what, refusal.Detail)
	}
}

// TestGraph_Refusals_SayWhoseTheyAre: a fresh token that a customer's Graph refuses is that customer's policy.
func TestGraph_Refusals_SayWhoseTheyAre(t *testing.T) {
	const customers = "/graph/v1.0/tenantRelationships/delegatedAdminCustomers"
	for status, want := range map[int]struct{ customerKey, partnerKey string }{
		http.StatusUnauthorized: {"blocked_by_policy", ""},
		http.StatusForbidden:    {"customer_rights_missing", "partner_rights_missing"},
	} {
		api := newAPI()
		api.status[pathSkus], api.status[customers] = status, status
		api.bodies[pathSkus] = `{"error":{"code":"Denied","message":"No.","innererror":{"request-id":"R1"}}}`
		conn := api.open(t)
		var refusal *connector.Refusal
		for _, err := range dataset(t, conn, "subscribed_skus").Fetch(t.Context(), connector.Request{Customer: domain.Record{VendorID: customer}}) {
			if !errors.Is(err, connector.ErrForbidden) || !errors.As(err, &refusal) || refusal.Key != want.customerKey {
				t.Errorf("%d at a customer: %v", status, err)
			}
		}
		if want := fmt.Sprintf("HTTP %d Denied: No. (request R1)", status); refusal.Detail != want {
			t.Errorf("detail %q, want %q", refusal.Detail, want)
		}
		if _, err := conn.Check(t.Context()); !errors.As(err, &refusal) || refusal.Key != want.partnerKey {
			t.Errorf("%d at the partner: %v", status, err)
		}
	}
}
