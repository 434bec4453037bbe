package app_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strconv"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// TestExports_OfTrends_HoldTheNumbersOfTheTable: a day a line, the earliest first, and what is unknown is no zero.
func TestExports_OfTrends_HoldTheNumbersOfTheTable(t *testing.T) {
	a := startRead(t)
	seats, err := a.Dashboard.Trend(t.Context(), domain.Scope{Family: domain.FamilyMicrosoft365}, 30)
	if err != nil || len(seats.Points) == 0 {
		t.Fatalf("%d points (%v)", len(seats.Points), err)
	}
	filter := app.ExportFilter{Days: 30}
	rows := written(t, a, app.ExportRequest{Kind: app.ExportTrend, Family: domain.FamilyMicrosoft365, Filter: filter})
	if len(rows) != len(seats.Points) {
		t.Fatalf("%d rows of %d days", len(rows), len(seats.Points))
	}
	for i, p := range seats.Points {
		want := [4]string{string(p.Day), number(&p.Bought), number(&p.Assigned), number(p.Used)}
		if got := [4]string{rows[i]["Day"], rows[i]["Licences bought"], rows[i]["Licences assigned"], rows[i]["Licences used"]}; got != want {
			t.Errorf("day %d is %q, want %q", i, got, want)
		}
	}
	storage, err := a.Operations.StorageTrend(t.Context(), domain.Scope{}, 30)
	if err != nil || len(storage.Points) == 0 {
		t.Fatalf("%d points (%v)", len(storage.Points), err)
	}
	last := storage.Points[len(storage.Points)-1]
	rows = written(t, a, app.ExportRequest{Kind: app.ExportStorageTrend, Filter: filter})
	if len(rows) != len(storage.Points) || rows[len(rows)-1]["Consumed (bytes)"] != number(last.Consumed) || last.Consumed == nil ||
		rows[len(rows)-1]["In Microsoft 365 (bytes)"] != number(last.Live) {
		t.Errorf("the last of %d days is %v, want %+v", len(rows), rows[len(rows)-1], last)
	}
}

// TestExports_OfJobsByDay_HoldTheNumbersOfTheTable, good and bad.
func TestExports_OfJobsByDay_HoldTheNumbersOfTheTable(t *testing.T) {
	a := startRead(t)
	days, err := a.Operations.JobTrend(t.Context(), domain.Scope{}, 30)
	if err != nil || len(days) < 2 {
		t.Fatalf("%d days (%v)", len(days), err)
	}
	rows := written(t, a, app.ExportRequest{Kind: app.ExportJobTrend, Filter: app.ExportFilter{Days: 30}})
	if len(rows) != len(days) {
		t.Fatalf("%d rows of %d days", len(rows), len(days))
	}
	for i, p := range days {
		want := [5]string{string(p.Day), number(&p.Failed), number(&p.Attention), number(&p.OK), number(&p.Other)}
		row := rows[i]
		if got := [5]string{row["Day"], row["Failed"], row["Needs attention"], row["OK"], row["Other"]}; got != want {
			t.Errorf("day %d is %q, want %q", i, got, want)
		}
	}
}

func number(n *int64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatInt(*n, 10)
}

// TestExports_OfTrends_DrawThem: the workbook has the chart of the screen, and its cover says which days it is about.
func TestExports_OfTrends_DrawThem(t *testing.T) {
	a := startRead(t)
	for kind, want := range map[app.ExportKind]struct{ title, cover string }{
		app.ExportTrend:        {"Lizenzen im Verlauf", "Genutzt: Lizenzen"},
		app.ExportStorageTrend: {"Speicher im Verlauf", "Speicher: "},
		app.ExportJobTrend:     {"Aufträge Tag für Tag", "Vollständigkeit"},
	} {
		req := app.ExportRequest{Kind: kind, Format: app.FormatXLSX, Language: "de", Filter: app.ExportFilter{Days: 90}}
		var file bytes.Buffer
		if _, err := a.Exports.Write(t.Context(), &file, req); err != nil {
			t.Fatal(err)
		}
		chart := partOf(t, file.Bytes(), "xl/charts/chart1.xml")
		if !strings.Contains(chart, want.title) || !strings.Contains(chart, "lineChart") || !strings.Contains(chart, "$B$2:$B$") {
			t.Errorf("%s: the chart is %.300s", kind, chart)
		}
		cover := coverTexts(t, a, req)
		for _, text := range []string{want.title, want.cover, " bis ", "Eingegrenzt auf"} {
			if !strings.Contains(cover, text) {
				t.Errorf("%s: the cover does not say %q: %s", kind, text, cover)
			}
		}
	}
}

// partOf gives a part of a workbook as text.
func partOf(t *testing.T, file []byte, name string) string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	part, err := archive.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = part.Close() }()
	text, err := io.ReadAll(part)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
