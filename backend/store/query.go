package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"time"

	"tenantry/backend/domain"
)

// querier is what reads: the pool of readers, a read transaction or a write transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// scanner is a row to read columns from.
type scanner interface{ Scan(targets ...any) error }

// queryEach yields the rows of a query one by one; the rows are closed when the loop ends.
func queryEach[T any](ctx context.Context, q querier, query string, args []any, scan func(scanner) (T, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := q.QueryContext(ctx, query, args...)
		if err != nil {
			yield(none, err)
			return
		}
		defer func() { _ = rows.Close() }() // what it could report, rows.Err has reported
		for rows.Next() {
			row, err := scan(rows)
			if !yield(row, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, err)
		}
	}
}

// queryAll gives all rows of a query, an empty slice when there are none.
func queryAll[T any](ctx context.Context, q querier, query string, args []any, scan func(scanner) (T, error)) ([]T, error) {
	all := []T{}
	for row, err := range queryEach(ctx, q, query, args, scan) {
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, nil
}

// queryOne gives the first row of a query, sql.ErrNoRows when there is none.
func queryOne[T any](ctx context.Context, q querier, query string, args []any, scan func(scanner) (T, error)) (T, error) {
	for row, err := range queryEach(ctx, q, query, args, scan) {
		return row, err
	}
	var none T
	return none, sql.ErrNoRows
}

// findPage gives one page of a list and how many rows there are on all pages. Where the page holds the end of the list
// they need not be counted: a search with few hits goes through the rows once.
func findPage[T any](ctx context.Context, q querier, page domain.PageRequest, query, count string, args []any, scan func(scanner) (T, error)) ([]T, int, error) {
	rows, err := queryAll(ctx, q, query, args, scan)
	if err != nil {
		return nil, 0, err
	}
	total, err := countPages(ctx, q, page, len(rows), count, args)
	return rows, total, err
}

// countPages gives how many rows a list has on all pages, of which one gave so many.
func countPages(ctx context.Context, q querier, page domain.PageRequest, found int, count string, args []any) (int, error) {
	full := page.Limit > 0 && found == page.Limit
	beyond := found == 0 && page.Offset > 0
	if !full && !beyond {
		return max(0, page.Offset) + found, nil
	}
	return queryOne(ctx, q, count, args, scanOne[int])
}

// scanOne reads a row of one column.
func scanOne[T any](row scanner) (T, error) {
	var value T
	err := row.Scan(&value)
	return value, err
}

// timeLayout has a fixed width, so that text sorts as time does.
const timeLayout = "2006-01-02T15:04:05.000Z"

// timeText is how a time is stored.
func timeText(t time.Time) string { return t.UTC().Format(timeLayout) }

// ParseTime reads a stored time.
func ParseTime(text string) (time.Time, error) { return time.Parse(timeLayout, text) }

// optionalTime stores nil and the zero time as NULL.
func optionalTime(t *time.Time) any {
	if t == nil || t.IsZero() {
		return nil
	}
	return timeText(*t)
}

// orNull stores "" as NULL.
func orNull[T ~string](value T) any {
	if value == "" {
		return nil
	}
	return string(value)
}

// optional stores nil as NULL.
func optional[T any](value *T) any {
	if value == nil {
		return nil
	}
	return *value
}

// intoTime reads a stored time; NULL is the zero time.
type intoTime struct{ to *time.Time }

// Scan makes intoTime an sql.Scanner.
func (s intoTime) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*s.to = time.Time{}
		return nil
	case string:
		t, err := ParseTime(v)
		*s.to = t
		return err
	}
	return fmt.Errorf("stored time is a %T", value)
}

// intoOptionalTime reads a stored time; NULL is nil.
type intoOptionalTime struct{ to **time.Time }

// Scan makes intoOptionalTime an sql.Scanner.
func (s intoOptionalTime) Scan(value any) error {
	*s.to = nil
	if value == nil {
		return nil
	}
	var t time.Time
	if err := (intoTime{&t}).Scan(value); err != nil {
		return err
	}
	*s.to = &t
	return nil
}

// intoText reads text; NULL is "".
type intoText[T ~string] struct{ to *T }

// Scan makes intoText an sql.Scanner.
func (s intoText[T]) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*s.to = ""
	case string:
		*s.to = T(v)
	default:
		return fmt.Errorf("stored text is a %T", value)
	}
	return nil
}

// orEmpty scans text where NULL means "".
func orEmpty[T ~string](to *T) sql.Scanner { return intoText[T]{to} }

// conditions collects what a list is narrowed down to.
type conditions struct {
	sql  []string
	args []any
}

func (c *conditions) add(condition string, args ...any) {
	c.sql = append(c.sql, condition)
	c.args = append(c.args, args...)
}

// only narrows a list down to the row that a page asks for, where it asks for one.
func (c *conditions) only(column string, page domain.PageRequest) {
	if page.ID != 0 {
		c.add(column+" = :only", sql.Named("only", page.ID))
	}
}

// where gives the WHERE clause, TRUE when nothing was asked for.
func (c *conditions) where() string {
	text := "WHERE TRUE"
	for _, condition := range c.sql {
		text += "\n  AND (" + condition + ")"
	}
	return text
}

// orderBy gives the ORDER BY clause of a list from the columns it can be sorted by; ties break by id. Empty values
// come last in either direction.
func orderBy(page domain.PageRequest, columns map[string]string, id string) (string, error) {
	column, ok := columns[page.Sort]
	if !ok {
		return "", domain.NewError(domain.CodeInvalid, "invalid", "detail", "sort="+page.Sort)
	}
	direction := " ASC NULLS LAST"
	if page.Desc {
		direction = " DESC NULLS LAST"
	}
	return "ORDER BY " + column + direction + ", " + id, nil
}

// limit gives the LIMIT clause of a list; a limit of 0 is all rows.
func limit(page domain.PageRequest) string {
	rows := page.Limit
	if rows <= 0 {
		rows = -1
	}
	return fmt.Sprintf("LIMIT %d OFFSET %d", rows, max(0, page.Offset))
}
