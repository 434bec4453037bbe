package app_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// screenColumns are the columns of every list, by the names that its screen has for them.
var screenColumns = map[app.ExportKind]string{
	app.ExportCustomers: "name statuses vendors families subscriptions bought assigned available over_seats failed_jobs open_requests " +
		"health tags managed types next_ends_on next_renews_on next_open_on domain country unmatched no_access synced_at first_seen_at gone_at",
	app.ExportSubscriptions: "customer product status quantity assigned term_end_on days_left at_term_end term unit_price vendor number " +
		"family sku connection created_on deletes_on tags trial excluded synced_at gone_at",
	app.ExportPools: "customer product vendor family bought assigned used available_seats over_seats ratio median_ratio shared_by sku " +
		"connection excluded synced_at",
	app.ExportLicences(domain.FigureAdded):    "days " + sectionColumns,
	app.ExportLicences(domain.FigureExpiring): "days " + sectionColumns,
	app.ExportLicences(domain.FigureRenewing): "days " + sectionColumns,
	app.ExportLicences(domain.FigureOpen):     "days " + sectionColumns,
	app.ExportLicences(domain.FigureLow):      "months " + sectionColumns,
	app.ExportLicences(domain.FigureOver):     "months " + sectionColumns,
	app.ExportWaste: "customer product number vendor family sku connection waste_reason seats disabled shared inactive pool act_on " +
		"term_end_on amount unit_price",
	app.ExportCalendar: "day state act_until act_until_utc customer product quantity amount connection number term next source",
	app.ExportOperations: "name account country failed_jobs open_requests health trouble subscriptions consumed protected purchased live " +
		"vendors synced_at",
	app.ExportJobs: "customer key service module outcome started_at ended_at status error objects failed size connection synced_at",
	app.ExportServiceRequests: "customer number title open status severity created_at updated_at closed_at contact notes connection " +
		"synced_at",
	app.ExportServiceStates: "customer service outcome state connection synced_at",
	app.ExportIncidents:     "customer title service kind status started_at ended_at updated_at key connection synced_at",
	app.ExportStorage:       "customer service module consumed protected purchased objects place retention connection synced_at",
	app.ExportPrices:        "vendor product sku term cost unit_price currency price_period valid_from file changed_at",
}

const sectionColumns = "customer number product vendor family sku connection synced_at added_on term_end_on at_term_end quantity " +
	"assigned share used used_share available seats assigned_change used_change use"

// headings gives the first line of an export as CSV.
func headings(t *testing.T, a *app.App, kind app.ExportKind, columns ...string) []string {
	t.Helper()
	var file bytes.Buffer
	if _, err := a.Exports.Write(t.Context(), &file, app.ExportRequest{Kind: kind, Format: app.FormatCSV, Language: "en", Columns: columns}); err != nil {
		t.Fatalf("%s: %v", kind, err)
	}
	head, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.String(), "\ufeff"))).Read()
	if err != nil {
		t.Fatal(err)
	}
	return head
}

// TestExports_TakeEveryColumnOfTheScreen: whatever a table shows, its file can have, one column at a time and in any order.
func TestExports_TakeEveryColumnOfTheScreen(t *testing.T) {
	a := startRead(t)
	for kind, names := range screenColumns {
		whole, columns := headings(t, a, kind), strings.Fields(names)
		seen := map[string]bool{}
		for _, heading := range whole {
			if seen[heading] && !strings.HasPrefix(heading, "Source") {
				t.Errorf("%s has two columns %q", kind, heading)
			}
			seen[heading] = true
		}
		slices.Reverse(columns)
		chosen := headings(t, a, kind, columns...)
		for _, heading := range chosen {
			if !slices.Contains(whole, heading) {
				t.Errorf("%s: %q is a column of no whole file", kind, heading)
			}
		}
		if own := headings(t, a, kind, columns[len(columns)-1]); chosen[len(chosen)-1] != own[len(own)-1] {
			t.Errorf("%s: the column asked for last, %q, is not the last of %q", kind, own, chosen)
		}
	}
}

