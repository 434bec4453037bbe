package domain

import "time"

// OperationsFilter selects customers by how their services do; zero fields select all.
type OperationsFilter struct {
	Scope         Scope  // its customers only
	Search        string // part of a name, domain, registered account; case and accents ignored
	Figure        OperationsFigure
	Country       string    // ISO 3166-1 alpha-2
	JobsSince     time.Time // only jobs that ended since are counted; zero counts all
	RequestsSince time.Time // only requests submitted since are counted; zero counts all
	Page          PageRequest
}

// OperationsFigure names a count of operations. Lists opened from it show the customers it counted.
type OperationsFigure string

// The figures.
const (
	FigureFailedJobs   OperationsFigure = "failed_jobs"
	FigureOpenRequests OperationsFigure = "open_requests"
	FigureTrouble      OperationsFigure = "trouble" // services that do not do well
)

// OperationsRow is how the services of one customer do. A count is nil where no source of the customer was ever read for it.
type OperationsRow struct {
	ID            int64      `json:"id"`
	Name          string     `json:"name"`
	Account       string     `json:"account"` // registered accounts, comma between
	Country       string     `json:"country"`
	Vendors       []Vendor   `json:"vendors"`
	Families      []Family   `json:"families"`
	Subscriptions int64      `json:"subscriptions"` // purchased services: not gone, no duplicates
	FailedJobs    *int64     `json:"failed_jobs"`
	OpenRequests  *int64     `json:"open_requests"`
	Services      *int64     `json:"services"`  // with a known state
	Trouble       *int64     `json:"trouble"`   // of these, degraded or interrupted
	Health        Outcome    `json:"health"`    // the worst of them; "" where none is known
	HealthAt      *time.Time `json:"health_at"` // oldest good read of what it follows from
	Consumed      *int64     `json:"consumed"`  // bytes, over the services that say so
	Protected     *int64     `json:"protected"`
	Purchased     *int64     `json:"purchased"`
	Live          *int64     `json:"live"`      // bytes in Microsoft 365, in none of the three
	SyncedAt      *time.Time `json:"synced_at"` // oldest good read among its datasets
}

// OperationsSummary is the figures over all customers in scope, each with how complete its data are.
type OperationsSummary struct {
	FailedJobs      int64          `json:"failed_jobs"`
	FailedCustomers int64          `json:"failed_customers"`
	OpenRequests    int64          `json:"open_requests"`
	Requesting      int64          `json:"requesting"` // customers with open requests
	Services        int64          `json:"services"`   // with a known state
	Trouble         int64          `json:"trouble"`
	Troubled        int64          `json:"troubled"` // customers with such services
	OpenIncidents   int64          `json:"open_incidents"`
	Unmatched       int            `json:"unmatched"` // customers whose records may be one company with others
	Storage         StorageFigure  `json:"storage"`
	Live            LiveFigure     `json:"live"`
	Coverage        KindCoverage   `json:"coverage"`
	ServiceNames    ServicesByKind `json:"service_names"`
}

// StorageFigure adds up services, never modules beside them. A sum is nil where no service says so.
type StorageFigure struct {
	Services       int64  `json:"services"`
	Consumed       *int64 `json:"consumed"`
	ConsumedKnown  int64  `json:"consumed_known"` // services that say so
	Protected      *int64 `json:"protected"`
	ProtectedKnown int64  `json:"protected_known"`
	Purchased      *int64 `json:"purchased"`
	PurchasedKnown int64  `json:"purchased_known"`
}

// LiveFigure adds up what customers' data take up in Microsoft 365. It is no part of StorageFigure: a backup of the same data
// is there beside it.
type LiveFigure struct {
	Services int64  `json:"services"`
	Stored   *int64 `json:"stored"` // bytes; nil where no service says so
	Known    int64  `json:"known"`  // services that say so
}

// KindCoverage says how complete the data behind each list are.
type KindCoverage struct {
	Jobs     Coverage `json:"jobs"`
	Requests Coverage `json:"service_requests"`
	Health   Coverage `json:"health"`
	Storage  Coverage `json:"storage"`
	Live     Coverage `json:"live"`
}

// ServicesByKind names the services that each list can be narrowed down to.
type ServicesByKind struct {
	Jobs      []string `json:"jobs"`
	States    []string `json:"service_states"`
	Incidents []string `json:"incidents"`
	Storage   []string `json:"storage"`
}

// StoragePoint is the counted storage of one day; nil is unknown.
type StoragePoint struct {
	Day       Date   `json:"day"`
	Consumed  *int64 `json:"consumed"`
	Protected *int64 `json:"protected"`
	Purchased *int64 `json:"purchased"`
	Live      *int64 `json:"live"` // in Microsoft 365, in none of the others
}

// JobPoint is how many jobs ended on one day, by how they ended.
type JobPoint struct {
	Day       Date  `json:"day"`
	OK        int64 `json:"ok"`
	Attention int64 `json:"attention"` // with exceptions
	Failed    int64 `json:"failed"`
	Other     int64 `json:"other"` // skipped, or ended in a way that no word is known for
}

// CountryOperations adds up how services do over the customers of one country.
type CountryOperations struct {
	Country      string `json:"country"` // ISO 3166-1 alpha-2; empty: not known of these customers
	Customers    int    `json:"customers"`
	FailedJobs   int    `json:"failed_jobs"`
	OpenRequests int    `json:"open_requests"`
	Trouble      int    `json:"trouble"` // services that do not do well
}
