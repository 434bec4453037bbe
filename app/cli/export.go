package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"tenantry/app"
	"tenantry/backend/domain"
)

type exportOptions struct {
	whoseOptions
	kind, out, family, now string
	columns                []string
}

func newExportCommand(e *environment) *cobra.Command {
	var o exportOptions
	cmd := e.command("export KIND", "cli.export.short", func(ctx context.Context, args []string) error {
		o.kind = args[0]
		req, err := o.request(e.texts.Tag())
		if err != nil {
			return err
		}
		return e.withApp(ctx, o.now, func(a *app.App) error {
			var scope domain.Scope
			if err := o.fill(ctx, a, &scope); err != nil {
				return err
			}
			req.CustomerID, req.Tag = scope.CustomerID, scope.Tag
			return e.runExport(ctx, a, req, o.out)
		})
	})
	cmd.Args = cobra.ExactArgs(1)
	cmd.ValidArgs = exportKinds()
	cmd.Long = e.texts.Text("cli.export.long", map[string]any{"kinds": strings.Join(exportKinds(), ", ")})
	cmd.Flags().StringVar(&o.out, "out", "", e.texts.Text("cli.flag.out", nil))
	cmd.Flags().StringSliceVar(&o.columns, "columns", nil, e.texts.Text("cli.flag.columns", nil))
	cmd.Flags().StringVar(&o.family, "family", "all", e.texts.Text("cli.flag.family", nil))
	e.addWhose(cmd, &o.whoseOptions)
	e.addNow(cmd, &o.now)
	if err := cmd.MarkFlagRequired("out"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

// exportKinds are what can be exported from the command line.
func exportKinds() []string {
	kinds := []string{
		string(app.ExportCustomers), string(app.ExportCustomer), string(app.ExportBilling), string(app.ExportCalendar),
		string(app.ExportSubscriptions), string(app.ExportPools),
	}
	for _, section := range domain.LicenceSections {
		kinds = append(kinds, string(app.ExportLicences(section)))
	}
	return append(kinds, string(app.ExportWaste))
}

func (o exportOptions) request(language string) (app.ExportRequest, error) {
	req := app.ExportRequest{Kind: app.ExportKind(o.kind), Language: language, Columns: o.columns}
	var err error
	if req.Family, err = parseFamily(o.family); err != nil {
		return req, err
	}
	if !slices.Contains(exportKinds(), o.kind) {
		return req, &usageError{domain.NewError(domain.CodeInvalid, "export_kind", "kind", o.kind)}
	}
	switch strings.ToLower(filepath.Ext(o.out)) {
	case ".xlsx":
		req.Format = app.FormatXLSX
	case ".csv":
		req.Format = app.FormatCSV
	case ".ics":
		req.Format = app.FormatICS
	}
	if req.Format == app.FormatICS && req.Kind != app.ExportCalendar || req.Format == "" {
		return req, &usageError{domain.NewError(domain.CodeInvalid, "export_format")}
	}
	if req.Kind == app.ExportCustomer && (o.customer == "" || req.Format != app.FormatXLSX) {
		return req, &usageError{domain.NewError(domain.CodeInvalid, "export_customer")}
	}
	return req, nil
}

// runExport writes a file and says how many rows it has.
func (e *environment) runExport(ctx context.Context, a *app.App, req app.ExportRequest, path string) error {
	rows, err := a.Exports.Save(ctx, path, req)
	if problem, ok := errors.AsType[*domain.Error](err); ok && strings.HasPrefix(problem.Key, "export_column") {
		return &usageError{err}
	}
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(map[string]any{"path": path, "rows": rows})
	}
	_, err = fmt.Fprintln(e.out, e.texts.Plural("cli.export.done", rows, map[string]any{
		"path": path, "count": e.format().Int(int64(rows)),
	}))
	return err
}
