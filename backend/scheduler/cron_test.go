package scheduler_test

import (
	"errors"
	"fmt"
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/scheduler"
)

func TestNext_FollowsTheZoneAndItsChangesOfTheClock(t *testing.T) {
	const berlin = "Europe/Berlin" // 2026: forward on 29 March at 02:00, back on 25 October at 03:00
	for name, c := range map[string]struct{ cron, zone, from, want string }{
		"same day":                             {"30 6 * * *", berlin, "2026-11-20T04:00:00+01:00", "2026-11-20T06:30:00+01:00"},
		"the moment itself is past":            {"30 6 * * *", berlin, "2026-11-20T06:30:00+01:00", "2026-11-21T06:30:00+01:00"},
		"seconds after counts as past":         {"30 6 * * *", berlin, "2026-11-20T06:30:00.5+01:00", "2026-11-21T06:30:00+01:00"},
		"weekday skips the weekend":            {"30 6 * * 1-5", berlin, "2026-11-20T07:00:00+01:00", "2026-11-23T06:30:00+01:00"},
		"asked from another zone":              {"30 6 * * *", berlin, "2026-11-20T05:00:00Z", "2026-11-20T06:30:00+01:00"},
		"another zone's day":                   {"0 23 * * *", "America/New_York", "2026-11-20T02:00:00Z", "2026-11-19T23:00:00-05:00"},
		"daily over the night put forward":     {"30 6 * * *", berlin, "2026-03-28T07:00:00+01:00", "2026-03-29T06:30:00+02:00"},
		"the hour left out: moment after":      {"30 2 * * *", berlin, "2026-03-28T03:00:00+01:00", "2026-03-29T03:00:00+02:00"},
		"and the ordinary time after it":       {"30 2 * * *", berlin, "2026-03-29T03:00:00+02:00", "2026-03-30T02:30:00+02:00"},
		"the hour left out, another day":       {"30 2 28 * *", berlin, "2026-03-28T03:00:00+01:00", "2026-04-28T02:30:00+02:00"},
		"every quarter has nothing to make up": {"*/15 * * * *", berlin, "2026-03-29T01:50:00+01:00", "2026-03-29T03:00:00+02:00"},
		"at half past every hour neither":      {"30 * * * *", berlin, "2026-03-29T01:50:00+01:00", "2026-03-29T03:30:00+02:00"},
		"the hour twice: first":                {"30 2 * * *", berlin, "2026-10-25T01:00:00+02:00", "2026-10-25T02:30:00+02:00"},
		"the hour twice: not again":            {"30 2 * * *", berlin, "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"},
		"the hour twice: every quarter":        {"*/15 * * * *", berlin, "2026-10-25T02:45:00+02:00", "2026-10-25T02:00:00+01:00"},
		"a leap day":                           {"0 12 29 2 *", "UTC", "2026-11-20T00:00:00Z", "2028-02-29T12:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := scheduler.Next(c.cron, c.zone, at(t, c.from))
			if err != nil {
				t.Fatal(err)
			}
			if !got.Equal(at(t, c.want)) {
				t.Errorf("next %s after %s: got %s, want %s", c.cron, c.from, got, c.want)
			}
			if got.Location() != time.UTC {
				t.Errorf("next is in %s, want UTC", got.Location())
			}
		})
	}
}

func TestNext_RefusesWhatIsNoSchedule(t *testing.T) {
	for _, c := range []struct{ cron, zone, key string }{
		{"", "UTC", "cron_invalid"},
		{"30 6 * *", "UTC", "cron_invalid"},
		{"0 30 6 * * *", "UTC", "cron_invalid"},
		{"61 6 * * *", "UTC", "cron_invalid"},
		{"@daily", "UTC", "cron_invalid"},
		{"@every 1 2 3 4", "UTC", "cron_invalid"},
		{"TZ=Europe/Berlin 6 * * *", "UTC", "cron_invalid"},
		{"0 0 30 2 *", "UTC", "cron_never"},
		{", * * * *", "UTC", "cron_never"},
		{"30 6 * * *", "Europe/Nowhere", "time_zone_unknown"},
		{"30 6 * * *", "", "time_zone_unknown"},
		{"30 6 * * *", "Local", "time_zone_unknown"},
	} {
		_, err := scheduler.Next(c.cron, c.zone, time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC))
		var known *domain.Error
		if !errors.As(err, &known) || known.Key != c.key || known.Code != domain.CodeInvalid {
			t.Errorf("Next(%q, %q): %v, want %s", c.cron, c.zone, err, c.key)
		}
	}
}

