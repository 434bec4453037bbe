package app

import (
	"context"
	"iter"
	"regexp"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/language"
	"tenantry/backend/store"
)

// The kinds of export that tell how services do.
const (
	ExportOperations      ExportKind = "operations"
	ExportJobs            ExportKind = "jobs"
	ExportServiceRequests ExportKind = "service-requests"
	ExportServiceStates   ExportKind = "service-states"
	ExportIncidents       ExportKind = "incidents"
	ExportStorage         ExportKind = "storage"
)

// ExportFilter narrows an export of customers, subscriptions, operations, licences, waste, prices or the calendar down to what its list shows, in the words of the list.
type ExportFilter struct {
	domain.CustomerQuery
	domain.SubscriptionQuery
	Excluded       []domain.YesNo         `json:"excluded,omitempty"` // of pools: whether figures leave them out
	Gone           bool                   `json:"gone,omitempty"`
	Search         string                 `json:"search,omitempty"`
	Figure         string                 `json:"figure,omitempty"`
	Country        string                 `json:"country,omitempty"` // ISO 3166-1 alpha-2
	JobsWithin     Within                 `json:"jobs_within,omitempty"`
	RequestsWithin Within                 `json:"requests_within,omitempty"`
	Vendor         domain.Vendor          `json:"vendor,omitempty"` // of prices
	Outcomes       []domain.Outcome       `json:"outcomes,omitempty"`
	Trouble        bool                   `json:"trouble,omitempty"`
	State          string                 `json:"state,omitempty"` // "open" or "closed"
	Services       []string               `json:"services,omitempty"`
	Level          domain.Level           `json:"level,omitempty"`
	ConnectionID   int64                  `json:"connection_id,omitempty"` // of rows of one kind
	Counted        bool                   `json:"counted,omitempty"`       // of rows of one kind: what figures count
	Within         Within                 `json:"within,omitempty"`
	Waste          domain.WasteKind       `json:"waste,omitempty"`
	From           domain.Date            `json:"from,omitempty"` // of the calendar's list: its first and last day
	To             domain.Date            `json:"to,omitempty"`
	Decisions      []domain.DecisionState `json:"decisions,omitempty"`
	Unclear        bool                   `json:"unclear,omitempty"`
	Where          []string               `json:"where,omitempty"`  // domain.ColumnTest as text
	Except         []string               `json:"except,omitempty"` // the filters that mean none of their values
	Days           int                    `json:"days,omitempty"`   // of trends: how many, back from today
	Sort           string                 `json:"sort,omitempty"`
	Desc           bool                   `json:"desc,omitempty"`
}

// page is the order of the list and what its columns are tested by.
func (f ExportFilter) page() domain.PageRequest {
	return domain.PageRequest{Sort: f.Sort, Desc: f.Desc, Where: f.Where, Except: f.Except}
}

// tellsOperations reports whether an export is about how services do.
func (k ExportKind) tellsOperations() bool {
	switch k {
	case ExportOperations, ExportJobs, ExportServiceRequests, ExportServiceStates, ExportIncidents, ExportStorage, ExportStorageTrend, ExportJobTrend, ExportReport:
		return true
	}
	return false
}

func (j *exportJob) operationsRequest() OperationsRequest {
	f := j.req.Filter
	return OperationsRequest{
		OperationsFilter: domain.OperationsFilter{
			Scope: j.scope, Search: f.Search, Figure: domain.OperationsFigure(f.Figure),
			Country: f.Country, Page: f.page(),
		},
		JobsWithin: f.JobsWithin, RequestsWithin: f.RequestsWithin,
	}
}

// rowFilter is that of the list; what figures do not count is in no file either.
func (j *exportJob) rowFilter(ctx context.Context) (domain.RowFilter, error) {
	f := j.req.Filter
	req := RowRequest{
		RowFilter: domain.RowFilter{
			Scope: j.scope, Vendors: f.Vendors, Outcomes: f.Outcomes, Trouble: f.Trouble, Country: f.Country, Services: f.Services,
			Level: f.Level, Search: f.Search, Counted: true, Page: f.page(),
		},
		Within: f.Within,
	}
	if f.State != "" {
		open := f.State == "open"
		req.Open = &open
	}
	return j.ws.rowFilter(ctx, req)
}

