package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
)

// seenDays is how far before the last visit a sample may be that tells what stood then.
const seenDays = 7

// HomeArgs are the values of the queries behind the first page, beside those of Figures.
func HomeArgs(f domain.HomeFilter) []any {
	args := []any{
		sql.Named("now", timeText(f.Now)), sql.Named("due_until", string(f.Scope.Today.AddDays(domain.HomeDays))),
		sql.Named("jobs_since", timeText(f.Now.AddDate(0, 0, -domain.HomeJobDays))), sql.Named("limit", f.Limit),
		sql.Named("today_begins", DayBegins(f.Scope.Today, f.Zone)),
		sql.Named("stale_before", timeText(f.Now.Add(-domain.StaleAfter))),
		sql.Named("soon", DayBegins(f.Scope.Today.AddDays(domain.AccessSoonDays+1), f.Zone)),
	}
	if f.Since == nil {
		return args
	}
	day := domain.DateOf(f.Since.In(f.Zone))
	return append(args, sql.Named("since", timeText(*f.Since)), sql.Named("visit_day", string(day)),
		sql.Named("visit_from", string(day.AddDays(-seenDays))), sql.Named("visit_end", DayBegins(day.AddDays(1), f.Zone)))
}

// DayBegins is the stored form of the moment a calendar day begins in a zone.
func DayBegins(day domain.Date, zone *time.Location) string {
	y, m, d := day.Time().Date()
	return timeText(time.Date(y, m, d, 0, 0, 0, 0, zone))
}

// DayEnds is the stored form of the moment the next calendar day begins. Years of five digits would not sort as text.
func DayEnds(day domain.Date, zone *time.Location) string {
	if y, m, d := day.Time().Date(); y < 9999 {
		return timeText(time.Date(y, m, d+1, 0, 0, 0, 0, zone))
	}
	return "9999-12-31T23:59:59.999Z"
}

// ScanHomeFailure reads a row of report's homefailures.sql.
func ScanHomeFailure(row scanner) (domain.HomeFailure, error) {
	var n domain.HomeFailure
	var datasets string
	err := row.Scan(&n.ConnectionID, &n.Connection, &n.Vendor, &n.State, &n.RunID, &n.RunState, &n.ErrorKey,
		intoOptionalTime{&n.EndedAt}, &n.Customers, &datasets, &n.Age, intoOptionalTime{&n.ReadAt})
	n.Datasets = strings.FieldsFunc(datasets, func(r rune) bool { return r == ',' })
	slices.Sort(n.Datasets)
	return n, err
}

// ScanHomeSchedule reads a row of report's homeschedules.sql.
func ScanHomeSchedule(row scanner) (domain.HomeSchedule, error) {
	var n domain.HomeSchedule
	err := row.Scan(&n.ID, &n.Kind, &n.Format, &n.CustomerID, &n.Tag, orEmpty(&n.ErrorKey), intoJSON{&n.Params},
		intoOptionalTime{&n.EndedAt})
	return n, err
}

// ScanNotice reads a row of report's noticeschedules.sql.
func ScanNotice(row scanner) (subject string, params map[string]string, err error) {
	err = row.Scan(&subject, intoJSON{&params})
	return subject, params, err
}

// ScanHomeChange reads a row of one of report's queries for changes, and how many there are of how many customers.
func ScanHomeChange(row scanner, total, customers *int) (domain.HomeChange, error) {
	var n domain.HomeChange
	var before, after [2]*int64
	err := row.Scan(&n.CustomerID, &n.Customer, &n.Vendor, &n.Product, intoOptionalTime{&n.At}, &n.Count, &before[0],
		&before[1], &after[0], &after[1], total, customers)
	n.Before, n.After = seatsOf(before), seatsOf(after)
	return n, err
}

func seatsOf(columns [2]*int64) *domain.HomeSeats {
	if columns[0] == nil || columns[1] == nil {
		return nil
	}
	return &domain.HomeSeats{Bought: *columns[0], Assigned: *columns[1]}
}

// homeSeen names the setting that holds when the first page was seen last.
const homeSeen = "home_seen"

// GetHomeSeen gives when the first page was seen last; nil before the first time.
func (s *Store) GetHomeSeen(ctx context.Context) (*time.Time, error) {
	stored, err := queryAll(ctx, s.reader, "SELECT value FROM settings WHERE name = ?", []any{homeSeen}, scanOne[string])
	if err != nil || len(stored) == 0 {
		return nil, wrap("get last visit", err)
	}
	at, err := ParseTime(stored[0])
	return &at, wrap("get last visit", err)
}

// SaveHomeSeen stores that the first page was seen.
func (s *Store) SaveHomeSeen(ctx context.Context, at time.Time) error {
	return s.write(ctx, "save last visit", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx, "INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
			homeSeen, timeText(at))
		return err
	})
}
