package app

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/language"
	"tenantry/backend/store"
)

// Exports writes what is stored to files that others can use as they are.
type Exports struct{ app *App }

// ExportKind names what is exported.
type ExportKind string

// The kinds of export.
const (
	ExportCustomers ExportKind = "customers"
	ExportBilling   ExportKind = "billing"
	ExportCalendar  ExportKind = "calendar" // also as FormatICS
	ExportPrices    ExportKind = "prices"   // of all price lists
)

// ExportFormat is the kind of file.
type ExportFormat string

// The formats.
const (
	FormatXLSX ExportFormat = "xlsx"
	FormatCSV  ExportFormat = "csv"
	FormatICS  ExportFormat = "ics"
)

// ExportRequest says what to write, about whom and in which language.
type ExportRequest struct {
	Kind       ExportKind    `json:"kind"`
	Format     ExportFormat  `json:"format"`
	Family     domain.Family `json:"family,omitempty"`
	CustomerID int64         `json:"customer_id,omitempty"`
	Tag        string        `json:"tag,omitempty"`      // only the customers that have it
	Language   string        `json:"language,omitempty"` // left out: the language in force
	Filter     ExportFilter  `json:"filter,omitzero"`    // of lists
	Columns    []string      `json:"columns,omitempty"`  // of lists, as the screen names and orders them; none are all
}

func (r ExportRequest) scope() domain.Scope {
	return domain.Scope{Family: r.Family, CustomerID: r.CustomerID, Tag: r.Tag}
}

// Write streams the export to w and gives the number of rows.
func (e *Exports) Write(ctx context.Context, w io.Writer, req ExportRequest) (int, error) {
	job, err := e.prepare(ctx, req)
	if err != nil {
		return 0, err
	}
	return job.write(ctx, w)
}

func (j *exportJob) write(ctx context.Context, w io.Writer) (int, error) {
	if j.req.Format == FormatICS {
		return j.writeCalendar(ctx, w)
	}
	if j.req.Format == FormatCSV {
		return export.WriteCSV(w, j.mainTable(ctx, false), j.format.Dialect())
	}
	book, err := j.workbook(ctx)
	if err != nil {
		return 0, err
	}
	return export.WriteWorkbook(w, book)
}

// Save writes the export to a file and gives the number of rows; a file of that name stays as it is until the new one is
// complete.
func (e *Exports) Save(ctx context.Context, path string, req ExportRequest) (int, error) {
	job, err := e.prepare(ctx, req)
	if err != nil {
		return 0, err
	}
	return job.save(ctx, path)
}

func (j *exportJob) save(ctx context.Context, path string) (int, error) {
	rows := 0
	err := export.SaveFile(path, func(w io.Writer) error {
		var err error
		rows, err = j.write(ctx, w)
		return err
	})
	return rows, err
}

// exportJob is one export with everything it needs to know.
type exportJob struct {
	ws       *workspace
	req      ExportRequest
	scope    domain.Scope
	texts    *language.Printer
	format   export.Format
	zone     *time.Location
	customer string // name of the one customer, "" for all

	connection string // name of the one connection whose rows are exported

	columns []int             // of the main table, in the order wanted; none are all
	without []string          // headings of its columns that are not wanted
	looked  map[string]string // words of the catalogue, by key
}

func (e *Exports) prepare(ctx context.Context, req ExportRequest) (*exportJob, error) {
	ws, err := e.app.current()
	if err != nil {
		return nil, err
	}
	return ws.prepareExport(ctx, req)
}

// prepareExport prepares an export of this folder's data, whichever is being shown.
func (w *workspace) prepareExport(ctx context.Context, req ExportRequest) (*exportJob, error) {
	if err := req.check(); err != nil {
		return nil, err
	}
	if req.Kind == ExportPrices { // which are nobody's
		req.CustomerID, req.Tag, req.Family = 0, "", ""
	}
	settings, err := w.store.GetSettings(ctx)
	if err != nil {
		return nil, err
	}
	job := &exportJob{ws: w, req: req, looked: map[string]string{}, texts: language.New(chooseExportLanguage(req.Language, settings.Language))}
	job.format = formatOf(settings, job.texts)
	if job.zone, err = zoneOf(settings); err != nil {
		return nil, err
	}
	if job.scope, err = w.scope(ctx, req.scope()); err != nil {
		return nil, err
	}
	if req.CustomerID != 0 {
		detail, err := w.store.GetCustomer(ctx, req.CustomerID, job.scope.Today)
		if err != nil {
			return nil, err
		}
		job.customer = detail.Name
	}
	if err := job.findConnection(ctx); err != nil {
		return nil, err
	}
	if len(req.Columns) > 0 {
		err = job.chooseColumns(job.wholeTable(ctx, false).Columns)
	}
	return job, err
}

