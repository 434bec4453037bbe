package domain

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// TypedFact is what a user typed in about a customer where no source says it.
type TypedFact struct {
	Field   string    `json:"field"`
	Value   string    `json:"value"`
	TypedAt time.Time `json:"typed_at"`
	Given   string    `json:"given"` // what a source says by now; the typed value counts until the user takes it back
}

// TypedFields are the facts about a customer that can be typed in.
func TypedFields() []string {
	return []string{"domain", "country", "account", "contact", "phone", "street", "postal_code", "city", "language"}
}

var (
	domainName  = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
)

// CleanTypedFact gives a fact as it is stored, or refuses it; "" takes it back.
func CleanTypedFact(field, value string) (string, error) {
	value = strings.Join(strings.Fields(value), " ")
	switch field {
	case "domain":
		value = strings.ToLower(value)
	case "country":
		value = strings.ToUpper(value)
	}
	bad := !slices.Contains(TypedFields(), field) || len(value) > 200 ||
		field == "domain" && value != "" && !domainName.MatchString(value) ||
		field == "country" && value != "" && !countryCode.MatchString(value)
	if bad {
		return "", NewError(CodeInvalid, "typed_fact", "value", value)
	}
	return value, nil
}

// MarkTyped names the values of a customer that rest on what was typed in: of a day, where each line that gives it does.
func (d *CustomerDetail) MarkTyped(facts []TypedFact) {
	d.Typed = []string{}
	for _, fact := range facts {
		if fact.Field == "domain" || fact.Field == "country" {
			d.Typed = append(d.Typed, fact.Field)
		}
	}
	for _, next := range []struct {
		name string
		day  Date
		then AtTermEnd
	}{
		{"next_ends_on", d.NextEndsOn, TermEnds}, {"next_renews_on", d.NextRenewsOn, TermRenews}, {"next_open_on", d.NextOpenOn, TermEndUnknown},
	} {
		gives := func(s SubscriptionRow) bool {
			return next.day != "" && s.TermEndOn == next.day && s.AtTermEnd == next.then && s.GoneAt == nil && s.Excluded == Counted
		}
		given := func(s SubscriptionRow) bool {
			return gives(s) && s.TermEndSource != SourceTyped && s.AtTermEndSource != SourceTyped
		}
		if slices.ContainsFunc(d.SubscriptionRows, gives) && !slices.ContainsFunc(d.SubscriptionRows, given) {
			d.Typed = append(d.Typed, next.name)
		}
	}
}
