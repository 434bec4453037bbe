package domain

import "time"

// SubscriptionStatus is the state of a subscription in one word for all vendors.
type SubscriptionStatus string

// The states of a subscription.
const (
	StatusActive    SubscriptionStatus = "active"
	StatusGrace     SubscriptionStatus = "grace"     // expired, seats still work for some days
	StatusSuspended SubscriptionStatus = "suspended" // unpaid or cut off: seats don't work
	StatusExpired   SubscriptionStatus = "expired"
	StatusDeleted   SubscriptionStatus = "deleted"
	StatusUnknown   SubscriptionStatus = "unknown" // the vendor does not say
)

// AtTermEnd is what happens when a term ends.
type AtTermEnd string

// What can happen at the end of a term. TermEndUnknown is never replaced by a guess.
const (
	TermEndUnknown AtTermEnd = ""
	TermRenews     AtTermEnd = "renews" // renews by itself
	TermEnds       AtTermEnd = "ends"   // stops
)

// Subscription is one line a customer bought: a quantity of one product under one subscription number.
// A fact the vendor does not give is nil or empty here; the user may type it in (see Typed).
type Subscription struct {
	Key        string             `json:"key"`    // the vendor's key of this line, unique per record
	Number     string             `json:"number"` // the subscription id an admin knows; several lines may share it
	PoolKey    string             `json:"pool_key"`
	ProductKey string             `json:"product_key"`
	Product    string             `json:"product"`
	SKU        string             `json:"sku,omitempty"`
	Family     Family             `json:"family"`
	Status     SubscriptionStatus `json:"status"`
	Trial      *bool              `json:"trial,omitempty"` // nil where the vendor does not say
	Quantity   int64              `json:"quantity"`
	Assigned   *int64             `json:"assigned,omitempty"` // nil where the vendor counts per pool only
	CreatedOn  Date               `json:"created_on,omitempty"`
	TermEndOn  Date               `json:"term_end_on,omitempty"` // the day the running term ends: the last day it is valid
	AtTermEnd  AtTermEnd          `json:"at_term_end"`
	Term       Term               `json:"term"`
	DeletesOn  Date               `json:"deletes_on,omitempty"` // when the vendor deletes an expired or suspended subscription
	Excluded   Exclusion          `json:"excluded,omitempty"`
	// What a partner of the vendor is told beyond that; empty where no source says it.
	BillingCycle string     `json:"billing_cycle,omitempty"` // "monthly", "annual", "none" …
	CancelUntil  *time.Time `json:"cancel_until,omitempty"`  // last moment to cancel or reduce without paying the term
	Order        string     `json:"order,omitempty"`         // the order it came from
	Next         *NextTerm  `json:"next,omitempty"`          // what was arranged for the end of the term
	Tags         *string    `json:"tags,omitempty"`          // those that we put on it at the vendor, with commas between; nil where nobody says
}

// RowKey is the vendor's key of the line.
func (s Subscription) RowKey() string { return s.Key }

// Term is a commitment as an ISO 8601 duration ("P1M", "P1Y", "P3Y"); "" is unknown and stays unknown.
type Term string

// ValidTerm reports whether t is a term that can be typed in.
func ValidTerm(t Term) bool {
	switch t {
	case "", "P1M", "P1Y", "P2Y", "P3Y", "P5Y":
		return true
	}
	return false
}

// YesNo is a yes or no that may be missing: "" is neither.
type YesNo string

// The two words.
const (
	Yes YesNo = "yes"
	No  YesNo = "no"
)

// Source says where a stored value came from.
type Source string

// The sources of a value. SourceNone means there is no value.
const (
	SourceNone    Source = ""
	SourceAPI     Source = "api"
	SourceTyped   Source = "typed"
	SourceImport  Source = "import"
	SourceDerived Source = "derived"
)

// Typed is what a user typed in for subscriptions whose source does not give it. A nil field is left as it is;
// a pointer to the zero value takes the typed value back.
type Typed struct {
	TermEndOn   *Date      `json:"term_end_on,omitempty"`
	AtTermEnd   *AtTermEnd `json:"at_term_end,omitempty"`
	Term        *Term      `json:"term,omitempty"`
	UnitPrice   *string    `json:"unit_price,omitempty"`   // decimal with a point, e.g. "5.10"
	Currency    *string    `json:"currency,omitempty"`     // ISO 4217
	PricePeriod *string    `json:"price_period,omitempty"` // "month" or "year": what one unit price pays for

	Status      *SubscriptionStatus `json:"status,omitempty"` // "unknown" takes it back
	Trial       *YesNo              `json:"trial,omitempty"`
	CancelUntil *string             `json:"cancel_until,omitempty"` // RFC 3339
	CreatedOn   *Date               `json:"created_on,omitempty"`

	BillingCycle *string `json:"billing_cycle,omitempty"` // one of BillingCycles
}

// BillingCycles are the words for how often a subscription is billed.
func BillingCycles() []string { return []string{"monthly", "annual", "triennial", "none"} }
