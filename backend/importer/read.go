package importer

import (
	"iter"
	"strings"
	"time"
	"unicode"

	"tenantry/backend/domain"
)

// Read is a mapping applied to a file.
type Read struct {
	file    *File
	kind    domain.ImportKind
	zone    *time.Location
	fields  []Field
	columns []int         // of each field; -1 where it has none
	fixed   []string      // of each field: the value for all rows
	numbers []numberStyle // of each field
	dates   []dateStyle   // of each field
	units   []string      // of each field: the unit of data in its heading
	place   map[string]int
}

// Row is one row with its values in one form for all files: days and moments in ISO form, numbers with a point.
type Row struct {
	Line     int
	Cells    []string // as the file has them
	Problems []domain.ImportProblem
	read     *Read
	values   []string // by field
}

// Read applies a mapping. Times without a zone are those of zone.
func (f *File) Read(kind domain.ImportKind, m Mapping, zone *time.Location) (*Read, error) {
	if err := f.check(kind, m); err != nil {
		return nil, err
	}
	if zone == nil {
		zone = time.UTC
	}
	list := fields[kind]
	r := &Read{
		file: f, kind: kind, zone: zone, fields: list, columns: make([]int, len(list)), fixed: make([]string, len(list)),
		numbers: make([]numberStyle, len(list)), dates: make([]dateStyle, len(list)),
		units: make([]string, len(list)), place: make(map[string]int, len(list)),
	}
	for i, field := range list {
		r.place[field.Name] = i
		r.fixed[i] = clean(m.Constants[field.Name])
		r.columns[i] = -1
		if c, ok := f.column(m.Columns[field.Name]); ok {
			r.columns[i] = c.Index
			r.units[i] = unitOf(c.Name)
		}
		r.numbers[i] = f.numberStyle(r.columns[i], m.Decimal)
		r.dates[i] = f.dateStyle(r.columns[i], m.DateOrder)
	}
	return r, nil
}

// numberStyle judges by the numbers of the column that can be read in one way only; without any, files with semicolons
// are from where the comma is the decimal sign.
func (f *File) numberStyle(column int, chosen string) numberStyle {
	style := numberStyle{machine: f.Format == FormatXLSX, comma: f.Dialect.Delimiter == ";"}
	switch chosen {
	case "comma":
		style.comma = true
		return style
	case "point":
		style.comma = false
		return style
	}
	commas, points := 0, 0
	for cell := range f.sampleCells(column) {
		text, _ := stripNumber(strings.TrimRightFunc(cell, unicode.IsLetter)) // a unit says nothing of the number
		asComma, okComma := plainNumber(text, true)
		asPoint, okPoint := plainNumber(text, false)
		sign := decimalSign(text, true)
		if !okComma || !okPoint || asComma != asPoint || sign == 0 {
			continue
		}
		if sign == ',' {
			commas++
		} else {
			points++
		}
	}
	if commas != points {
		style.comma = commas > points
	}
	return style
}

// dateStyle takes the month for the first number where the column holds a day that is only possible that way round.
func (f *File) dateStyle(column int, chosen string) dateStyle {
	style := dateStyle{monthFirst: chosen == "mdy"}
	if book, ok := f.source.(*xlsxSource); ok {
		style.since1904 = book.uses1904()
	}
	if chosen != "" {
		return style
	}
	dayFirst, monthFirst := 0, 0
	for cell := range f.sampleCells(column) {
		day, _ := splitClock(cell)
		_, _, _, okDay := parseDayWords(day, dateStyle{})
		_, _, _, okMonth := parseDayWords(day, dateStyle{monthFirst: true})
		switch {
		case okDay && !okMonth:
			dayFirst++
		case okMonth && !okDay:
			monthFirst++
		}
	}
	style.monthFirst = monthFirst > dayFirst
	return style
}

func (f *File) sampleCells(column int) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, line := range f.Sample {
			if column < 0 || column >= len(line.Cells) {
				continue
			}
			if cell := clean(line.Cells[column]); cell != "" && !yield(cell) {
				return
			}
		}
	}
}

// Rows yields the rows of the file, in order. One with problems has no value where they are.
func (r *Read) Rows() iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		row := &Row{read: r, values: make([]string, len(r.fields))}
		for line, err := range r.file.Lines() {
			if err != nil {
				yield(nil, err)
				return
			}
			r.fill(row, line)
			if !yield(row, nil) {
				return
			}
		}
	}
}

// First gives the first rows, for a preview.
func (r *Read) First(n int) []*Row {
	var rows []*Row
	for _, line := range r.file.Sample[:min(n, len(r.file.Sample))] {
		row := &Row{read: r, values: make([]string, len(r.fields))}
		r.fill(row, line)
		rows = append(rows, row)
	}
	return rows
}

