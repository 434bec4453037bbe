package app

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// calendarEnd is further ahead than any term goes.
const calendarEnd = domain.Date("9999-12-31")

// writeCalendar writes what happens from today on as a calendar file.
func (j *exportJob) writeCalendar(ctx context.Context, w io.Writer) (int, error) {
	calendar, err := j.ws.reports.Calendar(ctx, domain.CalendarFilter{
		Scope: j.scope, Now: j.ws.now(), Zone: j.zone, From: j.scope.Today, To: calendarEnd,
	})
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
	if d.State == domain.DecisionWindow {
		kind = "window"
	}
	state := j.texts.Text("decision."+string(d.State), nil)
	return export.Event{
		UID:         hex.EncodeToString(sum[:16]) + "-" + kind + "@tenantry",
		Day:         d.Day,
		Moment:      d.ActUntil,
		Summary:     state + ": " + d.Product + " – " + d.Customer,
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
	amount := j.texts.Text("agenda.no_price", nil)
	if d.Amount != nil {
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
		line("customer", d.Customer), line("product", d.Product), line("quantity", j.format.Int(d.Quantity)),
		line("number", d.Number), line("connection", d.Connection), line("act_until", until), line("amount", amount),
		line("source", source),
	}
}

// joinLines puts lines under each other, without those that are empty.
func joinLines(lines []string) string {
	text := strings.Join(lines, "\n")
	for strings.Contains(text, "\n\n") {
		text = strings.ReplaceAll(text, "\n\n", "\n")
	}
	return strings.Trim(text, "\n")
}
