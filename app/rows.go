package app

import (
	"context"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// RowPage is a window on the rows of one kind.
type RowPage[T any] struct {
	Items []domain.Stored[T] `json:"items"`
	Total int                `json:"total"`
}

// RowRequest is a filter of rows whose time is still a word.
type RowRequest struct {
	domain.RowFilter
	Within Within
}

func (w *workspace) rowFilter(ctx context.Context, req RowRequest) (domain.RowFilter, error) {
	f := req.RowFilter
	scope, err := w.scope(ctx, f.Scope)
	f.Scope, f.Since = scope, req.Within.since(w.now())
	return f, err
}

// FindRows lists the rows of one kind, latest first where they have a time.
func FindRows[T domain.Keyed](ctx context.Context, a *App, req RowRequest) (RowPage[T], error) {
	ws, err := a.current()
	if err != nil {
		return RowPage[T]{}, err
	}
	f, err := ws.rowFilter(ctx, req)
	if err != nil {
		return RowPage[T]{}, err
	}
	items, total, err := store.FindRows[T](ctx, ws.store, f)
	return RowPage[T]{Items: items, Total: total}, err
}

// GetRow gives one row with its files.
func GetRow[T domain.Keyed](ctx context.Context, a *App, id int64) (domain.Stored[T], error) {
	ws, err := a.current()
	if err != nil {
		return domain.Stored[T]{}, err
	}
	return store.GetRow[T](ctx, ws.store, id)
}

// KindCount says how many rows of a kind a customer has.
type KindCount struct {
	Kind  domain.Kind `json:"kind"`
	Count int         `json:"count"`
}

// RowCounts says of which kinds beside pools and subscriptions a customer has rows, and how many.
func (c *Customers) RowCounts(ctx context.Context, id int64) ([]KindCount, error) {
	ws, err := c.app.current()
	if err != nil {
		return nil, err
	}
	counts, err := ws.store.CountRows(ctx, id)
	if err != nil {
		return nil, err
	}
	list := []KindCount{}
	for _, kind := range store.RowKinds() {
		if counts[kind] > 0 {
			list = append(list, KindCount{Kind: kind, Count: counts[kind]})
		}
	}
	return list, nil
}
