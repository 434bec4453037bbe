package api

import (
	"context"
	"net/http"

	"tenantry/app"
)

type createScheduleInput struct{ Body app.ScheduleInput }

type updateScheduleInput struct {
	IDParam
	Body app.ScheduleInput
}

type backgroundInput struct {
	Body struct {
		On bool `json:"on"`
	}
}

func (s *server) registerSchedules() {
	const tag = "schedules"
	register(s, operation{http.MethodGet, "/schedules/background", "get-background", "Whether schedules run while no window is open", tag},
		func(ctx context.Context, _ *none) (app.Background, error) { return s.app.Schedules.Background(ctx) })
	register(s, operation{http.MethodPut, "/schedules/background", "set-background", "Let the system's scheduler run what is due", tag},
		func(ctx context.Context, in *backgroundInput) (app.Background, error) {
			return s.app.Schedules.SetBackground(ctx, in.Body.On)
		})
	register(s, operation{http.MethodGet, "/schedules", "find-schedules", "What runs by itself", tag},
		func(ctx context.Context, _ *none) (listOf[app.ScheduleRow], error) {
			return list(s.app.Schedules.List(ctx))
		})
	register(s, operation{http.MethodPost, "/schedules", "create-schedule", "Sync or export at set times", tag},
		func(ctx context.Context, in *createScheduleInput) (app.ScheduleRow, error) {
			return s.app.Schedules.Create(ctx, in.Body)
		})
	register(s, operation{http.MethodPut, "/schedules/{id}", "update-schedule", "Change a schedule", tag},
		func(ctx context.Context, in *updateScheduleInput) (app.ScheduleRow, error) {
			return s.app.Schedules.Update(ctx, in.ID, in.Body)
		})
	register(s, operation{http.MethodDelete, "/schedules/{id}", "delete-schedule", "Remove a schedule", tag},
		func(ctx context.Context, in *IDParam) (undoable, error) {
			return undoableBy(s.app.Schedules.Delete(ctx, in.ID))
		})
	registerSilent(s, operation{http.MethodPost, "/schedules/{id}/run", "run-schedule", "Run a schedule now", tag},
		func(ctx context.Context, in *IDParam) error { return s.app.Schedules.RunNow(ctx, in.ID) })
}
