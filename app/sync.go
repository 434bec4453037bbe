package app

import (
	"context"
	"errors"
	"slices"

	"tenantry/backend/domain"
	"tenantry/backend/process"
	"tenantry/backend/store"
	"tenantry/backend/syncer"
)

// Sync starts, follows and ends the reading of vendors.
type Sync struct{ app *App }

// SyncRequest says what to read; without connections, all that are not paused.
type SyncRequest struct {
	ConnectionIDs []int64 `json:"connection_ids,omitempty"`
	Full          bool    `json:"full,omitempty"`
}

// SyncStarted lists the runs that began, and the connections left out with the reason.
type SyncStarted struct {
	Runs    []domain.Run  `json:"runs"`
	Skipped []SyncSkipped `json:"skipped"`
}

// SyncSkipped is a connection that was not synced.
type SyncSkipped struct {
	ConnectionID int64             `json:"connection_id"`
	Connection   string            `json:"connection"`
	ErrorKey     string            `json:"error_key"`
	ErrorParams  map[string]string `json:"error_params"`
}

// RunFilter selects runs, newest first.
type RunFilter struct {
	ConnectionID int64
	Limit        int
	Offset       int
}

// RunPage is a window on the runs.
type RunPage struct {
	Items []domain.Run `json:"items"`
	Total int          `json:"total"`
}

// TaskFilter selects the tasks of a run.
type TaskFilter struct {
	RunID  int64
	State  domain.TaskState
	Search string
	Limit  int
	Offset int
}

// TaskPage is a window on the tasks of a run.
type TaskPage struct {
	Items []domain.Task `json:"items"`
	Total int           `json:"total"`
}

// Start begins runs and returns at once; events tell how they go.
func (s *Sync) Start(ctx context.Context, req SyncRequest, trigger string) (SyncStarted, error) {
	ws, err := s.app.current()
	if err != nil {
		return SyncStarted{}, err
	}
	return ws.startSync(ctx, req, trigger)
}

// Plan says what a sync would ask the vendors for, without asking.
func (s *Sync) Plan(ctx context.Context, req SyncRequest) ([]domain.Plan, error) {
	ws, err := s.app.current()
	if err != nil {
		return nil, err
	}
	connections, err := ws.toSync(ctx, req.ConnectionIDs)
	if err != nil {
		return nil, err
	}
	plans := make([]domain.Plan, 0, len(connections))
	for _, conn := range connections {
		plan, err := ws.syncer.Plan(ctx, syncer.Options{ConnectionID: conn.ID, Full: req.Full})
		if err != nil {
			return nil, err
		}
		plans = append(plans, plan)
	}
	return plans, nil
}

// startSync begins a run per connection asked for. One that is busy, or fails to start, keeps no other from running.
func (w *workspace) startSync(ctx context.Context, req SyncRequest, trigger string) (SyncStarted, error) {
	connections, err := w.toSync(ctx, req.ConnectionIDs)
	if err != nil {
		return SyncStarted{}, err
	}
	if err := w.store.InterruptAbandonedRuns(ctx, process.Ended); err != nil {
		return SyncStarted{}, err
	}
	started := SyncStarted{Runs: []domain.Run{}, Skipped: []SyncSkipped{}}
	for _, conn := range connections {
		run, err := w.syncer.Start(ctx, syncer.Options{ConnectionID: conn.ID, Full: req.Full, Trigger: trigger})
		var known *domain.Error
		switch {
		case err == nil:
			started.Runs = append(started.Runs, run)
		case errors.As(err, &known):
			started.Skipped = append(started.Skipped, SyncSkipped{
				ConnectionID: conn.ID, Connection: conn.Name, ErrorKey: known.Key, ErrorParams: known.Params,
			})
		default:
			return started, err
		}
	}
	return started, nil
}

// toSync gives the connections named, or all that are not paused.
func (w *workspace) toSync(ctx context.Context, ids []int64) ([]domain.Connection, error) {
	all, err := w.store.FindConnections(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, domain.NewError(domain.CodeConflict, "no_connections")
	}
	var chosen []domain.Connection
	for _, conn := range all {
		if slices.Contains(ids, conn.ID) && conn.State == domain.ConnectionFile {
			return nil, domain.NewError(domain.CodeConflict, "connection_file", "connection", conn.Name)
		}
		if slices.Contains(ids, conn.ID) || len(ids) == 0 && conn.State != domain.ConnectionPaused && conn.State != domain.ConnectionFile {
			chosen = append(chosen, conn)
		}
	}
	if len(chosen) == 0 || len(chosen) < len(ids) {
		key, code := "not_found", domain.CodeNotFound
		if len(ids) == 0 {
			key, code = "connection_paused", domain.CodeConflict
		}
		return nil, domain.NewError(code, key)
	}
	return chosen, nil
}

// Wait returns when a run has ended. When ctx ends first the run is cancelled.
func (s *Sync) Wait(ctx context.Context, runID int64) (domain.Run, error) {
	ws, err := s.app.current()
	if err != nil {
		return domain.Run{}, err
	}
	return ws.waitForRun(ctx, runID)
}

// RunDue runs the schedules that are due and returns when they have ended, with their number.
func (s *Sync) RunDue(ctx context.Context) (int, error) {
	ws, err := s.app.current()
	if err != nil {
		return 0, err
	}
	return ws.scheduler.RunDue(ctx)
}

// Cancel asks a run to end; what it has stored stays.
func (s *Sync) Cancel(ctx context.Context, runID int64) error {
	ws, err := s.app.current()
	if err != nil {
		return err
	}
	run, err := ws.store.GetRun(ctx, runID)
	if err != nil {
		return err
	}
	if run.State != domain.RunRunning {
		return domain.NewError(domain.CodeConflict, "run_not_running")
	}
	return ws.syncer.Cancel(runID)
}

// Runs lists runs, newest first.
func (s *Sync) Runs(ctx context.Context, f RunFilter) (RunPage, error) {
	ws, err := s.app.current()
	if err != nil {
		return RunPage{}, err
	}
	items, total, err := ws.store.FindRuns(ctx, store.RunFilter{ConnectionID: f.ConnectionID, Limit: f.Limit, Offset: f.Offset})
	return RunPage{Items: items, Total: total}, err
}

// Run gives one run.
func (s *Sync) Run(ctx context.Context, id int64) (domain.Run, error) {
	ws, err := s.app.current()
	if err != nil {
		return domain.Run{}, err
	}
	return ws.store.GetRun(ctx, id)
}

// Tasks lists the tasks of a run, failed ones first.
func (s *Sync) Tasks(ctx context.Context, f TaskFilter) (TaskPage, error) {
	ws, err := s.app.current()
	if err != nil {
		return TaskPage{}, err
	}
	if _, err := ws.store.GetRun(ctx, f.RunID); err != nil {
		return TaskPage{}, err
	}
	items, total, err := ws.store.FindTasks(ctx, store.TaskFilter{
		RunID: f.RunID, State: f.State, Search: f.Search, Limit: f.Limit, Offset: f.Offset,
	})
	return TaskPage{Items: items, Total: total}, err
}

// What can start a run.
const (
	TriggerUser     = "user"
	TriggerSchedule = "schedule"
	TriggerCLI      = "cli"
)
