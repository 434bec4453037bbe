package store

import "tenantry/backend/domain"

// The columns of sections that can be tested: what lists of subscriptions or pools have, and the figures of a section.
var (
	lineTests = subscriptionTests.and(testables{
		"added_on": {lineAdded, asDay},
		"days":     {daysBetween(":today", lineSorts["term_end_on"]), asNumber},
	}).and(numbers(lineSorts, sectionFigures...))
	addedTests = lineTests.and(testables{"days": {daysBetween(lineAdded, ":today"), asNumber}})
	heldTests  = poolTests.and(testables{
		"number":      {heldNumbers, asText},
		"added_on":    {"p.aged_on", asDay},
		"term_end_on": {heldSorts["term_end_on"], asDay},
	}).and(numbers(heldSorts, sectionFigures...))
	lowTests  = heldTests.and(testables{"months": {"months_between(p.aged_on, :today)", asNumber}})
	overTests = heldTests.and(testables{"months": {"months_between(:today, " + heldSorts["term_end_on"] + ")", asNumber}})
)

// heldNumbers are the numbers of the subscriptions of pool p, as its row shows them.
const heldNumbers = "(SELECT replace(group_concat(DISTINCT o.number), ',', ', ') FROM subscriptions o" +
	" WHERE o.record_id = p.record_id AND o.pool_key = p.key AND o.gone_at IS NULL)"

var sectionFigures = []string{
	"quantity", "bought", "assigned", "available", "over", "share", "used", "used_share", "assigned_change", "used_change",
}

func daysBetween(from, to string) string {
	return "CAST(julianday(" + to + ") - julianday(" + from + ") AS INTEGER)"
}

func sectionTests(section domain.Figure) testables {
	switch section {
	case domain.FigureLow:
		return lowTests
	case domain.FigureOver:
		return overTests
	case domain.FigureAdded:
		return addedTests
	}
	return lineTests
}

// narrowSection adds what the rows of a section, of that alias, are narrowed down by beside the search.
func (c *conditions) narrowSection(f domain.LicenceFilter, alias, atTermEnd string) error {
	asked := &narrowing{conditions: c, prefix: "asked", except: f.Page.Except}
	asked.vendors(alias, f.Vendors)
	eitherWord(asked, "at_term_end", atTermEnd, f.AtTermEnd)
	if err := asked.check(); err != nil {
		return err
	}
	return c.test(f.Page, f.Scope.Zone, sectionTests(f.Section))
}
