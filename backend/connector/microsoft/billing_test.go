package microsoft_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const (
	pathInvoices  = "/v1/invoices"
	pathOrder     = "/graph/v1.0/reports/partners/billing/reconciliation/billed/microsoft.graph.partners.billing.export"
	pathOperation = "/graph/v1.0/reports/partners/billing/operations/1"
	pathBlob      = "/folder/part1.json.gz"
)

// newBilling is a vendor with one invoice and its export of these lines.
func newBilling(lines ...string) *api {
	a := newCenter()
	a.bodies[pathInvoices] = `{"items":[{"id":"G024413577","invoiceDate":"2026-08-08T22:40:37.5897767Z","totalCharges":91.04,"paidAmount":0,"currencyCode":"EUR"}]}`
	a.status[pathOrder] = http.StatusAccepted
	a.headers[pathOrder] = http.Header{"Location": {"https://graph.example" + pathOperation}}
	a.bodies[pathOperation] = `{"status":"succeeded","resourceLocation":{"eTag":"0x5B 16","rootDirectory":"https://blobs.example/folder",` +
		`"sasToken":"sv=1&sig=top-secret-signature","blobs":[{"name":"part1.json.gz"}]}}`
	a.bodies[pathBlob] = packed(strings.Join(lines, "\n"))
	return a
}

func packed(text string) string {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return out.String()
}

// documentedLine is the row of the vendor reference, with a tax.
const documentedLine = `{"PartnerId":"3b7d9a10-5c1e-4f62-9a7b-0d4c2e81f5aa","CustomerId":"7C1F4C0E-9b1d-4f0a-8f5e-2d9e6b7a1c33","CustomerName":"Nordhafen Logistik GmbH","InvoiceNumber":"G024413577","ProductId":"CFQ7TTC0LH18","SkuId":"0001","SkuName":"Microsoft 365 Business Basic","ProductName":"Microsoft 365 Business Basic","ChargeType":"cycleCharge","UnitPrice":5.1,"Quantity":15,"Subtotal":76.5,"TaxTotal":14.54,"Total":91.04,"Currency":"EUR","SubscriptionId":"A4C1340D-6911-4758-bba3-0c4c6007d161","ChargeStartDate":"2026-07-14T00:00:00Z","ChargeEndDate":"2026-08-13T00:00:00Z","EffectiveUnitPrice":5.10,"BillableQuantity":15.0,"PricingCurrency":"EUR","PCToBCExchangeRate":1}`

func linesOf(t *testing.T, a *api, cursor string) ([]domain.InvoiceLine, string, error) {
	t.Helper()
	pages, err := readFrom(t, a.open(t), "billing_export", connector.Request{Cursor: cursor})
	var lines []domain.InvoiceLine
	for _, p := range pages {
		lines = append(lines, p.InvoiceLines...)
		cursor = p.Cursor
	}
	return lines, cursor, err
}

// TestBilling_DocumentedLine is worked by hand: 15 seats at 5.10 are 76.50, 19 % of it 14.535, together 91.04.
func TestBilling_DocumentedLine(t *testing.T) {
	a := newBilling(documentedLine)
	lines, _, err := linesOf(t, a, "")
	if err != nil || len(lines) != 1 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	euro := func(cents int64) *domain.Money { return &domain.Money{Minor: cents, Currency: "EUR"} }
	want := domain.InvoiceLine{
		Key: "G024413577/000001", Invoice: "G024413577", Customer: customer, CustomerName: "Nordhafen Logistik GmbH",
		Product: "Microsoft 365 Business Basic", SKU: "CFQ7TTC0LH18:0001", Number: "a4c1340d-6911-4758-bba3-0c4c6007d161",
		Charge: "cycleCharge", FromOn: "2026-07-14", ToOn: "2026-08-13", Quantity: "15", UnitPrice: "5.1", Currency: "EUR",
		Amount: euro(7650), Tax: euro(1454), Total: euro(9104), Raw: []byte(documentedLine),
	}
	if !reflect.DeepEqual(lines[0], want) {
		t.Errorf("\n got %+v\nwant %+v", lines[0], want)
	}
	if got := a.asked["blobs.example"]; got.Get("Authorization") != "" {
		t.Errorf("the file was asked for with %v", got)
	}
	if got := a.asked["graph.example"]; !strings.HasPrefix(got.Get("Authorization"), "Bearer ") {
		t.Errorf("Graph was asked with %v", got)
	}
}

