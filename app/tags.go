package app

import (
	"context"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Tags is what can be asked about the tags that users give, and done with them.
type Tags struct{ app *App }

// List gives the tags that users give, with how many customers have each.
func (s *Tags) List(ctx context.Context) ([]domain.Tag, error) {
	ws, scope, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	return ws.store.FindTags(ctx, scope)
}

// Counts gives every tag, whoever gives it, with how many customers have it: what a scope can be limited to.
func (s *Tags) Counts(ctx context.Context) ([]domain.TagCount, error) {
	ws, scope, err := s.open(ctx)
	if err != nil {
		return nil, err
	}
	return ws.store.CountTags(ctx, scope)
}

// open gives the workspace with the day and the thresholds that rules go by.
func (s *Tags) open(ctx context.Context) (*workspace, domain.Scope, error) {
	ws, err := s.app.current()
	if err != nil {
		return nil, domain.Scope{}, err
	}
	scope, err := ws.scope(ctx, domain.Scope{})
	return ws, scope, err
}

// SetRule makes a tag whose customers are those that a saved filter selects, or changes its filter. It gives the number to
// undo that by, as the others do.
func (s *Tags) SetRule(ctx context.Context, name string, rule domain.CustomerRule) (int64, error) {
	ws, err := s.app.current()
	if err != nil {
		return 0, err
	}
	before, err := ws.store.BeforeTag(ctx, name, []int64{})
	if err == nil {
		err = ws.store.SaveTagRule(ctx, name, rule, ws.now())
	}
	return s.changed(ws, before, err)
}

// TagsGiven names the customers for whom giving or taking a tag changed anything.
type TagsGiven struct {
	Customers []int64 `json:"customers"`
	Undo      int64   `json:"undo"`
}

// Give gives customers a tag by hand, or takes it away.
func (s *Tags) Give(ctx context.Context, name string, customers []int64, on bool) (TagsGiven, error) {
	ws, err := s.app.current()
	if err != nil {
		return TagsGiven{}, err
	}
	before, err := ws.store.BeforeTag(ctx, name, customers)
	if err != nil {
		return TagsGiven{}, err
	}
	given := TagsGiven{}
	given.Customers, err = ws.store.TagCustomers(ctx, name, customers, on, ws.now())
	given.Undo, err = s.changed(ws, before, err)
	return given, err
}

// Delete deletes a tag and takes it from all customers.
func (s *Tags) Delete(ctx context.Context, id int64) (int64, error) {
	ws, err := s.app.current()
	if err != nil {
		return 0, err
	}
	before, err := ws.store.BeforeTagDeleted(ctx, id)
	if err == nil {
		err = ws.store.DeleteTag(ctx, id)
	}
	return s.changed(ws, before, err)
}

func (s *Tags) changed(ws *workspace, before store.Before, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	s.app.tell(ws, Event{Type: EventDataChanged})
	return s.app.Undo.keep(change{ws: ws, before: before}, nil)
}
