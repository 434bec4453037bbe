package export_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/govalues/decimal"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

var created = time.Date(2026, 11, 20, 13, 5, 0, 0, time.UTC)

func workbook(locale string, sheets ...export.Table) export.Workbook {
	return export.Workbook{
		Format: export.FormatFor(locale), Created: created, Sheets: sheets,
		Cover: export.Cover{
			Sheet: "Overview", Title: "Billing <2026>", Banner: "SAMPLE DATA",
			Facts:    []export.Fact{{"Scope", export.Text("=All customers")}, {"Rows", export.Int(1234)}},
			Sections: []export.Section{{"Notes", []export.Fact{{"", export.Text("No price is invented.")}}}},
		},
	}
}

// open writes the workbook and opens it again.
func open(t testing.TB, wb export.Workbook) *excelize.File {
	t.Helper()
	var out bytes.Buffer
	_, err := export.WriteWorkbook(&out, wb)
	must(t, err)
	f, err := excelize.OpenReader(&out)
	must(t, err)
	t.Cleanup(func() { _ = f.Close() })
	return f
}

func cell(t testing.TB, f *excelize.File, sheet, name string, opts ...excelize.Options) string {
	t.Helper()
	text, err := f.GetCellValue(sheet, name, opts...)
	must(t, err)
	return text
}

func TestWriteWorkbook_CellsAreTyped(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	table := export.Table{Title: "Lines", Columns: make([]export.Column, 10), Rows: export.Rows([]int{1}, func(int) []export.Value {
		return []export.Value{
			export.Text("Müller"), export.Int(-1234567), export.Decimal(decimal.MustParse("1234.125")),
			export.Money(domain.Money{Minor: -123450, Currency: "EUR"}), export.Price(decimal.MustParse("0.01250"), "USD"),
			export.Percent(0.125), export.Date("2026-11-20"), export.DateTime(created.In(berlin)), export.Bool(true), export.Empty(),
		}
	})}
	f := open(t, workbook("de", table))
	raw := excelize.Options{RawCellValue: true}
	for name, want := range map[string]struct {
		kind        excelize.CellType
		value, form string
	}{
		"A2": {excelize.CellTypeInlineString, "Müller", "@"},
		"B2": {excelize.CellTypeUnset, "-1234567", "#,##0"},
		"C2": {excelize.CellTypeUnset, "1234.125", "#,##0.000"},
		"D2": {excelize.CellTypeUnset, "-1234.50", `#,##0.00\ [$EUR]`},
		"E2": {excelize.CellTypeUnset, "0.0125", `#,##0.0000\ [$USD]`},
		"F2": {excelize.CellTypeUnset, "0.125", "0.0%"},
		"G2": {excelize.CellTypeUnset, "46346", "dd.mm.yyyy"},
		"H2": {excelize.CellTypeUnset, "46346.5868055556", "dd.mm.yyyy hh:mm"},
		"I2": {excelize.CellTypeBool, "1", `"TRUE";"TRUE";"FALSE"`},
		"J2": {excelize.CellTypeUnset, "", ""},
	} {
		kind, err := f.GetCellType("Lines", name)
		must(t, err)
		if value := cell(t, f, "Lines", name, raw); kind != want.kind || value != want.value {
			t.Errorf("%s is %q of type %d, want %q of type %d", name, value, kind, want.value, want.kind)
		}
		if got := numberFormat(t, f, "Lines", name); got != want.form {
			t.Errorf("%s has the format %q, want %q", name, got, want.form)
		}
	}
}

