package app

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// column is a heading with how its values are found in a row.
type column[T any] struct {
	key   string
	kind  export.Kind
	value func(T) export.Value
}

// columnWidths are those of the texts whose length is known, in characters; the others follow from their kind.
var columnWidths = map[string]int{
	"id": 7, "name": 38, "customer": 38, "product": 34, "number": 22, "sku": 20, "statuses": 26, "families": 22,
	"vendors": 18, "connection": 18, "vendor": 14, "family": 13, "status": 12, "country": 22, "currency": 10,
	"price_period": 12, "price_source": 16, "source": 11, "term": 12, "at_term_end": 22, "excluded": 16,
}

// table makes an export table of columns over a stream of rows.
func table[T any](j *exportJob, title string, columns []column[T], rows iter.Seq2[T, error]) export.Table {
	t := export.Table{Title: title, Rows: cells(columns, rows)}
	for _, c := range columns {
		t.Columns = append(t.Columns, j.heading(c.key, c.kind))
	}
	return t
}

// cells turns each row into the values of its columns.
func cells[T any](columns []column[T], rows iter.Seq2[T, error]) iter.Seq2[export.Row, error] {
	return export.MapRows(rows, func(row T) []export.Value {
		values := make([]export.Value, len(columns))
		for i, c := range columns {
			values[i] = c.value(row)
		}
		return values
	})
}

// customersTable holds all columns of the list of customers.
func (j *exportJob) customersTable(ctx context.Context) export.Table {
	type row = domain.CustomerRow
	columns := []column[row]{
		{"id", export.KindInt, func(c row) export.Value { return export.Int(c.ID) }},
		{"name", export.KindText, func(c row) export.Value { return export.Text(c.Name) }},
		{"statuses", export.KindText, func(c row) export.Value { return wordList(j, "status.customer", c.Statuses) }},
		{"domain", export.KindText, func(c row) export.Value { return export.Text(c.Domain) }},
		{"country", export.KindText, func(c row) export.Value { return j.country(c.Country) }},
		{"vendors", export.KindText, func(c row) export.Value { return j.vendors(c.Vendors) }},
		{"families", export.KindText, func(c row) export.Value { return j.families(c.Families) }},
		{"subscriptions", export.KindInt, func(c row) export.Value { return export.Int(c.Subscriptions) }},
		{"bought", export.KindInt, func(c row) export.Value { return seats(c, c.Bought) }},
		{"assigned", export.KindInt, func(c row) export.Value { return seats(c, c.Assigned) }},
		{"available", export.KindInt, func(c row) export.Value { return seats(c, c.Available) }},
		{"over_seats", export.KindInt, func(c row) export.Value { return seats(c, c.OverSeats) }},
		{"next_ends_on", export.KindDate, func(c row) export.Value { return export.Date(c.NextEndsOn) }},
		{"next_renews_on", export.KindDate, func(c row) export.Value { return export.Date(c.NextRenewsOn) }},
		{"next_open_on", export.KindDate, func(c row) export.Value { return export.Date(c.NextOpenOn) }},
		{"managed", export.KindText, func(c row) export.Value { return wordList(j, "managed", c.Managed) }},
		{"types", export.KindText, func(c row) export.Value { return wordList(j, "customer_type", c.Types) }},
		{"health", export.KindText, func(c row) export.Value { return j.health(c.Health, c.HealthAt) }},
		{"failed_jobs", export.KindInt, func(c row) export.Value { return export.OptInt(c.FailedJobs) }},
		{"open_requests", export.KindInt, func(c row) export.Value { return export.OptInt(c.OpenRequests) }},
		{"tags", export.KindText, func(c row) export.Value { return tagNames(c.Tags) }},
		{"unmatched", export.KindBool, func(c row) export.Value { return export.Bool(c.Unmatched) }},
		{"no_access", export.KindText, func(c row) export.Value { return j.errorText(c.NoAccess) }},
		{"synced_at", export.KindDateTime, func(c row) export.Value { return export.OptDateTime(c.SyncedAt, j.zone) }},
		{"first_seen_at", export.KindDateTime, func(c row) export.Value { return export.DateTime(c.FirstSeenAt.In(j.zone)) }},
		{"gone_at", export.KindDateTime, func(c row) export.Value { return export.OptDateTime(c.GoneAt, j.zone) }},
	}
	return table(j, j.texts.Text("workbook.customers.sheet", nil), columns, j.ws.reports.CustomerLines(ctx, j.customerFilter()))
}

