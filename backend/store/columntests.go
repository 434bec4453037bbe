package store

import (
	"database/sql"
	"database/sql/driver"
	"maps"
	"math"
	"strconv"
	"sync"
	"time"

	"modernc.org/sqlite"

	"tenantry/backend/domain"
)

// comparability is how what stands in a column compares.
type comparability int

const (
	untested comparability = iota // it does not
	asText                        // case and accents ignored
	asFolded                      // text that is stored folded
	asNumber
	asDay
	asMoment
)

// testable is a column that a list can be narrowed down by: its value, NULL or "" where there is none.
type testable struct {
	sql string
	as  comparability
}

// testables are the columns of a list that can be tested, by their JSON names.
type testables map[string]testable

// and gives the columns with others, which take the place of those of the same name.
func (c testables) and(more testables) testables {
	all := maps.Clone(c)
	maps.Copy(all, more)
	return all
}

// numbers are columns that a list can be sorted by and that are numbers.
func numbers(sorts map[string]string, names ...string) testables {
	all := testables{}
	for _, name := range names {
		if column, ok := sorts[name]; ok {
			all[name] = testable{column, asNumber}
		}
	}
	return all
}

// sqlFold makes fold known to SQL as fold(text).
var sqlFold = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction("fold", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		if text, ok := args[0].(string); ok {
			return fold(text), nil
		}
		return args[0], nil
	})
})

// sqlMonths makes the whole calendar months from one day to another known to SQL as months_between(from, to), counted as the
// rows show them; NULL where either day is missing.
var sqlMonths = sync.OnceValue(func() error {
	return sqlite.RegisterDeterministicScalarFunction("months_between", 2, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		from, ok := args[0].(string)
		to, too := args[1].(string)
		if !ok || !too || from == "" || to == "" {
			return nil, nil
		}
		return int64(domain.Date(from).MonthsUntil(domain.Date(to))), nil
	})
})

// folded is a column folded word by word. Most texts are plain ASCII, for which SQLite's own function does and is faster.
func folded(column string) string {
	return "CASE WHEN octet_length(" + column + ") = length(" + column + ") THEN lower(" + column + ") ELSE fold(" + column + ") END"
}

// test adds the conditions of a page's column tests. Days are the user's: in columns of moments they begin and end in the zone.
func (c *conditions) test(page domain.PageRequest, zone *time.Location, columns testables) error {
	return c.testAs("where", page.Where, zone, columns)
}

// testAs does so with arguments whose names begin alike.
func (c *conditions) testAs(prefix string, tests []string, zone *time.Location, columns testables) error {
	for i, text := range tests {
		t, err := domain.ParseColumnTest(text)
		if err != nil {
			return err
		}
		column, ok := columns[t.Column]
		if !ok {
			return t.Invalid()
		}
		name := prefix + strconv.Itoa(i)
		condition, args, ok := column.condition(t, name, zone)
		if !ok {
			return t.Invalid()
		}
		c.add(condition, args...)
	}
	return nil
}

// condition makes a test's condition with arguments of that name; none where the column cannot be compared so.
func (c testable) condition(t domain.ColumnTest, name string, zone *time.Location) (string, []any, bool) {
	switch t.Comparison {
	case domain.Empty:
		return "COALESCE(" + c.sql + ", '') = ''", nil, true
	case domain.NotEmpty:
		return "COALESCE(" + c.sql + ", '') <> ''", nil, true
	}
	switch c.as {
	case asNumber:
		number, err := strconv.ParseFloat(t.Value, 64)
		if err != nil || math.IsInf(number, 0) || math.IsNaN(number) {
			return "", nil, false
		}
		return c.between(t.Comparison, ":"+name, "<= :"+name, sql.Named(name, number))
	case asDay:
		day, err := domain.ParseDate(t.Value)
		if err != nil {
			return "", nil, false
		}
		return c.between(t.Comparison, ":"+name, "<= :"+name, sql.Named(name, string(day)))
	case asMoment:
		day, err := domain.ParseDate(t.Value)
		if err != nil {
			return "", nil, false
		}
		if zone == nil {
			zone = time.UTC
		}
		return c.between(t.Comparison, ":"+name, "< :"+name+"end", sql.Named(name, DayBegins(day, zone)), sql.Named(name+"end", DayEnds(day, zone)))
	}
	return c.words(t, name)
}

// between compares with what begins at a value and is over where the end no longer holds.
func (c testable) between(how domain.Comparison, begin, end string, args ...any) (string, []any, bool) {
	from, to := c.sql+" >= "+begin, c.sql+" "+end
	switch how {
	case domain.Equals:
		return from + " AND " + to, args, true
	case domain.NotEquals:
		return "NOT COALESCE(" + from + " AND " + to + ", FALSE)", args, true
	case domain.From:
		return from, args, true
	case domain.To:
		return to, args, true
	}
	return "", nil, false
}

func (c testable) words(t domain.ColumnTest, name string) (string, []any, bool) {
	text := "fold(" + c.sql + ")"
	if c.as == asFolded {
		text = c.sql
	}
	args := []any{sql.Named(name, fold(t.Value))}
	switch t.Comparison {
	case domain.Contains:
		return holds(text, ":"+name), args, true
	case domain.NotContains:
		return "NOT COALESCE(" + holds(text, ":"+name) + ", FALSE)", args, true
	case domain.Equals:
		return text + " = :" + name, args, true
	case domain.NotEquals:
		return "NOT COALESCE(" + text + " = :" + name + ", FALSE)", args, true
	}
	return "", nil, false
}
