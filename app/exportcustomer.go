package app

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// ExportCustomer is a workbook of everything known of one customer, as FormatXLSX only.
const ExportCustomer ExportKind = "customer"

// customerFile is what a workbook of one customer is made of beside its rows by kind.
type customerFile struct {
	domain.CustomerDetail
	typed    []domain.TypedFact
	activity []domain.Activity
	personal bool                     // data about people are kept
	sources  map[string]domain.Source // what connections are read from, by their names
}

// fileSheet is a sheet of a customer's file.
type fileSheet struct {
	export.Table
	rows   int
	always bool // also where it has no rows
}

func (j *exportJob) readCustomerFile(ctx context.Context) (customerFile, error) {
	var c customerFile
	var err error
	if c.CustomerDetail, err = j.ws.store.GetCustomer(ctx, j.scope.CustomerID, j.scope.Today); err != nil {
		return c, err
	}
	if c.typed, err = j.ws.store.FindTypedFacts(ctx, c.ID); err != nil {
		return c, err
	}
	if c.activity, err = j.ws.store.CustomerActivity(ctx, c.ID, j.scope.Today, j.zone); err != nil {
		return c, err
	}
	if c.personal, err = j.ws.personal(ctx); err != nil {
		return c, err
	}
	connections, err := j.ws.store.FindConnections(ctx)
	c.sources = map[string]domain.Source{}
	for _, connection := range connections {
		c.sources[connection.Name] = domain.SourceAPI
		if connection.State == domain.ConnectionFile {
			c.sources[connection.Name] = domain.SourceImport
		}
	}
	return c, err
}

// customerWorkbook holds a cover and a sheet per part of the customer's page; of parts that few customers have, only those
// with rows.
func (j *exportJob) customerWorkbook(ctx context.Context) (export.Workbook, error) {
	c, err := j.readCustomerFile(ctx)
	if err != nil {
		return export.Workbook{}, err
	}
	sheets, err := j.customerSheets(ctx, c)
	if err != nil {
		return export.Workbook{}, err
	}
	cover, err := j.customerCover(ctx, c, sheets)
	book := j.book(cover)
	for _, sheet := range sheets {
		if sheet.always || sheet.rows > 0 {
			book.Sheets = append(book.Sheets, sheet.Table)
		}
	}
	return book, err
}

func (j *exportJob) customerSheets(ctx context.Context, c customerFile) ([]fileSheet, error) {
	trial := func(s domain.SubscriptionRow) bool { return s.Trial != nil && *s.Trial }
	bought := slices.DeleteFunc(slices.Clone(c.SubscriptionRows), trial)
	trials := slices.DeleteFunc(slices.Clone(c.SubscriptionRows), func(s domain.SubscriptionRow) bool { return !trial(s) })
	facts := j.customerFacts(c)
	sheets := []fileSheet{
		sheetOf(j, "workbook.record.details", factColumns(j), facts),
		sheetOf(j, "customer.part.subscriptions", lineColumns(j), bought),
		sheetOf(j, "customer.pools", poolColumns(j), c.Pools),
		sheetOf(j, "customer.part.trials", lineColumns(j), trials),
	}
	for _, kind := range fileKinds {
		if kind.kind == domain.KindPeople && !c.personal {
			continue
		}
		sheet, err := kind.sheet(ctx, j, kind.kind)
		if err != nil {
			return nil, err
		}
		sheet.always = kind.always
		sheets = append(sheets, sheet)
	}
	return append(sheets,
		sheetOf(j, "customer.part.activity", activityColumns(j), c.activity),
		sheetOf(j, "column.tags", tagColumns(j), c.Tags),
		sheetOf(j, "workbook.record.records", recordColumns(j), c.Records),
	), nil
}

// sheetOf makes a sheet of rows that are there already; titles and headings are keys of the catalogue.
func sheetOf[T any](j *exportJob, title string, columns []column[T], rows []T) fileSheet {
	return fileSheet{Table: headed(j, j.text(title), columns, each(rows)), rows: len(rows), always: true}
}

