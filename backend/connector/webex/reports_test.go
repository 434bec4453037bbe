package webex_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// readReports reads a dataset of the connection from a cursor on, and gives its rows and the new cursor.
func readReports(t *testing.T, conn connector.Connector, name, cursor string) (domain.Rows, string) {
	t.Helper()
	pages, err := fetch(t, conn, name, connector.Request{Cursor: cursor})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var rows domain.Rows
	for _, p := range pages {
		connectortest.Join(&rows, p.Rows)
		if p.Cursor != "" {
			cursor = p.Cursor
		}
	}
	return rows, cursor
}

// TestBilling_LastMonth_IsOrderedOnce and read, with the months before it that somebody ordered.
func TestBilling_LastMonth_IsOrderedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, w := start(t, sandbox.Options{Customers: 40})
		conn := open(t, w, described(t, w.Transport), settle)
		rows, cursor := readReports(t, conn, "billing-reports", "")
		if len(w.Transport.Requests("POST /webex/v1/wholesale")) != 1 || cursor != "2026-10-01" || len(rows.Documents) != 5 || len(rows.Invoices) != 5 {
			t.Errorf("read %d documents and %d invoices to %s with %v", len(rows.Documents), len(rows.Invoices), cursor, w.Transport.Requests("POST /webex/v1/wh"))
		}
		for _, d := range rows.Documents {
			if d.Kind != "billing-report" || !strings.HasPrefix(string(d.Content), "PARTNER_NAME,") || d.FromOn == "" || d.CreatedAt == nil {
				t.Errorf("read %s with %.20q", d.Title, d.Content)
			}
		}
		before := len(w.Transport.Requests(""))
		if rows, again := readReports(t, conn, "billing-reports", cursor); rows.Len() != 0 || again != cursor || len(w.Transport.Requests("")) != before {
			t.Errorf("read %d rows again", rows.Len())
		}
	})
}

// afterTwoMonths moves simulator and clock from November to January. Of November nobody ordered a report; while refused,
// none can be had, as where one that failed stands in the way.
func afterTwoMonths(s *sandbox.Sandbox, w *connectortest.World, refused func() bool) {
	day := today.AddDate(0, 2, 0)
	s.SetAsOf(day)
	w.Now = func() time.Time { return day.Add(9 * time.Hour) }
	hidden := true
	w.Transport = connectortest.NewTransport(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		listed := strings.HasSuffix(r.URL.Path, "/billing/reports")
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if listed && r.Method == http.MethodPost && bytes.Contains(body, []byte("2026-11-01")) {
			hidden = refused()
		}
		if !listed || !hidden {
			s.Handler().ServeHTTP(rw, r)
			return
		}
		answer := httptest.NewRecorder()
		s.Handler().ServeHTTP(answer, r)
		rw.Header().Set("Content-Type", "application/json")
		rw.WriteHeader(answer.Code)
		_, _ = rw.Write(bytes.ReplaceAll(answer.Body.Bytes(), []byte("2026-11-01"), []byte("2020-11-01")))
	}))
}

// TestBilling_MonthsMissed_AreOrdered: the program was not used for months in which nobody ordered a report either.
func TestBilling_MonthsMissed_AreOrdered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := start(t, sandbox.Options{Customers: 10})
		_, first := readReports(t, open(t, w, described(t, w.Transport), settle), "billing-reports", "")
		afterTwoMonths(s, &w, func() bool { return false })
		rows, cursor := readReports(t, open(t, w, w.Transport, settle), "billing-reports", first)
		orders := len(w.Transport.Requests("POST /webex/v1/wholesale"))
		if first != "2026-10-01" || cursor != "2026-12-01" || len(rows.Invoices) != 2 || orders != 2 {
			t.Errorf("read %d invoices from %s to %s with %d orders", len(rows.Invoices), first, cursor, orders)
		}
	})
}

// TestBilling_MonthThatCannotBeMade_IsAskedForAgain and holds up no other month.
func TestBilling_MonthThatCannotBeMade_IsAskedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := start(t, sandbox.Options{Customers: 10})
		refused := true
		afterTwoMonths(s, &w, func() bool { return refused })
		conn := open(t, w, w.Transport, settle)
		if rows, cursor := readReports(t, conn, "billing-reports", "2026-10-01"); cursor != "2026-10-01" || len(rows.Invoices) != 1 {
			t.Errorf("read %d invoices to %s", len(rows.Invoices), cursor)
		}
		refused = false
		if rows, cursor := readReports(t, conn, "billing-reports", "2026-10-01"); cursor != "2026-12-01" || len(rows.Invoices) != 2 {
			t.Errorf("read %d invoices to %s", len(rows.Invoices), cursor)
		}
	})
}

