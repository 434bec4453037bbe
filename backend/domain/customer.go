package domain

import "time"

// CustomerStatus is one of the words that describe a customer (PRODUCT.md C2). Several can hold at once.
type CustomerStatus string

// The statuses, most urgent first.
const (
	CustomerSuspended CustomerStatus = "suspended" // a subscription is suspended at the vendor
	CustomerExpired   CustomerStatus = "expired"   // licence data were read and nothing is active
	CustomerExpiring  CustomerStatus = "expiring"  // a subscription or trial ends within the set number of days
	CustomerOverage   CustomerStatus = "overage"   // more seats assigned than bought
	CustomerSetup     CustomerStatus = "setup"     // a vendor has not finished setting it up
	CustomerQuiet     CustomerStatus = "quiet"     // no admin of its own signed in for the set number of days
	CustomerTrial     CustomerStatus = "trial"     // a trial is running
	CustomerActive    CustomerStatus = "active"    // an active subscription
	CustomerUnknown   CustomerStatus = "unknown"   // no licence data were ever read
)

// Figure names a count on the dashboard; the same word filters lists down to the rows it counted.
type Figure string

// The figures.
const (
	FigureAdded        Figure = "added" // subscriptions added in the last AddedDays
	FigureExpiring     Figure = "expiring"
	FigureRenewing     Figure = "renewing"
	FigureOpen         Figure = "open" // ends or renews, unknown
	FigureLow          Figure = "low"
	FigureOver         Figure = "over"
	FigureSuspended    Figure = "suspended"
	FigureExpired      Figure = "expired"
	FigureTrial        Figure = "trial"
	FigureUnmatched    Figure = "unmatched"
	FigureFailed       Figure = "failed"
	FigureMissingDates Figure = "missing_dates" // subscriptions that no source gives a term end
	FigureMissingPrice Figure = "missing_price"
)

// Thresholds are the settings that figures depend on.
type Thresholds struct {
	ExpiringDays    int    `json:"expiring_days"`     // 0 to this many calendar days ahead, inclusive
	LowFactor       string `json:"low_factor"`        // decimal; under this part of the product's median ratio counts as low
	LowMinCustomers int    `json:"low_min_customers"` // a median of fewer customers says nothing
	LowMinAgeDays   int    `json:"low_min_age_days"`  // younger subscriptions are left out
	QuietDays       int    `json:"quiet_days"`        // so many days without a sign-in of an admin are no recent activity; vendors tell of 90
}

// DefaultThresholds are those of PRODUCT.md L1.
func DefaultThresholds() Thresholds {
	return Thresholds{ExpiringDays: 90, LowFactor: "0.5", LowMinCustomers: 5, LowMinAgeDays: 90, QuietDays: 30}
}

// PageRequest is a window on a sorted list.
type PageRequest struct {
	Sort   string // a column's JSON name; "" is the list's own order
	Desc   bool
	Limit  int // 0 is all rows
	Offset int
	ID     int64    // only the row with it; 0 is every row
	Where  []string // ColumnTest as text: all must hold
	Except []string // the filters, by their names, that mean none of their values in place of any of them
}

// CustomerFilter selects customers; zero fields select all.
type CustomerFilter struct {
	Scope  Scope
	Search string // part of a name, domain, registered account or tag, case and accents ignored
	Figure Figure
	CustomerQuery
	Gone bool // also those that every vendor has stopped listing
	Page PageRequest
}

// CustomerRow is a customer as the list shows it.
type CustomerRow struct {
	ID            int64            `json:"id"`
	Name          string           `json:"name"`
	Domain        string           `json:"domain"`
	Country       string           `json:"country"`
	Vendors       []Vendor         `json:"vendors"`
	Families      []Family         `json:"families"`
	Statuses      []CustomerStatus `json:"statuses"` // most urgent first
	Subscriptions int64            `json:"subscriptions"`
	Bought        int64            `json:"bought"` // seats of counted pools
	Assigned      int64            `json:"assigned"`
	Available     int64            `json:"available"`
	OverSeats     int64            `json:"over_seats"`
	SeatsKnown    bool             `json:"seats_known"` // false: no data set of licences was read, the four numbers above are none
	NextEndsOn    Date             `json:"next_ends_on"`
	NextRenewsOn  Date             `json:"next_renews_on"`
	NextOpenOn    Date             `json:"next_open_on"`
	Unmatched     bool             `json:"unmatched"`
	NoAccess      string           `json:"no_access"` // error key of a record that cannot be read
	Managed       []Management     `json:"managed"`
	Types         []CustomerType   `json:"types"`
	Health        Outcome          `json:"health"`        // the worst of its services; "" none was read
	HealthAt      *time.Time       `json:"health_at"`     // oldest good read of what it follows from
	FailedJobs    *int64           `json:"failed_jobs"`   // nil: none were ever read
	OpenRequests  *int64           `json:"open_requests"` // nil: none were ever read
	Tags          []CustomerTag    `json:"tags"`
	SyncedAt      *time.Time       `json:"synced_at"` // oldest good read among its datasets
	FirstSeenAt   time.Time        `json:"first_seen_at"`
	GoneAt        *time.Time       `json:"gone_at"`
}

