package app

import (
	"context"

	"tenantry/backend/domain"
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

// SetRule makes a tag whose customers are those that a saved filter selects, or changes its filter.
func (s *Tags) SetRule(ctx context.Context, name string, rule domain.CustomerRule) error {
	return s.change(func(ws *workspace) error { return ws.store.SaveTagRule(ctx, name, rule, ws.now()) })
}

// Give gives customers a tag by hand, or takes it away. It names the customers for whom that changed anything, so that
// doing the opposite with them undoes it.
func (s *Tags) Give(ctx context.Context, name string, customers []int64, on bool) ([]int64, error) {
	var changed []int64
	err := s.change(func(ws *workspace) (err error) {
		changed, err = ws.store.TagCustomers(ctx, name, customers, on, ws.now())
		return err
	})
	return changed, err
}

// Delete deletes a tag and takes it from all customers.
func (s *Tags) Delete(ctx context.Context, id int64) error {
	return s.change(func(ws *workspace) error { return ws.store.DeleteTag(ctx, id) })
}

func (s *Tags) change(do func(*workspace) error) error {
	ws, err := s.app.current()
	if err != nil {
		return err
	}
	if err := do(ws); err != nil {
		return err
	}
	s.app.tell(ws, Event{Type: EventDataChanged})
	return nil
}
