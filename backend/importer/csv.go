package importer

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"iter"
	"os"
	"strings"
	"unicode/utf8"
)

// csvSource reads a CSV file row by row, each time from its beginning.
type csvSource struct {
	file *os.File
	how  Dialect
}

func (c *csvSource) dialect() Dialect { return c.how }
func (*csvSource) sheets() []string   { return nil }
func (c *csvSource) close() error     { return c.file.Close() }

func newCSVReader(r io.Reader, delimiter rune) *csv.Reader {
	reader := csv.NewReader(r)
	reader.Comma = delimiter
	reader.FieldsPerRecord = -1
	reader.LazyQuotes = true
	reader.ReuseRecord = true
	return reader
}

var errRecordTooLong = errors.New("a row is too long")

// limited ends reading when one row becomes too long, so that an open quotation mark does not pull in the whole file.
type limited struct {
	from io.Reader
	left int
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, errRecordTooLong
	}
	n, err := l.from.Read(p)
	l.left -= n
	return n, err
}

func (c *csvSource) lines() iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		if _, err := c.file.Seek(int64(c.how.skip), io.SeekStart); err != nil {
			yield(Line{}, unreadable(err))
			return
		}
		var from io.Reader = bufio.NewReaderSize(c.file, 64<<10)
		if c.how.Encoding != UTF8 {
			from = c.how.decoder().Reader(from)
		}
		guard := &limited{from: from, left: maxRecord}
		delimiter, _ := utf8.DecodeRuneInString(c.how.Delimiter)
		c.read(newCSVReader(guard, delimiter), guard, yield)
	}
}

// read yields rows with the number of the line they begin on.
func (c *csvSource) read(reader *csv.Reader, guard *limited, yield func(Line, error) bool) {
	number := 0
	if c.how.skip > 3 {
		number = 1 // the line that names the delimiter
	}
	offset := number
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		line := Line{Number: number + 1, Cells: cells}
		switch {
		case errors.Is(err, errRecordTooLong):
			yield(line, fileError("import_row_too_long", "line", itoa(number+1)))
			return
		case err != nil:
			yield(line, unreadable(err))
			return
		case len(cells) > 0:
			line.Number, _ = reader.FieldPos(0)
			line.Number += offset
		}
		guard.left = maxRecord
		number = line.Number
		line.Problem = rowProblem(cells)
		if !yield(line, nil) {
			return
		}
	}
}

// rowProblem gives the key of what makes a whole row useless.
func rowProblem(cells []string) string {
	if len(cells) > maxColumns {
		return "columns_many"
	}
	for _, cell := range cells {
		switch {
		case len(cell) > maxCell:
			return "cell_huge"
		case strings.ContainsRune(cell, utf8.RuneError) || !utf8.ValidString(cell):
			return "encoding"
		case strings.IndexByte(cell, 0) >= 0:
			return "encoding"
		}
	}
	return ""
}
