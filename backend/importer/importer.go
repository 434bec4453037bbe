// Package importer reads the tables that portals, distributors and spreadsheets write: CSV in any dialect and XLSX. It
// finds the headings, guesses what each column stands for and gives rows with typed values, or says what is wrong with
// them. It knows no database.
package importer

import (
	"fmt"
	"iter"

	"tenantry/backend/domain"
)

// Format is the kind of file.
type Format string

// The formats.
const (
	FormatCSV  Format = "csv"
	FormatXLSX Format = "xlsx"
)

const (
	// maxCell is how many bytes a cell may have. Spreadsheets allow 32,767 characters.
	maxCell = 128 << 10
	// maxRecord is how many bytes a CSV row may have; more is a quotation mark that nobody closed.
	maxRecord = 4 << 20
	// maxColumns is how many columns a row may have, as in spreadsheets.
	maxColumns = 16384
	// lookRows is how many rows are looked at to find headings, dates and decimal signs.
	lookRows = 1000
)

// Line is one row of a file, as text.
type Line struct {
	Number  int // as spreadsheets count, from 1
	Cells   []string
	Problem string // key of a problem that makes the whole row useless
}

// source is what gives lines: a CSV or XLSX file.
type source interface {
	lines() iter.Seq2[Line, error]
	dialect() Dialect
	sheets() []string
	close() error
}

// File is an open file whose headings are known.
type File struct {
	source    source
	Format    Format
	Dialect   Dialect
	Sheets    []string // of a workbook; the one read is Sheet
	Sheet     string
	HeaderRow int // the row that holds the headings
	Columns   []Column
	Sample    []Line // rows below the headings, the first of them
}

// Column is one column of a file.
type Column struct {
	Index int    `json:"index"`
	Name  string `json:"name"`  // its heading; "Column C" without one
	Blank bool   `json:"blank"` // it has no heading of its own, as below merged cells
	Twice bool   `json:"twice"` // an earlier column has the same heading
}

// Options say how to read a file where that should not be found out.
type Options struct {
	Sheet     string
	HeaderRow int               // 0: found out
	Delimiter string            // "": found out
	Encoding  string            // "": found out
	Kind      domain.ImportKind // whose headings are looked for; "" is any
}

// Open opens a file and finds its headings.
func Open(path string, opts Options) (*File, error) {
	src, format, err := openSource(path, opts)
	if err != nil {
		return nil, err
	}
	f := &File{source: src, Format: format, Dialect: src.dialect(), Sheets: src.sheets(), Sheet: opts.Sheet}
	if f.Sheet == "" && len(f.Sheets) > 0 {
		f.Sheet = f.Sheets[0]
	}
	if err := f.findHeadings(opts); err != nil {
		_ = src.close() // the first error says more
		return nil, err
	}
	return f, nil
}

// Close closes the file.
func (f *File) Close() error { return f.source.close() }

// Lines yields the rows below the headings that are not empty. Cells are valid until the next line.
func (f *File) Lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		for line, err := range f.source.lines() {
			if err == nil && (line.Number <= f.HeaderRow || line.Problem == "" && isBlank(line.Cells)) {
				continue
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

func isBlank(cells []string) bool {
	for _, cell := range cells {
		if clean(cell) != "" {
			return false
		}
	}
	return true
}

// columnLetter names a column as spreadsheets do.
func columnLetter(index int) string {
	name := ""
	for n := index + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name
}

func fileError(key string, params ...string) error {
	return domain.NewError(domain.CodeInvalid, key, params...)
}

func unreadable(err error) error {
	return &domain.Error{Code: domain.CodeInvalid, Key: "import_unreadable", Err: fmt.Errorf("read file: %w", err)}
}