func each[T any](rows []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// customerCover says how complete and how old each of the customer's data sets is, and what the file holds.
func (j *exportJob) customerCover(ctx context.Context, c customerFile, sheets []fileSheet) (export.Cover, error) {
	kpis, err := j.ws.reports.KPIs(ctx, j.scope)
	if err != nil {
		return export.Cover{}, err
	}
	banner, err := j.banner(ctx)
	if err != nil {
		return export.Cover{}, err
	}
	var contents []export.Fact
	for _, sheet := range sheets {
		text := j.text("workbook.record.empty")
		if sheet.rows > 0 {
			text = j.texts.Plural("workbook.record.rows", sheet.rows, map[string]any{"count": j.format.Int(int64(sheet.rows))})
		}
		contents = append(contents, export.Fact{Label: sheet.Title, Value: export.Text(text)})
	}
	if !c.personal {
		contents = append(contents, export.Fact{Label: j.text("kind.people"), Value: export.Text(j.text("workbook.record.no_people"))})
	}
	cover := j.newCover(banner, coverageSentence(kpis.Completeness, j.texts, j.format, j.zone))
	cover.Sections = []export.Section{
		{Heading: j.text("workbook.cover.completeness"), Facts: j.datasetFacts(c.Datasets)},
		{Heading: j.text("workbook.record.contents"), Facts: contents},
		{Heading: j.text("workbook.cover.notes"), Facts: noteFacts([]string{
			j.text("workbook.note.unknown"), j.text("workbook.note.gone"), j.text("workbook.note.shared"),
		})},
	}
	return cover, nil
}

// datasetFacts is one line per data set of the customer: when it was read last, and why it could not be.
func (j *exportJob) datasetFacts(datasets []domain.DatasetState) []export.Fact {
	var facts []export.Fact
	for _, d := range datasets {
		text := j.text("workbook.record.never")
		if d.LastOKAt != nil {
			text = j.texts.Text("workbook.record.read", map[string]any{"time": j.format.DateTime(d.LastOKAt.In(j.zone))})
		}
		if d.ErrorKey != "" {
			text += ". " + j.texts.Text("workbook.record.failed", map[string]any{"reason": j.texts.Reason(d.ErrorKey)})
		}
		facts = append(facts, export.Fact{
			Label: j.texts.Text("workbook.cover.connection", map[string]any{
				"connection": d.Connection, "dataset": j.texts.Text("dataset."+d.Dataset, nil),
			}),
			Value: export.Text(text),
		})
	}
	if facts == nil {
		facts = noteFacts([]string{j.text("completeness.nothing")})
	}
	return facts
}

// customerFact is a line of the sheet of details.
type customerFact struct {
	label      string
	value      export.Value
	source     domain.Source
	given      string // what a source says where something else was typed in
	connection string
	typedAt    *time.Time
}

func factColumns(j *exportJob) []column[customerFact] {
	type row = customerFact
	return []column[row]{
		{"workbook.record.fact", export.KindText, func(f row) export.Value { return export.Text(f.label) }},
		{"column.value", export.KindText, func(f row) export.Value { return f.value }},
		{"column.source", export.KindText, func(f row) export.Value { return j.source(f.source) }},
		{"column.typed_at", export.KindDateTime, func(f row) export.Value { return export.OptDateTime(f.typedAt, j.zone) }},
		{"column.given", export.KindText, func(f row) export.Value { return export.Text(f.given) }},
		{"column.connection", export.KindText, func(f row) export.Value { return export.Text(f.connection) }},
	}
}

// customerFacts is what the overview says, in its order, then what else was typed in.
func (j *exportJob) customerFacts(c customerFile) []customerFact {
	facts := []customerFact{
		j.identity(c, "name", c.Name, func(r domain.RecordRow) string { return r.Name }),
		j.derived(c, "statuses", wordList(j, "status.customer", c.Statuses)),
		j.identity(c, "domain", c.Domain, func(r domain.RecordRow) string { return r.Domain }),
		j.countryFact(c),
		j.derived(c, "vendors", j.vendors(c.Vendors)),
		j.derived(c, "families", j.families(c.Families)),
		j.derived(c, "bought", j.knownSeats(c, c.Bought)),
		j.derived(c, "assigned", j.knownSeats(c, c.Assigned)),
		j.derived(c, "available", j.knownSeats(c, c.Available)),
		j.derived(c, "over_seats", j.knownSeats(c, c.OverSeats)),
		j.derived(c, "next_ends_on", export.Date(c.NextEndsOn)),
		j.derived(c, "next_renews_on", export.Date(c.NextRenewsOn)),
		j.derived(c, "next_open_on", export.Date(c.NextOpenOn)),
		j.derived(c, "managed", wordList(j, "managed", c.Managed)),
		j.derived(c, "types", wordList(j, "customer_type", c.Types)),
		j.derived(c, "health", j.health(c.Health, c.HealthAt)),
		j.derived(c, "failed_jobs", export.OptInt(c.FailedJobs)),
		j.derived(c, "open_requests", export.OptInt(c.OpenRequests)),
		j.derived(c, "tags", tagNames(c.Tags)),
		j.derived(c, "unmatched", export.Bool(c.Unmatched)),
		j.derived(c, "no_access", j.errorText(c.NoAccess)),
		j.derived(c, "synced_at", export.OptDateTime(c.SyncedAt, j.zone)),
		j.derived(c, "first_seen_at", export.DateTime(c.FirstSeenAt.In(j.zone))),
		j.derived(c, "gone_at", export.OptDateTime(c.GoneAt, j.zone)),
	}
	for _, fact := range c.typed {
		if fact.Field == "domain" || fact.Field == "country" {
			continue // stands above
		}
		facts = append(facts, customerFact{
			label: j.text("row." + fact.Field), value: export.Text(fact.Value), source: domain.SourceTyped, given: fact.Given,
			typedAt: &fact.TypedAt,
		})
	}
	return facts
}

// countryFact names the country, and what a source says instead.
func (j *exportJob) countryFact(c customerFile) customerFact {
	fact := j.identity(c, "country", c.Country, func(r domain.RecordRow) string { return r.Country })
	fact.value, fact.given = j.country(c.Country), j.texts.Country(fact.given)
	return fact
}

// derived is a fact that follows from others, which somebody may have typed in.
func (j *exportJob) derived(c customerFile, key string, value export.Value) customerFact {
	fact := customerFact{label: j.text("column." + key), value: value}
	if !value.IsEmpty() {
		fact.source = domain.SourceDerived
	}
	if slices.Contains(c.Typed, key) {
		fact.source = domain.SourceTyped
	}
	return fact
}

// knownSeats says so in words where no licences were read.
func (j *exportJob) knownSeats(c customerFile, n int64) export.Value {
	if !c.SeatsKnown {
		return export.Text(j.text("value.seats_unknown"))
	}
	return export.Int(n)
}

// identity is a fact that records give or somebody typed in.
func (j *exportJob) identity(c customerFile, key, value string, of func(domain.RecordRow) string) customerFact {
	fact := customerFact{label: j.text("column." + key), value: export.Text(value)}
	if at := slices.IndexFunc(c.typed, func(f domain.TypedFact) bool { return f.Field == key }); at >= 0 {
		fact.source, fact.given, fact.typedAt = domain.SourceTyped, c.typed[at].Given, &c.typed[at].TypedAt
		return fact
	}
	var names []string
	for _, r := range c.Records {
		if value != "" && of(r) == value && !slices.Contains(names, r.Connection) {
			names = append(names, r.Connection)
			fact.source = c.sources[names[0]]
		}
	}
	fact.connection = strings.Join(names, ", ")
	return fact
}
