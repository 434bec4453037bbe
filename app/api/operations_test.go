package api_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tenantry/app"
	"tenantry/app/api"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

func TestOperations_Problems(t *testing.T) {
	k := newRead(t, true, 1)
	field := `"fields":{"client_id":"x","base_url":"http://127.0.0.1:1/webex/v1"},"secrets":{"client_secret":"s","refresh_token":"r"}`
	typedInvalid := `{"ids":[1],"values":{"unit_price":"cheap","currency":"EUR","price_period":"month"}}`
	tests := []struct {
		method, path, body string
		status             int
		key                string
	}{
		{"GET", "/api/nothing", "", 404, "not_found"},
		{"GET", "/api/customers/999999", "", 404, "not_found"},
		{"GET", "/api/customers/seven", "", 422, "request_invalid"},
		{"GET", "/api/customers?limit=0", "", 422, "request_invalid"},
		{"GET", "/api/customers?figure=happy", "", 422, "request_invalid"},
		{"GET", "/api/customers?colour=blue", "", 422, "request_invalid"},
		{"GET", "/api/runs/999999", "", 404, "not_found"},
		{"GET", "/api/runs/999999/tasks", "", 404, "not_found"},
		{"GET", "/api/export/invoices", "", 422, "request_invalid"},
		{"GET", "/api/export/customers?format=pdf", "", 422, "request_invalid"},
		{"GET", "/api/export/customers?customer_id=999999", "", 404, "not_found"},
		{"POST", "/api/runs/1/cancel", "", 409, "run_not_running"},
		{"POST", "/api/sync", `{"connection_ids":[999999]}`, 404, "not_found"},
		{"POST", "/api/sync", `not json`, 400, "request_invalid"},
		{"POST", "/api/sync", `{"connection_ids":["one"]}`, 422, "request_invalid"},
		{"POST", "/api/sync", `{"connection_ids":[` + strings.Repeat("1,", 1<<20) + `1]}`, 413, "body_too_large"},
		{"POST", "/api/connections", `{"vendor":"oracle","name":"x","fields":{}}`, 422, "request_invalid"},
		{"POST", "/api/connections", `{"vendor":"webex","name":"x","fields":{}}`, 422, "field_required"},
		{"POST", "/api/connections", `{"vendor":"webex","name":"x","fields":{"colour":"blue"}}`, 422, "field_unknown"},
		{"POST", "/api/connections", `{"vendor":"webex","name":"Real",` + field + `}`, 409, "sample_beside_real"},
		{"POST", "/api/connections/check", `{"vendor":"webex","fields":{"client_id":"x"}}`, 422, "field_required"},
		{"DELETE", "/api/connections/999999", "", 404, "not_found"},
		{"POST", "/api/connections/999999/accept-gone", "", 404, "not_found"},
		{"PATCH", "/api/subscriptions/typed", `{"ids":[],"values":{}}`, 422, "request_invalid"},
		{"PATCH", "/api/subscriptions/typed", typedInvalid, 422, "price_invalid"},
		{"POST", "/api/schedules", `{"cron":"every day"}`, 422, "cron_invalid"},
		{"POST", "/api/schedules", `{"cron":"30 6 * * *","time_zone":"Mars/Olympus"}`, 422, "time_zone_unknown"},
		{"DELETE", "/api/schedules/999999", "", 404, "schedule_not_found"},
		{"DELETE", "/api/sample", "", 409, "sample_not_open"},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s %s %.60s", test.method, test.path, test.body), func(t *testing.T) {
			resp := k.send(t, request{method: test.method, path: test.path, body: test.body, header: map[string]string{"Accept-Language": "de"}})
			body := text(t, resp)
			var p api.Problem
			if err := json.Unmarshal([]byte(body), &p); err != nil {
				t.Fatalf("%s: %v: %s", resp.Status, err, body)
			}
			if resp.StatusCode != test.status || p.Status != test.status || p.Key != test.key {
				t.Errorf("got %d %q, want %d %q: %s", resp.StatusCode, p.Key, test.status, test.key, body)
			}
			if p.Code == "" || p.Title == "" || p.Detail == "" || p.Params == nil || strings.HasPrefix(p.Detail, "error.") {
				t.Errorf("the problem is not complete: %s", body)
			}
		})
	}
	german := k.send(t, request{path: "/api/customers/999999", header: map[string]string{"Accept-Language": "de-CH,de;q=0.9"}})
	english := k.send(t, request{path: "/api/customers/999999"})
	if g, e := text(t, german), text(t, english); g == e {
		t.Errorf("German and English callers read the same: %s", e)
	}
}

