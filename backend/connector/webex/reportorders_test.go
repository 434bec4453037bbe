package webex_test

import (
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/webex"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const orderPath = "POST /webex/v1/partner/reports"

// byState gives the titles of partner reports by their states.
func byState(rows domain.Rows) map[string][]string {
	found := map[string][]string{}
	for _, d := range rows.Documents {
		if d.Kind == "partner-report" {
			found[d.State] = append(found[d.State], d.Title)
		}
	}
	return found
}

// TestPartnerReports_OfTheLastMonth_AreOrderedOnceAndReadLater: not those that somebody ordered, and not by templates that
// take no whole month.
func TestPartnerReports_OfTheLastMonth_AreOrderedOnceAndReadLater(t *testing.T) {
	box, w := start(t, sandbox.Options{Customers: 10})
	conn := open(t, w, described(t, w.Transport), ordering)
	rows, cursor := readReports(t, conn, "partner-reports", "")
	if got := byState(rows)["ordered"]; !slices.Equal(got, []string{"Telephone Numbers"}) || !strings.HasSuffix(cursor, "|2026-10-01") {
		t.Fatalf("ordered %v, to %s", got, cursor)
	}
	for sync := range 4 {
		full := ""
		if sync%2 == 0 {
			full = cursor // every other time all is read anew
		}
		rows, cursor = readReports(t, open(t, w, w.Transport, ordering), "partner-reports", full)
	}
	if got := byState(rows)["done"]; !slices.Contains(got, "Telephone Numbers") {
		t.Errorf("done are %v", got)
	}
	if n := len(w.Transport.Requests(orderPath)); n != 1 {
		t.Errorf("%d orders, want one", n)
	}

	// The next month is ordered from its second day on.
	for day, orders := range map[string]int{"2026-12-01": 0, "2026-12-02": 1} {
		at, _ := time.Parse(time.DateOnly, day)
		box.SetAsOf(at)
		w.Now = func() time.Time { return at.Add(9 * time.Hour) }
		w.Transport = connectortest.NewTransport(box.Handler())
		readReports(t, open(t, w, w.Transport, ordering), "partner-reports", cursor)
		if n := len(w.Transport.Requests(orderPath)); n != orders {
			t.Errorf("%d orders on %s, want %d", n, day, orders)
		}
	}
}

func TestPartnerReports_AreNotOrdered_UnlessWanted(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 10})
	for _, change := range []func(map[string]string){settle, func(fields map[string]string) { fields["partner_reports"] = "auto" }} {
		readReports(t, open(t, w, w.Transport, change), "partner-reports", "")
	}
	if n := len(w.Transport.Requests(orderPath)); n != 0 {
		t.Errorf("%d orders", n)
	}
	asked := func(fields map[string]string) []string {
		conf, err := webex.Spec().SignIn.OAuth(connector.Config{Fields: fields, Secret: func(string) string { return "" }})
		if err != nil {
			t.Fatal(err)
		}
		return conf.Scopes
	}
	const write = "spark-admin:reports_write"
	for want, fields := range map[bool]map[string]string{
		true: {"order_partner_reports": "yes"}, false: {"order_partner_reports": "yes", "partner_reports": "no"},
	} {
		if slices.Contains(asked(fields), write) != want || slices.Contains(asked(nil), write) {
			t.Errorf("%v: the sign-in asks for %v", fields, asked(fields))
		}
	}
}

// orders answers as a Webex of which templates and reports are told, and counts the orders.
type orders struct {
	templates, reports string
	answer             reply
	sent               []string
}

func (o *orders) open(t *testing.T) connector.Connector {
	t.Helper()
	return o.openAt(t, today.Add(9*time.Hour))
}

func (o *orders) openAt(t *testing.T, now time.Time) connector.Connector {
	t.Helper()
	listed := said(map[string]string{"/partner/reports/templates": o.templates, "/partner/reports": o.reports})
	return scriptedAt(t, now, map[string]string{"partner_reports": "auto", "order_partner_reports": "yes"}, func(r *http.Request) reply {
		if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/partner/reports") {
			body, _ := io.ReadAll(r.Body)
			o.sent = append(o.sent, string(body))
			return o.answer
		}
		return listed(r)
	})
}

