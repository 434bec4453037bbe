package api_test

import (
	"database/sql"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // the figures are counted again in plain SQL

	"tenantry/app"
	"tenantry/backend/domain"
)

// recount counts the figures of operations again, each in a statement of its own that shares nothing with the program's.
type recount struct {
	t  *testing.T
	db *sql.DB
}

func openRecount(t *testing.T, k *kit) recount {
	t.Helper()
	folder := get[app.Session](t, k, "/api/session").DataFolder
	db, err := sql.Open("sqlite", "file:"+filepath.Join(folder, "tenantry.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return recount{t, db}
}

// number gives one number, nil for NULL.
func (r recount) number(query string, args ...any) *int64 {
	r.t.Helper()
	var n *int64
	if err := r.db.QueryRowContext(r.t.Context(), query, args...).Scan(&n); err != nil {
		r.t.Fatalf("%s: %v", query, err)
	}
	return n
}

const (
	ofListed = " FROM %s x, records r, customers c WHERE x.record_id = r.id AND c.id = r.customer_id AND r.gone_at IS NULL" +
		" AND r.duplicate = 0 AND c.gone_at IS NULL AND x.gone_at IS NULL AND "
	failing = "x.outcome = 'failed'"
	opened  = "x.open = 1"
	ailing  = "(x.outcome = 'failed' OR x.outcome = 'attention')"
	at      = "(SELECT o.vendor FROM connections o WHERE o.id = x.connection_id)"
	whole   = "x.module = '' AND " + at + " <> 'microsoft'"
	atWork  = at + " = 'microsoft'" // of Microsoft 365 there are no modules
)

func rowsOf(value, table, condition string) string {
	return "SELECT " + value + fmt.Sprintf(ofListed, table) + condition
}

func same(t *testing.T, what string, got any, want *int64) {
	t.Helper()
	if text := show(want); fmt.Sprint(got) != text {
		t.Errorf("%s: %v, counted again %s", what, got, text)
	}
}

func show(n *int64) string {
	if n == nil {
		return "none"
	}
	return fmt.Sprint(*n)
}

func TestOperations_EveryFigure_IsThatOfAPlainRecount(t *testing.T) {
	var failed, open, trouble, stored, live int64
	for _, seed := range portfolios() {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := newRead(t, false, seed)
			r := openRecount(t, k)
			sum := get[domain.OperationsSummary](t, k, "/api/operations/summary")
			tagged := tagEverySecond(t, k)
			recountSummary(r, sum, plainScope{})
			recountCustomers(r, k, sum, plainScope{})
			ofTag := get[domain.OperationsSummary](t, k, "/api/operations/summary?"+tagged.query())
			recountSummary(r, ofTag, tagged)
			recountCustomers(r, k, ofTag, tagged)
			recountCountries(r, k)
			recountDatasets(r)
			failed, open, trouble, stored = failed+sum.FailedJobs, open+sum.OpenRequests, trouble+sum.Trouble, stored+sum.Storage.Services
			live += sum.Live.Known
		})
	}
	if failed == 0 || open == 0 || trouble == 0 || stored == 0 || live == 0 {
		t.Errorf("no sandbox has anything to count: %d failed jobs, %d requests, %d services in trouble, %d with storage, %d in Microsoft 365", failed, open, trouble, stored, live)
	}
}

