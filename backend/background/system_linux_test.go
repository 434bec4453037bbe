package background_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/backend/background"
)

// systemctl puts a program of that name first in the path, which writes down what it is asked and answers by a script.
func systemctl(t *testing.T, script string) (config string, asked func() string) {
	t.Helper()
	folder := t.TempDir()
	journal := filepath.Join(folder, "asked")
	text := "#!/bin/sh\necho \"$@\" >>" + journal + "\n" + script + "\n"
	if err := os.WriteFile(filepath.Join(folder, "systemctl"), []byte(text), 0o700); err != nil { //nolint:gosec // it is run
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+":"+os.Getenv("PATH"))
	t.Setenv("XDG_CONFIG_HOME", filepath.Join(folder, "config"))
	return filepath.Join(folder, "config", "systemd", "user"), func() string {
		b, err := os.ReadFile(journal)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
}

func units(t *testing.T, folder string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "tenantry-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestRegister_WritesUnitsAndEnablesTheTimer_UnregisterTakesThemAway(t *testing.T) {
	folder, asked := systemctl(t, `[ "$2" = is-enabled ] && echo enabled; exit 0`)
	job := background.Job{Program: "/opt/tenantry", Args: []string{"sync", "--due"}, Folder: "/data"}
	on := func() bool {
		t.Helper()
		registered, err := job.Registered(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return registered
	}
	if on() {
		t.Error("registered before it was")
	}
	for range 2 { // again is fine
		if err := job.Register(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !on() || len(units(t, folder)) != 2 || !strings.Contains(asked(), "--user enable --now "+job.Name()+".timer") {
		t.Errorf("units %v; asked %s", units(t, folder), asked())
	}
	for range 2 {
		if err := job.Unregister(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if on() || len(units(t, folder)) != 0 || !strings.Contains(asked(), "--user disable --now "+job.Name()+".timer") {
		t.Errorf("units %v; asked %s", units(t, folder), asked())
	}
}

func TestRegister_SystemdRefuses_LeavesNothingBehind(t *testing.T) {
	folder, _ := systemctl(t, `echo "Failed to connect to bus" >&2; exit 1`)
	err := background.Job{Program: "/opt/tenantry", Folder: "/data"}.Register(t.Context())
	if err == nil || !strings.Contains(err.Error(), "Failed to connect to bus") || len(units(t, folder)) != 0 {
		t.Errorf("error %v, units %v", err, units(t, folder))
	}
}

func TestRegister_WithoutSystemd_SaysSo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	if err := (background.Job{Program: "/opt/tenantry", Folder: "/data"}).Register(t.Context()); !errors.Is(err, background.ErrUnsupported) {
		t.Errorf("error %v", err)
	}
}