// seats leaves the cell of a customer whose seats were never read empty: that is not none.
func seats(c domain.CustomerRow, n int64) export.Value {
	if !c.SeatsKnown {
		return export.Empty()
	}
	return export.Int(n)
}

// subscriptionsTable holds every subscription with where each value came from.
func (j *exportJob) subscriptionsTable(ctx context.Context) export.Table {
	type row = domain.BillingLine
	columns := append(j.subscriptionColumns(),
		column[row]{"created_on", export.KindDate, func(b row) export.Value { return export.Date(b.CreatedOn) }},
		column[row]{"term_end_source", export.KindText, func(b row) export.Value { return j.source(b.TermEndSource) }},
		column[row]{"at_term_end_source", export.KindText, func(b row) export.Value { return j.source(b.AtTermEndSource) }},
		column[row]{"deletes_on", export.KindDate, func(b row) export.Value { return export.Date(b.DeletesOn) }},
		column[row]{"excluded", export.KindText, func(b row) export.Value { return j.word("exclusion", string(b.Excluded)) }},
		column[row]{"source", export.KindText, func(b row) export.Value { return j.source(b.Source) }},
		column[row]{"synced_at", export.KindDateTime, func(b row) export.Value { return export.OptDateTime(b.SyncedAt, j.zone) }},
	)
	return table(j, j.texts.Text("workbook.subscriptions.sheet", nil), columns, j.linesOfListed(ctx))
}

// subscriptionColumns are those that both workbooks have. Their first two name the customer.
func (j *exportJob) subscriptionColumns() []column[domain.BillingLine] {
	type row = domain.BillingLine
	return []column[row]{
		{"id", export.KindInt, func(b row) export.Value { return export.Int(b.CustomerID) }},
		{"customer", export.KindText, func(b row) export.Value { return export.Text(b.Customer) }},
		{"vendor", export.KindText, func(b row) export.Value { return j.word("vendor", string(b.Vendor)) }},
		{"connection", export.KindText, func(b row) export.Value { return export.Text(b.Connection) }},
		{"number", export.KindText, func(b row) export.Value { return export.Text(b.Number) }},
		{"product", export.KindText, func(b row) export.Value { return export.Text(b.Product) }},
		{"sku", export.KindText, func(b row) export.Value { return export.Text(b.SKU) }},
		{"family", export.KindText, func(b row) export.Value { return j.word("family", string(b.Family)) }},
		{"status", export.KindText, func(b row) export.Value { return j.word("status.subscription", string(b.Status)) }},
		{"trial", export.KindBool, func(b row) export.Value { return export.OptBool(b.Trial) }},
		{"quantity", export.KindInt, func(b row) export.Value { return export.Int(b.Quantity) }},
		{"assigned_seats", export.KindInt, func(b row) export.Value { return export.OptInt(b.AssignedSeats) }},
		{"assigned_shared", export.KindBool, func(b row) export.Value { return export.Bool(b.AssignedShared) }},
		{"term", export.KindText, func(b row) export.Value { return j.term(b.Term) }},
		{"term_end_on", export.KindDate, func(b row) export.Value { return export.Date(b.TermEndOn) }},
		{"at_term_end", export.KindText, func(b row) export.Value { return j.atTermEnd(b.AtTermEnd) }},
	}
}

// billingTable holds one line per customer and subscription, with amounts where a price is known.
func (j *exportJob) billingTable(ctx context.Context, sums bool) export.Table {
	type row = domain.BillingLine
	columns := append(j.subscriptionColumns(),
		column[row]{"unit_price", export.KindMoney, func(b row) export.Value { return unitPrice(b.UnitPrice, b.Currency) }},
		column[row]{"currency", export.KindText, func(b row) export.Value { return export.Text(b.Currency) }},
		column[row]{"price_period", export.KindText, func(b row) export.Value { return j.word("price_period", b.PricePeriod) }},
		column[row]{"amount", export.KindMoney, func(b row) export.Value { return export.OptMoney(b.Amount) }},
		column[row]{"price_source", export.KindText, func(b row) export.Value { return j.priceSource(b.UnitPrice, b.PriceSource) }},
		column[row]{"source", export.KindText, func(b row) export.Value { return j.source(b.Source) }},
		column[row]{"synced_at", export.KindDateTime, func(b row) export.Value { return export.OptDateTime(b.SyncedAt, j.zone) }},
	)
	t := table(j, j.texts.Text("workbook.billing.sheet", nil), columns, j.ws.reports.BillingLines(ctx, j.scope))
	if sums {
		t.Rows = j.withSums(t)
	}
	return t
}

