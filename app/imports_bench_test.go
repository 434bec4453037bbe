package app_test

import (
	"bufio"
	"database/sql"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	_ "modernc.org/sqlite"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/store/storetest"
)

const importColumns = "Invoice number,Line,Customer name,Product,Part number,Subscription ID,From,To,Quantity,Unit price,Currency,Subtotal"

func importRecord(i int) []string {
	return []string{
		fmt.Sprintf("R-%05d", i/500), fmt.Sprint(i), fmt.Sprintf("Customer %d GmbH", i%1000), "Microsoft 365 Business Premium", "CFQ7TTC0LCHC",
		fmt.Sprintf("%08d-aaaa-bbbb-cccc-dddddddddddd", i), "01.10.2026", "31.10.2026", fmt.Sprint(i%50 + 1), "18,10", "EUR", fmt.Sprintf("%d,%02d", i%900, i%100),
	}
}

// importFile writes a file of invoice lines, as CSV or XLSX.
func importFile(tb testing.TB, rows int, format string) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "lines."+format)
	if format == "xlsx" {
		book := excelize.NewFile()
		w, err := book.NewStreamWriter("Sheet1")
		if err != nil {
			tb.Fatal(err)
		}
		for i := -1; i < rows; i++ {
			record := splitColumns()
			if i >= 0 {
				record = importRecord(i)
			}
			cells := make([]any, len(record))
			for c, text := range record {
				cells[c] = text
			}
			if err := w.SetRow(fmt.Sprintf("A%d", i+2), cells); err != nil {
				tb.Fatal(err)
			}
		}
		if err := errors.Join(w.Flush(), book.SaveAs(path), book.Close()); err != nil {
			tb.Fatal(err)
		}
		return path
	}
	file, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	w := csv.NewWriter(bufio.NewWriter(file))
	w.Comma = ';'
	_ = w.Write(splitColumns())
	for i := range rows {
		_ = w.Write(importRecord(i))
	}
	w.Flush()
	if err := errors.Join(w.Error(), file.Close()); err != nil {
		tb.Fatal(err)
	}
	return path
}

func splitColumns() []string {
	var columns []string
	for c, rest := "", importColumns+","; rest != ""; {
		for i := range rest {
			if rest[i] == ',' {
				c, rest = rest[:i], rest[i+1:]
				break
			}
		}
		columns = append(columns, c)
	}
	return columns
}

// bareInserts opens a file like the one rows are imported into, with the same table and indexes, and gives what inserts
// one row.
func bareInserts(tb testing.TB, from string) (insert func([]string) error, commit func() error) {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "bare.db")
	content, err := os.ReadFile(from)
	if err != nil {
		tb.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		tb.Fatal(err)
	}
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)&_pragma=foreign_keys(ON)&_pragma=cache_size(-16000)")
	if err != nil {
		tb.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	stmt, err := tx.Prepare(`
INSERT INTO invoice_lines (connection_id, record_id, dataset, key, source, digest, first_seen_at, changed_at, invoice, customer, customer_name,
    product, sku, number, charge, from_on, to_on, quantity, unit_price, currency, amount_minor, amount_currency)
VALUES (1, ?, 'import', ?, 'import', x'00112233445566778899aabbccddeeff', '2026-11-20T08:00:00.000Z', '2026-11-20T08:00:00.000Z', ?, '', ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?)`)
	if err != nil {
		tb.Fatal(err)
	}
	n := 0
	insert = func(r []string) error {
		n++
		_, err := stmt.Exec(n%benchCustomers+1, r[0]+"/"+r[1], r[0], r[2], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], 12345, "EUR")
		return err
	}
	return insert, func() error { return errors.Join(stmt.Close(), tx.Commit(), db.Close()) }
}

func bareCSV(path string, insert func([]string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	r := csv.NewReader(bufio.NewReader(file))
	r.Comma, r.ReuseRecord = ';', true
	for first := true; ; first = false {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && !first {
			err = insert(record)
		}
		if err != nil {
			return err
		}
	}
}

func bareXLSX(path string, insert func([]string) error) error {
	book, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }()
	rows, err := book.Rows("Sheet1")
	if err != nil {
		return err
	}
	for first := true; rows.Next(); first = false {
		cells, err := rows.Columns()
		if err == nil && !first {
			err = insert(cells)
		}
		if err != nil {
			return err
		}
	}
	return rows.Close()
}

// benchCustomers is how many customers the lines belong to.
const benchCustomers = 1000

// customersFile lists them.
func customersFile(tb testing.TB) string {
	tb.Helper()
	text := "Customer name\n"
	for i := range benchCustomers {
		text += fmt.Sprintf("Customer %d GmbH\n", i)
	}
	path := filepath.Join(tb.TempDir(), "customers.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		tb.Fatal(err)
	}
	return path
}

// importing imports a file into a new data folder that knows the customers, and gives how long that took.
func importing(tb testing.TB, path string, rows int) (took time.Duration, database string) {
	tb.Helper()
	folder := tb.TempDir()
	a := app.New(app.Config{DataDir: folder, Mode: app.ModeConsole})
	if err := a.Start(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	run := func(path string, kind domain.ImportKind, rows int) time.Duration {
		started := time.Now()
		file, err := a.Imports.Open(tb.Context(), path, app.ImportOptions{Kind: kind})
		if err != nil {
			tb.Fatal(err)
		}
		result, err := a.Imports.Run(tb.Context(), file.ID, app.ImportRequest{Kind: file.Kind, Mapping: file.Mapping, Vendor: domain.VendorMicrosoft})
		if err != nil || result.Import.Added != rows || result.Total > 0 {
			tb.Fatalf("%+v, %v, %v", result.Import, result.Problems, err)
		}
		return time.Since(started)
	}
	took = run(customersFile(tb), domain.ImportCustomers, benchCustomers)
	if rows > 0 {
		took = run(path, domain.ImportInvoiceLines, rows)
	}
	return took, filepath.Join(folder, "tenantry.db")
}

// emptyDatabase gives a data file with the customers and no lines.
func emptyDatabase(tb testing.TB) string {
	_, path := importing(tb, "", 0)
	return path
}

func benchmarkImport(b *testing.B, format string, bare func(string, func([]string) error) error) {
	rows := 200_000
	if testing.Short() {
		rows = 20_000
	}
	path, empty := importFile(b, rows, format), emptyDatabase(b)
	for b.Loop() {
		insert, commit := bareInserts(b, empty)
		started := time.Now()
		if err := errors.Join(bare(path, insert), commit()); err != nil {
			b.Fatal(err)
		}
		reference := time.Since(started)
		took, _ := importing(b, path, rows)
		b.ReportMetric(took.Seconds()/reference.Seconds(), "own/bare")
		b.ReportMetric(float64(rows)/took.Seconds(), "rows/s")
	}
}

// BenchmarkImportCSV must stay under twice a bare CSV reader and bare inserts.
func BenchmarkImportCSV(b *testing.B) { benchmarkImport(b, "csv", bareCSV) }

// BenchmarkImportXLSX must stay under one and a half times excelize's own rows and bare inserts.
func BenchmarkImportXLSX(b *testing.B) { benchmarkImport(b, "xlsx", bareXLSX) }

// TestImport_PeakMemory imports a large workbook in a process of its own.
func TestImport_PeakMemory(t *testing.T) {
	if testing.Short() || runtime.GOOS != "linux" || storetest.Race {
		t.Skip("measures a whole process on Linux, without the race detector")
	}
	for _, format := range []string{"csv", "xlsx"} {
		t.Run(format, func(t *testing.T) { importMemory(t, format) })
	}
}
