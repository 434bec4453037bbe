package app_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/store/storetest"
)

// tenants makes a simulator with many Blancco tenants, and the table that connects them.
func tenants(t *testing.T, customers int) (table [][]string, server *httptest.Server, busiest func() int) {
	t.Helper()
	simulator := sandbox.New(sandbox.Options{Customers: customers, Blancco: 100, Latency: 20 * time.Millisecond})
	handler := simulator.Handler()
	var mu sync.Mutex
	now, most := map[string]int{}, 0
	server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if key := r.Header.Get("X-Blancco-Api-Key"); key != "" {
			mu.Lock()
			now[key]++
			most = max(most, len(now))
			mu.Unlock()
			defer func() {
				mu.Lock()
				defer mu.Unlock()
				if now[key]--; now[key] == 0 {
					delete(now, key)
				}
			}()
		}
		handler.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	table = [][]string{{"Name", "Customer", "API key", "base_url", "requests_per_minute"}}
	for _, c := range simulator.Connections(server.URL) {
		if c.Vendor == "blancco" {
			table = append(table, []string{c.Name, c.Fields["customer"], c.Secrets["api_key"], c.Fields["base_url"], "0"})
		}
	}
	return table, server, func() int {
		mu.Lock()
		defer mu.Unlock()
		return most
	}
}

func fresh(t *testing.T) *app.App {
	t.Helper()
	return start(t, filepath.Join(t.TempDir(), "data"), nil)
}

