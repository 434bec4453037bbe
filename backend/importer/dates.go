package importer

import (
	"strconv"
	"strings"
	"time"
)

// dateStyle says how the dates of a column are written.
type dateStyle struct {
	monthFirst bool // where day and month could be either
	since1904  bool // serial days are counted from 1904
}

const (
	// Serial days of spreadsheets that are taken for a date: 1982 to 2173.
	minSerial = 30000
	maxSerial = 100000
)

// ParseDay reads a date: ISO, day or month first, with a month's name in our four languages, or a spreadsheet's serial
// day; a time behind it is left out.
func ParseDay(cell string, monthFirst bool) (string, bool) {
	t, _, ok := parseMoment(clean(cell), dateStyle{monthFirst: monthFirst}, time.UTC)
	if !ok {
		return "", false
	}
	return t.Format(time.DateOnly), true
}

// parseMoment reads a date with or without a time. A time without a zone is one in the given zone; hasTime is false where
// only a day is given.
func parseMoment(cell string, style dateStyle, zone *time.Location) (t time.Time, hasTime, ok bool) {
	if len(cell) < 5 || len(cell) > 64 {
		return time.Time{}, false, false
	}
	if t, hasTime, ok := fromSerial(cell, style, zone); ok {
		return t, hasTime, true
	}
	if t, ok := fromISO(cell, zone); ok {
		return t, len(cell) > len(time.DateOnly), true
	}
	day, clock := splitClock(cell)
	y, m, d, ok := parseDayWords(day, style)
	if !ok {
		return time.Time{}, false, false
	}
	if clock == "" {
		return time.Date(y, time.Month(m), d, 0, 0, 0, 0, zone), false, true
	}
	hour, minute, second, ok := parseClock(clock)
	if !ok {
		return time.Time{}, false, false
	}
	return time.Date(y, time.Month(m), d, hour, minute, second, 0, zone), true, true
}

// fromSerial reads the days since the end of 1899, with the time as a fraction, that spreadsheets store.
func fromSerial(cell string, style dateStyle, zone *time.Location) (t time.Time, hasTime, ok bool) {
	if strings.Trim(cell, "0123456789.,") != "" {
		return t, false, false
	}
	value, err := strconv.ParseFloat(strings.Replace(cell, ",", ".", 1), 64)
	if err != nil || value < minSerial-1462 || value > maxSerial {
		return t, false, false
	}
	if style.since1904 {
		value += 1462
	}
	if value < minSerial {
		return t, false, false
	}
	day := int(value)
	seconds := int((value-float64(day))*86400 + 0.5)
	return time.Date(1899, 12, 30+day, 0, 0, seconds, 0, zone), seconds > 0, true
}

// isoLayouts are tried in turn; the first without a zone means the user's.
var isoLayouts = []string{
	time.DateOnly, time.RFC3339Nano, "2006-01-02T15:04:05.999999999-0700", "2006-01-02 15:04:05", "2006-01-02T15:04:05.999999999",
	"2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05 MST",
}

func fromISO(cell string, zone *time.Location) (time.Time, bool) {
	if len(cell) < len(time.DateOnly) || cell[4] != '-' {
		return time.Time{}, false
	}
	for _, layout := range isoLayouts {
		if strings.HasSuffix(layout, "MST") && !strings.HasSuffix(cell, " UTC") && !strings.HasSuffix(cell, " GMT") {
			continue
		}
		if t, err := time.ParseInLocation(layout, cell, zone); err == nil {
			return t, t.Year() >= 1900
		}
	}
	return time.Time{}, false
}

// splitClock cuts "31.12.2026, 14:05" into the day and the time.
func splitClock(cell string) (day, clock string) {
	i := strings.IndexByte(cell, ':')
	if i < 0 {
		return cell, ""
	}
	cut := strings.LastIndexAny(cell[:i], " ,T")
	if cut < 0 {
		return cell, ""
	}
	return strings.TrimRight(cell[:cut], " ,"), strings.TrimSpace(cell[cut+1:])
}

