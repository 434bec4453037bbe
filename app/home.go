package app

import (
	"context"
	"time"

	"tenantry/backend/domain"
)

// Home is the first page: what needs a decision, what failed, what changed.
type Home struct{ app *App }

// HomeRequest says whose first page is asked for.
type HomeRequest struct {
	Scope domain.Scope
	Since *time.Time // nil: the last visit
	Limit int        // rows under each line
}

// Get computes the first page.
func (h *Home) Get(ctx context.Context, req HomeRequest) (domain.Home, error) {
	ws, err := h.app.current()
	if err != nil {
		return domain.Home{}, err
	}
	f := domain.HomeFilter{Now: ws.now(), Since: req.Since, Limit: req.Limit}
	if f.Zone, err = ws.zone(ctx); err != nil {
		return domain.Home{}, err
	}
	if f.Scope, err = ws.scope(ctx, req.Scope); err != nil {
		return domain.Home{}, err
	}
	if f.Since == nil {
		if f.Since, err = ws.store.GetHomeSeen(ctx); err != nil {
			return domain.Home{}, err
		}
	}
	return ws.reports.Home(ctx, f)
}

// MarkSeen makes now the last visit: what changed before it is told no more.
func (h *Home) MarkSeen(ctx context.Context) error {
	ws, err := h.app.current()
	if err != nil {
		return err
	}
	return ws.store.SaveHomeSeen(ctx, ws.now())
}
