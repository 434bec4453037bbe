package app

import (
	"context"
	"time"

	"tenantry/backend/domain"
)

// Session tells an interface where it runs and on which data.
type Session struct {
	Mode       Mode        `json:"mode"`
	Version    string      `json:"version"`
	Language   string      `json:"language"`    // in force: the setting, else the one asked for, else the system's
	Languages  []string    `json:"languages"`   // those that can be chosen
	Sample     bool        `json:"sample"`      // the invented portfolio is shown, not the user's own data
	Simulated  bool        `json:"simulated"`   // the clock was set by hand
	DataFolder string      `json:"data_folder"` // of the data being shown
	FirstStart bool        `json:"first_start"` // no connection yet
	TimeZone   string      `json:"time_zone"`   // in force
	Now        time.Time   `json:"now"`
	Today      domain.Date `json:"today"` // the calendar day in that zone: figures are judged by it
	// SampleProgress is set while the history of the sample data is being read.
	SampleProgress *Progress `json:"sample_progress"`
}

// Progress counts the steps of something that takes a while.
type Progress struct {
	Done  int `json:"done"`
	Total int `json:"total"`
}

// Mode says what shows the interface.
type Mode string

// The modes.
const (
	ModeWindow  Mode = "window"
	ModeBrowser Mode = "browser"
	ModeConsole Mode = "console"
)

// Session describes what is open; asked is the language the caller would like.
func (a *App) Session(ctx context.Context, asked string) (Session, error) { panic("soon") }
