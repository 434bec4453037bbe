package api_test

import (
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"tenantry/app"
	"tenantry/app/api"
	"tenantry/backend/store/storetest"
)

// large opens the benchmarks' big data file behind the API. The console remembers no answers, the window does.
func large(b *testing.B, scale storetest.Scale, mode app.Mode) http.Handler {
	b.Helper()
	folder := b.TempDir()
	source, err := os.Open(storetest.Large(b, scale).Path())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = source.Close() }()
	target, err := os.Create(filepath.Join(folder, "tenantry.db"))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := io.Copy(target, source); err != nil {
		b.Fatal(err)
	}
	if err := target.Close(); err != nil {
		b.Fatal(err)
	}
	a := app.New(app.Config{DataDir: folder, Mode: mode, Logger: slog.New(slog.DiscardHandler)})
	if err := a.Start(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = a.Close() })
	return api.New(a, api.Options{Logger: a.Logger()})
}

// BenchmarkAPI asks what the pages ask: the dashboard is its figures and a year's trend.
func BenchmarkAPI(b *testing.B) {
	handler := large(b, storetest.BenchmarkScale(), app.ModeConsole)
	for name, paths := range map[string][]string{
		"Home":            {"/api/home", "/api/home?since=2026-11-01T08:00:00Z"},
		"Dashboard":       {"/api/dashboard", "/api/dashboard/trend?days=365"},
		"DashboardFamily": {"/api/dashboard?family=calling", "/api/dashboard/trend?days=365&family=calling"},
		"KPIs":            {"/api/dashboard"},
		"Trend":           {"/api/dashboard/trend?days=365"},
		"Session":         {"/api/session"},
		"Customers":       {"/api/customers?limit=100"},
		"Customers1000":   {"/api/customers?limit=1000"},
		"Search":          {"/api/customers?limit=100&search=berg"},
		"Expiring":        {"/api/customers?limit=100&figure=expiring"},
		"FilterStatus":    {"/api/customers?limit=100&statuses=expiring&statuses=trial"},
		"FilterProduct":   {"/api/customers?limit=100&products=microsoft%3A00000000-0000-4000-8000-000000000007&products=calling"},
		"FilterVendor":    {"/api/customers?limit=100&vendors=webex"},
		"FilterHealth":    {"/api/customers?limit=100&health=failed&health=attention"},
		"FilterAll":       {"/api/customers?limit=100&vendors=microsoft&types=subscription&health=failed&health=attention&countries=DE&countries=NO&managed=unknown&statuses=active"},
		"FilterTag":       {"/api/customers?limit=100&tags=nobody"},
		"SortHealth":      {"/api/customers?limit=100&sort=health"},
		"SortFailedJobs":  {"/api/customers?limit=100&sort=failed_jobs&desc=true"},
		"Choices":         {"/api/customer-choices"},
		"Subscriptions":   {"/api/subscriptions?limit=100"},
		"LineGroups":      {"/api/subscriptions/groups"},
		"PoolGroups":      {"/api/pools/groups"},
		"LinesByProduct":  {"/api/subscriptions?limit=100&sort=product"},
		"LinesByStatus":   {"/api/subscriptions?limit=100&states=suspended&states=expired"},
		"LinesByVendor":   {"/api/subscriptions?limit=100&vendors=webex"},
		"LinesBySource":   {"/api/subscriptions?limit=100&sources=typed"},
		"LinesMissing":    {"/api/subscriptions?limit=100&missing=term_end_on&sort=product"},
		"LinesByAll": {"/api/subscriptions?limit=100&vendors=microsoft&states=active&terms=P1Y&terms=unknown&at_term_end=renews" +
			"&trial=no&trial=unknown&sources=api&sources=import&missing=unit_price"},
		"PoolsByVendor": {"/api/pools?limit=100&vendors=microsoft&excluded=no"},
		"Operations":    {"/api/operations?limit=100&sort=failed_jobs&desc=true", "/api/operations/summary"},
		"Storage":       {"/api/storage?limit=100&counted=true&level=service&sort=consumed&desc=true", "/api/operations/storage-trend?days=365"},
	} {
		benchPaths(b, handler, name, paths)
	}
	for name, path := range map[string]string{
		"OperationsSummary":   "/api/operations/summary",
		"OperationsByName":    "/api/operations?limit=100",
		"OperationsByFailed":  "/api/operations?limit=100&sort=failed_jobs&desc=true",
		"OperationsFewest":    "/api/operations?limit=100&sort=failed_jobs",
		"OperationsWeek":      "/api/operations?limit=100&sort=failed_jobs&desc=true&jobs_within=7d",
		"OperationsByHealth":  "/api/operations?limit=100&sort=health",
		"OperationsByStorage": "/api/operations?limit=100&sort=consumed&desc=true",
		"OperationsFailed":    "/api/operations?limit=100&figure=failed_jobs",
		"OperationsSearch":    "/api/operations?limit=100&search=berg",
		"FailedJobs":          "/api/jobs?limit=100&counted=true&outcomes=failed",
		"FailedJobsWeek":      "/api/jobs?limit=100&counted=true&outcomes=failed&within=7d",
		"FailedJobsCustomer":  "/api/jobs?limit=100&counted=true&outcomes=failed&sort=customer",
		"FailedJobsModule":    "/api/jobs?limit=100&counted=true&outcomes=failed&sort=module",
		"FailedJobsService":   "/api/jobs?limit=100&counted=true&outcomes=failed&services=Service%201",
		"FailedJobsSearch":    "/api/jobs?limit=100&counted=true&outcomes=failed&search=berg",
		"AllJobs":             "/api/jobs?limit=100&counted=true",
		"JobsBySync":          "/api/jobs?limit=100&counted=true&sort=synced_at",
		"JobsByModule":        "/api/jobs?limit=100&counted=true&sort=module",
		"RequestsByNotes":     "/api/service-requests?limit=100&counted=true&sort=notes",
		"RequestsByTitle":     "/api/service-requests?limit=100&counted=true&sort=title",
		"OpenRequests":        "/api/service-requests?limit=100&counted=true&state=open",
		"AllRequests":         "/api/service-requests?limit=100&counted=true",
		"Trouble":             "/api/service-states?limit=100&counted=true&trouble=true&sort=outcome",
		"AllStates":           "/api/service-states?limit=100&counted=true&sort=customer",
		"OpenIncidents":       "/api/incidents?limit=100&counted=true&state=open",
		"AllIncidents":        "/api/incidents?limit=100&counted=true",
		"StorageBySize":       "/api/storage?limit=100&counted=true&level=service&sort=consumed&desc=true",
		"StorageModules":      "/api/storage?limit=100&counted=true&level=module&sort=consumed&desc=true",
		"StorageTrend":        "/api/operations/storage-trend?days=365",
		"LicencesAdded":       "/api/licences/added?limit=100",
		"LicencesExpiring":    "/api/licences/expiring?limit=100",
		"LicencesLow":         "/api/licences/low?limit=100",
		"LicencesOver":        "/api/licences/over?limit=100",
		"LicencesByChange":    "/api/licences/added?limit=100&sort=assigned_change",
		"Calendar":            "/api/calendar?limit=100",
		"CalendarSummary":     "/api/calendar/summary",
		"Countries":           "/api/operations/countries",
		"SumAdded":            "/api/licences/added/summary",
		"SumLow":              "/api/licences/low/summary",
		"Reassign":            "/api/waste?limit=100&waste=reassign",
		"Reduce":              "/api/waste?limit=100&waste=reduce",
		"Exposure":            "/api/waste?limit=100&waste=exposure",
		"ExposureByCustomer":  "/api/waste?limit=100&waste=exposure&sort=customer",
		"Waste":               "/api/waste/summary",
	} {
		benchPaths(b, handler, name, []string{path})
	}
}

// BenchmarkAPI_Remembered asks again what was not written to in between: the sums that take longest.
func BenchmarkAPI_Remembered(b *testing.B) {
	handler := large(b, storetest.BenchmarkScale(), app.ModeWindow)
	benchPaths(b, handler, "Waste", []string{"/api/waste/summary"})
	benchPaths(b, handler, "Calendar", []string{"/api/calendar?limit=200"})
	benchPaths(b, handler, "OperationsSummary", []string{"/api/operations/summary"})
}

func benchPaths(b *testing.B, handler http.Handler, name string, paths []string) {
	b.Helper()
	b.Run(name, func(b *testing.B) {
		for b.Loop() {
			for _, path := range paths {
				if w := serve(b, handler, path); w.Code != http.StatusOK {
					b.Fatalf("%s gave %d: %s", path, w.Code, w.Body)
				}
			}
		}
	})
}