// TestBilling_Lines_NameTheirCustomer by the id it is listed with.
func TestBilling_Lines_NameTheirCustomer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, w := start(t, sandbox.Options{Customers: 40})
		conn := open(t, w, w.Transport, settle)
		listed := map[string]string{}
		for records, err := range conn.Customers(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range records {
				listed[r.VendorID] = r.Name
			}
		}
		rows, _ := readReports(t, conn, "billing-reports", "2026-09-01")
		if len(rows.InvoiceLines) == 0 {
			t.Fatal("no lines were read")
		}
		for _, l := range rows.InvoiceLines {
			if listed[l.Customer] != l.CustomerName || l.CustomerName == "" || l.Product == "" || l.Quantity == "" || l.Invoice != rows.Documents[0].Key ||
				l.FromOn != "2026-10-01" || l.ToOn != "2026-10-31" || !strings.Contains(string(l.Raw), `"TOTAL_CONSUMPTION":"`+l.Quantity+`"`) {
				t.Errorf("read %+v", l)
			}
		}
	})
}

// TestBilling_OrderCutOff_IsFoundAgain: the order came through, its answer did not, so the next is refused as a second one.
func TestBilling_OrderCutOff_IsFoundAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, w := start(t, sandbox.Options{Customers: 10})
		conn := open(t, w, w.Transport, settle)
		if _, err := conn.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		faults, err := sandbox.ParseFaults([]string{"webex:/billing/reports$:cut:1"})
		if err != nil {
			t.Fatal(err)
		}
		// The list comes first; the order is what is cut off.
		lists := 0
		w.Transport = connectortest.NewTransport(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
			if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/billing/reports") && lists == 0 {
				lists++
				s.SetFaults(faults)
			}
			s.Handler().ServeHTTP(rw, r)
		}))
		_, cursor := readReports(t, open(t, w, w.Transport, settle), "billing-reports", "")
		if n := len(w.Transport.Requests("POST /webex/v1/wholesale")); n != 2 || cursor != "2026-10-01" {
			t.Errorf("read to %s with %d orders", cursor, n)
		}
	})
}

// TestBilling_NeverReady_IsLeftToTheNextRun.
func TestBilling_NeverReady_IsLeftToTheNextRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := scripted(t, map[string]string{"wholesale": "yes"}, said(map[string]string{
			"/wholesale/customers":         `{"items":[]}`,
			"/wholesale/billing/reports":   `{"id":"R","items":[]}`,
			"/wholesale/billing/reports/R": `{"id":"R","status":"IN_PROGRESS"}`,
		}))
		began := time.Now()
		rows, cursor := readReports(t, conn, "billing-reports", "2026-09-01")
		if len(rows.Documents) != 1 || rows.Documents[0].State != "IN_PROGRESS" || cursor != "2026-09-01" || time.Since(began) > 3*time.Minute {
			t.Errorf("read %+v to %s in %s", rows.Documents, cursor, time.Since(began))
		}
	})
}

func billingOf(t *testing.T, file reply) ([]connector.Page, error) {
	t.Helper()
	conn := scripted(t, map[string]string{"wholesale": "yes"}, func(r *http.Request) reply {
		if r.URL.Host == "files.example" || strings.HasPrefix(r.URL.Path, "/file") {
			if r.Header.Get("Authorization") != "" {
				t.Error("the token went along")
			}
			return file
		}
		return said(map[string]string{
			"/organizations":               `{"items":[{"id":"ORG","displayName":"Harbor"}]}`,
			"/wholesale/customers":         `{"items":[]}`,
			"/wholesale/billing/reports?":  `{"items":[{"id":"R","type":"CUSTOMER","billingStartDate":"2026-10-01","billingEndDate":"2026-10-31","status":"COMPLETED"}]}`,
			"/wholesale/billing/reports/R": `{"id":"R","status":"COMPLETED","tempDownloadURL":"https://files.example/file.csv?Signature=topsecret"}`,
		})(r)
	})
	return fetch(t, conn, "billing-reports", connector.Request{Cursor: "2026-09-01"})
}

// TestBilling_UnknownColumns_AreReadByTheirPlace: the eleventh holds the quantity, whatever it is called.
func TestBilling_UnknownColumns_AreReadByTheirPlace(t *testing.T) {
	pages, err := billingOf(t, reply{body: "a,b,c,d,e,f,g,Package Name,i,j,k\n1,2,3,4,5,6,7,webex_calling,9,10,310.5\n"})
	if err != nil {
		t.Fatal(err)
	}
	var rows domain.Rows
	for _, p := range pages {
		connectortest.Join(&rows, p.Rows)
	}
	if len(rows.InvoiceLines) != 1 || rows.InvoiceLines[0].Quantity != "310.5" || rows.InvoiceLines[0].Product != "webex_calling" || !strings.Contains(string(rows.InvoiceLines[0].Raw), `"k":"310.5"`) {
		t.Errorf("read %+v", rows.InvoiceLines)
	}
}

