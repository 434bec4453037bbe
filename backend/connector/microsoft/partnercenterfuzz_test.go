package microsoft_test

import (
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fuzzed reads a dataset with what an address answers, and gives all its rows; errors but those of package connector fail.
func fuzzed(t *testing.T, a *api, dataset, tenant string) []connector.Page {
	t.Helper()
	pages, err := read(t, a.open(t), dataset, tenant)
	if !known(err) && !isUnavailable(err) && !errors.Is(err, connector.ErrForbidden) {
		t.Fatalf("%q: %v", dataset, err)
	}
	seen := map[domain.Kind]map[string]bool{}
	for _, page := range pages {
		for kind, row := range page.All() {
			if seen[kind] == nil {
				seen[kind] = map[string]bool{}
			}
			if row.RowKey() == "" || seen[kind][row.RowKey()] {
				t.Fatalf("%s: a row of %s has no key, or that of another: %+v", dataset, kind, row)
			}
			seen[kind][row.RowKey()] = true
		}
	}
	return pages
}

// FuzzTerms: whatever Partner Center says of subscriptions, each is one line that guesses nothing.
func FuzzTerms(f *testing.F) {
	f.Add(`{"items":[{"id":"A4C1340D-6911-4758-BBA3-0C4C6007D161","status":"active","autoRenewEnabled":false,"termDuration":"P1Y","commitmentEndDate":"2026-11-13T00:00:00Z"}]}`)
	f.Add(`{"items":[{"id":"x","quantity":"3","status":1,"billingCycle":null,"commitmentEndDate":"9999-12-31T00:00:00Z","scheduledNextTermInstructions":{"product":{"productId":"P"},"quantity":-1}}]}`)
	f.Add(`{"items":[],"links":{"next":{"uri":"/v1//v1/customers?seekOperation=Next","headers":[{"key":"MS-ContinuationToken","value":"x"}]}}}`)
	f.Add(`[{"id":"trial","isTrial":true,"autoRenewEnabled":false}]`)
	f.Fuzz(func(t *testing.T, body string) {
		a := newCenter()
		a.bodies[pathSubscriptions] = `{"value":[{"id":"g","commerceSubscriptionId":"a4c1340d-6911-4758-bba3-0c4c6007d161","skuId":"s","status":"Enabled"},{"id":"trial","skuId":"s","status":"Enabled","isTrial":true}]}`
		a.bodies[pathTerms] = body
		a.fields["partner_center"] = "yes"
		for _, page := range fuzzed(t, a, "subscriptions", customer) {
			for _, s := range page.Subscriptions {
				trial := s.Trial != nil && *s.Trial
				if s.Quantity < 0 || s.Product == "" || s.ProductKey == "" || !domain.ValidTerm(s.Term) || s.AtTermEnd == domain.TermEnds && !trial ||
					s.AtTermEnd != "" && s.TermEndOn == "" || s.Next != nil && s.Next.Quantity < 0 {
					t.Fatalf("%q: %+v", body, s)
				}
			}
		}
	})
}

func FuzzOrders(f *testing.F) {
	f.Add(`{"items":[{"id":"34b37d7340cc","creationDate":"2025-11-14T16:57:15.09+01:00","status":"completed","lineItems":[{"quantity":15,"termDuration":"P1Y"}]}]}`)
	f.Add(`{"items":[{"id":"a"},{"id":"a"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		a := newCenter()
		a.bodies[pathOrders] = body
		fuzzed(t, a, "orders", customer)
	})
}

func FuzzAgreements(f *testing.F) {
	f.Add(`[{"templateId":"T","type":"MicrosoftCustomerAgreement","dateAgreed":"2021-03-04T00:00:00"}]`)
	f.Add(`{"items":[{"type":1,"dateAgreed":"0001-01-01T00:00:00"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		a := newCenter()
		a.bodies[pathAgreed] = body
		fuzzed(t, a, "agreements", customer)
	})
}

func FuzzServiceRequests(f *testing.F) {
	f.Add(`{"items":[{"id":"625081191169010","status":1,"severity":2,"lastClosedDate":"0001-01-01T00:00:00"}]}`, `{"status":"open","notes":[{"createdDate":"2026-08-11T01:07:00.863","text":"x"},{"text":"y"}]}`)
	f.Add(`{"items":[{"id":6,"status":"attention_needed"}]}`, `{"notes":null}`)
	f.Fuzz(func(t *testing.T, list, one string) {
		a := newCenter()
		a.bodies[pathRequests] = list
		a.found = func(path string) (string, bool) { return one, strings.HasPrefix(path, pathRequests+"/") }
		fuzzed(t, a, "service_requests", customer)
	})
}

func FuzzInvoices(f *testing.F) {
	f.Add(`{"items":[{"id":"G1","invoiceDate":"2026-08-08T22:40:37Z","totalCharges":2076.63,"paidAmount":"0","currencyCode":"EUR","amendments":[{"id":"G2","totalCharges":-1e1}]}]}`, `{"billingPeriodStartDate":"2026-07-01T00:00:00Z"}`)
	f.Add(`{"items":[{"id":"D1","totalCharges":1e30,"currencyCode":"EUR"}]}`, `{}`)
	f.Fuzz(func(t *testing.T, list, one string) {
		a := newCenter()
		a.bodies[pathInvoices] = list
		a.found = func(path string) (string, bool) { return one, strings.HasPrefix(path, pathInvoices+"/") }
		fuzzed(t, a, "invoices", "")
	})
}

func FuzzInvoiceLines(f *testing.F) {
	f.Add(`{"items":[{"customerId":"C","subtotal":"76.50","totalForCustomer":76.5,"quantity":15,"currency":"EUR"}]}`)
	f.Add(`{"items":[{"syndicationPartnerSubscriptionNumber":"S","amount":1,"tier2MpnId":-1}],"links":{"next":{"uri":"/invoices/G0/lineitems?seekOperation=Next"}}}`)
	f.Fuzz(func(t *testing.T, body string) {
		a := newCenter()
		a.bodies[pathInvoices] = `{"items":[{"id":"G0","invoiceDate":"2023-12-08T00:00:00Z","currencyCode":"EUR","invoiceDetails":[{"invoiceLineItemType":"billing_line_items","billingProvider":"one_time"}]}]}`
		a.bodies[pathInvoices+"/G0/lineitems"] = body
		fuzzed(t, a, "invoice_lines", "")
	})
}

// FuzzBillingFile: a file of an export, as it comes and unpacked.
func FuzzBillingFile(f *testing.F) {
	f.Add([]byte(documentedLine))
	f.Add([]byte(packed(documentedLine + "\n\n" + documentedLine)))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Add([]byte("\xef\xbb\xbf{\"Total\":\"1,5\"}"))
	f.Fuzz(func(t *testing.T, body []byte) {
		a := newBilling()
		a.bodies[pathBlob] = string(body)
		for _, page := range fuzzed(t, a, "billing_export", "") {
			for _, l := range page.InvoiceLines {
				if l.Product == "" || l.Quantity == "" || l.Invoice == "" || len(l.Raw) == 0 {
					t.Fatalf("%q: %+v", body, l)
				}
			}
		}
	})
}

// names reports whether one of the texts of a JSON body holds a host, as decoding reads it: bytes that are no UTF-8 are
// replaced, escapes mean what they stand for, and a host's capitals are none.
func names(body, host string) bool {
	for decoder := json.NewDecoder(strings.NewReader(body)); ; {
		token, err := decoder.Token()
		if err != nil {
			return false
		}
		text, _ := token.(string)
		plain, _ := url.PathUnescape(text)
		if strings.Contains(strings.ToLower(text), strings.ToLower(host)) || strings.Contains(strings.ToLower(plain), strings.ToLower(host)) {
			return true
		}
	}
}

// FuzzBillingOperation: what says where an export is.
func FuzzBillingOperation(f *testing.F) {
	f.Add(newBilling().bodies[pathOperation])
	f.Add(`{"status":"failed","error":{"code":5000}}`)
	f.Add(`{"status":"succeeded","resourceLocation":{"rootDirectory":"https://blobs.ex` + "\xc7\xc7" + `ample/folder","sasToken":"s","blobs":[{"name":"a.gz"}]}}`)
	f.Add(`{"status":"succeeded","resourceLocation@odata.navigationLink":"https://graph.example/manifests/1"}`)
	f.Fuzz(func(t *testing.T, body string) {
		a := newBilling(documentedLine)
		a.bodies[pathOperation] = body
		synctest.Test(t, func(t *testing.T) { // where waiting takes no time
			_, err := readFrom(t, a.open(t), "billing_export", connector.Request{})
			if !known(err) && !isUnavailable(err) && !errors.Is(err, connector.ErrForbidden) {
				t.Fatalf("%q: %v", body, err)
			}
		})
		for host := range a.asked {
			if !strings.HasSuffix(host, ".example") && !names(body, host) {
				t.Fatalf("%q: %s was asked", body, host)
			}
		}
	})
}