// TestExports_WriteTheColumnsWanted: in their order, each with what it cannot be read without, and the rows stay those of the list.
func TestExports_WriteTheColumnsWanted(t *testing.T) {
	a := linesData(t)
	for _, c := range []struct {
		kind    app.ExportKind
		columns []string
		want    []string
	}{
		{app.ExportPools, []string{"ratio", "customer", "bought"}, []string{"Assigned %", "No.", "Customer", "Licences bought"}},
		{app.ExportSubscriptions, []string{"customer", "unit_price", "status"},
			[]string{"No.", "Customer", "Unit price", "Currency", "Price period", "Source of price", "Status", "Source of status"}},
		{app.ExportWaste, []string{"pool", "amount", "unit_price"},
			[]string{"Licences bought", "Licences assigned", "Amount", "Currency", "Price period", "Source of price", "Unit price"}},
		{app.ExportLicences(domain.FigureLow), []string{"months", "seats"},
			[]string{"Months since added", "Licences bought", "Licences assigned", "Licences used", "Licences available", "Shared with other subscriptions"}},
		{app.ExportJobs, []string{"key", "outcome"}, []string{"Job", "Outcome"}},
		{app.ExportServiceStates, []string{"outcome", "outcome"}, []string{"Service health"}},
	} {
		if got := headings(t, a, c.kind, c.columns...); !slices.Equal(got, c.want) {
			t.Errorf("%s of %q has %q, want %q", c.kind, c.columns, got, c.want)
		}
	}
	all := written(t, a, app.ExportRequest{Kind: app.ExportSubscriptions})
	chosen := written(t, a, app.ExportRequest{Kind: app.ExportSubscriptions, Columns: []string{"number", "unit_price"}})
	if len(all) != len(chosen) {
		t.Fatalf("%d rows of %d", len(chosen), len(all))
	}
	for i, row := range chosen {
		for heading, value := range row {
			if all[i][heading] != value {
				t.Fatalf("row %d: %s is %q, of the whole file %q", i, heading, value, all[i][heading])
			}
		}
	}
}

// TestExports_CoverSaysWhichColumnsAreMissing: a workbook does not pass for all that is known.
func TestExports_CoverSaysWhichColumnsAreMissing(t *testing.T) {
	a := startRead(t, twoVendors...)
	req := app.ExportRequest{Kind: app.ExportCustomers, Format: app.FormatXLSX, Language: "de", Columns: []string{"country", "name"}}
	book := workbook(t, a, req)
	sheets := book.GetSheetList()
	rows, err := book.GetRows(sheets[1])
	if err != nil || !slices.Equal(rows[0], []string{"Land", "Nr.", "Name"}) {
		t.Errorf("the sheet has %q (%v)", rows[0], err)
	}
	if got := factOn(t, book, sheets[0], "Spalten"); !strings.HasPrefix(got, "3 von 26, ohne: Status, Domain, ") {
		t.Errorf("of columns the cover says %q", got)
	}
	if lines, err := book.GetRows(sheets[2]); err != nil || len(lines[0]) < 10 {
		t.Errorf("the second sheet has lost columns: %q (%v)", lines[0], err)
	}
	req.Columns = nil
	if whole := workbook(t, a, req); factOn(t, whole, sheets[0], "Spalten") != "" {
		t.Error("a whole workbook tells of missing columns")
	}
}

func TestExports_RefuseColumnsThatAreNotThere(t *testing.T) {
	a := startRead(t, twoVendors...)
	for _, c := range []struct {
		key string
		req app.ExportRequest
	}{
		{"export_column", app.ExportRequest{Kind: app.ExportPools, Format: app.FormatCSV, Columns: []string{"customer", "colour"}}},
		{"export_column", app.ExportRequest{Kind: app.ExportPools, Format: app.FormatXLSX, Columns: []string{""}}},
		{"export_columns", app.ExportRequest{Kind: app.ExportBilling, Format: app.FormatXLSX, Columns: []string{"customer"}}},
		{"export_columns", app.ExportRequest{Kind: app.ExportCalendar, Format: app.FormatICS, Columns: []string{"day"}}},
	} {
		_, err := a.Exports.Write(t.Context(), io.Discard, c.req)
		requireKey(t, err, c.key)
	}
}