func (r *Read) fill(row *Row, line Line) {
	row.Line, row.Cells, row.Problems = line.Number, line.Cells, nil
	clear(row.values)
	if line.Problem != "" {
		row.problem(-1, "", line.Problem)
		return
	}
	if extra := len(line.Cells); extra > len(r.file.Columns) && !isBlank(line.Cells[len(r.file.Columns):]) {
		row.problem(-1, "", "columns_more")
		return
	}
	for i := range r.fields {
		cell := r.fixed[i]
		if c := r.columns[i]; c >= 0 && c < len(line.Cells) {
			if own := clean(line.Cells[c]); own != "" {
				cell = own
			}
		}
		if cell != "" {
			r.value(row, i, cell)
		}
	}
	r.checkRequired(row)
}

// value reads one cell or notes what is wrong with it.
func (r *Read) value(row *Row, i int, cell string) {
	kind := r.fields[i].Type
	if isCellError(cell) {
		row.problem(i, cell, "cell_error")
		return
	}
	if kind == TypeText {
		if isShortened(cell) {
			row.problem(i, cell, "number_shortened")
			return
		}
		row.values[i] = cell
		return
	}
	if isNothing(cell) && (kind != TypeTrial || !saysNone(cell)) {
		return
	}
	value, ok := r.convert(i, cell)
	switch {
	case ok:
		row.values[i] = value
	case cell[0] == '=':
		row.problem(i, cell, "formula")
	default:
		row.problem(i, cell, string(kind)+"_invalid")
	}
}

func (r *Read) convert(i int, cell string) (string, bool) {
	switch r.fields[i].Type {
	case TypeDate:
		t, _, ok := parseMoment(cell, r.dates[i], time.UTC)
		return t.Format(time.DateOnly), ok
	case TypeMoment:
		t, _, ok := parseMoment(cell, r.dates[i], r.zone)
		return t.UTC().Format(time.RFC3339), ok
	case TypeDecimal:
		return parseDecimal(cell, r.numbers[i])
	case TypeInteger:
		return parseInteger(cell, r.numbers[i])
	case TypeSize:
		return parseSize(cell, r.units[i], r.numbers[i])
	case TypeCountry:
		return parseCountry(cell)
	case TypeCurrency:
		return parseCurrency(cell)
	case TypeTerm:
		return parseTerm(cell)
	case TypeAtTermEnd:
		return parseAtTermEnd(cell)
	case TypePeriod:
		return parsePeriod(cell)
	case TypeStatus:
		return parseStatus(cell)
	case TypeTrial:
		return parseTrial(cell, r.dates[i])
	case TypeOutcome:
		return cell, true // the vendor's word is kept beside ours
	}
	return cell, true
}

// checkRequired notes which groups of fields have no value, unless the value was refused.
func (r *Read) checkRequired(row *Row) {
	for i, field := range r.fields {
		if field.OneOf == "" || r.firstOf(i) != i || r.has(row, field.OneOf) {
			continue
		}
		at := i
		for j := i; j < len(r.fields); j++ {
			if r.fields[j].OneOf == field.OneOf && r.columns[j] >= 0 {
				at = j
				break
			}
		}
		row.problem(at, "", "value_missing")
	}
}

func (r *Read) firstOf(i int) int {
	for j := range i {
		if r.fields[j].OneOf == r.fields[i].OneOf {
			return j
		}
	}
	return i
}

func (r *Read) has(row *Row, group string) bool {
	for i, field := range r.fields {
		if field.OneOf == group && row.values[i] != "" {
			return true
		}
	}
	for _, p := range row.Problems {
		if i := r.place[p.Field]; p.Field != "" && r.fields[i].OneOf == group {
			return true
		}
	}
	return false
}

// cell gives a value as the file has it.
func (row *Row) cell(field string) string {
	i, ok := row.read.place[field]
	if !ok {
		return ""
	}
	if c := row.read.columns[i]; c >= 0 && c < len(row.Cells) && clean(row.Cells[c]) != "" {
		return clean(row.Cells[c])
	}
	return row.read.fixed[i]
}

// problem notes what is wrong with a field, or with the whole row where i is -1.
func (row *Row) problem(i int, cell, key string) {
	p := domain.ImportProblem{Line: row.Line, Key: key, Value: printable(cell)}
	if i >= 0 {
		p.Field = row.read.fields[i].Name
		if c := row.read.columns[i]; c >= 0 && c < len(row.read.file.Columns) {
			p.Column = row.read.file.Columns[c].Name
		}
	}
	row.Problems = append(row.Problems, p)
}

// printable shortens a cell to what fits into a sentence.
func printable(cell string) string {
	const length = 80
	return strings.Join(strings.Fields(strings.ToValidUTF8(shorten(cell, length), "�")), " ")
}

// Problem notes that a field's value cannot be used, for what only the whole row or the stored data show.
func (row *Row) Problem(field, key string) {
	i, ok := row.read.place[field]
	if !ok {
		i = -1
	}
	value := ""
	if i >= 0 {
		value = row.values[i]
	}
	row.problem(i, value, key)
}

// Value gives a field's value, "" where the row has none.
func (row *Row) Value(field string) string {
	if i, ok := row.read.place[field]; ok {
		return row.values[i]
	}
	return ""
}

// Values gives the values of all fields that have one, for a preview.
func (row *Row) Values() map[string]string {
	values := map[string]string{}
	for i, field := range row.read.fields {
		if row.values[i] != "" {
			values[field.Name] = row.values[i]
		}
	}
	return values
}
