package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type sessionInput struct {
	AcceptLanguage string `header:"Accept-Language"`
}

type settingsInput struct{ Body domain.Settings }

func (s *server) registerSession() {
	const tag = "session"
	register(s, operation{http.MethodGet, "/session", "get-session", "Where the interface runs and on which data", tag},
		func(ctx context.Context, in *sessionInput) (app.Session, error) {
			return s.app.Session(ctx, in.AcceptLanguage)
		})
	register(s, operation{http.MethodGet, "/settings", "get-settings", "The user's choices", tag},
		func(ctx context.Context, _ *none) (domain.Settings, error) { return s.app.Settings.Get(ctx) })
	register(s, operation{http.MethodPut, "/settings", "save-settings", "Replace the user's choices", tag},
		func(ctx context.Context, in *settingsInput) (domain.Settings, error) {
			return s.app.Settings.Save(ctx, in.Body)
		})
	registerSilent(s, operation{http.MethodPost, "/sample", "open-sample", "Show an invented portfolio, kept apart", tag},
		func(ctx context.Context, _ *none) error { return s.app.Sample.Open(ctx) })
	registerSilent(s, operation{http.MethodDelete, "/sample", "close-sample", "Delete the invented portfolio and go back", tag},
		func(ctx context.Context, _ *none) error { return s.app.Sample.Close(ctx) })
}
