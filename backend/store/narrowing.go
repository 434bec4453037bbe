package store

import (
	"database/sql"
	"fmt"
	"strings"
)

// narrowing adds to conditions what the values that a filter is set to narrow a list down to. Prefix keeps the names of the
// arguments of one apart from another's.
type narrowing struct {
	*conditions
	prefix string
	n      int
}

// value gives the name of an argument with that value.
func (c *narrowing) value(value any) string {
	name := fmt.Sprintf("%sq%d", c.prefix, c.n)
	c.n++
	c.args = append(c.args, sql.Named(name, value))
	return ":" + name
}

// either adds that one of the conditions made of the values holds, where there are values.
func either[T any](c *narrowing, values []T, condition func(T) string) {
	if len(values) == 0 {
		return
	}
	parts := make([]string, len(values))
	for i, value := range values {
		parts[i] = "(" + condition(value) + ")"
	}
	c.add(strings.Join(parts, " OR "))
}
