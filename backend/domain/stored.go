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

// RowFilter selects rows of one kind; zero fields select all that are not gone.
type RowFilter struct {
	CustomerID   int64
	ConnectionID int64
	Outcome      Outcome // of kinds that have one
	Search       string  // part of the customer or of what the kind is searched by
	Gone         bool    // also those that their source lists no longer
	Page         PageRequest
}
