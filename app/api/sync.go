package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type syncInput struct{ Body app.SyncRequest }

type runsInput struct {
	ConnectionID int64 `query:"connection_id" minimum:"0"`
	Limit        int   `query:"limit" minimum:"1" maximum:"1000" default:"50"`
	Offset       int   `query:"offset" minimum:"0"`
}

type tasksInput struct {
	IDParam
	State  string `query:"state" enum:"done,failed,deferred"`
	Search string `query:"search" maxLength:"200" doc:"part of the customer's name"`
	Limit  int    `query:"limit" minimum:"1" maximum:"10000" default:"200"`
	Offset int    `query:"offset" minimum:"0"`
}

func (s *server) registerSync() {
	const tag = "sync"
	register(s, operation{http.MethodPost, "/sync", "start-sync", "Start reading; runs go on in the background", tag},
		func(ctx context.Context, in *syncInput) (app.SyncStarted, error) {
			return s.app.Sync.Start(ctx, in.Body, app.TriggerUser)
		})
	register(s, operation{http.MethodPost, "/sync/plan", "plan-sync", "What a sync would ask the vendors for, without asking", tag},
		func(ctx context.Context, in *syncInput) (listOf[domain.Plan], error) {
			return list(s.app.Sync.Plan(ctx, in.Body))
		})
	register(s, operation{http.MethodGet, "/runs", "find-runs", "Sync runs, newest first", tag},
		func(ctx context.Context, in *runsInput) (app.RunPage, error) {
			return s.app.Sync.Runs(ctx, app.RunFilter{ConnectionID: in.ConnectionID, Limit: in.Limit, Offset: in.Offset})
		})
	register(s, operation{http.MethodGet, "/runs/{id}", "get-run", "One sync run", tag},
		func(ctx context.Context, in *IDParam) (domain.Run, error) { return s.app.Sync.Run(ctx, in.ID) })
	register(s, operation{http.MethodGet, "/runs/{id}/tasks", "find-tasks", "The tasks of a run", tag},
		func(ctx context.Context, in *tasksInput) (app.TaskPage, error) {
			return s.app.Sync.Tasks(ctx, app.TaskFilter{
				RunID: in.ID, State: domain.TaskState(in.State), Search: in.Search, Limit: in.Limit, Offset: in.Offset,
			})
		})
	registerSilent(s, operation{http.MethodPost, "/runs/{id}/cancel", "cancel-run", "Ask a run to end", tag},
		func(ctx context.Context, in *IDParam) error { return s.app.Sync.Cancel(ctx, in.ID) })
	register(s, operation{http.MethodGet, "/completeness", "find-completeness", "How much of each dataset is stored", tag},
		func(ctx context.Context, _ *none) (listOf[domain.Completeness], error) {
			return list(s.app.Dashboard.Completeness(ctx))
		})
}
