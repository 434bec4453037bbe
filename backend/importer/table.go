package importer

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"tenantry/backend/domain"
)

// ParseTable reads pasted text: rows of cells apart by tabs, as spreadsheets copy them, or by semicolons or commas. Empty
// lines are rows without cells, at most so many of them; text that is no table is an error of domain.CodeInvalid.
func ParseTable(text string, mostEmpty int) ([][]string, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	first, _, _ := strings.Cut(strings.TrimLeft(text, "\r\n"), "\n")
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma = ','
	for _, separator := range []rune{'\t', ';'} {
		if strings.ContainsRune(first, separator) {
			reader.Comma = separator
			break
		}
	}
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	var table [][]string
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return table, nil
		}
		if err != nil {
			return nil, domain.NewError(domain.CodeInvalid, "table_unreadable")
		}
		// Empty lines are left out by the reader, but count.
		line, _ := reader.FieldPos(0)
		for len(table) < line-1 && len(table) < mostEmpty {
			table = append(table, nil)
		}
		table = append(table, cells)
	}
}
