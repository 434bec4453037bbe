package store_test

import (
	"strings"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// told is a customer that a vendor's API tells of, and a connection of the same vendor that only files feed.
type told struct {
	*imported
	api, files domain.Connection
	record     domain.Record
}

func newTold(t *testing.T, vendor domain.Vendor) *told {
	s := storetest.Open(t)
	api := storetest.Connect(t, s, vendor, "API")
	record := storetest.Records(t, s, api, storetest.Now, "Contoso GmbH")[0]
	files, err := s.CreateConnection(t.Context(), domain.Connection{Vendor: vendor, Name: "Files", State: domain.ConnectionFile, CreatedAt: storetest.Now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return &told{imported: &imported{t: t, s: s, at: storetest.Now}, api: api, files: files, record: record}
}

func (o *told) read(at time.Time, dataset string, rows domain.Rows, kind domain.Kind) {
	o.t.Helper()
	storetest.Sync(o.t, o.s, o.api, at, func(run domain.Run) []store.PageSave {
		return []store.PageSave{rowsPage(run, o.record, dataset, at, rows, kind)}
	})
}

func jobOf(key string) domain.Job {
	ended := storetest.Now.Add(-time.Hour)
	return domain.Job{Key: key, Service: "Backup", Outcome: domain.OutcomeFailed, Status: "Failed", EndedAt: &ended}
}

// failed gives the failed jobs that count, by source.
func (o *told) failed() string {
	o.t.Helper()
	tally := store.NewOperations(domain.OperationsFilter{}).FailedTally()
	sum := column(o.t, o.s, "SELECT CAST(COALESCE(SUM(n), 0) AS TEXT) FROM "+tally)[0]
	return sum + " " + strings.Join(column(o.t, o.s, "SELECT key || ':' || source FROM jobs WHERE gone_at IS NULL ORDER BY key, source"), " ")
}

// TestImportJobs_NeverCountBesideTheAPI: a job that the API lists is left out with a note, and one that was imported before
// gives way when the API lists it; taking imports back brings none of them back to life.
func TestImportJobs_NeverCountBesideTheAPI(t *testing.T) {
	for _, into := range []string{"API", "Files"} {
		o := newTold(t, domain.VendorAvePoint)
		target := map[string]domain.Connection{"API": o.api, "Files": o.files}[into]
		file := func(jobs ...domain.Job) domain.Import {
			t.Helper()
			var rows []domain.ImportRow
			for _, job := range jobs {
				rows = append(rows, domain.ImportRow{Customer: contoso, Row: job})
			}
			return o.rows(store.ImportRequest{Kind: domain.ImportJobs, ConnectionID: target.ID}, rows...)
		}
		expect := func(what, want string) {
			t.Helper()
			if got := o.failed(); got != want {
				t.Errorf("into %s, %s: %s, want %s", into, what, got, want)
			}
		}
		o.read(storetest.Now.Add(time.Minute), "jobs", domain.Rows{Jobs: []domain.Job{jobOf("1")}}, domain.KindJobs)
		first := file(jobOf("1"), jobOf("2"), jobOf("3"))
		o.expect("2 job row_told")
		if first.Added != 2 || first.Unchanged != 1 || first.Notes != 1 {
			t.Errorf("into %s: %+v", into, first)
		}
		expect("imported", "3 1:api 2:import 3:import")
		later := jobOf("2")
		later.Error = "No space"
		second := file(later)
		if second.Changed != 1 {
			t.Errorf("into %s: %+v", into, second)
		}
		o.read(storetest.Now.Add(time.Hour), "jobs", domain.Rows{Jobs: []domain.Job{jobOf("1"), jobOf("2")}}, domain.KindJobs)
		expect("read later", "3 1:api 2:api 3:import")
		o.undo(second.ID)
		expect("the second undone", "3 1:api 2:api 3:import")
		o.undo(first.ID)
		expect("the first undone", "2 1:api 2:api")
	}
}

// TestImportJobs_OfWhomTheAPIKnowsAsAnother_GiveWayWhenTheyAreJoined, and count again once they are parted.
func TestImportJobs_OfWhomTheAPIKnowsAsAnother_GiveWayWhenTheyAreJoined(t *testing.T) {
	o := newTold(t, domain.VendorAvePoint)
	other := storetest.Records(t, o.s, o.files, storetest.Now, "Contoso (portal)")[0]
	job := domain.ImportRow{Customer: domain.ImportCustomer{Name: "Contoso (portal)"}, Row: jobOf("1")}
	o.rows(store.ImportRequest{Kind: domain.ImportJobs, ConnectionID: o.files.ID}, job)
	o.read(storetest.Now.Add(time.Hour), "jobs", domain.Rows{Jobs: []domain.Job{jobOf("1")}}, domain.KindJobs)
	both := o.failed()
	decision, err := o.s.JoinCustomers(t.Context(), o.record.CustomerID, other.CustomerID, storetest.Now.Add(2*time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	joined := o.failed()
	if err := o.s.UndoMatch(t.Context(), decision, storetest.Now.Add(3*time.Hour)); err != nil {
		t.Fatal(err)
	}
	if parted := o.failed(); both != "2 1:api 1:import" || joined != "1 1:api" || parted != both {
		t.Errorf("two customers: %s; joined: %s; parted: %s", both, joined, parted)
	}
}

// TestImportServiceRequests_NeverCountBesideTheAPI, until the API no longer lists them and a file does.
func TestImportServiceRequests_NeverCountBesideTheAPI(t *testing.T) {
	o := newTold(t, domain.VendorMicrosoft)
	request := func(key string) domain.ServiceRequest {
		return domain.ServiceRequest{Key: key, Number: key, Open: true}
	}
	file := func() domain.Import {
		return o.rows(store.ImportRequest{Kind: domain.ImportServiceRequests, ConnectionID: o.api.ID},
			domain.ImportRow{Customer: contoso, Row: request("1")}, domain.ImportRow{Customer: contoso, Row: request("2")})
	}
	open := func() string {
		t.Helper()
		return strings.Join(column(t, o.s, "SELECT key || ':' || source FROM service_requests WHERE open = 1 AND gone_at IS NULL ORDER BY key, source"), " ")
	}
	file()
	o.read(storetest.Now.Add(time.Hour), "service_requests", domain.Rows{ServiceRequests: []domain.ServiceRequest{request("1")}}, domain.KindServiceRequests)
	if got := open(); got != "1:api 2:import" {
		t.Errorf("read: %s", got)
	}
	file()
	o.expect("2 number row_told")
	o.read(storetest.Now.Add(2*time.Hour), "service_requests", domain.Rows{}, domain.KindServiceRequests)
	if done := file(); done.Changed != 1 || open() != "1:import 2:import" {
		t.Errorf("no longer listed: %+v, %s", done, open())
	}
}
