package importer_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/govalues/decimal"
	"github.com/xuri/excelize/v2"

	"tenantry/backend/domain"
	"tenantry/backend/importer"
)

// FuzzOpen reads whatever a file may hold as every kind: it ends, and each row has its values in the form promised.
func FuzzOpen(f *testing.F) {
	f.Add([]byte(german), uint8(0))
	f.Add([]byte("\xff\xfea\x00;\x00b\x00\n\x001\x00;\x002\x00\n\x00"), uint8(1))
	f.Add([]byte("\xef\xbb\xbfsep=|\nCustomer|\"Job ID\"|Status|Start\nContoso|1|Failed|46387.5\n"), uint8(5))
	f.Add([]byte("Invoice number,Product,Quantity,Currency,Amount\n1,\"a\nb\",\"1,5\",EUR,(12.50)\n"), uint8(2))
	f.Add([]byte("\x00\x00PK\x03\x04"), uint8(3))
	for kind := range domain.ImportKinds() {
		f.Add(workbook(f), uint8(kind))
	}
	f.Fuzz(func(t *testing.T, content []byte, which uint8) {
		path := filepath.Join(t.TempDir(), "list")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := importer.Open(path, importer.Options{})
		if err != nil {
			if domain.CodeOf(err) == domain.CodeInternal {
				t.Fatalf("nobody told the user: %v", err)
			}
			return
		}
		defer func() { _ = file.Close() }()
		kinds := domain.ImportKinds()
		kind := kinds[int(which)%len(kinds)]
		m := file.Guess(kind)
		for i, field := range importer.Fields(kind) { // what is not guessed takes the next column, so that all is tried
			if m.Columns[field.Name] == "" && i < len(file.Columns) {
				m.Columns[field.Name] = file.Columns[i].Name
			}
		}
		r, err := file.Read(kind, m, time.UTC)
		if err != nil {
			return
		}
		checkRows(t, r, kind)
	})
}

// workbook is a small one with a list below a title, as bytes.
func workbook(f *testing.F) []byte {
	f.Helper()
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for i, row := range [][]any{
		{"Licence report"},
		{"Customer", "Product", "Quantity", "End date", "Unit price", "Currency", "Status", "Auto-renew"},
		{"Contoso", "Calling", 12, time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC), 12.5, "EUR", "Active", true},
		{"Fabrikam", "Meetings", "3", "31.12.2026", "12,50", "NOK", "", false},
	} {
		if err := book.SetSheetRow("Sheet1", "A"+itoa(i+1), &row); err != nil {
			f.Fatal(err)
		}
	}
	var content bytes.Buffer
	if err := book.Write(&content); err != nil {
		f.Fatal(err)
	}
	return content.Bytes()
}

func checkRows(t *testing.T, r *importer.Read, kind domain.ImportKind) {
	typer := importer.NewTyper(kind)
	last := 0
	for row, err := range r.Rows() {
		if err != nil {
			return
		}
		if row.Line <= last {
			t.Fatalf("row %d comes after row %d", row.Line, last)
		}
		last = row.Line
		typer.Type(row)
		for _, field := range importer.Fields(kind) {
			value := row.Value(field.Name)
			switch {
			case value == "":
			case field.Type == importer.TypeDate:
				if _, err := domain.ParseDate(value); err != nil {
					t.Fatal(err)
				}
			case field.Type == importer.TypeMoment:
				if _, err := time.Parse(time.RFC3339, value); err != nil {
					t.Fatal(err)
				}
			case field.Type == importer.TypeDecimal, field.Type == importer.TypeInteger:
				if _, err := decimal.Parse(value); err != nil {
					t.Fatalf("%q: %v", value, err)
				}
			}
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, seed := range []string{"1.234,56", "1'234.50", "(12.50)", "€ 12,-", "1 234", "-0", ",", "9999999999999999999999"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, cell string, comma bool) {
		text, ok := importer.ParseDecimal(cell, comma)
		if !ok {
			return
		}
		if strings.Trim(text, "-0123456789.") != "" {
			t.Fatalf("%q became %q", cell, text)
		}
		again, ok := importer.ParseDecimal(text, false)
		if !ok || again != text {
			t.Fatalf("%q became %q, which reads as %q", cell, text, again)
		}
	})
}

func FuzzParseDay(f *testing.F) {
	for _, seed := range []string{"31.12.2026", "2026-12-31T10:00:00Z", "46387.5", "December 31, 2026 2:05 PM", "1st May 26"} {
		f.Add(seed, true)
		f.Add(seed, false)
	}
	f.Fuzz(func(t *testing.T, cell string, monthFirst bool) {
		text, ok := importer.ParseDay(cell, monthFirst)
		if !ok {
			return
		}
		if again, ok := importer.ParseDay(text, monthFirst); !ok || again != text {
			t.Fatalf("%q became %q, which reads as %q", cell, text, again)
		}
	})
}

func FuzzParseTable(f *testing.F) {
	f.Add("name,customer,key\nA,Alder,1")
	f.Add("a;\"b\n;c\"\n\n\n\"")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := importer.ParseTable(text, 500)
		if err != nil && table != nil || len(table) > len(text)+1 {
			t.Errorf("%q: %d rows, %v", text, len(table), err)
		}
	})
}
