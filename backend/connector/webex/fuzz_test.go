package webex_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/webex"
	"tenantry/backend/domain"
)

// fuzzed reads a dataset of an API that answers one path with a body, and fails unless that gives rows which the store can
// hold, or is malformed.
func fuzzed(t *testing.T, name, path, body string) {
	t.Helper()
	bodies := map[string]string{
		"/licenses": someLicenses, "/partner/tags?": `[{"name":"gold"}]`, "/wholesale/customers": `{"items":[{"id":"E1","orgId":"ORG"}]}`,
		"/wholesale/subscribers": `{"items":[]}`, "/partner/reports/templates": `[]`, "/organizations": `{"items":[]}`,
		"/wholesale/billing/reports?":  `{"items":[{"id":"R","type":"CUSTOMER","billingStartDate":"2026-10-01","billingEndDate":"2026-10-31"}]}`,
		"/wholesale/billing/reports/R": `{"id":"R","status":"COMPLETED","tempDownloadURL":"https://webex.example/file"}`,
		"/people?":                     `{"items":[]}`, "/partner/reports": `[{"reportId":"R","title":"T","status":"done","downloadURL":"https://webex.example/file"}]`,
		"/file": "QUANTITY\n1\n",
	}
	bodies[path] = body
	synctest.Test(t, func(t *testing.T) {
		settings := map[string]string{"wholesale": "yes", "sign_ins": "yes", "partner_reports": "yes"}
		pages, err := fetch(t, scripted(t, settings, said(bodies)), name, connector.Request{Customer: customer, Cursor: ""})
		if err != nil {
			checkRefusal(t, body, err)
			return
		}
		var rows domain.Rows
		for _, p := range pages {
			connectortest.Join(&rows, p.Rows)
		}
		keys := map[string]bool{}
		for kind, row := range rows.All() {
			key := string(kind) + " " + row.RowKey()
			if row.RowKey() == "" || keys[key] {
				t.Fatalf("%q: a row of %s has no key or that of another: %+v", body, kind, row)
			}
			keys[key] = true
		}
	})
}

func checkRefusal(t *testing.T, body string, err error) {
	t.Helper()
	var malformed *connector.Malformed
	if errors.As(err, &malformed) {
		if len(malformed.Excerpt) > 300 {
			t.Fatalf("%q: an excerpt of %d bytes", body, len(malformed.Excerpt))
		}
		return
	}
	if !errors.Is(err, connector.ErrNotFound) { // a link that the fuzzer wrote leads nowhere
		t.Fatalf("%q: %v", body, err)
	}
}

func FuzzPeople(f *testing.F) {
	f.Add(`{"items":[{"id":"A","emails":["a@b.example"],"licenses":["L1"],"loginEnabled":"true","invitePending":1,"created":"2024-03-11T08:02:55.120Z"}]}`)
	f.Add(`{"items":[{"id":"A","roles":"one,two","addresses":[{"country":null}]},{"id":"A"}],"notFoundIds":null}`)
	f.Fuzz(func(t *testing.T, body string) {
		fuzzed(t, "people", "/people?", body)
		fuzzed(t, "domains", "/people?", body)
	})
}

func FuzzAdministrators(f *testing.F) {
	f.Add(`{"items":[{"id":"A","displayName":" ","emails":[""],"roleInCustomerOrg":"id_full_admin"},{"id":"A"}]}`)
	f.Fuzz(func(t *testing.T, body string) { fuzzed(t, "administrators", "/partner/organizations/", body) })
}

func FuzzTags(f *testing.F) {
	f.Add(`[{"orgId":"ORG","tags":["a,b"]},{"orgId":"ORG","tags":"c"}]`)
	f.Fuzz(func(t *testing.T, body string) {
		fuzzed(t, "tags", "/partner/tags/organizations?", body)
		fuzzed(t, "tags", "/partner/tags?", body)
		fuzzed(t, "licenses", "/partner/tags/organizations/ORG/subscriptions/", body)
	})
}