func recountSummary(r recount, sum domain.OperationsSummary, scope plainScope) {
	t := r.t
	rowsOf := func(value, table, condition string) string {
		return rowsOf(value, table, condition) + scope.within("c.id")
	}
	same(t, "failed jobs", sum.FailedJobs, r.number(rowsOf("COUNT(*)", "jobs", failing)))
	same(t, "customers with failed jobs", sum.FailedCustomers, r.number(rowsOf("COUNT(DISTINCT c.id)", "jobs", failing)))
	same(t, "open requests", sum.OpenRequests, r.number(rowsOf("COUNT(*)", "service_requests", opened)))
	same(t, "customers with open requests", sum.Requesting, r.number(rowsOf("COUNT(DISTINCT c.id)", "service_requests", opened)))
	same(t, "services", sum.Services, r.number(rowsOf("COUNT(*)", "service_states", "TRUE")))
	same(t, "services in trouble", sum.Trouble, r.number(rowsOf("COUNT(*)", "service_states", ailing)))
	same(t, "open incidents", sum.OpenIncidents, r.number(rowsOf("COUNT(*)", "incidents", "x.resolved = 0")))
	same(t, "customers not matched", sum.Unmatched, r.number("SELECT COUNT(*) FROM customers c WHERE c.gone_at IS NULL AND c.unmatched = 1"+scope.within("c.id")))
	same(t, "storage", show(sum.Storage.Consumed), r.number(rowsOf("SUM(x.consumed)", "storage", whole)))
	same(t, "protected", show(sum.Storage.Protected), r.number(rowsOf("SUM(x.protected)", "storage", whole)))
	same(t, "services with storage", sum.Storage.Services, r.number(rowsOf("COUNT(*)", "storage", whole)))
	same(t, "in Microsoft 365", show(sum.Live.Stored), r.number(rowsOf("SUM(x.consumed)", "storage", atWork)))
	same(t, "services in Microsoft 365", sum.Live.Services, r.number(rowsOf("COUNT(*)", "storage", atWork)))
	same(t, "services in Microsoft 365 that say so", sum.Live.Known, r.number(rowsOf("COUNT(x.consumed)", "storage", atWork)))
	same(t, "customers whose storage in Microsoft 365 was read", sum.Coverage.Live.Read, r.number(
		"SELECT COUNT(*) FROM checkpoints k, records r WHERE r.id = k.record_id AND k.dataset = 'storage' AND k.error_key = '' AND k.last_ok_at <> ''"+
			scope.within("r.customer_id")))
	same(t, "customers whose storage at AvePoint there is", sum.Coverage.Storage.Expected, r.number(
		"SELECT COUNT(*) FROM records WHERE gone_at IS NULL AND connection_id IN (SELECT id FROM connections WHERE vendor = 'avepoint')"+
			scope.within("customer_id")))
	same(t, "customers whose jobs were read", sum.Coverage.Jobs.Read, r.number(
		"SELECT COUNT(*) FROM checkpoints k, records r WHERE r.id = k.record_id AND k.dataset = 'jobs' AND k.error_key = '' AND k.last_ok_at <> ''"+
			scope.within("r.customer_id")))
	same(t, "customers whose jobs there are", sum.Coverage.Jobs.Expected, r.number(
		"SELECT COUNT(*) FROM records WHERE gone_at IS NULL AND connection_id IN (SELECT id FROM connections WHERE vendor = 'avepoint')"+
			scope.within("customer_id")))
}

// recountCustomers compares each customer's figures, and the lists behind them, with a recount.
func recountCustomers(r recount, k *kit, sum domain.OperationsSummary, scope plainScope) {
	t := r.t
	page := get[app.OperationsPage](t, k, "/api/operations?limit=1000&sort=failed_jobs&desc=true&"+scope.query())
	same(t, "customers", page.Total, r.number("SELECT COUNT(*) FROM customers WHERE gone_at IS NULL"+scope.within("id")))
	var failed, open, trouble, consumed, live int64
	for _, row := range page.Items {
		of := func(value, table, condition string) *int64 {
			return r.number(rowsOf(value, table, condition)+" AND c.id = ?", row.ID)
		}
		read := func(dataset string) bool {
			return *r.number("SELECT COUNT(*) FROM checkpoints k, records r WHERE r.id = k.record_id AND r.customer_id = ? AND k.dataset = ? AND k.last_ok_at <> ''", row.ID, dataset) > 0
		}
		if read("jobs") != (row.FailedJobs != nil) || read("service_requests") != (row.OpenRequests != nil) {
			t.Errorf("%s: unknown is not told from none: %+v", row.Name, row)
		}
		if row.FailedJobs != nil {
			same(t, row.Name+": failed jobs", *row.FailedJobs, of("COUNT(*)", "jobs", failing))
			failed += *row.FailedJobs
			behind := get[app.RowPage[domain.Job]](t, k, fmt.Sprintf("/api/jobs?counted=true&outcomes=failed&limit=1&customer_id=%d", row.ID))
			same(t, row.Name+": rows behind failed jobs", int64(behind.Total), row.FailedJobs)
		}
		if row.OpenRequests != nil {
			same(t, row.Name+": open requests", *row.OpenRequests, of("COUNT(*)", "service_requests", opened))
			open += *row.OpenRequests
		}
		if row.Trouble != nil {
			same(t, row.Name+": trouble", *row.Trouble, of("COUNT(*)", "service_states", ailing))
			trouble += *row.Trouble
		}
		same(t, row.Name+": storage", show(row.Consumed), of("SUM(x.consumed)", "storage", whole))
		if row.Consumed != nil {
			consumed += *row.Consumed
		}
		same(t, row.Name+": in Microsoft 365", show(row.Live), of("SUM(x.consumed)", "storage", atWork))
		if row.Live != nil {
			live += *row.Live
		}
	}
	same(t, "failed jobs over all customers", sum.FailedJobs, &failed)
	same(t, "open requests over all customers", sum.OpenRequests, &open)
	same(t, "trouble over all customers", sum.Trouble, &trouble)
	same(t, "storage over all customers", show(sum.Storage.Consumed), &consumed)
	same(t, "in Microsoft 365 over all customers", show(sum.Live.Stored), &live)
	file := rowsOfCSV(t, text(t, k.send(t, request{path: "/api/export/operations?format=csv&language=en&" + scope.query()})))
	same(t, "customers in the file", len(file)-1, r.number("SELECT COUNT(*) FROM customers WHERE gone_at IS NULL"+scope.within("id")))
	for heading, want := range map[string]int64{
		"Failed jobs": failed, "Open requests": open, "Services in trouble": trouble, "Consumed (bytes)": consumed,
		"In Microsoft 365 (bytes)": live,
	} {
		same(t, heading+" in the file", addUp(t, file, heading), &want)
	}
	for path, want := range map[string]int64{
		"/api/operations?figure=failed_jobs":                    sum.FailedCustomers,
		"/api/operations?figure=open_requests":                  sum.Requesting,
		"/api/operations?figure=trouble":                        sum.Troubled,
		"/api/jobs?counted=true&outcomes=failed":                sum.FailedJobs,
		"/api/service-requests?counted=true&state=open":         sum.OpenRequests,
		"/api/service-states?counted=true":                      sum.Services,
		"/api/service-states?counted=true&trouble=true":         sum.Trouble,
		"/api/incidents?counted=true&state=open":                sum.OpenIncidents,
		"/api/storage?counted=true&level=service&sort=consumed": sum.Storage.Services,
		"/api/storage?counted=true&level=live&sort=consumed":    sum.Live.Services,
	} {
		same(t, path, int64(get[struct{ Total int }](t, k, path+"&limit=1&"+scope.query()).Total), &want)
	}
}

