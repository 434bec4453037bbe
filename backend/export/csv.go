package export

import (
	"bufio"
	"io"
	"strconv"
	"strings"

	"tenantry/backend/domain"
)

// Dialect is how a CSV file is written.
type Dialect struct {
	Format    Format
	Separator byte
	BOM       bool // tells Excel that the file is UTF-8
	// Unguarded leaves texts that begin like a formula as they are, for files that a vendor's portal reads
	// (+47… stays a phone number). Files that people open in a spreadsheet are guarded.
	Unguarded bool
}

// DialectFor gives the dialect that a spreadsheet in this locale opens by double click.
func DialectFor(locale string) Dialect { return FormatFor(locale).Dialect() }

// Dialect gives the dialect that a spreadsheet in the format's locale opens by double click.
func (f Format) Dialect() Dialect {
	d := Dialect{Format: f, Separator: ',', BOM: true}
	if f.decimal == "," {
		d.Separator = ';'
	}
	return d
}

// WriteCSV writes the headings and the rows as RFC 4180 with CRLF. Numbers have the locale's decimal sign and no
// grouping, money has no currency code (it has a column of its own) and booleans are TRUE and FALSE, so that any
// spreadsheet reads them as what they are. It returns the number of rows written.
func WriteCSV(w io.Writer, t Table, d Dialect) (int, error) {
	out := &csvWriter{Writer: bufio.NewWriterSize(w, 64<<10), dialect: d}
	if d.BOM {
		out.add("\ufeff")
	}
	for i, column := range t.Columns {
		out.field(i, Text(column.Heading))
	}
	out.add("\r\n")
	n := 0
	for row, err := range t.Rows {
		if err != nil {
			return n, err
		}
		for i, v := range row.Cells {
			out.field(i, v)
		}
		out.add("\r\n")
		n++
		if out.err != nil {
			return n, out.err
		}
	}
	if out.err != nil {
		return n, out.err
	}
	return n, out.Flush()
}

type csvWriter struct {
	*bufio.Writer
	dialect Dialect
	err     error // the first one
}

func (w *csvWriter) add(s string) {
	if _, err := w.WriteString(s); err != nil && w.err == nil {
		w.err = err
	}
}

func (w *csvWriter) text(v Value) string {
	f := w.dialect.Format
	switch v.kind {
	case KindText:
		return w.guard(v.text)
	case KindInt, KindDays:
		return strconv.FormatInt(v.number, 10)
	case KindDecimal, KindMoney:
		return f.digits(v.exact.String(), "")
	case KindPercent:
		return f.digits(tenths(v.share), "") + "%"
	case KindBool:
		if v.number == 1 {
			return "TRUE"
		}
		return "FALSE"
	}
	return f.Value(v)
}

func (w *csvWriter) guard(s string) string {
	if w.dialect.Unguarded {
		return s
	}
	return domain.CellText(s)
}

// field writes one field. A text is quoted also where only the separator of another dialect stands in it, so that
// no spreadsheet can cut a guarded text into a second field.
func (w *csvWriter) field(index int, v Value) {
	if index > 0 {
		w.add(string(w.dialect.Separator))
	}
	s, special := w.text(v), string(w.dialect.Separator)
	if v.kind == KindText {
		special = ",;\t\"\r\n"
	}
	if !strings.ContainsAny(s, special) && strings.TrimSpace(s) == s {
		w.add(s)
		return
	}
	w.add(`"` + strings.ReplaceAll(s, `"`, `""`) + `"`)
}
