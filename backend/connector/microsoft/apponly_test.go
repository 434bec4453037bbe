package microsoft_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/microsoft"
)

// noFactor is a Partner Center that wants multifactor authentication of people, and lets the app ask by itself or not.
type noFactor struct {
	*api
	known bool     // the app may ask
	calls []string // what was asked for at Partner Center, and as whom
}

func (n *noFactor) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/oauth2/v2.0/token") {
		if _ = r.ParseForm(); r.PostForm.Get("grant_type") == "client_credentials" {
			if r.PostForm.Get("client_secret") == "" || r.PostForm.Get("scope") != "https://center.example/.default" {
				w.WriteHeader(http.StatusBadRequest)
				return
			}
			_, _ = w.Write([]byte(`{"access_token":"of the app","expires_in":3599}`))
			return
		}
	}
	if r.URL.Host == "center.example" {
		app := r.Header.Get("Authorization") == "Bearer of the app"
		who := map[bool]string{true: "app ", false: "person "}[app]
		n.mu.Lock()
		n.calls = slices.Compact(append(n.calls, who+strings.TrimPrefix(r.URL.Path, "/v1"))) // a 401 is tried with a fresh token
		n.mu.Unlock()
		if !app || !n.known {
			w.WriteHeader(http.StatusUnauthorized)
			code := map[bool]string{true: "400", false: "900421"}[app]
			_, _ = w.Write([]byte(`{"code":` + code + `,"description":"No."}`))
			return
		}
	}
	n.api.ServeHTTP(w, r)
}

func (n *noFactor) open(t *testing.T, secret string) connector.Connector {
	t.Helper()
	conn, err := microsoft.New(connector.Config{
		Fields: n.fields,
		Secret: func(name string) string {
			return map[string]string{"refresh_token": "the first refresh token", "client_secret": secret}[name]
		},
		Transport: connectortest.NewTransport(n),
	})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

func TestPartnerCenter_PersonWithoutASecondFactor_AppAsksWhatItMay(t *testing.T) {
	n := &noFactor{api: newCenter(), known: true}
	n.bodies[pathOrders] = `{"items":[{"id":"o1","creationDate":"2026-11-01T00:00:00Z"}]}`
	n.bodies[pathAgreed] = `{"items":[]}`
	conn := n.open(t, "the secret of the app")
	pages, err := read(t, conn, "orders", customer)
	if err != nil || len(pages) != 1 || len(pages[0].Orders) != 1 {
		t.Fatalf("orders: %+v, %v", pages, err)
	}
	_, err = read(t, conn, "agreements", customer)
	if refusal := new(connector.Refusal); !errors.As(err, &refusal) || refusal.Key != "partner_center_mfa" {
		t.Errorf("agreements, which an app may not read: %v", err)
	}
	mine := strings.TrimPrefix(pathListed, "/v1") + "/" + customer
	want := []string{
		"person /customers", "app /customers", "app " + mine + "/subscriptions", "app " + mine + "/orders", "person " + mine + "/agreements",
	}
	if !slices.Equal(n.calls, want) {
		t.Errorf("asked %q, want %q", n.calls, want)
	}
}

func TestPartnerCenter_PersonWithoutASecondFactor_IsToldSoWhereTheAppMayNotEither(t *testing.T) {
	for name, c := range map[string]struct {
		secret string
		known  bool
		calls  int
	}{
		"no secret":      {"", true, 1},
		"app is refused": {"the secret of the app", false, 2},
	} {
		n := &noFactor{api: newCenter(), known: c.known}
		_, err := read(t, n.open(t, c.secret), "orders", customer)
		refusal := new(connector.Refusal)
		if !errors.As(err, &refusal) || refusal.Key != "partner_center_mfa" {
			t.Errorf("%s: %v", name, err)
		}
		if len(n.calls) != c.calls {
			t.Errorf("%s: asked %q, want %d calls", name, n.calls, c.calls)
		}
	}
}

func TestInvoices_PersonWithoutASecondFactor_AreReadAsTheyAreListed(t *testing.T) {
	n := &noFactor{api: newCenter(), known: true}
	n.bodies["/v1/invoices"] = `{"items":[{"id":"G001","invoiceDate":"2026-10-05T00:00:00Z","totalCharges":12.5,"currencyCode":"EUR"}]}`
	pages, err := read(t, n.open(t, "the secret of the app"), "invoices", "")
	if err != nil {
		t.Fatal(err)
	}
	var numbers []string
	for _, page := range pages {
		for _, invoice := range page.Invoices {
			numbers = append(numbers, invoice.Number)
		}
	}
	if !slices.Equal(numbers, []string{"G001"}) || slices.ContainsFunc(n.calls, func(call string) bool { return strings.HasSuffix(call, "/G001") }) {
		t.Errorf("invoices %q, asked %q", numbers, n.calls)
	}
}

// readInvoices reads invoices on from a cursor and gives the next one, and their periods.
func readInvoices(t *testing.T, conn connector.Connector, cursor string) (next string, periods []string) {
	t.Helper()
	pages, err := readFrom(t, conn, "invoices", connector.Request{Cursor: cursor})
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		next = page.Cursor
		for _, invoice := range page.Invoices {
			periods = append(periods, string(invoice.FromOn+" "+invoice.ToOn))
		}
	}
	return next, periods
}

// The period that a person read stays while only the app may ask, and is asked for again once a person may.
func TestInvoices_PeriodReadBefore_Stays(t *testing.T) {
	const listed = `{"items":[{"id":"G001","invoiceDate":"2026-10-05T00:00:00Z","totalCharges":12.5,"paidAmount":%d,"currencyCode":"EUR"}]}`
	whole := `{"id":"G001","invoiceDate":"2026-10-05T00:00:00Z","totalCharges":12.5,"currencyCode":"EUR",` +
		`"billingPeriodStartDate":"2026-09-01T00:00:00Z","billingPeriodEndDate":"2026-09-30T00:00:00Z"}`
	person := newCenter()
	person.bodies["/v1/invoices"], person.bodies["/v1/invoices/G001"] = fmt.Sprintf(listed, 0), whole
	cursor, periods := readInvoices(t, person.open(t), "")
	if !slices.Equal(periods, []string{"2026-09-01 2026-09-30"}) {
		t.Fatalf("read in full: %q", periods)
	}
	n := &noFactor{api: newCenter(), known: true}
	n.bodies["/v1/invoices"] = fmt.Sprintf(listed, 5)
	cursor, periods = readInvoices(t, n.open(t, "the secret of the app"), cursor)
	if !slices.Equal(periods, []string{"2026-09-01 2026-09-30"}) {
		t.Errorf("by the app: %q", periods)
	}
	person.bodies["/v1/invoices"] = fmt.Sprintf(listed, 5)
	_, periods = readInvoices(t, person.open(t), cursor)
	if !slices.Equal(periods, []string{"2026-09-01 2026-09-30"}) {
		t.Errorf("by a person again: %q", periods)
	}
}