// rowsOfCSV reads a file that was exported, with its headings.
func rowsOfCSV(t *testing.T, file string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatalf("%v: %.200s", err, file)
	}
	return rows
}

// addUp adds up a column of whole numbers below its heading; empty cells are none.
func addUp(t *testing.T, rows [][]string, heading string) int64 {
	t.Helper()
	at := slices.Index(rows[0], heading)
	if at < 0 {
		t.Fatalf("no column %s in %q", heading, rows[0])
	}
	var sum int64
	for _, row := range rows[1:] {
		if row[at] == "" {
			continue
		}
		n, err := strconv.ParseInt(row[at], 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	return sum
}

// recountCountries compares the sums of each country with those of its customers, and with the list behind them.
func recountCountries(r recount, k *kit) {
	t := r.t
	countries := get[struct{ Items []domain.CountryOperations }](t, k, "/api/operations/countries").Items
	same(t, "countries", len(countries), r.number("SELECT COUNT(DISTINCT country) FROM customers WHERE gone_at IS NULL"))
	for _, row := range countries {
		of := func(table, condition string) *int64 {
			return r.number(rowsOf("COUNT(*)", table, condition)+" AND c.country = ?", row.Country)
		}
		name := "country " + row.Country
		same(t, name+": customers", row.Customers, r.number("SELECT COUNT(*) FROM customers WHERE gone_at IS NULL AND country = ?", row.Country))
		same(t, name+": failed jobs", row.FailedJobs, of("jobs", failing))
		same(t, name+": open requests", row.OpenRequests, of("service_requests", opened))
		same(t, name+": trouble", row.Trouble, of("service_states", ailing))
		if row.Country != "" {
			behind := get[app.OperationsPage](t, k, "/api/operations?limit=1&country="+row.Country)
			same(t, name+": customers behind", row.Customers, new(int64(behind.Total)))
		}
	}
}

// recountDatasets finds kinds whose rows come from a dataset that the completeness does not ask about.
func recountDatasets(r recount) {
	for table, datasets := range map[string]string{
		"jobs": "'jobs'", "service_requests": "'service_requests'", "service_states": "'health', 'wholesale'",
		"incidents": "'health'", "storage": "'services', 'protected', 'storage'",
	} {
		same(r.t, table+" of other datasets", 0, r.number("SELECT COUNT(*) FROM "+table+" WHERE dataset NOT IN ("+datasets+")"))
	}
}

// TestHealth_SaysWhenItWasRead: at the lists of customers, as the states of services that it follows from do.
func TestHealth_SaysWhenItWasRead(t *testing.T) {
	k := newRead(t, true, 1)
	oldest := map[string]string{}
	for _, state := range items[row](t, k, "/api/service-states?counted=true&limit=10000") {
		customer, at := fmt.Sprint(state["customer_id"]), state["synced_at"].(string)
		if known := oldest[customer]; known == "" || at < known {
			oldest[customer] = at
		}
	}
	if len(oldest) == 0 {
		t.Fatal("no states of services")
	}
	for _, path := range []string{"/api/operations?limit=1000", "/api/customers?limit=1000"} {
		for _, customer := range items[row](t, k, path) {
			want := any(nil)
			if at := oldest[fmt.Sprint(customer["id"])]; at != "" {
				want = at
			}
			if customer["health_at"] != want {
				t.Errorf("%s: health of %v was read %v, want %v", path, customer["name"], customer["health_at"], want)
			}
		}
	}
}
