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

// TypedResult says what was saved of what was typed in, and the number to undo it by; 0 where nothing was saved.
type TypedResult struct {
	domain.TypedResult
	Undo int64 `json:"undo"`
}

// Type stores what the user typed in for the subscriptions named, and says which of them know better themselves.
func (s *Subscriptions) Type(ctx context.Context, ids []int64, values domain.Typed) (TypedResult, error) {
	ws, err := s.app.current()
	if err != nil {
		return TypedResult{}, err
	}
	before, err := ws.store.BeforeTyped(ctx, ids)
	if err != nil {
		return TypedResult{}, err
	}
	saved, err := ws.store.SaveTyped(ctx, ids, values, ws.now())
	result := TypedResult{TypedResult: saved}
	if err != nil || saved.Saved == 0 {
		return result, err
	}
	// A price that was taken back gives way to that of a file.
	price := func(ctx context.Context) error { return ws.price(ctx, store.PriceRun{Lines: ids}) }
	if values.UnitPrice != nil || values.Term != nil {
		err = price(ctx)
	}
	if err == nil {
		result.Undo, err = s.app.Undo.keep(change{ws: ws, before: before, after: price}, nil)
		s.app.tell(ws, Event{Type: EventDataChanged})
	}
	return result, err
}
