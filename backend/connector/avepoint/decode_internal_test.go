package avepoint

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector"
)

func configFor(fields map[string]string) connector.Config {
	return connector.Config{Fields: fields, Secret: func(name string) string {
		return map[string]string{fieldClientSecret: "the-secret"}[name]
	}}
}

// row is any row with an id.
type row struct {
	ID string `json:"id"`
}

func (r row) key() string { return r.ID }

func TestEnvelope_ReadsEachForm(t *testing.T) {
	for body, want := range map[string]struct {
		ids   string
		total int64
		next  string
	}{
		`{"data":[{"id":"a"},{"id":"b"}],"metadata":{"pageIndex":1,"totalCount":7}}`: {"a b", 7, ""},
		`{"data":[{"id":"a"}],"metaData":{"totalNumber":"3"}}`:                       {"a", 3, ""},
		`{"Data":[{"ID":"a"}],"MetaData":{"TotalCount":2}}`:                          {"a", 2, ""},
		`{"@odata.context":"x","value":[{"id":"a"}],"@odata.nextLink":"https://n"}`:  {"a", 0, "https://n"},
		`{"result":[{"id":"a"}]}`: {"a", 0, ""},
		`{"data":null}`:           {"", 0, ""},
		`{"data":[]}`:             {"", 0, ""},
		`[{"id":"a"},{"id":"b"}]`: {"a b", 0, ""},
		`[{"id":"a"}]`:            {"a", 0, ""},
		`[]`:                      {"", 0, ""},
		`[{"data":[{"id":"a"}],"metadata":{"totalCount":1}}]`: {"a", 1, ""},
		`{"id":"a"}`:          {"a", 0, ""},
		`{"data":{"id":"a"}}`: {"a", 0, ""},
		`{"data":[{"id":"a"}],"metadata":{"totalCount":"N/A"}}`: {"a", 0, ""},
	} {
		var e envelope[row]
		if err := json.Unmarshal([]byte(body), &e); err != nil {
			t.Errorf("%s: %v", body, err)
			continue
		}
		var ids []string
		for _, r := range e.rows {
			ids = append(ids, r.ID)
		}
		if got := strings.Join(ids, " "); got != want.ids || e.total != want.total || e.next != want.next {
			t.Errorf("%s: read %q of %d, next %q", body, got, e.total, e.next)
		}
	}
	for _, body := range []string{`{}`, `3`, `"data"`, `null`, `{"data":[3]}`, `{"data":"none"}`, `[null,3]`} {
		var e envelope[row]
		if err := json.Unmarshal([]byte(body), &e); err == nil {
			t.Errorf("%s: read %+v", body, e)
		}
	}
}

// answering makes a client to an API that answers every list with what answer gives for its query.
func answering(t *testing.T, answer func(r *http.Request) string) *client {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := `{"access_token":"t-123456","expires_in":3600,"scope":"s elements.customers.read.all"}`
		if !strings.HasSuffix(r.URL.Path, "/connect/token") {
			body = answer(r)
		}
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(server.Close)
	conn, err := New(configFor(map[string]string{fieldClientID: "c", fieldIdentityURL: server.URL, fieldAPIURL: server.URL, fieldAPI: apiV3}))
	if err != nil {
		t.Fatal(err)
	}
	return conn.(*avepoint).client
}

func TestList_EndsAndSaysWhatIsWrong(t *testing.T) {
	for name, test := range map[string]struct {
		answer func(r *http.Request) string
		want   int
		fault  string
	}{
		"a row on two pages": {func(r *http.Request) string {
			return map[string]string{"1": `{"data":[{"id":"a"},{"id":"b"}],"metadata":{"totalCount":3}}`, "2": `{"data":[{"id":"b"},{"id":"c"}],"metadata":{"totalCount":3}}`}[r.URL.Query().Get("pageIndex")]
		}, 3, ""},
		"fewer rows than counted": {func(r *http.Request) string {
			return map[string]string{"1": `{"data":[{"id":"a"}],"metadata":{"totalCount":3}}`}[r.URL.Query().Get("pageIndex")] + strings.Repeat(`{"data":[]}`, min(1, strings.Count(r.URL.RawQuery, "pageIndex=2")))
		}, 1, ""},
		"always the same page": {func(*http.Request) string { return `{"data":[{"id":"a"}],"metadata":{"totalCount":3}}` }, 1, "circles"},
		"a row without an id":  {func(*http.Request) string { return `{"data":[{"name":"a"}]}` }, 0, "lacks"},
		"another host":         {func(*http.Request) string { return `{"value":[{"id":"a"}],"@odata.nextLink":"https://evil.example/x"}` }, 0, "another host"},
	} {
		c := answering(t, test.answer)
		rows, fault := 0, ""
		for page, err := range list[row](t.Context(), c, batch("s", "/x")) {
			var malformed *connector.Malformed
			if err != nil && !errors.As(err, &malformed) {
				t.Errorf("%s: %v", name, err)
			}
			if err != nil {
				fault = err.Error()
			}
			rows += len(page)
		}
		if rows != test.want || (test.fault == "") != (fault == "") || !strings.Contains(fault, test.fault) {
			t.Errorf("%s: %d rows, %q", name, rows, fault)
		}
	}
}

