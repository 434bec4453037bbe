package api

import (
	"context"
	"net/http"

	"tenantry/app"
	"tenantry/backend/domain"
)

type notificationsInput struct {
	State  string `query:"state" enum:"open,snoozed,ended" default:"open"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	Offset int    `query:"offset" minimum:"0"`
}

type readInput struct {
	IDParam
	Body struct {
		Read bool `json:"read"`
	}
}

type snoozeInput struct {
	IDParam
	Body struct {
		Days   int    `json:"days" minimum:"0" maximum:"366" doc:"0: it is told again at once"`
		Reason string `json:"reason,omitempty" maxLength:"500"`
	}
}

func (s *server) registerNotifications() {
	const tag = "notifications"
	register(s, operation{http.MethodGet, "/notifications", "find-notifications", "Failures, things to do and deadlines", tag},
		func(ctx context.Context, in *notificationsInput) (app.NotificationPage, error) {
			return s.app.Notifications.List(ctx, domain.NotificationState(in.State), domain.PageRequest{Limit: in.Limit, Offset: in.Offset})
		})
	registerSilent(s, operation{http.MethodPost, "/notifications/read", "read-notifications", "Mark all as read", tag},
		func(ctx context.Context, _ *none) error { return s.app.Notifications.ReadAll(ctx) })
	registerSilent(s, operation{http.MethodPut, "/notifications/{id}/read", "read-notification", "Mark one as read or unread", tag},
		func(ctx context.Context, in *readInput) error {
			return s.app.Notifications.Read(ctx, in.ID, in.Body.Read)
		})
	registerSilent(s, operation{http.MethodPut, "/notifications/{id}/snooze", "snooze-notification", "Put one off for some days", tag},
		func(ctx context.Context, in *snoozeInput) error {
			return s.app.Notifications.Snooze(ctx, in.ID, in.Body.Days, in.Body.Reason)
		})
}
