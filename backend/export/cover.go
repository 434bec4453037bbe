package export

import (
	"fmt"

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
		c.err = b.file.SetColWidth(name, "A", "A", 36)
	}
	if c.err == nil {
		c.err = b.file.SetColWidth(name, "B", "B", 90)
	}
	return c.err
}

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
		if fact.Label == "" {
			c.styled("A", value, nil)
		} else {
			c.styled("A", fact.Label, nil)
			c.styled("B", value, &excelize.Style{Alignment: &excelize.Alignment{Horizontal: "left", WrapText: true}})
		}
		c.row++
	}
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
