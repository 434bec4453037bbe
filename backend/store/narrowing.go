package store

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// narrowing adds to conditions what the values that a filter is set to narrow a list down to. Prefix keeps the names of the
// arguments of one apart from another's.
type narrowing struct {
	*conditions
	prefix string
	n      int
	except []string // the filters that mean none of their values
	known  []string // the filters there are
}

// check refuses exceptions from filters that there are not.
func (c *narrowing) check() error {
	for _, name := range c.except {
		if !slices.Contains(c.known, name) {
			return domain.NewError(domain.CodeInvalid, "invalid", "detail", "except="+name)
		}
	}
	return nil
}

// value gives the name of an argument with that value.
func (c *narrowing) value(value any) string {
	name := fmt.Sprintf("%sq%d", c.prefix, c.n)
	c.n++
	c.args = append(c.args, sql.Named(name, value))
	return ":" + name
}

// either adds that one of the conditions made of the values of a filter holds, or with an exception none of them, where there
// are values.
func either[T any](c *narrowing, name string, values []T, condition func(T) string) {
	c.known = append(c.known, name)
	if len(values) == 0 {
		return
	}
	parts := make([]string, len(values))
	for i, value := range values {
		parts[i] = "(" + condition(value) + ")"
	}
	joined := strings.Join(parts, " OR ")
	if slices.Contains(c.except, name) {
		joined = "NOT COALESCE(" + joined + ", FALSE)"
	}
	c.add(joined)
}

// eitherWord adds that a column holds one of the words, where there are words. That no source says it is stored as "".
func eitherWord[T ~string](c *narrowing, name, column string, words []T) {
	either(c, name, words, func(word T) string {
		if word == domain.Unknown {
			return column + " = ''"
		}
		return column + " = " + c.value(string(word))
	})
}

// vendors narrows the rows of a table down to those of any of the vendors.
func (c *narrowing) vendors(alias string, vendors []domain.Vendor) {
	either(c, "vendors", vendors, func(vendor domain.Vendor) string {
		return alias + ".connection_id IN (SELECT id FROM connections WHERE vendor = " + c.value(string(vendor)) + ")"
	})
}
