// Package app is everything an interface or the command line can ask for: it wires the backend together and offers it
// as services, without knowing who asks.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"tenantry/backend/domain"
)

// Config says which data to open and how.
type Config struct {
	DataDir string
	// KeyFile names a file with the master key, to be used instead of the system's keychain; "" uses the keychain.
	KeyFile string
	// Passphrase gives the passphrase of the master key where no keychain answers. It is asked at most once, and only
	// when a secret is needed; fresh says that a new passphrase is being chosen. Nil is none.
	Passphrase func(fresh bool) (string, error)
	// Now is the clock of everything stored. Simulated says that it was set by hand, which is accepted only where every
	// connection is a sandbox. Nil is time.Now.
	Now       func() time.Time
	Simulated bool
	Version   string
	Mode      Mode
	// SampleCustomers is how many companies the sample data have; 0 is DefaultSampleCustomers.
	SampleCustomers int
	Logger          *slog.Logger // nil logs to the folder "logs" of the data folder
}

// App holds the services. They answer between Start and Close, from any goroutine.
type App struct {
	Customers     Customers
	Tags          Tags
	Views         Views
	Portals       Portals
	Matches       Matches
	Subscriptions Subscriptions
	Connections   Connections
	SignIns       SignIns
	Sync          Sync
	Home          Home
	Notifications Notifications
	Dashboard     Dashboard
	Operations    Operations
	Calendar      Calendar
	Licences      Licences
	Exports       Exports
	Imports       Imports
	Schedules     Schedules
	Settings      Settings
	Mail          Mail
	Sample        Sample
	Lock          ScreenLock
	Setup         Setup
	Organisation  Organisation
	Events        Events
	Undo          Undo

	cfg Config
	log *slog.Logger

	logFile io.Closer // nil where the logger was given

	mu     sync.RWMutex
	own    *workspace // the user's data
	sample *sample    // the invented data, while they are shown
	closed bool
}

// New wires the services; nothing is opened yet.
func New(cfg Config) *App {
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.SampleCustomers == 0 {
		cfg.SampleCustomers = DefaultSampleCustomers
	}
	a := &App{cfg: cfg, log: cfg.Logger}
	a.Customers.app = a
	a.Tags.app = a
	a.Views.app = a
	a.Portals.app = a
	a.Matches.app = a
	a.Subscriptions.app = a
	a.Connections.app = a
	a.SignIns.app = a
	a.Sync.app = a
	a.Home.app = a
	a.Notifications.app = a
	a.Dashboard.app = a
	a.Operations.app = a
	a.Calendar.app = a
	a.Licences.app = a
	a.Exports.app = a
	a.Imports.app = a
	a.Schedules.app = a
	a.Settings.app = a
	a.Mail.app = a
	a.Sample.app = a
	a.Lock.app = a
	a.Setup.app = a
	a.Organisation.app = a
	a.Undo.app = a
	return a
}

// Start opens the data folder. In the window and the browser it also starts the schedules, listens for what other
// processes write, and shows the sample data again where they were left open.
func (a *App) Start(ctx context.Context) error {
	folder, err := filepath.Abs(a.cfg.DataDir)
	if err != nil {
		return fmt.Errorf("find data folder: %w", err)
	}
	a.cfg.DataDir = folder
	if err := a.claimFolder(); err != nil {
		return err
	}
	if a.log == nil {
		if a.log, a.logFile, err = openLog(a.cfg.DataDir); err != nil {
			return err
		}
	}
	own, err := a.openWorkspace(ctx, a.cfg.DataDir, workspaceOptions{now: a.cfg.Now, simulated: a.cfg.Simulated})
	if err != nil {
		return err
	}
	a.mu.Lock()
	a.own = own
	a.mu.Unlock()
	if a.cfg.Simulated {
		if err := own.refuseRealConnections(ctx); err != nil {
			return errors.Join(err, a.Close())
		}
	}
	if a.cfg.Mode == ModeConsole {
		return nil
	}
	if err := a.Lock.begin(ctx); err != nil {
		return errors.Join(err, a.Close())
	}
	if err := a.Sample.resume(ctx); err != nil {
		a.log.ErrorContext(ctx, "sample data not opened again", "error", err)
	}
	return nil
}

// Close ends what runs and closes the data. Closing again is fine.
func (a *App) Close() error {
	a.mu.Lock()
	own, sample, closed := a.own, a.sample, a.closed
	a.own, a.sample, a.closed = nil, nil, true
	a.mu.Unlock()
	if closed {
		return nil
	}
	a.SignIns.close()
	errs := []error{a.Imports.closeAll()}
	if sample != nil {
		errs = append(errs, sample.close())
	}
	if own != nil {
		errs = append(errs, own.close())
	}
	a.Events.close()
	if a.logFile != nil {
		errs = append(errs, a.logFile.Close())
	}
	return errors.Join(errs...)
}

// current gives the data being shown.
func (a *App) current() (*workspace, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	switch {
	case a.sample != nil:
		return a.sample.workspace, nil
	case a.own != nil:
		return a.own, nil
	}
	return nil, domain.NewError(domain.CodeUnavailable, "shutting_down")
}

// tell sends an event that belongs to ws to those who listen, unless other data are being shown.
func (a *App) tell(ws *workspace, event Event) {
	if shown, err := a.current(); err == nil && shown == ws {
		a.Events.emit(event)
	}
}

// Logger is where everything that serves this app logs to; it is there once Start has been called.
func (a *App) Logger() *slog.Logger { return a.log }

// DataFolder is the folder of the user's own data.
func (a *App) DataFolder() string { return a.cfg.DataDir }

// DefaultDataDir is Tenantry in the system's folder for the user's data.
func DefaultDataDir() (string, error) {
	base, err := userDataFolder()
	if err != nil {
		return "", fmt.Errorf("find the folder for user data: %w", err)
	}
	return filepath.Join(base, "Tenantry"), nil
}
