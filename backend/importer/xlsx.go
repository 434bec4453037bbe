package importer

import (
	"errors"
	"iter"
	"slices"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// xlsxSource reads one sheet of a workbook row by row.
type xlsxSource struct {
	book  *excelize.File
	sheet string
}

const (
	// maxUnzipped is how large a workbook may be unpacked: a small file can hold a great deal of nothing.
	maxUnzipped = 2 << 30
	// maxInMemory is from when on a part of a workbook is unpacked to the disk.
	maxInMemory = 8 << 20
)

func openXLSX(path, sheet string) (*xlsxSource, error) {
	book, err := excelize.OpenFile(path, excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxInMemory,
	})
	if err != nil {
		return nil, errors.Join(fileError("import_no_workbook"), err)
	}
	sheets := book.GetSheetList()
	switch {
	case len(sheets) == 0:
		return nil, errors.Join(fileError("import_empty"), book.Close())
	case sheet == "":
		sheet = sheets[0]
	case !slices.Contains(sheets, sheet):
		return nil, errors.Join(fileError("import_sheet", "sheet", sheet), book.Close())
	}
	return &xlsxSource{book: book, sheet: sheet}, nil
}

func (x *xlsxSource) dialect() Dialect { return Dialect{} }
func (x *xlsxSource) sheets() []string { return x.book.GetSheetList() }
func (x *xlsxSource) close() error     { return x.book.Close() }

func (x *xlsxSource) lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		rows, err := x.book.Rows(x.sheet)
		if err != nil {
			yield(Line{}, unreadable(err))
			return
		}
		defer func() { _ = rows.Close() }() // a temporary file, which book.Close removes as well
		for number := 1; rows.Next(); number++ {
			cells, err := rows.Columns(excelize.Options{RawCellValue: true})
			if err != nil {
				yield(Line{Number: number}, unreadable(err))
				return
			}
			if !yield(Line{Number: number, Cells: cells, Problem: rowProblem(cells)}, nil) {
				return
			}
		}
		if err := rows.Error(); err != nil {
			yield(Line{}, unreadable(err))
		}
	}
}

// uses1904 reports whether days of the workbook are counted from 1904, as old Macintosh versions did.
func (x *xlsxSource) uses1904() bool {
	props, err := x.book.GetWorkbookProps()
	return err == nil && props.Date1904 != nil && *props.Date1904
}

func itoa(n int) string { return strconv.Itoa(n) }
