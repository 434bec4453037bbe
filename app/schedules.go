package app

import (
	"context"

	"tenantry/backend/domain"
)

// Schedules is what runs by itself.
type Schedules struct{ app *App }

// ScheduleRow is a schedule with the name of its connection.
type ScheduleRow struct {
	domain.Schedule
	Connection string `json:"connection"` // "" for all
}

// ScheduleInput is what a user enters.
type ScheduleInput struct {
	ConnectionID *int64 `json:"connection_id,omitempty" doc:"left out: all connections"`
	Cron         string `json:"cron" maxLength:"100" doc:"five fields: minute hour day month weekday"`
	TimeZone     string `json:"time_zone,omitempty" doc:"IANA name; left out: the zone in force"`
	Paused       bool   `json:"paused,omitempty"`
}

// List gives all schedules.
func (s *Schedules) List(ctx context.Context) ([]ScheduleRow, error) { panic("soon") }

// Create stores a schedule and plans its first run.
func (s *Schedules) Create(ctx context.Context, in ScheduleInput) (ScheduleRow, error) { panic("soon") }

// Update replaces a schedule and plans its next run anew.
func (s *Schedules) Update(ctx context.Context, id int64, in ScheduleInput) (ScheduleRow, error) {
	panic("soon")
}

// Delete removes a schedule.
func (s *Schedules) Delete(ctx context.Context, id int64) error { panic("soon") }
