package app

import (
	"context"

	"tenantry/backend/domain"
)

// Dashboard is the state of the whole portfolio, or of one customer, in figures.
type Dashboard struct{ app *App }

// Trend is the seats of counted pools over time.
type Trend struct {
	Points    []domain.TrendPoint `json:"points"`
	Simulated bool                `json:"simulated"` // some points come from a clock set by hand
}

// KPIs computes the figures. Day and thresholds are filled in here.
func (d *Dashboard) KPIs(ctx context.Context, scope domain.Scope) (domain.KPIs, error) {
	panic("soon")
}

// Trend gives one point per day with samples, over the days asked for.
func (d *Dashboard) Trend(ctx context.Context, scope domain.Scope, days int) (Trend, error) {
	panic("soon")
}

// Completeness says for each dataset how much of it the stored data cover.
func (d *Dashboard) Completeness(ctx context.Context) ([]domain.Completeness, error) { panic("soon") }