// withSums adds a subtotal per customer and totals per currency and price period. Customers are told apart by number,
// because two may have one name.
func (j *exportJob) withSums(t export.Table) iter.Seq2[export.Row, error] {
	at := map[string]int{}
	for i, c := range t.Columns {
		at[c.Key] = i
	}
	return export.WithSums(t.Rows, len(t.Columns), export.Grouping{
		By: at["id"], Amount: at["amount"], Unit: at["price_period"], Label: at["customer"],
		Subtotal: func(first export.Row) string {
			customer := j.format.Value(first.Cells[at["customer"]])
			return j.texts.Text("workbook.subtotal", map[string]any{"customer": customer})
		},
		Total: func(currency, unit string) string {
			return j.texts.Text("workbook.total_of", map[string]any{"currency": currency, "period": unit})
		},
	})
}

func unitPrice(text, currency string) export.Value {
	price, err := decimal.Parse(text)
	if text == "" || err != nil {
		return export.Empty()
	}
	return export.Price(price, currency)
}

// priceSource says where the price came from, or that there is none.
func (j *exportJob) priceSource(unitPrice string, source domain.Source) export.Value {
	if unitPrice == "" {
		return export.Text(j.text("value.no_price"))
	}
	return j.source(source)
}

// word gives the catalogue's text for a word of the domain, an empty cell for "".
func (j *exportJob) word(group, word string) export.Value {
	if word == "" {
		return export.Empty()
	}
	return export.Text(j.text(group + "." + word))
}

// health says how services do, and that it is stale where it was read too long ago to still be so.
func (j *exportJob) health(outcome domain.Outcome, at *time.Time) export.Value {
	if outcome == "" || at == nil || j.ws.now().Sub(*at) <= domain.StaleAfter {
		return j.word("health", string(outcome))
	}
	return export.Text(j.text("health."+string(outcome)) + " · " + j.text("freshness.stale"))
}

// text remembers what it looked up: a large table asks for the same few words in every row.
func (j *exportJob) text(key string) string {
	text, known := j.looked[key]
	if !known {
		text = j.texts.Text(key, nil)
		j.looked[key] = text
	}
	return text
}

// country names a country and remembers it, as text does.
func (j *exportJob) country(code string) export.Value {
	key := "country " + code
	name, known := j.looked[key]
	if !known {
		name = j.texts.Country(code)
		j.looked[key] = name
	}
	return export.Text(name)
}

func (j *exportJob) source(s domain.Source) export.Value { return j.word("source", string(s)) }

func (j *exportJob) term(t domain.Term) export.Value {
	if t == "" {
		return export.Text(j.text("term.unknown"))
	}
	if !domain.ValidTerm(t) {
		return export.Text(string(t)) // a vendor's own
	}
	return export.Text(j.text("term." + string(t)))
}

func (j *exportJob) atTermEnd(what domain.AtTermEnd) export.Value {
	if what == domain.TermEndUnknown {
		return export.Text(j.text("at_term_end.unknown"))
	}
	return j.word("at_term_end", string(what))
}

func (j *exportJob) errorText(key string) export.Value {
	if key == "" {
		return export.Empty()
	}
	return export.Text(j.texts.ErrorKey(key, nil))
}

func wordList[T ~string](j *exportJob, group string, words []T) export.Value {
	return joined(words, func(w T) string { return j.text(group + "." + string(w)) })
}

// tagNames names each tag once, whoever gave it.
func tagNames(tags []domain.CustomerTag) export.Value {
	var names []string
	for _, tag := range tags {
		if !slices.Contains(names, tag.Name) {
			names = append(names, tag.Name)
		}
	}
	return export.Text(strings.Join(names, ", "))
}

func (j *exportJob) vendors(vendors []domain.Vendor) export.Value {
	return joined(vendors, func(v domain.Vendor) string { return j.text("vendor." + string(v)) })
}

func (j *exportJob) families(families []domain.Family) export.Value {
	return joined(families, func(f domain.Family) string { return j.text("family." + string(f)) })
}

func joined[T any](items []T, text func(T) string) export.Value {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = text(item)
	}
	return export.Text(strings.Join(texts, ", "))
}
