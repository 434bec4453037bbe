// Package export writes tables as CSV files and Excel workbooks, and holds the
// one set of rules by which numbers, dates and money become text. It knows
// columns, values and an io.Writer; what the tables are about is its callers' affair.
package export

import (
	"iter"
	"math"
	"time"

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
)

// Kind says how a value is typed in a workbook and written as text.
type Kind string

// The kinds of values.
const (
	KindText     Kind = "text"
	KindInt      Kind = "int"
	KindDecimal  Kind = "decimal"  // exact, shown with the digits it has
	KindMoney    Kind = "money"    // exact, with a currency; never fewer digits than its minor unit
	KindPercent  Kind = "percent"  // a share: 0.5 is 50 %
	KindDate     Kind = "date"     // a calendar day
	KindDateTime Kind = "datetime" // a moment, shown in the reader's zone to the minute
	KindBool     Kind = "bool"
	KindDays     Kind = "days" // a number of days
)

// Column is one column of a table. Its kind decides alignment and width; every value carries its own kind besides.
type Column struct {
	Key     string // names the column in the program, not shown
	Heading string
	Kind    Kind
	Width   int // in characters; 0 leaves it to the kind
}

// Table is a list of rows. Rows is read once; an error it yields ends the export.
type Table struct {
	Title   string // names the sheet
	Columns []Column
	Rows    iter.Seq2[Row, error]
	Chart   *Chart // in a workbook, beside the rows; nil is none
}

// Pick gives the table with some of its columns, by their places and in that order.
func (t Table) Pick(columns []int) Table {
	picked := Table{Title: t.Title, Columns: make([]Column, len(columns))}
	for to, from := range columns {
		picked.Columns[to] = t.Columns[from]
	}
	picked.Rows = func(yield func(Row, error) bool) {
		for row, err := range t.Rows {
			if err != nil {
				yield(Row{}, err)
				return
			}
			cells := make([]Value, len(columns))
			for to, from := range columns {
				cells[to] = row.Cells[from]
			}
			if !yield(Row{Cells: cells, Level: row.Level}, nil) {
				return
			}
		}
	}
	return picked
}

// Row is one line of a table; its cells stand in the order of the columns.
type Row struct {
	Cells []Value
	Level Level
}

// Level tells data from the lines that sum them up.
type Level int

// The levels of a row.
const (
	LevelData Level = iota
	LevelSubtotal
	LevelTotal
)

// Value is one typed cell. The zero Value is an empty cell: a fact that is not known.
type Value struct {
	kind   Kind
	text   string // KindText; the currency of KindMoney; the day of KindDate
	number int64  // KindInt, KindDays; 1 is true for KindBool
	share  float64
	exact  decimal.Decimal
	moment time.Time
}

// Empty is the value of a fact that is not known.
func Empty() Value { return Value{} }

// Text is any text; "" is empty.
func Text(s string) Value {
	if s == "" {
		return Value{}
	}
	return Value{kind: KindText, text: s}
}

// Int is a whole number.
func Int(n int64) Value { return Value{kind: KindInt, number: n} }

// OptInt is a whole number, empty for nil.
func OptInt(n *int64) Value {
	if n == nil {
		return Value{}
	}
	return Int(*n)
}

// Decimal is an exact number.
func Decimal(d decimal.Decimal) Value { return Value{kind: KindDecimal, exact: d} }

// Price is an exact price per unit; it may have more digits than the currency's minor unit. Zeros beyond that are
// left out.
func Price(d decimal.Decimal, currency string) Value {
	digits := domain.MinorDigits(currency)
	return Value{kind: KindMoney, exact: d.Trim(digits).Pad(digits), text: currency}
}

// Money is an amount.
func Money(m domain.Money) Value { return Price(m.Decimal(), m.Currency) }

// OptMoney is an amount, empty for nil.
func OptMoney(m *domain.Money) Value {
	if m == nil {
		return Value{}
	}
	return Money(*m)
}

// Percent is a share: 0.5 is 50 %. What is no number (0 of 0) is empty.
func Percent(share float64) Value {
	if math.IsNaN(share) || math.IsInf(share, 0) {
		return Value{}
	}
	return Value{kind: KindPercent, share: share}
}

// OptPercent is a share, empty for nil.
func OptPercent(share *float64) Value {
	if share == nil {
		return Value{}
	}
	return Percent(*share)
}

// Date is a calendar day, empty for the zero Date.
func Date(d domain.Date) Value {
	if d == "" {
		return Value{}
	}
	return Value{kind: KindDate, text: string(d)}
}

// DateTime is a moment in the zone it carries, empty for the zero time.
func DateTime(t time.Time) Value {
	if t.IsZero() {
		return Value{}
	}
	return Value{kind: KindDateTime, moment: t}
}

// OptDateTime is a moment shown in zone, empty for nil.
func OptDateTime(t *time.Time, zone *time.Location) Value {
	if t == nil {
		return Value{}
	}
	return DateTime(t.In(zone))
}

// Bool is yes or no.
func Bool(b bool) Value {
	v := Value{kind: KindBool}
	if b {
		v.number = 1
	}
	return v
}

// OptBool is yes or no, empty for nil.
func OptBool(b *bool) Value {
	if b == nil {
		return Value{}
	}
	return Bool(*b)
}

// Days is a number of days.
func Days(n int) Value { return Value{kind: KindDays, number: int64(n)} }

// IsEmpty reports whether the value is not known.
func (v Value) IsEmpty() bool { return v.kind == "" }

// Kind gives the value's kind, "" for an empty one.
func (v Value) Kind() Kind { return v.kind }

// Rows gives rows made one by one from a list, such as a page of a query.
func Rows[T any](items []T, cells func(T) []Value) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for _, item := range items {
			if !yield(Row{Cells: cells(item)}, nil) {
				return
			}
		}
	}
}

// MapRows gives rows made one by one from a stream, such as a report; its error is passed on.
func MapRows[T any](items iter.Seq2[T, error], cells func(T) []Value) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		for item, err := range items {
			if err != nil {
				yield(Row{}, err)
				return
			}
			if !yield(Row{Cells: cells(item)}, nil) {
				return
			}
		}
	}
}
