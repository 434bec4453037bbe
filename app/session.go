package app

import (
	"context"
	"os"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/language"
)

// Session tells an interface where it runs and on which data.
type Session struct {
	Mode       Mode              `json:"mode"`
	Version    string            `json:"version"`
	Language   string            `json:"language"`    // in force: the setting, else the one asked for, else the system's
	Languages  []string          `json:"languages"`   // those that can be chosen
	Sample     bool              `json:"sample"`      // the invented portfolio is shown, not the user's own data
	Invented   bool              `json:"invented"`    // the customers come from simulated vendors: say so on every page
	Simulated  bool              `json:"simulated"`   // the clock was set by hand
	DataFolder string            `json:"data_folder"` // of the data being shown
	FirstStart bool              `json:"first_start"` // no connection yet
	Setup      domain.SetupState `json:"setup"`       // of the first start
	TimeZone   string            `json:"time_zone"`   // in force
	Now        time.Time         `json:"now"`
	Today      domain.Date       `json:"today"` // the calendar day in that zone: figures are judged by it
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
func (a *App) Session(ctx context.Context, asked string) (Session, error) {
	ws, err := a.current()
	if err != nil {
		return Session{}, err
	}
	settings, err := ws.store.GetSettings(ctx)
	if err != nil {
		return Session{}, err
	}
	zone, err := zoneOf(settings)
	if err != nil {
		return Session{}, err
	}
	connections, err := ws.store.FindConnections(ctx)
	if err != nil {
		return Session{}, err
	}
	setup, err := ws.setup(ctx, connections)
	if err != nil {
		return Session{}, err
	}
	now := ws.now().In(zone)
	return Session{
		Mode:           a.cfg.Mode,
		Version:        a.cfg.Version,
		Language:       chooseLanguage(settings.Language, asked),
		Languages:      language.Supported(),
		Sample:         ws.sample,
		Invented:       slices.ContainsFunc(connections, func(c domain.Connection) bool { return c.Sandbox }),
		Simulated:      a.cfg.Simulated,
		DataFolder:     ws.folder,
		FirstStart:     len(connections) == 0,
		Setup:          setup.State,
		TimeZone:       zoneName(zone),
		Now:            now.UTC(),
		Today:          domain.DateOf(now),
		SampleProgress: a.Sample.progress(),
	}, nil
}

// chooseLanguage gives the user's choice, else what is asked for, else the system's language.
func chooseLanguage(chosen, asked string) string {
	if chosen == "" {
		chosen = strings.TrimSpace(strings.Split(asked, ",")[0])
	}
	if chosen == "" || chosen == "*" {
		return language.Detect(os.Getenv)
	}
	return language.New(chosen).Tag()
}
