package app_test

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
)

// TestExports_OfRows_HoldTheRowsOfTheTable: those of one customer or one connection, searched and sorted as the table is.
func TestExports_OfRows_HoldTheRowsOfTheTable(t *testing.T) {
	a := startRead(t)
	id := mostRows[domain.Job](t, a, func(r domain.Stored[domain.Job]) int64 { return r.CustomerID })
	for _, f := range []app.ExportFilter{{}, {Counted: true, Sort: "service", Desc: true}, {Search: "backup"}, {Where: []string{"outcome:equals:failed"}}} {
		page, err := app.FindRows[domain.Job](t.Context(), a, app.RowRequest{RowFilter: domain.RowFilter{
			Scope: domain.Scope{CustomerID: id}, Counted: f.Counted, Search: f.Search, Page: domain.PageRequest{Sort: f.Sort, Desc: f.Desc, Where: f.Where},
		}})
		if err != nil || f.Where == nil && page.Total == 0 {
			t.Fatalf("%+v: %d rows (%v)", f, page.Total, err)
		}
		var want, got []string
		for _, row := range page.Items {
			want = append(want, row.Key)
		}
		for _, row := range written(t, a, app.ExportRequest{Kind: app.ExportRows(domain.KindJobs), CustomerID: id, Filter: f}) {
			got = append(got, row["Id at the vendor"])
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v: the file has %q, the table %q", f, got, want)
		}
	}
	connection := mostRows[domain.Invoice](t, a, func(r domain.Stored[domain.Invoice]) int64 { return r.ConnectionID })
	page, err := app.FindRows[domain.Invoice](t.Context(), a, app.RowRequest{RowFilter: domain.RowFilter{ConnectionID: connection}})
	if err != nil {
		t.Fatal(err)
	}
	req := app.ExportRequest{Kind: app.ExportRows(domain.KindInvoices), Format: app.FormatXLSX, Language: "en", Filter: app.ExportFilter{ConnectionID: connection}}
	if rows := written(t, a, req); len(rows) != page.Total || len(rows) == 0 {
		t.Errorf("%d invoices of %d", len(rows), page.Total)
	}
	book := workbook(t, a, req)
	if got := factOn(t, book, "Overview", "Scope"); got != page.Items[0].Connection {
		t.Errorf("the file is about %q", got)
	}
	req.Filter.ConnectionID = 0
	_, err = a.Exports.Write(t.Context(), io.Discard, req)
	requireKey(t, err, "export_whose")
}

// mostRows gives whoever has the most rows of a kind.
func mostRows[T domain.Keyed](t *testing.T, a *app.App, of func(domain.Stored[T]) int64) int64 {
	t.Helper()
	page, err := app.FindRows[T](t.Context(), a, app.RowRequest{})
	if err != nil || page.Total == 0 {
		t.Fatalf("%d rows (%v)", page.Total, err)
	}
	counts, most := map[int64]int{}, int64(0)
	for _, row := range page.Items {
		who := of(row)
		if counts[who]++; who != 0 && counts[who] > counts[most] {
			most = who
		}
	}
	return most
}

// TestExports_OfAReport_HaveASheetForEachTable: with the rows of that customer only; as CSV they are its jobs.
func TestExports_OfAReport_HaveASheetForEachTable(t *testing.T) {
	a := startRead(t)
	id := mostRows[domain.Job](t, a, func(r domain.Stored[domain.Job]) int64 { return r.CustomerID })
	req := app.ExportRequest{Kind: app.ExportReport, Format: app.FormatXLSX, Language: "en", CustomerID: id}
	book := workbook(t, a, req)
	if got := strings.Join(book.GetSheetList(), ", "); got != "Overview, Jobs, Storage, Service requests, Service health, Incidents" {
		t.Errorf("the sheets are %s", got)
	}
	filter := domain.RowFilter{Scope: domain.Scope{CustomerID: id}, Counted: true}
	jobs, err := totalOf[domain.Job](t, a, app.RowRequest{RowFilter: filter})
	if err != nil || jobs == 0 {
		t.Fatalf("%d jobs (%v)", jobs, err)
	}
	storage, err := totalOf[domain.Storage](t, a, app.RowRequest{RowFilter: filter})
	if err != nil {
		t.Fatal(err)
	}
	for sheet, want := range map[string]int{"Jobs": jobs, "Storage": storage} {
		if rows, err := book.GetRows(sheet); err != nil || len(rows) != want+1 {
			t.Errorf("%s has %d rows with its head (%v), want %d below it", sheet, len(rows), err, want)
		}
	}
	if rows := written(t, a, req); len(rows) != jobs {
		t.Errorf("%d jobs as CSV, want %d", len(rows), jobs)
	}
	req.CustomerID = 0
	_, err = a.Exports.Write(t.Context(), io.Discard, req)
	requireKey(t, err, "export_whose")
}

// TestExports_HealthOfDaysAgo_IsCalledStale in files as on the screen.
func TestExports_HealthOfDaysAgo_IsCalledStale(t *testing.T) {
	var late time.Duration
	a := start(t, readFolder(t), func(c *app.Config) { c.Now = func() time.Time { return time.Now().Add(late) } })
	health := func() (fresh, stale int) {
		for _, row := range written(t, a, app.ExportRequest{Kind: app.ExportServiceStates}) {
			if strings.HasSuffix(row["Service health"], " · stale") {
				stale++
			} else if row["Service health"] != "" {
				fresh++
			}
		}
		return fresh, stale
	}
	if fresh, stale := health(); fresh == 0 || stale > 0 {
		t.Errorf("just read: %d fresh, %d stale", fresh, stale)
	}
	late = 49 * time.Hour
	if fresh, stale := health(); fresh > 0 || stale == 0 {
		t.Errorf("two days later: %d fresh, %d stale", fresh, stale)
	}
}
