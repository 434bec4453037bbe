package app

import (
	"context"
	"time"

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
	Unclear  bool // only those whose last moment to act no source tells
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
	scope, err := ws.scope(ctx, req.Scope)
	if err != nil {
		return domain.Calendar{}, err
	}
	return ws.reports.Calendar(ctx, req.filter(ws, scope, zone))
}

// filter is what the request asks for, in a scope that is filled in.
func (r CalendarRequest) filter(ws *workspace, scope domain.Scope, zone *time.Location) domain.CalendarFilter {
	f := domain.CalendarFilter{
		Scope: scope, Now: ws.now(), Zone: zone, From: r.From, To: r.To, State: r.State, Unclear: r.Unclear,
	}
	if f.From == "" {
		f.From = scope.Today
	}
	if f.To == "" {
		f.To = f.From.AddDays(calendarDays)
	}
	return f
}
