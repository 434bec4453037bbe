package store

import (
	"database/sql"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// DecisionColumns are the expressions of report's calendar.sql that lists of subscriptions use as well, and its condition on
// subscriptions s that something may happen in the span.
type DecisionColumns struct{ TermEndSource, AtTermEndSource, SyncedAt, InSpan string }

// NewDecisionColumns gives them.
func NewDecisionColumns() DecisionColumns {
	return DecisionColumns{sourceOf("term_end_on"), sourceOf("at_term_end"), subscriptionSyncedAt,
		"(s.term_end_on BETWEEN :from AND :to OR s.cancel_until >= :now)"}
}

// DecisionArgs are the values of report's calendar.sql and calendaraccess.sql beside those of Figures.
func DecisionArgs(f domain.CalendarFilter) []any {
	return []any{
		sql.Named("from", string(f.From)), sql.Named("to", string(f.To)), sql.Named("now", timeText(f.Now)),
		sql.Named("to_ends", DayEnds(f.To, f.Zone)), sql.Named("from_begins", DayBegins(f.From, f.Zone)),
	}
}

// DecisionConditions are the conditions on subscriptions s that narrow a calendar down by vendor, search and column tests.
func DecisionConditions(f domain.CalendarFilter) (sqls []string, args []any, err error) {
	var c conditions
	asked := &narrowing{conditions: &c, prefix: "asked", except: f.Page.Except, known: []string{"states"}}
	asked.vendors("s", f.Vendors)
	if err := asked.check(); err != nil {
		return nil, nil, err
	}
	c.searchSubscriptions(f.Search)
	err = c.test(f.Page, f.Scope.Zone, decisionTests)
	return c.sql, c.args, err
}

// decisionTests are the columns of the calendar that can be tested.
var decisionTests = testables{
	"customer":   {customerOf("s"), asFolded},
	"product":    {"s.product", asText},
	"number":     {"s.number", asText},
	"connection": {connectionOf("s"), asText},
	"quantity":   {"s.quantity", asNumber},
}

// FitsAccess reports whether what lets us in, of which a calendar shows when it ends, is among what it is narrowed down to.
func FitsAccess(f domain.CalendarFilter, a domain.Access) (bool, error) {
	if len(f.Vendors) > 0 && slices.Contains(f.Vendors, a.Vendor) == slices.Contains(f.Page.Except, "vendors") {
		return false, nil
	}
	if !HoldsWords(f.Search, a.Name, a.Customer, a.Connection) {
		return false, nil
	}
	shown := map[string]string{"customer": a.Customer, "product": a.Name, "connection": a.Connection}
	for _, text := range f.Page.Where {
		t, err := domain.ParseColumnTest(text)
		if err != nil || !fits(t, shown[t.Column]) {
			return false, err
		}
	}
	return true, nil
}

// fits makes a test of a text; one that compares numbers fails, because there are none.
func fits(t domain.ColumnTest, text string) bool {
	text, value := fold(text), fold(t.Value)
	switch t.Comparison {
	case domain.Contains:
		return strings.Contains(text, value)
	case domain.NotContains:
		return !strings.Contains(text, value)
	case domain.Equals:
		return text == value
	case domain.NotEquals:
		return text != value
	case domain.Empty:
		return text == ""
	case domain.NotEmpty:
		return text != ""
	}
	return false
}

// HoldsWords reports whether each word of the search is part of one of the texts, case and accents ignored.
func HoldsWords(search string, texts ...string) bool {
	for i, text := range texts {
		texts[i] = fold(text)
	}
	for _, word := range strings.Fields(fold(search)) {
		if !slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(text, word) }) {
			return false
		}
	}
	return true
}

// SortText is what texts are sorted by: case and accents are gone.
func SortText(text string) string { return fold(text) }

// ScanDecision reads a row of report's calendar.sql.
func ScanDecision(row scanner) (domain.Decision, error) {
	var d domain.Decision
	f := &d.Facts
	err := row.Scan(&d.ID, &d.CustomerID, &d.Customer, &d.ConnectionID, &d.Connection, &d.Vendor, &d.Number, &d.Product,
		&d.Family, &d.Trial, &d.Quantity, &d.Term, intoNextTerm{&d.Next}, &f.Source, orEmpty(&f.TermEndOn),
		orEmpty(&f.TermEndSource), &f.AtTermEnd, orEmpty(&f.AtTermEndSource), intoOptionalTime{&f.CancelUntil},
		orEmpty(&f.UnitPrice), orEmpty(&f.Currency), orEmpty(&d.PricePeriod), intoOptionalTime{&d.SyncedAt}, &d.Key)
	d.Source = f.Source
	return d, err
}

// ScanBriefDecision reads a row of report's calendarbrief.sql.
func ScanBriefDecision(row scanner) (domain.Decision, error) {
	var d domain.Decision
	f := &d.Facts
	err := row.Scan(&d.ID, &d.CustomerID, &d.Customer, &d.Product, &d.Trial, &d.Quantity, &d.Term, intoNextTerm{&d.Next},
		orEmpty(&f.TermEndOn), &f.AtTermEnd, intoOptionalTime{&f.CancelUntil}, orEmpty(&f.UnitPrice), orEmpty(&f.Currency),
		orEmpty(&d.PricePeriod))
	return d, err
}
