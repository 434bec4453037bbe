package domain

import "time"

// RunState is where a sync run is.
type RunState string

// The states of a run. A run that the program did not end itself (crash, power) becomes RunInterrupted at the next start.
const (
	RunRunning     RunState = "running"
	RunDone        RunState = "done"    // everything was read
	RunPartial     RunState = "partial" // some customers or datasets failed; what was read is kept
	RunFailed      RunState = "failed"  // the connection could not be read at all
	RunCancelled   RunState = "cancelled"
	RunInterrupted RunState = "interrupted"
)

// Run is one sync of one connection.
type Run struct {
	ID           int64      `json:"id"`
	ConnectionID int64      `json:"connection_id"`
	Connection   string     `json:"connection"` // the connection's name
	Vendor       Vendor     `json:"vendor"`
	Full         bool       `json:"full"`
	Trigger      string     `json:"trigger"`   // "user", "schedule" or "cli"
	Simulated    bool       `json:"simulated"` // ran on a clock set by --now
	State        RunState   `json:"state"`
	StartedAt    time.Time  `json:"started_at"`
	EndedAt      *time.Time `json:"ended_at,omitempty"`
	TasksTotal   int        `json:"tasks_total"`
	TasksDone    int        `json:"tasks_done"` // ended well
	TasksFailed  int        `json:"tasks_failed"`
	RowsRead     int        `json:"rows_read"`
	RowsWritten  int        `json:"rows_written"`           // rows that were new or had changed
	ErrorKey     string     `json:"error_key,omitempty"`    // why the run ended early; a key of the catalogue
	ErrorDetail  string     `json:"error_detail,omitempty"` // redacted technical detail
}

// TaskState is where a task is.
type TaskState string

// The states of a task.
const (
	TaskDone     TaskState = "done"
	TaskFailed   TaskState = "failed"
	TaskDeferred TaskState = "deferred" // waits until the vendor's rate limit allows it
)

// Task is one dataset of one customer (or of the whole connection) within a run.
type Task struct {
	ID          int64      `json:"id"`
	RunID       int64      `json:"run_id"`
	RecordID    *int64     `json:"record_id,omitempty"` // nil for a dataset of the whole connection
	CustomerID  *int64     `json:"customer_id,omitempty"`
	Customer    string     `json:"customer,omitempty"`
	Dataset     string     `json:"dataset"`
	State       TaskState  `json:"state"`
	StartedAt   time.Time  `json:"started_at"`
	EndedAt     time.Time  `json:"ended_at"`
	RowsRead    int        `json:"rows_read"`
	RowsWritten int        `json:"rows_written"`
	ErrorKey    string     `json:"error_key,omitempty"`
	ErrorDetail string     `json:"error_detail,omitempty"`
	RetryAt     *time.Time `json:"retry_at,omitempty"`
}

// Completeness says how much of a dataset the stored data cover (PRODUCT.md §1 rule 1).
type Completeness struct {
	ConnectionID int64          `json:"connection_id"`
	Connection   string         `json:"connection"`
	Vendor       Vendor         `json:"vendor"`
	Dataset      string         `json:"dataset"`
	Expected     int            `json:"expected"`         // customers the vendor lists (1 for a dataset of the whole connection)
	Read         int            `json:"read"`             // of these, whose last read went well
	Never        int            `json:"never"`            // of these, never read
	Failed       []FailureCount `json:"failed"`           // of these, whose last read failed, by reason
	Oldest       *time.Time     `json:"oldest,omitempty"` // last good read that is longest ago
	Newest       *time.Time     `json:"newest,omitempty"`
}

// FailureCount counts customers that could not be read for one reason.
type FailureCount struct {
	ErrorKey string `json:"error_key"`
	Count    int    `json:"count"`
}
