package app

import (
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// lineColumns are those of a customer's subscriptions and trials: all that its page says of them.
func lineColumns(j *exportJob) []column[domain.SubscriptionRow] {
	type row = domain.SubscriptionRow
	return []column[row]{
		{"column.product", export.KindText, func(s row) export.Value { return export.Text(s.Product) }},
		{"column.number", export.KindText, func(s row) export.Value { return export.Text(s.Number) }},
		{"column.sku", export.KindText, func(s row) export.Value { return export.Text(s.SKU) }},
		{"column.family", export.KindText, func(s row) export.Value { return j.word("family", string(s.Family)) }},
		{"column.status", export.KindText, func(s row) export.Value { return j.word("status.subscription", string(s.Status)) }},
		{"column.quantity", export.KindInt, func(s row) export.Value { return export.Int(s.Quantity) }},
		{"column.assigned_seats", export.KindInt, assignedSeats},
		{"column.assigned_shared", export.KindBool, func(s row) export.Value { return export.Bool(s.Assigned == nil && s.Pool != nil) }},
		{"column.term_end_on", export.KindDate, func(s row) export.Value { return export.Date(s.TermEndOn) }},
		{"column.term_end_source", export.KindText, func(s row) export.Value { return j.source(s.TermEndSource) }},
		{"column.at_term_end", export.KindText, func(s row) export.Value { return j.atTermEnd(s.AtTermEnd) }},
		{"column.at_term_end_source", export.KindText, func(s row) export.Value { return j.source(s.AtTermEndSource) }},
		{"column.term", export.KindText, func(s row) export.Value { return j.term(s.Term) }},
		{"column.term_source", export.KindText, func(s row) export.Value { return j.source(s.TermSource) }},
		{"column.given", export.KindText, j.givenTerms},
		{"column.unit_price", export.KindMoney, func(s row) export.Value { return unitPrice(s.UnitPrice, s.Currency) }},
		{"column.price_period", export.KindText, func(s row) export.Value { return j.word("price_period", s.PricePeriod) }},
		{"column.price_source", export.KindText, func(s row) export.Value { return j.priceSource(s.UnitPrice, s.PriceSource) }},
		{"column.typed_at", export.KindDateTime, func(s row) export.Value { return export.OptDateTime(s.TypedAt, j.zone) }},
		{"column.typed_times", export.KindText, j.typedTimes},
		{"column.created_on", export.KindDate, func(s row) export.Value { return export.Date(s.CreatedOn) }},
		{"column.billing_cycle", export.KindText, func(s row) export.Value { return j.billingCycle(s.BillingCycle) }},
		{"column.deletes_on", export.KindDate, func(s row) export.Value { return export.Date(s.DeletesOn) }},
		{"column.tags", export.KindText, func(s row) export.Value { return export.Text(s.Tags) }},
		{"column.excluded", export.KindText, func(s row) export.Value { return j.word("exclusion", string(s.Excluded)) }},
		{"column.vendor", export.KindText, func(s row) export.Value { return j.word("vendor", string(s.Vendor)) }},
		{"column.connection", export.KindText, func(s row) export.Value { return export.Text(s.Connection) }},
		{"column.source", export.KindText, func(s row) export.Value { return j.source(s.Source) }},
		{"column.synced_at", export.KindDateTime, func(s row) export.Value { return export.OptDateTime(s.SyncedAt, j.zone) }},
		{"column.gone_at", export.KindDateTime, func(s row) export.Value { return export.OptDateTime(s.GoneAt, j.zone) }},
	}
}

// assignedSeats is the line's own number, else that of the pool it draws from.
func assignedSeats(s domain.SubscriptionRow) export.Value {
	if s.Assigned == nil && s.Pool != nil {
		return export.OptInt(s.Pool.Assigned)
	}
	return export.OptInt(s.Assigned)
}

// typedTimes says when each fact was typed in.
func (j *exportJob) typedTimes(s domain.SubscriptionRow) export.Value {
	var parts []string
	for _, fact := range s.TypedTimes {
		parts = append(parts, j.text("column."+fact.Fact)+": "+j.format.DateTime(fact.TypedAt.In(j.zone)))
	}
	return export.Text(strings.Join(parts, ", "))
}

// givenTerms is what the source says where something else was typed in.
func (j *exportJob) givenTerms(s domain.SubscriptionRow) export.Value {
	if s.Given == nil {
		return export.Empty()
	}
	var parts []string
	if g := s.Given.TermEndOn; g != "" && g != s.TermEndOn {
		parts = append(parts, j.format.Date(g))
	}
	if g := s.Given.CreatedOn; g != "" && g != s.CreatedOn {
		parts = append(parts, j.format.Date(g))
	}
	if g := s.Given.AtTermEnd; g != "" && g != s.AtTermEnd {
		parts = append(parts, j.text("at_term_end."+string(g)))
	}
	if g := s.Given.BillingCycle; g != "" && g != s.BillingCycle {
		parts = append(parts, j.format.Value(j.billingCycle(g)))
	}
	if g := s.Given.Term; g != "" && g != s.Term {
		parts = append(parts, j.format.Value(j.term(g)))
	}
	return export.Text(strings.Join(parts, ", "))
}

func poolColumns(j *exportJob) []column[domain.PoolRow] {
	type row = domain.PoolRow
	return []column[row]{
		{"column.product", export.KindText, func(p row) export.Value { return export.Text(p.Product) }},
		{"column.pool_name", export.KindText, func(p row) export.Value { return export.Text(p.Name) }},
		{"column.sku", export.KindText, func(p row) export.Value { return export.Text(p.SKU) }},
		{"column.family", export.KindText, func(p row) export.Value { return j.word("family", string(p.Family)) }},
		{"column.bought", export.KindInt, func(p row) export.Value { return export.Int(p.Bought) }},
		{"column.assigned", export.KindInt, func(p row) export.Value { return export.OptInt(p.Assigned) }},
		{"column.used", export.KindInt, func(p row) export.Value { return export.OptInt(p.Used) }},
		{"column.available_seats", export.KindInt, func(p row) export.Value { return export.OptInt(p.AvailableSeats) }},
		{"column.over_seats", export.KindInt, func(p row) export.Value { return export.OptInt(p.OverSeats) }},
		{"column.ratio", export.KindPercent, func(p row) export.Value { return export.OptPercent(p.Ratio) }},
		{"column.median_ratio", export.KindPercent, func(p row) export.Value { return export.OptPercent(p.MedianRatio) }},
		{"column.shared_by", export.KindInt, func(p row) export.Value { return export.Int(int64(p.SharedBy)) }},
		{"column.excluded", export.KindText, func(p row) export.Value { return j.word("exclusion", string(p.Excluded)) }},
		{"column.vendor", export.KindText, func(p row) export.Value { return j.word("vendor", string(p.Vendor)) }},
		{"column.connection", export.KindText, func(p row) export.Value { return export.Text(p.Connection) }},
		{"column.synced_at", export.KindDateTime, func(p row) export.Value { return export.OptDateTime(p.SyncedAt, j.zone) }},
		{"column.gone_at", export.KindDateTime, func(p row) export.Value { return export.OptDateTime(p.GoneAt, j.zone) }},
	}
}

func activityColumns(j *exportJob) []column[domain.Activity] {
	type row = domain.Activity
	return []column[row]{
		{"column.day", export.KindDate, func(a row) export.Value { return export.Date(a.Day) }},
		{"column.at", export.KindDateTime, func(a row) export.Value { return export.OptDateTime(a.At, j.zone) }},
		{"workbook.record.event", export.KindText, j.happened},
		{"column.connection", export.KindText, func(a row) export.Value { return export.Text(a.Connection) }},
	}
}

func tagColumns(j *exportJob) []column[domain.CustomerTag] {
	type row = domain.CustomerTag
	return []column[row]{
		{"filter.tag", export.KindText, func(t row) export.Value { return export.Text(t.Name) }},
		{"column.source", export.KindText, func(t row) export.Value { return j.word("tag_origin", string(t.Origin)) }},
	}
}

func recordColumns(j *exportJob) []column[domain.RecordRow] {
	type row = domain.RecordRow
	return []column[row]{
		{"column.name", export.KindText, func(r row) export.Value { return export.Text(r.Name) }},
		{"column.vendor", export.KindText, func(r row) export.Value { return j.word("vendor", string(r.Vendor)) }},
		{"column.connection", export.KindText, func(r row) export.Value { return export.Text(r.Connection) }},
		{"customer.vendor_id", export.KindText, func(r row) export.Value { return export.Text(r.VendorID) }},
		{"column.domain", export.KindText, func(r row) export.Value { return export.Text(r.Domain) }},
		{"column.account", export.KindText, func(r row) export.Value { return export.Text(r.Account) }},
		{"column.country", export.KindText, func(r row) export.Value { return j.country(r.Country) }},
		{"column.created_on", export.KindDate, func(r row) export.Value { return export.Date(r.CreatedOn) }},
		{"column.first_seen_at", export.KindDateTime, func(r row) export.Value { return export.DateTime(r.FirstSeenAt.In(j.zone)) }},
		{"exclusion.duplicate", export.KindBool, func(r row) export.Value { return export.Bool(r.Duplicate) }},
		{"column.no_access", export.KindText, func(r row) export.Value { return j.errorText(r.NoAccess) }},
		{"column.gone_at", export.KindDateTime, func(r row) export.Value { return export.OptDateTime(r.GoneAt, j.zone) }},
	}
}

// happened is an event in the words of the customer's page.
func (j *exportJob) happened(a domain.Activity) export.Value {
	count := func(n *int64) string {
		if n == nil {
			return ""
		}
		return j.format.Int(*n)
	}
	subject := a.Subject
	if a.Kind == domain.ActivityFact {
		subject = j.text("row." + subject)
	}
	text := j.texts.Text("activity."+string(a.Kind), map[string]any{
		"subject": subject, "before": count(a.Before), "after": count(a.After),
	})
	if a.Undone {
		text += " (" + j.text("activity.undone") + ")"
	}
	return export.Text(text)
}