// TestOperations_EmptyFolder holds every list to being a list before anything is connected.
func TestOperations_EmptyFolder(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 3})
	session := get[app.Session](t, k, "/api/session")
	if !session.FirstStart || session.Sample || session.Invented || session.Mode != app.ModeBrowser || session.Version != "1.2.3" {
		t.Errorf("the session is %+v", session)
	}
	for _, path := range []string{"/customers", "/subscriptions", "/pools", "/connections", "/runs", "/schedules", "/completeness"} {
		if body := text(t, k.send(t, request{path: "/api" + path})); !strings.Contains(body, `"items":[]`) {
			t.Errorf("%s: %s", path, body)
		}
	}
	kpis := text(t, k.send(t, request{path: "/api/dashboard"}))
	if strings.Contains(kpis, `"families":null`) || !strings.Contains(kpis, `"families":[]`) {
		t.Error(kpis)
	}
	if body := text(t, k.send(t, request{path: "/api/dashboard/trend"})); !strings.Contains(body, `"points":[]`) {
		t.Error(body)
	}
	resp := k.send(t, request{method: "POST", path: "/api/sync", body: "{}"})
	if body := text(t, resp); resp.StatusCode != http.StatusConflict || !strings.Contains(body, "no_connections") {
		t.Errorf("sync gave %s: %s", resp.Status, body)
	}
}

// TestOperations_TileCountsItsRows follows each figure of the dashboard to the rows it counted.
func TestOperations_TileCountsItsRows(t *testing.T) {
	k := newRead(t, true, 1)
	for _, family := range []string{"all", "meetings", "calling", "microsoft365"} {
		kpis := get[domain.KPIs](t, k, "/api/dashboard?family="+family)
		for figure, count := range map[string]int{
			"expiring": kpis.Expiring.Count, "renewing": kpis.Renewing.Count, "open": kpis.Open.Count,
			"low": kpis.Low.Count, "over": kpis.Over.Count,
		} {
			rows := get[app.CustomerPage](t, k, "/api/customers?limit=1000&figure="+figure+"&family="+family)
			if rows.Total != count || len(rows.Items) != count {
				t.Errorf("%s of %s: the tile says %d, its link shows %d (%d rows)", figure, family, count, rows.Total, len(rows.Items))
			}
		}
	}
	all := get[app.CustomerPage](t, k, "/api/customers?limit=1000")
	kpis := get[domain.KPIs](t, k, "/api/dashboard")
	if all.Total != kpis.Customers.Total || all.Total < customersRead {
		t.Errorf("%d customers are listed, the dashboard says %d", all.Total, kpis.Customers.Total)
	}
	detail := get[domain.CustomerDetail](t, k, fmt.Sprintf("/api/customers/%d", all.Items[0].ID))
	if len(detail.Records) == 0 || len(detail.Datasets) == 0 {
		t.Errorf("a customer has %d records and %d datasets", len(detail.Records), len(detail.Datasets))
	}
}

