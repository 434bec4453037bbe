package app_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"tenantry/app"
	"tenantry/backend/store/storetest"
)

// BenchmarkExport writes the workbooks and the CSV file of a large portfolio, from the data file to the last byte.
func BenchmarkExport(b *testing.B) {
	scale := storetest.BenchmarkScale()
	scale.Days = 30 // exports don't read the history
	content, err := os.ReadFile(storetest.Large(b, scale).Path())
	if err != nil {
		b.Fatal(err)
	}
	folder := b.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "tenantry.db"), content, 0o600); err != nil {
		b.Fatal(err)
	}
	a := start(b, folder, nil)
	for name, req := range map[string]app.ExportRequest{
		"BillingXLSX":   {Kind: app.ExportBilling, Format: app.FormatXLSX},
		"BillingCSV":    {Kind: app.ExportBilling, Format: app.FormatCSV},
		"CustomersXLSX": {Kind: app.ExportCustomers, Format: app.FormatXLSX},
	} {
		b.Run(name, func(b *testing.B) {
			rows := 0
			for b.Loop() {
				if rows, err = a.Exports.Write(b.Context(), io.Discard, req); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(rows), "rows")
		})
	}
}
