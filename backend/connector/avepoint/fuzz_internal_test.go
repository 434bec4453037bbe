package avepoint

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/domain"
)

// bodies answers by the end of a path, without a network.
type bodies map[string]string

func (b bodies) RoundTrip(r *http.Request) (*http.Response, error) {
	body := b["*"]
	for end, text := range b {
		if strings.HasSuffix(r.URL.Path, end) {
			body = text
		}
	}
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Request: r, Body: io.NopCloser(strings.NewReader(body)), ProtoMajor: 1, ProtoMinor: 1,
	}, nil
}

// fuzzedOf is a connector to an API that answers all with a body but what a dataset needs to come so far.
func fuzzedOf(t *testing.T, api, dataset, body string) connector.Connector {
	t.Helper()
	answers := bodies{
		"/connect/token": `{"access_token":"t","expires_in":3600}`,
		"*":              body,
	}
	if dataset != "services" {
		const services = `{"data":[{"customerId":"c","products":[{"service":"Cloud Backup for Microsoft 365"},{"service":"Cloud Backup for Salesforce"}]}]}`
		answers["/customers/services/batch"], answers["/services"] = services, services
	}
	if dataset != "profile" {
		const customers = `{"data":[{"id":"c","organization":"Fabrikam","tenants":[{"id":"t1","name":"f"}]}]}`
		answers["/general/customers/batch"], answers["/customers"] = customers, customers
	}
	cfg := configFor(map[string]string{
		fieldClientID: "c", fieldIdentityURL: "https://identity.example", fieldAPIURL: "https://api.example", fieldAPI: api,
	})
	cfg.Transport = answers
	conn, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// FuzzDatasets: whatever a list answers, it becomes rows that the store can hold, or is malformed with no more than a piece of
// it. Lists come through the client that pages through them, and rows are translated.
func FuzzDatasets(f *testing.F) {
	for _, seed := range []string{
		`{"data":[{"id":"c","organization":"Fabrikam","ownerEmail":"a@b.example","countryOrRegion":"Germany"}],"metadata":{"totalCount":1}}`,
		`{"data":[{"customerId":"c","products":[{"service":"Cloud Backup","purchasedUserSeats":"25","purchasedCapacity":"0/1 GB","expirationDate":"12/29/2026"}]}]}`,
		`{"data":[{"jobType":7,"jobModule":304,"status":3,"jobId":"FB2","totalCount":"2323","backupSize":"0.8 GB"},{"jobId":"FB2"}],"metadata":{"totalCount":2}}`,
		`{"data":[{"tenantId":"t1","availableUserSeat":"3","assignedUserSeat":"22"},{"tenantId":"t2","assignedUserSeat":-1}]}`,
		`{"data":[{"profileId":7,"profileName":"N/A","scanMode":"9","modifiedTime":"soon"}]}`, `{"productType":"2048","purchasedUserSeat":"25"}`,
		`{"result":[{"ruleId":"r","ruleName":"n","dataSource":6,"hitItemCount":161}]}`, `{"Workspaces":4285}`,
		`{"value":[{"jobId":"a"}],"@odata.nextLink":"https://api.example/next"}`, `{"data":[{"name":"no key"}]}`, `[[]]`, `null`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, api := range []string{apiV3, apiV1} {
			for _, dataset := range fuzzedOf(t, api, "", body).Datasets() {
				synctest.Test(t, func(t *testing.T) { // should something wait, it takes no time
					readFuzzed(t, fuzzedOf(t, api, dataset.Name, body), dataset.Name, body)
				})
			}
		}
	})
}

func readFuzzed(t *testing.T, conn connector.Connector, name, body string) {
	t.Helper()
	var rows domain.Rows
	for _, dataset := range conn.Datasets() {
		if dataset.Name != name {
			continue
		}
		for page, err := range dataset.Fetch(t.Context(), connector.Request{Customer: domain.Record{VendorID: "c", Name: "Fabrikam"}}) {
			var malformed *connector.Malformed
			if err != nil && !errors.As(err, &malformed) {
				t.Fatalf("%s of %q: %v", name, body, err)
			}
			if err != nil {
				if len(malformed.Excerpt) > 300 {
					t.Fatalf("%s of %q: an excerpt of %d bytes", name, body, len(malformed.Excerpt))
				}
				return
			}
			connectortest.Join(&rows, page.Rows)
		}
	}
	keys := map[string]bool{}
	for kind, row := range rows.All() {
		key := string(kind) + " " + row.RowKey()
		if row.RowKey() == "" || keys[key] {
			t.Fatalf("%s of %q: a row of %s has no key or that of another: %+v", name, body, kind, row)
		}
		keys[key] = true
	}
}
