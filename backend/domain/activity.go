package domain

import "time"

// ActivityKind says what happened at a customer.
type ActivityKind string

// The kinds of activity.
const (
	ActivityBought   ActivityKind = "bought"   // seats of a product, from one day's snapshot to the next
	ActivityAssigned ActivityKind = "assigned" //
	ActivityAppeared ActivityKind = "appeared" // a subscription was first seen
	ActivityGone     ActivityKind = "gone"     // a subscription is no longer listed
	ActivityListed   ActivityKind = "listed"   // a connection listed the customer first
	ActivityUnlisted ActivityKind = "unlisted" // a connection lists the customer no longer
	ActivityJoined   ActivityKind = "joined"
	ActivitySplit    ActivityKind = "split"
	ActivityApart    ActivityKind = "apart"
	ActivityTyped    ActivityKind = "typed"     // a value was typed in, last
	ActivityFact     ActivityKind = "fact"      // a fact about the customer was typed in, last; the subject is its JSON name
	ActivityConsent  ActivityKind = "consented" // our app was approved from here, last
)

// Activity is something that happened at a customer, from snapshots and decisions.
type Activity struct {
	Kind       ActivityKind `json:"kind"`
	Day        Date         `json:"day"` // in the user's zone where the time is known
	At         *time.Time   `json:"at"`  // nil where only the day is known
	Subject    string       `json:"subject"`
	Connection string       `json:"connection"`
	Before     *int64       `json:"before"`
	After      *int64       `json:"after"`
	Undone     bool         `json:"undone"` // a decision that was taken back since
	Simulated  bool         `json:"simulated"`
}
