package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"tenantry/backend/domain"
)

// staleAfter is how long a run may go without a heartbeat before it counts as interrupted.
const staleAfter = 2 * time.Minute

// keptRuns is how many runs of a connection stay on record.
const keptRuns = 50

// NewRun is a run about to begin.
type NewRun struct {
	ConnectionID int64
	Full         bool
	Trigger      string // "user", "schedule" or "cli"
	Simulated    bool
	Owner        string    // the process that runs it
	At           time.Time // the run's clock, which --now may have set
}

const selectRuns = `
SELECT
    r.id,
    r.connection_id,
    c.name,
    c.vendor,
    r.full,
    r.trigger,
    r.simulated,
    r.state,
    r.started_at,
    r.ended_at,
    r.tasks_total,
    r.tasks_done,
    r.tasks_failed,
    r.rows_read,
    r.rows_written,
    r.error_key,
    r.error_detail
FROM sync_runs r
JOIN connections c ON c.id = r.connection_id
`

func scanRun(row scanner) (domain.Run, error) {
	var r domain.Run
	err := row.Scan(&r.ID, &r.ConnectionID, &r.Connection, &r.Vendor, &r.Full, &r.Trigger, &r.Simulated, &r.State,
		intoTime{&r.StartedAt}, intoOptionalTime{&r.EndedAt}, &r.TasksTotal, &r.TasksDone, &r.TasksFailed, &r.RowsRead,
		&r.RowsWritten, &r.ErrorKey, &r.ErrorDetail)
	return r, err
}

// BeginRun starts a run, unless one of the connection is running already: that is a conflict with the key
// "sync_running". A run without a sign of life for two minutes is taken over. A full run makes all the connection's
// datasets due for a full read, and they stay due until they had one.
func (s *Store) BeginRun(ctx context.Context, n NewRun) (domain.Run, error) {
	var run domain.Run
	err := s.write(ctx, "begin run", func(ctx context.Context, t tx) error {
		if err := endStale(ctx, t, n.ConnectionID, time.Now()); err != nil {
			return err
		}
		id, err := t.insert(ctx, `
INSERT INTO sync_runs (connection_id, full, trigger, simulated, state, owner, heartbeat_at, started_at)
SELECT id, ?, ?, ?, ?, ?, ?, ? FROM connections WHERE id = ?`,
			n.Full, n.Trigger, n.Simulated, domain.RunRunning, n.Owner, timeText(time.Now()), timeText(n.At), n.ConnectionID)
		if isUnique(err) {
			return &domain.Error{Code: domain.CodeConflict, Key: "sync_running", Err: err}
		}
		if err != nil {
			return err
		}
		if n.Full {
			if _, err := t.exec(ctx, "UPDATE checkpoints SET full_due = 1 WHERE connection_id = ?", n.ConnectionID); err != nil {
				return err
			}
		}
		run, err = queryOne(ctx, t, selectRuns+"WHERE r.id = ? AND r.connection_id = ?", []any{id, n.ConnectionID}, scanRun)
		return err
	})
	return run, err
}

// FindUnfinished tells when the connection began to be read without having come to an end since: the start of the first
// of its latest runs that were stopped, interrupted or failed, not counting those before the given time. It is nil where
// the latest run that has ended came to its end.
func (s *Store) FindUnfinished(ctx context.Context, connectionID int64, after time.Time) (*time.Time, error) {
	var began *time.Time
	_, err := queryOne(ctx, s.reader, `
SELECT MIN(started_at)
FROM sync_runs
WHERE connection_id = ?
  AND started_at >= ?
  AND state NOT IN (?, ?, ?)
  AND id > COALESCE((SELECT MAX(id) FROM sync_runs WHERE connection_id = ? AND state IN (?, ?)), 0)`,
		[]any{connectionID, timeText(after), domain.RunRunning, domain.RunDone, domain.RunPartial,
			connectionID, domain.RunDone, domain.RunPartial},
		func(row scanner) (bool, error) { return true, row.Scan(intoOptionalTime{&began}) })
	return began, wrap("find unfinished runs", err)
}

