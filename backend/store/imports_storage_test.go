package store_test

import (
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
}
