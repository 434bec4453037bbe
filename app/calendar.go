package app

import (
	"context"

	"tenantry/backend/domain"
)

// Calendar is what can be asked about what happens to subscriptions, and when.
type Calendar struct{ app *App }

// calendarDays is the span where none is asked for.
const calendarDays = 90

// CalendarRequest says what happens to whom, in which span of days. A day left out is today, or calendarDays later.
type CalendarRequest struct {
	Scope    domain.Scope
	From, To domain.Date
	State    domain.DecisionState
	Page     domain.PageRequest
}

// DecisionPage is a window on a list of decisions, the earliest in front.
type DecisionPage struct {
	Items []domain.Decision `json:"items"`
	Total int               `json:"total"`
}

// List gives one page of decisions and their total.
func (c *Calendar) List(ctx context.Context, req CalendarRequest) (DecisionPage, error) {
	calendar, err := c.read(ctx, req)
	total := len(calendar.Items)
	first := min(max(0, req.Page.Offset), total)
	last := total
	if req.Page.Limit > 0 {
		last = min(total, first+req.Page.Limit)
	}
	return DecisionPage{Items: calendar.Items[first:last], Total: total}, err
}

// Summary adds up what List shows.
func (c *Calendar) Summary(ctx context.Context, req CalendarRequest) (domain.CalendarSummary, error) {
	calendar, err := c.read(ctx, req)
	return calendar.Summary, err
}

func (c *Calendar) read(ctx context.Context, req CalendarRequest) (domain.Calendar, error) {
	ws, err := c.app.current()
	if err != nil {
		return domain.Calendar{}, err
	}
	zone, err := ws.zone(ctx)
	if err != nil {
		return domain.Calendar{}, err
	}
	f := domain.CalendarFilter{Now: ws.now(), Zone: zone, From: req.From, To: req.To, State: req.State}
	if f.Scope, err = ws.scope(ctx, req.Scope); err != nil {
		return domain.Calendar{}, err
	}
	if f.From == "" {
		f.From = f.Scope.Today
	}
	if f.To == "" {
		f.To = f.From.AddDays(calendarDays)
	}
	return ws.reports.Calendar(ctx, f)
}
