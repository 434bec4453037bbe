package app_test

import (
	"bytes"
	"database/sql"
	"encoding/csv"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// linesCase is a state of a list with the same state of its export.
type linesCase struct {
	scope  domain.Scope
	filter app.ExportFilter
}

// linesData is a folder where four subscriptions have prices, one is gone, and two customers have a tag.
func linesData(t *testing.T) *app.App {
	t.Helper()
	a, priced := priced(t)
	if _, err := a.Tags.Give(t.Context(), "Gold", []int64{priced[0].CustomerID, priced[2].CustomerID}, true); err != nil {
		t.Fatal(err)
	}
	execute(t, a, "UPDATE subscriptions SET gone_at = '2026-10-01T00:00:00.000Z' WHERE id = ?", priced[3].ID)
	return a
}

// execute changes stored rows as only a sync could.
func execute(t *testing.T, a *app.App, statement string, id int64) {
	t.Helper()
	session, err := a.Session(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(session.DataFolder, "tenantry.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statement, id); err != nil {
		t.Fatal(err)
	}
}

func ofVendors(vendors ...domain.Vendor) domain.CustomerQuery {
	return domain.CustomerQuery{Vendors: vendors}
}

// differ gives the first rows that are not the same.
func differ(got, want [][3]string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("row %d of the file is %q, of the list %q", i, got[i], want[i])
		}
	}
	if len(got) != len(want) {
		return fmt.Sprintf("the file has %d rows, the list %d", len(got), len(want))
	}
	return ""
}

// written gives the rows of an export as CSV, each by its headings.
func written(t *testing.T, a *app.App, req app.ExportRequest) []map[string]string {
	t.Helper()
	req.Format, req.Language = app.FormatCSV, "en"
	var file bytes.Buffer
	if _, err := a.Exports.Write(t.Context(), &file, req); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file.String(), "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, record := range records[1:] {
		row := map[string]string{}
		for i, heading := range records[0] {
			row[heading] = strings.TrimPrefix(record[i], "'") // which keeps a text from being read as a formula
		}
		rows = append(rows, row)
	}
	return rows
}

func TestExports_OfSubscriptions_HoldTheRowsOfTheList(t *testing.T) {
	a := linesData(t)
	totals := map[string]int{}
	for name, c := range map[string]linesCase{
		"all":     {filter: app.ExportFilter{Sort: "product", Desc: true}},
		"gone":    {filter: app.ExportFilter{Gone: true}},
		"vendor":  {filter: app.ExportFilter{CustomerQuery: ofVendors(domain.VendorWebex), Sort: "term_end_on"}},
		"state":   {filter: app.ExportFilter{SubscriptionQuery: domain.SubscriptionQuery{States: []domain.SubscriptionStatus{domain.StatusSuspended}}}},
		"typed":   {filter: app.ExportFilter{SubscriptionQuery: domain.SubscriptionQuery{Sources: []domain.Source{domain.SourceTyped}}}},
		"missing": {filter: app.ExportFilter{SubscriptionQuery: domain.SubscriptionQuery{Missing: []domain.Missing{domain.MissingTermEnd}}}},
		"figure":  {filter: app.ExportFilter{Figure: "missing_price"}},
		"search":  {filter: app.ExportFilter{Search: "365", Sort: "quantity"}},
		"tag":     {scope: domain.Scope{Tag: "Gold"}},
		"family":  {scope: domain.Scope{Family: domain.FamilyMicrosoft365}},
		"several": {domain.Scope{Tag: "Gold"}, app.ExportFilter{Figure: "missing_price", Gone: true, Sort: "number"}},
	} {
		f := c.filter
		page, err := a.Subscriptions.List(t.Context(), domain.SubscriptionFilter{
			Scope: c.scope, Search: f.Search, Figure: domain.Figure(f.Figure), Vendors: f.Vendors,
			SubscriptionQuery: f.SubscriptionQuery, Gone: f.Gone,
			Page: domain.PageRequest{Sort: f.Sort, Desc: f.Desc},
		})
		if err != nil {
			t.Fatal(err)
		}
		var want, got [][3]string
		for _, row := range page.Items {
			want = append(want, [3]string{row.Customer, row.Product, row.Number})
		}
		for _, row := range written(t, a, app.ExportRequest{
			Kind: app.ExportSubscriptions, Family: c.scope.Family, Tag: c.scope.Tag, Filter: f,
		}) {
			got = append(got, [3]string{row["Customer"], row["Product"], row["Subscription number"]})
		}
		if totals[name] = page.Total; differ(got, want) != "" || len(want) == 0 {
			t.Errorf("%s: of %d rows, %s", name, len(want), differ(got, want))
		}
	}
	for name, total := range totals {
		if (name == "gone") != (total == totals["all"]+1) || name != "gone" && name != "all" && total >= totals["all"] {
			t.Errorf("%s selects %d of %d", name, total, totals["all"])
		}
	}
}

