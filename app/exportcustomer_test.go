package app_test

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/language"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// fourVendors is a folder with synced customers of all vendors.
func fourVendors(t *testing.T) (*app.App, []domain.CustomerRow) {
	t.Helper()
	a := startRead(t)
	page, err := a.Customers.List(t.Context(), domain.CustomerFilter{})
	if err != nil {
		t.Fatal(err)
	}
	return a, page.Items
}

// leavePeopleOut switches personal data off.
func leavePeopleOut(t *testing.T, a *app.App) {
	t.Helper()
	settings, err := a.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings.NoPersonalData = true
	if _, err := a.Settings.Save(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
}

// saveCustomerFile writes the workbook of a customer and opens it.
func saveCustomerFile(t *testing.T, a *app.App, id int64, lang string) (string, *excelize.File) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "one.xlsx")
	req := app.ExportRequest{Kind: app.ExportCustomer, Format: app.FormatXLSX, CustomerID: id, Language: lang}
	if _, err := a.Exports.Save(t.Context(), path, req); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	return path, book
}

// linesOf counts the rows of a sheet below its headings, 0 for one that is not there.
func linesOf(t *testing.T, book *excelize.File, sheet string) int {
	t.Helper()
	if !slices.Contains(book.GetSheetList(), sheet) {
		return 0
	}
	rows, err := book.GetRows(sheet)
	if err != nil || len(rows) == 0 {
		t.Fatalf("sheet %s has %d rows (%v)", sheet, len(rows), err)
	}
	for _, heading := range rows[0] {
		for _, key := range []string{"column.", "row.", "workbook.", "customer.", "filter.", "exclusion."} {
			if strings.HasPrefix(heading, key) {
				t.Errorf("sheet %s: a heading has no text: %s", sheet, heading)
			}
		}
	}
	return len(rows) - 1
}

// TestExports_CustomerFile_HasTheRowsOfThePage: each sheet has as many rows as the part of the customer's page, for every
// customer of four vendors.
func TestExports_CustomerFile_HasTheRowsOfThePage(t *testing.T) {
	if storetest.Race {
		t.Skip("writes a workbook per customer: done without the race detector")
	}
	a, customers := fourVendors(t)
	texts := language.New("en")
	filled := map[string]int{}
	for _, customer := range customers {
		detail, err := a.Customers.Get(t.Context(), customer.ID)
		if err != nil {
			t.Fatal(err)
		}
		activity, err := a.Customers.Activity(t.Context(), customer.ID)
		if err != nil {
			t.Fatal(err)
		}
		trials := 0
		for _, s := range detail.SubscriptionRows {
			if s.Trial != nil && *s.Trial {
				trials++
			}
		}
		want := map[string]int{
			"Subscriptions": len(detail.SubscriptionRows) - trials, "Trials": trials, "Licences by product": len(detail.Pools),
			"Activity": len(activity), "Tags": len(detail.Tags), "Known at the vendors as": len(detail.Records),
		}
		for kind, count := range countersOfKinds {
			if want[texts.Text("kind."+string(kind), nil)], err = count(t, a, app.RowRequest{RowFilter: domain.RowFilter{Scope: domain.Scope{CustomerID: customer.ID}}}); err != nil {
				t.Fatal(err)
			}
		}
		_, book := saveCustomerFile(t, a, customer.ID, "en")
		for sheet, n := range want {
			if got := linesOf(t, book, sheet); got != n {
				t.Errorf("%s, %s: %d rows in the file, %d on the page", customer.Name, sheet, got, n)
			}
			filled[sheet] += n
		}
	}
	for _, sheet := range []string{"Subscriptions", "Trials", "Licences by product", "People", "Our administrators", "Jobs", "Storage",
		"Service health", "Service requests", "Invoice lines", "Activity", "Tags", "Delegated administration", "Portal links"} {
		if filled[sheet] == 0 {
			t.Errorf("no customer has anything on sheet %s: %v", sheet, filled)
		}
	}
}

var countersOfKinds = map[domain.Kind]func(*testing.T, *app.App, app.RowRequest) (int, error){
	domain.KindProfiles: totalOf[domain.Profile], domain.KindPeople: totalOf[domain.Person],
	domain.KindAdministrators: totalOf[domain.Administrator], domain.KindRelationships: totalOf[domain.Relationship],
	domain.KindLinks: totalOf[domain.Link], domain.KindServiceStates: totalOf[domain.ServiceState],
	domain.KindIncidents: totalOf[domain.Incident], domain.KindServiceRequests: totalOf[domain.ServiceRequest],
	domain.KindJobs: totalOf[domain.Job], domain.KindStorage: totalOf[domain.Storage], domain.KindUsage: totalOf[domain.Usage],
	domain.KindScanProfiles: totalOf[domain.ScanProfile], domain.KindRisks: totalOf[domain.Risk],
	domain.KindErasures: totalOf[domain.Erasure], domain.KindOrders: totalOf[domain.Order],
	domain.KindAgreements: totalOf[domain.Agreement], domain.KindInvoices: totalOf[domain.Invoice],
	domain.KindInvoiceLines: totalOf[domain.InvoiceLine], domain.KindSubPartners: totalOf[domain.SubPartner],
	domain.KindDocuments: totalOf[domain.Document],
}

func TestExports_CustomerFile_KnowsEveryKind(t *testing.T) {
	for _, kind := range store.RowKinds() {
		if countersOfKinds[kind] == nil {
			t.Errorf("the test does not count %s", kind)
		}
	}
}

