package microsoft_test

import (
	"errors"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const (
	pathListed   = "/v1/customers"
	pathTerms    = "/v1/customers/" + customer + "/subscriptions"
	pathOrders   = "/v1/customers/" + customer + "/orders"
	pathAgreed   = "/v1/customers/" + customer + "/agreements"
	pathRequests = "/v1/customers/" + customer + "/servicerequests"
)

// newCenter is a vendor whose Partner Center lists the customer.
func newCenter() *api {
	a := newAPI()
	a.fields["partner_center"] = "auto"
	a.bodies[pathListed] = `{"totalCount":1,"items":[{"id":"` + strings.ToUpper(customer) + `","relationshipToPartner":"reseller"}]}`
	a.bodies[pathTerms] = `{"items":[]}`
	a.bodies[pathSubscriptions] = `{"value":[]}`
	return a
}

// read reads a dataset of one customer, or of the connection.
func read(t *testing.T, conn connector.Connector, name, tenant string) ([]connector.Page, error) {
	t.Helper()
	return readFrom(t, conn, name, connector.Request{Customer: domain.Record{VendorID: tenant}})
}

func readFrom(t *testing.T, conn connector.Connector, name string, req connector.Request) ([]connector.Page, error) {
	t.Helper()
	at := slices.IndexFunc(conn.Datasets(), func(d connector.Dataset) bool { return d.Name == name })
	if at < 0 {
		t.Fatalf("no dataset %s", name)
	}
	var pages []connector.Page
	for page, err := range conn.Datasets()[at].Fetch(t.Context(), req) {
		if err != nil {
			return pages, err
		}
		pages = append(pages, page)
	}
	return pages, nil
}

// subscriptionsOf reads the customer's lines by their numbers.
func subscriptionsOf(t *testing.T, conn connector.Connector, tenant string) map[string]domain.Subscription {
	t.Helper()
	pages, err := read(t, conn, "subscriptions", tenant)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[string]domain.Subscription{}
	for _, p := range pages {
		for _, s := range p.Subscriptions {
			lines[s.Number] = s
		}
	}
	return lines
}

func when(text string) *time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return &at
}

// TestTerms_AreAddedToGraphsLines is the example of the documentation, read by both sources.
func TestTerms_AreAddedToGraphsLines(t *testing.T) {
	a := newCenter()
	a.bodies[pathSubscriptions] = payload(t, "subscriptions.json")
	a.bodies[pathTerms] = payload(t, "partnercenter-subscriptions.json")
	a.bodies[pathTerms+"/b0000000-0000-4000-8000-000000000002/provisioningstatus"] = `{"skuId":"CBDC14AB-d96c-4c30-b9f4-6ada7cdc1d46","status":"success"}`
	got := subscriptionsOf(t, a.open(t), customer)

	no := false
	want := domain.Subscription{
		Key: "d6f0a6e4-3c2b-4b4a-8d0b-55d2c3a1e9f0", Number: "a4c1340d-6911-4758-bba3-0c4c6007d161",
		PoolKey: "3b555118-da6a-4418-894f-7df1e2096870", ProductKey: "3b555118-da6a-4418-894f-7df1e2096870",
		Product: "Microsoft 365 Business Basic", SKU: "O365_BUSINESS_ESSENTIALS", Family: domain.FamilyMicrosoft365,
		Status: domain.StatusActive, Trial: &no, Quantity: 15, CreatedOn: "2025-11-14", TermEndOn: "2026-11-13",
		AtTermEnd: domain.TermRenews, Term: "P1Y", BillingCycle: "monthly", CancelUntil: when("2025-11-21T16:57:14Z"), Order: "34b37d7340cc",
		Next: &domain.NextTerm{Product: "Microsoft 365 Business Basic", Quantity: 12, Term: "P3Y", BillingCycle: "annual", EndsOn: "2029-10-31"},
	}
	if line := got[want.Number]; !reflect.DeepEqual(line, want) {
		t.Errorf("merged\n got %+v %+v\nwant %+v %+v", line, line.Next, want, want.Next)
	}

	// What only Partner Center lists is a line too: here one more of a product whose pool is there.
	only := got["b0000000-0000-4000-8000-000000000002"]
	if only.PoolKey != "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46" || only.Quantity != 7 || only.Status != domain.StatusActive {
		t.Errorf("only at Partner Center: %+v", only)
	}
	// Not renewed by itself is not the same as ending (paid extensions): unknown.
	if only.AtTermEnd != domain.TermEndUnknown || only.TermEndOn != "2027-02-27" || only.Term != "P1Y" {
		t.Errorf("without auto-renew: %+v", only)
	}
	azure := got["b0000000-0000-4000-8000-000000000003"]
	if azure.TermEndOn != "" || azure.PoolKey != "" || azure.Excluded != domain.ExcludedCompanyWide || azure.Family != domain.FamilyOther || azure.Term != "" {
		t.Errorf("Azure has no end and no seats: %+v", azure)
	}
	if expired := got["b0000000-0000-4000-8000-000000000004"]; expired.Status != domain.StatusExpired || expired.TermEndOn != "" || expired.AtTermEnd != "" {
		t.Errorf("expired: %+v", expired)
	}
	if n := len(got); n != 9+3 {
		t.Errorf("%d lines, want Graph's 9 and 3 more", n)
	}
}

