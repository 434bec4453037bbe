package domain

import "time"

// OwnOrganisation is the company that runs Tenantry as one connection knows it: who is signed in, and to which
// organisation of the vendor's.
type OwnOrganisation struct {
	ConnectionID int64           `json:"connection_id"`
	Connection   string          `json:"connection"`
	Vendor       Vendor          `json:"vendor"`
	State        ConnectionState `json:"state"`
	Account      Account         `json:"account"`
	Sandbox      bool            `json:"sandbox"`
	FirstFullAt  *time.Time      `json:"first_full_at"` // when the first complete read ended; nil before it
	PeopleAt     *time.Time      `json:"people_at"`     // when our own people were read last; nil where no dataset tells of them
	Links        []PortalLink    `json:"links"`         // where the vendor's portal shows it
}

// OwnPerson is one of our own people, as far as a vendor lists them at our customers.
type OwnPerson struct {
	ConnectionID int64    `json:"connection_id"`
	Connection   string   `json:"connection"`
	Vendor       Vendor   `json:"vendor"`
	Key          string   `json:"key"`
	Name         string   `json:"name"`
	Email        string   `json:"email"`
	Roles        []string `json:"roles"`     // the vendor's words
	Customers    int      `json:"customers"` // that list the person
}

// SetupCheck is one thing to have done before the figures can be trusted. Whether it is done follows from facts.
type SetupCheck struct {
	Key   SetupCheckKey `json:"key"`
	Done  bool          `json:"done"`
	Count int           `json:"count"` // of what is open, or of what was done
	Of    int           `json:"of"`
}

// SetupCheckKey names a thing to have done.
type SetupCheckKey string

// The checklist, in its order.
const (
	CheckConnections SetupCheckKey = "connections" // every connection lets us in
	CheckFirstSync   SetupCheckKey = "first_sync"  // every connection was read completely once
	CheckSchedule    SetupCheckKey = "schedule"    // a sync runs by itself
	CheckBackground  SetupCheckKey = "background"  // also while the window is closed
	CheckMatching    SetupCheckKey = "matching"    // no question is open which records are one customer
	CheckThresholds  SetupCheckKey = "thresholds"  // somebody looked at them
	CheckAccess      SetupCheckKey = "access"      // no token, secret or consent is missing or ends soon
)