// parseClock reads 14:05, 14:05:30 and 2:05 PM.
func parseClock(text string) (hour, minute, second int, ok bool) {
	upper := strings.ToUpper(text)
	rest, afternoon := strings.CutSuffix(upper, "PM")
	rest, morning := strings.CutSuffix(rest, "AM")
	for _, word := range []string{" UHR", " UTC", "Z"} {
		rest = strings.TrimSuffix(rest, word)
	}
	parts := strings.Split(strings.TrimSpace(rest), ":")
	if len(parts) < 2 || len(parts) > 3 {
		return 0, 0, 0, false
	}
	numbers := [3]int{}
	for i, part := range parts {
		part, _, _ = strings.Cut(part, ".")
		if !digits(part) || len(part) > 2 {
			return 0, 0, 0, false
		}
		numbers[i], _ = strconv.Atoi(part)
	}
	hour, minute, second = numbers[0], numbers[1], numbers[2]
	if (afternoon || morning) && (hour < 1 || hour > 12) {
		return 0, 0, 0, false
	}
	if (afternoon || morning) && hour == 12 {
		hour = 0
	}
	if afternoon {
		hour += 12
	}
	return hour, minute, second, hour < 24 && minute < 60 && second < 60
}

// months by the first letters of their names in English, German, Italian and Norwegian; longer ones go first.
var months = []struct {
	name  string
	month int
}{
	{"jan", 1}, {"jän", 1}, {"gen", 1}, {"feb", 2}, {"mar", 3}, {"mär", 3}, {"mrz", 3}, {"apr", 4}, {"mai", 5}, {"may", 5}, {"mag", 5},
	{"jun", 6}, {"giu", 6}, {"jul", 7}, {"lug", 7}, {"aug", 8}, {"ago", 8}, {"sep", 9}, {"set", 9}, {"okt", 10}, {"oct", 10}, {"ott", 10},
	{"nov", 11}, {"dez", 12}, {"dec", 12}, {"des", 12}, {"dic", 12},
}

func monthOf(word string) int {
	word = strings.ToLower(word)
	for _, m := range months {
		if strings.HasPrefix(word, m.name) {
			return m.month
		}
	}
	return 0
}

// parseDayWords reads the three parts of a day in whatever order its signs tell.
func parseDayWords(text string, style dateStyle) (year, month, day int, ok bool) {
	parts := strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("./- ,\u00a0", r) })
	if len(parts) == 4 && monthOf(parts[0]) == 0 && !digits(parts[0]) {
		parts = parts[1:] // the day of the week
	}
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	numbers := [3]int{}
	named := -1
	for i, part := range parts {
		part = strings.TrimRight(part, "stndrh°")
		if digits(part) && len(part) <= 4 {
			numbers[i], _ = strconv.Atoi(part)
			continue
		}
		if numbers[i] = monthOf(parts[i]); numbers[i] == 0 || named >= 0 {
			return 0, 0, 0, false
		}
		named = i
	}
	switch {
	case len(parts[0]) == 4 && named != 0:
		year, month, day = numbers[0], numbers[1], numbers[2]
	case named == 1:
		day, month, year = numbers[0], numbers[1], numbers[2]
	case named == 0 || style.monthFirst && named < 0:
		month, day, year = numbers[0], numbers[1], numbers[2]
	case named == 2:
		return 0, 0, 0, false
	default:
		day, month, year = numbers[0], numbers[1], numbers[2]
	}
	if year < 100 && len(strings.TrimSpace(parts[2])) == 2 {
		year += 2000
	}
	return year, month, day, validDay(year, month, day)
}

func validDay(year, month, day int) bool {
	if year < 1900 || year > 2999 || month < 1 || month > 12 || day < 1 {
		return false
	}
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Day() == day
}