func TestWriteWorkbook_DatesAreWrittenAsChosen(t *testing.T) {
	table := export.Table{Title: "Days", Columns: []export.Column{{Heading: "A", Kind: export.KindDate}, {Heading: "B", Kind: export.KindDateTime}},
		Rows: export.Rows([]int{1}, func(int) []export.Value {
			return []export.Value{export.Date("2026-11-03"), export.DateTime(created)}
		})}
	for want, choice := range map[[2]string]struct {
		date  domain.DateFormat
		clock domain.TimeFormat
	}{
		{`dd.mm.yyyy`, `dd.mm.yyyy hh:mm`}:          {domain.DateLanguage, domain.Time24},
		{`yyyy\-mm\-dd`, `yyyy\-mm\-dd hh:mm`}:      {domain.DateISO, domain.Time24},
		{`dd\/mm\/yyyy`, `dd\/mm\/yyyy hh:mm`}:      {domain.DateSlashes, domain.Time24},
		{`mm\/dd\/yyyy`, `mm\/dd\/yyyy h:mm AM/PM`}: {domain.DateMonth, domain.Time12},
	} {
		wb := workbook("de", table)
		wb.Format = wb.Format.Dated(choice.date, choice.clock)
		f := open(t, wb)
		if got := [2]string{numberFormat(t, f, "Days", "A2"), numberFormat(t, f, "Days", "B2")}; got != want {
			t.Errorf("%q and %q hours have the formats %q, want %q", choice.date, choice.clock, got, want)
		}
		shown := [2]string{cell(t, f, "Days", "A2"), cell(t, f, "Days", "B2")}
		if text := [2]string{wb.Format.Date("2026-11-03"), wb.Format.DateTime(created)}; shown != text {
			t.Errorf("the workbook shows %q, the screen %q", shown, text)
		}
	}
}

func numberFormat(t testing.TB, f *excelize.File, sheet, name string) string {
	t.Helper()
	id, err := f.GetCellStyle(sheet, name)
	must(t, err)
	style, err := f.GetStyle(id)
	must(t, err)
	switch {
	case style.CustomNumFmt != nil:
		return *style.CustomNumFmt
	case style.NumFmt == 49:
		return "@"
	case style.NumFmt == 0:
		return ""
	}
	return fmt.Sprint(style.NumFmt)
}

func TestWriteWorkbook_DatesAreThoseOfTheCalendar(t *testing.T) {
	days := []domain.Date{"1900-01-01", "1900-02-28", "1900-03-01", "1999-12-31", "2024-02-29", "2026-11-20", "9999-12-31"}
	table := export.Table{Title: "Days", Columns: make([]export.Column, 1), Rows: export.Rows(days, func(d domain.Date) []export.Value {
		return []export.Value{export.Date(d)}
	})}
	f := open(t, workbook("en", table))
	want := []string{"1", "59", "61", "36525", "45351", "46346", "2958465"}
	for i := range days {
		if got := cell(t, f, "Days", fmt.Sprintf("A%d", i+2), excelize.Options{RawCellValue: true}); got != want[i] {
			t.Errorf("%s is day %s, want %s", days[i], got, want[i])
		}
	}
	old := textTable()
	old.Rows = export.Rows([]domain.Date{"1899-12-31"}, func(d domain.Date) []export.Value { return []export.Value{export.Date(d)} })
	if got := cell(t, open(t, workbook("en", old)), "Texts", "A2"); got != "1899-12-31" {
		t.Errorf("a day before 1900 is %q", got)
	}
}

