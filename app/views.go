package app

import (
	"context"

	"tenantry/backend/domain"
)

// Views is what can be done with filters that were saved under a name.
type Views struct{ app *App }

// List gives the views of a page by name.
func (v *Views) List(ctx context.Context, page string) ([]domain.View, error) {
	ws, err := v.app.current()
	if err != nil {
		return nil, err
	}
	return ws.store.FindViews(ctx, page)
}

// Save saves a view; one of the same page and name becomes this one. It gives the number to undo that by, as Delete does.
func (v *Views) Save(ctx context.Context, view domain.View) (int64, error) {
	ws, err := v.app.current()
	if err != nil {
		return 0, err
	}
	before, err := ws.store.BeforeView(ctx, view)
	if err == nil {
		err = ws.store.SaveView(ctx, view, ws.now())
	}
	return v.app.Undo.keep(change{ws: ws, before: before}, err)
}

// Delete deletes a view.
func (v *Views) Delete(ctx context.Context, id int64) (int64, error) {
	ws, err := v.app.current()
	if err != nil {
		return 0, err
	}
	before, err := ws.store.BeforeViewDeleted(ctx, id)
	if err == nil {
		err = ws.store.DeleteView(ctx, id)
	}
	return v.app.Undo.keep(change{ws: ws, before: before}, err)
}
