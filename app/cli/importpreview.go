package cli

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/importer"
)

// printPreview says what each column of a file is taken for and how its first rows are read, for a try before the import.
func (e *environment) printPreview(file app.ImportFile, req app.ImportRequest, result app.ImportResult) error {
	columns := [][]string{{e.texts.Text("import.problems.column", nil), e.texts.Text("cli.import.read_as", nil)}}
	fieldOf := map[string]string{}
	for field, heading := range req.Mapping.Columns {
		fieldOf[heading] = field
	}
	for _, column := range file.Columns {
		text := e.texts.Text("cli.import.not_read", nil)
		if field := fieldOf[column.Name]; field != "" {
			text = e.texts.Text("import.field."+field, nil)
		}
		columns = append(columns, []string{oneLine(column.Name), text})
	}
	for _, field := range slices.Sorted(maps.Keys(req.Mapping.Constants)) {
		if value := req.Mapping.Constants[field]; value != "" {
			columns = append(columns, []string{
				e.texts.Text("cli.import.all_rows", map[string]any{"value": oneLine(value)}), e.texts.Text("import.field."+field, nil),
			})
		}
	}
	if err := e.printTable(columns); err != nil {
		return err
	}
	_, err := fmt.Fprintln(e.out)
	if err != nil || len(result.Preview) == 0 {
		return err
	}
	if err := e.printTable(e.previewRows(req.Kind, result.Preview)); err != nil {
		return err
	}
	_, err = fmt.Fprintln(e.out)
	return err
}

// previewRows gives the first rows with the fields that any of them has.
func (e *environment) previewRows(kind domain.ImportKind, preview []app.ImportPreview) [][]string {
	heading := []string{e.texts.Text("import.problems.row", nil)}
	var shown []importer.Field
	for _, field := range importer.Fields(kind) {
		if slices.ContainsFunc(preview, func(row app.ImportPreview) bool { return row.Values[field.Name] != "" }) {
			shown = append(shown, field)
			heading = append(heading, e.texts.Text("import.field."+field.Name, nil))
		}
	}
	rows := [][]string{heading}
	for _, row := range preview {
		cells := []string{strconv.Itoa(row.Line)}
		for _, field := range shown {
			cells = append(cells, oneLine(e.understood(field.Type, row.Values[field.Name])))
		}
		rows = append(rows, cells)
	}
	return rows
}

// understood writes a value that was read as the user writes such values, so that a day or a decimal sign taken wrongly is seen.
func (e *environment) understood(kind importer.Type, value string) string {
	if value == "" {
		return ""
	}
	switch kind {
	case importer.TypeDate:
		return e.format().Date(domain.Date(value))
	case importer.TypeMoment:
		if at, err := time.Parse(time.RFC3339, value); err == nil {
			return e.moment(at)
		}
	case importer.TypeInteger, importer.TypeDecimal, importer.TypeSize:
		if number, err := decimal.Parse(value); err == nil {
			return e.format().Decimal(number)
		}
	case importer.TypeTerm, importer.TypeAtTermEnd, importer.TypePeriod, importer.TypeStatus, importer.TypeTrial:
		return e.wordRead(kind, value)
	}
	return value
}

// wordRead gives the catalogue's word for one that was read, else the word itself.
func (e *environment) wordRead(kind importer.Type, value string) string {
	group := map[importer.Type]string{
		importer.TypeTerm: "term", importer.TypeAtTermEnd: "at_term_end", importer.TypePeriod: "price_period",
		importer.TypeStatus: "status.subscription", importer.TypeTrial: "choice",
	}[kind]
	if key := group + "." + value; e.texts.Has(key) {
		return e.texts.Text(key, nil)
	}
	return value
}

// oneLine keeps a text of a file from breaking a table.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
