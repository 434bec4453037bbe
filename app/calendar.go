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
	States   []domain.DecisionState // any of them
	Unclear  bool                   // only those whose last moment to act no source tells
	Search   string                 // part of a product, number or customer
	Vendors  []domain.Vendor        // any of them
	Page     domain.PageRequest
	Named    bool // sums name whom each day concerns
}

// DecisionPage is a window on a list of decisions, by itself the earliest in front.
type DecisionPage struct {
	Items []domain.Decision `json:"items"`
	Total int               `json:"total"`
}

// List gives one page of decisions and their total.
func (c *Calendar) List(ctx context.Context, req CalendarRequest) (DecisionPage, error) {
	page := DecisionPage{Items: []domain.Decision{}}
	ws, f, err := c.ask(ctx, req)
	if err != nil {
		return page, err
	}
	return recall(ctx, ws, calendarQuestion("decisions", f), f.Now, func() (DecisionPage, error) {
		items, total, err := ws.reports.CalendarPage(ctx, f)
		return DecisionPage{Items: items, Total: total}, err
	})
}

// Groups gives the customers of what List shows, with how many each has.
func (c *Calendar) Groups(ctx context.Context, req CalendarRequest) ([]domain.CustomerGroup, error) {
	ws, f, err := c.ask(ctx, req)
	if err != nil {
		return nil, err
	}
	return recall(ctx, ws, calendarQuestion("customers of decisions", f), f.Now, func() ([]domain.CustomerGroup, error) {
		return ws.reports.CalendarGroups(ctx, f)
	})
}

// Summary adds up what List shows.
func (c *Calendar) Summary(ctx context.Context, req CalendarRequest) (domain.CalendarSummary, error) {
	ws, f, err := c.ask(ctx, req)
	if err != nil {
		return domain.CalendarSummary{}, err
	}
	return recall(ctx, ws, calendarQuestion("sums of decisions", f), f.Now, func() (domain.CalendarSummary, error) {
		return ws.reports.CalendarSummary(ctx, f)
	})
}

func calendarQuestion(name string, f domain.CalendarFilter) string {
	scope := f.Scope
	f.Scope, f.Now, f.Zone = domain.Scope{}, time.Time{}, nil // the scope's zone is the same
	return question(name, scope, f)
}

func (c *Calendar) ask(ctx context.Context, req CalendarRequest) (*workspace, domain.CalendarFilter, error) {
	ws, err := c.app.current()
	if err != nil {
		return nil, domain.CalendarFilter{}, err
	}
	zone, err := ws.zone(ctx)
	if err != nil {
		return nil, domain.CalendarFilter{}, err
	}
	scope, err := ws.scope(ctx, req.Scope)
	if err != nil {
		return nil, domain.CalendarFilter{}, err
	}
	return ws, req.filter(ws, scope, zone), nil
}

// filter is what the request asks for, in a scope that is filled in.
func (r CalendarRequest) filter(ws *workspace, scope domain.Scope, zone *time.Location) domain.CalendarFilter {
	f := domain.CalendarFilter{
		Scope: scope, Now: ws.now(), Zone: zone, From: r.From, To: r.To, States: r.States, Unclear: r.Unclear,
		Search: r.Search, Vendors: r.Vendors, Page: r.Page, Named: r.Named,
	}
	if f.From == "" {
		f.From = scope.Today
	}
	if f.To == "" {
		f.To = f.From.AddDays(calendarDays)
	}
	return f
}
