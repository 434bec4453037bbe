// Package background lets the operating system's own scheduler run what is due while no window is open: a systemd timer,
// a launchd agent or a task of the Task Scheduler, each of the signed-in user. What it runs is its caller's part.
package background

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"time"
)

// Every is how often the system looks for what is due.
const Every = 5 * time.Minute

// commandTimeout bounds each call of the system's tools.
const commandTimeout = 30 * time.Second

// ErrUnsupported is a system without a scheduler that is known here, or one that does not answer.
var ErrUnsupported = errors.New("no scheduler of the system answers")

// Job is what the system runs.
type Job struct {
	Program string   // absolute path
	Args    []string // of the program
	Folder  string   // the data folder: each has a job of its own
}

// Name is the job's name in the system's scheduler.
func (j Job) Name() string {
	sum := sha256.Sum256([]byte(j.Folder))
	return "tenantry-" + hex.EncodeToString(sum[:4])
}

// command runs a tool of the system and gives what it says.
func command(ctx context.Context, name string, args ...string) (string, error) {
	ctx, stop := context.WithTimeout(ctx, commandTimeout)
	defer stop()
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%w: %w", ErrUnsupported, err)
	}
	said, err := exec.CommandContext(ctx, path, args...).CombinedOutput() //nolint:gosec // fixed tools, arguments of our own
	text := strings.TrimSpace(string(said))
	if err != nil {
		return text, fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, text)
	}
	return text, nil
}