// TestTerms_OtherIDs_AreStillOneLine: that both sources name a subscription alike is not promised.
func TestTerms_OtherIDs_AreStillOneLine(t *testing.T) {
	const sku = "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"
	graph := func(id, owner string) string {
		return `{"id":"` + id + `","commerceSubscriptionId":"c-` + id + `","skuId":"` + sku + `","status":"Enabled","totalLicenses":7,"ownerTenantId":"` + owner + `"}`
	}
	for name, c := range map[string]struct {
		graph string
		lines int
	}{
		"sold by us":        {graph("1", strings.ToUpper(partner)), 1},
		"sold by another":   {graph("1", "somebody"), 2},
		"another quantity":  {strings.Replace(graph("1", partner), `"totalLicenses":7`, `"totalLicenses":8`, 1), 2},
		"another product":   {strings.Replace(graph("1", partner), sku, "3b555118-da6a-4418-894f-7df1e2096870", 1), 2},
		"two that would do": {graph("1", partner) + "," + graph("2", partner), 3},
	} {
		a := newCenter()
		a.bodies[pathSubscriptions] = `{"value":[` + c.graph + `]}`
		a.bodies[pathTerms] = `{"items":[{"id":"other","offerId":"P:0001:A","quantity":7,"status":"active","termDuration":"P1Y"}]}`
		a.bodies[pathTerms+"/other/provisioningstatus"] = `{"skuId":"` + sku + `"}`
		got := subscriptionsOf(t, a.open(t), customer)
		if len(got) != c.lines {
			t.Errorf("%s: %d lines, want %d", name, len(got), c.lines)
		}
		if line := got["c-1"]; c.lines == 1 && line.Term != "P1Y" {
			t.Errorf("%s: %+v", name, line)
		}
	}
}

// TestOffer_WhoIsRefused_ReadsGraphAlone: an indirect reseller or an adviser notices nothing of Partner Center.
func TestOffer_WhoIsRefused_ReadsGraphAlone(t *testing.T) {
	for kind, asked := range map[sandbox.PartnerType]int{sandbox.PartnerReseller: 4, sandbox.PartnerAdviser: 1} {
		box, w := start(t, sandbox.Options{Customers: 30, Partner: kind})
		conn := open(t, w, w.Transport)
		got := readAll(t, conn)
		if want := giveAccess(box); len(got) != want {
			t.Errorf("%s: %d customers read, want %d", kind, len(got), want)
		}
		for _, page := range got {
			for _, line := range page.Subscriptions {
				if line.Term != "" || line.Order != "" {
					t.Fatalf("%s: a line has terms: %+v", kind, line)
				}
			}
		}
		// One list, at most three customers' subscriptions, and not again in this run.
		if n := len(w.Transport.Requests("/partnercenter/")); n != asked {
			t.Errorf("%s: Partner Center was asked %d times, want %d", kind, n, asked)
		}
	}
}

func TestOffer_Refusals_AreWhatTheModeMakesOfThem(t *testing.T) {
	consent := `{"error":"invalid_grant","error_description":"AADSTS65001: No.","error_codes":[65001]}`
	for name, c := range map[string]struct {
		status  int
		body    string
		consent bool // refused already at the token endpoint
		auto    bool // quiet in auto
		key     string
	}{
		"forbidden":        {403, `{"code":600006,"description":"No."}`, false, true, "partner_center_refused"},
		"not signed in":    {401, `{"code":"400","description":"Access denied."}`, false, true, "partner_center_refused"},
		"no programme":     {400, `{"code":800039,"description":"Not active."}`, false, true, "partner_center_refused"},
		"no consent":       {0, consent, true, true, "consent_missing"},
		"no second factor": {401, `{"code":900421,"description":"MFA."}`, false, false, "partner_center_mfa"},
	} {
		for _, mode := range []string{"auto", "yes", "no"} {
			a := newCenter()
			a.fields["partner_center"] = mode
			a.status[pathListed], a.bodies[pathListed] = c.status, c.body
			if c.consent {
				a.refuse = map[string]string{"https://center.example/.default offline_access openid profile": c.body}
			}
			_, err := read(t, a.open(t), "orders", customer)
			if mode == "no" || mode == "auto" && c.auto {
				if err != nil {
					t.Errorf("%s, %s: %v", name, mode, err)
				}
				continue
			}
			var refusal *connector.Refusal
			if !errors.Is(err, connector.ErrForbidden) || !errors.As(err, &refusal) || refusal.Key != c.key || refusal.Customer {
				t.Errorf("%s, %s: %v", name, mode, err)
			}
		}
	}
}

