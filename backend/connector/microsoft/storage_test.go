package microsoft_test

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const (
	reportMailboxes  = "getMailboxUsageStorage(period='D7')"
	reportOneDrive   = "getOneDriveUsageStorage(period='D7')"
	reportSharePoint = "getSharePointSiteUsageStorage(period='D7')"

	mailboxesCSV = "\ufeffReport Refresh Date,Storage Used (Byte),Report Date,Report Period\n" +
		"2026-08-10,900,2026-08-09,7\n2026-08-10,1000,2026-08-10,7\n"
	sitesHead     = "Report Refresh Date,Site Type,Storage Used (Byte),Report Date,Report Period\n"
	oneDriveCSV   = sitesHead + "2026-08-10,OneDrive,2000,2026-08-10,7\n2026-08-10,OneDrive,1900,2026-08-09,7\n"
	sharePointCSV = sitesHead + "2026-08-10,Team site,2500,2026-08-10,7\n2026-08-10,All,3000,2026-08-10,7\n" +
		"2026-08-10,Communication site,500,2026-08-10,7\n2026-08-10,All,9999,2026-08-09,7\n"
)

// storageAPI is Graph of the global cloud with reports of storage.
func storageAPI(csvs map[string]string) *api {
	a := newAPI()
	a.fields["graph_url"] = "https://graph.microsoft.com/graph/v1.0"
	for _, function := range []string{reportMailboxes, reportOneDrive, reportSharePoint} {
		a.bodies["/store/"+function] = csvs[function]
		a.moved["/graph/v1.0/reports/"+function] = "https://reports.example/store/" + strings.ReplaceAll(function, "'", "%27") + "?sig=let-me-in-0123456789"
	}
	return a
}

func storageReports() map[string]string {
	return map[string]string{reportMailboxes: mailboxesCSV, reportOneDrive: oneDriveCSV, reportSharePoint: sharePointCSV}
}

func readStorage(t *testing.T, a *api) ([]domain.Storage, error) {
	t.Helper()
	rows, err := readDataset(t, dataset(t, a.open(t), "storage"), domain.Record{VendorID: customer})
	return rows.Storage, err
}

func stored(service string, n int64) domain.Storage {
	s := domain.Storage{Key: service, Service: service, Place: "Microsoft 365"}
	if n >= 0 {
		s.Consumed, s.ConsumedText = &n, strconv.FormatInt(n, 10)
	}
	return s
}

func TestStorage_IsThatOfTheNewestDay(t *testing.T) {
	a := storageAPI(storageReports())
	got, err := readStorage(t, a)
	if want := []domain.Storage{stored("Exchange", 1000), stored("OneDrive", 2000), stored("SharePoint", 3000)}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v, %v", got, want, err)
	}
	if slices.Contains(a.shown, "reports.example") || !slices.Contains(a.hosts, "reports.example") {
		t.Errorf("tokens were shown to %v", a.shown)
	}
}

