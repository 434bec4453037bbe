package store_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// page makes a complete read of the rows of a dataset.
func rowsPage(run domain.Run, record domain.Record, dataset string, at time.Time, rows domain.Rows, kinds ...domain.Kind) store.PageSave {
	end := &store.TaskEnd{Complete: true, Lists: map[domain.Kind]bool{}, Seen: store.Seen{}, Task: domain.Task{
		RunID: run.ID, Dataset: dataset, State: domain.TaskDone, StartedAt: at, EndedAt: at,
	}}
	for _, kind := range kinds {
		end.Lists[kind] = true
	}
	for kind, row := range rows.All() {
		end.Seen.Add(kind, row.RowKey())
	}
	return store.PageSave{
		RunID: run.ID, ConnectionID: run.ConnectionID, Record: record, Dataset: dataset, Rows: rows,
		At: at, Day: domain.DateOf(at), Last: end,
	}
}

var (
	moment  = time.Date(2026, 11, 3, 8, 30, 0, 0, time.UTC)
	million = int64(1_000_000)
	yes     = true
)

// everyKind holds one row of each kind with every column filled in.
func everyKind() domain.Rows {
	eur := func(minor int64) *domain.Money { return &domain.Money{Minor: minor, Currency: "EUR"} }
	return domain.Rows{
		Profiles: []domain.Profile{{Key: "organization", Account: "a@x.example", Domains: []string{"x.example"}, Default: "x.example", Initial: "x.onmicrosoft.com", Derived: []string{"y.example"},
			Street: "S", City: "C", PostalCode: "0123", Region: "R", Country: "DE", Phone: "+49", Contact: "K", Language: "de",
			State: "Working", Outcome: domain.OutcomeOK, Detail: "D", ManagedBy: "partner", ExternalID: "E", Kind: "wholesale", Tags: []string{"gold"},
			LastSignInAt: &moment, SignInsFrom: "2026-08-01"}},
		People: []domain.Person{{Key: "p", Name: "N", Email: "n@x.example", Kind: "user", Enabled: &yes, Pending: true, CreatedOn: "2026-01-02",
			LastActiveOn: "2026-11-02", Country: "NO", Products: []string{"sku"}, Roles: []string{"admin"}, Package: "webex_suite", State: "s", StateSince: &moment, Detail: "D"}},
		Administrators:  []domain.Administrator{{Key: "a", Name: "N", Email: "e", Role: "r"}},
		Relationships:   []domain.Relationship{{Key: "r", Name: "N", Status: "active", Active: true, Roles: []string{"x"}, Assigned: []string{"x"}, StartsAt: &moment, EndsAt: &moment, AutoExtendDays: 180}},
		Links:           []domain.Link{{Key: "l", Name: "Exchange", URL: "https://x.example/"}},
		ServiceStates:   []domain.ServiceState{{Key: "s", Service: "Exchange", State: "ok", Outcome: domain.OutcomeOK, Detail: "D"}},
		Incidents:       []domain.Incident{{Key: "i", Service: "Teams", Title: "T", Kind: "incident", Status: "open", Resolved: true, StartedAt: &moment, EndedAt: &moment, UpdatedAt: &moment, Detail: "D"}},
		ServiceRequests: []domain.ServiceRequest{{Key: "q", Number: "62", Title: "T", Status: "open", Open: true, Severity: "1", CreatedAt: &moment, UpdatedAt: &moment, ClosedAt: &moment, Contact: "C", Detail: "D", Notes: []domain.Note{{At: &moment, Author: "A", Text: "hm"}}}},
		Jobs:            []domain.Job{{Key: "j", Service: "M365", Module: "Exchange", Outcome: domain.OutcomeFailed, Status: "Failed", StartedAt: &moment, EndedAt: &moment, Error: "E", Objects: &million, Failed: &million, Size: &million}},
		Storage:         []domain.Storage{{Key: "st", Service: "M365", Module: "Teams", Consumed: &million, Protected: &million, Purchased: &million, Objects: &million, Scanned: &million, ConsumedText: "1 MB", ProtectedText: "1 MB", PurchasedText: "1 MB", Place: "own", Retention: "1 year"}},
		Usage:           []domain.Usage{{Key: "u", Product: "Exchange", ProductKey: "sku", Metric: "active", Period: "P30D", Day: "2026-11-01", Value: 17}},
		ScanProfiles:    []domain.ScanProfile{{Key: "sp", Name: "N", Mode: "express", ModifiedAt: &moment}},
		Risks:           []domain.Risk{{Key: "k", Area: "A", Name: "N", Value: 3, Text: "3"}},
		Erasures: []domain.Erasure{{Key: "e", ReportedAt: &moment, ReceivedAt: &moment, Product: "Drive Eraser", Version: "7", Verified: &yes, Manufacturer: "M", Model: "T480", Serial: "PF", DeviceType: "Notebook", IMEI: "3", Operator: "O", Outcome: domain.OutcomeOK,
			Targets: []domain.ErasureTarget{{Type: "SSD", Serial: "S", Capacity: &million, State: "Successful", Outcome: domain.OutcomeOK, Seconds: &million}}, Fields: map[string]string{"Asset Tag": "A-1"}, Format: "json", Raw: []byte(`{"r":1}`)}},
		Orders:     []domain.Order{{Key: "o", OrderedAt: &moment, Status: "completed", Kind: "UserPurchase", BillingCycle: "monthly", Currency: "EUR", Lines: []domain.OrderLine{{Product: "P", Quantity: 15, Term: "P1Y"}}}},
		Agreements: []domain.Agreement{{Key: "g", Kind: "MCA", AgreedOn: "2025-01-01", Contact: "C", Email: "e"}},
		Invoices:   []domain.Invoice{{Key: "v", Number: "G1", Kind: "Recurring", Status: "open", IssuedOn: "2026-11-08", FromOn: "2026-10-01", ToOn: "2026-10-31", Total: eur(207663), Paid: eur(0)}},
		InvoiceLines: []domain.InvoiceLine{{Key: "vl", Invoice: "v", Customer: "V", CustomerName: "N", Product: "P", SKU: "S", Number: "n", Charge: "cycleCharge", FromOn: "2026-10-01", ToOn: "2026-10-31",
			Quantity: "15", UnitPrice: "5.10", Currency: "EUR", Amount: eur(7650), Tax: eur(0), Total: eur(7650), Raw: []byte("{}")}},
		SubPartners: []domain.SubPartner{{Key: "sub", Number: "Sub1", State: "active", CreatedOn: "2024-01-01", BillingFromOn: "2024-02-01"}},
		Documents:   []domain.Document{{Key: "d", Kind: "partner-report", Title: "T", Service: "S", Region: "EU", FromOn: "2026-10-01", ToOn: "2026-10-31", State: "done", CreatedAt: &moment, FileName: "f.csv", Content: []byte("a;b")}},
	}
}

