package domain

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a calendar day without a time or zone, stored and sent as "2006-01-02". The zero Date means "not known".
type Date string

// DateOf gives the calendar day of t in t's own location; the zero time gives the zero Date.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return ""
	}
	return Date(t.Format(time.DateOnly))
}

// ParseDate reads "2006-01-02".
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", fmt.Errorf("%q is not a date like 2026-11-20", s)
	}
	return DateOf(t), nil
}

// Time gives midnight UTC of the day; the zero time for the zero Date.
func (d Date) Time() time.Time {
	t, err := time.Parse(time.DateOnly, string(d))
	if err != nil {
		return time.Time{}
	}
	return t
}

// AddDays gives the day n days later; n may be negative.
func (d Date) AddDays(n int) Date { return DateOf(d.Time().AddDate(0, 0, n)) }

// DaysUntil counts calendar days from d to other; it is negative when other is earlier.
func (d Date) DaysUntil(other Date) int {
	return int(other.Time().Sub(d.Time()).Hours() / 24)
}

// MonthsUntil counts whole calendar months from d to other; it is negative when other is earlier. The last day of a
// shorter month completes one.
func (d Date) MonthsUntil(other Date) int {
	from, to := d.Time(), other.Time()
	if to.Before(from) {
		return -other.MonthsUntil(d)
	}
	months := 12*(to.Year()-from.Year()) + int(to.Month()) - int(from.Month())
	if to.Day() < from.Day() && to.AddDate(0, 0, 1).Month() == to.Month() {
		months--
	}
	return months
}

// UnmarshalJSON refuses text that is neither empty nor a day.
func (d *Date) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	if s == "" {
		*d = ""
		return nil
	}
	parsed, err := ParseDate(s)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
