package background

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

func (j Job) agentPath() (string, error) {
	home, err := os.UserHomeDir()
	return filepath.Join(home, "Library", "LaunchAgents", j.Name()+".plist"), err
}

// domainTarget names the signed-in user's session to launchctl.
func domainTarget() string { return fmt.Sprintf("gui/%d", os.Getuid()) }

// Register makes the system run the job from now on; again is fine and renews it.
func (j Job) Register(ctx context.Context) error {
	path, err := j.agentPath()
	if err != nil {
		return fmt.Errorf("find the folder of agents: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil { //nolint:gosec // as the system itself makes it
		return fmt.Errorf("make the folder of agents: %w", err)
	}
	_, _ = command(ctx, "launchctl", "bootout", domainTarget()+"/"+j.Name()) // an older one, if there is any
	if err := os.WriteFile(path, []byte(j.agent()), 0o600); err != nil {
		return fmt.Errorf("write agent: %w", err)
	}
	if _, err := command(ctx, "launchctl", "bootstrap", domainTarget(), path); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// Unregister ends that; one that is not registered is fine.
func (j Job) Unregister(ctx context.Context) error {
	path, err := j.agentPath()
	if err != nil {
		return fmt.Errorf("find the folder of agents: %w", err)
	}
	if err := os.Remove(path); errors.Is(err, fs.ErrNotExist) {
		return nil
	} else if err != nil {
		return fmt.Errorf("remove agent: %w", err)
	}
	_, err = command(ctx, "launchctl", "bootout", domainTarget()+"/"+j.Name())
	return err
}

// Registered reports whether the system runs the job.
func (j Job) Registered(ctx context.Context) (bool, error) {
	path, err := j.agentPath()
	if err != nil {
		return false, fmt.Errorf("find the folder of agents: %w", err)
	}
	if _, err := os.Stat(path); err != nil {
		return false, nil
	}
	_, err = command(ctx, "launchctl", "print", domainTarget()+"/"+j.Name())
	if errors.Is(err, ErrUnsupported) {
		return false, err
	}
	return err == nil, nil
}
