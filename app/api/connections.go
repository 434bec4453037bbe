package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type createConnectionInput struct {
	Body struct {
		Vendor domain.Vendor `json:"vendor"`
		app.ConnectionInput
	}
}

type updateConnectionInput struct {
	IDParam
	Body app.ConnectionInput
}

type checkConnectionInput struct{ Body app.CheckInput }

type pauseConnectionInput struct {
	IDParam
	Body struct {
		Paused bool `json:"paused"`
	}
}

func (s *server) registerConnections() {
	const tag = "connections"
	register(s, operation{http.MethodGet, "/vendors", "find-vendors", "The vendors and the fields of their connections", tag},
		func(context.Context, *none) (listOf[app.Vendor], error) {
			return list(s.app.Connections.Vendors(), nil)
		})
	register(s, operation{http.MethodGet, "/connections", "find-connections", "All connections", tag},
		func(ctx context.Context, _ *none) (listOf[app.ConnectionRow], error) {
			return list(s.app.Connections.List(ctx))
		})
	register(s, operation{http.MethodPost, "/connections", "create-connection", "Store a new connection", tag},
		func(ctx context.Context, in *createConnectionInput) (app.ConnectionRow, error) {
			return s.app.Connections.Create(ctx, in.Body.Vendor, in.Body.ConnectionInput)
		})
	register(s, operation{http.MethodPut, "/connections/{id}", "update-connection", "Change a connection; secrets left out stay", tag},
		func(ctx context.Context, in *updateConnectionInput) (app.ConnectionRow, error) {
			return s.app.Connections.Update(ctx, in.ID, in.Body)
		})
	registerSilent(s, operation{http.MethodDelete, "/connections/{id}", "delete-connection", "Remove a connection and what only it knew", tag},
		func(ctx context.Context, in *IDParam) error { return s.app.Connections.Delete(ctx, in.ID) })
	register(s, operation{http.MethodPost, "/connections/check", "check-connection", "Try a connection out", tag},
		func(ctx context.Context, in *checkConnectionInput) (app.CheckResult, error) {
			return s.app.Connections.Check(ctx, in.Body)
		})
	register(s, operation{http.MethodPut, "/connections/{id}/paused", "pause-connection", "Leave a connection out of syncs, or take it in again", tag},
		func(ctx context.Context, in *pauseConnectionInput) (app.ConnectionRow, error) {
			return s.app.Connections.Pause(ctx, in.ID, in.Body.Paused)
		})
	s.registerGone(tag)
}

func (s *server) registerGone(tag string) {
	register(s, operation{http.MethodPost, "/connections/{id}/accept-gone", "accept-gone",
		"Let the next complete read mark as gone what the vendor no longer lists", tag},
		func(ctx context.Context, in *IDParam) (app.ConnectionRow, error) {
			return s.app.Connections.AcceptGone(ctx, in.ID)
		})
	register(s, operation{http.MethodPost, "/connections/{id}/dismiss-gone", "dismiss-gone",
		"Put the question aside until the next complete read asks again", tag},
		func(ctx context.Context, in *IDParam) (app.ConnectionRow, error) {
			return s.app.Connections.DismissGone(ctx, in.ID)
		})
}
