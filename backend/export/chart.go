package export

import (
	"fmt"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Chart draws columns of a table as lines over its first column, beside its rows. A line of a column that has no value is left out.
type Chart struct {
	Title string
	Lines []Line
	Bytes bool // the values are sizes, which the axis writes as MB, GB and TB
}

// Line is one line of a chart. Lines differ by more than their colour, which not everybody sees and few print.
type Line struct {
	Column int    // its place in the table
	Color  string // RRGGBB
	Dash   Dash
}

// Dash is how a line is drawn.
type Dash string

// The ways to draw a line.
const (
	Solid  Dash = ""
	Dashed Dash = "dashed"
	Dotted Dash = "dotted"
)

var dashes = map[Dash]excelize.LineDashType{
	Solid: excelize.LineDashSolid, Dashed: excelize.LineDashDash, Dotted: excelize.LineDashSysDot,
}

// sizeFormat writes bytes in the unit that suits them: each comma behind the digits divides by a thousand.
const sizeFormat = `[>=1000000000000]#,##0.0,,,," TB";[>=1000000000]#,##0.0,,," GB";#,##0.0,," MB"`

// fewPoints get a mark each, because a line of one point is not seen.
const fewPoints = 32

// shownLabels is how many labels have room below a chart.
const shownLabels = 8

// The size of a chart, in pixels.
const (
	chartWidth  = 860
	chartHeight = 420
)

// chart draws the table's chart at its right, over all rows that the sheet has.
func (b *builder) chart(s *sheetRows, t Table) error {
	if t.Chart == nil || s.rows < 2 {
		return nil
	}
	quoted := "'" + strings.ReplaceAll(s.name, "'", "''") + "'"
	cells := func(column int) string {
		return fmt.Sprintf("%s!$%s$2:$%s$%d", quoted, s.refs[column], s.refs[column], s.rows)
	}
	font := excelize.Font{Size: 9, Color: "404040"}
	drawn := &excelize.Chart{
		Type: excelize.Line, ShowBlanksAs: "gap",
		Dimension: excelize.ChartDimension{Width: chartWidth, Height: chartHeight},
		Title:     excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: t.Chart.Title, Font: &excelize.Font{Bold: true, Size: 12}}}},
		Legend:    excelize.ChartLegend{Position: "bottom"},
		XAxis:     excelize.ChartAxis{Font: font, TickLabelSkip: 1 + s.rows/shownLabels, NumFmt: excelize.ChartNumFmt{SourceLinked: true}},
		YAxis:     excelize.ChartAxis{Font: font, MajorGridLines: true, NumFmt: excelize.ChartNumFmt{CustomNumFmt: "#,##0"}},
	}
	if t.Chart.Bytes {
		drawn.YAxis.NumFmt.CustomNumFmt = sizeFormat
	}
	symbol := "none"
	if s.rows <= fewPoints {
		symbol = "circle"
	}
	for _, line := range t.Chart.Lines {
		if !s.known[line.Column] {
			continue
		}
		fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{line.Color}}
		drawn.Series = append(drawn.Series, excelize.ChartSeries{
			Name: fmt.Sprintf("%s!$%s$1", quoted, s.refs[line.Column]), Categories: cells(0), Values: cells(line.Column),
			Fill: fill, Line: excelize.LineOptions{Width: 2, Dash: dashes[line.Dash]},
			Marker: excelize.ChartMarker{Symbol: symbol, Size: 4, Fill: fill},
		})
	}
	if len(drawn.Series) == 0 {
		return nil
	}
	at, err := excelize.CoordinatesToCellName(len(t.Columns)+2, 2)
	if err != nil {
		return err
	}
	return b.file.AddChart(s.name, at, drawn)
}