// CustomerDetail is everything stored about one customer.
type CustomerDetail struct {
	CustomerRow
	Records          []RecordRow       `json:"records"`
	SubscriptionRows []SubscriptionRow `json:"subscription_rows"`
	Pools            []PoolRow         `json:"pools"`
	Datasets         []DatasetState    `json:"datasets"`
	History          []TrendPoint      `json:"history"`
	Typed            []string          `json:"typed"` // the values of the row, by their JSON names, that rest on what was typed in
}

// RecordRow is a record with the name of its connection.
type RecordRow struct {
	Record
	Connection string `json:"connection"`
	Vendor     Vendor `json:"vendor"`
	Duplicate  bool   `json:"duplicate"` // another record of the same tenant counts in its place
}

// DatasetState says when one dataset of one record was read last, and why it could not be.
type DatasetState struct {
	Connection  string     `json:"connection"`
	Vendor      Vendor     `json:"vendor"`
	Dataset     string     `json:"dataset"`
	LastOKAt    *time.Time `json:"last_ok_at"`
	LastTryAt   *time.Time `json:"last_try_at"`
	ErrorKey    string     `json:"error_key"`
	ErrorDetail string     `json:"error_detail"`
}

// SubscriptionFilter selects subscriptions; zero fields select all that are not gone.
type SubscriptionFilter struct {
	Scope  Scope
	Search string // part of customer, product, number
	Figure Figure
	// Vendors are any of several, as the values of the query are.
	Vendors []Vendor
	SubscriptionQuery
	Gone bool
	// Duplicates are wanted too: lines that another connection lists as well.
	Duplicates bool
	Page       PageRequest
}

// SubscriptionRow is a subscription with its customer, its pool and where each value came from.
type SubscriptionRow struct {
	ID              int64              `json:"id"`
	CustomerID      int64              `json:"customer_id"`
	Customer        string             `json:"customer"`
	ConnectionID    int64              `json:"connection_id"`
	Connection      string             `json:"connection"`
	Vendor          Vendor             `json:"vendor"`
	Number          string             `json:"number"`
	Product         string             `json:"product"`
	SKU             string             `json:"sku"`
	Family          Family             `json:"family"`
	Status          SubscriptionStatus `json:"status"`
	StatusSource    Source             `json:"status_source"`
	Trial           *bool              `json:"trial"`
	TrialSource     Source             `json:"trial_source"`
	CancelUntil     *time.Time         `json:"cancel_until"` // last moment to cancel or reduce without paying the term
	CancelSource    Source             `json:"cancel_until_source"`
	Quantity        int64              `json:"quantity"`
	Assigned        *int64             `json:"assigned"`
	Pool            *SharedPool        `json:"pool"`
	CreatedOn       Date               `json:"created_on"`
	CreatedSource   Source             `json:"created_on_source"`
	TermEndOn       Date               `json:"term_end_on"`
	TermEndSource   Source             `json:"term_end_source"`
	AtTermEnd       AtTermEnd          `json:"at_term_end"`
	AtTermEndSource Source             `json:"at_term_end_source"`
	Term            Term               `json:"term"`
	TermSource      Source             `json:"term_source"`
	BillingCycle    string             `json:"billing_cycle"` // "monthly", "annual" …; "" unknown
	BillingSource   Source             `json:"billing_cycle_source"`
	DeletesOn       Date               `json:"deletes_on"`
	Tags            string             `json:"tags"`       // those that we put on it at the vendor, with commas between
	UnitPrice       string             `json:"unit_price"` // decimal with a point; "" unknown
	Currency        string             `json:"currency"`
	PricePeriod     string             `json:"price_period"`
	PriceSource     Source             `json:"price_source"`
	Excluded        Exclusion          `json:"excluded"`
	Source          Source             `json:"source"`
	SyncedAt        *time.Time         `json:"synced_at"`
	GoneAt          *time.Time         `json:"gone_at"`
	TypedAt         *time.Time         `json:"typed_at"` // newest typed value
	TypedTimes      []FactTime         `json:"typed_times,omitempty"`
	// Given is what the source gives by now where that differs from what was typed in; nil where nothing differs.
	Given *GivenTerms `json:"given"`
}

