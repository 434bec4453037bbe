package app

import (
	"context"
	"slices"
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// ExportReport is how the services of one customer do: a sheet for each table of the report, as CSV its jobs.
const ExportReport ExportKind = "report"

const rowsPrefix = "rows-"

// ExportRows names the export of the rows of a kind that a customer or a connection has.
func ExportRows(kind domain.Kind) ExportKind { return ExportKind(rowsPrefix + string(kind)) }

// rowKind gives the kind whose rows are exported; its table is nil for an export of something else.
func (k ExportKind) rowKind() fileKind {
	name, found := strings.CutPrefix(string(k), rowsPrefix)
	at := slices.IndexFunc(fileKinds, func(each fileKind) bool { return found && string(each.kind) == name })
	if at < 0 {
		return fileKind{}
	}
	return fileKinds[at]
}

// tellsRows reports whether an export is of rows of one kind.
func (k ExportKind) tellsRows() bool { return k.rowKind().table != nil }

// ofSomebody refuses what is about one customer, or one connection, and names none.
func (r ExportRequest) ofSomebody() error {
	if r.Kind == ExportReport && r.CustomerID == 0 || r.Kind.tellsRows() && r.CustomerID == 0 && r.Filter.ConnectionID == 0 {
		return domain.NewError(domain.CodeInvalid, "export_whose")
	}
	return nil
}

// kindRowsTable holds the rows of the table as it is searched and sorted, with all fields of the kind.
func (j *exportJob) kindRowsTable(ctx context.Context) export.Table {
	f, kind := j.req.Filter, j.req.Kind.rowKind()
	return kind.table(ctx, j, kind.kind, domain.RowFilter{
		Scope: j.scope, ConnectionID: f.ConnectionID, Counted: f.Counted, Level: f.Level, Search: f.Search, Page: f.page(),
	})
}

// reportKinds are the tables of a customer's report and how they are sorted.
var reportKinds = []struct {
	kind domain.Kind
	page domain.PageRequest
}{
	{domain.KindJobs, domain.PageRequest{}},
	{domain.KindStorage, domain.PageRequest{Sort: "consumed", Desc: true}},
	{domain.KindServiceRequests, domain.PageRequest{}},
	{domain.KindServiceStates, domain.PageRequest{Sort: "outcome"}},
	{domain.KindIncidents, domain.PageRequest{}},
}

// reportTables are the tables of a customer's report; as on the screen they have what figures count.
func (j *exportJob) reportTables(ctx context.Context) []export.Table {
	var tables []export.Table
	for _, each := range reportKinds {
		tables = append(tables, ExportRows(each.kind).rowKind().table(ctx, j, each.kind, domain.RowFilter{
			Scope: j.scope, Counted: true, Page: each.page,
		}))
	}
	return tables
}

// findConnection names the connection whose rows are exported.
func (j *exportJob) findConnection(ctx context.Context) error {
	if j.req.Filter.ConnectionID == 0 {
		return nil
	}
	connection, err := j.ws.store.GetConnection(ctx, j.req.Filter.ConnectionID)
	j.connection = connection.Name
	return err
}

// about names whom a file is about.
func (j *exportJob) about() string {
	switch {
	case j.customer != "":
		return j.customer
	case j.connection != "":
		return j.connection
	case j.scope.Tag != "":
		return j.texts.Text("workbook.cover.tag", map[string]any{"tag": j.scope.Tag})
	}
	return j.text("workbook.cover.all_customers")
}
