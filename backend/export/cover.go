package export

import (
	"fmt"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// cover writes the first sheet: title, banner, facts, sections.
func (b *builder) cover() error {
	name, err := b.addSheet(b.wb.Cover.Sheet)
	if err != nil {
		return err
	}
	c := &coverSheet{builder: b, sheet: name}
	c.styled("A", b.wb.Cover.Title, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 16}})
	c.row++
	if b.wb.Cover.Banner != "" {
		c.styled("A", b.wb.Cover.Banner, &excelize.Style{
			Font: &excelize.Font{Bold: true, Color: "FFFFFF"},
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"C00000"}},
		})
		c.span()
		c.row++
	}
	c.row++
	c.facts(b.wb.Cover.Facts)
	for _, section := range b.wb.Cover.Sections {
		c.row++
		c.styled("A", section.Heading, &excelize.Style{Font: &excelize.Font{Bold: true}})
		c.row++
		c.facts(section.Facts)
	}
	if c.err == nil {
		c.err = b.file.SetColWidth(name, "A", "A", coverLabelWidth)
	}
	if c.err == nil {
		c.err = b.file.SetColWidth(name, "B", "B", coverValueWidth)
	}
	if c.err == nil {
		c.err = b.setUpPage(name, false)
	}
	return c.err
}

// The widths of the cover's columns, in characters.
const (
	coverLabelWidth = 36
	coverValueWidth = 90
)

// lineHeight is the height of a line of the cover's text, in points.
const lineHeight = 15

// coverSheet writes downwards; the first error ends it.
type coverSheet struct {
	*builder
	sheet string
	row   int // of the next line, from 0
	err   error
}

func (c *coverSheet) facts(facts []Fact) {
	for _, fact := range facts {
		value := c.wb.Format.Value(fact.Value)
		wrapped := &excelize.Alignment{Horizontal: "left", Vertical: "top", WrapText: true}
		if fact.Label == "" {
			c.note(value, wrapped)
		} else {
			c.styled("A", fact.Label, &excelize.Style{Alignment: wrapped})
			c.styled("B", value, &excelize.Style{Alignment: wrapped})
			c.height(max(linesOf(fact.Label, coverLabelWidth), linesOf(value, coverValueWidth)))
		}
		c.row++
	}
}

// note writes a text over both columns.
func (c *coverSheet) note(text string, wrapped *excelize.Alignment) {
	c.styled("A", text, &excelize.Style{Alignment: wrapped})
	c.span()
	c.height(linesOf(text, coverLabelWidth+coverValueWidth))
}

// span lets the text in the first column take both.
func (c *coverSheet) span() {
	if c.err == nil {
		c.err = c.file.MergeCell(c.sheet, fmt.Sprintf("A%d", c.row+1), fmt.Sprintf("B%d", c.row+1))
	}
}

// height sets the row's height, because programs do not all measure wrapped text when they open a file.
func (c *coverSheet) height(lines int) {
	if c.err == nil && lines > 1 {
		c.err = c.file.SetRowHeight(c.sheet, c.row+1, float64(lines*lineHeight))
	}
}

// linesOf estimates how many lines a text takes in a column so many characters wide.
func linesOf(text string, width int) int {
	return 1 + utf8.RuneCountInString(text)/(width*9/10) // words leave the end of a line empty
}

// styled writes a text. Facts are text on purpose: the cover is read, not computed with.
func (c *coverSheet) styled(column, text string, style *excelize.Style) {
	if c.err != nil {
		return
	}
	cell := fmt.Sprintf("%s%d", column, c.row+1)
	if style == nil {
		style = &excelize.Style{}
	}
	style.NumFmt = textFormat
	id, err := c.file.NewStyle(style)
	if err == nil {
		err = c.file.SetCellStyle(c.sheet, cell, cell, id)
	}
	if err == nil {
		err = c.file.SetCellStr(c.sheet, cell, cleanText(text))
	}
	c.err = err
}