// operationsCoverage says how complete the data are that an export of operations rests on.
func (j *exportJob) operationsCoverage(ctx context.Context) (string, error) {
	rests, err := j.operationsCoverages(ctx)
	if err != nil {
		return "", err
	}
	said := make([]string, len(rests))
	for i, c := range rests {
		said[i] = coverageSentence(c, j.texts, j.format, j.zone)
	}
	switch len(said) {
	case 1:
		return said[0], nil
	case 2:
		return j.texts.Text("workbook.storage.completeness", map[string]any{"storage": said[0], "live": said[1]}), nil
	}
	return j.texts.Text("workbook.operations.completeness", map[string]any{
		"jobs": said[0], "requests": said[1], "health": said[2], "storage": said[3], "live": said[4],
	}), nil
}

// operationsCoverages say how complete the data are that an export of operations rests on: one of a list, two of storage,
// where what lies in Microsoft 365 stands apart, and of customers jobs, requests, health and both of storage.
func (j *exportJob) operationsCoverages(ctx context.Context) ([]domain.Coverage, error) {
	f, err := j.ws.operationsFilter(ctx, j.operationsRequest())
	if err != nil {
		return nil, err
	}
	n, err := j.ws.reports.Operations(ctx, f)
	if err != nil {
		return nil, err
	}
	of := n.Coverage
	switch level := j.req.Filter.Level; j.req.Kind {
	case ExportJobs, ExportJobTrend:
		return []domain.Coverage{of.Jobs}, nil
	case ExportServiceRequests:
		return []domain.Coverage{of.Requests}, nil
	case ExportServiceStates, ExportIncidents:
		return []domain.Coverage{of.Health}, nil
	case ExportStorage, ExportStorageTrend:
		switch level {
		case domain.LevelLive:
			return []domain.Coverage{of.Live}, nil
		case domain.LevelService, domain.LevelModule:
			return []domain.Coverage{of.Storage}, nil
		}
		return []domain.Coverage{of.Storage, of.Live}, nil
	}
	return []domain.Coverage{of.Jobs, of.Requests, of.Health, of.Storage, of.Live}, nil
}

// operationsTable is the table of an export of operations.
func (j *exportJob) operationsTable(ctx context.Context) export.Table {
	switch j.req.Kind {
	case ExportJobs:
		return rowsTable(ctx, j, jobColumns(j))
	case ExportServiceRequests:
		return rowsTable(ctx, j, requestColumns(j))
	case ExportServiceStates:
		return rowsTable(ctx, j, stateColumns(j))
	case ExportIncidents:
		return rowsTable(ctx, j, incidentColumns(j))
	case ExportStorage:
		return rowsTable(ctx, j, storageColumns(j))
	}
	return j.customersOperations(ctx)
}

// headed makes an export table of columns over a stream of rows; a column's key is its heading's whole key in the catalogue.
func headed[T any](j *exportJob, title string, columns []column[T], rows iter.Seq2[T, error]) export.Table {
	t := export.Table{Title: title, Rows: cells(columns, rows)}
	for _, c := range columns {
		t.Columns = append(t.Columns, export.Column{Key: c.key, Heading: j.text(c.key), Kind: c.kind})
	}
	return t
}

// title names what is exported.
func (j *exportJob) title() string {
	if kind := j.req.Kind.rowKind(); kind.table != nil {
		return j.text("kind." + string(kind.kind))
	}
	return j.text("workbook." + string(j.req.Kind) + ".title")
}

