package domain

import "time"

// NotificationKind says what somebody has to do with a notification. Nobody is told that something went well.
type NotificationKind string

// The kinds.
const (
	NotifyFailure  NotificationKind = "failure"
	NotifyTodo     NotificationKind = "todo"
	NotifyDeadline NotificationKind = "deadline"
)

// The rules, each a sentence of its own in the interface. With source and subject they name a notification, so that it is
// told once however its numbers change.
const (
	RuleSyncFailed    = "sync_failed"
	RuleUnread        = "unread"
	RuleSignIn        = "sign_in"
	RuleJobsFailed    = "jobs_failed"
	RuleGone          = "gone"
	RuleMatches       = "matches"
	RuleOver          = "over"
	RuleAccessMissing = "access_missing"
	RuleAccessEnds    = "access_ends"
	RuleCancelWindow  = "cancel_window"
	RuleEnds          = "ends"
	RuleSchedule      = "schedule_failed"
)

// LocalSource is the source of what no single connection tells.
const LocalSource = "local"

// Notification is something that somebody should know.
type Notification struct {
	ID           int64             `json:"id"`
	Source       string            `json:"-"` // whose it is: a connection's number, or LocalSource
	Subject      string            `json:"-"` // what it is about, as the source names it
	Rule         string            `json:"rule"`
	Kind         NotificationKind  `json:"kind"`
	Params       map[string]string `json:"params"` // fill the sentence
	DueOn        Date              `json:"due_on"` // last day to act, "" without
	CustomerID   int64             `json:"customer_id"`
	ConnectionID int64             `json:"connection_id"`
	RaisedAt     time.Time         `json:"raised_at"`
	ReadAt       *time.Time        `json:"read_at"`
	SnoozedUntil *time.Time        `json:"snoozed_until"`
	SnoozeReason string            `json:"snooze_reason"`
	EndedAt      *time.Time        `json:"ended_at"` // it holds no more
}

// NotificationState narrows notifications down.
type NotificationState string

// The states a list can ask for.
const (
	NotificationsOpen    NotificationState = "open" // they hold and are not put off
	NotificationsSnoozed NotificationState = "snoozed"
	NotificationsEnded   NotificationState = "ended"
)

// NotificationFilter selects notifications.
type NotificationFilter struct {
	State NotificationState
	Now   time.Time
	Page  PageRequest
}