// TestExports_CustomerFile_MarksWhatWasTypedIn: of a term, a price and a fact about the customer.
func TestExports_CustomerFile_MarksWhatWasTypedIn(t *testing.T) {
	a, customers := fourVendors(t)
	at := slices.IndexFunc(customers, func(c domain.CustomerRow) bool { // the first of which no source gives a phone number
		if c.Subscriptions == 0 {
			return false
		}
		_, err := a.Customers.TypeFact(t.Context(), c.ID, "phone", "+47 22 00 00 00")
		return err == nil
	})
	if at < 0 {
		t.Fatal("sources give every customer's phone number")
	}
	customer := customers[at]
	detail, err := a.Customers.Get(t.Context(), customer.ID)
	if err != nil {
		t.Fatal(err)
	}
	price, currency, period := "5.105", "EUR", "month"
	_, err = a.Subscriptions.Type(t.Context(), []int64{detail.SubscriptionRows[0].ID}, domain.Typed{UnitPrice: &price, Currency: &currency, PricePeriod: &period})
	if err != nil {
		t.Fatal(err)
	}
	_, book := saveCustomerFile(t, a, customer.ID, "en")
	all := ""
	for _, sheet := range []string{"Details", "Subscriptions", "Trials"} {
		rows, err := book.GetRows(sheet)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			all += strings.Join(row, "|") + "\n"
		}
	}
	year := time.Now().Format("2006-")
	for _, line := range []string{"Phone|+47 22 00 00 00|Typed in|" + year, "|5.105 EUR|per month|Typed in|" + year, "|Unit price: " + year} {
		if !strings.Contains(all, line) {
			t.Errorf("no line has %q:\n%s", line, all)
		}
	}
}

// TestExports_CustomerFile_WithoutPersonalData: people are neither in it nor said to be none.
func TestExports_CustomerFile_WithoutPersonalData(t *testing.T) {
	a, customers := fourVendors(t)
	leavePeopleOut(t, a)
	_, book := saveCustomerFile(t, a, customers[0].ID, "de")
	cover, err := book.GetRows("Übersicht")
	if text := strings.Join(slices.Concat(cover...), "|"); err != nil || !strings.Contains(text, "Daten über Personen weder gelesen noch aufbewahrt") ||
		!strings.Contains(text, "Gelesen ") {
		t.Errorf("the cover says %s (%v)", text, err)
	}
	if slices.Contains(book.GetSheetList(), "Personen") {
		t.Errorf("the sheets are %v", book.GetSheetList())
	}
}

const countByOpenpyxl = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
print(json.dumps({name: sum(1 for _ in book[name].iter_rows(values_only=True)) for name in book.sheetnames}))
`

// TestExports_CustomerFile_OthersReadIt: openpyxl and LibreOffice find every sheet with every row.
func TestExports_CustomerFile_OthersReadIt(t *testing.T) {
	if storetest.Race {
		t.Skip("other programs are no matter of the race detector")
	}
	a, customers := fourVendors(t)
	path, book := saveCustomerFile(t, a, customers[0].ID, "en")
	t.Run("openpyxl", func(t *testing.T) {
		python := "/usr/bin/python3" // Debian's, which has the package python3-openpyxl
		if err := exec.Command(python, "-c", "import openpyxl").Run(); err != nil {
			t.Skipf("%s has no openpyxl (package python3-openpyxl): %v", python, err)
		}
		out, err := exec.Command(python, "-c", countByOpenpyxl, path).Output()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		counts := map[string]int{}
		if err := json.Unmarshal(out, &counts); err != nil {
			t.Fatal(err)
		}
		for _, sheet := range book.GetSheetList()[1:] {
			if got, want := counts[sheet], linesOf(t, book, sheet)+1; got != want {
				t.Errorf("sheet %s has %d rows, want %d", sheet, got, want)
			}
		}
	})
	t.Run("LibreOffice", func(t *testing.T) {
		office, err := exec.LookPath("soffice")
		if testing.Short() || err != nil {
			t.Skip("LibreOffice (package libreoffice-calc) takes long to start, or is not installed")
		}
		folder := t.TempDir()
		out, err := exec.Command(office, "--headless", "-env:UserInstallation=file://"+t.TempDir(), "--convert-to",
			"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1", "--outdir", folder, path).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		files, err := filepath.Glob(filepath.Join(folder, "one-*.csv"))
		if err != nil || len(files) != len(book.GetSheetList()) {
			t.Errorf("LibreOffice found %d sheets of %d (%v)", len(files), len(book.GetSheetList()), err)
		}
	})
}

func TestExports_CustomerFile_Refused(t *testing.T) {
	a, customers := fourVendors(t)
	for _, req := range []app.ExportRequest{
		{Kind: app.ExportCustomer, Format: app.FormatXLSX},
		{Kind: app.ExportCustomer, Format: app.FormatCSV, CustomerID: customers[0].ID},
	} {
		_, err := a.Exports.FileName(t.Context(), req)
		requireKey(t, err, "export_customer")
	}
	name, err := a.Exports.FileName(t.Context(), app.ExportRequest{Kind: app.ExportCustomer, Format: app.FormatXLSX, CustomerID: customers[0].ID})
	if want := fmt.Sprintf("tenantry-customer-%.4s", customers[0].Name); err != nil || !strings.HasPrefix(name, want) || !strings.HasSuffix(name, ".xlsx") {
		t.Errorf("the file would be called %q (%v)", name, err)
	}
}
