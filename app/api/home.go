package api

import (
	"context"
	"net/http"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
)

type homeInput struct {
	WhoseParams
	Since time.Time `query:"since" doc:"what changed since; left out: since the last visit"`
	Limit int       `query:"limit" minimum:"1" maximum:"1000" default:"8" doc:"rows under each line"`
}

func (s *server) registerHome() {
	const tag = "home"
	register(s, operation{http.MethodGet, "/home", "get-home", "What needs a decision, what failed, what changed", tag},
		func(ctx context.Context, in *homeInput) (domain.Home, error) {
			req := app.HomeRequest{Scope: in.scope(), Limit: in.Limit}
			if !in.Since.IsZero() {
				req.Since = &in.Since
			}
			return s.app.Home.Get(ctx, req)
		})
	registerSilent(s, operation{http.MethodPost, "/home/seen", "mark-home-seen", "Make now the last visit", tag},
		func(ctx context.Context, _ *none) error { return s.app.Home.MarkSeen(ctx) })
}
