package domain

import (
	"slices"
	"strings"
)

// Comparison is how a column test compares what stands in the column.
type Comparison string

// The comparisons. Texts know contains and equals, case and accents ignored; numbers, days and moments know equals, from and
// to, both of which include their value.
const (
	Contains    Comparison = "contains"
	NotContains Comparison = "not_contains"
	Equals      Comparison = "equals"
	NotEquals   Comparison = "not_equals"
	From        Comparison = "from"
	To          Comparison = "to"
	Empty       Comparison = "empty"
	NotEmpty    Comparison = "not_empty"
)

// ColumnTest narrows a list down by what stands in one of its columns.
type ColumnTest struct {
	Column     string // its JSON name
	Comparison Comparison
	Value      string // a text, a number with a point, or a day as YYYY-MM-DD, which in a column of moments is the user's; "" of Empty
}

// ParseColumnTest reads a test as addresses and files have it: column, comparison and value with colons between.
func ParseColumnTest(text string) (ColumnTest, error) {
	column, rest, _ := strings.Cut(text, ":")
	comparison, value, _ := strings.Cut(rest, ":")
	t := ColumnTest{column, Comparison(comparison), strings.TrimSpace(value)}
	valued := []Comparison{Contains, NotContains, Equals, NotEquals, From, To}
	empties := []Comparison{Empty, NotEmpty}
	if slices.Contains(valued, t.Comparison) && t.Value != "" || slices.Contains(empties, t.Comparison) && t.Value == "" {
		return t, nil
	}
	return t, t.Invalid()
}

// Invalid is the error of a test that a list cannot make.
func (t ColumnTest) Invalid() error {
	return NewError(CodeInvalid, "invalid", "detail", "where="+t.Column+":"+string(t.Comparison)+":"+t.Value)
}
