package microsoft_test

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	reportServices = "getOffice365ServicesUserCounts(period='D30')"
	reportDays     = "getOffice365ActiveUserCounts(period='D30')"
	reportDetail   = "getOffice365ActiveUserDetail(period='D30')"

	servicesCSV = "\ufeffReport Refresh Date,Exchange Active,Exchange Inactive,Office 365 Active,Office 365 Inactive,Report Period\n2026-08-10,11,1,11,,30\n"
	daysCSV     = "Report Refresh Date,Office 365,Exchange,Report Date,Report Period\n2026-08-10,11,10,2026-08-10,30\n2026-08-10,10,9,2026-08-09,30\n"
	detailHead  = "Report Refresh Date,User Principal Name,Display Name,Is Deleted,Exchange Last Activity Date,Teams Last Activity Date,Assigned Products\n"
	detailCSV   = detailHead +
		"2026-08-10,J.Petersen@nordhafen.example,Jana Petersen,False,2026-08-09,2026-07-01,A+B\n" +
		"2026-08-10,late@nordhafen.example,Late,False,2026-07-20,,A\n" +
		"2026-08-10,gone,Gone,True,2026-08-09,,\n"
)

// reportsAPI is Graph of the global cloud with usage reports in a store of its own.
func reportsAPI(csvs map[string]string) *api {
	a := newAPI()
	a.fields["graph_url"] = "https://graph.microsoft.com/graph/v1.0"
	for _, function := range []string{reportServices, reportDays, reportDetail} {
		a.bodies["/store/"+function] = csvs[function]
		a.moved["/graph/v1.0/reports/"+function] = "https://reports.example/store/" + strings.ReplaceAll(function, "'", "%27") + "?sig=let-me-in-0123456789"
	}
	a.bodies[pathSkus] = `{"value":[
		{"skuId":"A","skuPartNumber":"MAIL","servicePlans":[{"servicePlanName":"EXCHANGE_S_STANDARD"}]},
		{"skuId":"B","skuPartNumber":"VISIOCLIENT","servicePlans":[{"servicePlanName":"EXCHANGE_S_FOUNDATION"},{"servicePlanName":"ONEDRIVE_BASIC"}]}]}`
	a.bodies[pathUsers] = `{"value":[
		{"id":"1","userPrincipalName":"j.petersen@nordhafen.example","assignedLicenses":[{"skuId":"a"},{"skuId":"b"}]},
		{"id":"2","userPrincipalName":"late@nordhafen.example","assignedLicenses":[{"skuId":"a"}]},
		{"id":"3","userPrincipalName":"never@nordhafen.example","assignedLicenses":[{"skuId":"a"}]}]}`
	return a
}

func allReports() map[string]string {
	return map[string]string{reportServices: servicesCSV, reportDays: daysCSV, reportDetail: detailCSV}
}

func readUsage(t *testing.T, a *api) ([]domain.Usage, error) {
	t.Helper()
	rows, err := readDataset(t, dataset(t, a.open(t), "usage"), domain.Record{VendorID: customer})
	return rows.Usage, err
}