func TestOperations_TypedDateMovesTheFigure(t *testing.T) {
	k := newRead(t, true, 1)
	missing := get[app.SubscriptionPage](t, k, "/api/subscriptions?figure=missing_dates&limit=3")
	if len(missing.Items) == 0 {
		t.Fatal("every subscription has a date: nothing to type in")
	}
	before := get[domain.KPIs](t, k, "/api/dashboard").Expiring.Subscriptions
	session := get[app.Session](t, k, "/api/session")
	body := fmt.Sprintf(`{"ids":[%d],"values":{"term_end_on":%q,"at_term_end":"ends"}}`, missing.Items[0].ID, session.Today.AddDays(10))
	resp := k.send(t, request{method: "PATCH", path: "/api/subscriptions/typed", body: body})
	if answer := text(t, resp); resp.StatusCode != http.StatusOK || !strings.Contains(answer, `"saved":1`) {
		t.Fatalf("typing gave %s: %s", resp.Status, answer)
	}
	if after := get[domain.KPIs](t, k, "/api/dashboard").Expiring.Subscriptions; after != before+1 {
		t.Errorf("%d subscriptions were expiring before, %d after one was typed in", before, after)
	}
}

func TestExport_DownloadsWhatIsShown(t *testing.T) {
	k := newRead(t, true, 1)
	want := get[app.CustomerPage](t, k, "/api/customers?limit=1").Total
	resp := k.send(t, request{path: "/api/export/customers?language=en"})
	if got := resp.Header.Get("Content-Disposition"); !strings.Contains(got, "tenantry-customers-") || !strings.Contains(got, ".xlsx") {
		t.Errorf("the file is offered as %q", got)
	}
	book, err := excelize.OpenReader(bytes.NewBufferString(text(t, resp)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows, err := book.GetRows("Customers")
	if err != nil || len(rows) != want+1 {
		t.Errorf("the sheet has %d rows (%v), want a heading and %d customers", len(rows), err, want)
	}
	cover, err := book.GetRows("Overview")
	if err != nil || !strings.Contains(fmt.Sprint(cover), "SAMPLE DATA") {
		t.Errorf("the cover does not say that the data are invented (%v): %v", err, cover)
	}
	csv := text(t, k.send(t, request{path: "/api/export/billing?format=csv&language=de"}))
	if !strings.Contains(csv, "Kunde;") {
		t.Errorf("the German file begins %.80q", csv)
	}
}

func TestEvents_TellOfASync(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 5, AllAccessible: true})
	if _, err := k.app.Connections.ConnectSandbox(t.Context(), k.vendors); err != nil {
		t.Fatal(err)
	}
	stream := k.send(t, request{path: "/api/events"})
	if got := stream.Header.Get("Content-Type"); got != "text/event-stream" {
		t.Fatalf("events come as %q", got)
	}
	lines := bufio.NewScanner(stream.Body)
	lines.Scan() // ": connected"
	k.sync(t)
	ended := 0
	for ended < 2 && lines.Scan() {
		if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
			var event app.Event
			if err := json.Unmarshal([]byte(data), &event); err != nil {
				t.Fatal(err)
			}
			if event.Type == app.EventRunEnded && event.Run != nil && event.Run.State == domain.RunDone {
				ended++
			}
		}
	}
	if ended != 2 {
		t.Errorf("%d of 2 runs were told to have ended", ended)
	}
	if err := k.app.Close(); err != nil {
		t.Error(err)
	}
	if _, err := io.Copy(io.Discard, stream.Body); err != nil {
		t.Errorf("the stream did not end with the program: %v", err)
	}
}

func TestRecover_PanicIsAnAnswer(t *testing.T) {
	log := &safeBuffer{}
	k := &kit{log: log}
	broken := api.New(nil, api.Options{Logger: logTo(log)}) // without an app every operation panics
	w := serve(t, broken, "/api/session")
	var p api.Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 500 || p.Key != "internal" || p.LogRef == "" {
		t.Fatalf("a panic gave %d %s (%v)", w.Code, w.Body, err)
	}
	if !strings.Contains(k.log.String(), p.LogRef) || !strings.Contains(k.log.String(), "stack") {
		t.Errorf("the log does not explain %s: %s", p.LogRef, k.log)
	}
}