func TestWriteWorkbook_CoverAndProperties(t *testing.T) {
	f := open(t, workbook("de", textTable("x")))
	for name, want := range map[string]string{
		"A1": "Billing <2026>", "A2": "SAMPLE DATA", "A4": "Scope", "B4": "=All customers", "A5": "Rows", "B5": "1.234", "A7": "Notes", "A8": "No price is invented.",
	} {
		if got := cell(t, f, "Overview", name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if formula, err := f.GetCellFormula("Overview", "B4"); err != nil || formula != "" {
		t.Errorf("B4 is the formula %q (%v)", formula, err)
	}
	props, err := f.GetDocProps()
	must(t, err)
	if props.Title != "Billing <2026>" || props.Creator != "" || props.LastModifiedBy != "" || props.Created != "2026-11-20T13:05:00Z" {
		t.Errorf("properties %+v", props)
	}
}

func TestWriteWorkbook_HeaderIsFrozenAndFiltered(t *testing.T) {
	table := textTable("x", "y")
	table.Columns = append(table.Columns, export.Column{Heading: "Zuweisungsverhältnis in %", Kind: export.KindPercent}, export.Column{Heading: "B", Width: 40})
	f := open(t, workbook("de", table))
	panes, err := f.GetPanes("Texts")
	must(t, err)
	if !panes.Freeze || panes.YSplit != 1 || panes.TopLeftCell != "A2" {
		t.Errorf("panes %+v", panes)
	}
	if area, err := f.GetSheetDimension("Texts"); err != nil || area != "A1:C3" {
		t.Errorf("dimension %q, %v", area, err)
	}
	names := map[string]string{}
	for _, name := range f.GetDefinedName() {
		names[name.Name] = name.RefersTo
	}
	if !strings.Contains(names["_xlnm._FilterDatabase"], "$A$1:$C$3") {
		t.Errorf("the filter is %+v", names)
	}
	if names["_xlnm.Print_Titles"] != "'Texts'!$A:$B,'Texts'!$1:$1" {
		t.Errorf("what every printed page repeats is %+v", names)
	}
	if props, err := f.GetSheetProps("Texts"); err != nil || props.FitToPage == nil || !*props.FitToPage {
		t.Errorf("the sheet is not printed to the width of pages: %+v, %v", props, err)
	}
	for column, want := range map[string]float64{"A": 24, "B": 24, "C": 40} {
		if width, err := f.GetColWidth("Texts", column); err != nil || width != want {
			t.Errorf("column %s is %v wide, want %v", column, width, want)
		}
	}
}

func TestWriteWorkbook_SumsStandOut(t *testing.T) {
	table := export.Table{Title: "Billing", Columns: make([]export.Column, 3), Rows: summed([]line{{"Ada", euros(150), "month"}})}
	var out bytes.Buffer
	n, err := export.WriteWorkbook(&out, workbook("en", table))
	if err != nil || n != 1 {
		t.Errorf("%d data rows, %v", n, err)
	}
	f, err := excelize.OpenReader(&out)
	must(t, err)
	for name, want := range map[string]bool{"B2": false, "B3": true, "B4": true} {
		id, err := f.GetCellStyle("Billing", name)
		must(t, err)
		style, err := f.GetStyle(id)
		must(t, err)
		if bold := style.Font != nil && style.Font.Bold; bold != want {
			t.Errorf("%s is bold: %v", name, bold)
		}
		if got := cell(t, f, "Billing", name, excelize.Options{RawCellValue: true}); got != "1.50" {
			t.Errorf("%s is %q", name, got)
		}
	}
}

func TestWriteWorkbook_MoreRowsThanASheetHolds(t *testing.T) {
	texts := make([]string, 25)
	for i := range texts {
		texts[i] = fmt.Sprint("row ", i)
	}
	for continued, want := range map[bool]string{false: "Texts (2)", true: "Texts, Blatt 2"} {
		wb := workbook("de", textTable(texts...))
		if continued {
			wb.Continued = func(sheet string, number int) string { return fmt.Sprintf("%s, Blatt %d", sheet, number) }
		}
		var out bytes.Buffer
		n, err := export.WriteWorkbookLimit(&out, wb, 11)
		if err != nil || n != 25 {
			t.Errorf("%d rows, %v", n, err)
		}
		f, err := excelize.OpenReader(&out)
		must(t, err)
		if list := f.GetSheetList(); len(list) != 4 || list[2] != want {
			t.Fatalf("sheets %q", list)
		}
		seen := 0
		for _, sheet := range f.GetSheetList()[1:] {
			rows, err := f.GetRows(sheet)
			must(t, err)
			if rows[0][0] != "Text" || len(rows) > 11 {
				t.Errorf("%s has %d rows and begins with %q", sheet, len(rows), rows[0])
			}
			for _, row := range rows[1:] {
				if row[0] != texts[seen] {
					t.Errorf("row %d is %q", seen, row[0])
				}
				seen++
			}
		}
		if seen != 25 {
			t.Errorf("%d rows were found", seen)
		}
	}
}

func TestWriteWorkbook_SheetNamesAreAccepted(t *testing.T) {
	long := strings.Repeat("Ä", 40)
	var tables []export.Table
	for _, title := range []string{"a/b:[c]*?\\", "", "'q'", "Overview", "overview", long, long, "😀" + long} {
		table := textTable("x")
		table.Title = title
		tables = append(tables, table)
	}
	f := open(t, workbook("en", tables...))
	seen := map[string]bool{}
	for _, name := range f.GetSheetList() {
		if len([]rune(name)) > 31 || seen[strings.ToLower(name)] || name == "" {
			t.Errorf("sheet %q", name)
		}
		seen[strings.ToLower(name)] = true
	}
	if len(seen) != 9 {
		t.Errorf("sheets %q", f.GetSheetList())
	}
}

// TestWriteWorkbook_AnyTextRoundTrips: every text comes back as it was, less what XML cannot hold, and none is a formula.
func TestWriteWorkbook_AnyTextRoundTrips(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		pieces := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"=", "+", "-", "@", "_x0041_", "_x005F_", "_x", "<v>", "&amp;", "]]>", "\r", "\n", "\t", "\x00", "\x1b", "\ufffe", "😀", "'", " ",
		}))).Draw(rt, "pieces")
		text := strings.Join(pieces, "")
		f := open(t, workbook("en", textTable(text, "end")))
		want := strings.Map(func(r rune) rune {
			if r < ' ' && !strings.ContainsRune("\t\n\r", r) || r == 0xFFFE || r == 0xFFFF {
				return -1
			}
			return r
		}, text)
		if got := cell(t, f, "Texts", "A2"); got != want {
			rt.Fatalf("%q comes back as %q", want, got)
		}
		if formula, err := f.GetCellFormula("Texts", "A2"); err != nil || formula != "" {
			rt.Fatalf("%q is the formula %q (%v)", text, formula, err)
		}
		if got := cell(t, f, "Texts", "A3"); got != "end" {
			rt.Fatalf("the next row is %q", got)
		}
	})
}

