package app

import (
	"context"
	"io"

	"tenantry/backend/domain"
)

// Exports writes what is stored to files that others can use as they are.
type Exports struct{ app *App }

// ExportKind names what is exported.
type ExportKind string

// The kinds of export.
const (
	ExportCustomers ExportKind = "customers"
	ExportBilling   ExportKind = "billing"
)

// ExportFormat is the kind of file.
type ExportFormat string

// The formats.
const (
	FormatXLSX ExportFormat = "xlsx"
	FormatCSV  ExportFormat = "csv"
)

// ExportRequest says what to write, about whom and in which language.
type ExportRequest struct {
	Kind       ExportKind    `json:"kind" enum:"customers,billing"`
	Format     ExportFormat  `json:"format" enum:"xlsx,csv"`
	Family     domain.Family `json:"family,omitempty"`
	CustomerID int64         `json:"customer_id,omitempty"`
	Language   string        `json:"language,omitempty" doc:"left out: the language in force"`
}

// FileName suggests a name that says what, about whom and when.
func (e *Exports) FileName(ctx context.Context, req ExportRequest) (string, error) { panic("soon") }

// Write streams the export to w.
func (e *Exports) Write(ctx context.Context, w io.Writer, req ExportRequest) error { panic("soon") }

// Save writes the export to a file; a file of that name stays untouched until the new one is complete.
func (e *Exports) Save(ctx context.Context, path string, req ExportRequest) error { panic("soon") }
