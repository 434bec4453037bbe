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
		sql.Named("to_ends", dayEnds(f.To, f.Zone)), sql.Named("from_begins", dayBegins(f.From, f.Zone)),
	}
}

// DecisionConditions are the conditions on subscriptions s that narrow a calendar down by vendor and search.
func DecisionConditions(f domain.CalendarFilter) (sqls []string, args []any) {
	var c conditions
	if f.Vendor != "" {
		c.add("s.connection_id IN (SELECT id FROM connections WHERE vendor = :vendor)", sql.Named("vendor", string(f.Vendor)))
	}
	c.searchSubscriptions(f.Search)
	return c.sql, c.args
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