// TestStorage_OfSites_CountsNothingTwice: types of sites are parts of all of them, and what is not told is no zero.
func TestStorage_OfSites_CountsNothingTwice(t *testing.T) {
	const unknown = -1
	for name, c := range map[string]struct {
		function, csv string
		want          int64
	}{
		"columns in another order":      {reportSharePoint, "Report Date,Storage Used (Byte),New,Site Type,Report Refresh Date\n2026-08-10,7,x,All,2026-08-10\n2026-08-10,5,x,Team site,2026-08-10\n", 7},
		"no types":                      {reportSharePoint, mailboxesCSV, 1000},
		"types alone":                   {reportSharePoint, sitesHead + "2026-08-10,Team site,5,2026-08-10,7\n2026-08-10,Other,6,2026-08-10,7\n", unknown},
		"all twice":                     {reportSharePoint, sitesHead + "2026-08-10,All,5,2026-08-10,7\n2026-08-10,All,6,2026-08-10,7\n", unknown},
		"an empty amount":               {reportSharePoint, sitesHead + "2026-08-10,All,,2026-08-10,7\n2026-08-10,All,6,2026-08-09,7\n", unknown},
		"nothing stored":                {reportSharePoint, sitesHead + "2026-08-10,All,0,2026-08-10,7\n", 0},
		"OneDrive beside all":           {reportOneDrive, sitesHead + "2026-08-10,All,9,2026-08-10,7\n2026-08-10,OneDrive,6,2026-08-10,7\n", 6},
		"all sites of OneDrive":         {reportOneDrive, sitesHead + "2026-08-10,ALL,9,2026-08-10,7\n", 9},
		"mailboxes on two of the lines": {reportMailboxes, mailboxesCSV + "2026-08-10,1001,2026-08-10,7\n", unknown},
	} {
		csvs := storageReports()
		csvs[c.function] = c.csv
		got, err := readStorage(t, storageAPI(csvs))
		service := map[string]int{reportMailboxes: 0, reportOneDrive: 1, reportSharePoint: 2}[c.function]
		if err != nil || len(got) != 3 || !reflect.DeepEqual(got[service], stored(got[service].Service, c.want)) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

// TestStorage_NoLicenceForAService_LeavesTheOthers: a customer without SharePoint has mailboxes all the same.
func TestStorage_NoLicenceForAService_LeavesTheOthers(t *testing.T) {
	a := storageAPI(storageReports())
	for _, function := range []string{reportOneDrive, reportSharePoint} {
		delete(a.moved, "/graph/v1.0/reports/"+function)
		a.status["/graph/v1.0/reports/"+function] = http.StatusNotFound
		a.bodies["/graph/v1.0/reports/"+function] = `{"error":{"code":"UnknownError","message":"Tenant does not have a SPO license."}}`
	}
	a.bodies["/store/"+reportMailboxes] = mailboxesCSV
	if got, err := readStorage(t, a); err != nil || !reflect.DeepEqual(got, []domain.Storage{stored("Exchange", 1000)}) {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestStorage_Refused_SaysWhatIsMissing(t *testing.T) {
	a := storageAPI(storageReports())
	delete(a.moved, "/graph/v1.0/reports/"+reportOneDrive)
	a.status["/graph/v1.0/reports/"+reportOneDrive] = http.StatusForbidden
	got, err := readStorage(t, a)
	var refusal *connector.Refusal
	if !errors.As(err, &refusal) || refusal.Key != "reports_rights_missing" || refusal.Customer || len(got) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestStorage_NotAsDocumented_IsMalformed(t *testing.T) {
	for _, body := range []string{
		"", "<html>busy</html>",
		strings.Replace(sharePointCSV, "3000", "much", 1),
		strings.Replace(sharePointCSV, "3000", "-3000", 1),
		strings.Replace(sharePointCSV, "3000", "99999999999999999", 1), // beyond belief
		strings.Replace(sharePointCSV, "3000,2026-08-10", "3000,soon", 1),
		strings.Replace(sharePointCSV, "3000,2026-08-10", "3000,", 1),
		strings.Replace(sharePointCSV, "Storage Used (Byte)", "Storage Used", 1),
	} {
		csvs := storageReports()
		csvs[reportSharePoint] = body
		var malformed *connector.Malformed
		if got, err := readStorage(t, storageAPI(csvs)); !errors.As(err, &malformed) || strings.Contains(err.Error(), "let-me-in") {
			t.Errorf("%q was read: %+v, %v", body, got, err)
		}
	}
}

func TestStorage_OfTheSandbox_IsTheTruth(t *testing.T) {
	s, w := start(t, sandbox.Options{Customers: 30})
	read := readAll(t, open(t, w, w.Transport))
	some := 0
	for _, c := range s.Truth().Customers {
		rows, ok := read[c.ID]
		if c.Vendor != "microsoft" || !ok {
			continue
		}
		want := c.Stored
		if slices.Contains(c.Denied, "usage") {
			want = nil
		}
		if len(rows.Storage) != len(want) {
			t.Errorf("%s: %+v, there is %v", c.Name, rows.Storage, want)
			continue
		}
		for _, row := range rows.Storage {
			some++
			if n, there := want[row.Service]; !there || row.Consumed == nil || *row.Consumed != n {
				t.Errorf("%s: %+v, there is %v", c.Name, row, want)
			}
		}
	}
	if some < 30 {
		t.Errorf("only %d services were compared", some)
	}
}

func FuzzStorage(f *testing.F) {
	f.Add(mailboxesCSV, oneDriveCSV, sharePointCSV)
	f.Add("\ufeffReport Refresh Date\n", sitesHead+"2026-08-10,All,,2026-08-10,7\n", "Report Refresh Date,\"a\nb\"\n1,2\n")
	f.Fuzz(func(t *testing.T, mailboxes, oneDrive, sharePoint string) {
		rows, err := readStorage(t, storageAPI(map[string]string{
			reportMailboxes: mailboxes, reportOneDrive: oneDrive, reportSharePoint: sharePoint,
		}))
		if !known(err) {
			t.Fatalf("%v", err)
		}
		for i, s := range rows {
			if s.Key == "" || s.Module != "" || s.Protected != nil || s.Purchased != nil || s.Consumed != nil && *s.Consumed < 0 || i > 2 {
				t.Fatalf("%+v", rows)
			}
		}
	})
}