// TestDatasets_SayThePaceOfPartnerCenter: by it a plan tells how long a sync takes at least.
func TestDatasets_SayThePaceOfPartnerCenter(t *testing.T) {
	for name, c := range map[string]struct {
		mode, pace string
		want       int
	}{
		"as it is": {"auto", "", 500}, "slower": {"yes", "60", 60}, "no limit": {"auto", "0", 0}, "never asked": {"no", "500", 0},
	} {
		a := newCenter()
		a.fields["partner_center"], a.fields["partner_center_requests_per_minute"] = c.mode, c.pace
		paced := map[string]int{}
		for _, d := range a.open(t).Datasets() {
			if d.LanePace != 0 {
				paced[d.Name] = d.LanePace
			}
		}
		want := map[string]int{}
		if c.want > 0 {
			for _, dataset := range []string{"subscriptions", "service_requests", "orders", "agreements", "reseller_customers", "invoices", "invoice_lines"} {
				want[dataset] = c.want
			}
		}
		if !maps.Equal(paced, want) {
			t.Errorf("%s: %v, want %v", name, paced, want)
		}
	}
}

func TestCheck_PartnerCenterExpected_IsAsked(t *testing.T) {
	a := newCenter()
	a.fields["partner_center"] = "yes"
	a.bodies["/graph/v1.0/tenantRelationships/delegatedAdminCustomers"] = `{"value":[]}`
	if _, err := a.open(t).Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	a.status[pathListed] = http.StatusForbidden
	if _, err := a.open(t).Check(t.Context()); !errors.Is(err, connector.ErrForbidden) {
		t.Errorf("got %v", err)
	}
}

// TestTerms_PartnerCenterFails_FailsTheReading: lines must not lose their terms for one run and get them back.
func TestTerms_PartnerCenterFails_FailsTheReading(t *testing.T) {
	_, plain := start(t, sandbox.Options{Customers: 20, AllAccessible: true})
	someone := firstSold(t, open(t, plain, plain.Transport))
	for fault, lost := range map[string]func(error) bool{
		"microsoft:/partnercenter/v1/customers?:500":                isUnavailable,
		"microsoft:/partnercenter/v1/customers/" + someone + ":500": isUnavailable,
		"microsoft:/partnercenter/v1/customers/" + someone + ":403": func(err error) bool { return errors.Is(err, connector.ErrForbidden) },
		"microsoft:/partnercenter/v1/customers?:malformed":          func(err error) bool { return errors.As(err, new(*connector.Malformed)) },
	} {
		_, w := start(t, sandbox.Options{Customers: 20, AllAccessible: true}, fault)
		synctest.Test(t, func(t *testing.T) { // the retries take no time here
			pages, err := read(t, open(t, w, w.Transport), "subscriptions", someone)
			if len(pages) > 0 || !lost(err) {
				t.Errorf("%s: %d pages, %v", fault, len(pages), err)
			}
		})
	}
}

func isUnavailable(err error) bool { return errors.As(err, new(*connector.Unavailable)) }

// firstSold is a customer that Partner Center has terms for, and that the probe does not ask first.
func firstSold(t *testing.T, conn connector.Connector) string {
	t.Helper()
	last := ""
	for records, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			for _, line := range subscriptionsOf(t, conn, r.VendorID) {
				if line.Order != "" {
					last = r.VendorID
				}
			}
		}
	}
	return last
}

// TestUndelegated_AreCountedNotAdded: the customers are those of Graph; the others stand in one document.
func TestUndelegated_AreCountedNotAdded(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 60})
	conn := open(t, w, w.Transport)
	listed := map[string]bool{}
	for page, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range page {
			listed[r.VendorID] = true
		}
	}
	pages, err := readFrom(t, conn, "reseller_customers", connector.Request{})
	if err != nil || len(pages) != 1 || len(pages[0].Documents) != 1 {
		t.Fatalf("%+v, %v", pages, err)
	}
	doc := pages[0].Documents[0]
	lines := strings.Split(strings.TrimSpace(string(doc.Content)), "\n")[1:]
	if len(listed) != w.Customers || doc.State != strconv.Itoa(len(lines)) || len(lines) == 0 || len(lines) > 10 {
		t.Errorf("%d customers; the document says %s and lists %q", len(listed), doc.State, lines)
	}
	for _, line := range lines {
		for tenant := range listed {
			if strings.Contains(line, tenant) {
				t.Errorf("%s has granted delegation", line)
			}
		}
	}
}