func (r ExportRequest) check() error {
	known := []ExportKind{ExportReport, ExportCustomers, ExportCustomer, ExportBilling, ExportCalendar, ExportWaste, ExportPrices}
	if !slices.Contains(known, r.Kind) && !r.Kind.tellsRows() && !r.Kind.tellsTrend() && !r.Kind.tellsLines() && !r.Kind.tellsOperations() && r.Kind.section() == "" {
		return domain.NewError(domain.CodeInvalid, "export_kind", "kind", string(r.Kind))
	}
	agenda := r.Format == FormatICS
	if r.Format != FormatXLSX && r.Format != FormatCSV && !agenda || agenda && r.Kind != ExportCalendar {
		return domain.NewError(domain.CodeInvalid, "export_format")
	}
	if r.Kind == ExportCustomer && (r.CustomerID == 0 || r.Format != FormatXLSX) {
		return domain.NewError(domain.CodeInvalid, "export_customer")
	}
	if len(r.Columns) > 0 && (agenda || r.Kind == ExportCustomer || r.Kind == ExportBilling) {
		return domain.NewError(domain.CodeInvalid, "export_columns") // sums and whole records need theirs
	}
	return r.ofSomebody()
}

func chooseExportLanguage(asked, chosen string) string {
	switch {
	case asked != "":
		return asked
	case chosen != "":
		return chosen
	}
	return language.Detect(os.Getenv)
}

// mainTable is the table a CSV file consists of, with the columns wanted; sums adds the lines that add up amounts.
func (j *exportJob) mainTable(ctx context.Context, sums bool) export.Table {
	whole := j.wholeTable(ctx, sums)
	if len(j.columns) == 0 {
		return whole
	}
	return whole.Pick(j.columns)
}

func (j *exportJob) wholeTable(ctx context.Context, sums bool) export.Table {
	switch {
	case j.req.Kind == ExportCustomers:
		return j.customersTable(ctx)
	case j.req.Kind == ExportReport:
		return j.reportTables(ctx)[0]
	case j.req.Kind.tellsRows():
		return j.kindRowsTable(ctx)
	case j.req.Kind.tellsTrend():
		return j.trendTable(ctx)
	case j.req.Kind.tellsOperations():
		return j.operationsTable(ctx)
	case j.req.Kind.tellsLines():
		return j.linesTable(ctx)
	case j.req.Kind == ExportWaste:
		return j.wasteTable(ctx)
	case j.req.Kind == ExportPrices:
		return j.pricesTable(ctx)
	case j.req.Kind == ExportCalendar:
		return j.calendarTable(ctx)
	case j.req.Kind.section() != "":
		return j.licencesTable(ctx)
	}
	return j.billingTable(ctx, sums)
}

func (j *exportJob) workbook(ctx context.Context) (export.Workbook, error) {
	if j.req.Kind == ExportCustomer {
		return j.customerWorkbook(ctx)
	}
	cover, err := j.coverOf(ctx)
	if err != nil {
		return export.Workbook{}, err
	}
	book := j.book(cover)
	book.Sheets = []export.Table{j.mainTable(ctx, true)}
	if j.req.Kind == ExportReport {
		book.Sheets = j.reportTables(ctx)
	}
	if j.req.Kind == ExportCustomers {
		book.Sheets = append(book.Sheets, j.subscriptionsTable(ctx))
	}
	return book, nil
}

// book is a workbook that has its cover only.
func (j *exportJob) book(cover export.Cover) export.Workbook {
	return export.Workbook{
		Cover:   cover,
		Format:  j.format,
		Created: j.ws.now(),
		Continued: func(sheet string, number int) string {
			return j.texts.Text("workbook.continued", map[string]any{"sheet": sheet, "number": number})
		},
	}
}

func (j *exportJob) coverOf(ctx context.Context) (export.Cover, error) {
	if j.req.Kind == ExportPrices {
		return j.pricesCover(ctx)
	}
	return j.cover(ctx)
}

// cover says what the file is about, how complete its data are, and what to keep in mind.
func (j *exportJob) cover(ctx context.Context) (export.Cover, error) {
	kpis, err := j.ws.reports.KPIs(ctx, j.scope)
	if err != nil {
		return export.Cover{}, err
	}
	banner, err := j.banner(ctx)
	if err != nil {
		return export.Cover{}, err
	}
	complete := coverageSentence(kpis.Completeness, j.texts, j.format, j.zone)
	if j.req.Kind.tellsRows() {
		complete = j.text("workbook.cover.by_dataset") // rows of a kind may come from several data sets, and licences from none of them
	} else if j.req.Kind.tellsOperations() {
		if complete, err = j.operationsCoverage(ctx); err != nil {
			return export.Cover{}, err
		}
	}
	details, err := j.completeness(ctx)
	if err != nil {
		return export.Cover{}, err
	}
	notes := j.notes(kpis)
	if j.req.Kind.tellsTrend() {
		notes, err = j.trendNotes(ctx)
	}
	cover := j.newCover(banner, complete)
	cover.Sections = []export.Section{
		{Heading: j.text("workbook.cover.completeness"), Facts: details},
		{Heading: j.text("workbook.cover.notes"), Facts: notes},
	}
	return cover, err
}

