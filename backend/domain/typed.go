package domain

import (
	"slices"
	"strings"
	"time"

	"github.com/govalues/decimal"
)

// Normalize checks what was typed in and gives it in the form it is stored in. The three parts of a price go together:
// all are given, or an empty unit price takes all three back.
func (t Typed) Normalize() (Typed, error) {
	for _, day := range []*Date{t.TermEndOn, t.CreatedOn} {
		if day == nil || *day == "" {
			continue
		}
		if _, err := ParseDate(string(*day)); err != nil {
			return t, &Error{Code: CodeInvalid, Key: "date_invalid", Err: err}
		}
	}
	if t.AtTermEnd != nil {
		switch *t.AtTermEnd {
		case TermEndUnknown, TermRenews, TermEnds:
		default:
			return t, NewError(CodeInvalid, "at_term_end_invalid")
		}
	}
	if t.Term != nil && !ValidTerm(*t.Term) {
		return t, NewError(CodeInvalid, "term_invalid")
	}
	if t.Status != nil && *t.Status == StatusUnknown {
		t.Status = new(SubscriptionStatus)
	}
	if err := t.checkState(); err != nil {
		return t, err
	}
	return t.normalizePrice()
}

// Facts gives what is typed in by the names of the facts, "" for one that is taken back. A price is one fact.
func (t Typed) Facts() map[string]string {
	facts := map[string]string{}
	set(facts, "term_end_on", t.TermEndOn)
	set(facts, "at_term_end", t.AtTermEnd)
	set(facts, "term", t.Term)
	set(facts, "unit_price", t.UnitPrice)
	set(facts, "status", t.Status)
	set(facts, "trial", t.Trial)
	set(facts, "cancel_until", t.CancelUntil)
	set(facts, "created_on", t.CreatedOn)
	set(facts, "billing_cycle", t.BillingCycle)
	return facts
}

func set[T ~string](facts map[string]string, name string, value *T) {
	if value != nil {
		facts[name] = string(*value)
	}
}

// factSource is a fact that can be typed in and where its value came from.
type factSource struct {
	name   string
	source Source
}

func (s *SubscriptionRow) factSources() []factSource {
	return []factSource{
		{"term_end_on", s.TermEndSource}, {"at_term_end", s.AtTermEndSource}, {"term", s.TermSource}, {"unit_price", s.PriceSource},
		{"status", s.StatusSource}, {"trial", s.TrialSource}, {"cancel_until", s.CancelSource}, {"created_on", s.CreatedSource},
		{"billing_cycle", s.BillingSource},
	}
}

// TimeTyped takes of the times at which facts were set those of facts that somebody typed in: others came from a file since.
func (s *SubscriptionRow) TimeTyped(times map[string]time.Time) {
	s.TypedTimes = nil
	if len(times) == 0 {
		return
	}
	for _, fact := range s.factSources() {
		if at, ok := times[fact.name]; ok && fact.source == SourceTyped {
			s.TypedTimes = append(s.TypedTimes, FactTime{Fact: fact.name, TypedAt: at})
		}
	}
}

// checkState checks the status, the trial, how it is billed and the last moment to cancel.
func (t Typed) checkState() error {
	if t.Status != nil {
		switch *t.Status {
		case "", StatusActive, StatusGrace, StatusSuspended, StatusExpired, StatusDeleted:
		default:
			return NewError(CodeInvalid, "status_invalid")
		}
	}
	if t.Trial != nil && *t.Trial != "" && *t.Trial != Yes && *t.Trial != No {
		return NewError(CodeInvalid, "trial_invalid")
	}
	if t.BillingCycle != nil && *t.BillingCycle != "" && !slices.Contains(BillingCycles(), *t.BillingCycle) {
		return NewError(CodeInvalid, "billing_cycle_invalid")
	}
	if t.CancelUntil != nil && *t.CancelUntil != "" {
		if _, err := time.Parse(time.RFC3339, *t.CancelUntil); err != nil {
			return &Error{Code: CodeInvalid, Key: "moment_invalid", Err: err}
		}
	}
	return nil
}

func (t Typed) normalizePrice() (Typed, error) {
	if t.UnitPrice == nil && t.Currency == nil && t.PricePeriod == nil {
		return t, nil
	}
	if t.UnitPrice == nil {
		return t, NewError(CodeInvalid, "price_incomplete")
	}
	none := ""
	if strings.TrimSpace(*t.UnitPrice) == "" {
		t.UnitPrice, t.Currency, t.PricePeriod = &none, &none, &none
		return t, nil
	}
	price, err := ParsePrice(*t.UnitPrice)
	if err != nil {
		return t, err
	}
	if t.Currency == nil || *t.Currency == "" || t.PricePeriod == nil || *t.PricePeriod == "" {
		return t, NewError(CodeInvalid, "price_incomplete")
	}
	currency := strings.ToUpper(strings.TrimSpace(*t.Currency))
	if !ValidCurrency(currency) {
		return t, NewError(CodeInvalid, "currency_invalid", "currency", *t.Currency)
	}
	if *t.PricePeriod != "month" && *t.PricePeriod != "year" {
		return t, NewError(CodeInvalid, "price_period_invalid")
	}
	text := price.String()
	t.UnitPrice, t.Currency = &text, &currency
	return t, nil
}

// maxPriceScale is how many decimals a unit price may have; consumption prices have up to six.
const maxPriceScale = 8

// ParsePrice reads a unit price exactly: digits with a point, not negative, at most eight decimals.
func ParsePrice(text string) (decimal.Decimal, error) {
	trimmed := strings.TrimSpace(text)
	price, err := decimal.Parse(trimmed)
	if err == nil && (strings.ContainsAny(trimmed, "eE+") || price.IsNeg() || price.Scale() > maxPriceScale || price.Coef() >= 1e15) {
		return price, NewError(CodeInvalid, "price_invalid")
	}
	if err != nil {
		return price, &Error{Code: CodeInvalid, Key: "price_invalid", Err: err}
	}
	return price, nil
}