func TestBilling_OddNumbers_AreExact(t *testing.T) {
	for line, want := range map[string][3]string{ // quantity, unit price, total
		`{"Total":"0.1","Quantity":"3","UnitPrice":"0.0333","Currency":"EUR"}`:                    {"3", "0.0333", "0.10"},
		`{"total":-1234567890.12,"quantity":-1,"currency":"usd"}`:                                 {"-1", "", "-1234567890.12"},
		`{"totalForCustomer":99,"quantity":1.50,"currency":"JPY","unitPrice":66}`:                 {"1.5", "66", "99"},
		`{"TOTAL":1.005,"BillableQuantity":2,"Quantity":9,"currency":"EUR"}`:                      {"2", "", "1.01"},
		`{"Total":5,"Currency":"EUR","PricingCurrency":"USD","UnitPrice":5.5,"Quantity":null}`:    {"0", "", "5.00"},
		`{"Total":"","Currency":"EUR"}`:                                                           {"0", "", ""},
		`{"Total":7.5e1,"Currency":"","EffectiveUnitPrice":0.1,"UnitPrice":0.2,"SkuId":"0001"}`:   {"0", "0.1", "75.00"}, // the invoice's currency
		`{"Total":1,"Currency":"points","OfferName":"Old","DomainName":"x.example","tax":"0.00"}`: {"0", "", ""},
	} {
		lines, _, err := linesOf(t, newBilling(line), "")
		if err != nil || len(lines) != 1 {
			t.Errorf("%s: %d lines, %v", line, len(lines), err)
			continue
		}
		total := ""
		if lines[0].Total != nil {
			total = lines[0].Total.Decimal().String()
		}
		if got := [3]string{lines[0].Quantity, lines[0].UnitPrice, total}; got != want {
			t.Errorf("%s: %v, want %v", line, got, want)
		}
	}
}

// TestBilling_WhatWasRead_IsNotReadAgain until the invoice changes; a version that is known is not fetched again, and lines
// that are no more count for nothing.
func TestBilling_WhatWasRead_IsNotReadAgain(t *testing.T) {
	a := newBilling(documentedLine, documentedLine, documentedLine)
	lines, cursor, err := linesOf(t, a, "")
	if err != nil || len(lines) != 3 {
		t.Fatalf("%d lines, %v", len(lines), err)
	}
	a.urls = nil
	if lines, again, err := linesOf(t, a, cursor); err != nil || len(lines) != 0 || again != cursor || len(a.paths(pathOrder)) != 0 {
		t.Errorf("again: %d lines, cursor %q, %v, asked %v", len(lines), again, err, a.urls)
	}

	a.bodies[pathInvoices] = strings.Replace(a.bodies[pathInvoices], `"paidAmount":0`, `"paidAmount":91.04`, 1)
	lines, paid, err := linesOf(t, a, cursor)
	if err != nil || len(lines) != 0 || paid == cursor || len(a.paths(pathBlob)) != 0 || len(a.paths(pathOrder)) != 1 {
		t.Errorf("paid: %d lines, cursor %q, %v, files %v", len(lines), paid, err, a.paths(pathBlob))
	}

	a.bodies[pathInvoices] = strings.Replace(a.bodies[pathInvoices], `"totalCharges":91.04`, `"totalCharges":76.5`, 1)
	a.bodies[pathOperation] = strings.Replace(a.bodies[pathOperation], "0x5B 16", "0x5B17", 1)
	a.bodies[pathBlob] = packed(documentedLine)
	lines, _, err = linesOf(t, a, paid)
	if err != nil || len(lines) != 3 || lines[1].Total != nil || lines[2].Charge != "withdrawn" || lines[2].Key != "G024413577/000003" {
		t.Errorf("changed: %+v, %v", lines, err)
	}
}