func createMany(t *testing.T, a *app.App, in app.ManyInput) app.ManyResult {
	t.Helper()
	in.Vendor = domain.VendorBlancco
	result, err := a.Connections.CreateMany(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// TestCreateMany_FiftyConnections_SyncSideBySide within the limit of how many may.
func TestCreateMany_FiftyConnections_SyncSideBySide(t *testing.T) {
	many := 50
	if storetest.Race {
		many = 16 // all of them without the race detector
	}
	table, _, busiest := tenants(t, many+6)
	table = table[:many+1]
	a := fresh(t)
	result := createMany(t, a, app.ManyInput{Table: table, Check: true})
	if result.Good != many || len(result.Created) != many || len(result.Wrong) != 0 {
		t.Fatalf("%d good, %d stored, wrong %+v", result.Good, len(result.Created), result.Wrong)
	}
	started, err := a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil || len(started.Runs) != many {
		t.Fatalf("%d runs, %v", len(started.Runs), err)
	}
	for _, run := range started.Runs {
		ended, err := a.Sync.Wait(t.Context(), run.ID)
		if err != nil || ended.State != domain.RunDone || ended.RowsRead == 0 {
			t.Errorf("%+v, %v", ended, err)
		}
	}
	if n := busiest(); n < 4 || n > 8 {
		t.Errorf("%d tenants were asked at once, want up to 8", n)
	}
}

func TestSync_WaitingRun_CanBeCancelled(t *testing.T) {
	table, _, _ := tenants(t, 20)
	a := fresh(t)
	createMany(t, a, app.ManyInput{Table: table})
	started, err := a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	last := started.Runs[len(started.Runs)-1]
	if err := a.Sync.Cancel(t.Context(), last.ID); err != nil {
		t.Fatal(err)
	}
	if ended, err := a.Sync.Wait(t.Context(), last.ID); err != nil || ended.State != domain.RunCancelled {
		t.Errorf("%+v, %v", ended, err)
	}
}

// TestCreateMany_WrongRows_AreNamedAndNothingIsStored unless the good ones are asked for.
func TestCreateMany_WrongRows_AreNamedAndNothingIsStored(t *testing.T) {
	table, _, _ := tenants(t, 8)
	good := len(table) - 1
	row := func(change func(cells []string)) []string {
		cells := slices.Clone(table[1])
		cells[0], cells[2] = "Other "+string(rune('a'+len(table))), "another-key-"+string(rune('a'+len(table)))
		change(cells)
		return cells
	}
	table = append(table,
		row(func(c []string) { c[2] = "" }),
		row(func(c []string) { c[1] = " " }),
		nil,
		row(func(c []string) { c[0] = strings.ToUpper(table[1][0]) }),
		row(func(c []string) { c[2] = table[1][2] }),
		row(func(c []string) { c[3] = "http://blancco.example" }),
		row(func(c []string) { c[0] = strings.Repeat("x", 101) }),
		row(func([]string) {}),
	)
	a := fresh(t)
	result := createMany(t, a, app.ManyInput{Table: table, Check: true})
	var got []string
	for _, w := range result.Wrong {
		got = append(got, strings.Join([]string{w.Column, w.ErrorKey}, " "))
		if w.Row < good+2 || w.Row > len(table) {
			t.Errorf("row %d of %d", w.Row, len(table))
		}
	}
	want := []string{"api_key field_required", "customer field_required", "name connection_name_taken", "api_key secret_twice",
		"base_url field_invalid_url", "name connection_name_long", "api_key api_key_refused"}
	if !slices.Equal(got, want) || result.Good != good || len(result.Created) != 0 {
		t.Errorf("%d good, %d stored, wrong %q\nwant %q", result.Good, len(result.Created), got, want)
	}
	if result.Wrong[2].Row != good+5 {
		t.Errorf("the empty row is not counted: %+v", result.Wrong[2])
	}
	if text := words(t, result); strings.Contains(text, table[1][2]) || strings.Contains(text, "another-key") {
		t.Errorf("a key is in the answer: %s", text)
	}
	if rows, err := a.Connections.List(t.Context()); err != nil || len(rows) != 0 {
		t.Errorf("%d connections were stored, %v", len(rows), err)
	}
	if dry := createMany(t, a, app.ManyInput{Table: table, GoodOnly: true, DryRun: true}); len(dry.Created) != 0 {
		t.Errorf("a dry run stored %d", len(dry.Created))
	}
	if some := createMany(t, a, app.ManyInput{Table: table, Check: true, GoodOnly: true}); len(some.Created) != good || len(some.Wrong) != len(want) {
		t.Errorf("of %d good ones %d were stored", good, len(some.Created))
	}
}

func words(t *testing.T, v any) string {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestCreateMany_Tables_OfEveryForm: headings in German, by field names, short, or none at all.
func TestCreateMany_Tables_OfEveryForm(t *testing.T) {
	for text, rows := range map[string]int{
		"name,customer,key\nA,Alder,1\nB,\"Birke, Inc\",2\n":               2,
		"\ufeffName;Kunde;API-Schlüssel\r\nA;Alder;1\r\n\r\nB;Birke;2\r\n": 2,
		"A\tAlder\t1\nB\tBirke\t2":                                         2,
		"CUSTOMER\tAPI_KEY\tremark\nAlder\t1\tx":                           1,
		"\n\nname,customer,key\nA,Alder,1":                                 1,
	} {
		table, err := app.ParseTable(text)
		if err != nil {
			t.Fatal(err)
		}
		result := createMany(t, fresh(t), app.ManyInput{Table: table})
		if len(result.Created) != rows || len(result.Wrong) != 0 {
			t.Errorf("%q: stored %d, wrong %+v", text, len(result.Created), result.Wrong)
			continue
		}
		if customer := result.Created[0].Fields["customer"]; customer != "Alder" || result.Created[0].Name == "" {
			t.Errorf("%q: %+v", text, result.Created[0])
		}
	}
	for _, text := range []string{"", "\n\n", "name,customer,key\n"} {
		table, err := app.ParseTable(text)
		if err != nil {
			t.Fatal(err)
		}
		_, err = fresh(t).Connections.CreateMany(t.Context(), app.ManyInput{Vendor: domain.VendorBlancco, Table: table})
		requireKey(t, err, "table_empty")
	}
}

func TestDocument_IsFetchedFromTheVendor(t *testing.T) {
	table, server, _ := tenants(t, 8)
	a := fresh(t)
	conn := createMany(t, a, app.ManyInput{Table: table[:2]}).Created[0]
	report := firstReport(t, server.URL, table[1][2])
	document, err := a.Connections.Document(t.Context(), conn.ID, connector.DocumentCertificate, report)
	if err != nil || !strings.HasPrefix(string(document.Content), "%PDF-") || !strings.Contains(document.FileName, report) {
		t.Errorf("%.60v, %v", document, err)
	}
	for key, id := range map[string]int64{"document_unknown": conn.ID, "not_found": 999} {
		_, err := a.Connections.Document(t.Context(), id, connector.DocumentCertificate, "no-such-report")
		requireKey(t, err, key)
	}
	server.Close()
	_, err = a.Connections.Document(t.Context(), conn.ID, connector.DocumentCertificate, report)
	requireKey(t, err, "unavailable")
}

// firstReport asks a tenant for the UUID of one report, at whichever path it answers.
func firstReport(t *testing.T, address, key string) string {
	t.Helper()
	for path, more := range map[string]string{"/report/export": "", "/reports/export": `,"category":"Erasure"`} {
		body := `{"format":"JSON","container":"NONE","size":1` + more + `}`
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/blancco/v1"+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Blancco-Api-Key", key)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var page struct {
			Reports []struct {
				Data struct {
					About struct {
						ID string `json:"document_id"`
					} `json:"description"`
				} `json:"blancco_data"`
			} `json:"reports"`
		}
		if err := json.NewDecoder(resp.Body).Decode(&page); err == nil && len(page.Reports) > 0 {
			_ = resp.Body.Close()
			return page.Reports[0].Data.About.ID
		}
		_ = resp.Body.Close()
	}
	t.Fatal("the tenant has no report")
	return ""
}