func TestExports_OfPools_HoldTheRowsOfTheList(t *testing.T) {
	a := linesData(t)
	all := 0
	for _, c := range []linesCase{
		{filter: app.ExportFilter{Sort: "ratio", Desc: true}},
		{filter: app.ExportFilter{Figure: "over", Sort: "over_seats", Desc: true}},
		{filter: app.ExportFilter{Search: "365"}},
		{filter: app.ExportFilter{CustomerQuery: ofVendors(domain.VendorWebex, domain.VendorBlancco)}},
		{filter: app.ExportFilter{Excluded: []domain.YesNo{domain.Yes}}},
		{scope: domain.Scope{Tag: "Gold"}},
	} {
		f := c.filter
		page, err := a.Subscriptions.Pools(t.Context(), domain.PoolFilter{
			Scope: c.scope, Search: f.Search, Figure: domain.Figure(f.Figure), Vendors: f.Vendors, Excluded: f.Excluded,
			Page: domain.PageRequest{Sort: f.Sort, Desc: f.Desc},
		})
		if err != nil {
			t.Fatal(err)
		}
		var want, got [][3]string
		for _, row := range page.Items {
			want = append(want, [3]string{row.Customer, row.Product, row.Connection})
		}
		for _, row := range written(t, a, app.ExportRequest{Kind: app.ExportPools, Tag: c.scope.Tag, Filter: f}) {
			got = append(got, [3]string{row["Customer"], row["Product"], row["Connection"]})
		}
		if differ(got, want) != "" || len(want) == 0 || all > 0 && len(want) >= all {
			t.Errorf("%s %q: %d rows of %d, %s", f.Figure+f.Search, c.scope.Tag, len(want), all, differ(got, want))
		}
		all = max(all, len(want))
	}
}

// TestExports_OfLines_SayWhereValuesComeFrom: beside a value stands its source, and what the screen says of it in other ways.
func TestExports_OfLines_SayWhereValuesComeFrom(t *testing.T) {
	a := linesData(t)
	gone, typed, told := 0, 0, 0
	for _, row := range written(t, a, app.ExportRequest{Kind: app.ExportSubscriptions, Filter: app.ExportFilter{Gone: true}}) {
		if row["Gone since"] != "" {
			gone++
		}
		if row["Source of price"] == "Typed in" && row["Unit price"] != "" && row["Currency"] != "" {
			typed++
		}
		if (row["Days left"] == "") != (row["Term ends on"] == "") {
			t.Errorf("days left and the end of the term do not agree: %v", row)
		}
		if row["Source of status"] == "Vendor" {
			told++
		}
	}
	if gone != 1 || typed != 4 || told == 0 {
		t.Errorf("%d lines are gone, %d have a typed price, of %d a vendor tells the status", gone, typed, told)
	}
	for kind, definition := range map[app.ExportKind]string{
		app.ExportSubscriptions: "Subscriptions without a unit price", app.ExportPools: "Assigned % is assigned ÷ bought",
	} {
		req := app.ExportRequest{Kind: kind, Format: app.FormatXLSX, Language: "en"}
		if kind == app.ExportSubscriptions {
			req.Filter.Figure = "missing_price"
		}
		cover := coverTexts(t, a, req)
		for _, text := range []string{"SAMPLE DATA", "Completeness", "An empty cell is unknown", definition} {
			if !strings.Contains(cover, text) {
				t.Errorf("%s: the cover does not say %q: %s", kind, text, cover)
			}
		}
	}
}
