package cli

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/export"
)

type importOptions struct {
	kind, connection, vendor, mapping, remember, errors, sheet string
	delimiter, encoding, dateOrder, decimal                    string
	headerRow                                                  int
	columns, values                                            []string
	dryRun, goodRows, replaceTyped                             bool
}

func newImportCommand(e *environment) *cobra.Command {
	var o importOptions
	cmd := e.command("import FILE", "cli.import.short", func(ctx context.Context, args []string) error {
		return e.withApp(ctx, "", func(a *app.App) error { return e.runImport(ctx, a, args[0], o) })
	})
	cmd.Args = cobra.ExactArgs(1)
	flags := cmd.Flags()
	flags.StringVar(&o.kind, "kind", "", e.texts.Text("cli.flag.import_kind", nil))
	flags.StringVar(&o.connection, "connection", "", e.texts.Text("cli.flag.import_connection", nil))
	flags.StringVar(&o.vendor, "vendor", "", e.texts.Text("cli.flag.import_vendor", nil))
	flags.StringVar(&o.mapping, "map", "", e.texts.Text("cli.flag.import_map", nil))
	flags.StringVar(&o.remember, "remember", "", e.texts.Text("cli.flag.import_remember", nil))
	flags.StringVar(&o.errors, "errors", "", e.texts.Text("cli.flag.import_errors", nil))
	flags.StringVar(&o.sheet, "sheet", "", e.texts.Text("cli.flag.import_sheet", nil))
	o.dialectFlags(flags, e)
	flags.StringArrayVar(&o.columns, "column", nil, e.texts.Text("cli.flag.import_column", nil))
	flags.StringArrayVar(&o.values, "value", nil, e.texts.Text("cli.flag.import_value", nil))
	flags.BoolVar(&o.dryRun, "dry-run", false, e.texts.Text("cli.flag.import_dry_run", nil))
	flags.BoolVar(&o.goodRows, "good-rows", false, e.texts.Text("cli.flag.import_good_rows", nil))
	flags.BoolVar(&o.replaceTyped, "replace-typed", false, e.texts.Text("cli.flag.import_replace_typed", nil))
	return cmd
}

// dialectFlags say how the file is written, where that is not found out rightly.
func (o *importOptions) dialectFlags(flags *pflag.FlagSet, e *environment) {
	flags.StringVar(&o.delimiter, "delimiter", "", e.texts.Text("cli.flag.import_delimiter", nil))
	flags.StringVar(&o.encoding, "encoding", "", e.texts.Text("cli.flag.import_encoding", nil))
	flags.IntVar(&o.headerRow, "header-row", 0, e.texts.Text("cli.flag.import_header_row", nil))
	flags.StringVar(&o.dateOrder, "date-order", "", e.texts.Text("cli.flag.import_date_order", nil))
	flags.StringVar(&o.decimal, "decimal", "", e.texts.Text("cli.flag.import_decimal", nil))
}

// delimiterWords name what is hard to type in a shell.
var delimiterWords = map[string]string{"comma": ",", "semicolon": ";", "tab": "\t", "pipe": "|"}

func (o *importOptions) open() app.ImportOptions {
	return app.ImportOptions{
		Kind: domain.ImportKind(o.kind), Sheet: o.sheet, Map: o.mapping, HeaderRow: o.headerRow, Encoding: strings.ToLower(o.encoding),
		Delimiter: cmp.Or(delimiterWords[strings.ToLower(o.delimiter)], o.delimiter),
	}
}

// runImport imports a file. Problems go to standard error and, with --errors, to a file; with problems and without
// --good-rows nothing is stored and the command fails.
func (e *environment) runImport(ctx context.Context, a *app.App, path string, o importOptions) error {
	file, err := a.Imports.Open(ctx, path, o.open())
	if err != nil {
		return err
	}
	req, err := e.importRequest(ctx, a, file, o)
	if err != nil {
		return err
	}
	for _, earlier := range file.Earlier {
		e.say("cli.import.again", map[string]any{"id": earlier.ID, "at": e.moment(earlier.CreatedAt)})
	}
	result, err := a.Imports.Run(ctx, file.ID, req)
	if err != nil {
		return err
	}
	if o.errors != "" && result.Total > 0 {
		err := export.SaveFile(o.errors, func(w io.Writer) error { return a.Imports.Problems(w, file.ID, e.texts.Tag()) })
		if err != nil {
			return err
		}
		e.say("cli.import.problems_saved", map[string]any{"path": o.errors})
	}
	if o.dryRun && !e.flags.json {
		if err := e.printPreview(file, req, result); err != nil {
			return err
		}
	}
	return e.reportImport(result, o)
}

