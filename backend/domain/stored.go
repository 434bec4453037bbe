package domain

import "time"

// Stored is a row as it is stored: whose it is, where it came from and how old it is.
type Stored[T any] struct {
	ID           int64      `json:"id"`
	ConnectionID int64      `json:"connection_id"`
	Connection   string     `json:"connection"`
	Vendor       Vendor     `json:"vendor"`
	CustomerID   int64      `json:"customer_id"` // 0: it belongs to no customer, or to one that is not known here
	Customer     string     `json:"customer"`
	Dataset      string     `json:"dataset"`
	Key          string     `json:"key"` // what its source knows it by
	Source       Source     `json:"source"`
	FirstSeenAt  time.Time  `json:"first_seen_at"`
	ChangedAt    time.Time  `json:"changed_at"`
	GoneAt       *time.Time `json:"gone_at"`   // since when the source lists it no longer
	SyncedAt     *time.Time `json:"synced_at"` // last good read of its dataset
	Row          T          `json:"row"`
}

// RowFilter selects rows of one kind; zero fields select all that are not gone. A kind refuses what it cannot be narrowed
// down by.
type RowFilter struct {
	Scope        Scope // its customers only
	ConnectionID int64
	Vendors      []Vendor  // any of them
	Outcomes     []Outcome // any of them; of kinds that have one
	Trouble      bool      // the outcome is failed or attention
	Open         *bool     // of requests and incidents: not closed, not resolved
	Country      string    // of customers there
	Services     []string  // any of them; of kinds that have one
	Level        Level     // of storage
	Since        time.Time // what ended, was submitted or began since; without such a time it is not in it
	Search       string    // part of the customer or of what the kind is searched by
	Gone         bool      // also those that their source lists no longer
	Counted      bool      // only those that figures count: of records that are listed and no duplicates
	Page         PageRequest
}

// Level tells rows of storage that are about a whole service from those about one of its modules, which are parts of it, and
// both from what customers' data take up at the vendor where people work with them.
type Level string

// The levels.
const (
	LevelService Level = "service"
	LevelModule  Level = "module"
	LevelLive    Level = "live"
)
