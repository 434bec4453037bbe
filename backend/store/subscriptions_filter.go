package store

import (
	"fmt"

	"tenantry/backend/domain"
)

// narrowSubscriptions adds to conditions on subscriptions s what the values of a filter narrow them down to.
func narrowSubscriptions(on *conditions, f domain.SubscriptionFilter) error {
	c := &narrowing{conditions: on, prefix: "asked", except: f.Page.Except}
	c.vendors("s", f.Vendors)
	either(c, "states", f.States, func(status domain.SubscriptionStatus) string { return "s.status = " + c.value(string(status)) })
	either(c, "trial", f.Trial, func(trial domain.YesNo) string { return isTrial[trial] })
	eitherWord(c, "terms", "s.term", f.Terms)
	eitherWord(c, "at_term_end", "s.at_term_end", f.AtTermEnd)
	either(c, "sources", f.Sources, func(source domain.Source) string { return fromSource[source] })
	either(c, "missing", f.Missing, func(fact domain.Missing) string { return without[fact] })
	return c.check()
}

var isTrial = map[domain.YesNo]string{domain.Yes: "s.trial = 1", domain.No: "s.trial = 0", domain.Unknown: "s.trial IS NULL"}

// without and fromSource are conditions of indexes, word by word: a page and its count read only the lines that fulfil them.
var without = map[domain.Missing]string{
	domain.MissingTermEnd: "s.typed_term_end_on IS NULL AND s.given_term_end_on IS NULL",
	domain.MissingPrice:   "s.typed_unit_price IS NULL",
}

// fromSource holds where a subscription itself comes from a source, or one of the values that can come from another: what
// is typed in or imported stands beside what its own source gives.
var fromSource = map[domain.Source]string{
	domain.SourceAPI:    "s.source = 'api'",
	domain.SourceTyped:  "s.source = 'typed'" + typedBy,
	domain.SourceImport: "s.source = 'import'" + typedIn("status", 1) + typedIn("trial", 1) + typedIn("created_on", 1) + termTypedIn(1),
}

// typedBy adds to a condition that a user typed in a fact.
var typedBy = typedIn("status", 0) + typedIn("trial", 0) + typedIn("created_on", 0) + " OR s.typed_cancel_until IS NOT NULL" +
	" OR s.typed_billing_cycle IS NOT NULL" + termTypedIn(0)

// typedIn adds to a condition that a fact was typed in, or that it stands there from a file.
func typedIn(fact string, imported int) string {
	return fmt.Sprintf(" OR s.typed_%[1]s IS NOT NULL AND s.imported_%[1]s = %[2]d", fact, imported)
}

func termTypedIn(imported int) string {
	return typedIn("term_end_on", imported) + typedIn("at_term_end", imported) + typedIn("term", imported) + typedIn("unit_price", imported)
}
