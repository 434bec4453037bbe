package app

import (
	"context"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Subscriptions is what can be asked about subscriptions and pools, and typed in where no source knows it.
type Subscriptions struct{ app *App }

// SubscriptionPage is a window on a list of subscriptions.
type SubscriptionPage struct {
	Items []domain.SubscriptionRow `json:"items"`
	Total int                      `json:"total"`
}

// PoolPage is a window on a list of pools.
type PoolPage struct {
	Items []domain.PoolRow `json:"items"`
	Total int              `json:"total"`
}

// List gives one page of subscriptions and their total.
func (s *Subscriptions) List(ctx context.Context, f domain.SubscriptionFilter) (SubscriptionPage, error) {
	ws, err := s.app.current()
	if err != nil {
		return SubscriptionPage{}, err
	}
	if f.Scope, err = ws.scope(ctx, f.Scope); err != nil {
		return SubscriptionPage{}, err
	}
	items, total, err := ws.store.FindSubscriptions(ctx, f)
	return SubscriptionPage{Items: items, Total: total}, err
}

// Pools gives one page of pools and their total.
func (s *Subscriptions) Pools(ctx context.Context, f domain.PoolFilter) (PoolPage, error) {
	ws, err := s.app.current()
	if err != nil {
		return PoolPage{}, err
	}
	if f.Scope, err = ws.scope(ctx, f.Scope); err != nil {
		return PoolPage{}, err
	}
	items, total, err := ws.store.FindPools(ctx, f)
	return PoolPage{Items: items, Total: total}, err
}

// Groups gives the customers of the subscriptions that a filter selects, with how many each has.
func (s *Subscriptions) Groups(ctx context.Context, f domain.SubscriptionFilter) ([]domain.CustomerGroup, error) {
	ws, err := s.app.current()
	if err != nil {
		return nil, err
	}
	if f.Scope, err = ws.scope(ctx, f.Scope); err != nil {
		return nil, err
	}
	return ws.store.GroupSubscriptions(ctx, f)
}

// PoolGroups does the same for pools.
func (s *Subscriptions) PoolGroups(ctx context.Context, f domain.PoolFilter) ([]domain.CustomerGroup, error) {
	ws, err := s.app.current()
	if err != nil {
		return nil, err
	}
	if f.Scope, err = ws.scope(ctx, f.Scope); err != nil {
		return nil, err
	}
	return ws.store.GroupPools(ctx, f)
}

// Type stores what the user typed in for the subscriptions named, and says which of them know better themselves.
func (s *Subscriptions) Type(ctx context.Context, ids []int64, values domain.Typed) (domain.TypedResult, error) {
	ws, err := s.app.current()
	if err != nil {
		return domain.TypedResult{}, err
	}
	result, err := ws.store.SaveTyped(ctx, ids, values, ws.now())
	if err == nil && result.Saved > 0 && (values.UnitPrice != nil || values.Term != nil) {
		err = ws.price(ctx, store.PriceRun{Lines: ids}) // one that was taken back gives way to that of a file
	}
	if err == nil && result.Saved > 0 {
		s.app.tell(ws, Event{Type: EventDataChanged})
	}
	return result, err
}
