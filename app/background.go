package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"tenantry/backend/background"
	"tenantry/backend/domain"
)

// Background says whether schedules run while no window is open.
type Background struct {
	Supported    bool `json:"supported"` // the system has a scheduler that answers
	Registered   bool `json:"registered"`
	EveryMinutes int  `json:"every_minutes"` // how often the system looks for what is due
}

// Background asks the system's own scheduler. It is about the user's own data, whatever is being shown.
func (s *Schedules) Background(ctx context.Context) (Background, error) {
	job, err := s.job()
	if err != nil {
		return Background{}, err
	}
	answer := Background{Supported: true, EveryMinutes: int(background.Every.Minutes())}
	answer.Registered, err = job.Registered(ctx)
	if errors.Is(err, background.ErrUnsupported) {
		answer.Supported, err = false, nil
	}
	return answer, err
}

// SetBackground lets the system's scheduler run what is due, or ends that.
func (s *Schedules) SetBackground(ctx context.Context, on bool) (Background, error) {
	job, err := s.job()
	if err != nil {
		return Background{}, err
	}
	if s.app.cfg.Simulated {
		return Background{}, domain.NewError(domain.CodeConflict, "background_simulated")
	}
	if on {
		err = job.Register(ctx)
	} else {
		err = job.Unregister(ctx)
	}
	if err != nil {
		return Background{}, domain.Errorf(domain.CodeUnavailable, "background_unavailable", nil, "set the system's scheduler: %w", err)
	}
	return s.Background(ctx)
}

// job is what the system runs: this program on the user's own data.
func (s *Schedules) job() (background.Job, error) {
	program, err := os.Executable()
	if err != nil {
		return background.Job{}, fmt.Errorf("find the program: %w", err)
	}
	args := []string{"sync", "--due", "--data", s.app.cfg.DataDir}
	if s.app.cfg.KeyFile != "" {
		key, err := filepath.Abs(s.app.cfg.KeyFile)
		if err != nil {
			return background.Job{}, fmt.Errorf("find the key file: %w", err)
		}
		args = append(args, "--key-file", key)
	}
	return background.Job{Program: withoutConsole(program), Args: args, Folder: s.app.cfg.DataDir}, nil
}

// withoutConsole gives the build of the program that opens no console, where it lies beside this one: on Windows the other
// would flash one each time.
func withoutConsole(program string) string {
	if runtime.GOOS != "windows" {
		return program
	}
	window := filepath.Join(filepath.Dir(program), "tenantry-desktop.exe")
	if _, err := os.Stat(window); err != nil {
		return program
	}
	return window
}
