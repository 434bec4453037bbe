package app

import (
	"context"

	"tenantry/backend/domain"
	"tenantry/backend/scheduler"
)

// Schedules is what runs by itself.
type Schedules struct{ app *App }

// ScheduleRow is a schedule with the name of its connection.
type ScheduleRow struct {
	domain.Schedule
	Connection string            `json:"connection"` // "" for all
	WordsKey   string            `json:"words_key"`  // says in words when it runs: a key of the catalogue
	Words      map[string]string `json:"words"`      // fill that sentence
}

// ScheduleInput is what a user enters.
type ScheduleInput struct {
	ConnectionID *int64 `json:"connection_id,omitempty" doc:"left out: all connections"`
	Cron         string `json:"cron" maxLength:"100" doc:"five fields: minute hour day month weekday"`
	TimeZone     string `json:"time_zone,omitempty" doc:"IANA name; left out: the zone in force"`
	Paused       bool   `json:"paused,omitempty"`
}

// List gives all schedules.
func (s *Schedules) List(ctx context.Context) ([]ScheduleRow, error) {
	ws, err := s.app.current()
	if err != nil {
		return nil, err
	}
	schedules, err := ws.store.FindSchedules(ctx)
	if err != nil {
		return nil, err
	}
	connections, err := ws.store.FindConnections(ctx)
	if err != nil {
		return nil, err
	}
	names := map[int64]string{}
	for _, conn := range connections {
		names[conn.ID] = conn.Name
	}
	rows := make([]ScheduleRow, 0, len(schedules))
	for _, schedule := range schedules {
		row := ScheduleRow{Schedule: schedule}
		if schedule.ConnectionID != nil {
			row.Connection = names[*schedule.ConnectionID]
		}
		row.WordsKey, row.Words = scheduler.Describe(schedule.Cron)
		rows = append(rows, row)
	}
	return rows, nil
}

// Create stores a schedule and plans its first run.
func (s *Schedules) Create(ctx context.Context, in ScheduleInput) (ScheduleRow, error) {
	return s.save(ctx, domain.Schedule{Job: jobSync}, in)
}

// Update replaces a schedule and plans its next run anew.
func (s *Schedules) Update(ctx context.Context, id int64, in ScheduleInput) (ScheduleRow, error) {
	row, err := s.get(ctx, id)
	if err != nil {
		return ScheduleRow{}, err
	}
	return s.save(ctx, row.Schedule, in)
}

func (s *Schedules) save(ctx context.Context, schedule domain.Schedule, in ScheduleInput) (ScheduleRow, error) {
	ws, err := s.app.current()
	if err != nil {
		return ScheduleRow{}, err
	}
	if in.TimeZone == "" {
		in.TimeZone = schedule.TimeZone
	}
	if in.TimeZone == "" {
		in.TimeZone, err = ws.zoneForSchedules(ctx)
		if err != nil {
			return ScheduleRow{}, err
		}
	}
	if in.ConnectionID != nil {
		if _, err := ws.store.GetConnection(ctx, *in.ConnectionID); err != nil {
			return ScheduleRow{}, err
		}
	}
	schedule.ConnectionID, schedule.Cron, schedule.TimeZone, schedule.Paused = in.ConnectionID, in.Cron, in.TimeZone, in.Paused
	saved, err := ws.scheduler.Save(ctx, schedule)
	if err != nil {
		return ScheduleRow{}, err
	}
	s.app.tell(ws, Event{Type: EventConnectionChanged})
	return s.get(ctx, saved.ID)
}

// zoneForSchedules is the zone in force by its name, UTC where the system does not tell its own.
func (w *workspace) zoneForSchedules(ctx context.Context) (string, error) {
	settings, err := w.store.GetSettings(ctx)
	if err != nil {
		return "", err
	}
	zone, err := zoneOf(settings)
	if err != nil {
		return "", err
	}
	if name := zoneName(zone); name != "" {
		return name, nil
	}
	return "UTC", nil
}

func (s *Schedules) get(ctx context.Context, id int64) (ScheduleRow, error) {
	rows, err := s.List(ctx)
	if err != nil {
		return ScheduleRow{}, err
	}
	for _, row := range rows {
		if row.ID == id {
			return row, nil
		}
	}
	return ScheduleRow{}, domain.NewError(domain.CodeNotFound, "schedule_not_found")
}

// Delete removes a schedule.
func (s *Schedules) Delete(ctx context.Context, id int64) error {
	ws, err := s.app.current()
	if err != nil {
		return err
	}
	if _, err := s.get(ctx, id); err != nil {
		return err
	}
	if err := ws.store.DeleteSchedule(ctx, id); err != nil {
		return err
	}
	s.app.tell(ws, Event{Type: EventConnectionChanged})
	return nil
}

// RunNow starts a schedule's work at once and returns without waiting for it.
func (s *Schedules) RunNow(ctx context.Context, id int64) error {
	ws, err := s.app.current()
	if err != nil {
		return err
	}
	return ws.scheduler.RunNow(ctx, id)
}
