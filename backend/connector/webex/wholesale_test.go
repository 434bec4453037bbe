package webex_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// TestWholesale_NotOffered_IsQuiet: most partners have none; only where the user says that there is, a refusal is an error.
func TestWholesale_NotOffered_IsQuiet(t *testing.T) {
	for setting, wantError := range map[string]bool{"auto": false, "yes": true} {
		_, w := start(t, sandbox.Options{Customers: 10, AllAccessible: true}, "webex:/wholesale/:403")
		conn := open(t, w, w.Transport, func(f map[string]string) { f["wholesale"] = setting })
		for _, name := range []string{"wholesale", "subscribers", "sub-partners", "billing-reports"} {
			pages, err := fetch(t, conn, name, connector.Request{Customer: customer})
			if (err != nil) != wantError {
				t.Errorf("%s with %s: %v", name, setting, err)
			}
			for _, p := range pages {
				if p.Len() > 0 || len(p.Kinds) > 0 {
					t.Errorf("%s with %s gave %+v", name, setting, p)
				}
			}
		}
		if n := len(w.Transport.Requests("/wholesale/")); setting == "auto" && n != 1 {
			t.Errorf("%d requests, want one", n)
		}
	}
	_, w := start(t, sandbox.Options{Customers: 10})
	conn := open(t, w, w.Transport, func(f map[string]string) { f["wholesale"], f["sign_ins"], f["partner_reports"] = "no", "no", "no" })
	for _, d := range conn.Datasets() {
		if strings.Contains("wholesale subscribers sub-partners billing-reports sign-ins partner-reports", d.Name) {
			t.Errorf("%s is offered", d.Name)
		}
	}
}

// TestWholesale_Customers_AreKnownByTheirOrganisation with state, address and packages.
func TestWholesale_Customers_AreKnownByTheirOrganisation(t *testing.T) {
	conn := scripted(t, nil, said(map[string]string{
		"/wholesale/customers": `{"items":[{"id":"E1","orgId":"ORG","externalId":"CUST-1","status":"provisioned_with_errors",
			"packages":["webex_calling","new_package"],"address":{"addressLine1":"12 Quay Street","city":"Milpitas","country":"us","zipOrPostalCode":95035},
			"errors":[{"errorCode":10100,"description":"Not provisioned in full."}],
			"resourceDetails":{"packages":[{"name":"webex_calling","status":"error","errors":[{"errorCode":2561,"description":" No number is left. "}],
				"warnings":[{"errorCode":2560,"description":"In maintenance."},{"errorCode":"2560","description":"In maintenance."},{"description":"Retry later."}]}]}},{"id":"E2","status":"provisioning"}]}`,
	}))
	rows := rowsOf(t, conn, "wholesale")
	if len(rows.Profiles) != 1 || len(rows.ServiceStates) != 2 {
		t.Fatalf("read %+v", rows)
	}
	p := rows.Profiles[0]
	if p.Kind != "wholesale" || p.ExternalID != "CUST-1" || p.Outcome != domain.OutcomeAttention || p.Country != "US" || p.PostalCode != "95035" ||
		p.Detail != "Not provisioned in full. (10100)" {
		t.Errorf("read %+v", p)
	}
	if s := rows.ServiceStates; s[0].Key != "new_package" || s[0].Outcome != domain.OutcomeUnknown || s[1].Outcome != domain.OutcomeFailed || s[0].Detail != "" ||
		s[1].Detail != "No number is left. (2561); In maintenance. (2560); Retry later." {
		t.Errorf("read %+v", s)
	}
}

// TestWholesale_SeatsWithoutALimit_AreLeftOut of the figures; those with one count.
func TestWholesale_SeatsWithoutALimit_AreLeftOut(t *testing.T) {
	conn := scripted(t, nil, said(map[string]string{
		"/wholesale/customers": `{"items":[{"id":"E1","orgId":"ORG","status":"provisioned"}]}`,
		"/licenses": `{"items":[{"id":"1","name":"Webex Calling - Professional","totalUnits":0,"consumedUnits":7},
			{"id":"2","name":"Messaging","totalUnits":20,"consumedUnits":7,"subscriptionId":"Sub1"}]}`,
	}))
	for _, p := range rowsOf(t, conn, "licenses").Pools {
		want := map[string]domain.Exclusion{"Webex Calling - Professional": domain.ExcludedWholesale, "Messaging": domain.Counted}[p.Key]
		if p.Excluded != want {
			t.Errorf("%s is excluded as %q, want %q", p.Key, p.Excluded, want)
		}
	}
}

