package domain

import (
	"hash/fnv"
	"strings"
	"time"
)

// DecisionState says what becomes of a subscription when its term ends, or until when it can be left.
type DecisionState string

// The states of a subscription in the calendar. Judge says which of them holds.
const (
	DecisionWindow   DecisionState = "cancel_window"  // it can still be cancelled or reduced without paying the term
	DecisionMonthly  DecisionState = "rolls_over"     // renews for another month
	DecisionRenews   DecisionState = "renews"         // renews with a commitment of more than a month
	DecisionEnds     DecisionState = "ends"           // stops
	DecisionExtended DecisionState = "paid_extension" // a trial that goes on as what was arranged, and is paid then
	DecisionLocked   DecisionState = "locked"         // can be left no more before the term ends; what comes then is unknown
	DecisionUnknown  DecisionState = "unknown"        // no source says
	DecisionRights   DecisionState = "rights_end"     // no subscription: a customer's grant of delegated administration ends
	DecisionAccess   DecisionState = "access_ends"    // no subscription: a sign-in, secret, certificate or consent ends
)

// DecisionStates are all of them, as lists and legends show them.
var DecisionStates = []DecisionState{
	DecisionWindow, DecisionEnds, DecisionExtended, DecisionRenews, DecisionMonthly, DecisionLocked, DecisionUnknown,
	DecisionRights, DecisionAccess,
}

// Decision is what happens to one subscription, when, and until when that can be changed; or that something ends which
// lets us in.
type Decision struct {
	ID           int64         `json:"id"` // of the subscription; negative for what lets us in
	CustomerID   int64         `json:"customer_id"`
	Customer     string        `json:"customer"`
	ConnectionID int64         `json:"connection_id"`
	Connection   string        `json:"connection"`
	Vendor       Vendor        `json:"vendor"`
	Number       string        `json:"number"`
	Product      string        `json:"product"`
	Family       Family        `json:"family"`
	Trial        *bool         `json:"trial"`
	Quantity     int64         `json:"quantity"`
	Term         Term          `json:"term"`
	Next         *NextTerm     `json:"next"` // what was arranged for the end of the term
	State        DecisionState `json:"state"`
	StateSource  Source        `json:"state_source"` // "" where no source says what happens
	Day          Date          `json:"day"`          // when it happens; "" unknown
	DaySource    Source        `json:"day_source"`
	// The last moment to act, where the data tell it: a moment of the vendor's, or a last day. Both are empty where unknown.
	ActUntil    *time.Time `json:"act_until"`
	ActOn       Date       `json:"act_on"`
	DaysLeft    *int       `json:"days_left"` // calendar days to it in the user's zone; nil where it is unknown
	Amount      *Money     `json:"amount"`    // for one price period; nil without a price
	PricePeriod string     `json:"price_period"`
	Source      Source     `json:"source"` // of the subscription itself
	SyncedAt    *time.Time `json:"synced_at"`
	// What lets us in, and ends; "" for subscriptions. Its name stands in Product.
	AccessKind CredentialKind `json:"access_kind,omitempty"`

	Facts DecisionFacts `json:"-"`
	Key   string        `json:"-"` // names the subscription in every data file alike
}

// DecisionFacts are what is stored about the term.
type DecisionFacts struct {
	Source          Source
	TermEndOn       Date
	TermEndSource   Source
	AtTermEnd       AtTermEnd
	AtTermEndSource Source
	CancelUntil     *time.Time
	UnitPrice       string
	Currency        string
}

// Judge fills in state, day and the last moment to act, from the stored facts alone. Days are calendar days in zone.
func (d *Decision) Judge(now time.Time, zone *time.Location) {
	f := d.Facts
	today := DateOf(now.In(zone))
	d.Day, d.DaySource = f.TermEndOn, f.TermEndSource
	switch {
	case f.CancelUntil != nil && !now.After(*f.CancelUntil):
		d.State, d.StateSource = DecisionWindow, f.Source
		d.Day, d.DaySource = DateOf(f.CancelUntil.In(zone)), f.Source
		d.ActUntil = f.CancelUntil
		d.count(today, d.Day)
		return
	case f.AtTermEnd == TermEnds:
		d.State, d.StateSource = DecisionEnds, f.AtTermEndSource
		if d.ActOn = f.TermEndOn; d.ActOn != "" { // it runs to the end of that day
			d.count(today, d.ActOn)
		}
		return
	case f.AtTermEnd == TermRenews:
		d.State, d.StateSource = d.renewal(), f.AtTermEndSource
	default:
		d.State = DecisionUnknown
	}
	if d.State == DecisionUnknown && f.CancelUntil != nil && f.TermEndOn >= today {
		d.State, d.StateSource = DecisionLocked, f.Source
	}
}