func TestBilling_OddFiles_AreMalformed(t *testing.T) {
	for _, body := range []string{"", "a,b\n1,2\n", "QUANTITY\nmany\n", "<html>busy</html>"} {
		_, err := billingOf(t, reply{body: body})
		var malformed *connector.Malformed
		if !errors.As(err, &malformed) {
			t.Errorf("%q: %v", body, err)
		}
	}
}

// TestBilling_RefusedLink_IsNoQuestionOfTheSignIn: what answers there knows nothing of it.
func TestBilling_RefusedLink_IsNoQuestionOfTheSignIn(t *testing.T) {
	_, err := billingOf(t, reply{status: http.StatusUnauthorized})
	if !errors.Is(err, connector.ErrForbidden) || errors.Is(err, connector.ErrUnauthorized) || strings.Contains(err.Error(), "topsecret") {
		t.Errorf("got %v", err)
	}
}

// TestPartnerReports_AreStoredOnce, but for those in the making.
func TestPartnerReports_AreStoredOnce(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 20})
	conn := open(t, w, described(t, w.Transport), settle)
	rows, cursor := readReports(t, conn, "partner-reports", "")
	states := map[string]int{}
	for _, d := range rows.Documents {
		states[d.Kind+" "+d.State]++
		if d.State == "done" && (!strings.HasPrefix(string(d.Content), "Organization,Calls") || !strings.HasSuffix(d.FileName, ".csv") || d.CreatedAt == nil) {
			t.Errorf("read %s, %s with %.20q", d.Title, d.FileName, d.Content)
		}
		if (d.FileName == "") != (len(d.Content) == 0) {
			t.Errorf("%s is named %q and holds %d bytes", d.Title, d.FileName, len(d.Content))
		}
	}
	if states["partner-report done"] != 2 || states["partner-report in_progress"] != 1 || states["partner-report-template "] != 5 {
		t.Errorf("read %v", states)
	}
	before := len(w.Transport.Requests("/download/"))
	again, _ := readReports(t, conn, "partner-reports", cursor)
	if n := len(w.Transport.Requests("/download/")) - before; n != 0 || len(again.Documents) != 6 {
		t.Errorf("read %d files again and %d documents", n, len(again.Documents))
	}
}

// TestPartnerReports_AsDescribed have other names than in the examples.
func TestPartnerReports_AsDescribed(t *testing.T) {
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	if member, err := w.Create("../../inside.csv"); err == nil {
		_, _ = member.Write([]byte("\xef\xbb\xbfa,b\n"))
	}
	_ = w.Close()
	conn := scripted(t, map[string]string{"partner_reports": "yes"}, func(r *http.Request) reply {
		if r.URL.Path == "/download" {
			return reply{body: archive.String()}
		}
		return said(map[string]string{
			"/partner/reports/templates": `{"Template Collection":[{"id":"130","title":"Calling Usage","maxDays":31}]}`,
			"/partner/reports":           `{"Report Attributes":[{"id":"R1","title":"Calling Usage","created":"2026-11-01 17:13:39","status":"done","downloadURL":"https://files.example/download?x=1"}]}`,
		})(r)
	})
	rows, cursor := readReports(t, conn, "partner-reports", "")
	if len(rows.Documents) != 2 || cursor != "2026-11-01 17:13:39" {
		t.Fatalf("read %+v to %q", rows.Documents, cursor)
	}
	if d := rows.Documents[1]; d.Key != "R1" || d.FileName != "inside.csv" || string(d.Content) != "a,b\n" {
		t.Errorf("read %+v", d)
	}
}

// TestPartnerReports_WantingTheToken_GetItAtCiscosHostsOnly: elsewhere the report stands without its file.
func TestPartnerReports_WantingTheToken_GetItAtCiscosHostsOnly(t *testing.T) {
	for link, want := range map[string]string{
		"https://downloadservice.webex.com/api?reportId=R": "a,b\n",
		"https://webex.example/download?reportId=R":        "a,b\n",
		"https://files.example/api?reportId=R":             "",
		"https://evilwebex.com/api?reportId=R":             "",
	} {
		conn := scripted(t, map[string]string{"partner_reports": "yes"}, func(r *http.Request) reply {
			switch {
			case !strings.Contains(r.URL.RawQuery, "reportId"):
				return said(map[string]string{
					"/partner/reports/templates": `[]`,
					"/partner/reports":           `[{"reportId":"R","title":"T","createdTime":"2026-11-01 17:13:39","status":"done","downloadURL":"` + link + `"}]`,
				})(r)
			case r.Header.Get("Authorization") == "":
				return reply{status: http.StatusUnauthorized}
			}
			return reply{body: "a,b\n"}
		})
		rows, _ := readReports(t, conn, "partner-reports", "")
		if len(rows.Documents) != 1 || string(rows.Documents[0].Content) != want {
			t.Errorf("%s: read %+v", link, rows.Documents)
		}
	}
}
