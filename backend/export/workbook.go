package export

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Workbook is an Excel file: a cover, then one sheet per table.
type Workbook struct {
	Cover   Cover
	Format  Format
	Created time.Time
	Sheets  []Table
	// Continued names the sheets that follow when a table has more rows than a sheet can hold; nil gives "Name (2)".
	Continued func(sheet string, number int) string
}

// Cover is the first sheet: what the file is about, how complete its data are and when it was made.
type Cover struct {
	Sheet    string // the sheet's name
	Title    string
	Banner   string // sample or simulated data, shown in red; "" shows none
	Facts    []Fact
	Sections []Section
}

// Section is a heading with facts below it, for example one line per data set or the notes.
type Section struct {
	Heading string
	Facts   []Fact
}

// Fact is one line of the cover; a note has an empty label.
type Fact struct {
	Label string
	Value Value
}

// maxRows is how many rows a sheet can hold. Tests make it smaller.
const maxRows = 1_048_576

// WriteWorkbook writes the workbook and returns the number of rows of all tables, sums not counted.
//
// The rows are encoded here and put into the file while it is compressed (see splice.go); everything else is
// excelize's. Rows pass through once and are not kept in memory.
func WriteWorkbook(w io.Writer, wb Workbook) (int, error) {
	return writeWorkbook(w, wb, maxRows)
}

func writeWorkbook(w io.Writer, wb Workbook, limit int) (int, error) {
	f := excelize.NewFile()
	b := &builder{file: f, wb: wb, limit: limit, styles: newStyles(f, wb.Format), spools: map[string]*spool{}}
	defer b.close()
	n, err := b.build()
	if err != nil {
		return n, err
	}
	f.SetZipWriter(func(w io.Writer) excelize.ZipWriter { return newSplicer(w, b.spools) })
	if err := f.Write(w); err != nil {
		return n, fmt.Errorf("write workbook: %w", err)
	}
	for path, s := range b.spools {
		if !s.copied {
			return n, fmt.Errorf("write workbook: the rows of %s found no place", path)
		}
	}
	return n, nil
}

// builder fills one workbook.
type builder struct {
	file   *excelize.File
	wb     Workbook
	limit  int
	styles *styles
	spools map[string]*spool // rows by the sheet's path in the file
	sheets int
	names  map[string]bool // in lower case: Excel does not tell "A" from "a"
}

func (b *builder) close() {
	for _, s := range b.spools {
		s.close()
	}
	_ = b.file.Close()
}

func (b *builder) build() (int, error) {
	if err := b.cover(); err != nil {
		return 0, fmt.Errorf("cover: %w", err)
	}
	total := 0
	for _, table := range b.wb.Sheets {
		n, err := b.table(table)
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, b.properties()
}

// addSheet makes an empty sheet whose name Excel accepts, and gives it.
func (b *builder) addSheet(name string) (string, error) {
	if b.names == nil {
		b.names = map[string]bool{}
	}
	name = b.uniqueName(name)
	b.sheets++
	if b.sheets == 1 {
		return name, b.file.SetSheetName(b.file.GetSheetName(0), name)
	}
	_, err := b.file.NewSheet(name)
	return name, err
}

// sheetPath is where excelize keeps the sheet made last.
func (b *builder) sheetPath() string { return fmt.Sprintf("xl/worksheets/sheet%d.xml", b.sheets) }

// uniqueName makes name acceptable: 31 UTF-16 units, none of []:*?/\, no apostrophe at either end, not taken.
func (b *builder) uniqueName(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\`, r) || r < ' ' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(name, " "))
	name = strings.Trim(name, "' ")
	if name == "" {
		name = "Sheet"
	}
	unique := cutUnits(name, 31)
	for n := 2; b.names[strings.ToLower(unique)]; n++ {
		suffix := fmt.Sprintf(" (%d)", n)
		unique = cutUnits(name, 31-len(suffix)) + suffix
	}
	b.names[strings.ToLower(unique)] = true
	return unique
}

// properties replaces excelize's own document properties, which name its author.
func (b *builder) properties() error {
	var title strings.Builder
	title.Write(appendText(nil, b.wb.Cover.Title))
	created := b.wb.Created.UTC().Format(time.RFC3339)
	b.file.Pkg.Store("docProps/core.xml", []byte(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`+
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"`+
		` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>`+title.String()+`</dc:title>`+
		`<dcterms:created xsi:type="dcterms:W3CDTF">`+created+`</dcterms:created>`+
		`<dcterms:modified xsi:type="dcterms:W3CDTF">`+created+`</dcterms:modified></cp:coreProperties>`))
	return b.file.SetAppProps(&excelize.AppProperties{Application: "Tenantry"})
}