// decoders turn an answer into rows of the domain, list by list.
var decoders = map[string]func([]byte) error{
	"customers": decoder(func(w wireCustomer) { _, _ = w.record(), w.profile() }),
	"services": decoder(func(w wireServices) {
		var lines []line
		for _, p := range w.Products {
			lines = append(lines, line{wireProduct: p, service: "s"})
		}
		servicesPage(lines, "2026-11-20")
	}),
	"seats":         decoder(func(wireSeats) {}),
	"jobs":          decoder(func(w wireJob) { w.row() }),
	"protected":     decoder(func(w wireProtected) { w.row() }),
	"scan profiles": decoder(func(wireScanProfile) {}),
	"rules":         decoder(func(w wireRule) { w.row("t") }),
	"figures": func(b []byte) error {
		var f wireFigures
		err := json.Unmarshal(b, &f)
		f.rows("t", "a")
		return err
	},
	"purchased": func(b []byte) error {
		var w wirePurchased
		err := json.Unmarshal(b, &w)
		count(given(w.Seats))
		return err
	},
	"errors": func(b []byte) error { var e wireError; return json.Unmarshal(b, &e) },
	"token":  func(b []byte) error { var w wireToken; return json.Unmarshal(b, &w) },
}

func decoder[T keyed](use func(T)) func([]byte) error {
	return func(b []byte) error {
		var e envelope[T]
		if err := json.Unmarshal(b, &e); err != nil {
			return err
		}
		for _, r := range e.rows {
			if r.key() != "" {
				use(r)
			}
		}
		e.more(listing{size: pageSize}, len(e.rows))
		return nil
	}
}

// FuzzDecode: whatever is answered, no decoder panics, and what it takes it takes again.
func FuzzDecode(f *testing.F) {
	for _, seed := range []string{
		`{"data":[{"id":"7d0f","organization":"Fabrikam","ownerEmail":"a@b.example","jobStatus":1,"countryOrRegion":"Germany","managementMode":1,"tenants":[{"id":"b1","name":"f"}]}],"metadata":{"pageIndex":1,"pageSize":50,"totalCount":1}}`,
		`{"data":[{"customerId":"7d0f","products":[{"service":"Cloud Backup","purchasedUserSeats":"25","purchasedCapacity":"0/1 GB","expirationDate":"12/29/2026"}]}]}`,
		`{"data":[{"jobType":7,"jobModule":304,"status":3,"jobId":"FB2","totalCount":"2323","backupSize":"0.8 GB","startTime":"2026-05-04T03:21:16Z"}]}`,
		`[{"data":[{"serviceType":"s","serviceModule":"m","totalScannedObjects":25,"dataSizeStoredInAvePoint":"61.3 GB","dataSizeStoredInBYOS":"N/A"}]}]`,
		`{"result":[{"ruleId":"r","ruleName":"n","setting":null,"dataSource":6,"hitItemCount":161}]}`, `{"Workspaces":4285,"ReachingStorageLimitSharePoint":0}`,
		`{"productType":"2048","purchasedUserSeat":25}`, `{"value":[],"@odata.nextLink":"x"}`, `{"statusCode":400,"errors":[{"code":"x","message":"y"}]}`, `[]`, `{}`, `null`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		for name, decode := range decoders {
			if first, second := decode(b), decode(b); (first == nil) != (second == nil) {
				t.Errorf("%s: %v, then %v", name, first, second)
			}
		}
	})
}

// FuzzText: whatever stands where a number, an amount, a time or a country is expected, it is read or it is none.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"118.4 GB", "0/1 GB", "N/A", "2,323", "2027-03-31T00:00:00Z", "12/29/2026", "Korea, Republic of", "1e99 GB", "İ", "9999999999999 EB"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if n := size(text); n != nil && *n < 0 {
			t.Errorf("size(%q) = %d", text, *n)
		}
		if n := count(text); n != nil && *n < 0 {
			t.Errorf("count(%q) = %d", text, *n)
		}
		if code := country(text); code != "" && len(code) != 2 {
			t.Errorf("country(%q) = %q", text, code)
		}
		spaced(text)
		_, _ = productOf(text)
	})
}

// FuzzCertificate: whatever is pasted as a certificate, it is one or is refused.
func FuzzCertificate(f *testing.F) {
	f.Add("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
	f.Add("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
	f.Fuzz(func(t *testing.T, text string) {
		cert, err := parseCertificate(text)
		if (cert == nil) == (err == nil) {
			t.Errorf("%v, %v", cert, err)
		}
		if cert != nil {
			if _, err := cert.assertion("c", "a", time.Unix(0, 0)); err != nil {
				t.Error(err)
			}
		}
	})
}
