package background

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// unitFolder is where systemd looks for a user's own units.
func unitFolder() (string, error) {
	config, err := os.UserConfigDir()
	return filepath.Join(config, "systemd", "user"), err
}

func (j Job) unitPaths() (service, timer string, err error) {
	folder, err := unitFolder()
	base := filepath.Join(folder, j.Name())
	return base + ".service", base + ".timer", err
}

// Register makes the system run the job from now on; again is fine and renews it.
func (j Job) Register(ctx context.Context) error {
	service, timer, err := j.unitPaths()
	if err != nil {
		return fmt.Errorf("find systemd's folder: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(service), 0o755); err != nil { //nolint:gosec // as systemd itself makes it
		return fmt.Errorf("make systemd's folder: %w", err)
	}
	for path, text := range map[string]string{service: j.service(), timer: j.timer()} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			return fmt.Errorf("write unit: %w", err)
		}
	}
	_, err = command(ctx, "systemctl", "--user", "daemon-reload")
	if err == nil {
		_, err = command(ctx, "systemctl", "--user", "enable", "--now", j.Name()+".timer")
	}
	if err != nil {
		return errors.Join(err, removeAll(service, timer))
	}
	return nil
}

// Unregister ends that; one that is not registered is fine.
func (j Job) Unregister(ctx context.Context) error {
	service, timer, err := j.unitPaths()
	if err != nil {
		return fmt.Errorf("find systemd's folder: %w", err)
	}
	if _, err := os.Stat(timer); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	_, disabling := command(ctx, "systemctl", "--user", "disable", "--now", j.Name()+".timer")
	if err := removeAll(service, timer); err != nil {
		return errors.Join(err, disabling)
	}
	_, err = command(ctx, "systemctl", "--user", "daemon-reload")
	return errors.Join(disabling, err)
}

// Registered reports whether the system runs the job.
func (j Job) Registered(ctx context.Context) (bool, error) {
	_, timer, err := j.unitPaths()
	if err != nil {
		return false, fmt.Errorf("find systemd's folder: %w", err)
	}
	if _, err := os.Stat(timer); err != nil {
		return false, nil
	}
	said, err := command(ctx, "systemctl", "--user", "is-enabled", j.Name()+".timer")
	if said != "" {
		err = nil // it says "disabled" with an exit code of its own
	}
	return said == "enabled", err
}

func removeAll(paths ...string) error {
	var errs []error
	for _, path := range paths {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, fmt.Errorf("remove unit: %w", err))
		}
	}
	return errors.Join(errs...)
}
