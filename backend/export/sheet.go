package export

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// table writes one table, on as many sheets as its rows need, and returns the number of its data rows.
func (b *builder) table(t Table) (int, error) {
	s, err := b.startSheet(t, 1)
	if err != nil {
		return 0, err
	}
	total, sheets := 0, 1
	for row, err := range t.Rows {
		if err != nil {
			return total, err
		}
		if s.rows >= b.limit {
			sheets++
			next, err := b.nextSheet(s, t, sheets)
			if err != nil {
				return total, err
			}
			s = next
		}
		if err := s.write(row); err != nil {
			return total, fmt.Errorf("sheet %s: %w", s.name, err)
		}
		if row.Level == LevelData {
			total++
			if t.Chart != nil {
				s.note(row)
			}
		}
	}
	return total, b.endSheet(s, t)
}

// sheetRows collects the encoded rows of one sheet.
type sheetRows struct {
	name   string
	styles *styles
	spool  *spool
	rows   int // written, the header counted
	buf    []byte
	refs   []string // column letters
	known  []bool   // which columns have a value
}

func (s *sheetRows) note(row Row) {
	for i, v := range row.Cells {
		s.known[i] = s.known[i] || !v.IsEmpty()
	}
}

func (b *builder) nextSheet(s *sheetRows, t Table, number int) (*sheetRows, error) {
	if err := b.endSheet(s, t); err != nil {
		return nil, err
	}
	return b.startSheet(t, number)
}

func (b *builder) startSheet(t Table, number int) (*sheetRows, error) {
	title := t.Title
	if number > 1 {
		title = fmt.Sprintf("%s (%d)", cutUnits(t.Title, 25), number)
		if b.wb.Continued != nil {
			title = b.wb.Continued(t.Title, number)
		}
	}
	name, err := b.addSheet(title)
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w", title, err)
	}
	s := &sheetRows{name: name, styles: b.styles, spool: &spool{}, refs: columnLetters(len(t.Columns)), known: make([]bool, len(t.Columns))}
	b.spools[b.sheetPath()] = s.spool
	header := make([]Value, len(t.Columns))
	for i, column := range t.Columns {
		header[i] = Text(column.Heading)
	}
	return s, s.write(Row{Cells: header, Level: levelHeader})
}

// endSheet sets what needs the number of rows or the columns: dimension, filter, frozen header and widths.
// Without the dimension, readers that trust it see an empty sheet.
func (b *builder) endSheet(s *sheetRows, t Table) error {
	if len(t.Columns) == 0 {
		return nil
	}
	last := s.refs[len(s.refs)-1]
	area := "A1:" + last + strconv.Itoa(s.rows)
	steps := []func() error{
		func() error { return b.file.SetSheetDimension(s.name, area) },
		func() error { return b.file.AutoFilter(s.name, area, nil) },
		func() error { return b.setUpPage(s.name, true) },
		func() error {
			return b.file.SetPanes(s.name, &excelize.Panes{
				Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft",
				Selection: []excelize.Selection{{SQRef: "A2", ActiveCell: "A2", Pane: "bottomLeft"}},
			})
		},
	}
	steps = append(steps, func() error { return b.chart(s, t) })
	for i, column := range t.Columns {
		steps = append(steps, func() error {
			return b.file.SetColWidth(s.name, s.refs[i], s.refs[i], float64(b.widthOf(column)))
		})
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	return nil
}

// widthOf gives a column's width in characters: enough for its values and most of its heading.
func (b *builder) widthOf(c Column) int {
	if c.Width > 0 {
		return c.Width
	}
	width := map[Kind]int{
		KindText: 24, KindInt: 11, KindDecimal: 12, KindMoney: 16, KindPercent: 10,
		KindDate: 12, KindDateTime: 17, KindBool: 9, KindDays: 10,
	}[c.Kind]
	if c.Kind == KindDateTime && b.wb.Format.clock == clock12 {
		width += len(" PM")
	}
	longest := 0
	for word := range strings.FieldsSeq(c.Heading) {
		longest = max(longest, len([]rune(word)))
	}
	return min(60, max(width, longest+4)) // 4: the filter's button
}

func columnLetters(n int) []string {
	letters := make([]string, n)
	for i := range letters {
		letters[i], _ = excelize.ColumnNumberToName(i + 1) // fails only beyond 16,384 columns
	}
	return letters
}
