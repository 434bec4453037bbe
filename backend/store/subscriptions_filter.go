package store

import (
	"strings"

	"tenantry/backend/domain"
)

// narrowSubscriptions adds to conditions on subscriptions s what the values of a filter narrow them down to.
func narrowSubscriptions(on *conditions, f domain.SubscriptionFilter) {
	c := &narrowing{conditions: on, prefix: "asked"}
	c.vendors("s", f.Vendors)
	either(c, f.States, func(status domain.SubscriptionStatus) string { return "s.status = " + c.value(string(status)) })
	either(c, f.Trial, func(trial domain.YesNo) string { return isTrial[trial] })
	eitherWord(c, "s.term", f.Terms)
	eitherWord(c, "s.at_term_end", f.AtTermEnd)
	either(c, f.Sources, c.fromSource)
	either(c, f.Missing, func(fact domain.Missing) string { return without[fact] })
}

var isTrial = map[domain.YesNo]string{domain.Yes: "s.trial = 1", domain.No: "s.trial = 0", domain.Unknown: "s.trial IS NULL"}

var without = map[domain.Missing]string{
	domain.MissingTermEnd: "s.term_end_on IS NULL",
	domain.MissingPrice:   "s.typed_unit_price IS NULL",
}

// fromSource is the condition that a subscription itself comes from a source, or one of the values that can come from another.
func (c *narrowing) fromSource(source domain.Source) string {
	word := c.value(string(source))
	if source == domain.SourceAPI {
		return "s.source = " + word // what is typed in or imported stands beside it, and comes from elsewhere
	}
	columns := []string{"s.source", priceSource, cancelSource}
	for _, fact := range []string{"status", "trial", "term_end_on", "at_term_end", "term"} {
		columns = append(columns, sourceOf(fact))
	}
	return strings.Join(columns, " = "+word+" OR ") + " = " + word
}