func FuzzWholesale(f *testing.F) {
	f.Add(`{"items":[{"id":"E1","orgId":"ORG","externalId":7,"status":"error","packages":["a","a"],"address":{"country":"USA"},"resourceDetails":{"packages":[{"name":"a"}]}}]}`)
	f.Add(`{"items":[{"id":"S","customerId":"E1","packages":"x"}],"subPartners":[{"orgId":"P"},{"orgId":"P"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		fuzzed(t, "wholesale", "/wholesale/customers", body)
		fuzzed(t, "subscribers", "/wholesale/subscribers", body)
		fuzzed(t, "sub-partners", "/wholesale/subPartners", body)
	})
}

func FuzzSignIns(f *testing.F) {
	f.Add(`{"items":[{"created":"2026-11-02T10:00:00.000Z","actorOrgId":"ORG","data":{"any":[1]}},{"created":""}]}`)
	f.Fuzz(func(t *testing.T, body string) { fuzzed(t, "sign-ins", "/adminAudit/events", body) })
}

func FuzzPartnerReports(f *testing.F) {
	f.Add(`{"items":[{"id":"A","created":5,"status":"done"},{"reportId":"A"}]}`)
	f.Add(`{"Report Attributes":[{"id":"A","fileName":"../../etc/x","startDate":"soon"}],"Template Collection":[{"id":130},{"templateId":130}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		fuzzed(t, "partner-reports", "/partner/reports", body)
		fuzzed(t, "partner-reports", "/partner/reports/templates", body)
	})
}

// FuzzOrganizations: whatever is listed, each customer has an id and a name and comes once; and who is signed in.
func FuzzOrganizations(f *testing.F) {
	f.Add(`{"items":[{"id":"O1","displayName":"Nordhafen","created":"2024-03-11T08:02:55.120Z"},{"id":"O1"}]}`)
	f.Add(`{"id":"P","displayName":null,"orgId":"O1","emails":"a@b.example"}`)
	f.Fuzz(func(t *testing.T, body string) {
		for _, path := range []string{"/organizations", "/people/me", "/wholesale/customers"} {
			bodies := map[string]string{
				"/organizations": `{"items":[{"id":"O1","displayName":"Nordhafen"}]}`, "/wholesale/customers": `{"items":[]}`,
			}
			answer := said(bodies)
			bodies[path] = body
			conn, seen := scripted(t, map[string]string{"wholesale": "yes"}, answer), map[string]bool{}
			for page, err := range conn.Customers(t.Context()) {
				if err != nil {
					checkRefusal(t, body, err)
				}
				for _, r := range page {
					if r.VendorID == "" || r.Name == "" || seen[r.VendorID] {
						t.Fatalf("%q at %s: %+v", body, path, r)
					}
					seen[r.VendorID] = true
				}
			}
			if _, err := conn.Check(t.Context()); err != nil {
				checkRefusal(t, body, err)
			}
		}
	})
}

// FuzzDevice: signing in with a code on another device, from its beginning to its tokens.
func FuzzDevice(f *testing.F) {
	f.Add(`{"device_code":"D","user_code":"U","verification_uri":"https://webex.example/verify","expires_in":300,"interval":2}`, `{"access_token":"a","refresh_token":"r","expires_in":"1209599"}`)
	f.Add(`{"device_code":"D","user_code":"U","verification_uri":"x","expires_in":-1,"interval":-5}`, `{"errors":[{"description":"access_denied"}]}`)
	f.Fuzz(func(t *testing.T, begun, ended string) {
		synctest.Test(t, func(t *testing.T) { // waiting for the person takes no time here
			cfg := connector.Config{
				Fields: map[string]string{"base_url": "https://webex.example/v1", "client_id": "C1"},
				Secret: func(string) string { return "the secret of the app" },
				Transport: connectortest.NewTransport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					body := begun
					if strings.HasSuffix(r.URL.Path, "/device/token") {
						body = ended
					}
					_, _ = w.Write([]byte(body))
				})),
			}
			device, err := webex.Spec().SignIn.Device(t.Context(), cfg)
			if err != nil {
				checkRefusal(t, begun, err)
				return
			}
			device.Interval = min(device.Interval, 60)
			token, err := webex.Spec().SignIn.Poll(t.Context(), cfg, device)
			var refusal *connector.Refusal
			switch {
			case err == nil && (token.AccessToken == "" || token.RefreshToken == ""):
				t.Fatalf("%q: signed in with %+v", ended, token)
			case err != nil && !errors.As(err, &refusal):
				checkRefusal(t, ended, err)
			}
		})
	})
}

// FuzzFiles: files come from elsewhere and in whatever form.
func FuzzFiles(f *testing.F) {
	f.Add("a,b,c,d,e,f,g,PACKAGE,i,j,k\n1,2,3,4,5,6,7,x,9,10,310\n")
	f.Add("QUANTITY;x\n\"1\n")
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	if member, err := w.Create("a.csv"); err == nil {
		_, _ = member.Write([]byte("a,b\n"))
	}
	_ = w.Close()
	f.Add(archive.String())
	f.Fuzz(func(t *testing.T, body string) {
		fuzzed(t, "billing-reports", "/file", body)
		fuzzed(t, "partner-reports", "/file", body)
	})
}

func FuzzBillingReports(f *testing.F) {
	f.Add(`{"items":[{"id":"R","type":"customer","billingStartDate":"2026-10-01","billingEndDate":"2026-10-31","status":"FAILED"}]}`)
	f.Add(`{"id":"R","status":"COMPLETED","tempDownloadURL":"file:///etc/passwd","created":"x"}`)
	f.Fuzz(func(t *testing.T, body string) {
		fuzzed(t, "billing-reports", "/wholesale/billing/reports?", body)
		fuzzed(t, "billing-reports", "/wholesale/billing/reports/R", body)
	})
}

// FuzzNextPage: whatever the header says, no page of another host is asked for.
func FuzzNextPage(f *testing.F) {
	f.Add(`<https://webex.example/v1/people?cursor=1>; rel="next"`)
	f.Add(`<//evil.example/v1>;rel=next, </v1/people>; rel="next prev"`)
	f.Add(`<https://webEx.example/v1/people>; rel=next`)
	f.Fuzz(func(t *testing.T, link string) {
		asked := 0
		conn := scripted(t, map[string]string{"wholesale": "no"}, func(r *http.Request) reply {
			if !strings.EqualFold(r.Host, "webex.example") { // a host's name in capitals is the same host
				t.Fatalf("%q led to %s", link, r.Host)
			}
			if asked++; asked > 10 || !strings.HasSuffix(r.URL.Path, "/people") {
				return said(map[string]string{"/licenses": someLicenses, "/people?": `{"items":[]}`})(r)
			}
			return reply{body: `{"items":[]}`, header: http.Header{"Link": {link}}}
		})
		if _, err := fetch(t, conn, "people", connector.Request{Customer: customer}); err != nil {
			checkRefusal(t, link, err)
		}
	})
}
