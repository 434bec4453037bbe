package domain

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// TypedFact is what a user typed in about a customer where no source says it.
type TypedFact struct {
	Field   string    `json:"field"`
	Value   string    `json:"value"`
	TypedAt time.Time `json:"typed_at"`
	Given   string    `json:"given"` // what a source says by now; the typed value counts until the user takes it back
}

// CustomerFact is one of the facts that can be typed in, with what a source says of it; either is "" where there is none.
type CustomerFact struct {
	Field   string     `json:"field"`
	Typed   string     `json:"typed"` // counts before what is given
	TypedAt *time.Time `json:"typed_at"`
	Given   string     `json:"given"`
}

// TypedFields are the facts about a customer that can be typed in.
func TypedFields() []string {
	return []string{"domain", "country", "account", "contact", "phone", "street", "postal_code", "city", "language"}
}

var (
	domainName   = regexp.MustCompile(`^[a-z0-9-]+(\.[a-z0-9-]+)+$`)
	countryCode  = regexp.MustCompile(`^[A-Z]{2}$`)
	languageCode = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	phoneNumber  = regexp.MustCompile(`^\+?[0-9()/. -]*[0-9][0-9()/. -]*[0-9][0-9()/. -]*[0-9][0-9()/. -]*((ext\.?|x|#) ?[0-9]+)?$`)
	mailAddress  = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
)

// longestFact is how many characters a typed fact may have.
const longestFact = 200

// CleanTypedFact gives a fact as it is stored, or refuses it and says what it should look like; "" takes it back.
func CleanTypedFact(field, value string) (string, error) {
	value = strings.Join(strings.Fields(value), " ")
	switch field {
	case "domain":
		value = strings.ToLower(value)
	case "country":
		value = strings.ToUpper(value)
	}
	if key := refusedFact(field, value); key != "" {
		return "", NewError(CodeInvalid, key, "value", value)
	}
	return value, nil
}

// refusedFact is the key of what is wrong with a fact, "" where nothing is.
func refusedFact(field, value string) string {
	switch {
	case !slices.Contains(TypedFields(), field):
		return "typed_fact"
	case value == "":
		return ""
	case utf8.RuneCountInString(value) > longestFact:
		return "typed_too_long"
	case field == "domain" && !domainName.MatchString(value):
		return "typed_domain"
	case field == "country" && !countryCode.MatchString(value):
		return "typed_country"
	case field == "language" && !languageCode.MatchString(value):
		return "typed_language"
	case field == "phone" && !phoneNumber.MatchString(value):
		return "typed_phone"
	case field == "contact" && strings.Contains(value, "@") && !mailAddress.MatchString(value):
		return "typed_contact"
	}
	return ""
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
