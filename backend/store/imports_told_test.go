package store_test

import (
	"fmt"
	"strconv"
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

// seats gives the seats bought that count, by source and pool, and what the trend says of a day.
func (o *told) seats(day time.Time) string {
	o.t.Helper()
	rows := column(o.t, o.s, "SELECT source || ' ' || product || ' ' || bought FROM pools WHERE gone_at IS NULL AND excluded = '' ORDER BY 1")
	var sum int64
	for _, id := range []int64{o.api.ID, o.files.ID} {
		sum += count(o.t, o.s, fmt.Sprintf("SELECT COALESCE((SELECT SUM(bought) FROM family_days f WHERE connection_id = %d AND day ="+
			" (SELECT MAX(day) FROM family_days m WHERE m.connection_id = f.connection_id AND day <= '%s')), 0)", id, domain.DateOf(day)))
	}
	recounted := count(o.t, o.s, "SELECT COUNT(*) FROM (SELECT connection_id, day, product_id, SUM(pools) AS pools, SUM(bought) AS bought FROM product_days GROUP BY 1, 2, 3) AS p"+
		" WHERE (p.pools, p.bought) IS NOT (SELECT COUNT(*), SUM(d.bought) FROM pools q JOIN pool_days d ON d.pool_id = q.id AND d.day = p.day"+
		" WHERE q.connection_id = p.connection_id AND q.product_id = p.product_id)")
	if recounted != 0 {
		o.t.Errorf("%d sums are not those of their samples", recounted)
	}
	return strings.Join(rows, ", ") + ": " + strconv.FormatInt(sum, 10)
}

func (o *told) readPools(at time.Time, pools ...domain.Pool) {
	o.t.Helper()
	o.read(at, "licences", domain.Rows{Pools: pools}, domain.KindPools)
}

func poolOf(key string, bought int64) domain.Pool {
	return domain.Pool{Key: key, ProductKey: key, Product: key, Family: domain.FamilyMeetings, Bought: bought, Assigned: 5}
}

func (o *told) filePools(into domain.Connection, at time.Time, rows ...domain.ImportRow) domain.Import {
	o.t.Helper()
	o.at = at
	return o.rows(store.ImportRequest{Kind: domain.ImportLicencePools, ConnectionID: into.ID}, rows...)
}

func poolRow(customer string, bought int64) domain.ImportRow {
	pool := poolOf("import:suite", bought)
	pool.ProductKey, pool.Product = "suite", "Suite (file)"
	return domain.ImportRow{Customer: domain.ImportCustomer{Name: customer}, Family: pool.Family, Pool: &pool}
}

// TestImportPools_NeverCountBesideTheAPI: a file's seats count until the vendor's API tells the customer's; from then on files
// are refused, and taking back what was imported before doubles nothing either.
func TestImportPools_NeverCountBesideTheAPI(t *testing.T) {
	day := func(n int) time.Time { return storetest.Now.AddDate(0, 0, n) }
	for _, into := range []string{"API", "Files"} {
		o := newTold(t, domain.VendorWebex)
		target := map[string]domain.Connection{"API": o.api, "Files": o.files}[into]
		expect := func(what string, on int, want string) {
			t.Helper()
			if got := o.seats(day(on)); got != want {
				t.Errorf("into %s, %s: %s, want %s", into, what, got, want)
			}
		}
		first := o.filePools(target, day(0), poolRow("Contoso GmbH", 40))
		second := o.filePools(target, day(1), poolRow("Contoso GmbH", 50))
		expect("imported", 1, "import Suite (file) 50: 50")
		o.readPools(day(2), poolOf("Meetings", 45))
		expect("read", 2, "api Meetings 45: 45")
		expect("the day before", 1, "api Meetings 45: 50")
		refused := o.filePools(target, day(3), poolRow("Contoso GmbH", 50))
		o.expect("2 customer pools_told")
		if refused.ID != 0 || refused.Skipped != 1 {
			t.Errorf("into %s: %+v", into, refused)
		}
		o.readPools(day(3), poolOf("Meetings", 46))
		o.undo(second.ID)
		expect("the second undone", 3, "api Meetings 46: 46")
		expect("the second undone, its day", 1, "api Meetings 46: 40")
		o.undo(first.ID)
		expect("the first undone", 3, "api Meetings 46: 46")
		expect("the first undone, its day", 0, "api Meetings 46: 0")
		if n := count(t, o.s, "SELECT COUNT(*) FROM pools WHERE source = 'import'"); n != 0 {
			t.Errorf("into %s: %d pools of files are left", into, n)
		}
	}
}

// TestImportPools_OfTheSameDay: the API tells on the day of the file, and undoing the file leaves that day to the API.
func TestImportPools_OfTheSameDay(t *testing.T) {
	o := newTold(t, domain.VendorWebex)
	o.filePools(o.files, storetest.Now, poolRow("Contoso GmbH", 40))
	second := o.filePools(o.files, storetest.Now, poolRow("Contoso GmbH", 50))
	o.readPools(storetest.Now.Add(time.Hour), poolOf("Meetings", 45))
	read := o.seats(storetest.Now)
	o.readPools(storetest.Now.AddDate(0, 0, 1), poolOf("Meetings", 45))
	o.undo(second.ID)
	if undone := o.seats(storetest.Now); read != "api Meetings 45: 45" || undone != read {
		t.Errorf("read: %s; undone: %s", read, undone)
	}
}

// TestImportPools_WhatNoAPITells_CountsOn: other customers of the file, pools that the API leaves out of the figures, and a
// customer that is joined with one of the API and parted again, or whose API is given up.
func TestImportPools_WhatNoAPITells_CountsOn(t *testing.T) {
	day := func(n int) time.Time { return storetest.Now.AddDate(0, 0, n) }
	o := newTold(t, domain.VendorWebex)
	other := storetest.Records(t, o.s, o.files, storetest.Now, "Contoso (portal)", "Fabrikam AG")[0]
	expect := func(what string, on int, want string) {
		t.Helper()
		if got := o.seats(day(on)); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	o.filePools(o.files, day(0), poolRow("Contoso (portal)", 40), poolRow("Fabrikam AG", 7))
	free := poolOf("Free", 1000)
	free.Excluded = domain.ExcludedFree
	o.readPools(day(1), free)
	if done := o.filePools(o.api, day(1), poolRow("Contoso GmbH", 9)); done.Added != 1 {
		t.Errorf("beside a free one: %+v, %v", done, o.problems)
	}
	expect("beside a free one", 1, "import Suite (file) 40, import Suite (file) 7, import Suite (file) 9: 56")
	o.readPools(day(2), free, poolOf("Meetings", 45))
	expect("read", 2, "api Meetings 45, import Suite (file) 40, import Suite (file) 7: 92")
	decision, err := o.s.JoinCustomers(t.Context(), o.record.CustomerID, other.CustomerID, day(3))
	if err != nil {
		t.Fatal(err)
	}
	expect("joined", 3, "api Meetings 45, import Suite (file) 7: 52")
	expect("joined, the day before the API told", 1, "api Meetings 45, import Suite (file) 7: 56")
	if err := o.s.UndoMatch(t.Context(), decision, day(3)); err != nil {
		t.Fatal(err)
	}
	expect("parted", 3, "api Meetings 45, import Suite (file) 40, import Suite (file) 7: 92")
	if _, err := o.s.JoinCustomers(t.Context(), o.record.CustomerID, other.CustomerID, day(3)); err != nil {
		t.Fatal(err)
	}
	if err := o.s.DeleteConnection(t.Context(), o.api.ID); err != nil {
		t.Fatal(err)
	}
	expect("the API is given up", 3, "import Suite (file) 40, import Suite (file) 7: 47")
}