func TestBilling_Expired_IsOrderedAgain(t *testing.T) {
	a := newBilling(documentedLine)
	a.once[pathOperation] = answerOnce{status: http.StatusGone, body: `{"error":{"code":"ResourceGone"}}`}
	a.once[pathBlob] = answerOnce{status: http.StatusForbidden, body: `<Error><Code>AuthenticationFailed</Code></Error>`}
	lines, _, err := linesOf(t, a, "")
	if err != nil || len(lines) != 1 || len(a.paths(pathOrder)) != 3 {
		t.Errorf("%d lines, %v, ordered %d times", len(lines), err, len(a.paths(pathOrder)))
	}
	a.status[pathOperation] = http.StatusGone
	if _, _, err := linesOf(t, a, ""); !isUnavailable(err) || len(a.paths(pathOrder)) != 6 {
		t.Errorf("for ever: %v, ordered %d times", err, len(a.paths(pathOrder)))
	}
}

// TestBilling_OneFails_OthersAreRead: the error comes last, and says the vendor's words without the link's signature.
func TestBilling_OneFails_OthersAreRead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, w := start(t, sandbox.Options{Customers: 25}, "microsoft:/microsoft/blobs/:malformed:1")
		pages, err := readFrom(t, open(t, w, w.Transport), "billing_export", connector.Request{})
		if !errors.As(err, new(*connector.Malformed)) || strings.Contains(err.Error(), "sig=") {
			t.Errorf("got %v", err)
		}
		last := pages[len(pages)-1].Cursor
		if n := strings.Count(last, "G"); n < 12 {
			t.Errorf("%d invoices were read all the same: %q", n, last)
		}
		pages, err = readFrom(t, open(t, w, w.Transport), "billing_export", connector.Request{Cursor: last})
		invoices := map[string]bool{}
		for _, p := range pages {
			for _, line := range p.InvoiceLines {
				invoices[line.Invoice] = true
			}
		}
		if err != nil || len(invoices) != 1 {
			t.Errorf("then %d invoices, %v", len(invoices), err)
		}
	})
}

func TestBilling_FailedOperation_SaysWhy(t *testing.T) {
	a := newBilling()
	a.bodies[pathOperation] = `{"status":"failed","error":{"code":"5000","message":"The invoice cannot be exported, ask sam@msp.example."}}`
	_, _, err := linesOf(t, a, "")
	if !isUnavailable(err) || !strings.Contains(err.Error(), "G024413577: 5000 The invoice cannot") || strings.Contains(err.Error(), "sam@") {
		t.Errorf("got %v", err)
	}
}

func TestBilling_UnsafePlaces_AreNotFollowed(t *testing.T) {
	for name, change := range map[string]func(*api){
		"operation": func(a *api) {
			a.headers[pathOrder] = http.Header{"Location": {"https://elsewhere.example/operations/1"}}
		},
		"manifest": func(a *api) {
			a.bodies[pathOperation] = `{"status":"succeeded","resourceLocation@odata.navigationLink":"https://elsewhere.example/manifests/1"}`
		},
		"no place": func(a *api) { a.headers[pathOrder] = nil },
		"no TLS": func(a *api) {
			a.bodies[pathOperation] = strings.Replace(a.bodies[pathOperation], "https://blobs", "http://blobs", 1)
		},
		"climbing": func(a *api) {
			a.bodies[pathOperation] = strings.Replace(a.bodies[pathOperation], "part1.json.gz", "../part1", 1)
		},
		"nothing":   func(a *api) { a.bodies[pathOperation] = `{"status":"succeeded"}` },
		"no status": func(a *api) { a.bodies[pathOperation] = `{}` },
	} {
		a := newBilling(documentedLine)
		change(a)
		_, _, err := linesOf(t, a, "")
		if !errors.As(err, new(*connector.Malformed)) || strings.Contains(err.Error(), "top-secret") {
			t.Errorf("%s: %v", name, err)
		}
		if len(a.asked["elsewhere.example"]) > 0 || name != "nothing" && len(a.paths(pathBlob)) > 0 {
			t.Errorf("%s: it was followed", name)
		}
	}
}

