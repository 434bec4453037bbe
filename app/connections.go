package app

import (
	"context"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// Connections is what can be done with our logins at the vendors.
type Connections struct{ app *App }

// Vendor describes a vendor and the fields its connections have.
type Vendor struct {
	Vendor            domain.Vendor     `json:"vendor"`
	Name              string            `json:"name"`
	RequestsPerMinute int               `json:"requests_per_minute"` // the pace kept where a connection sets none; 0 is no limit
	Fields            []connector.Field `json:"fields"`
}

// ConnectionRow is a connection with how its syncs went.
type ConnectionRow struct {
	domain.Connection
	LastRun       *domain.Run `json:"last_run"`
	Records       int         `json:"records"`        // customers the vendor lists
	FailedRecords int         `json:"failed_records"` // of these, with a dataset whose last read failed
	Secrets       []string    `json:"secrets"`        // names of the secret fields that are set
	NextSync      *time.Time  `json:"next_sync"`
}

// ConnectionInput is what a user enters. A secret left out keeps its stored value.
type ConnectionInput struct {
	Name    string            `json:"name" minLength:"1" maxLength:"100"`
	Fields  map[string]string `json:"fields"`
	Secrets map[string]string `json:"secrets,omitempty"`
}

// CheckInput is a connection to try out before, or after, it is saved.
type CheckInput struct {
	ID      int64             `json:"id,omitempty" doc:"a stored connection whose secrets are used where none is given"`
	Vendor  domain.Vendor     `json:"vendor"`
	Fields  map[string]string `json:"fields"`
	Secrets map[string]string `json:"secrets,omitempty"`
}

// CheckResult says whether the vendor let us in, and why not.
type CheckResult struct {
	OK          bool              `json:"ok"`
	Account     domain.Account    `json:"account"`
	Sandbox     bool              `json:"sandbox"`
	ErrorKey    string            `json:"error_key"`
	ErrorParams map[string]string `json:"error_params"`
	ErrorText   string            `json:"error_text"` // the sentence for the user
	Detail      string            `json:"detail"`     // the vendor's own words, redacted
}

// Vendors lists the vendors a connection can be made to.
func (c *Connections) Vendors() []Vendor { panic("soon") }

// List gives all connections, by name.
func (c *Connections) List(ctx context.Context) ([]ConnectionRow, error) { panic("soon") }

// Get gives one connection.
func (c *Connections) Get(ctx context.Context, id int64) (ConnectionRow, error) { panic("soon") }

// Create checks and stores a connection; it does not talk to the vendor.
func (c *Connections) Create(ctx context.Context, vendor domain.Vendor, in ConnectionInput) (ConnectionRow, error) {
	panic("soon")
}

// Update replaces name and fields, and the secrets that are given.
func (c *Connections) Update(ctx context.Context, id int64, in ConnectionInput) (ConnectionRow, error) {
	panic("soon")
}

// Delete removes a connection and everything only it knew.
func (c *Connections) Delete(ctx context.Context, id int64) error { panic("soon") }

// Check tries a connection out. A refusal is a result, not an error.
func (c *Connections) Check(ctx context.Context, in CheckInput) (CheckResult, error) { panic("soon") }

// AcceptGone lets the next complete read mark as gone what the vendor no longer lists.
func (c *Connections) AcceptGone(ctx context.Context, id int64) (ConnectionRow, error) { panic("soon") }

// DismissGone puts the question aside until the next complete read asks it again.
func (c *Connections) DismissGone(ctx context.Context, id int64) (ConnectionRow, error) {
	panic("soon")
}

// Pause leaves a connection out of syncs that name none, or takes it in again.
func (c *Connections) Pause(ctx context.Context, id int64, paused bool) (ConnectionRow, error) {
	panic("soon")
}
