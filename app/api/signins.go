package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type signInInput struct{ Body app.SignInRequest }

type signInParam struct {
	ID string `path:"id" maxLength:"64"`
}

func (s *server) registerSignIns() {
	const tag = "connections"
	register(s, operation{http.MethodPost, "/sign-ins", "start-sign-in", "Start signing in at a vendor; the answer names the page to open", tag},
		func(ctx context.Context, in *signInInput) (app.SignInState, error) {
			return s.app.SignIns.Start(ctx, in.Body)
		})
	register(s, operation{http.MethodGet, "/sign-ins/{id}", "get-sign-in", "How far a sign-in is", tag},
		func(_ context.Context, in *signInParam) (app.SignInState, error) { return s.app.SignIns.Get(in.ID) })
	registerSilent(s, operation{http.MethodDelete, "/sign-ins/{id}", "cancel-sign-in", "End a sign-in", tag},
		func(_ context.Context, in *signInParam) error { return s.app.SignIns.Cancel(in.ID) })
	register(s, operation{http.MethodPost, "/records/{id}/consent", "give-consent",
		"Approve our app at a customer whose consent is missing, through the vendor's interface", tag},
		func(ctx context.Context, in *IDParam) (app.ConsentGiven, error) {
			return s.app.Connections.GiveConsent(ctx, in.ID)
		})
	register(s, operation{http.MethodGet, "/access", "find-access", "What lets us in at vendors and customers, and for how long", tag},
		func(ctx context.Context, _ *none) (listOf[domain.Access], error) {
			return list(s.app.Connections.Access(ctx))
		})
}