func (e *environment) importRequest(ctx context.Context, a *app.App, file app.ImportFile, o importOptions) (app.ImportRequest, error) {
	req := app.ImportRequest{
		Kind: file.Kind, Mapping: file.Mapping, Vendor: domain.Vendor(o.vendor), ReplaceTyped: o.replaceTyped, GoodRows: o.goodRows,
		DryRun: o.dryRun, Remember: o.remember,
	}
	if req.Kind == "" {
		return req, &usageError{domain.NewError(domain.CodeInvalid, "import_kind_unknown")}
	}
	if o.kind == "" {
		e.say("cli.import.guessed", map[string]any{"kind": req.Kind})
	}
	if o.mapping != "" && file.MappingName == "" {
		return req, &usageError{domain.NewError(domain.CodeNotFound, "import_mapping_unknown", "name", o.mapping)}
	}
	req.Mapping.DateOrder, req.Mapping.Decimal = cmp.Or(o.dateOrder, req.Mapping.DateOrder), cmp.Or(o.decimal, req.Mapping.Decimal)
	columns, err := pairs(o.columns)
	if err != nil {
		return req, err
	}
	for field, heading := range columns {
		req.Mapping.Columns[field] = heading
	}
	values, err := pairs(o.values)
	if err != nil {
		return req, err
	}
	if req.Mapping.Constants == nil {
		req.Mapping.Constants = map[string]string{}
	}
	for field, value := range values {
		req.Mapping.Constants[field] = value
	}
	if o.connection == "" {
		return req, nil
	}
	conn, err := e.findConnection(ctx, a, o.connection)
	req.ConnectionID = conn.ID
	return req, err
}

func (e *environment) findConnection(ctx context.Context, a *app.App, name string) (app.ConnectionRow, error) {
	all, err := a.Connections.List(ctx)
	if err != nil {
		return app.ConnectionRow{}, err
	}
	for _, conn := range all {
		if strings.EqualFold(conn.Name, name) || fmt.Sprint(conn.ID) == name {
			return conn, nil
		}
	}
	return app.ConnectionRow{}, &usageError{domain.NewError(domain.CodeNotFound, "connection_unknown", "name", name)}
}

// reportImport says what was done and what was wrong.
func (e *environment) reportImport(result app.ImportResult, o importOptions) error {
	e.sayProblems(result)
	i := result.Import
	failed := !result.Stored && !o.dryRun && i.Skipped > 0
	key := "cli.import.done"
	switch {
	case o.dryRun:
		key = "cli.import.tried"
	case failed:
		key = "cli.import.nothing"
	case !result.Stored:
		key = "cli.import.same"
	}
	err := e.printImport(result, key)
	switch {
	case err != nil:
		return err
	case failed || o.dryRun && i.Skipped > 0 && !o.goodRows:
		return errFailed
	case i.Skipped > 0:
		return errPartial
	}
	return nil
}

func (e *environment) sayProblems(result app.ImportResult) {
	for _, p := range result.Problems {
		what, todo := app.ProblemText(e.texts, p)
		key := "cli.import.problem"
		if p.Column == "" {
			key = "cli.import.row_problem"
		}
		e.say(key, map[string]any{"line": p.Line, "column": p.Column, "what": what, "do": todo})
	}
	if more := result.Total - len(result.Problems); more > 0 {
		e.say("cli.import.more", map[string]any{"count": more})
	}
}

func (e *environment) printImport(result app.ImportResult, key string) error {
	if e.flags.json {
		return e.printJSON(result)
	}
	i := result.Import
	_, err := fmt.Fprintln(e.out, e.texts.Text(key, map[string]any{
		"id": i.ID, "rows": i.Rows, "added": i.Added, "changed": i.Changed, "unchanged": i.Unchanged, "skipped": i.Skipped,
	}))
	return err
}

func newImportsCommand(e *environment) *cobra.Command {
	cmd := e.command("imports", "cli.imports.short", func(ctx context.Context, _ []string) error {
		return e.withApp(ctx, "", func(a *app.App) error { return e.listImports(ctx, a) })
	})
	undo := e.command("undo ID", "cli.imports.undo", func(ctx context.Context, args []string) error {
		var id int64
		if _, err := fmt.Sscan(args[0], &id); err != nil {
			return &usageError{domain.NewError(domain.CodeInvalid, "invalid", "detail", args[0])}
		}
		return e.withApp(ctx, "", func(a *app.App) error { return e.undoImport(ctx, a, id) })
	})
	undo.Args = cobra.ExactArgs(1)
	cmd.AddCommand(undo)
	return cmd
}

func (e *environment) listImports(ctx context.Context, a *app.App) error {
	all, err := a.Imports.List(ctx)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(notNil(all))
	}
	rows := [][]string{e.headings("import_id", "file", "import_kind", "connection", "imported_at", "rows", "undone_at")}
	for _, i := range all {
		undone := ""
		if i.UndoneAt != nil {
			undone = e.moment(*i.UndoneAt)
		}
		rows = append(rows, []string{
			fmt.Sprint(i.ID), i.FileName, e.word("import.kind", string(i.Kind)), i.Connection, e.moment(i.CreatedAt),
			e.format().Int(int64(i.Rows)), undone,
		})
	}
	return e.printTable(rows)
}

func (e *environment) undoImport(ctx context.Context, a *app.App, id int64) error {
	undone, err := a.Imports.Undo(ctx, id)
	if err != nil {
		return err
	}
	if e.flags.json {
		return e.printJSON(undone)
	}
	for _, k := range undone.Kept {
		if k.Field == "" {
			e.say("cli.imports.kept_row", map[string]any{"customer": k.Customer, "what": k.What})
			continue
		}
		e.say("cli.imports.kept", map[string]any{"customer": k.Customer, "what": k.What, "field": e.texts.Text("import.field."+k.Field, nil), "value": k.Value})
	}
	_, err = fmt.Fprintln(e.out, e.texts.Plural("cli.imports.undone", undone.Restored, map[string]any{"file": undone.Import.FileName}))
	return err
}
