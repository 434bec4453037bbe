package app

import (
	"cmp"
	"context"
	"slices"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/store"
)

// The kinds of export of the lists of subscriptions and of licences by product.
const (
	ExportSubscriptions ExportKind = "subscriptions"
	ExportPools         ExportKind = "pools"
)

// tellsLines reports whether an export is of the list of subscriptions or of licences by product.
func (k ExportKind) tellsLines() bool { return k == ExportSubscriptions || k == ExportPools }

// linesTable holds the columns that the list shows, narrowed down and sorted as it is, each mark of a source beside its value.
func (j *exportJob) linesTable(ctx context.Context) export.Table {
	f := j.req.Filter
	page := f.page()
	if j.req.Kind == ExportPools {
		filter := domain.PoolFilter{
			Scope: j.scope, Search: f.Search, Figure: domain.Figure(f.Figure), Vendors: f.Vendors, Excluded: f.Excluded, Page: page,
		}
		return table(j, j.title(), j.poolListColumns(), j.ws.store.EachPool(ctx, filter))
	}
	filter := domain.SubscriptionFilter{
		Scope: j.scope, Search: f.Search, Figure: domain.Figure(f.Figure), Vendors: f.Vendors,
		SubscriptionQuery: f.SubscriptionQuery, Gone: f.Gone, Page: page,
	}
	return table(j, j.title(), j.subscriptionListColumns(), store.EachSubscription(ctx, j.ws.store.Reader(), filter))
}

func (j *exportJob) subscriptionListColumns() []column[domain.SubscriptionRow] {
	type row = domain.SubscriptionRow
	return []column[row]{
		{"id", export.KindInt, func(s row) export.Value { return export.Int(s.CustomerID) }},
		{"customer", export.KindText, func(s row) export.Value { return export.Text(s.Customer) }},
		{"product", export.KindText, func(s row) export.Value { return export.Text(s.Product) }},
		{"status", export.KindText, func(s row) export.Value { return j.word("status.subscription", string(s.Status)) }},
		{"status_source", export.KindText, func(s row) export.Value { return j.source(s.StatusSource) }},
		{"quantity", export.KindInt, func(s row) export.Value { return export.Int(s.Quantity) }},
		{"assigned", export.KindInt, assignedSeats},
		{"assigned_shared", export.KindBool, func(s row) export.Value {
			return export.Bool(s.Assigned == nil && s.Pool != nil && s.Pool.SharedBy > 1)
		}},
		{"term_end_on", export.KindDate, func(s row) export.Value { return export.Date(s.TermEndOn) }},
		{"term_end_source", export.KindText, func(s row) export.Value { return j.source(s.TermEndSource) }},
		{"days_left", export.KindInt, j.daysLeft},
		{"at_term_end", export.KindText, func(s row) export.Value { return j.atTermEnd(s.AtTermEnd) }},
		{"at_term_end_source", export.KindText, func(s row) export.Value { return j.source(s.AtTermEndSource) }},
		{"term", export.KindText, func(s row) export.Value { return j.term(s.Term) }},
		{"term_source", export.KindText, func(s row) export.Value { return j.source(s.TermSource) }},
		{"given", export.KindText, j.givenTerms},
		{"unit_price", export.KindMoney, func(s row) export.Value { return unitPrice(s.UnitPrice, s.Currency) }},
		{"currency", export.KindText, func(s row) export.Value { return export.Text(s.Currency) }},
		{"price_period", export.KindText, func(s row) export.Value { return j.word("price_period", s.PricePeriod) }},
		{"price_source", export.KindText, func(s row) export.Value { return j.priceSource(s.UnitPrice, s.PriceSource) }},
		{"vendor", export.KindText, func(s row) export.Value { return j.word("vendor", string(s.Vendor)) }},
		{"number", export.KindText, func(s row) export.Value { return export.Text(s.Number) }},
		{"family", export.KindText, func(s row) export.Value { return j.anyFamily(s.Family) }},
		{"sku", export.KindText, func(s row) export.Value { return export.Text(s.SKU) }},
		{"connection", export.KindText, func(s row) export.Value { return export.Text(s.Connection) }},
		{"created_on", export.KindDate, func(s row) export.Value { return export.Date(s.CreatedOn) }},
		{"created_on_source", export.KindText, func(s row) export.Value { return j.source(s.CreatedSource) }},
		{"billing_cycle", export.KindText, func(s row) export.Value { return j.billingCycle(s.BillingCycle) }},
		{"billing_cycle_source", export.KindText, func(s row) export.Value { return j.source(s.BillingSource) }},
		{"deletes_on", export.KindDate, func(s row) export.Value { return export.Date(s.DeletesOn) }},
		{"tags", export.KindText, func(s row) export.Value { return export.Text(s.Tags) }},
		{"trial", export.KindBool, func(s row) export.Value { return export.OptBool(s.Trial) }},
		{"excluded", export.KindText, func(s row) export.Value { return j.word("exclusion", string(s.Excluded)) }},
		{"source", export.KindText, func(s row) export.Value { return j.source(s.Source) }},
		{"synced_at", export.KindDateTime, func(s row) export.Value { return export.OptDateTime(s.SyncedAt, j.zone) }},
		{"gone_at", export.KindDateTime, func(s row) export.Value { return export.OptDateTime(s.GoneAt, j.zone) }},
	}
}