func TestUsage_IsTranslated(t *testing.T) {
	a := reportsAPI(allReports())
	got, err := readUsage(t, a)
	if err != nil {
		t.Fatal(err)
	}
	usage := func(product, metric, period string, day domain.Date, n int64) domain.Usage {
		return domain.Usage{Key: product + "|" + metric + "|" + period + "|" + string(day), Product: product, Metric: metric, Period: period, Day: day, Value: n}
	}
	week, month := usage("a", "active", "P7D", "2026-08-10", 1), usage("a", "active", "P30D", "2026-08-10", 2)
	week.Product, month.Product, week.ProductKey, month.ProductKey = "MAIL", "MAIL", "a", "a"
	want := []domain.Usage{
		usage("Exchange", "active", "P30D", "2026-08-10", 11), usage("Exchange", "inactive", "P30D", "2026-08-10", 1),
		usage("Office 365", "active", "P30D", "2026-08-10", 11), // the empty cell is not a zero
		usage("Office 365", "active", "P1D", "2026-08-10", 11), usage("Exchange", "active", "P1D", "2026-08-10", 10),
		usage("Office 365", "active", "P1D", "2026-08-09", 10), usage("Exchange", "active", "P1D", "2026-08-09", 9),
		week, month,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if slices.Contains(a.shown, "reports.example") || !slices.Contains(a.hosts, "reports.example") {
		t.Errorf("tokens were shown to %v", a.shown)
	}
}

// TestUsage_NotKnown_IsNoZero: what cannot be told is left out.
func TestUsage_NotKnown_IsNoZero(t *testing.T) {
	concealed := strings.ReplaceAll(detailCSV, "late@nordhafen.example", "9A2F4C0E9B1D4F0A8F5E2D9E6B7A1C33")
	for name, change := range map[string]func(*api){
		"concealed names": func(a *api) { a.bodies["/store/"+reportDetail] = concealed },
		"no row":          func(a *api) { a.bodies["/store/"+reportDetail] = detailHead },
		"no people":       func(a *api) { a.status[pathUsers] = http.StatusForbidden },
		"no products":     func(a *api) { a.status[pathSkus] = http.StatusForbidden },
		"no detail": func(a *api) {
			delete(a.moved, "/graph/v1.0/reports/"+reportDetail)
			a.status["/graph/v1.0/reports/"+reportDetail] = http.StatusForbidden
		},
	} {
		a := reportsAPI(allReports())
		change(a)
		got, err := readUsage(t, a)
		known := slices.ContainsFunc(got, func(u domain.Usage) bool { return u.ProductKey != "" })
		if err != nil || known || len(got) != 7 {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func TestUsage_NoLicenceForIt_IsNothingToTell(t *testing.T) {
	a := reportsAPI(nil)
	clear(a.moved)
	for _, function := range []string{reportServices, reportDays, reportDetail} {
		a.status["/graph/v1.0/reports/"+function] = http.StatusNotFound
		a.bodies["/graph/v1.0/reports/"+function] = `{"error":{"code":"UnknownError","message":"Request not applicable to target tenant."}}`
	}
	if got, err := readUsage(t, a); err != nil || len(got) != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestUsage_Refused_SaysWhatIsMissing(t *testing.T) {
	a := reportsAPI(nil)
	clear(a.moved)
	a.status["/graph/v1.0/reports/"+reportServices] = http.StatusForbidden
	_, err := readUsage(t, a)
	var refusal *connector.Refusal
	if !errors.As(err, &refusal) || refusal.Key != "reports_rights_missing" || refusal.Customer {
		t.Errorf("got %v", err)
	}
}

func TestUsage_NotAsDocumented_IsMalformed(t *testing.T) {
	for _, c := range []struct{ function, body string }{
		{reportServices, ""},
		{reportServices, "<html>busy</html>"},
		{reportServices, strings.Replace(servicesCSV, ",11,", ",many,", 1)},
		{reportServices, strings.Replace(servicesCSV, ",11,", ",-1,", 1)},
		{reportServices, servicesCSV[:len(servicesCSV)-5]},
		{reportDays, strings.Replace(daysCSV, "2026-08-09", "soon", 1)},
		{reportDays, strings.Replace(daysCSV, "2026-08-09", "", 1)},
		{reportDetail, strings.Replace(detailCSV, "2026-07-20", "lately", 1)},
	} {
		a := reportsAPI(allReports())
		a.bodies["/store/"+c.function] = c.body
		var malformed *connector.Malformed
		if _, err := readUsage(t, a); !errors.As(err, &malformed) {
			t.Errorf("%q was read: %v", c.body, err)
		} else if strings.Contains(malformed.Excerpt+err.Error(), "Petersen") || strings.Contains(err.Error(), "let-me-in") {
			t.Errorf("%q: says too much: %v %s", c.body, err, malformed.Excerpt)
		}
	}
}

func TestUsage_LinkToNowhereSafe_IsNotFollowed(t *testing.T) {
	for _, link := range []string{"http://reports.example/x.csv", "ftp://reports.example/x.csv", "/x.csv", "https://me@reports.example/x.csv"} {
		a := reportsAPI(allReports())
		a.moved["/graph/v1.0/reports/"+reportServices] = link
		var malformed *connector.Malformed
		if _, err := readUsage(t, a); !errors.As(err, &malformed) || slices.Contains(a.hosts, "reports.example") {
			t.Errorf("%s: %v", link, err)
		}
	}
}

func TestPeople_WereLastActive_WhereTheReportNamesThem(t *testing.T) {
	for name, c := range map[string]struct {
		csv  string
		want domain.Date
	}{
		"named":     {detailCSV, "2026-08-09"},
		"concealed": {strings.ReplaceAll(detailCSV, "J.Petersen@nordhafen.example", "9A2F4C0E9B1D4F0A8F5E2D9E6B7A1C33"), ""},
	} {
		a := reportsAPI(map[string]string{reportDetail: c.csv})
		rows, err := readDataset(t, dataset(t, a.open(t), "people"), domain.Record{VendorID: customer})
		if err != nil || len(rows.People) != 3 || rows.People[0].LastActiveOn != c.want || rows.People[2].LastActiveOn != "" {
			t.Errorf("%s: %+v, %v", name, rows.People, err)
		}
	}
}

func TestDatasets_NationalClouds_HaveNoReports(t *testing.T) {
	for _, d := range newAPI().open(t).Datasets() {
		if d.Name == "usage" || d.Name == "storage" {
			t.Error("reports are read where there are none")
		}
	}
}

func FuzzUsage(f *testing.F) {
	f.Add(servicesCSV, daysCSV, detailCSV)
	f.Add("\ufeffReport Refresh Date\n", "Report Refresh Date,\"a\nb\"\n1,2\n", detailHead+"2026-08-10,,,,,,\n")
	f.Fuzz(func(t *testing.T, services, days, detail string) {
		rows, err := readUsage(t, reportsAPI(map[string]string{reportServices: services, reportDays: days, reportDetail: detail}))
		if !known(err) {
			t.Fatalf("%v", err)
		}
		for _, u := range rows {
			if u.Key == "" || u.Product == "" || u.Day == "" || u.Value < 0 {
				t.Fatalf("%+v", u)
			}
		}
	})
}