// FactTime is when a fact was typed in.
type FactTime struct {
	Fact    string    `json:"fact"` // "term_end_on", "unit_price" …
	TypedAt time.Time `json:"typed_at"`
}

// GivenTerms are the facts that can be typed in as a source gives them; "" or nil where it does not.
type GivenTerms struct {
	TermEndOn   Date               `json:"term_end_on"`
	AtTermEnd   AtTermEnd          `json:"at_term_end"`
	Term        Term               `json:"term"`
	Status      SubscriptionStatus `json:"status,omitempty"`
	Trial       *bool              `json:"trial"`
	CancelUntil *time.Time         `json:"cancel_until"`
	CreatedOn   Date               `json:"created_on"`

	BillingCycle string `json:"billing_cycle,omitempty"`
}

// Contradicts reports whether a source gives a fact that the row, by a typed value, says otherwise.
func (s SubscriptionRow) Contradicts(given GivenTerms) bool {
	return given.TermEndOn != "" && given.TermEndOn != s.TermEndOn ||
		given.AtTermEnd != "" && given.AtTermEnd != s.AtTermEnd ||
		given.Term != "" && given.Term != s.Term ||
		given.CreatedOn != "" && given.CreatedOn != s.CreatedOn ||
		given.BillingCycle != "" && given.BillingCycle != s.BillingCycle ||
		given.Status != "" && given.Status != s.Status ||
		given.Trial != nil && (s.Trial == nil || *given.Trial != *s.Trial) ||
		given.CancelUntil != nil && (s.CancelUntil == nil || !given.CancelUntil.Equal(*s.CancelUntil))
}

// SharedPool is the pool a subscription draws from.
type SharedPool struct {
	Bought   int64  `json:"bought"`
	Assigned *int64 `json:"assigned"`  // nil where the vendor does not count them
	Used     *int64 `json:"used"`      // nil where the vendor does not say
	SharedBy int    `json:"shared_by"` // subscriptions that draw from it
}

// CustomerGroup is how many rows of a list one customer has. Seats are not added up: products are not alike.
type CustomerGroup struct {
	CustomerID int64  `json:"customer_id"`
	Customer   string `json:"customer"`
	Rows       int    `json:"rows"`
}

// PoolFilter selects pools; zero fields select all that are not gone.
type PoolFilter struct {
	Scope    Scope
	Search   string
	Figure   Figure   // FigureLow, FigureOver or ""
	Vendors  []Vendor // any of them
	Excluded []YesNo  // whether figures leave it out
	Page     PageRequest
}

// PoolRow is a pool with its customer.
type PoolRow struct {
	Pool
	Assigned       *int64     `json:"assigned"` // nil where the vendor does not count them; the pool's own number says nothing then
	ID             int64      `json:"id"`
	CustomerID     int64      `json:"customer_id"`
	Customer       string     `json:"customer"`
	ConnectionID   int64      `json:"connection_id"`
	Connection     string     `json:"connection"`
	Vendor         Vendor     `json:"vendor"`
	OverSeats      *int64     `json:"over_seats"`      // nil as Assigned
	AvailableSeats *int64     `json:"available_seats"` // nil as Assigned
	Ratio          *float64   `json:"ratio"`           // assigned ÷ bought; a share for show, never a sum
	MedianRatio    *float64   `json:"median_ratio"`    // of the product over all customers, where enough have it
	SharedBy       int        `json:"shared_by"`
	Source         Source     `json:"source"`
	SyncedAt       *time.Time `json:"synced_at"`
	GoneAt         *time.Time `json:"gone_at"`
}

// TypedResult says which subscriptions took a typed value and which did not.
type TypedResult struct {
	Saved   int            `json:"saved"`
	Skipped []TypedSkipped `json:"skipped"`
}

// TypedSkipped is a subscription whose source gives the fact itself, or that does not exist.
type TypedSkipped struct {
	ID        int64  `json:"id"`
	ReasonKey string `json:"reason_key"` // catalogue key without "error."
}
