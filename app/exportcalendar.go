package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// calendarEnd is further ahead than any term goes.
const calendarEnd = domain.Date("9999-12-31")

// writeCalendar writes what happens from today on as a calendar file.
func (j *exportJob) writeCalendar(ctx context.Context, w io.Writer) (int, error) {
	f := j.req.Filter
	req := CalendarRequest{To: calendarEnd, States: f.Decisions, Unclear: f.Unclear, Search: f.Search, Vendors: f.Vendors, Page: f.page()}
	calendar, err := j.ws.reports.Calendar(ctx, req.filter(j.ws, j.scope, j.zone))
	if err != nil {
		return 0, err
	}
	kpis, err := j.ws.reports.KPIs(ctx, j.scope)
	if err != nil {
		return 0, err
	}
	banner, err := j.banner(ctx)
	if err != nil {
		return 0, err
	}
	agenda := export.Agenda{Name: j.texts.Text("agenda.name", nil), Created: j.ws.now()}
	if name := cmp.Or(j.customer, j.scope.Tag); name != "" {
		agenda.Name += " – " + name
	}
	about := []string{banner, coverageSentence(kpis.Completeness, j.texts, j.format, j.zone)}
	if missing := calendar.Summary.Undated; missing > 0 {
		about = append(about, j.texts.Plural("workbook.note.missing_dates", missing, nil))
	}
	agenda.Description = joinLines(about)
	for _, d := range calendar.Items {
		agenda.Events = append(agenda.Events, j.event(d, banner))
	}
	return export.WriteAgenda(w, agenda)
}

// event is one decision. Its name stays when the day moves; the chance to cancel is another event than the end of the term.
func (j *exportJob) event(d domain.Decision, banner string) export.Event {
	kind, sum := "term", sha256.Sum256([]byte(d.Key))
	switch {
	case d.AccessKind != "":
		kind = "access"
	case d.State == domain.DecisionWindow:
		kind = "window"
	}
	state := j.texts.Text("decision."+string(d.State), nil)
	return export.Event{
		UID:         hex.EncodeToString(sum[:16]) + "-" + kind + "@tenantry",
		Day:         d.Day,
		Moment:      d.ActUntil,
		Summary:     state + ": " + strings.Join(nonEmpty(j.decisionName(d), cmp.Or(d.Customer, d.Connection)), " – "),
		Description: joinLines(append([]string{banner}, j.eventLines(d)...)),
	}
}

func (j *exportJob) eventLines(d domain.Decision) []string {
	line := func(column, value string) string {
		if value == "" {
			return ""
		}
		return j.texts.Text("column."+column, nil) + ": " + value
	}
	amount, quantity := j.texts.Text("value.no_price", nil), j.format.Int(d.Quantity)
	switch {
	case d.AccessKind != "":
		amount, quantity = "", ""
	case d.Amount != nil:
		amount = j.format.Money(*d.Amount) + " " + j.texts.Text("price_period."+d.PricePeriod, nil)
	}
	source := ""
	if d.StateSource != "" {
		source = j.texts.Text("source."+string(d.StateSource), nil)
	}
	until := j.texts.Text("agenda.unknown", nil)
	switch {
	case d.ActUntil != nil:
		until = j.format.DateTime(d.ActUntil.UTC()) + " UTC"
	case d.ActOn != "":
		until = j.format.Date(d.ActOn)
	}
	return []string{
		line("customer", d.Customer), line("product", j.decisionName(d)), line("quantity", quantity),
		line("number", d.Number), line("connection", d.Connection), line("act_until", until), line("amount", amount),
		line("source", source),
	}
}

// decisionName is what the decision is about: a product, or what lets us in.
func (j *exportJob) decisionName(d domain.Decision) string {
	if d.AccessKind == "" {
		return d.Product
	}
	return strings.Join(nonEmpty(j.text("access_kind."+string(d.AccessKind)), d.Product), ": ")
}

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(text string) bool { return text == "" })
}

