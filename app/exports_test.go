package app_test

import (
	"bytes"
	"io"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// priced is a folder with synced customers, four of whose subscriptions have prices typed in: two of one customer.
func priced(t *testing.T) (*app.App, []domain.SubscriptionRow) {
	t.Helper()
	a := startRead(t, twoVendors...)
	page, err := a.Subscriptions.List(t.Context(), domain.SubscriptionFilter{Page: domain.PageRequest{Sort: "customer"}})
	if err != nil {
		t.Fatal(err)
	}
	var chosen []domain.SubscriptionRow
	for i, row := range page.Items {
		if len(chosen) == 0 && i+1 < len(page.Items) && page.Items[i+1].CustomerID == row.CustomerID {
			chosen = page.Items[i : i+2 : i+2]
		} else if len(chosen) >= 2 && len(chosen) < 4 && row.Customer != chosen[0].Customer {
			chosen = append(chosen, row)
		}
	}
	for i, price := range [][3]string{{"5.105", "EUR", "month"}, {"7", "EUR", "month"}, {"100", "EUR", "year"}, {"9.99", "USD", "month"}} {
		result, err := a.Subscriptions.Type(t.Context(), []int64{chosen[i].ID},
			domain.Typed{UnitPrice: &price[0], Currency: &price[1], PricePeriod: &price[2]})
		if err != nil || result.Saved != 1 {
			t.Fatalf("typing gave %+v (%v)", result, err)
		}
	}
	return a, chosen
}

func TestExports_BillingWorkbook(t *testing.T) {
	a, chosen := priced(t)
	path := filepath.Join(t.TempDir(), "billing.xlsx")
	lines, err := a.Exports.Save(t.Context(), path, app.ExportRequest{Kind: app.ExportBilling, Format: app.FormatXLSX, Language: "en"})
	if err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(path, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows, err := book.GetRows("Billing")
	if err != nil {
		t.Fatal(err)
	}
	column := func(row []string, heading string) string {
		if at := slices.Index(rows[0], heading); at >= 0 && at < len(row) {
			return row[at]
		}
		return ""
	}
	var amounts, noPrice int
	labels := map[string][]string{}
	for _, row := range rows[1:] {
		if label := column(row, "Customer"); column(row, "No.") == "" {
			labels[label] = append(labels[label], column(row, "Amount"))
			continue
		}
		switch {
		case column(row, "Amount") != "":
			amounts++
		case column(row, "Source of price") == "No price known" && column(row, "Unit price") == "":
			noPrice++
		}
	}
	if amounts != 4 || noPrice != lines-4 {
		t.Errorf("%d lines have an amount and %d say that no price is known, of %d", amounts, noPrice, lines)
	}
	if got := labels["Subtotal "+chosen[0].Customer]; len(got) != 1 {
		t.Errorf("%s has the subtotals %v, want one in euros a month: %v", chosen[0].Customer, got, labels)
	}
	for _, total := range []string{"Sum of these rows, EUR per month", "Sum of these rows, EUR per year", "Sum of these rows, USD per month"} {
		if len(labels[total]) != 1 {
			t.Errorf("there are %d lines %q, want 1: %v", len(labels[total]), total, labels)
		}
	}
	cover, err := book.GetRows("Overview")
	for _, text := range []string{"SAMPLE DATA", "Expired and deleted subscriptions keep their line and price"} {
		if err != nil || !strings.Contains(strings.Join(slices.Concat(cover...), "|"), text) {
			t.Errorf("the cover does not say %q (%v)", text, err)
		}
	}
}

func TestExports_CustomersWorkbookInGerman(t *testing.T) {
	a, _ := priced(t)
	req := app.ExportRequest{Kind: app.ExportCustomers, Format: app.FormatXLSX, Language: "de"}
	book := workbook(t, a, req)
	if got := book.GetSheetList(); len(got) != 3 || got[1] != "Kunden" {
		t.Fatalf("the sheets are %v", got)
	}
	customers, err := a.Customers.List(t.Context(), domain.CustomerFilter{})
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Kunden")
	if err != nil || len(rows) != customers.Total+1 {
		t.Errorf("%d rows (%v) for %d customers", len(rows), err, customers.Total)
	}
	if name, err := a.Exports.FileName(t.Context(), req); err != nil || !strings.HasPrefix(name, "tenantry-customers-2") {
		t.Errorf("the file would be called %q (%v)", name, err)
	}
}

func TestExports_OneCustomerOneFamily(t *testing.T) {
	a, chosen := priced(t)
	req := app.ExportRequest{
		Kind: app.ExportBilling, Format: app.FormatCSV, CustomerID: chosen[0].CustomerID, Family: chosen[0].Family, Language: "en",
	}
	var file bytes.Buffer
	lines, err := a.Exports.Write(t.Context(), &file, req)
	if err != nil || lines == 0 {
		t.Fatalf("%d lines (%v)", lines, err)
	}
	if strings.Contains(file.String(), chosen[2].Customer) {
		t.Errorf("the file about %s also names %s", chosen[0].Customer, chosen[2].Customer)
	}
	name, err := a.Exports.FileName(t.Context(), req)
	if err != nil || !strings.Contains(name, string(chosen[0].Family)) || strings.ContainsAny(name, `/\:*?"<>|'`) {
		t.Errorf("the file would be called %q (%v)", name, err)
	}
}

// TestExports_NamesOfCSVFilesTellThatRowsAreMissing: a workbook says so on its cover.
func TestExports_NamesOfCSVFilesTellThatRowsAreMissing(t *testing.T) {
	whole, partly := startRead(t, twoVendors...), start(t, t.TempDir(), nil)
	_, url := vendors(t, sandbox.Options{Customers: 3})
	if _, err := partly.Connections.ConnectSandbox(t.Context(), url); err != nil { // and nothing is read yet
		t.Fatal(err)
	}
	for _, kind := range []app.ExportKind{app.ExportCustomers, app.ExportBilling, app.ExportCalendar} {
		for _, test := range []struct {
			a       *app.App
			format  app.ExportFormat
			partial bool
		}{{whole, app.FormatCSV, false}, {partly, app.FormatCSV, true}, {partly, app.FormatXLSX, false}} {
			name, err := test.a.Exports.FileName(t.Context(), app.ExportRequest{Kind: kind, Format: test.format})
			if err != nil || strings.Contains(name, "-partial.") != test.partial {
				t.Errorf("%s is called %q (%v)", kind, name, err)
			}
		}
	}
}

// TestExports_DaysAreWrittenAsChosen: the texts of every file follow the settings, in the language asked for.
func TestExports_DaysAreWrittenAsChosen(t *testing.T) {
	a := startRead(t, twoVendors...)
	settings, err := a.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.DateFormat, settings.TimeFormat, settings.TimeZone = domain.DateMonth, domain.Time12, "America/New_York"
	if _, err := a.Settings.Save(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	const day, moment = `(0\d|1[0-2])/[0-3]\d/20\d\d`, ` \d{1,2}:\d\d [AP]M`
	for name, test := range map[string]struct {
		req  app.ExportRequest
		want string
	}{
		"customers": {app.ExportRequest{Kind: app.ExportCustomers, Format: app.FormatCSV, Language: "de"}, `;` + day + moment + `(;|\r)`},
		"billing":   {app.ExportRequest{Kind: app.ExportBilling, Format: app.FormatCSV, Language: "nb"}, `;` + day + `;`},
		"calendar":  {app.ExportRequest{Kind: app.ExportCalendar, Format: app.FormatICS, Language: "en"}, day + moment},
	} {
		var file bytes.Buffer
		if _, err := a.Exports.Write(t.Context(), &file, test.req); err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(test.want).Match(file.Bytes()) {
			t.Errorf("%s: no day is written as %s", name, test.want)
		}
		if found := regexp.MustCompile(`[^-\d]([0-3]\d\.[01]\d\.20\d\d|20\d\d-[01]\d-[0-3]\d)`).Find(file.Bytes()); found != nil {
			t.Errorf("%s: %s is written in another way", name, found)
		}
	}
}

func TestExports_RefusedRequests(t *testing.T) {
	a := start(t, t.TempDir(), nil)
	for key, req := range map[string]app.ExportRequest{
		"export_kind":   {Kind: "invoices", Format: app.FormatCSV},
		"export_format": {Kind: app.ExportBilling, Format: "pdf"},
		"not_found":     {Kind: app.ExportBilling, Format: app.FormatCSV, CustomerID: 7},
	} {
		_, err := a.Exports.Write(t.Context(), io.Discard, req)
		requireKey(t, err, key)
	}
}

func TestExports_OfOperations_HoldWhatTheListShows(t *testing.T) {
	a := startRead(t)
	for kind, filter := range map[app.ExportKind]app.ExportFilter{
		app.ExportOperations:      {Sort: "failed_jobs", Desc: true},
		app.ExportJobs:            {Outcomes: []domain.Outcome{domain.OutcomeFailed}, Sort: "customer"},
		app.ExportServiceRequests: {State: "open"},
		app.ExportServiceStates:   {Trouble: true},
		app.ExportIncidents:       {State: "closed"},
		app.ExportStorage:         {Level: domain.LevelService, Sort: "consumed", Desc: true},
	} {
		var file bytes.Buffer
		rows, err := a.Exports.Write(t.Context(), &file, app.ExportRequest{Kind: kind, Format: app.FormatCSV, Language: "de", Filter: filter})
		if err != nil || rows == 0 {
			t.Errorf("%s: %d rows, %v", kind, rows, err)
		}
		head, _, _ := strings.Cut(file.String(), "\n")
		if strings.Contains(head, "row.") || strings.Contains(head, "workbook.") || strings.Contains(head, "column.") {
			t.Errorf("%s: a heading has no text: %s", kind, head)
		}
		if want := listed(t, a, kind, filter); rows != want {
			t.Errorf("%s: %d rows in the file, %d in the list", kind, rows, want)
		}
		if _, err := a.Exports.Write(t.Context(), io.Discard, app.ExportRequest{Kind: kind, Format: app.FormatXLSX, Filter: filter}); err != nil {
			t.Errorf("%s as a workbook: %v", kind, err)
		}
	}
}

// listed counts the rows of the list that an export is of.
func listed(t *testing.T, a *app.App, kind app.ExportKind, f app.ExportFilter) int {
	t.Helper()
	open := f.State == "open"
	req := app.RowRequest{RowFilter: domain.RowFilter{Counted: true, Outcomes: f.Outcomes, Trouble: f.Trouble, Level: f.Level}}
	if f.State != "" {
		req.Open = &open
	}
	total := 0
	var err error
	switch kind {
	case app.ExportOperations:
		var page app.OperationsPage
		page, err = a.Operations.List(t.Context(), app.OperationsRequest{})
		total = page.Total
	case app.ExportJobs:
		total, err = totalOf[domain.Job](t, a, req)
	case app.ExportServiceRequests:
		total, err = totalOf[domain.ServiceRequest](t, a, req)
	case app.ExportServiceStates:
		total, err = totalOf[domain.ServiceState](t, a, req)
	case app.ExportIncidents:
		total, err = totalOf[domain.Incident](t, a, req)
	case app.ExportStorage:
		total, err = totalOf[domain.Storage](t, a, req)
	}
	if err != nil {
		t.Fatal(err)
	}
	return total
}

func totalOf[T domain.Keyed](t *testing.T, a *app.App, req app.RowRequest) (int, error) {
	t.Helper()
	page, err := app.FindRows[T](t.Context(), a, req)
	return page.Total, err
}

// workbook writes an export and opens it as a workbook.
func workbook(t *testing.T, a *app.App, req app.ExportRequest) *excelize.File {
	t.Helper()
	var file bytes.Buffer
	if _, err := a.Exports.Write(t.Context(), &file, req); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(&file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return book
}

// coverTexts gives what the cover of a workbook says.
func coverTexts(t *testing.T, a *app.App, req app.ExportRequest) string {
	t.Helper()
	book := workbook(t, a, req)
	rows, err := book.GetRows(book.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(slices.Concat(rows...), "|")
}

// TestExports_GoneCustomersSaySo: beside those that are still there, a gone customer is told apart.
func TestExports_GoneCustomersSaySo(t *testing.T) {
	a := startRead(t, twoVendors...)
	page, err := a.Customers.List(t.Context(), domain.CustomerFilter{Page: domain.PageRequest{Limit: 1}})
	if err != nil {
		t.Fatal(err)
	}
	execute(t, a, "UPDATE customers SET gone_at = '2026-10-01T00:00:00.000Z' WHERE id = ?", page.Items[0].ID)
	var gone []string
	for _, row := range written(t, a, app.ExportRequest{Kind: app.ExportCustomers, Filter: app.ExportFilter{Gone: true}}) {
		if row["Gone since"] != "" {
			gone = append(gone, row["Name"])
		}
	}
	if len(gone) != 1 || gone[0] != page.Items[0].Name {
		t.Errorf("%v are gone, want %s", gone, page.Items[0].Name)
	}
}

// TestExports_NameCountries: a file says the country as the screen does, in its own language; imports take names, too.
func TestExports_NameCountries(t *testing.T) {
	a := startRead(t, twoVendors...)
	page, err := a.Customers.List(t.Context(), domain.CustomerFilter{Page: domain.PageRequest{Limit: 1}})
	if err != nil {
		t.Fatal(err)
	}
	execute(t, a, "UPDATE customers SET country = 'CH' WHERE id = ?", page.Items[0].ID)
	for _, kind := range []app.ExportKind{app.ExportCustomers, app.ExportOperations} {
		rows := written(t, a, app.ExportRequest{Kind: kind})
		named := slices.ContainsFunc(rows, func(row map[string]string) bool { return row["Country"] == "Switzerland" })
		if coded := slices.ContainsFunc(rows, func(row map[string]string) bool { return len(row["Country"]) == 2 }); coded || !named {
			t.Errorf("%s: a country is a code (%v), Switzerland is named (%v)", kind, coded, named)
		}
	}
}

// TestExports_NarrowedCustomers_TellOfNobodyElse: the second sheet has the subscriptions of the customers on the first, and the
// cover says what both are narrowed down to.
func TestExports_NarrowedCustomers_TellOfNobodyElse(t *testing.T) {
	a := startRead(t)
	all, err := a.Customers.List(t.Context(), domain.CustomerFilter{Page: domain.PageRequest{Sort: "subscriptions", Desc: true}})
	if err != nil {
		t.Fatal(err)
	}
	name := all.Items[0].Name
	for filter, want := range map[*app.ExportFilter]string{
		{Search: name}: "Suche „" + name + "“",
		{CustomerQuery: ofVendors(domain.VendorWebex), Except: []string{"vendors"}, Where: []string{"bought:from:1000.5", "name:not_contains:x"}}: "Anbieter, nicht: Cisco Webex · " +
			"Gekaufte Lizenzen mindestens 1.000,5 · Name enthält nicht x",
		{Figure: "expiring", Gone: true, CustomerQuery: domain.CustomerQuery{Statuses: []domain.CustomerStatus{domain.CustomerTrial, domain.CustomerActive}}}: "Laufen bald ab · " +
			"Status: Testphase oder Abonnement · Auch Entfallenes",
	} {
		book := workbook(t, a, app.ExportRequest{Kind: app.ExportCustomers, Format: app.FormatXLSX, Language: "de", Filter: *filter})
		sheets := book.GetSheetList()
		listed, lines := idsOn(t, book, sheets[1]), idsOn(t, book, sheets[2])
		for id := range lines {
			if !listed[id] {
				t.Errorf("%s: a subscription of customer %s, who is not listed", want, id)
			}
		}
		if filter.Search != "" && (len(listed) == 0 || len(listed) > 3 || len(lines) == 0) {
			t.Errorf("%d customers, subscriptions of %d", len(listed), len(lines))
		}
		if got := factOn(t, book, sheets[0], "Eingegrenzt auf"); got != want {
			t.Errorf("narrowed down to %q, want %q", got, want)
		}
	}
	whole := workbook(t, a, app.ExportRequest{Kind: app.ExportCustomers, Format: app.FormatXLSX, Language: "de"})
	if got := factOn(t, whole, whole.GetSheetList()[0], "Eingegrenzt auf"); got != "" {
		t.Errorf("the whole list is narrowed down to %q", got)
	}
}

// TestExports_OfOneCustomer_CountOnlyItsDataSets: a file about one customer says how complete that one's data are.
func TestExports_OfOneCustomer_CountOnlyItsDataSets(t *testing.T) {
	a := startRead(t)
	all, err := a.Customers.List(t.Context(), domain.CustomerFilter{Page: domain.PageRequest{Sort: "subscriptions", Desc: true}})
	if err != nil {
		t.Fatal(err)
	}
	book := workbook(t, a, app.ExportRequest{Kind: app.ExportBilling, Format: app.FormatXLSX, Language: "en", CustomerID: all.Items[0].ID})
	rows, err := book.GetRows(book.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	datasets := 0
	for _, row := range rows {
		if len(row) > 1 && strings.Contains(row[0], ": ") {
			datasets++
			if !strings.HasPrefix(row[1], "The one record ") {
				t.Errorf("%s: %s", row[0], row[1])
			}
		}
	}
	if datasets == 0 {
		t.Error("no data set is told")
	}
}

// idsOn are the customers on a sheet, by the numbers in its first column.
func idsOn(t *testing.T, book *excelize.File, sheet string) map[string]bool {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, row := range rows[1:] {
		if len(row) > 0 && row[0] != "" {
			ids[row[0]] = true
		}
	}
	return ids
}

func factOn(t *testing.T, book *excelize.File, sheet, label string) string {
	t.Helper()
	rows, err := book.GetRows(sheet)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if len(row) > 1 && row[0] == label {
			return row[1]
		}
	}
	return ""
}
