package export_test

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"tenantry/backend/export"
)

// saveBilling writes n billing rows whose first texts look like formulas.
func saveBilling(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "billing.xlsx")
	wb := billingWorkbook(n)
	wb.Sheets = append(wb.Sheets, textTable("=1+1", "+47 22 33 44 55", "-5", "@SUM(A1)", " spaced ", "line\nbreak"))
	must(t, export.SaveFile(path, func(w io.Writer) error {
		_, err := export.WriteWorkbook(w, wb)
		return err
	}))
	return path
}

const readByOpenpyxl = `
import json, sys, openpyxl
book = openpyxl.load_workbook(sys.argv[1], read_only=True)
lines = list(book["Billing"].iter_rows(values_only=True))
texts = [row[0] for row in book["Texts"].iter_rows(values_only=True)]
first, last = lines[1], lines[-1]
print(json.dumps({
    "sheets": book.sheetnames, "rows": len(lines), "widths": sorted({len(row) for row in lines}), "texts": texts,
    "customers": [first[0], last[0]], "types": [type(value).__name__ for value in first],
    "empty": sum(1 for row in lines if row[0] is None), "term": str(first[11]), "price": first[7],
}))
`

// readRows are enough for a sheet to be written to a temporary file on the way (from 16 MB on), and for others to read soon.
const readRows = 30_000

// TestWorkbook_OpenpyxlSeesEveryRow reads with openpyxl's read-only mode, which trusts the sheet's dimension.
func TestWorkbook_OpenpyxlSeesEveryRow(t *testing.T) {
	if raceEnabled {
		t.Skip("runs without the race detector")
	}
	python := "/usr/bin/python3" // Debian's, which has the package python3-openpyxl
	if err := exec.Command(python, "-c", "import openpyxl").Run(); err != nil {
		t.Skipf("%s has no openpyxl (package python3-openpyxl): %v", python, err)
	}
	n := readRows
	if testing.Short() {
		n = 2000
	}
	out, err := exec.Command(python, "-c", readByOpenpyxl, saveBilling(t, n)).Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	var got struct {
		Sheets, Texts, Customers, Types []string
		Rows, Empty                     int
		Widths                          []int
		Term                            string
		Price                           float64
	}
	must(t, json.Unmarshal(out, &got))
	if got.Rows != n+1 || got.Empty != 0 || len(got.Widths) != 1 || got.Widths[0] != len(billingColumns) {
		t.Errorf("%d rows of widths %v, %d empty, want %d", got.Rows, got.Widths, got.Empty, n+1)
	}
	types, err := json.Marshal(got.Types)
	must(t, err)
	if want := `["str","str","str","str","str","int","int","float","float","str","str","datetime","str","str","datetime"]`; string(types) != want {
		t.Errorf("types %s, want %s", types, want)
	}
	if got.Term != "2026-11-20 00:00:00" || got.Price != 5.1 || got.Customers[0] != "Kunde Müller & Söhne GmbH 0" {
		t.Errorf("first row: term %s, price %v, customers %q", got.Term, got.Price, got.Customers)
	}
	texts, err := json.Marshal(got.Texts)
	must(t, err)
	if want := `["Text","=1+1","+47 22 33 44 55","-5","@SUM(A1)"," spaced ","line\nbreak"]`; string(texts) != want {
		t.Errorf("texts %s, want %s", texts, want)
	}
}

// TestWorkbook_LibreOfficeSeesEveryRow converts both sheets to CSV and counts.
func TestWorkbook_LibreOfficeSeesEveryRow(t *testing.T) {
	if testing.Short() || raceEnabled {
		t.Skip("starting LibreOffice takes long; runs without the race detector")
	}
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("LibreOffice (package libreoffice-calc) is not installed")
	}
	folder := t.TempDir()
	// Token 9: cells as they are shown. Token 12: -1 writes every sheet to a file of its own.
	out, err := exec.Command(office, "--headless", "-env:UserInstallation=file://"+t.TempDir(), "--convert-to",
		"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1", "--outdir", folder, saveBilling(t, readRows)).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	billing := readOfficeCSV(t, filepath.Join(folder, "billing-Billing.csv"))
	if len(billing) != readRows+1 {
		t.Fatalf("%d rows, want %d", len(billing), readRows+1)
	}
	if row := billing[1]; row[0] != "Kunde Müller & Söhne GmbH 0" || row[7] != "5.10 EUR" || row[11] != "20.11.2026" || row[14] != "20.11.2026 01:02" {
		t.Errorf("first row %q", row)
	}
	for i, want := range []string{"Text", "=1+1", "+47 22 33 44 55", "-5", "@SUM(A1)", " spaced ", "line\nbreak"} {
		if got := readOfficeCSV(t, filepath.Join(folder, "billing-Texts.csv"))[i][0]; got != want {
			t.Errorf("text %d is %q, want %q", i, got, want)
		}
	}
}

func readOfficeCSV(t *testing.T, path string) [][]string {
	t.Helper()
	f, err := os.Open(path)
	must(t, err)
	defer func() { _ = f.Close() }()
	records, err := csv.NewReader(f).ReadAll()
	must(t, err)
	return records
}
