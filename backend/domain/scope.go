package domain

import (
	"slices"
	"time"
)

// Scope says which customers and products a figure or list is about, and the day and thresholds it is judged by. The
// customers are all, one, or those with a tag.
type Scope struct {
	Today      Date           // the calendar day in the user's zone
	Zone       *time.Location // the user's; nil is UTC
	Family     Family         // "" is all products
	CustomerID int64          // 0 is no one customer
	Tag        string         // "" is no tag; one that nobody has is about nobody
	Tagged     []int64        // the customers with the tag, sorted: what store.FindTagged gives
	Thresholds Thresholds
}

// Everybody reports whether the scope is about all customers.
func (s Scope) Everybody() bool { return s.CustomerID == 0 && s.Tag == "" }

// Includes reports whether the scope is about a customer.
func (s Scope) Includes(customer int64) bool {
	switch {
	case s.CustomerID != 0:
		return s.CustomerID == customer
	case s.Tag != "":
		_, found := slices.BinarySearch(s.Tagged, customer)
		return found
	}
	return true
}

// Check refuses a scope of one customer and a tag at once.
func (s Scope) Check() error {
	if s.CustomerID != 0 && s.Tag != "" {
		return NewError(CodeInvalid, "scope_both")
	}
	return nil
}