// check compares what is stored of a kind with what was saved.
func check[T domain.Keyed](t *testing.T, s *store.Store, want []T) {
	t.Helper()
	rows, total, err := store.FindRows[T](t.Context(), s, domain.RowFilter{})
	if err != nil || total != 1 || len(rows) != 1 {
		t.Fatalf("%T: %d rows of %d, %v", want, len(rows), total, err)
	}
	got, err := store.GetRow[T](t.Context(), s, rows[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if got.Key != want[0].RowKey() || got.Source != domain.SourceAPI || got.Customer != "Contoso" {
		t.Errorf("%T: key %q, source %q, customer %q", want, got.Key, got.Source, got.Customer)
	}
	row := reflect.ValueOf(&got.Row).Elem()
	row.FieldByName("Key").SetString(want[0].RowKey()) // the key stands beside the row
	if !reflect.DeepEqual(got.Row, want[0]) {
		t.Errorf("%T\n got %+v\nwant %+v", want, got.Row, want[0])
	}
	for i := range row.NumField() {
		if row.Field(i).IsZero() {
			t.Errorf("%T: the test leaves %s empty", want, row.Type().Field(i).Name)
		}
	}
}

func TestRows_OfEveryKind_AreReadAsSaved(t *testing.T) {
	s := storetest.Open(t)
	conn := storetest.Connect(t, s, domain.VendorMicrosoft, "Partner")
	run := storetest.Begin(t, s, conn, storetest.Now)
	record := storetest.Records(t, s, conn, storetest.Now, "Contoso")[0]
	rows := everyKind()
	if written := storetest.Save(t, s, rowsPage(run, record, "all", storetest.Now, rows)); written != rows.Len() {
		t.Errorf("%d rows written, want %d", written, rows.Len())
	}
	check(t, s, rows.Profiles)
	check(t, s, rows.People)
	check(t, s, rows.Administrators)
	check(t, s, rows.Relationships)
	check(t, s, rows.Links)
	check(t, s, rows.ServiceStates)
	check(t, s, rows.Incidents)
	check(t, s, rows.ServiceRequests)
	check(t, s, rows.Jobs)
	check(t, s, rows.Storage)
	check(t, s, rows.Usage)
	check(t, s, rows.ScanProfiles)
	check(t, s, rows.Risks)
	check(t, s, rows.Erasures)
	check(t, s, rows.Orders)
	check(t, s, rows.Agreements)
	check(t, s, rows.Invoices)
	check(t, s, rows.InvoiceLines)
	check(t, s, rows.SubPartners)
	check(t, s, rows.Documents)
	counts, err := s.CountRows(t.Context(), record.CustomerID)
	if err != nil || len(counts) != rows.Len() {
		t.Errorf("counts %v, %v", counts, err)
	}
	if written := storetest.Save(t, s, rowsPage(run, record, "all", storetest.Now, everyKind())); written != 0 {
		t.Errorf("the same rows again wrote %d", written)
	}
}

func jobsNamed(keys ...string) domain.Rows {
	var rows domain.Rows
	for _, key := range keys {
		rows.Jobs = append(rows.Jobs, domain.Job{Key: key, Service: "M365", Outcome: domain.OutcomeOK})
		rows.Links = append(rows.Links, domain.Link{Key: key, Name: key})
	}
	return rows
}

// TestFindRows_SortsByEveryShownColumn: numbers that travel as text stand by their size, lists by how many they hold.
func TestFindRows_SortsByEveryShownColumn(t *testing.T) {
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	r := storetest.Records(t, s, c, storetest.Now, "contoso")[0]
	line := func(key, quantity, price string) domain.InvoiceLine {
		return domain.InvoiceLine{Key: key, Quantity: quantity, UnitPrice: price}
	}
	request := func(key string, notes int) domain.ServiceRequest {
		return domain.ServiceRequest{Key: key, Notes: make([]domain.Note, notes)}
	}
	storetest.Sync(t, s, c, storetest.Now, func(run domain.Run) []store.PageSave {
		return []store.PageSave{rowsPage(run, r, "all", storetest.Now, domain.Rows{
			InvoiceLines:    []domain.InvoiceLine{line("a", "10", "9.50"), line("b", "9", "10.00"), line("c", "", ""), line("d", "-1", "100")},
			ServiceRequests: []domain.ServiceRequest{request("a", 2), request("b", 10), request("c", 0)},
		}, domain.KindInvoiceLines, domain.KindServiceRequests)}
	})
	keys := sorted[domain.InvoiceLine](t, s)
	for _, want := range []string{"quantity d b a c", "unit_price a b d c"} {
		column, order, _ := strings.Cut(want, " ")
		if got := keys(column); got != order {
			t.Errorf("by %s they stand %s, want %s", column, got, order)
		}
	}
	if got := sorted[domain.ServiceRequest](t, s)("notes"); got != "c a b" {
		t.Errorf("by the number of notes requests stand %s", got)
	}
	shown := map[domain.Kind][]string{}
	text, err := os.ReadFile("../../app/rowfields.json")
	if err == nil {
		err = json.Unmarshal(text, &shown)
	}
	if err != nil {
		t.Fatal(err)
	}
	sortsBy[domain.Profile](t, s, shown["profiles"])
	sortsBy[domain.Person](t, s, shown["people"])
	sortsBy[domain.Relationship](t, s, shown["relationships"])
	sortsBy[domain.ServiceState](t, s, shown["service-states"])
	sortsBy[domain.Incident](t, s, shown["incidents"])
	sortsBy[domain.ServiceRequest](t, s, append(shown["service-requests"], "notes", "synced_at"))
	sortsBy[domain.Job](t, s, append(shown["jobs"], "synced_at"))
	sortsBy[domain.Storage](t, s, shown["storage"])
	sortsBy[domain.Usage](t, s, shown["usage"])
	sortsBy[domain.Erasure](t, s, shown["erasures"])
	sortsBy[domain.Order](t, s, shown["orders"])
	sortsBy[domain.Agreement](t, s, shown["agreements"])
	sortsBy[domain.Invoice](t, s, shown["invoices"])
	sortsBy[domain.InvoiceLine](t, s, shown["invoice-lines"])
	sortsBy[domain.Document](t, s, shown["documents"])
}

func sortsBy[T domain.Keyed](t *testing.T, s *store.Store, columns []string) {
	t.Helper()
	if len(columns) == 0 {
		t.Errorf("%T shows no column", *new(T))
	}
	for _, column := range append(columns, "connection") {
		for _, counted := range []bool{false, true} {
			f := domain.RowFilter{Counted: counted, Page: domain.PageRequest{Sort: column, Limit: 1}}
			if _, _, err := store.FindRows[T](t.Context(), s, f); err != nil {
				t.Errorf("%T by %s: %v", *new(T), column, err)
			}
		}
	}
}

// sorted gives the keys of the rows of a kind in the order of a column.
func sorted[T domain.Keyed](t *testing.T, s *store.Store) func(column string) string {
	return func(column string) string {
		t.Helper()
		rows, _, err := store.FindRows[T](t.Context(), s, domain.RowFilter{Page: domain.PageRequest{Sort: column}})
		if err != nil {
			t.Fatal(err)
		}
		var keys []string
		for _, row := range rows {
			keys = append(keys, row.Key)
		}
		return strings.Join(keys, " ")
	}
}

func TestRows_NotListedAnyMore_AreGone_ButHistoryStays(t *testing.T) {
	s := storetest.Open(t)
	conn := storetest.Connect(t, s, domain.VendorAvePoint, "Elements")
	run := storetest.Begin(t, s, conn, storetest.Now)
	record := storetest.Records(t, s, conn, storetest.Now, "Contoso")[0]
	kinds := []domain.Kind{domain.KindJobs, domain.KindLinks}
	storetest.Save(t, s, rowsPage(run, record, "jobs", storetest.Now, jobsNamed("a", "b"), kinds...))
	storetest.Save(t, s, rowsPage(run, record, "other", storetest.Now, jobsNamed("c"), kinds...))
	storetest.Save(t, s, rowsPage(run, record, "jobs", storetest.Now.Add(time.Hour), jobsNamed("b"), kinds...))

	jobs, _, err := store.FindRows[domain.Job](t.Context(), s, domain.RowFilter{})
	if err != nil || len(jobs) != 3 {
		t.Errorf("%d jobs, %v: history must stay", len(jobs), err)
	}
	links, _, err := store.FindRows[domain.Link](t.Context(), s, domain.RowFilter{Scope: domain.Scope{CustomerID: record.CustomerID}})
	if err != nil || len(links) != 2 {
		t.Errorf("%d links, %v: want b and c", len(links), err)
	}
	all, _, err := store.FindRows[domain.Link](t.Context(), s, domain.RowFilter{Gone: true})
	if err != nil || len(all) != 3 {
		t.Errorf("%d links with those gone, %v", len(all), err)
	}
}

func TestRows_OfAConnection_NameTheirCustomer(t *testing.T) {
	s := storetest.Open(t)
	conn := storetest.Connect(t, s, domain.VendorMicrosoft, "Partner")
	run := storetest.Begin(t, s, conn, storetest.Now)
	record := storetest.Records(t, s, conn, storetest.Now, "Contoso")[0]
	lines := domain.Rows{InvoiceLines: []domain.InvoiceLine{
		{Key: "1", Customer: record.VendorID, Quantity: "1"}, {Key: "2", Customer: "unheard of", Quantity: "1"},
	}}
	storetest.Save(t, s, rowsPage(run, domain.Record{}, "invoice-lines", storetest.Now, lines, domain.KindInvoiceLines))
	found, total, err := store.FindRows[domain.InvoiceLine](t.Context(), s, domain.RowFilter{Scope: domain.Scope{CustomerID: record.CustomerID}})
	if err != nil || total != 1 || found[0].Key != "1" || found[0].Customer != "Contoso" {
		t.Errorf("lines of the customer: %+v of %d, %v", found, total, err)
	}
	found, total, err = store.FindRows[domain.InvoiceLine](t.Context(), s, domain.RowFilter{Page: domain.PageRequest{Limit: 1}})
	if err != nil || total != 2 || len(found) != 1 {
		t.Errorf("a page of 1: %+v of %d, %v", found, total, err)
	}
}

func TestStorage_IsSampledOncePerDay(t *testing.T) {
	s := storetest.Open(t)
	conn := storetest.Connect(t, s, domain.VendorAvePoint, "Elements")
	run := storetest.Begin(t, s, conn, storetest.Now)
	record := storetest.Records(t, s, conn, storetest.Now, "Contoso")[0]
	for n := range 3 {
		rows := domain.Rows{Storage: []domain.Storage{{Key: "st", Service: "M365", Consumed: &million}}}
		p := rowsPage(run, record, "storage", storetest.Now.Add(time.Duration(n)*13*time.Hour), rows, domain.KindStorage)
		p.Hash = "the same"
		storetest.Save(t, s, p)
	}
	days := column(t, s, "SELECT day || ' ' || consumed FROM storage_days ORDER BY day")
	if want := fmt.Sprint([]string{
		string(domain.DateOf(storetest.Now)) + " 1000000", string(domain.DateOf(storetest.Now.Add(26*time.Hour))) + " 1000000",
	}); fmt.Sprint(days) != want {
		t.Errorf("samples %v, want %s", days, want)
	}
}
