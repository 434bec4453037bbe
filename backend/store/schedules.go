package store

import (
	"context"
	"time"

	"tenantry/backend/domain"
)

const selectSchedules = `
SELECT
    id,
    job,
    connection_id,
    export,
    cron,
    time_zone,
    paused,
    last_at,
    last_ended_at,
    last_result,
    last_params,
    next_at
FROM schedules
`

func scanSchedule(row scanner) (domain.Schedule, error) {
	var s domain.Schedule
	err := row.Scan(&s.ID, &s.Job, &s.ConnectionID, intoJSON{&s.Export}, &s.Cron, &s.TimeZone, &s.Paused, intoOptionalTime{&s.LastAt},
		intoOptionalTime{&s.LastEndedAt}, &s.LastResult, intoJSON{&s.LastParams}, intoOptionalTime{&s.NextAt})
	return s, err
}

// FindSchedules gives all schedules in the order they were made.
func (s *Store) FindSchedules(ctx context.Context) ([]domain.Schedule, error) {
	all, err := queryAll(ctx, s.reader, selectSchedules+"ORDER BY id", nil, scanSchedule)
	return all, wrap("find schedules", err)
}

// GetSchedule gives one schedule.
func (s *Store) GetSchedule(ctx context.Context, id int64) (domain.Schedule, error) {
	schedule, err := queryOne(ctx, s.reader, selectSchedules+"WHERE id = ?", []any{id}, scanSchedule)
	return schedule, wrap("get schedule", err)
}

// SaveSchedule creates a schedule without an id and updates one with. When it last ran is left alone.
func (s *Store) SaveSchedule(ctx context.Context, schedule domain.Schedule) (domain.Schedule, error) {
	var saved domain.Schedule
	if schedule.Export != nil {
		if err := schedule.Export.Check(); err != nil {
			return saved, err
		}
	}
	err := s.write(ctx, "save schedule", func(ctx context.Context, t tx) error {
		values := []any{
			schedule.Job, optional(schedule.ConnectionID), jsonText(schedule.Export), schedule.Cron, schedule.TimeZone, schedule.Paused,
			optionalTime(schedule.NextAt),
		}
		id := schedule.ID
		var err error
		if id == 0 {
			id, err = t.insert(ctx,
				"INSERT INTO schedules (job, connection_id, export, cron, time_zone, paused, next_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
				values...)
		} else {
			_, err = t.exec(ctx,
				`
UPDATE schedules
SET job = ?, connection_id = ?, export = ?, cron = ?, time_zone = ?, paused = ?, next_at = ?
WHERE id = ?`,
				append(values, id)...)
		}
		if err != nil {
			return err
		}
		saved, err = queryOne(ctx, t, selectSchedules+"WHERE id = ?", []any{id}, scanSchedule)
		return err
	})
	return saved, err
}

// DeleteSchedule deletes a schedule.
func (s *Store) DeleteSchedule(ctx context.Context, id int64) error {
	return s.write(ctx, "delete schedule", func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "DELETE FROM schedules WHERE id = ?", id)
		if err == nil && n == 0 {
			return notFound("schedule", id)
		}
		return err
	})
}

// MarkScheduleStarted claims a due schedule: it stores the start and when it is due next, unless another process was
// faster or the schedule was changed or paused meanwhile; then it reports false. Due is the time it was found due by,
// nil for one that is never due by itself (a paused one run by hand).
func (s *Store) MarkScheduleStarted(ctx context.Context, id int64, due *time.Time, at, next time.Time) (bool, error) {
	claimed := 0
	err := s.write(ctx, "start schedule", func(ctx context.Context, t tx) error {
		var err error
		claimed, err = t.exec(ctx, `
UPDATE schedules
SET last_at = ?, last_ended_at = NULL, last_result = 'running', last_params = '{}', next_at = ?
WHERE id = ? AND next_at IS ? AND (paused = 0 OR next_at IS NULL)`,
			timeText(at), optionalTime(&next), id, optionalTime(due))
		return err
	})
	return claimed > 0, err
}

// MarkScheduleFinished stores when and how a schedule's job ended.
func (s *Store) MarkScheduleFinished(ctx context.Context, id int64, at time.Time, result domain.ScheduleResult) error {
	params := result.Params
	if params == nil {
		params = map[string]string{}
	}
	return s.write(ctx, "finish schedule", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx, "UPDATE schedules SET last_ended_at = ?, last_result = ?, last_params = ? WHERE id = ?",
			timeText(at), result.Word, jsonText(params), id)
		return err
	})
}