func TestNext_IsAlwaysInTheFutureAndGoesOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := cronText().Draw(t, "cron")
		zone := rapid.SampledFrom([]string{"UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu",
			"Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia"}).Draw(t, "zone")
		from := time.Unix(rapid.Int64Range(946684800, 2208988800).Draw(t, "from"), rapid.Int64Range(0, 999999999).Draw(t, "ns"))
		next, err := scheduler.Next(text, zone, from)
		if err != nil {
			t.Fatalf("Next(%q): %v", text, err)
		}
		if !next.After(from) {
			t.Fatalf("next %s is not after %s", next, from)
		}
		if between := from.Add(next.Sub(from) / 2); between.After(from) {
			again, err := scheduler.Next(text, zone, between)
			if err != nil || !again.Equal(next) {
				t.Fatalf("from %s next is %s, from %s it is %s (%v)", from, next, between, again, err)
			}
		}
	})
}

// cronText draws schedules that come due at least once in some years.
func cronText() *rapid.Generator[string] {
	field := func(low, high int) *rapid.Generator[string] {
		one := rapid.IntRange(low, high)
		return rapid.OneOf(
			rapid.Just("*"),
			rapid.Map(one, func(n int) string { return fmt.Sprint(n) }),
			rapid.Map(rapid.IntRange(2, 12), func(n int) string { return fmt.Sprintf("*/%d", n) }),
			rapid.Custom(func(t *rapid.T) string {
				from := one.Draw(t, "first")
				return fmt.Sprintf("%d-%d", from, rapid.IntRange(from, high).Draw(t, "last"))
			}),
			rapid.Custom(func(t *rapid.T) string {
				return fmt.Sprintf("%d,%d", one.Draw(t, "one"), one.Draw(t, "other"))
			}),
		)
	}
	return rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%s %s %s %s %s", field(0, 59).Draw(t, "minute"), field(0, 23).Draw(t, "hour"),
			field(1, 28).Draw(t, "day"), field(1, 12).Draw(t, "month"), field(0, 6).Draw(t, "weekday"))
	})
}

func TestNext_NoTextBringsItDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[-0-9*/,?@=A-Za-z ]{0,24}`).Draw(t, "cron")
		from := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
		if next, err := scheduler.Next(text, "Europe/Berlin", from); err == nil && !next.After(from) {
			t.Fatalf("Next(%q) = %s", text, next)
		}
		scheduler.Describe(text)
	})
}

func TestDescribe_HasWordsForTheCommonShapes(t *testing.T) {
	for cron, want := range map[string]struct {
		key    string
		params map[string]string
	}{
		"30 6 * * *":      {"schedule.daily", map[string]string{"time": "06:30"}},
		"0 0 * * 0-6":     {"schedule.daily", map[string]string{"time": "00:00"}},
		"30 6 * * 1-5":    {"schedule.weekdays", map[string]string{"time": "06:30"}},
		"5 18 * * MON":    {"schedule.weekly", map[string]string{"time": "18:05", "days": "mon"}},
		"5 18 * * 0,3":    {"schedule.weekly", map[string]string{"time": "18:05", "days": "wed,sun"}},
		"5 * * * *":       {"schedule.hourly", map[string]string{"minute": "05"}},
		"0 */4 * * *":     {"schedule.every_n_hours", map[string]string{"n": "4", "minute": "00"}},
		"*/15 * * * *":    {"schedule.every_n_minutes", map[string]string{"n": "15"}},
		"0,30 * * * *":    {"schedule.every_n_minutes", map[string]string{"n": "30"}},
		"* * * * *":       {"schedule.custom", map[string]string{"cron": "* * * * *"}},
		"0 */5 * * *":     {"schedule.custom", map[string]string{"cron": "0 */5 * * *"}}, // 20:00, then 00:00
		"*/15 8-17 * * *": {"schedule.custom", map[string]string{"cron": "*/15 8-17 * * *"}},
		"0 */4 * * 1-5":   {"schedule.custom", map[string]string{"cron": "0 */4 * * 1-5"}},
		"30 6 1 * *":      {"schedule.monthly", map[string]string{"time": "06:30", "day": "1"}},
		"0 18 31 * *":     {"schedule.monthly", map[string]string{"time": "18:00", "day": "31"}},
		"30 6 1,15 * *":   {"schedule.custom", map[string]string{"cron": "30 6 1,15 * *"}},
		"30 6 1 * 1":      {"schedule.custom", map[string]string{"cron": "30 6 1 * 1"}}, // also on Mondays
		"30 * 1 * *":      {"schedule.custom", map[string]string{"cron": "30 * 1 * *"}},
		"30 6 1 12 *":     {"schedule.custom", map[string]string{"cron": "30 6 1 12 *"}},
		"30 6 * 12 *":     {"schedule.custom", map[string]string{"cron": "30 6 * 12 *"}},
		"nonsense":        {"schedule.custom", map[string]string{"cron": "nonsense"}},
	} {
		key, params := scheduler.Describe(cron)
		if key != want.key || !maps.Equal(params, want.params) {
			t.Errorf("Describe(%q) = %s %v, want %s %v", cron, key, params, want.key, want.params)
		}
	}
}

func at(t testing.TB, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}
