package app

import (
	"context"

	"tenantry/backend/domain"
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
	ConnectionID int64  `json:"connection_id"`
	Connection   string `json:"connection"`
	ErrorKey     string `json:"error_key"`
	ErrorText    string `json:"error_text"`
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
	panic("soon")
}

// Cancel asks a run to end; what it has stored stays.
func (s *Sync) Cancel(ctx context.Context, runID int64) error { panic("soon") }

// Runs lists runs, newest first.
func (s *Sync) Runs(ctx context.Context, f RunFilter) (RunPage, error) { panic("soon") }

// Run gives one run.
func (s *Sync) Run(ctx context.Context, id int64) (domain.Run, error) { panic("soon") }

// Tasks lists the tasks of a run, failed ones first.
func (s *Sync) Tasks(ctx context.Context, f TaskFilter) (TaskPage, error) { panic("soon") }

// What can start a run.
const (
	TriggerUser     = "user"
	TriggerSchedule = "schedule"
	TriggerCLI      = "cli"
)
