package app

import (
	"context"
	"encoding/csv"
	"errors"
	"os"
	"slices"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/importer"
	"tenantry/backend/language"
)

// TypedRow is one row of what no vendor's API gives, typed in for a customer instead of read from a file.
type TypedRow struct {
	Kind       domain.ImportKind `json:"kind" doc:"licence-pools or service-requests"`
	Vendor     domain.Vendor     `json:"vendor"`
	CustomerID int64             `json:"customer_id" minimum:"1"`
	// Values are what a file would hold, by the names of the kind's fields; moments are those of the user's zone.
	Values map[string]string `json:"values"`
}

// typedFormat is how a typed row is written for the reader of files.
var typedFormat = ImportOptions{Delimiter: ",", Encoding: importer.UTF8, HeaderRow: 1}

// TypeRow stores a row that a user typed in as an import of its own, which can be undone as any other. A row with problems
// is not stored: the result tells them by their fields.
func (i *Imports) TypeRow(ctx context.Context, row TypedRow) (ImportResult, error) {
	if row.Kind != domain.ImportLicencePools && row.Kind != domain.ImportServiceRequests {
		return ImportResult{}, domain.NewError(domain.CodeInvalid, "import_kind", "kind", string(row.Kind))
	}
	ws, err := i.app.current()
	if err != nil {
		return ImportResult{}, err
	}
	scope, err := ws.scope(ctx, domain.Scope{})
	if err != nil {
		return ImportResult{}, err
	}
	customer, err := ws.store.GetCustomer(ctx, row.CustomerID, scope.Today)
	if err != nil {
		return ImportResult{}, err
	}
	name, err := ws.typedName(ctx, customer.Name)
	if err != nil {
		return ImportResult{}, err
	}
	file, mapping, err := row.write(name, customer.Name)
	if err != nil {
		return ImportResult{}, err
	}
	req := ImportRequest{Kind: row.Kind, Vendor: row.Vendor, Mapping: mapping}
	result, err := i.store(ctx, &importJob{ws: ws, file: file, req: req, customer: row.CustomerID})
	return result, errors.Join(err, file.close())
}

// typedName is what the import of a typed row is called, in the user's language.
func (ws *workspace) typedName(ctx context.Context, customer string) (string, error) {
	settings, err := ws.store.GetSettings(ctx)
	texts := language.New(chooseExportLanguage("", settings.Language))
	return texts.Text("import.typed_in", map[string]any{"customer": customer}), err
}

// write makes a file of the row, so that it is read and checked as files are.
func (r TypedRow) write(name, customer string) (*openFile, importer.Mapping, error) {
	mapping := importer.Mapping{Columns: map[string]string{}, Constants: map[string]string{}}
	var fields, cells []string
	for _, field := range importer.Fields(r.Kind) {
		value := r.Values[field.Name]
		if field.Name == importer.FieldCustomer {
			value = customer
		}
		fields, cells = append(fields, field.Name), append(cells, value)
		mapping.Columns[field.Name] = field.Name
	}
	for field := range r.Values {
		if !slices.Contains(fields, field) {
			return nil, mapping, domain.NewError(domain.CodeInvalid, "import_field", "field", field)
		}
	}
	out, err := os.CreateTemp("", "tenantry-typed-*.csv")
	if err != nil {
		return nil, mapping, export.SaveError(os.TempDir(), err)
	}
	file := &openFile{path: out.Name(), name: name, temporary: true, opts: typedFormat}
	written := csv.NewWriter(out).WriteAll([][]string{fields, cells})
	if err := errors.Join(written, out.Close()); err != nil {
		return nil, mapping, errors.Join(export.SaveError(out.Name(), err), file.close())
	}
	if err := file.identify(); err != nil {
		return nil, mapping, errors.Join(err, file.close())
	}
	mapping = file.opts.chosen(mapping)
	return file, mapping, nil
}
