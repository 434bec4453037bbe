package domain

import "time"

// Vendor names the maker of the services a connection reads.
type Vendor string

// The vendors Tenantry knows.
const (
	VendorWebex     Vendor = "webex"
	VendorMicrosoft Vendor = "microsoft"
	VendorAvePoint  Vendor = "avepoint"
	VendorBlancco   Vendor = "blancco"
)

// ConnectionState says whether a connection can be synced.
type ConnectionState string

// The states of a connection.
const (
	ConnectionReady   ConnectionState = "ready"
	ConnectionSignIn  ConnectionState = "sign_in" // the vendor refused the credentials: sign in again
	ConnectionPaused  ConnectionState = "paused"  // left out of scheduled syncs by the user
	ConnectionFile    ConnectionState = "file"    // has no credentials: its rows come from files only
	ConnectionUnknown ConnectionState = ""        // never checked
)

// Connection is our login at a vendor. Secrets are not part of it; they are stored encrypted beside it.
type Connection struct {
	ID      int64             `json:"id"`
	Vendor  Vendor            `json:"vendor"`
	Name    string            `json:"name"`
	Fields  map[string]string `json:"fields"` // the vendor's fields that are not secret, by name
	State   ConnectionState   `json:"state"`
	Sandbox bool              `json:"sandbox"` // a simulator answers: its data are invented
	Account Account           `json:"account"` // who was signed in at the last complete read
	// GoneHold is set when the last complete read looked too short to be true; nothing was marked gone. Once the user has
	// agreed to it, it is no longer part of the connection.
	GoneHold  *GoneHold `json:"gone_hold,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Account is who the vendor says is signed in.
type Account struct {
	ID   string `json:"id"`   // the vendor's id of the signed-in person or app
	Name string `json:"name"` // as shown to people
	Org  string `json:"org"`  // the vendor's id of our own organisation or tenant
}

// GoneHold says why customers that a vendor no longer lists were not marked gone; the user decides.
type GoneHold struct {
	Reason   string    `json:"reason"` // "empty", "fewer" or "account"
	Before   int       `json:"before"` // customers known before the read
	Read     int       `json:"read"`   // of these, listed now
	Since    time.Time `json:"since"`
	Account  string    `json:"account,omitempty"`  // the vendor's id of who was signed in at the read
	Previous string    `json:"previous,omitempty"` // for "account": who was signed in before
	Current  string    `json:"current,omitempty"`  // for "account": who is signed in now
}

// Covers reports whether who agreed to this hold agreed to another one, too: it has the same reason, was read by the same
// account and lists at least as many of the known customers.
func (h *GoneHold) Covers(other *GoneHold) bool {
	return h.Reason == other.Reason && h.Account == other.Account && other.Read >= h.Read && other.Before-other.Read <= h.Before-h.Read
}