// TestSubscribers_ArePeopleWithAPackage, and those who have not agreed yet stand by themselves.
func TestSubscribers_ArePeopleWithAPackage(t *testing.T) {
	conn := scripted(t, nil, said(map[string]string{
		"/licenses":            someLicenses,
		"/wholesale/customers": `{"items":[{"id":"E1","orgId":"ORG","status":"provisioned"}]}`,
		"/wholesale/subscribers": `{"items":[{"id":"S1","personId":"A","customerId":"E1","package":"webex_calling","status":"provisioned",
				"errors":[{"errorCode":10023,"description":"The number is taken."}]},
			{"id":"S2","email":"Moving@harbor.example","customerId":"E1","packages":["webex_suite"],"status":"pending_user_migration",
				"lastStatusChange":"2025-08-06T02:05:41.791232Z","errors":[{"errorCode":10022,"description":"The email is taken."}]},
			{"id":"S3","email":"else@other.example","customerId":"E9","packages":["webex_suite"],"status":"pending_user_migration"}]}`,
		"/people?": `{"items":[{"id":"A","emails":["a@harbor.example"]},{"id":"B","emails":["b@harbor.example"]}]}`,
	}))
	people := rowsOf(t, conn, "people").People
	if len(people) != 2 || people[0].Package != "webex_calling" || people[1].Package != "" ||
		people[0].Detail != "The number is taken. (10023)" || people[1].Detail != "" {
		t.Errorf("read %+v", people)
	}
	waiting := rowsOf(t, conn, "subscribers").People
	if len(waiting) != 1 || waiting[0].Key != "S2" || waiting[0].Email != "moving@harbor.example" || !waiting[0].Pending || waiting[0].Package != "webex_suite" {
		t.Errorf("read %+v", waiting)
	}
	since := time.Date(2025, 8, 6, 2, 5, 41, 791232000, time.UTC)
	if w := waiting[0]; w.Detail != "The email is taken. (10022)" || w.StateSince == nil || !w.StateSince.Equal(since) {
		t.Errorf("read %+v, since %v", w, w.StateSince)
	}
}

// TestSubPartners_UnderEitherName are read.
func TestSubPartners_UnderEitherName(t *testing.T) {
	for _, name := range []string{"items", "subPartners"} {
		conn := scripted(t, nil, said(map[string]string{
			"/wholesale/customers":   `{"items":[]}`,
			"/wholesale/subPartners": `{"` + name + `":[{"orgId":"SP","subscriptionId":"Sub1","provisioningState":"active","created":"2023-02-16T14:10:18.855Z"}]}`,
		}))
		want := domain.SubPartner{Key: "SP", Number: "Sub1", State: "active", CreatedOn: "2023-02-16"}
		if got := rowsOf(t, conn, "sub-partners").SubPartners; len(got) != 1 || got[0] != want {
			t.Errorf("%s: read %+v", name, got)
		}
	}
}

// TestOffsets_AreCountedWhereNoPageIsNamed: lists by offset go on where neither the answer nor its header names the next page.
func TestOffsets_AreCountedWhereNoPageIsNamed(t *testing.T) {
	var offsets []string
	conn := scripted(t, nil, func(r *http.Request) reply {
		if !strings.HasSuffix(r.URL.Path, "/wholesale/customers") {
			return said(map[string]string{})(r)
		}
		q, _ := url.ParseQuery(r.URL.RawQuery)
		offsets = append(offsets, q.Get("offset"))
		n := 100
		if len(offsets) == 3 {
			n = 5
		}
		return reply{body: `{"items":[` + strings.TrimSuffix(strings.Repeat(`{"id":"E"},`, n), ",") + `]}`}
	})
	rowsOf(t, conn, "wholesale")
	if strings.Join(offsets, "|") != "|100|200" {
		t.Errorf("asked for the offsets %q", offsets)
	}
}
