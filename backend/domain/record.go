// Package domain holds the words of the field as types: what a customer, a
// subscription, a pool of seats or a sync run is, with their validation and
// error codes. It does no I/O and imports nothing of Tenantry.
package domain

import "time"

// Record is what one connection calls a customer. Records of several connections can be one customer (PRODUCT.md C8).
type Record struct {
	ID           int64      `json:"id"`
	ConnectionID int64      `json:"connection_id"`
	CustomerID   int64      `json:"customer_id"`
	VendorID     string     `json:"vendor_id"` // the vendor's id, unique per connection
	Tenant       string     `json:"-"`         // the id in the form that is the same at all connections; "" where VendorID is
	Name         string     `json:"name"`
	Domain       string     `json:"domain,omitempty"`
	Account      string     `json:"account,omitempty"` // the registered account, an e-mail address
	Country      string     `json:"country,omitempty"` // ISO 3166 alpha-2
	CreatedOn    Date       `json:"created_on,omitempty"`
	FirstSeenAt  time.Time  `json:"first_seen_at"`
	GoneAt       *time.Time `json:"gone_at,omitempty"`   // since when the vendor no longer lists it
	NoAccess     string     `json:"no_access,omitempty"` // the error code of the last refused read, "" when it can be read
}

// Family groups products that the product switch shows together (PRODUCT.md L2).
type Family string

// The product families. FamilyMessaging and FamilyOther count only under "all products".
const (
	FamilyMeetings     Family = "meetings"
	FamilyCalling      Family = "calling"
	FamilyMessaging    Family = "messaging"
	FamilyMicrosoft365 Family = "microsoft365"
	FamilyBackup       Family = "backup"
	FamilyErasure      Family = "erasure"
	FamilyOther        Family = "other"
)

// Exclusion says why a pool or subscription is left out of licence figures; "" counts.
type Exclusion string

// The reasons to leave seats out of the figures (PRODUCT.md L2). Each is counted and shown beside the figure.
const (
	Counted             Exclusion = ""
	ExcludedFree        Exclusion = "free"
	ExcludedUnlimited   Exclusion = "unlimited"
	ExcludedCompanyWide Exclusion = "company_wide"
	ExcludedDeleted     Exclusion = "deleted"
	ExcludedExpired     Exclusion = "expired" // the vendor still lists it, though nothing of it runs
	ExcludedOwn         Exclusion = "own_organisation"
	ExcludedWholesale   Exclusion = "wholesale_unlimited"
	ExcludedDuplicate   Exclusion = "duplicate" // another connection lists the same tenant, and that one counts
	ExcludedUncounted   Exclusion = "uncounted" // the vendor does not say how many of the seats are assigned
)
