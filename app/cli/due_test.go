package cli_test

import (
	"bytes"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tenantry/app/cli"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/store"
)

// makeDue plans schedules in a data folder that are due since an hour.
func makeDue(t *testing.T, folder string, schedules ...domain.Schedule) {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(folder, "tenantry.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	past := time.Now().Add(-time.Hour)
	for _, schedule := range schedules {
		schedule.TimeZone, schedule.NextAt = "UTC", &past
		if _, err := s.SaveSchedule(t.Context(), schedule); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSyncDue_SaysHowEachConnectionEnded: the system's scheduler sees the same exit codes as a person at the terminal.
func TestSyncDue_SaysHowEachConnectionEnded(t *testing.T) {
	simulator := sandbox.New(sandbox.Options{Customers: 4, AllAccessible: true, Blancco: -1})
	server := httptest.NewServer(simulator.Handler())
	t.Cleanup(server.Close)
	folder := filepath.Join(t.TempDir(), "data")
	var out, talk bytes.Buffer
	run := func(args ...string) int {
		out.Reset()
		talk.Reset()
		args = append(args, "--data", folder, "--key-file", filepath.Join(folder, "key"))
		return cli.Run(t.Context(), nil, "1.2.3", cli.Streams{In: strings.NewReader(""), Out: &out, Err: &talk}, args...)
	}
	if code := run("connect", "--from-sandbox", server.URL); code != 0 {
		t.Fatalf("connect ended with %d: %s", code, &talk)
	}
	for _, test := range []struct {
		faults []string
		code   int
	}{{nil, 0}, {[]string{"webex:/people/me:401"}, 3}, {[]string{"*::500"}, 1}} {
		faults, err := sandbox.ParseFaults(test.faults)
		if err != nil {
			t.Fatal(err)
		}
		simulator.SetFaults(faults)
		makeDue(t, folder, domain.Schedule{Job: "sync", Cron: "30 6 * * *"})
		if code := run("sync", "--due", "--language", "en"); code != test.code {
			t.Errorf("%v: ended with %d, want %d: %s", test.faults, code, test.code, &talk)
		}
		if n := strings.Count(out.String(), "(sandbox): "); n != len(simulator.Connections("")) {
			t.Errorf("%v: told of %d connections: %s", test.faults, n, &out)
		}
	}
}

// TestSyncDue_WritesExports: an export that is due is written while the window is closed; how it went is told with its exit code.
func TestSyncDue_WritesExports(t *testing.T) {
	folder, target := filepath.Join(t.TempDir(), "data"), t.TempDir()
	var out, talk bytes.Buffer
	run := func(args ...string) int {
		out.Reset()
		talk.Reset()
		args = append(args, "--language", "en", "--data", folder, "--key-file", filepath.Join(folder, "key"))
		return cli.Run(t.Context(), nil, "1.2.3", cli.Streams{In: strings.NewReader(""), Out: &out, Err: &talk}, args...)
	}
	if code := run("schedules", "list"); code != 0 || !strings.Contains(talk.String(), "No schedule yet") {
		t.Fatalf("the list ended with %d: %s", code, &talk)
	}
	due := func(exports ...domain.ScheduledExport) {
		t.Helper()
		for _, export := range exports {
			makeDue(t, folder, domain.Schedule{Job: "export", Export: &export, Cron: "30 6 * * 1,2"})
		}
	}
	good := domain.ScheduledExport{Kind: "billing", Format: "csv", Folder: target}
	bad := good
	bad.Tag = "Gold"

	due(good)
	if code := run("sync", "--due"); code != 0 || !strings.Contains(out.String(), "0 rows in tenantry-billing-2") {
		t.Errorf("ended with %d: %s%s", code, &out, &talk)
	}
	if files, err := filepath.Glob(filepath.Join(target, "*")); err != nil || len(files) != 1 {
		t.Errorf("the folder holds %v (%v)", files, err)
	}
	due(bad)
	if code := run("sync", "--due"); code != 1 || strings.Count(talk.String(), "No tag is called “Gold”") != 1 {
		t.Errorf("ended with %d: %s%s", code, &out, &talk)
	}
	due(good, bad)
	if code := run("sync", "--due", "--json"); code != 3 || strings.TrimSpace(out.String()) != "[]" {
		t.Errorf("ended with %d: %s%s", code, &out, &talk)
	}
	if code := run("sync", "--due"); code != 0 || !strings.Contains(talk.String(), "Nothing is due") {
		t.Errorf("ended with %d: %s%s", code, &out, &talk)
	}
	code := run("schedules", "list")
	for _, want := range []string{
		"Every Monday, Tuesday at 06:30 (UTC)", "Export “Billing”: customers tagged “Gold”, CSV, to " + target, "0 rows in tenantry-billing-2",
		"No tag is called “Gold”",
	} {
		if code != 0 || !strings.Contains(out.String(), want) {
			t.Errorf("the list (%d) does not say %q: %s", code, want, &out)
		}
	}
}
