package app

import (
	"context"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// Dashboard is the state of the whole portfolio, or of the customers of a scope, in figures.
type Dashboard struct{ app *App }

// Trend is the seats of counted pools over time.
type Trend struct {
	Points    []domain.TrendPoint `json:"points"`
	Step      int                 `json:"step"`      // 1: each day that was read; more: one in so many, the scope has too many customers
	Simulated bool                `json:"simulated"` // some points were read on a clock set by hand
}

// KPIs computes the figures. Day and thresholds are filled in here.
func (d *Dashboard) KPIs(ctx context.Context, scope domain.Scope) (domain.KPIs, error) {
	ws, err := d.app.current()
	if err != nil {
		return domain.KPIs{}, err
	}
	if scope, err = ws.scope(ctx, scope); err != nil {
		return domain.KPIs{}, err
	}
	return recall(ctx, ws, question("figures", scope, nil), time.Time{}, func() (domain.KPIs, error) {
		return ws.reports.KPIs(ctx, scope)
	})
}

// Trend gives one point per day with samples, over the days asked for.
func (d *Dashboard) Trend(ctx context.Context, scope domain.Scope, days int) (Trend, error) {
	ws, err := d.app.current()
	if err != nil {
		return Trend{}, err
	}
	if scope, err = ws.scope(ctx, scope); err != nil {
		return Trend{}, err
	}
	return ws.trend(ctx, scope, days)
}

// trend is asked for by a file's table and by its notes.
func (w *workspace) trend(ctx context.Context, scope domain.Scope, days int) (Trend, error) {
	return recall(ctx, w, question("trend", scope, days), time.Time{}, func() (Trend, error) { return w.findTrend(ctx, scope, days) })
}

func (w *workspace) findTrend(ctx context.Context, scope domain.Scope, days int) (Trend, error) {
	points, step, err := w.reports.Trend(ctx, scope, days)
	if err != nil {
		return Trend{}, err
	}
	// Only invented customers have such days, and real ones have many to look through.
	simulated, err := w.invented(ctx)
	if simulated && err == nil {
		simulated, err = w.reports.HasSimulatedDays(ctx, scope, days)
	}
	return Trend{Points: points, Step: step, Simulated: simulated}, err
}

// Completeness says for each dataset how much of it the stored data cover.
func (d *Dashboard) Completeness(ctx context.Context) ([]domain.Completeness, error) {
	ws, err := d.app.current()
	if err != nil {
		return nil, err
	}
	return ws.store.Completeness(ctx, store.CompletenessFilter{})
}
