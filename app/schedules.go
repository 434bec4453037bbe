package app

import (
	"context"

	"tenantry/backend/domain"
	"tenantry/backend/scheduler"
)

// Schedules is what runs by itself.
type Schedules struct{ app *App }

// ScheduleRow is a schedule with the name of its connection or of its export's customer.
type ScheduleRow struct {
	domain.Schedule
	Connection string            `json:"connection"` // "" for all
	Customer   string            `json:"customer"`   // "" for all, and for one that is not known any more
	WordsKey   string            `json:"words_key"`  // says in words when it runs: a key of the catalogue
	Words      map[string]string `json:"words"`      // fill that sentence
}

// ScheduleInput is what a user enters.
type ScheduleInput struct {
	ConnectionID *int64                  `json:"connection_id,omitempty" doc:"of a sync; left out: all connections"`
	Export       *domain.ScheduledExport `json:"export,omitempty" doc:"left out: a sync"`
	Cron         string                  `json:"cron" maxLength:"100" doc:"five fields: minute hour day month weekday"`
	TimeZone     string                  `json:"time_zone,omitempty" doc:"IANA name; left out: the zone in force"`
	Paused       bool                    `json:"paused,omitempty"`
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
		if e := schedule.Export; e != nil && e.CustomerID != 0 {
			if row.Customer, err = ws.customerName(ctx, e.CustomerID); err != nil {
				return nil, err
			}
		}
		row.WordsKey, row.Words = scheduler.Describe(schedule.Cron)
		rows = append(rows, row)
	}
	return rows, nil
}

// Create stores a schedule and plans its first run.
func (s *Schedules) Create(ctx context.Context, in ScheduleInput) (ScheduleRow, error) {
	return s.save(ctx, domain.Schedule{}, in)
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
	if in.Export != nil && in.Export.Family == "all" {
		export := *in.Export
		export.Family = ""
		in.Export = &export
	}
	if err := ws.checkJob(ctx, schedule, in); err != nil {
		return ScheduleRow{}, err
	}
	schedule.Job = jobSync
	if in.Export != nil {
		schedule.Job = jobExport
	}
	schedule.ConnectionID, schedule.Export = in.ConnectionID, in.Export
	schedule.Cron, schedule.TimeZone, schedule.Paused = in.Cron, in.TimeZone, in.Paused
	saved, err := ws.scheduler.Save(ctx, schedule)
	if err != nil {
		return ScheduleRow{}, err
	}
	if schedule.Export != nil {
		ws.notify() // one that is paused is told no more
	}
	s.app.tell(ws, Event{Type: EventConnectionChanged})
	return s.get(ctx, saved.ID)
}

// checkJob refuses what could not run. A schedule whose folder or customers are gone can still be paused.
func (w *workspace) checkJob(ctx context.Context, before domain.Schedule, in ScheduleInput) error {
	if in.ConnectionID != nil {
		if in.Export != nil {
			return domain.NewError(domain.CodeInvalid, "schedule_connection")
		}
		_, err := w.store.GetConnection(ctx, *in.ConnectionID)
		return err
	}
	if in.Export == nil || in.Paused && before.Export != nil && *before.Export == *in.Export {
		return nil
	}
	if _, err := w.prepareScheduled(ctx, *in.Export); err != nil {
		return err
	}
	if in.Export.To != "" {
		_, err := w.mailServer(ctx)
		return err
	}
	return requireWritable(in.Export.Folder)
}

// customerName is "" for a customer that is not known any more.
func (w *workspace) customerName(ctx context.Context, id int64) (string, error) {
	scope, err := w.scope(ctx, domain.Scope{})
	if err != nil {
		return "", err
	}
	detail, err := w.store.GetCustomer(ctx, id, scope.Today)
	if domain.CodeOf(err) == domain.CodeNotFound {
		return "", nil
	}
	return detail.Name, err
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
func (s *Schedules) Delete(ctx context.Context, id int64) (int64, error) {
	ws, err := s.app.current()
	if err != nil {
		return 0, err
	}
	schedule, err := s.get(ctx, id)
	if err != nil {
		return 0, err
	}
	before, err := ws.store.BeforeSchedule(ctx, id)
	if err == nil {
		err = ws.store.DeleteSchedule(ctx, id)
	}
	if err != nil {
		return 0, err
	}
	after := func(context.Context) error {
		if schedule.Export != nil {
			ws.notify()
		}
		s.app.tell(ws, Event{Type: EventConnectionChanged})
		return nil
	}
	return s.app.Undo.keep(change{ws: ws, before: before, after: after}, after(ctx))
}

// RunNow starts a schedule's work at once and returns without waiting for it.
func (s *Schedules) RunNow(ctx context.Context, id int64) error {
	ws, err := s.app.current()
	if err != nil {
		return err
	}
	return ws.scheduler.RunNow(ctx, id)
}
