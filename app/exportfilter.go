package app

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
)

// narrowsCustomers reports whether a list of customers leaves some of the scope out.
func (f ExportFilter) narrowsCustomers() bool {
	rule := domain.CustomerRule{Search: f.Search, Figure: domain.Figure(f.Figure), CustomerQuery: f.CustomerQuery, Where: f.Where}
	return !rule.IsEmpty()
}

// customerFilter is that of the list of customers.
func (j *exportJob) customerFilter() domain.CustomerFilter {
	f := j.req.Filter
	return domain.CustomerFilter{
		Scope: j.scope, Search: f.Search, Figure: domain.Figure(f.Figure), CustomerQuery: f.CustomerQuery, Gone: f.Gone, Page: f.page(),
	}
}

// linesOfListed yields the subscriptions of the customers that the list shows, and of no others.
func (j *exportJob) linesOfListed(ctx context.Context) iter.Seq2[domain.BillingLine, error] {
	lines := j.ws.reports.BillingLines(ctx, j.scope)
	if !j.req.Filter.narrowsCustomers() {
		return lines
	}
	return func(yield func(domain.BillingLine, error) bool) {
		listed := map[int64]bool{}
		for customer, err := range j.ws.reports.CustomerLines(ctx, j.customerFilter()) {
			if err != nil {
				yield(domain.BillingLine{}, err)
				return
			}
			listed[customer.ID] = true
		}
		for line, err := range lines {
			if (err != nil || listed[line.CustomerID]) && !yield(line, err) {
				return
			}
		}
	}
}

// narrowedText says in words what the file's list is narrowed down to beside the scope; "" is nothing.
func (j *exportJob) narrowedText() string {
	f := j.req.Filter
	parts := []string{j.trendText(), j.searchText(), j.figureText(), j.textOf("row.open", f.State, j.openText)}
	for _, list := range j.filterLists() {
		parts = append(parts, list.text(j))
	}
	parts = append(parts, j.textOf("column.country", f.Country, j.texts.Country), j.textOf("column.vendor", string(f.Vendor), j.group("vendor")),
		j.textOf("column.waste", string(f.Waste), j.group("waste")),
		j.sinceText("workbook.narrowed.since_jobs", f.JobsWithin), j.sinceText("workbook.narrowed.since_requests", f.RequestsWithin), j.sinceText("workbook.narrowed.since_rows", f.Within))
	if f.Trouble {
		parts = append(parts, j.text("workbook.narrowed.trouble"))
	}
	if f.Unclear {
		parts = append(parts, j.text("workbook.narrowed.unclear"))
	}
	if f.Gone {
		parts = append(parts, j.text("workbook.narrowed.gone"))
	}
	if f.From != "" || f.To != "" {
		parts = append(parts, j.texts.Text("workbook.narrowed.days", map[string]any{"from": j.format.Date(f.From), "to": j.format.Date(f.To)}))
	}
	for _, text := range f.Where {
		parts = append(parts, j.testText(text))
	}
	return strings.Join(nonEmpty(parts...), " · ")
}

// filterList is a filter of several values: its name, the key of its label and how its values are written.
type filterList struct {
	name, label string
	values      []string
	write       func(string) string
}

func (j *exportJob) filterLists() []filterList {
	f := j.req.Filter
	written := func(text string) string { return text }
	return []filterList{
		{"statuses", "column.status", wordsFrom(f.Statuses), j.group("status.customer")},
		{"products", "column.product", f.Products, j.productText},
		{"vendors", "column.vendor", wordsFrom(f.Vendors), j.group("vendor")},
		{"types", "column.types", wordsFrom(f.Types), j.group("customer_type")},
		{"countries", "column.country", f.Countries, j.texts.Country},
		{"managed", "column.managed", wordsFrom(f.Managed), j.group("managed")},
		{"health", "column.health", wordsFrom(f.Health), j.group("health")},
		{"tags", "column.tags", f.Tags, written},
		{"states", "column.status", wordsFrom(f.States), j.group("status.subscription")},
		{"trial", "column.trial", wordsFrom(f.Trial), j.group("value")},
		{"terms", "column.term", wordsFrom(f.Terms), j.group("term")},
		{"at_term_end", "column.at_term_end", wordsFrom(f.AtTermEnd), j.group("at_term_end")},
		{"sources", "column.source", wordsFrom(f.Sources), j.group("source")},
		{"missing", "workbook.narrowed.missing", wordsFrom(f.Missing), j.group("column")},
		{"excluded", "column.excluded", wordsFrom(f.Excluded), j.group("value")},
		{"outcomes", "row.outcome", wordsFrom(f.Outcomes), j.group("outcome")},
		{"services", "row.service", f.Services, written},
		{"states", "column.state", wordsFrom(f.Decisions), j.group("decision")},
	}
}

