package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type trendInput struct {
	ScopeParams
	Days int `query:"days" minimum:"1" maximum:"3660" default:"365"`
}

func (s *server) registerDashboard() {
	const tag = "dashboard"
	register(s, operation{http.MethodGet, "/dashboard", "get-dashboard", "The portfolio in figures", tag},
		func(ctx context.Context, in *ScopeParams) (domain.KPIs, error) {
			return s.app.Dashboard.KPIs(ctx, in.scope())
		})
	register(s, operation{http.MethodGet, "/dashboard/trend", "get-trend", "Seats over time", tag},
		func(ctx context.Context, in *trendInput) (app.Trend, error) {
			return s.app.Dashboard.Trend(ctx, in.scope(), in.Days)
		})
}
