package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/importer"
)

// connectMany stores the connections of a CSV or XLSX file, a row each.
func (e *environment) connectMany(ctx context.Context, a *app.App, vendor domain.Vendor, o connectOptions) error {
	if o.name != "" || o.secretStdin || len(o.set) > 0 {
		return &usageError{domain.NewError(domain.CodeInvalid, "connect_from_usage")}
	}
	table, err := readTable(o.from)
	if err != nil {
		return err
	}
	result, err := a.Connections.CreateMany(ctx, app.ManyInput{
		Vendor: vendor, Table: table, Check: !o.noCheck, GoodOnly: o.goodOnly,
	})
	if err != nil {
		return err
	}
	if e.flags.json {
		if err := e.printJSON(result); err != nil {
			return err
		}
	} else {
		err = e.printMany(vendor, result)
	}
	switch {
	case err != nil || len(result.Wrong) == 0:
		return err
	case len(result.Created) > 0:
		return errPartial
	}
	return errFailed
}

// readTable reads a file with every row where it stands in the file.
func readTable(path string) ([][]string, error) {
	file, err := importer.Open(path, importer.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	var table [][]string
	put := func(number int, cells []string) {
		for len(table) < number {
			table = append(table, nil)
		}
		table[number-1] = slices.Clone(cells)
	}
	headings := make([]string, len(file.Columns))
	for i, column := range file.Columns {
		headings[i] = column.Name
	}
	put(max(file.HeaderRow, 1), headings)
	for line, err := range file.Lines() {
		if err != nil {
			return nil, err
		}
		put(line.Number, line.Cells)
	}
	return table, nil
}

func (e *environment) printMany(vendor domain.Vendor, result app.ManyResult) error {
	for _, w := range result.Wrong {
		column := w.Column
		switch column {
		case "":
		case "name":
			column = e.texts.Text("column.name", nil)
		default:
			column = e.texts.Text("field."+string(vendor)+"."+column+".label", nil)
		}
		e.say("cli.connect.wrong", map[string]any{
			"row": w.Row, "column": strings.TrimSpace(column), "name": w.Name, "message": e.texts.ErrorKey(w.ErrorKey, w.ErrorParams),
		})
	}
	if len(result.Created) == 0 {
		e.say("cli.connect.none", nil)
		return nil
	}
	_, err := fmt.Fprintln(e.out, e.texts.Plural("cli.connect.many", len(result.Created), map[string]any{"count": len(result.Created)}))
	return err
}