func (l filterList) text(j *exportJob) string {
	if len(l.values) == 0 {
		return ""
	}
	words := make([]string, len(l.values))
	for i, value := range l.values {
		words[i] = l.write(value)
	}
	label := j.text(l.label) + ":"
	if slices.Contains(j.req.Filter.Except, l.name) {
		label = j.texts.Text("filter.not", map[string]any{"filter": j.text(l.label)})
	}
	return label + " " + strings.Join(words, " "+j.text("filter.or")+" ")
}

func wordsFrom[T ~string](values []T) []string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = string(value)
	}
	return words
}

// group writes words of one group of the catalogue.
func (j *exportJob) group(group string) func(string) string {
	return func(word string) string { return j.text(group + "." + word) }
}

func (j *exportJob) textOf(label, value string, write func(string) string) string {
	if value == "" {
		return ""
	}
	return j.text(label) + ": " + write(value)
}

func (j *exportJob) searchText() string {
	if j.req.Filter.Search == "" {
		return ""
	}
	return j.texts.Text("workbook.narrowed.search", map[string]any{"text": j.req.Filter.Search})
}

// figureText names the figure whose rows the list shows; those of operations are counts that columns have.
func (j *exportJob) figureText() string {
	switch figure := j.req.Filter.Figure; domain.OperationsFigure(figure) {
	case "":
		return ""
	case domain.FigureTrouble:
		return j.text("workbook.narrowed.trouble")
	case domain.FigureFailedJobs, domain.FigureOpenRequests:
		return j.text("column." + figure)
	default:
		return j.text("figure." + figure + ".name")
	}
}

func (j *exportJob) openText(state string) string {
	return j.text("row_value." + map[bool]string{true: "yes", false: "no"}[state == "open"])
}

func (j *exportJob) productText(product string) string {
	if vendor, key, single := strings.Cut(product, ":"); single {
		return j.text("vendor."+vendor) + " " + key
	}
	return j.text("family." + product)
}

func (j *exportJob) sinceText(key string, within Within) string {
	since := within.since(j.ws.now())
	if since.IsZero() {
		return ""
	}
	return j.texts.Text(key, map[string]any{"time": j.format.DateTime(since.In(j.zone))})
}

// headingsOf are the headings of columns that lists name otherwise than files do.
var headingsOf = map[string]string{
	"key": "workbook.job", "share": "column.ratio", "days": "column.days_left", "over": "column.over_seats",
	"shared": "column.shared_mailboxes", "live": "workbook.narrowed.live",
}

// testText writes a column test as its chip reads.
func (j *exportJob) testText(text string) string {
	t, err := domain.ParseColumnTest(text)
	if err != nil {
		return ""
	}
	label := headingsOf[t.Column]
	for _, key := range []string{"column." + t.Column, "row." + t.Column} {
		if label == "" && j.texts.Has(key) {
			label = key
		}
	}
	comparison, value := "comparison."+string(t.Comparison), t.Value
	if day, err := domain.ParseDate(t.Value); err == nil {
		value = j.format.Date(day)
	} else if number, err := decimal.Parse(t.Value); err == nil && (t.Comparison == domain.From || t.Comparison == domain.To) {
		comparison, value = "comparison.number_"+string(t.Comparison), j.numberText(t.Column, number)
	}
	return strings.Join(nonEmpty(j.text(label), j.text(comparison), value), " ")
}

var (
	sizeColumns  = []string{"consumed", "protected", "purchased", "live", "size"}
	shareColumns = []string{"share", "used_share", "ratio"}
	gigabyte     = decimal.MustNew(1_000_000_000, 0)
)

// numberText writes a number with the unit that the column has.
func (j *exportJob) numberText(column string, number decimal.Decimal) string {
	switch {
	case slices.Contains(sizeColumns, column):
		if size, err := number.Quo(gigabyte); err == nil {
			return j.format.Decimal(size.Round(1).Trim(0)) + "\u00a0GB"
		}
	case slices.Contains(shareColumns, column):
		if share, ok := number.Float64(); ok {
			return j.format.Percent(share)
		}
	}
	return j.format.Decimal(number)
}
