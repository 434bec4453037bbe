package app_test

import (
	"slices"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
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