func (j *exportJob) poolListColumns() []column[domain.PoolRow] {
	type row = domain.PoolRow
	return []column[row]{
		{"id", export.KindInt, func(p row) export.Value { return export.Int(p.CustomerID) }},
		{"customer", export.KindText, func(p row) export.Value { return export.Text(p.Customer) }},
		{"product", export.KindText, func(p row) export.Value { return export.Text(p.Product) }},
		{"vendor", export.KindText, func(p row) export.Value { return j.word("vendor", string(p.Vendor)) }},
		{"family", export.KindText, func(p row) export.Value { return j.anyFamily(p.Family) }},
		{"bought", export.KindInt, func(p row) export.Value { return export.Int(p.Bought) }},
		{"assigned", export.KindInt, func(p row) export.Value { return export.OptInt(p.Assigned) }},
		{"used", export.KindInt, func(p row) export.Value { return export.OptInt(p.Used) }},
		{"available_seats", export.KindInt, func(p row) export.Value { return export.OptInt(p.AvailableSeats) }},
		{"over_seats", export.KindInt, func(p row) export.Value { return export.OptInt(p.OverSeats) }},
		{"ratio", export.KindPercent, func(p row) export.Value { return export.OptPercent(p.Ratio) }},
		{"median_ratio", export.KindPercent, func(p row) export.Value { return export.OptPercent(p.MedianRatio) }},
		{"shared_by", export.KindInt, func(p row) export.Value { return export.Int(int64(p.SharedBy)) }},
		{"pool_name", export.KindText, func(p row) export.Value { return export.Text(p.Name) }},
		{"sku", export.KindText, func(p row) export.Value { return export.Text(p.SKU) }},
		{"connection", export.KindText, func(p row) export.Value { return export.Text(p.Connection) }},
		{"excluded", export.KindText, func(p row) export.Value { return j.word("exclusion", string(p.Excluded)) }},
		{"synced_at", export.KindDateTime, func(p row) export.Value { return export.OptDateTime(p.SyncedAt, j.zone) }},
	}
}

// billingCycle is the word for how a subscription is billed; one that only the vendor has stays as it is.
func (j *exportJob) billingCycle(cycle string) export.Value {
	if cycle == "" || !slices.Contains(domain.BillingCycles(), cycle) {
		return export.Text(cycle)
	}
	return j.word("billing_cycle", cycle)
}

// daysLeft counts to the end of the term from today on; it is negative once that has passed.
func (j *exportJob) daysLeft(s domain.SubscriptionRow) export.Value {
	if s.TermEndOn == "" {
		return export.Empty()
	}
	return export.Int(int64(j.scope.Today.DaysUntil(s.TermEndOn)))
}

// anyFamily is a product group as lists write it: a product of none is among the others.
func (j *exportJob) anyFamily(f domain.Family) export.Value {
	return j.word("family", string(cmp.Or(f, domain.FamilyOther)))
}

// linesNotes are what a reader has to know to read the lists right, beginning with the figure they are narrowed down to.
func (j *exportJob) linesNotes() []string {
	var notes []string
	if figure := j.req.Filter.Figure; figure != "" {
		notes = append(notes, j.texts.Text("figure."+figure+".definition", definitionParams(j.scope.Thresholds)))
	}
	notes = append(notes, j.text("workbook.note.unknown"))
	if j.req.Kind == ExportPools {
		return append(notes, j.text("workbook.note.shares"), j.text("workbook.note.used"))
	}
	return append(notes, j.text("workbook.note.shared"))
}
