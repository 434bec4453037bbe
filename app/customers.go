package app

import (
	"context"

	"tenantry/backend/domain"
)

// Customers is what can be asked about customers.
type Customers struct{ app *App }

// CustomerPage is a window on a list of customers.
type CustomerPage struct {
	Items []domain.CustomerRow `json:"items"`
	Total int                  `json:"total"`
}

// List gives one page of customers and their total. Day and thresholds of the filter's scope are filled in here.
func (c *Customers) List(ctx context.Context, f domain.CustomerFilter) (CustomerPage, error) {
	ws, err := c.app.current()
	if err != nil {
		return CustomerPage{}, err
	}
	if f.Scope, err = ws.scope(ctx, f.Scope); err != nil {
		return CustomerPage{}, err
	}
	items, total, err := ws.store.FindCustomers(ctx, f)
	return CustomerPage{Items: items, Total: total}, err
}

// Get gives everything stored about one customer.
func (c *Customers) Get(ctx context.Context, id int64) (domain.CustomerDetail, error) {
	ws, err := c.app.current()
	if err != nil {
		return domain.CustomerDetail{}, err
	}
	scope, err := ws.scope(ctx, domain.Scope{})
	if err != nil {
		return domain.CustomerDetail{}, err
	}
	return ws.store.GetCustomer(ctx, id, scope.Today)
}

// Choices gives the values that filters of customers can be set to.
func (c *Customers) Choices(ctx context.Context) (domain.CustomerChoices, error) {
	ws, err := c.app.current()
	if err != nil {
		return domain.CustomerChoices{}, err
	}
	return ws.store.CustomerChoices(ctx)
}

// Activity gives what happened at a customer, latest first.
func (c *Customers) Activity(ctx context.Context, id int64) ([]domain.Activity, error) {
	ws, err := c.app.current()
	if err != nil {
		return nil, err
	}
	scope, err := ws.scope(ctx, domain.Scope{})
	if err != nil {
		return nil, err
	}
	return ws.store.CustomerActivity(ctx, id, scope.Today, scope.Zone)
}

// Facts gives what can be typed in about a customer: what was, and what a source says.
func (c *Customers) Facts(ctx context.Context, id int64) ([]domain.CustomerFact, error) {
	ws, err := c.app.current()
	if err != nil {
		return nil, err
	}
	return ws.store.FindFacts(ctx, id)
}

// TypeFact stores what a user typed in about a customer; "" takes it back. It gives the number to undo that by.
func (c *Customers) TypeFact(ctx context.Context, id int64, field, value string) (int64, error) {
	ws, err := c.app.current()
	if err != nil {
		return 0, err
	}
	before, err := ws.store.BeforeTypedFact(ctx, id, field)
	if err == nil {
		err = ws.store.SaveTypedFact(ctx, id, field, value, ws.now())
	}
	if err != nil {
		return 0, err
	}
	c.app.tell(ws, Event{Type: EventDataChanged})
	return c.app.Undo.keep(change{ws: ws, before: before}, nil)
}
