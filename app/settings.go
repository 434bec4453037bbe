package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zone files of its own

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
	"tenantry/backend/language"
)

// Settings are the user's choices.
type Settings struct{ app *App }

// Get gives the choices, defaults where none was made.
func (s *Settings) Get(ctx context.Context) (domain.Settings, error) {
	ws, err := s.app.current()
	if err != nil {
		return domain.Settings{}, err
	}
	return ws.store.GetSettings(ctx)
}

// Save replaces the choices; everybody who listens is told.
func (s *Settings) Save(ctx context.Context, settings domain.Settings) (domain.Settings, error) {
	ws, err := s.app.current()
	if err != nil {
		return settings, err
	}
	if err := checkSettings(settings); err != nil {
		return settings, err
	}
	if err := ws.store.SaveSettings(ctx, settings); err != nil {
		return settings, err
	}
	s.app.tell(ws, Event{Type: EventSettingsChanged})
	return settings, nil
}

func checkSettings(s domain.Settings) error {
	t := s.Thresholds
	factor, err := decimal.Parse(t.LowFactor)
	checks := []struct {
		setting string
		ok      bool
	}{
		{"theme", slices.Contains([]string{"system", "light", "dark"}, s.Theme)},
		{"density", slices.Contains([]string{"compact", "comfortable"}, s.Density)},
		{"expiring_days", t.ExpiringDays >= 1 && t.ExpiringDays <= 730},
		{"low_factor", err == nil && factor.IsPos() && factor.WithinOne()},
		{"low_min_customers", t.LowMinCustomers >= 2 && t.LowMinCustomers <= 10_000},
		{"low_min_age_days", t.LowMinAgeDays >= 0 && t.LowMinAgeDays <= 3650},
	}
	for _, check := range checks {
		if !check.ok {
			return domain.NewError(domain.CodeInvalid, "setting_invalid", "setting", check.setting)
		}
	}
	if s.Language != "" && !slices.Contains(language.Supported(), s.Language) {
		return domain.NewError(domain.CodeInvalid, "language_invalid")
	}
	_, err = zoneOf(s)
	return err
}

// zoneOf gives the zone of the settings, the system's where none is set.
func zoneOf(s domain.Settings) (*time.Location, error) {
	if s.TimeZone == "" {
		return time.Local, nil
	}
	zone, err := time.LoadLocation(s.TimeZone)
	if err != nil || s.TimeZone == "Local" {
		return nil, domain.NewError(domain.CodeInvalid, "time_zone_unknown", "time_zone", s.TimeZone)
	}
	return zone, nil
}

// zoneName gives the IANA name of a zone, "" where the system does not tell its own.
func zoneName(zone *time.Location) string {
	if zone != time.Local {
		return zone.String()
	}
	if name := os.Getenv("TZ"); name != "" && !strings.HasPrefix(name, ":") && !filepath.IsAbs(name) {
		return name
	}
	target, err := filepath.EvalSymlinks("/etc/localtime")
	if _, name, found := strings.Cut(filepath.ToSlash(target), "zoneinfo/"); err == nil && found {
		return name
	}
	return ""
}
