package store_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// TestImportStorage_NeverCountsBesideTheAPI: what a file says of a customer's storage counts until the vendor's API says
// it, in the sums of that day too; from then on files are refused.
func TestImportStorage_NeverCountsBesideTheAPI(t *testing.T) {
	s := storetest.Open(t)
	elements := storetest.Connect(t, s, domain.VendorAvePoint, "Elements")
	record := storetest.Records(t, s, elements, storetest.Now, "Contoso GmbH")[0]
	files, err := s.CreateConnection(t.Context(), domain.Connection{Vendor: domain.VendorAvePoint, Name: "Elements (files)", State: domain.ConnectionFile, CreatedAt: storetest.Now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &imported{t: t, s: s, at: storetest.Now}
	consumed := func() string {
		t.Helper()
		return column(t, s, "SELECT COALESCE(SUM(consumed), 0) || ' ' || COALESCE(SUM(services), 0) FROM storage_sums WHERE services > 0")[0]
	}
	row := func(n int64) domain.ImportRow {
		return domain.ImportRow{Customer: contoso, Row: domain.Storage{Key: "backup/", Service: "Backup", Consumed: &n}}
	}
	for _, from := range []domain.Connection{files, elements} {
		done := p.rows(store.ImportRequest{Kind: domain.ImportStorage, ConnectionID: from.ID}, row(100))
		if done.Added != 1 || consumed() != "100 1" {
			t.Fatalf("%s: %+v, problems %v, sums %s", from.Name, done, p.problems, consumed())
		}
		p.undo(done.ID)
		if consumed() != "0 0" {
			t.Fatalf("%s: undone, sums %s", from.Name, consumed())
		}
	}
	p.rows(store.ImportRequest{Kind: domain.ImportStorage, ConnectionID: files.ID}, row(100))
	p.rows(store.ImportRequest{Kind: domain.ImportStorage, ConnectionID: files.ID}, row(120))
	if consumed() != "120 1" {
		t.Errorf("after a second file the sums are %s", consumed())
	}
	told := int64(130)
	read := func(at time.Time) {
		storetest.Sync(t, s, elements, at, func(run domain.Run) []store.PageSave {
			rows := domain.Rows{Storage: []domain.Storage{{Key: "1", Service: "Microsoft 365 Backup", Consumed: &told}}}
			return []store.PageSave{rowsPage(run, record, "services", at, rows, domain.KindStorage)}
		})
	}
	read(storetest.Now.Add(time.Hour))
	if consumed() != "130 1" {
		t.Errorf("once the API tells it the sums are %s", consumed())
	}
	if got := column(t, s, "SELECT source FROM storage WHERE gone_at IS NULL"); len(got) != 1 || got[0] != "api" {
		t.Errorf("what counts comes from %v", got)
	}
	p.rows(store.ImportRequest{Kind: domain.ImportStorage, ConnectionID: files.ID}, row(140))
	p.expect("2 customer storage_told")
	read(storetest.Now.Add(2 * time.Hour))
	if consumed() != "130 1" {
		t.Errorf("afterwards the sums are %s", consumed())
	}
	p.undo(count(t, s, "SELECT MAX(id) FROM imports"))
	if consumed() != "130 1" || count(t, s, "SELECT COUNT(*) FROM storage WHERE gone_at IS NULL") != 1 {
		t.Errorf("the second file undone, the sums are %s", consumed())
	}
}

// TestImportStorage_TrendFollowsWhatCounts, day by day: files of some customers leave the others as they were, what the API
// tells takes a file's place on the day it does, also where the customers are joined only later, and a file can come back.
func TestImportStorage_TrendFollowsWhatCounts(t *testing.T) {
	s := storetest.Open(t)
	elements := storetest.Connect(t, s, domain.VendorAvePoint, "Elements")
	files, err := s.CreateConnection(t.Context(), domain.Connection{Vendor: domain.VendorAvePoint, Name: "Elements (files)", State: domain.ConnectionFile, CreatedAt: storetest.Now}, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := &imported{t: t, s: s, at: storetest.Now}
	storetest.Records(t, s, files, storetest.Now, "Contoso GmbH", "Fabrikam AG")
	day := func(n int) time.Time { return storetest.Now.AddDate(0, 0, n) }
	trend := func(until int) int64 {
		t.Helper()
		var sum int64
		for _, id := range []int64{elements.ID, files.ID} {
			sum += count(t, s, fmt.Sprintf("SELECT COALESCE((SELECT consumed FROM storage_sums WHERE connection_id = %d AND day <= '%s' ORDER BY day DESC LIMIT 1), 0)",
				id, domain.DateOf(day(until))))
		}
		return sum
	}
	table := func() int64 {
		t.Helper()
		return count(t, s, "SELECT COALESCE(SUM(consumed), 0) FROM storage WHERE gone_at IS NULL AND module = ''")
	}
	file := func(n int, rows ...domain.ImportRow) domain.Import {
		t.Helper()
		p.at = day(n)
		return p.rows(store.ImportRequest{Kind: domain.ImportStorage, ConnectionID: files.ID, Day: domain.DateOf(day(n))}, rows...)
	}
	row := func(name string, n int64) domain.ImportRow {
		return domain.ImportRow{Customer: domain.ImportCustomer{Name: name}, Row: domain.Storage{Key: "backup/", Service: "Backup", Consumed: &n}}
	}
	expect := func(what string, want ...int64) {
		t.Helper()
		for until, sum := range want {
			if got := trend(until); got != sum {
				t.Errorf("%s: the trend of day %d is %d, not %d", what, until, got, sum)
			}
		}
		if got := table(); got != want[len(want)-1] {
			t.Errorf("%s: the rows make %d, not %d", what, got, want[len(want)-1])
		}
	}
	file(0, row("Contoso GmbH", 100), row("Fabrikam AG", 200))
	expect("two customers", 300)
	file(2, row("Contoso GmbH", 120))
	expect("a file of one of them", 300, 300, 320)

	// The API knows Contoso as a customer of its own at first.
	record := storetest.Records(t, s, elements, day(5), "Contoso (Elements)")[0]
	told := int64(130)
	storetest.Sync(t, s, elements, day(5), func(run domain.Run) []store.PageSave {
		rows := domain.Rows{Storage: []domain.Storage{{Key: "1", Service: "Microsoft 365 Backup", Consumed: &told}, {Key: "1/m", Service: "Microsoft 365 Backup", Module: "Exchange", Consumed: &told}}}
		return []store.PageSave{rowsPage(run, record, "services", day(5), rows, domain.KindStorage)}
	})
	expect("told besides", 300, 300, 320, 320, 320, 450)
	contosoID := count(t, s, "SELECT customer_id FROM records WHERE name = 'Contoso GmbH'")
	decision, err := s.JoinCustomers(t.Context(), contosoID, record.CustomerID, day(5))
	if err != nil {
		t.Fatal(err)
	}
	expect("joined", 300, 300, 320, 320, 320, 330, 330, 330)
	if err := s.UndoMatch(t.Context(), decision, day(5)); err != nil {
		t.Fatal(err)
	}
	expect("parted again", 300, 300, 320, 320, 320, 450, 450)
	if _, err := s.JoinCustomers(t.Context(), contosoID, record.CustomerID, day(5)); err != nil {
		t.Fatal(err)
	}
	file(6, row("Contoso GmbH", 140))
	p.expect("2 customer storage_told")
	last := file(6, row("Fabrikam AG", 210))
	expect("the other is still filed", 300, 300, 320, 320, 320, 330, 340)
	p.undo(last.ID)
	expect("undone", 300, 300, 320, 320, 320, 330, 330)
	storetest.Sync(t, s, elements, day(7), func(run domain.Run) []store.PageSave {
		return []store.PageSave{rowsPage(run, record, "services", day(7), domain.Rows{}, domain.KindStorage)}
	})
	if done := file(7, row("Contoso GmbH", 120)); done.Changed != 1 || table() != 320 {
		t.Errorf("the service ended, the same file came again: %+v, the rows make %d", done, table())
	}
	p.undo(count(t, s, "SELECT MAX(id) FROM imports"))
	if table() != 200 {
		t.Errorf("undone, the rows make %d", table())
	}
	if err := s.DeleteConnection(t.Context(), elements.ID); err != nil {
		t.Fatal(err)
	}
	expect("the API is given up", 300, 300, 320, 320, 320, 200, 200, 320)
}

func count(t *testing.T, s *store.Store, query string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(column(t, s, "SELECT CAST(("+query+") AS TEXT)")[0], 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestImportPools_OfSomeCustomers_LeaveTheTrendOfTheOthers: a file lists one customer, and what the other has counts on.
func TestImportPools_OfSomeCustomers_LeaveTheTrendOfTheOthers(t *testing.T) {
	p := newFiled(t)
	pool := func(name string, n int64) domain.ImportRow {
		return domain.ImportRow{Customer: domain.ImportCustomer{Name: name}, Family: domain.FamilyErasure, Pool: &domain.Pool{Key: "import:e", ProductKey: "e", Product: "Drive Eraser", Bought: n, Assigned: 3}}
	}
	bought := func(day time.Time) string {
		t.Helper()
		return column(t, p.s, fmt.Sprintf("SELECT SUM(bought) FROM product_days WHERE connection_id = %d AND day = '%s'", p.files.ID, domain.DateOf(day)))[0]
	}
	file := func(day time.Time, rows ...domain.ImportRow) {
		t.Helper()
		p.at = day
		p.rows(store.ImportRequest{Kind: domain.ImportLicencePools, ConnectionID: p.files.ID, Day: domain.DateOf(day)}, rows...)
	}
	later := storetest.Now.AddDate(0, 0, 3)
	file(storetest.Now, pool("Contoso GmbH", 10), pool("Fabrikam AG", 20))
	file(later, pool("Contoso GmbH", 12))
	if bought(storetest.Now) != "30" || bought(later) != "32" {
		t.Errorf("first %s, later %s", bought(storetest.Now), bought(later))
	}
}
