package app_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/store"
)

func TestSync_TimeZoneChanged_NextSamplesAreOfItsDay(t *testing.T) {
	_, url := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	late := time.Date(2026, 3, 4, 23, 30, 0, 0, time.UTC) // the 5th in Berlin
	a := start(t, t.TempDir(), func(cfg *app.Config) {
		cfg.Simulated, cfg.Now = true, func() time.Time { return late }
	})
	days := func() []domain.Date {
		trend, err := a.Dashboard.Trend(t.Context(), domain.Scope{}, 365)
		if err != nil {
			t.Fatal(err)
		}
		var days []domain.Date
		for _, point := range trend.Points {
			days = append(days, point.Day)
		}
		return days
	}
	zone := func(name string) {
		settings, err := a.Settings.Get(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		settings.TimeZone = name
		if _, err := a.Settings.Save(t.Context(), settings); err != nil {
			t.Fatal(err)
		}
	}
	zone("UTC")
	connectAndSync(t, a, url)
	if got := days(); !slices.Equal(got, []domain.Date{"2026-03-04"}) {
		t.Fatalf("in UTC the days are %v", got)
	}
	zone("Europe/Berlin")
	connectAndSync(t, a, url)
	if got := days(); !slices.Equal(got, []domain.Date{"2026-03-04", "2026-03-05"}) {
		t.Errorf("in Berlin the days are %v", got)
	}
}

func TestSchedule_ResultSaysWhatHappened(t *testing.T) {
	simulator, url := vendors(t, sandbox.Options{Customers: 10, AllAccessible: true})
	folder := t.TempDir()
	a := start(t, folder, nil)
	connectAndSync(t, a, url)
	beside, err := store.Open(t.Context(), filepath.Join(folder, "tenantry.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = beside.Close() })
	runDue := func(want string) {
		t.Helper()
		past := time.Now().Add(-time.Hour)
		schedule, err := beside.SaveSchedule(t.Context(), domain.Schedule{Job: "sync", Cron: "30 6 * * *", TimeZone: "UTC", NextAt: &past})
		if err != nil {
			t.Fatal(err)
		}
		if n, err := a.Sync.RunDue(t.Context()); n != 1 || err != nil {
			t.Fatalf("%d schedules ran (%v)", n, err)
		}
		if schedule, err = beside.GetSchedule(t.Context(), schedule.ID); err != nil || schedule.LastResult != want {
			t.Errorf("the result is %q, want %q (%v)", schedule.LastResult, want, err)
		}
	}
	runDue("done")
	faults, err := sandbox.ParseFaults([]string{"microsoft:subscribedSkus:403@every-2"})
	if err != nil {
		t.Fatal(err)
	}
	simulator.SetFaults(faults)
	runDue("partial")
	connections, err := beside.FindConnections(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range connections {
		if _, err := beside.BeginRun(t.Context(), store.NewRun{ConnectionID: c.ID, Owner: "elsewhere:1", At: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	runDue("skipped")
}
