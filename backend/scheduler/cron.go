package scheduler

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"tenantry/backend/domain"
)

// starred is the bit by which the parser marks a field that is "*".
const starred = 1 << 63

// parse reads five fields and a time zone. The parser's own extras ("@daily", "TZ=…") are refused: a schedule has its
// zone beside it, and five fields are what the interface shows.
func parse(text, zone string) (*cron.SpecSchedule, error) {
	loc, err := loadZone(zone)
	if err != nil {
		return nil, err
	}
	invalid := domain.NewError(domain.CodeInvalid, "cron_invalid", "cron", text)
	if strings.ContainsAny(text, "@=") || len(strings.Fields(text)) != 5 {
		return nil, invalid
	}
	parsed, err := cron.ParseStandard(strings.TrimSpace(text))
	if err != nil {
		invalid.Err = err
		return nil, invalid
	}
	spec, ok := parsed.(*cron.SpecSchedule)
	if !ok {
		return nil, invalid
	}
	spec.Location = loc
	return spec, nil
}

// loadZone knows IANA names. "" and "Local" would mean another zone on another machine.
func loadZone(zone string) (*time.Location, error) {
	unknown := domain.NewError(domain.CodeInvalid, "time_zone_unknown", "time_zone", zone)
	if zone == "" || zone == "Local" {
		return nil, unknown
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		unknown.Err = err
		return nil, unknown
	}
	return loc, nil
}

// Next gives the first time after from at which text is due in zone, in UTC. Where the clock is put forward over the
// time of day, it is the moment after; where the clock is put back, the time of day counts once.
func Next(text, zone string, from time.Time) (time.Time, error) {
	spec, err := parse(text, zone)
	if err != nil {
		return time.Time{}, err
	}
	from = from.In(spec.Location)
	next := spec.Next(from)
	if next.IsZero() {
		return next, domain.NewError(domain.CodeInvalid, "cron_never", "cron", text)
	}
	if spec.Hour&starred != 0 {
		return next.UTC(), nil
	}
	for repeated(next) {
		next = spec.Next(next)
	}
	if skipped := skippedRun(spec, from, next); !skipped.IsZero() {
		next = skipped
	}
	return next.UTC(), nil
}

// repeated reports whether the clock showed t's time of day already, before it was put back.
func repeated(t time.Time) bool {
	start, _ := t.ZoneBounds()
	if start.IsZero() {
		return false
	}
	back := -gap(start)
	return back > 0 && t.Sub(start) < back
}

// gap is how far the clock is put forward at a change, negative when it is put back.
func gap(change time.Time) time.Duration {
	_, before := change.Add(-time.Nanosecond).Zone()
	_, after := change.Zone()
	return time.Duration(after-before) * time.Second
}

// skippedRun finds a change of the clock between from and next that jumps over a time at which spec is due, and gives
// the moment of the change; the zero time if there is none.
func skippedRun(spec *cron.SpecSchedule, from, next time.Time) time.Time {
	wall := *spec
	wall.Location = time.UTC
	_, change := from.ZoneBounds()
	for !change.IsZero() && change.Before(next) {
		if jump := gap(change); jump > 0 {
			end := asUTC(change)
			due := wall.Next(end.Add(-jump - time.Second))
			if !due.IsZero() && due.Before(end) {
				return change
			}
		}
		_, change = change.ZoneBounds()
	}
	return time.Time{}
}

// asUTC gives what the clock on the wall shows, as if it were UTC.
func asUTC(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// Describe gives the catalogue key and parameters of the words for a schedule: "every weekday 06:30". "days" is a list
// of mon … sun with commas, "day" a day of the month; shapes without words of their own, and texts that are no schedule,
// give schedule.custom.
func Describe(text string) (key string, params map[string]string) {
	spec, err := parse(text, "UTC")
	custom := map[string]string{"cron": text}
	if err != nil || spec.Month != allOf(1, 12) {
		return "schedule.custom", custom
	}
	minutes, hours, days := bits(spec.Minute, 60), bits(spec.Hour, 24), bits(spec.Dow, 7)
	if spec.Dom != allOf(1, 31) {
		return describeMonth(bits(spec.Dom, 32), minutes, hours, spec.Dow == allOf(0, 6), custom)
	}
	everyDay := len(days) == 7
	if n := stepOf(minutes, 60); n > 1 && len(hours) == 24 && everyDay {
		return "schedule.every_n_minutes", map[string]string{"n": fmt.Sprint(n)}
	}
	if len(minutes) != 1 {
		return "schedule.custom", custom
	}
	if len(hours) != 1 {
		return describeHours(minutes[0], hours, everyDay, custom)
	}
	at := map[string]string{"time": clock(hours[0], minutes[0])}
	switch {
	case everyDay:
		return "schedule.daily", at
	case spec.Dow&^starred == 0b0111110:
		return "schedule.weekdays", at
	}
	at["days"] = dayNames(days)
	return "schedule.weekly", at
}

func describeMonth(dates, minutes, hours []int, anyWeekday bool, custom map[string]string) (string, map[string]string) {
	if len(dates) != 1 || len(minutes) != 1 || len(hours) != 1 || !anyWeekday {
		return "schedule.custom", custom
	}
	return "schedule.monthly", map[string]string{"day": fmt.Sprint(dates[0]), "time": clock(hours[0], minutes[0])}
}

func clock(hour, minute int) string { return fmt.Sprintf("%02d:%02d", hour, minute) }

func describeHours(minute int, hours []int, everyDay bool, custom map[string]string) (string, map[string]string) {
	at := map[string]string{"minute": fmt.Sprintf("%02d", minute)}
	n := stepOf(hours, 24)
	switch {
	case !everyDay || n == 0:
		return "schedule.custom", custom
	case n == 1:
		return "schedule.hourly", at
	}
	at["n"] = fmt.Sprint(n)
	return "schedule.every_n_hours", at
}

// allOf is what the parser makes of a "*" over first to last.
func allOf(first, last uint) uint64 { return starred | (1<<(last+1)-1)&^(1<<first-1) }

func bits(set uint64, limit int) []int {
	var found []int
	for i := range limit {
		if set&(1<<i) != 0 {
			found = append(found, i)
		}
	}
	return found
}

// stepOf is n when values are 0, n, 2n … up to limit, evenly also from the last to the first; else 0.
func stepOf(values []int, limit int) int {
	if len(values) < 2 || limit%len(values) != 0 {
		return 0
	}
	n := limit / len(values)
	for i, value := range values {
		if value != i*n {
			return 0
		}
	}
	return n
}

// dayNames lists days from Monday on.
func dayNames(days []int) string {
	names := [...]string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}
	var list []string
	for _, day := range days {
		if day != 0 {
			list = append(list, names[day])
		}
	}
	if days[0] == 0 {
		list = append(list, names[0])
	}
	return strings.Join(list, ",")
}