// newCover is a cover with what all have in common.
func (j *exportJob) newCover(banner, complete string) export.Cover {
	family := j.text("family." + cmp.Or(string(j.scope.Family), "all"))
	facts := []export.Fact{
		{Label: j.text("workbook.cover.scope"), Value: export.Text(j.about())},
		{Label: j.text("workbook.cover.product"), Value: export.Text(family)},
	}
	facts = append(facts, j.leftOut()...)
	return export.Cover{
		Sheet:  j.text("workbook.cover.sheet"),
		Title:  j.title(),
		Banner: banner,
		Facts: append(facts, []export.Fact{
			{Label: j.text("workbook.cover.created"), Value: export.Text(j.created())},
			{Label: j.text("workbook.cover.completeness"), Value: export.Text(complete)},
			{Label: j.text("workbook.cover.version"), Value: export.Text("Tenantry " + j.ws.app.cfg.Version)},
		}...),
	}
}

// created says when the file was made, in which zone: the times in the file are that zone's.
func (j *exportJob) created() string {
	now := j.ws.now().In(j.zone)
	zone := zoneName(j.zone)
	if zone == "" {
		zone = now.Format("MST")
	}
	return j.format.DateTime(now) + " (" + zone + ")"
}

// banner marks invented customers.
func (j *exportJob) banner(ctx context.Context) (string, error) {
	invented, err := j.ws.invented(ctx)
	if !invented {
		return "", err
	}
	return j.texts.Text("workbook.cover.sample", nil), err
}

// completeness is one line per connection and dataset.
func (j *exportJob) completeness(ctx context.Context) ([]export.Fact, error) {
	datasets, err := j.ws.store.Completeness(ctx, store.CompletenessFilter{ConnectionID: j.req.Filter.ConnectionID, Scope: j.scope})
	if err != nil {
		return nil, err
	}
	facts := make([]export.Fact, 0, len(datasets))
	for _, d := range datasets {
		facts = append(facts, export.Fact{
			Label: j.texts.Text("workbook.cover.connection", map[string]any{
				"connection": d.Connection, "dataset": j.texts.Text("dataset."+d.Dataset, nil),
			}),
			Value: export.Text(coverageSentence(domain.Coverage{
				Expected: d.Expected, Read: d.Read, Failed: d.Failed, Never: d.Never, Oldest: d.Oldest, Newest: d.Newest,
			}, j.texts, j.format, j.zone)),
		})
	}
	return facts, nil
}

// notes are what a reader has to know to read the figures right.
func (j *exportJob) notes(kpis domain.KPIs) []export.Fact {
	var texts []string
	if j.req.Kind == ExportBilling {
		texts = append(texts, j.texts.Text("workbook.note.prices", nil), j.texts.Text("workbook.note.currencies", nil),
			j.texts.Text("workbook.note.ended", nil))
	}
	switch {
	case j.req.Kind.tellsOperations():
		texts = append(texts, operationsNotes(j.texts)...)
	case j.req.Kind.tellsLines():
		texts = append(texts, j.linesNotes()...)
	case j.req.Kind == ExportWaste || j.req.Kind.section() != "":
		texts = append(texts, j.licenceNotes()...)
	case j.req.Kind == ExportCalendar:
		texts = append(texts, j.texts.Text("workbook.note.moment", nil))
	case j.req.Kind == ExportCustomers:
		texts = append(texts, j.texts.Text("workbook.note.unknown", nil), j.texts.Text("workbook.note.shared", nil))
	default:
		texts = append(texts, j.texts.Text("workbook.note.shared", nil))
	}
	if kpis.Unmatched > 0 {
		texts = append(texts, j.texts.Plural("workbook.note.unmatched", kpis.Unmatched, nil))
	}
	if kpis.Expiring.MissingDates > 0 && !j.req.Kind.tellsOperations() {
		texts = append(texts, j.texts.Plural("workbook.note.missing_dates", kpis.Expiring.MissingDates, nil))
	}
	return noteFacts(texts)
}

func noteFacts(texts []string) []export.Fact {
	facts := make([]export.Fact, 0, len(texts))
	for _, text := range texts {
		facts = append(facts, export.Fact{Value: export.Text(text)})
	}
	return facts
}

// heading gives a column with the catalogue's heading.
func (j *exportJob) heading(key string, kind export.Kind) export.Column {
	return export.Column{
		Key: key, Heading: j.texts.Text(fmt.Sprintf("column.%s", key), nil), Kind: kind, Width: columnWidths[key],
	}
}