func TestBilling_Running_IsAskedAsOftenAsMicrosoftWants(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, w := start(t, sandbox.Options{Customers: 5, ExportPolls: 2})
		conn := open(t, w, w.Transport)
		began := time.Now()
		if _, err := readFrom(t, conn, "billing_export", connector.Request{}); err != nil {
			t.Fatal(err)
		}
		exports, polls := len(w.Transport.Requests("billed/")), len(w.Transport.Requests("/operations/"))
		if exports < 12 || polls != 3*exports || time.Since(began) != time.Duration(3*exports)*10*time.Second {
			t.Errorf("%d exports, asked %d times in %s", exports, polls, time.Since(began))
		}
	})
}

func TestBilling_NoRight_NamesIt(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 5}, "microsoft:/billed/:403")
	_, err := readFrom(t, open(t, w, w.Transport), "billing_export", connector.Request{})
	var refusal *connector.Refusal
	if !errors.As(err, &refusal) || refusal.Key != "partner_billing_refused" || !errors.Is(err, connector.ErrForbidden) {
		t.Errorf("got %v", err)
	}
}

// TestMoney_LinesAddUpToTheirInvoices: for many portfolios, whichever way the lines come, to the cent.
func TestMoney_LinesAddUpToTheirInvoices(t *testing.T) {
	for seed := range int64(4) {
		_, w := start(t, sandbox.Options{Customers: 20 + 10*int(seed), Seed: seed + 1})
		conn := open(t, w, w.Transport)
		totals, sums, credits := map[string]int64{}, map[string]int64{}, 0
		for _, name := range []string{"invoices", "invoice_lines", "billing_export"} {
			pages, err := readFrom(t, conn, name, connector.Request{})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range pages {
				for _, i := range p.Invoices {
					totals[i.Key] = i.Total.Minor
					if i.FromOn == "" || i.ToOn <= i.FromOn || i.IssuedOn <= i.ToOn {
						t.Errorf("the period of %+v", i)
					}
				}
				for _, l := range p.InvoiceLines {
					sums[l.Invoice] += l.Total.Minor
					if l.Total.Minor != l.Amount.Minor+l.Tax.Minor || len(l.Raw) == 0 || l.Customer == "" || l.Number == "" {
						t.Fatalf("line %+v", l)
					}
					if l.Total.Minor < 0 {
						credits++
					}
				}
			}
		}
		for id, total := range totals {
			if sums[id] != total {
				t.Errorf("seed %d: lines of %s add up to %d, it says %d", seed, id, sums[id], total)
			}
		}
		if len(totals) < 14 || credits == 0 || len(sums) != len(totals) {
			t.Errorf("seed %d: %d invoices, %d with lines, %d credits", seed, len(totals), len(sums), credits)
		}
	}
}

func TestInvoices_ManyPages_EachOnce(t *testing.T) {
	a := newCenter()
	var first []string
	for i := range 200 {
		first = append(first, fmt.Sprintf(`{"id":"G%03d","invoiceDate":"2026-01-08","totalCharges":%d,"currencyCode":"EUR","amendments":[{"id":"G%03dA","totalCharges":-1,"currencyCode":"EUR","documentType":"adjustment_note"}]}`, i, i, i%3))
	}
	a.bodies[pathInvoices] = `{"items":[` + strings.Join(first, ",") + `]}` // for every offset the same: it ends all the same
	a.found = func(path string) (string, bool) {
		id, ok := strings.CutPrefix(path, pathInvoices+"/")
		return `{"id":"` + id + `","totalCharges":5,"currencyCode":"EUR"}`, ok
	}
	pages, err := readFrom(t, a.open(t), "invoices", connector.Request{})
	n := 0
	for _, p := range pages {
		n += len(p.Invoices)
	}
	if err != nil || n != 203 {
		t.Errorf("%d invoices, %v", n, err)
	}
}
