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

type mailInput struct{ Body app.MailInput }

type mailTestInput struct {
	Body struct {
		To string `json:"to" minLength:"1" maxLength:"2000" doc:"mail addresses, comma between"`
	}
}

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
	register(s, operation{http.MethodGet, "/settings/mail", "get-mail", "The server that sends mail, without its password", tag},
		func(ctx context.Context, _ *none) (app.MailSettings, error) { return s.app.Mail.Get(ctx) })
	register(s, operation{http.MethodPut, "/settings/mail", "save-mail", "Replace the server that sends mail", tag},
		func(ctx context.Context, in *mailInput) (app.MailSettings, error) {
			return s.app.Mail.Save(ctx, in.Body)
		})
	registerSilent(s, operation{http.MethodPost, "/settings/mail/test", "test-mail", "Send a mail to see that it works", tag},
		func(ctx context.Context, in *mailTestInput) error { return s.app.Mail.Test(ctx, in.Body.To) })
	registerSilent(s, operation{http.MethodPost, "/sample", "open-sample", "Show an invented portfolio, kept apart", tag},
		func(ctx context.Context, _ *none) error { return s.app.Sample.Open(ctx) })
	registerSilent(s, operation{http.MethodDelete, "/sample", "close-sample", "Delete the invented portfolio and go back", tag},
		func(ctx context.Context, _ *none) error { return s.app.Sample.Close(ctx) })
}
