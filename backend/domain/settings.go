package domain

import (
	"slices"
	"time"

	"github.com/govalues/decimal"
)

// DateFormat is how days are written, on the screen and in files.
type DateFormat string

// The ways to write a day.
const (
	DateLanguage DateFormat = ""        // as the language does
	DateISO      DateFormat = "iso"     // 2026-11-03
	DateDots     DateFormat = "dots"    // 03.11.2026
	DateSlashes  DateFormat = "slashes" // 03/11/2026
	DateMonth    DateFormat = "month"   // 11/03/2026
)

// TimeFormat is how hours are counted.
type TimeFormat string

// The ways to count hours; 24 is what all languages here do.
const (
	Time24 TimeFormat = ""
	Time12 TimeFormat = "12"
)

// DefaultSettings are those of a new data file.
func DefaultSettings() Settings {
	return Settings{Theme: "system", Density: "compact", Thresholds: DefaultThresholds()}
}

// Validate refuses a value that cannot be chosen with the key "setting_invalid".
func (s Settings) Validate() error {
	wrong := func(setting string) error { return NewError(CodeInvalid, "setting_invalid", "setting", setting) }
	if !slices.Contains([]string{"", "en", "de", "it", "nb"}, s.Language) {
		return wrong("language")
	}
	if !slices.Contains([]string{"system", "light", "dark"}, s.Theme) {
		return wrong("theme")
	}
	if !slices.Contains([]string{"compact", "comfortable"}, s.Density) {
		return wrong("density")
	}
	if _, err := time.LoadLocation(s.TimeZone); err != nil {
		return wrong("time_zone")
	}
	if !slices.Contains([]DateFormat{DateLanguage, DateISO, DateDots, DateSlashes, DateMonth}, s.DateFormat) {
		return wrong("date_format")
	}
	if !slices.Contains([]TimeFormat{Time24, Time12}, s.TimeFormat) {
		return wrong("time_format")
	}
	if name := s.Thresholds.wrong(); name != "" {
		return wrong(name)
	}
	return nil
}

// wrong names the first threshold that is out of range, "" when none is.
func (t Thresholds) wrong() string {
	factor, err := decimal.Parse(t.LowFactor)
	switch {
	case t.ExpiringDays < 1 || t.ExpiringDays > 730:
		return "expiring_days"
	case err != nil || !factor.IsPos() || factor.Cmp(decimal.One) > 0:
		return "low_factor"
	case t.LowMinCustomers < 2 || t.LowMinCustomers > 1000:
		return "low_min_customers"
	case t.LowMinAgeDays < 0 || t.LowMinAgeDays > 3650:
		return "low_min_age_days"
	case t.QuietDays < 1 || t.QuietDays > 90:
		return "quiet_days"
	}
	return ""
}
