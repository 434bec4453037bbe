package app

import (
	"context"
	"math"
	"slices"
	"strings"

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// ExportWaste is the export of the waste finder. Those of the licence dashboards are named by ExportLicences.
const ExportWaste ExportKind = "waste"

const licencesPrefix = "licences-"

// ExportLicences names the export of a section of the licence dashboards.
func ExportLicences(section domain.Figure) ExportKind {
	return ExportKind(licencesPrefix + string(section))
}

// section gives the section that an export is of, "" for none.
func (k ExportKind) section() domain.Figure {
	name, found := strings.CutPrefix(string(k), licencesPrefix)
	if found && slices.Contains(domain.LicenceSections, domain.Figure(name)) {
		return domain.Figure(name)
	}
	return ""
}

type licenceColumn = column[domain.LicenceRow]

// licencesTable holds the columns that the section shows, narrowed down and sorted as it is.
func (j *exportJob) licencesTable(ctx context.Context) export.Table {
	f := domain.LicenceFilter{
		Scope: j.scope, Section: j.req.Kind.section(), Search: j.req.Filter.Search,
		Vendors: j.req.Filter.Vendors, AtTermEnd: j.req.Filter.AtTermEnd, Page: j.req.Filter.page(),
	}
	title := j.title()
	return table(j, title, j.licenceColumns(f.Section), j.ws.reports.EachLicence(ctx, f))
}

func (j *exportJob) licenceColumns(section domain.Figure) []licenceColumn {
	columns := []licenceColumn{
		{"id", export.KindInt, func(l domain.LicenceRow) export.Value { return export.Int(l.CustomerID) }},
		{"customer", export.KindText, func(l domain.LicenceRow) export.Value { return export.Text(l.Customer) }},
		{"number", export.KindText, j.licenceNumber},
		{"product", export.KindText, func(l domain.LicenceRow) export.Value { return export.Text(l.Product) }},
		{"vendor", export.KindText, func(l domain.LicenceRow) export.Value { return j.word("vendor", string(l.Vendor)) }},
		{"family", export.KindText, func(l domain.LicenceRow) export.Value { return j.word("family", string(l.Family)) }},
	}
	columns = append(columns, licenceColumn{"sku", export.KindText, func(l domain.LicenceRow) export.Value { return export.Text(l.SKU) }})
	columns = append(columns, j.termColumns(section)...)
	columns = append(columns, seatColumns()...)
	return append(columns,
		licenceColumn{"use_average", export.KindDecimal, useAverage},
		licenceColumn{"assigned_change", export.KindInt, func(l domain.LicenceRow) export.Value { return export.OptInt(l.AssignedChange) }},
		licenceColumn{"used_change", export.KindInt, func(l domain.LicenceRow) export.Value { return export.OptInt(l.UsedChange) }},
		licenceColumn{"connection", export.KindText, func(l domain.LicenceRow) export.Value { return export.Text(l.Connection) }},
		licenceColumn{"synced_at", export.KindDateTime, func(l domain.LicenceRow) export.Value { return export.OptDateTime(l.SyncedAt, j.zone) }},
	)
}

// licenceNumber is the subscription's number, or that it is a trial, or the numbers of a pool.
func (j *exportJob) licenceNumber(l domain.LicenceRow) export.Value {
	if l.Trial != nil && *l.Trial {
		return export.Text(j.text("value.trial"))
	}
	return export.Text(strings.Join(l.Numbers, ", "))
}

// sectionCounts name the days or months that a section counts.
var sectionCounts = map[domain.Figure]string{
	domain.FigureAdded: "days_since_added", domain.FigureLow: "months_since_added", domain.FigureOver: "months_left",
	domain.FigureRenewing: "days_to_renewal", domain.FigureExpiring: "days_to_end", domain.FigureOpen: "days_to_end",
}

// termColumns say when something began and ends, and what then; in front stands what the section counts.
func (j *exportJob) termColumns(section domain.Figure) []licenceColumn {
	counts := func(l domain.LicenceRow) export.Value {
		n := l.Days
		if section == domain.FigureLow || section == domain.FigureOver {
			n = l.Months
		}
		if n == nil {
			return export.Empty()
		}
		return export.Int(int64(*n))
	}
	return []licenceColumn{
		{sectionCounts[section], export.KindInt, counts},
		{"added_on", export.KindDate, func(l domain.LicenceRow) export.Value { return export.Date(l.AddedOn) }},
		{"term_end_on", export.KindDate, func(l domain.LicenceRow) export.Value { return export.Date(l.TermEndOn) }},
		{"term_end_source", export.KindText, func(l domain.LicenceRow) export.Value { return j.source(l.TermEndSource) }},
		{"at_term_end", export.KindText, func(l domain.LicenceRow) export.Value { return j.atTermEnd(l.AtTermEnd) }},
		{"at_term_end_source", export.KindText, func(l domain.LicenceRow) export.Value { return j.source(l.AtTermEndSource) }},
	}
}

func seatColumns() []licenceColumn {
	seats := func(of func(*domain.Seats) export.Value) func(domain.LicenceRow) export.Value {
		return func(l domain.LicenceRow) export.Value {
			if l.Seats == nil {
				return export.Empty()
			}
			return of(l.Seats)
		}
	}
	return []licenceColumn{
		{"quantity", export.KindInt, func(l domain.LicenceRow) export.Value { return export.Int(l.Quantity) }},
		{"bought", export.KindInt, seats(func(s *domain.Seats) export.Value { return export.Int(s.Bought) })},
		{"assigned", export.KindInt, seats(func(s *domain.Seats) export.Value { return export.Int(s.Assigned) })},
		{"ratio", export.KindPercent, seats(func(s *domain.Seats) export.Value { return export.OptPercent(s.Share) })},
		{"used", export.KindInt, seats(func(s *domain.Seats) export.Value { return export.OptInt(s.Used) })},
		{"used_share", export.KindPercent, seats(func(s *domain.Seats) export.Value { return export.OptPercent(s.UsedShare) })},
		{"available", export.KindInt, seats(func(s *domain.Seats) export.Value { return export.Int(s.Available) })},
		{"over_seats", export.KindInt, seats(func(s *domain.Seats) export.Value { return export.Int(s.Over) })},
		{"shared_with", export.KindInt, seats(func(s *domain.Seats) export.Value { return export.Int(int64(s.SharedWith)) })},
	}
}

// useAverage is shown with one digit, as on the screen.
func useAverage(l domain.LicenceRow) export.Value {
	if l.UseAverage == nil {
		return export.Empty()
	}
	tenths, err := decimal.New(int64(math.Round(*l.UseAverage*10)), 1)
	if err != nil {
		return export.Empty()
	}
	return export.Decimal(tenths)
}

// wasteTable holds the rows of the waste finder.
func (j *exportJob) wasteTable(ctx context.Context) export.Table {
	type row = domain.WasteRow
	columns := []column[row]{
		{"id", export.KindInt, func(w row) export.Value { return export.Int(w.CustomerID) }},
		{"customer", export.KindText, func(w row) export.Value { return export.Text(w.Customer) }},
		{"waste", export.KindText, func(w row) export.Value { return j.word("waste", string(w.Kind)) }},
		{"product", export.KindText, func(w row) export.Value { return export.Text(w.Product) }},
		{"number", export.KindText, func(w row) export.Value { return export.Text(w.Number) }},
		{"vendor", export.KindText, func(w row) export.Value { return j.word("vendor", string(w.Vendor)) }},
		{"family", export.KindText, func(w row) export.Value { return j.word("family", string(w.Family)) }},
		{"sku", export.KindText, func(w row) export.Value { return export.Text(w.SKU) }},
		{"seats", export.KindInt, func(w row) export.Value { return export.Int(w.Seats) }},
		{"disabled", export.KindInt, holders(func(w row) int64 { return w.Disabled })},
		{"shared_mailboxes", export.KindInt, sharedMailboxes},
		{"inactive", export.KindInt, holders(func(w row) int64 { return w.Inactive })},
		{"act_on", export.KindDate, func(w row) export.Value { return export.Date(w.ActOn) }},
		{"waste_reason", export.KindText, func(w row) export.Value { return j.word("waste_reason", string(w.Reason)) }},
		{"term_end_on", export.KindDate, func(w row) export.Value { return export.Date(w.TermEndOn) }},
		{"bought", export.KindInt, func(w row) export.Value { return export.Int(w.Bought) }},
		{"assigned", export.KindInt, func(w row) export.Value { return export.Int(w.Assigned) }},
		{"unit_price", export.KindMoney, func(w row) export.Value { return unitPrice(w.UnitPrice, w.Currency) }},
		{"currency", export.KindText, func(w row) export.Value { return export.Text(w.Currency) }},
		{"price_period", export.KindText, func(w row) export.Value { return j.word("price_period", w.PricePeriod) }},
		{"amount", export.KindMoney, func(w row) export.Value { return export.OptMoney(w.Amount) }},
		{"price_source", export.KindText, func(w row) export.Value { return j.priceSource(w.UnitPrice, w.PriceSource) }},
		{"connection", export.KindText, func(w row) export.Value { return export.Text(w.Connection) }},
		{"synced_at", export.KindDateTime, func(w row) export.Value { return export.OptDateTime(w.SyncedAt, j.zone) }},
	}
	f := domain.WasteFilter{
		Scope: j.scope, Now: j.ws.now(), Zone: j.zone, Kind: j.req.Filter.Waste, Search: j.req.Filter.Search,
		Page: j.req.Filter.page(),
	}
	if f.Page.Sort == "" {
		f.Page.Sort = "customer"
	}
	return table(j, j.text("workbook.waste.title"), columns, j.ws.reports.EachWaste(ctx, f))
}

// sharedMailboxes is empty for none: hardly any vendor tells them from people, so that none is no zero.
func sharedMailboxes(w domain.WasteRow) export.Value {
	if w.Shared == 0 {
		return export.Empty()
	}
	return export.Int(w.Shared)
}

// holders leaves the cells of seats that nobody holds empty.
func holders(of func(domain.WasteRow) int64) func(domain.WasteRow) export.Value {
	return func(w domain.WasteRow) export.Value {
		if w.Kind != domain.WasteReassign {
			return export.Empty()
		}
		return export.Int(of(w))
	}
}

// licenceNotes are what a reader has to know to read the licence dashboards and the waste finder right.
func (j *exportJob) licenceNotes() []string {
	if j.req.Kind == ExportWaste {
		return []string{
			j.texts.Text("workbook.note.waste", map[string]any{
				"inactive": j.scope.Thresholds.QuietDays, "ahead": domain.ReduceDays,
			}),
			j.texts.Text("workbook.note.waste_sums", nil), j.texts.Text("workbook.note.prices", nil),
			j.texts.Text("workbook.note.currencies", nil),
		}
	}
	return []string{
		j.texts.Text("figure."+string(j.req.Kind.section())+".definition", definitionParams(j.scope.Thresholds)),
		j.texts.Text("workbook.note.shares", nil), j.texts.Text("workbook.note.used", nil), j.texts.Text("workbook.note.week", nil),
	}
}

// definitionParams are what the definitions of figures are filled with.
func definitionParams(t domain.Thresholds) map[string]any {
	return map[string]any{
		"days": t.ExpiringDays, "factor": t.LowFactor, "customers": t.LowMinCustomers, "age": t.LowMinAgeDays, "added": domain.AddedDays,
	}
}