// Heartbeat is a run's sign of life. It reports whether the run shall end: someone asked for it, or it was taken over.
func (s *Store) Heartbeat(ctx context.Context, runID int64, at time.Time) (bool, error) {
	cancel := true
	err := s.write(ctx, "heartbeat", func(ctx context.Context, t tx) error {
		asked, err := queryOne(ctx, t,
			"UPDATE sync_runs SET heartbeat_at = ? WHERE id = ? AND state = ? RETURNING cancel",
			[]any{timeText(at), runID, domain.RunRunning}, scanOne[bool])
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		cancel = asked
		return err
	})
	return cancel, err
}

// RequestCancel asks a running run to end, whichever process it runs in.
func (s *Store) RequestCancel(ctx context.Context, runID int64) error {
	return s.write(ctx, "request cancel", func(ctx context.Context, t tx) error {
		n, err := t.exec(ctx, "UPDATE sync_runs SET cancel = 1 WHERE id = ? AND state = ?", runID, domain.RunRunning)
		if err == nil && n == 0 {
			return domain.Errorf(domain.CodeConflict, "run_not_running", nil, "run %d", runID)
		}
		return err
	})
}

// UpdateRunProgress stores the counts of a running run.
func (s *Store) UpdateRunProgress(ctx context.Context, r domain.Run) error {
	return s.write(ctx, "update run", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx, `
UPDATE sync_runs
SET tasks_total = ?, tasks_done = ?, tasks_failed = ?, rows_read = ?, rows_written = ?
WHERE id = ? AND state = ?`,
			r.TasksTotal, r.TasksDone, r.TasksFailed, r.RowsRead, r.RowsWritten, r.ID, domain.RunRunning)
		return err
	})
}

// FinishRun ends a run with its counts and its reason. Pools that the run could not read keep their last state for the
// day's history. The oldest runs beyond the kept ones go.
func (s *Store) FinishRun(ctx context.Context, r domain.Run) error {
	err := s.write(ctx, "finish run", func(ctx context.Context, t tx) error {
		if r.EndedAt == nil {
			return errors.New("a finished run needs its end")
		}
		n, err := t.exec(ctx, `
UPDATE sync_runs
SET state = ?, ended_at = ?, tasks_total = ?, tasks_done = ?, tasks_failed = ?, rows_read = ?, rows_written = ?,
    error_key = ?, error_detail = ?
WHERE id = ?`,
			r.State, timeText(*r.EndedAt), r.TasksTotal, r.TasksDone, r.TasksFailed, r.RowsRead, r.RowsWritten,
			r.ErrorKey, r.ErrorDetail, r.ID)
		if err != nil {
			return err
		}
		if n == 0 {
			return notFound("run", r.ID)
		}
		listedAll := r.State == domain.RunDone || r.State == domain.RunPartial && r.ErrorKey == ""
		if listedAll {
			_, err := t.exec(ctx, "UPDATE connections SET first_full_at = ? WHERE id = ? AND first_full_at IS NULL",
				timeText(*r.EndedAt), r.ConnectionID)
			if err != nil {
				return err
			}
		}
		if err := carrySamples(ctx, t, r.ID); err != nil {
			return err
		}
		if err := centreMedians(ctx, t); err != nil {
			return err
		}
		return pruneRuns(ctx, t, r.ConnectionID)
	})
	if err != nil {
		return err
	}
	return s.optimize(context.WithoutCancel(ctx))
}

// optimize lets SQLite look at tables that have grown much, so that it goes on choosing the right indexes. It samples
// some rows of each (0x10) and does nothing most of the time. Were it to look at all of them, it would also keep values,
// and every statement whose plan could depend on one would be planned again each time it is given another.
func (s *Store) optimize(ctx context.Context) error {
	if err := s.writer.acquire(ctx); err != nil {
		return wrap("optimize", err)
	}
	defer s.writer.release()
	_, err := s.writer.conn.ExecContext(ctx, "PRAGMA optimize = 0x10012")
	return wrap("optimize", err)
}

