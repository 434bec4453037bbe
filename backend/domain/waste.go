package domain

import "time"

// WasteKind says what can be done about seats that are paid for and not used (PRODUCT.md L10).
type WasteKind string

// The kinds. No seat is in two of them.
const (
	WasteReassign WasteKind = "reassign" // held by disabled or inactive people or shared mailboxes: somebody else can have it now
	WasteReduce   WasteKind = "reduce"   // held by nobody, and it is known when the subscription can be reduced
	WasteExposure WasteKind = "exposure" // held by nobody, and it is not known or far off
)

// WasteKinds are all of them, in the order they are shown in.
var WasteKinds = []WasteKind{WasteReassign, WasteReduce, WasteExposure}

// ReduceDays is how far ahead a moment to reduce a subscription may lie; what is later is exposure.
const ReduceDays = 365

// WasteReason says why seats are mere exposure.
type WasteReason string

// The reasons.
const (
	WasteUnknown WasteReason = "unknown" // no source says when the subscription can be reduced
	WasteLater   WasteReason = "later"   // not within ReduceDays
	WasteNoLine  WasteReason = "no_line" // they belong to no running subscription
)

// WasteFilter selects seats; a zero kind selects all.
type WasteFilter struct {
	Scope  Scope
	Now    time.Time
	Zone   *time.Location
	Kind   WasteKind
	Search string
	Page   PageRequest
}

// WasteRow is seats of one pool, or of one subscription of it, with what they cost for one price period.
type WasteRow struct {
	ID             int64       `json:"id"` // unique within its kind
	Kind           WasteKind   `json:"kind"`
	PoolID         int64       `json:"pool_id"`
	SubscriptionID *int64      `json:"subscription_id"` // nil where the seats are of no one subscription
	CustomerID     int64       `json:"customer_id"`
	Customer       string      `json:"customer"`
	ConnectionID   int64       `json:"connection_id"`
	Connection     string      `json:"connection"`
	Vendor         Vendor      `json:"vendor"`
	Number         string      `json:"number"`
	Product        string      `json:"product"`
	SKU            string      `json:"sku"`
	Family         Family      `json:"family"`
	Bought         int64       `json:"bought"` // of the pool
	Assigned       int64       `json:"assigned"`
	Seats          int64       `json:"seats"`
	Disabled       int64       `json:"disabled"` // who holds seats to reassign
	Shared         int64       `json:"shared"`
	Inactive       int64       `json:"inactive"`
	Reason         WasteReason `json:"reason"`    // of exposure
	ActUntil       *time.Time  `json:"act_until"` // a moment of the vendor's until when it can be reduced
	ActOn          Date        `json:"act_on"`    // the day it can be reduced
	ActSource      Source      `json:"act_source"`
	AtTermEnd      AtTermEnd   `json:"at_term_end"`
	TermEndOn      Date        `json:"term_end_on"`
	UnitPrice      string      `json:"unit_price"`
	Currency       string      `json:"currency"`
	PricePeriod    string      `json:"price_period"`
	PriceSource    Source      `json:"price_source"`
	Amount         *Money      `json:"amount"` // nil where no price is known
	Source         Source      `json:"source"` // of the subscription, else of the pool
	SyncedAt       *time.Time  `json:"synced_at"`
}

// WasteSum adds up one kind.
type WasteSum struct {
	Kind      WasteKind     `json:"kind"`
	Rows      int           `json:"rows"`
	Customers int           `json:"customers"`
	Seats     int64         `json:"seats"`
	Unpriced  int64         `json:"unpriced"` // seats of which no price is known: their money is unknown
	Totals    []PeriodTotal `json:"totals"`   // one per currency and price period; they are never added up
}

// WasteSummary is the three sums. They are never added up: only the first can be had today.
type WasteSummary struct {
	AsOf   Date       `json:"as_of"`
	Family Family     `json:"family"`
	Sums   []WasteSum `json:"sums"`
	// InactiveDays is how long somebody must not have been active to count as inactive.
	InactiveDays int              `json:"inactive_days"`
	Holders      Coverage         `json:"holders"` // of how many customers it is known who holds seats
	Of           int              `json:"of"`
	Outside      int              `json:"outside"`
	Unmatched    int              `json:"unmatched"`
	Excluded     []ExclusionCount `json:"excluded"`
	Completeness Coverage         `json:"completeness"`
}
