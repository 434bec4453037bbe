package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type setupInput struct{ Body domain.Setup }

func (s *server) registerSetup() {
	const tag = "session"
	register(s, operation{http.MethodGet, "/setup", "get-setup", "How far the first start has come", tag},
		func(ctx context.Context, _ *none) (domain.Setup, error) { return s.app.Setup.Get(ctx) })
	register(s, operation{http.MethodPut, "/setup", "save-setup", "Note how far the first start has come", tag},
		func(ctx context.Context, in *setupInput) (domain.Setup, error) { return s.app.Setup.Save(ctx, in.Body) })
	registerSilent(s, operation{http.MethodPost, "/setup/thresholds", "see-thresholds", "The thresholds were looked at and fit", tag},
		func(ctx context.Context, _ *none) error { return s.app.Setup.SeeThresholds(ctx) })
	register(s, operation{http.MethodGet, "/organisation", "get-organisation", "Our own organisation and what is left to set up", tag},
		func(ctx context.Context, _ *none) (app.OwnPage, error) { return s.app.Organisation.Get(ctx) })
}
