package export_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// TestWorkbook_DrawsWhatHasValues: a line for each column that has a value, in sheets of any name, and none for a table without rows.
func TestWorkbook_DrawsWhatHasValues(t *testing.T) {
	columns := []export.Column{{Heading: "Day", Kind: export.KindDate}, {Heading: "Bought", Kind: export.KindInt}, {Heading: "Used", Kind: export.KindInt}}
	chart := &export.Chart{Title: "Seats", Lines: []export.Line{{Column: 1, Color: "5A6A7A", Dash: export.Dashed}, {Column: 2, Color: "C2680A"}}}
	days := []string{"2026-11-19", "2026-11-20"}
	var file bytes.Buffer
	_, err := export.WriteWorkbook(&file, workbook("en", []export.Table{
		{Title: "Fabrikam's", Columns: columns, Chart: chart, Rows: export.Rows(days, func(day string) []export.Value {
			return []export.Value{export.Date(domain.Date(day)), export.Int(7), export.Empty()}
		})},
		{Title: "None", Columns: columns, Chart: chart, Rows: export.Rows([]string{}, func(string) []export.Value { return nil })},
	}...))
	must(t, err)
	book, err := excelize.OpenReader(&file)
	must(t, err)
	defer func() { _ = book.Close() }()
	part, _ := book.Pkg.Load("xl/charts/chart1.xml")
	drawn := string(part.([]byte))
	if !strings.Contains(drawn, "&#39;Fabrikam&#39;&#39;s&#39;!$B$2:$B$3") || strings.Contains(drawn, "$C$") || !strings.Contains(drawn, `prstDash val="dash"`) ||
		!strings.Contains(drawn, `srgbClr val="5A6A7A"`) {
		t.Errorf("the chart is %s", drawn)
	}
	if _, twice := book.Pkg.Load("xl/charts/chart2.xml"); twice {
		t.Error("a table without rows has a chart")
	}
}
