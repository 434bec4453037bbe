package microsoft_test

import (
	"encoding/base64"
	"errors"
	"testing"

	"tenantry/backend/connector"
)

const pathCustomers = "/graph/v1.0/tenantRelationships/delegatedAdminCustomers"

// FuzzCustomers: whatever Graph lists, each customer has an id and a name and comes once.
func FuzzCustomers(f *testing.F) {
	f.Add(`{"value":[{"id":"X","tenantId":"` + customer + `","displayName":"Nordhafen"},{"id":"x","displayName":" "}]}`)
	f.Add(`{"value":[{"tenantId":"` + partner + `"}],"@odata.nextLink":"https://graph.example` + pathCustomers + `?$skiptoken=1"}`)
	f.Fuzz(func(t *testing.T, body string) {
		a := newAPI()
		a.bodies[pathCustomers] = body
		seen := map[string]bool{partner: true}
		for page, err := range a.open(t).Customers(t.Context()) {
			if !known(err) && !errors.Is(err, connector.ErrNotFound) { // a next link that the fuzzer wrote leads nowhere
				t.Fatalf("%q: %v", body, err)
			}
			for _, r := range page {
				if r.VendorID == "" || r.Name == "" || seen[r.VendorID] {
					t.Fatalf("%q: %+v", body, r)
				}
				seen[r.VendorID] = true
			}
		}
		for host := range a.asked {
			if host != "graph.example" && host != "login.example" {
				t.Fatalf("%q: %s was asked", body, host)
			}
		}
	})
}

// FuzzResellers: the customers that Partner Center lists, and the product that it names for a subscription.
func FuzzResellers(f *testing.F) {
	f.Add(`{"items":[{"id":"`+customer+`","companyProfile":{"companyName":"N","domain":"n.example"},"relationshipToPartner":"reseller"}]}`, `{"skuId":"S","status":"success"}`)
	f.Add(`{"items":[{"id":"X","relationshipToPartner":1},{"id":"x","companyProfile":null}]}`, `{"skuId":7,"quantity":"x"}`)
	f.Fuzz(func(t *testing.T, list, provisioned string) {
		a := newCenter()
		a.fields["partner_center"] = "yes"
		a.bodies[pathListed] = list
		a.bodies[pathTerms] = `{"items":[{"id":"T","status":"active","quantity":3}]}`
		a.bodies[pathTerms+"/t/provisioningstatus"] = provisioned
		a.bodies[pathCustomers] = `{"value":[]}`
		fuzzed(t, a, "reseller_customers", "")
		fuzzed(t, a, "subscriptions", customer)
	})
}

// FuzzToken: what the sign-in answers, and what its id token says of who signed in.
func FuzzToken(f *testing.F) {
	f.Add(200, `{"access_token":"a","expires_in":"3599","refresh_token":"r","id_token":"h.e30.s"}`, `{"oid":"person","name":"Sam","tid":"T"}`)
	f.Add(400, `{"error":"invalid_grant","error_description":"AADSTS50076: No. Trace ID: x","error_codes":[50076]}`, ``)
	f.Add(400, `{"error":7,"error_codes":"65001"}`, `null`)
	f.Fuzz(func(t *testing.T, status int, body, claims string) {
		if status < 200 || status == 204 || status > 428 || status == 423 || status == 304 { // later ones are tried again and again
			return
		}
		a := newAPI()
		a.bodies[pathCustomers] = `{"value":[]}`
		bodies := []string{body, `{"access_token":"a","id_token":"h.` + base64.RawURLEncoding.EncodeToString([]byte(claims)) + `.s"}`}
		for _, answer := range bodies {
			a.token = func(int, string) (int, string) { return status, answer }
			_, err := a.open(t).Check(t.Context())
			if !known(err) && !errors.Is(err, connector.ErrUnauthorized) && !errors.Is(err, connector.ErrForbidden) &&
				!errors.Is(err, connector.ErrNotFound) && !isUnavailable(err) {
				t.Fatalf("%d %q: %v", status, answer, err)
			}
		}
	})
}