func TestPartnerReports_Templates_AreOrderedAsTheyAllow(t *testing.T) {
	const order = `{"templateId":7,"startDate":"2026-10-01","endDate":"2026-10-31"}`
	for name, c := range map[string]struct {
		template, reports string
		ordered, settled  bool
	}{
		"as in the example":   {`[{"templateId":7,"title":"T","category":"partner","maxDays":31}]`, `[]`, true, true},
		"as described":        {`{"Template Collection":[{"id":"7","title":"T"}]}`, `{"Report Attributes":[]}`, true, true},
		"another category":    {`[{"templateId":7,"title":"T","category":"Org"}]`, `[]`, false, true},
		"too long":            {`[{"templateId":7,"title":"T","maxDays":30}]`, `[]`, false, true},
		"no number":           {`[{"templateId":"T-7","title":"T"}]`, `[]`, false, true},
		"data begin later":    {`[{"templateId":7,"title":"T","dataStartDate":"2026-10-02"}]`, `[]`, false, true},
		"data not there yet":  {`[{"templateId":7,"title":"T","dataEndDate":"2026-10-30"}]`, `[]`, false, true},
		"data ended long ago": {`[{"templateId":7,"title":"T","dataEndDate":"2025-03-01"}]`, `[]`, false, true},
		"data there":          {`[{"templateId":7,"title":"T","dataStartDate":"2025-10-01","dataEndDate":"2026-10-31"}]`, `[]`, true, true},
		"listed": {`[{"templateId":7,"title":"T"}]`,
			`[{"reportId":"R","templateId":7,"title":"T","startDate":"2026-10-01","endDate":"2026-10-31","createdTime":"2026-11-02 09:00:00","status":"failed"}]`, false, true},
		"listed by its title": {`[{"templateId":7,"title":"T"}]`,
			`[{"id":"R","title":"T","startDate":"2026-10-01","endDate":"2026-10-31","created":"2026-11-02 09:00:00","status":"done"}]`, false, true},
		"another period": {`[{"templateId":7,"title":"T"}]`,
			`[{"reportId":"R","templateId":7,"title":"T","startDate":"2026-10-01","endDate":"2026-10-30","createdTime":"2026-11-02 09:00:00"}]`, true, true},
	} {
		for _, answer := range []string{`{"reportId":"N","createdTime":"2026-11-20 09:00:00"}`, `{"id":"N","created":"2026-11-20 09:00:00"}`} {
			o := &orders{templates: c.template, reports: c.reports, answer: reply{body: answer}}
			rows, cursor := readReports(t, o.open(t), "partner-reports", "")
			at := slices.IndexFunc(rows.Documents, func(d domain.Document) bool {
				return d.Key == "N" && d.State == "ordered" && d.CreatedAt != nil && d.FromOn == "2026-10-01"
			})
			if want := map[bool][]string{true: {order}}[c.ordered]; !slices.Equal(o.sent, want) || (at >= 0) != c.ordered {
				t.Errorf("%s: sent %v, want %v; %+v", name, o.sent, want, rows.Documents)
			}
			if settled := strings.HasSuffix(cursor, "|2026-10-01"); settled != c.settled {
				t.Errorf("%s: to %q", name, cursor)
			}
		}
	}
}

// TestPartnerReports_DataNotThereYet_AreWaitedFor until the tenth: then the others are ordered, and the month is settled. Until
// then nothing is, so that no order is sent twice.
func TestPartnerReports_DataNotThereYet_AreWaitedFor(t *testing.T) {
	const late = `{"templateId":8,"title":"L","dataEndDate":"2026-10-30"}`
	for name, c := range map[string]struct {
		templates string
		day, sent int
	}{
		"early":         {`[{"templateId":7,"title":"T"},` + late + `]`, 9, 0},
		"on the tenth":  {`[{"templateId":7,"title":"T"},` + late + `]`, 10, 1},
		"none is late":  {`[{"templateId":7,"title":"T"}]`, 2, 1},
		"one has ended": {`[{"templateId":7,"title":"T"},{"templateId":9,"title":"E","dataEndDate":"2026-09-30"}]`, 2, 1},
	} {
		o := &orders{templates: c.templates, reports: `[]`, answer: reply{body: `{"reportId":"N","createdTime":"2026-11-09 09:00:00"}`}}
		_, cursor := readReports(t, o.openAt(t, time.Date(2026, 11, c.day, 9, 0, 0, 0, time.UTC)), "partner-reports", "")
		if settled := strings.HasSuffix(cursor, "|2026-10-01"); len(o.sent) != c.sent || settled != (c.sent > 0) {
			t.Errorf("%s: sent %v, to %q", name, o.sent, cursor)
		}
	}
}

func TestPartnerReports_OrderThatFails_IsToldAndSentOnce(t *testing.T) {
	const template, listed = `[{"templateId":7,"title":"T"}]`, `[{"reportId":"R","title":"U","status":"done","createdTime":"2026-11-01 09:00:00"}]`
	for status, wanted := range map[int]func(error) bool{
		403: func(err error) bool {
			var refusal *connector.Refusal
			return errors.As(err, &refusal) && refusal.Key == "report_order_refused"
		},
		500: func(err error) bool { return errors.As(err, new(*connector.Unavailable)) },
		200: func(err error) bool { return errors.As(err, new(*connector.Malformed)) },
	} {
		o := &orders{templates: template, reports: listed, answer: reply{status: status, body: `{}`}}
		pages, err := fetch(t, o.open(t), "partner-reports", connector.Request{})
		if !wanted(err) || len(o.sent) != 1 || len(pages) != 2 {
			t.Errorf("%d: %v after %d pages and %d orders", status, err, len(pages), len(o.sent))
		}
		for _, page := range pages {
			if strings.Contains(page.Cursor, "|") {
				t.Errorf("%d: the month counts as ordered: %s", status, page.Cursor)
			}
		}
	}
	for status, refused := range map[int]int{400: 1, 409: 1} {
		o := &orders{templates: template, reports: `[]`, answer: reply{status: status, body: `{"message":"not so"}`}}
		rows, cursor := readReports(t, o.open(t), "partner-reports", "")
		if got := len(byState(rows)["refused"]); got != refused || cursor != "|2026-10-01" {
			t.Errorf("%d: %v to %q", status, rows.Documents, cursor)
		}
		o.sent = nil
		readReports(t, o.open(t), "partner-reports", cursor)
		if len(o.sent) != 0 {
			t.Errorf("%d: ordered again", status)
		}
	}
}