func TestWriteWorkbook_TextsThatDoNotFit(t *testing.T) {
	f := open(t, workbook("en", textTable(strings.Repeat("ä", 32767), strings.Repeat("😀", 20000), "bad\xff\xfeutf8")))
	if got := cell(t, f, "Texts", "A2"); got != strings.Repeat("ä", 32767) {
		t.Errorf("a text of exactly the limit was cut to %d", len([]rune(got)))
	}
	if got := cell(t, f, "Texts", "A3"); got != strings.Repeat("😀", 16383)+"…" {
		t.Errorf("a longer text has %d signs", len([]rune(got)))
	}
	if got := cell(t, f, "Texts", "A4"); got != "bad��utf8" {
		t.Errorf("broken UTF-8 is %q", got)
	}
}

func TestWriteWorkbook_ErrorsComeThrough(t *testing.T) {
	broken := errors.New("database gone")
	table := textTable("x")
	table.Rows = failingAfter(table.Rows, broken)
	if _, err := export.WriteWorkbook(io.Discard, workbook("en", table)); !errors.Is(err, broken) {
		t.Errorf("a row's error became %v", err)
	}
	if _, err := export.WriteWorkbook(fullDisk{}, workbook("en", textTable("x"))); !errors.Is(err, errFull) {
		t.Errorf("a full disk became %v", err)
	}
	wide := textTable()
	wide.Rows = export.Rows([]int{1}, func(int) []export.Value { return make([]export.Value, 2) })
	if _, err := export.WriteWorkbook(io.Discard, workbook("en", wide)); err == nil {
		t.Error("a row wider than the table was accepted")
	}
}

func TestWriteWorkbook_NoFormulaAnywhere(t *testing.T) {
	var out bytes.Buffer
	_, err := export.WriteWorkbook(&out, workbook("en", textTable("=1+1", "+1", "-1", "@x")))
	must(t, err)
	z, err := zip.NewReader(bytes.NewReader(out.Bytes()), int64(out.Len()))
	must(t, err)
	for _, part := range z.File {
		r, err := part.Open()
		must(t, err)
		xml, err := io.ReadAll(r)
		must(t, err)
		if strings.Contains(part.Name, "sheet") && bytes.Contains(xml, []byte("<f>")) {
			t.Errorf("%s has a formula", part.Name)
		}
	}
}
