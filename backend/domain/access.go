package domain

import "time"

// AccessState says how long something that lets us in still does.
type AccessState string

// The states of an access, most urgent first.
const (
	AccessMissing AccessState = "missing" // it is not there, or was taken back
	AccessExpired AccessState = "expired"
	AccessSoon    AccessState = "soon"    // it ends within AccessSoonDays
	AccessOK      AccessState = "ok"      // it lasts, or is extended by itself
	AccessUnknown AccessState = "unknown" // nobody says when it ends
)

// AccessSoonDays is how many calendar days ahead an end is announced.
const AccessSoonDays = 30

// Access is one thing that lets us in at a vendor or a customer: a token, a secret, a certificate, a consent or a grant
// of delegated administration.
type Access struct {
	ConnectionID int64          `json:"connection_id"`
	Connection   string         `json:"connection"`
	Vendor       Vendor         `json:"vendor"`
	CustomerID   int64          `json:"customer_id"` // 0: it is the connection's own
	Customer     string         `json:"customer"`
	Kind         CredentialKind `json:"kind"`
	Name         string         `json:"name"`
	State        AccessState    `json:"state"`
	ExpiresAt    *time.Time     `json:"expires_at"`
	DaysLeft     *int           `json:"days_left"` // calendar days in the user's zone; negative once past
	Extends      bool           `json:"extends"`   // the vendor extends it by itself
	SeenAt       *time.Time     `json:"seen_at"`   // when we last saw that it is so
	// URL is the vendor's page where a missing consent is given; "" where none is known.
	URL string `json:"url,omitempty"`
	// RecordID is the record that a missing consent is about. Consent says what can be given from here; nil where nothing
	// can. ConsentGivenAt is when it was given from here last: the vendor takes a while to heed it.
	RecordID       int64      `json:"record_id,omitempty"`
	Consent        *Consent   `json:"consent,omitempty"`
	ConsentGivenAt *time.Time `json:"consent_given_at,omitempty"`
}

// Consent is the approval of our app in a customer's directory.
type Consent struct {
	App    string   `json:"app"`    // the app's id at the vendor
	Scopes []string `json:"scopes"` // what it may do then, in the vendor's words
}

// Judge fills in the days left and, where it is not decided yet, the state.
func (a *Access) Judge(today Date, zone *time.Location) {
	if a.ExpiresAt != nil {
		days := today.DaysUntil(DateOf(a.ExpiresAt.In(zone)))
		a.DaysLeft = &days
	}
	if a.State != "" {
		return
	}
	switch {
	case a.DaysLeft == nil:
		a.State = AccessUnknown
	case *a.DaysLeft < 0:
		a.State = AccessExpired
	case *a.DaysLeft <= AccessSoonDays && !a.Extends:
		a.State = AccessSoon
	default:
		a.State = AccessOK
	}
}