func pruneRuns(ctx context.Context, t tx, connectionID int64) error {
	_, err := t.exec(ctx, `
DELETE FROM sync_runs
WHERE connection_id = ?
  AND state <> 'running'
  AND id <= (SELECT id FROM sync_runs WHERE connection_id = ? ORDER BY id DESC LIMIT 1 OFFSET ?)`,
		connectionID, connectionID, keptRuns)
	return err
}

// InterruptStaleRuns marks the runs that no process has kept alive for two minutes.
func (s *Store) InterruptStaleRuns(ctx context.Context, now time.Time) error {
	return s.write(ctx, "interrupt stale runs", func(ctx context.Context, t tx) error {
		return endStale(ctx, t, 0, now)
	})
}

// endStale marks stale runs of one connection, or of all for 0, as interrupted.
func endStale(ctx context.Context, t tx, connectionID int64, now time.Time) error {
	stale, err := queryAll(ctx, t,
		"SELECT id FROM sync_runs WHERE state = 'running' AND heartbeat_at < ? AND (? = 0 OR connection_id = ?)",
		[]any{timeText(now.Add(-staleAfter)), connectionID, connectionID}, scanOne[int64])
	if err != nil {
		return err
	}
	return interrupt(ctx, t, stale)
}

// InterruptAbandonedRuns marks the running runs whose process has ended, so that their connections can be synced at
// once. The caller tells whether the process that an owner names has ended for certain.
func (s *Store) InterruptAbandonedRuns(ctx context.Context, ended func(owner string) bool) error {
	type running struct {
		id    int64
		owner string
	}
	runs, err := queryAll(ctx, s.reader, "SELECT id, owner FROM sync_runs WHERE state = 'running'", nil,
		func(row scanner) (r running, err error) {
			err = row.Scan(&r.id, &r.owner)
			return r, err
		})
	if err != nil {
		return wrap("find running runs", err)
	}
	var abandoned []int64
	for _, r := range runs {
		if ended(r.owner) {
			abandoned = append(abandoned, r.id)
		}
	}
	if len(abandoned) == 0 {
		return nil
	}
	return s.write(ctx, "interrupt abandoned runs", func(ctx context.Context, t tx) error {
		return interrupt(ctx, t, abandoned)
	})
}

// interrupt ends runs that nobody ended themselves. Runs that are no longer running stay as they are.
func interrupt(ctx context.Context, t tx, ids []int64) error {
	for _, id := range ids {
		n, err := t.exec(ctx, `
UPDATE sync_runs
SET state = ?, error_key = 'interrupted', ended_at = MAX(started_at, heartbeat_at)
WHERE id = ? AND state = 'running'`, domain.RunInterrupted, id)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		if err := carrySamples(ctx, t, id); err != nil {
			return err
		}
	}
	return nil
}

// RunFilter selects runs; zero fields select all.
type RunFilter struct {
	ConnectionID int64
	Limit        int
	Offset       int
}

// FindRuns gives runs, newest first, and how many there are.
func (s *Store) FindRuns(ctx context.Context, f RunFilter) ([]domain.Run, int, error) {
	where, args := "WHERE TRUE\n", []any{}
	if f.ConnectionID != 0 {
		where, args = "WHERE r.connection_id = ?\n", []any{f.ConnectionID}
	}
	total, err := queryOne(ctx, s.reader, "SELECT COUNT(*) FROM sync_runs r "+where, args, scanOne[int])
	if err != nil {
		return nil, 0, wrap("count runs", err)
	}
	page := limit(domain.PageRequest{Limit: f.Limit, Offset: f.Offset})
	runs, err := queryAll(ctx, s.reader, selectRuns+where+"ORDER BY r.id DESC\n"+page, args, scanRun)
	return runs, total, wrap("find runs", err)
}

// GetRun gives one run.
func (s *Store) GetRun(ctx context.Context, id int64) (domain.Run, error) {
	run, err := queryOne(ctx, s.reader, selectRuns+"WHERE r.id = ?", []any{id}, scanRun)
	return run, wrap(fmt.Sprintf("get run %d", id), err)
}