// calendarTable holds what the calendar's list shows.
func (j *exportJob) calendarTable(ctx context.Context) export.Table {
	type row = domain.Decision
	columns := []column[row]{
		{"column.day", export.KindDate, func(d row) export.Value { return export.Date(d.Day) }},
		{"column.state", export.KindText, func(d row) export.Value { return j.word("decision", string(d.State)) }},
		{"column.act_until", export.KindDateTime, j.actUntil},
		{"column.act_until_utc", export.KindDateTime, func(d row) export.Value { return export.OptDateTime(d.ActUntil, time.UTC) }},
		{"column.days_left", export.KindInt, func(d row) export.Value {
			if d.DaysLeft == nil {
				return export.Empty()
			}
			return export.Int(int64(*d.DaysLeft))
		}},
		{"column.customer", export.KindText, func(d row) export.Value { return export.Text(d.Customer) }},
		{"column.product", export.KindText, func(d row) export.Value { return export.Text(j.decisionName(d)) }},
		{"column.number", export.KindText, func(d row) export.Value { return export.Text(d.Number) }},
		{"column.family", export.KindText, func(d row) export.Value { return j.word("family", string(d.Family)) }},
		{"column.quantity", export.KindInt, ofLine(func(d row) export.Value { return export.Int(d.Quantity) })},
		{"column.amount", export.KindMoney, func(d row) export.Value { return export.OptMoney(d.Amount) }},
		{"column.currency", export.KindText, func(d row) export.Value { return currencyOf(d.Amount) }},
		{"column.price_period", export.KindText, func(d row) export.Value { return j.word("price_period", d.PricePeriod) }},
		{"column.term", export.KindText, ofLine(func(d row) export.Value { return j.term(d.Term) })},
		{"column.next_term", export.KindText, j.nextTerm},
		{"column.vendor", export.KindText, func(d row) export.Value { return j.word("vendor", string(d.Vendor)) }},
		{"column.connection", export.KindText, func(d row) export.Value { return export.Text(d.Connection) }},
		{"column.term_end_source", export.KindText, func(d row) export.Value { return j.source(d.DaySource) }},
		{"column.at_term_end_source", export.KindText, func(d row) export.Value { return j.source(d.StateSource) }},
		{"column.synced_at", export.KindDateTime, func(d row) export.Value { return export.OptDateTime(d.SyncedAt, j.zone) }},
	}
	return headed(j, j.title(), columns, func(yield func(row, error) bool) {
		f := j.req.Filter
		req := CalendarRequest{
			From: f.From, To: f.To, States: f.Decisions, Unclear: f.Unclear, Search: f.Search, Vendors: f.Vendors, Page: f.page(),
		}
		calendar, err := j.ws.reports.Calendar(ctx, req.filter(j.ws, j.scope, j.zone))
		if err != nil {
			yield(row{}, err)
			return
		}
		each(calendar.Items)(yield)
	})
}

// currencyOf stands beside an amount: numbers of a CSV file have no currency.
func currencyOf(m *domain.Money) export.Value {
	if m == nil {
		return export.Empty()
	}
	return export.Text(m.Currency)
}

// ofLine leaves the cells of what is no subscription empty.
func ofLine(of func(domain.Decision) export.Value) func(domain.Decision) export.Value {
	return func(d domain.Decision) export.Value {
		if d.AccessKind != "" {
			return export.Empty()
		}
		return of(d)
	}
}

// actUntil is the last moment to act: a moment of the vendor's, or a last day.
func (j *exportJob) actUntil(d domain.Decision) export.Value {
	switch {
	case d.ActUntil != nil:
		return export.DateTime(d.ActUntil.In(j.zone))
	case d.ActOn != "":
		return export.Date(d.ActOn)
	}
	return export.Text(j.text("value.unknown"))
}

// nextTerm is what was arranged for the end of the term.
func (j *exportJob) nextTerm(d domain.Decision) export.Value {
	if d.Next == nil {
		return export.Empty()
	}
	quantity, term := "", ""
	if d.Next.Quantity != 0 {
		quantity = j.format.Int(d.Next.Quantity)
	}
	if d.Next.Term != "" {
		term = j.format.Value(j.term(d.Next.Term))
	}
	return export.Text(strings.Join(nonEmpty(d.Next.Product, quantity, term), " · "))
}

// joinLines puts lines under each other, without those that are empty.
func joinLines(lines []string) string {
	text := strings.Join(lines, "\n")
	for strings.Contains(text, "\n\n") {
		text = strings.ReplaceAll(text, "\n\n", "\n")
	}
	return strings.Trim(text, "\n")
}
