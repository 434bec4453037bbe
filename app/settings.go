package app

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // Windows has no zone files of its own

	"tenantry/backend/domain"
	"tenantry/backend/export"
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
	before, err := ws.store.GetSettings(ctx)
	if err != nil {
		return settings, err
	}
	if err := ws.store.SaveSettings(ctx, settings); err != nil {
		return settings, err
	}
	if settings.Thresholds != before.Thresholds {
		if err := ws.seeThresholds(ctx); err != nil {
			return settings, err
		}
	}
	if settings.NoPersonalData && !before.NoPersonalData {
		if err := ws.store.ForgetPeople(ctx); err != nil {
			return settings, err
		}
	}
	s.app.tell(ws, Event{Type: EventSettingsChanged})
	return settings, nil
}

// checkSettings says what is wrong with the language or the zone in their own sentences, and the rest as the domain does.
func checkSettings(s domain.Settings) error {
	if s.Language != "" && !slices.Contains(language.Supported(), s.Language) {
		return domain.NewError(domain.CodeInvalid, "language_invalid")
	}
	if _, err := zoneOf(s); err != nil {
		return err
	}
	return s.Validate()
}

// Writing gives how values are written in a language, and the zone of moments.
func (s *Settings) Writing(ctx context.Context, texts *language.Printer) (export.Format, *time.Location, error) {
	settings, err := s.Get(ctx)
	if err != nil {
		return export.Format{}, nil, err
	}
	zone, err := zoneOf(settings)
	return formatOf(settings, texts), zone, err
}

// formatOf gives how values are written in a language, with days and hours as the user chose.
func formatOf(s domain.Settings, texts *language.Printer) export.Format {
	return export.FormatFor(texts.Tag()).Dated(s.DateFormat, s.TimeFormat)
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