func rowsTable[T domain.Keyed](ctx context.Context, j *exportJob, own []column[domain.Stored[T]]) export.Table {
	type row = domain.Stored[T]
	columns := append([]column[row]{
		{"column.customer", export.KindText, func(r row) export.Value { return export.Text(r.Customer) }},
	}, own...)
	columns = append(columns,
		column[row]{"column.connection", export.KindText, func(r row) export.Value { return export.Text(r.Connection) }},
		column[row]{"column.source", export.KindText, func(r row) export.Value { return j.source(r.Source) }},
		column[row]{"column.synced_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.SyncedAt, j.zone) }},
	)
	return headed(j, j.title(), columns, func(yield func(row, error) bool) {
		f, err := j.rowFilter(ctx)
		if err != nil {
			var none row
			yield(none, err)
			return
		}
		store.EachRow[T](ctx, j.ws.store, f)(yield)
	})
}

var vendorWord = regexp.MustCompile(`^[a-zA-Z_]+$`)

// vendorWord is a vendor's own word for a state, in the reader's language where it is known.
func (j *exportJob) vendorWord(word string) export.Value {
	key := "vendor_word." + word
	if vendorWord.MatchString(word) && j.texts.Has(key) {
		return export.Text(j.text(key))
	}
	return export.Text(word)
}

func jobColumns(j *exportJob) []column[domain.Stored[domain.Job]] {
	type row = domain.Stored[domain.Job]
	return []column[row]{
		{"workbook.job", export.KindText, func(r row) export.Value { return export.Text(r.Key) }},
		{"row.service", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Service) }},
		{"row.module", export.KindText, func(r row) export.Value { return export.Text(r.Row.Module) }},
		{"row.outcome", export.KindText, func(r row) export.Value { return j.word("outcome", string(r.Row.Outcome)) }},
		{"row.started_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.Row.StartedAt, j.zone) }},
		{"row.ended_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.Row.EndedAt, j.zone) }},
		{"row.status", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Status) }},
		{"row.error", export.KindText, func(r row) export.Value { return export.Text(r.Row.Error) }},
		{"row.objects", export.KindInt, func(r row) export.Value { return export.OptInt(r.Row.Objects) }},
		{"row.failed", export.KindInt, func(r row) export.Value { return export.OptInt(r.Row.Failed) }},
		{"workbook.bytes.size", export.KindInt, func(r row) export.Value { return export.OptInt(r.Row.Size) }},
	}
}

func requestColumns(j *exportJob) []column[domain.Stored[domain.ServiceRequest]] {
	type row = domain.Stored[domain.ServiceRequest]
	return []column[row]{
		{"row.number", export.KindText, func(r row) export.Value { return export.Text(r.Row.Number) }},
		{"row.title", export.KindText, func(r row) export.Value { return export.Text(r.Row.Title) }},
		{"row.open", export.KindBool, func(r row) export.Value { return export.Bool(r.Row.Open) }},
		{"row.status", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Status) }},
		{"row.severity", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Severity) }},
		{"row.created_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.Row.CreatedAt, j.zone) }},
		{"row.updated_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.Row.UpdatedAt, j.zone) }},
		{"row.closed_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.Row.ClosedAt, j.zone) }},
		{"row.contact", export.KindText, func(r row) export.Value { return export.Text(r.Row.Contact) }},
		{"row.notes", export.KindInt, func(r row) export.Value { return export.Int(int64(len(r.Row.Notes))) }},
	}
}

func stateColumns(j *exportJob) []column[domain.Stored[domain.ServiceState]] {
	type row = domain.Stored[domain.ServiceState]
	return []column[row]{
		{"row.service", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Service) }},
		{"workbook.health", export.KindText, func(r row) export.Value { return j.health(r.Row.Outcome, r.SyncedAt) }},
		{"row.state", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.State) }},
		{"row.detail", export.KindText, func(r row) export.Value { return export.Text(r.Row.Detail) }},
	}
}