func (d *Decision) count(today, to Date) {
	days := today.DaysUntil(to)
	d.DaysLeft = &days
}

// Unclear reports whether the subscription renews, or ends or renews, and no source tells the last moment to act: what the
// first page counts.
func (d *Decision) Unclear() bool {
	switch {
	case d.AccessKind != "" || d.State == DecisionWindow:
		return false
	case d.Facts.AtTermEnd == TermRenews:
		return true
	}
	return d.Facts.AtTermEnd == TermEndUnknown && d.Facts.CancelUntil == nil
}

// DecisionOf is the end of something that lets us in, which has one.
func DecisionOf(a Access, now time.Time, zone *time.Location) Decision {
	d := Decision{
		CustomerID: a.CustomerID, Customer: a.Customer, ConnectionID: a.ConnectionID, Connection: a.Connection, Vendor: a.Vendor,
		Product: a.Name, State: DecisionAccess, StateSource: SourceAPI, Day: DateOf(a.ExpiresAt.In(zone)), DaySource: SourceAPI,
		ActUntil: a.ExpiresAt, Source: SourceAPI, SyncedAt: a.SeenAt, AccessKind: a.Kind,
		Key: strings.Join([]string{"access", a.Connection, a.Customer, string(a.Kind), a.Name}, "/"),
	}
	if a.Kind == CredentialRelationship {
		d.State = DecisionRights
	}
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(d.Key))    // never fails
	d.ID = -1 - int64(sum.Sum64()>>12) // what JavaScript takes for a whole number
	d.count(DateOf(now.In(zone)), d.Day)
	return d
}

// renewal is what a subscription that renews by itself goes into: what was arranged, else the same again. A trial becomes
// something else, which only an arrangement tells.
func (d *Decision) renewal() DecisionState {
	if d.Trial != nil && *d.Trial {
		if d.Next != nil {
			return DecisionExtended
		}
		return DecisionUnknown
	}
	term := d.Term
	if d.Next != nil && d.Next.Term != "" {
		term = d.Next.Term
	}
	switch term {
	case "":
		return DecisionUnknown
	case "P1M":
		return DecisionMonthly
	}
	return DecisionRenews
}

// CalendarFilter selects decisions whose day is in a span of days; a zero state selects all.
type CalendarFilter struct {
	Scope    Scope
	Now      time.Time
	Zone     *time.Location
	From, To Date            // both included
	States   []DecisionState // any of them
	Unclear  bool            // only those whose last moment to act no source tells
	Search   string          // part of a product, number or customer, case and accents ignored
	Vendors  []Vendor        // any of them
	Page     PageRequest     // sorted by day where it says nothing
	Named    bool            // sums name whom each day concerns
}

// Calendar is what happens in a span of days, the earliest in front.
type Calendar struct {
	Summary CalendarSummary
	Items   []Decision
}

// CalendarSummary adds up what happens in a span of days.
type CalendarSummary struct {
	From     Date            `json:"from"`
	To       Date            `json:"to"`
	States   []DecisionCount `json:"states"` // of all states, whichever is filtered by
	Days     []CalendarDay   `json:"days"`   // those on which something happens
	Totals   []PeriodTotal   `json:"totals"` // one per currency and price period; they are never added up
	Unpriced int             `json:"unpriced"`
	Undated  int             `json:"undated"` // running subscriptions in scope whose term end no source gives
}

// DecisionCount counts subscriptions in one state.
type DecisionCount struct {
	State DecisionState `json:"state"`
	Count int           `json:"count"`
	Seats int64         `json:"seats"`
}

// CalendarDay is one day on which something happens.
type CalendarDay struct {
	Day    Date            `json:"day"`
	States []DecisionCount `json:"states"`
	Totals []PeriodTotal   `json:"totals"`
	// Where they are asked for: the customers with the most seats, then connections whose access ends; at most NamedADay.
	Names  []string `json:"names"`
	Others int      `json:"others"` // customers and connections beyond those named
}

// NamedADay is how many customers of a day are named.
const NamedADay = 3

// PeriodTotal adds up amounts of one currency and price period.
type PeriodTotal struct {
	Amount      Money  `json:"amount"`
	PricePeriod string `json:"price_period"`
	Count       int    `json:"count"` // subscriptions added up
}