func incidentColumns(j *exportJob) []column[domain.Stored[domain.Incident]] {
	type row = domain.Stored[domain.Incident]
	return []column[row]{
		{"workbook.incident", export.KindText, func(r row) export.Value { return export.Text(r.Key) }},
		{"row.title", export.KindText, func(r row) export.Value { return export.Text(r.Row.Title) }},
		{"row.service", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Service) }},
		{"row.kind", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Kind) }},
		{"row.status", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Status) }},
		{"row.started_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.Row.StartedAt, j.zone) }},
		{"row.ended_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.Row.EndedAt, j.zone) }},
		{"row.updated_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.Row.UpdatedAt, j.zone) }},
	}
}

func storageColumns(j *exportJob) []column[domain.Stored[domain.Storage]] {
	type row = domain.Stored[domain.Storage]
	return []column[row]{
		{"row.service", export.KindText, func(r row) export.Value { return j.vendorWord(r.Row.Service) }},
		{"row.module", export.KindText, func(r row) export.Value { return export.Text(r.Row.Module) }},
		{"workbook.bytes.consumed", export.KindInt, func(r row) export.Value { return export.OptInt(r.Row.Consumed) }},
		{"workbook.bytes.protected", export.KindInt, func(r row) export.Value { return export.OptInt(r.Row.Protected) }},
		{"workbook.bytes.purchased", export.KindInt, func(r row) export.Value { return export.OptInt(r.Row.Purchased) }},
		{"row.objects", export.KindInt, func(r row) export.Value { return export.OptInt(r.Row.Objects) }},
		{"row.place", export.KindText, func(r row) export.Value { return export.Text(r.Row.Place) }},
		{"row.retention", export.KindText, func(r row) export.Value { return export.Text(r.Row.Retention) }},
	}
}

// customersOperations is the list of customers with how their services do.
func (j *exportJob) customersOperations(ctx context.Context) export.Table {
	type row = domain.OperationsRow
	columns := []column[row]{
		{"column.name", export.KindText, func(o row) export.Value { return export.Text(o.Name) }},
		{"workbook.account", export.KindText, func(o row) export.Value { return export.Text(o.Account) }},
		{"column.country", export.KindText, func(o row) export.Value { return j.country(o.Country) }},
		{"workbook.failed_jobs", export.KindInt, func(o row) export.Value { return export.OptInt(o.FailedJobs) }},
		{"workbook.open_requests", export.KindInt, func(o row) export.Value { return export.OptInt(o.OpenRequests) }},
		{"workbook.health", export.KindText, func(o row) export.Value { return j.health(o.Health, o.HealthAt) }},
		{"workbook.trouble", export.KindInt, func(o row) export.Value { return export.OptInt(o.Trouble) }},
		{"column.subscriptions", export.KindInt, func(o row) export.Value { return export.Int(o.Subscriptions) }},
		{"workbook.bytes.consumed", export.KindInt, func(o row) export.Value { return export.OptInt(o.Consumed) }},
		{"workbook.bytes.protected", export.KindInt, func(o row) export.Value { return export.OptInt(o.Protected) }},
		{"workbook.bytes.purchased", export.KindInt, func(o row) export.Value { return export.OptInt(o.Purchased) }},
		{"workbook.bytes.live", export.KindInt, func(o row) export.Value { return export.OptInt(o.Live) }},
		{"column.vendors", export.KindText, func(o row) export.Value { return j.vendors(o.Vendors) }},
		{"column.synced_at", export.KindDateTime, func(o row) export.Value { return export.OptDateTime(o.SyncedAt, j.zone) }},
	}
	return headed(j, j.title(), columns, func(yield func(row, error) bool) {
		f, err := j.ws.operationsFilter(ctx, j.operationsRequest())
		if err != nil {
			yield(row{}, err)
			return
		}
		j.ws.store.EachOperations(ctx, f)(yield)
	})
}

// operationsNotes are what a reader has to know to read how services do.
func operationsNotes(texts *language.Printer) []string {
	return []string{texts.Text("workbook.note.unknown", nil), texts.Text("workbook.note.once", nil)}
}
