package domain

import "time"

// HomeFilter says whose first page is computed, and what counts as new there.
type HomeFilter struct {
	Scope Scope
	Now   time.Time
	Zone  *time.Location
	Since *time.Time // the last visit; nil on the first
	Limit int        // rows listed under each line; negative: all
}

// The spans that the first page looks at, in calendar days.
const (
	HomeDays     = 14 // how far ahead decisions are due
	HomePastDays = 90 // how long a decision that was missed is still listed
	HomeJobDays  = 7  // how long a failed job counts
)

// Home is what the first page shows: what needs a decision, what failed, and what changed.
type Home struct {
	Today   Date         `json:"today"`
	Decide  HomeDecide   `json:"decide"`
	Failed  HomeFailed   `json:"failed"`
	Changed *HomeChanged `json:"changed"` // nil before the second visit
}

// HomeDecide is what somebody has to decide, the most urgent in front.
type HomeDecide struct {
	Until     Date          `json:"until"`     // the last day looked at
	Decisions []Decision    `json:"decisions"` // by the last moment to act, then by money
	Total     int           `json:"total"`
	Overdue   int           `json:"overdue"` // of these, whose last moment has passed
	Totals    []PeriodTotal `json:"totals"`  // of all of them; currencies and periods are never added up
	Unpriced  int           `json:"unpriced"`
	Unclear   int           `json:"unclear"` // happen until then, and no source tells the last moment to act
	Over      OverFigure    `json:"over"`
	Matches   int           `json:"matches"` // pairs of records that may be one company, but for those put off
	Gone      []HomeName    `json:"gone"`    // connections that ask whether customers are gone
	Access    HomeAccess    `json:"access"`
}

// HomeName is a connection by its name.
type HomeName struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// HomeAccess is what lets us in no more, or soon.
type HomeAccess struct {
	Items   []Access `json:"items"`
	Total   int      `json:"total"`
	Missing int      `json:"missing"`
	Expired int      `json:"expired"`
	Soon    int      `json:"soon"`
}

// HomeFailed is what went wrong and still is.
type HomeFailed struct {
	Connections  []HomeFailure  `json:"connections"`
	Jobs         int64          `json:"jobs"` // that ended within HomeJobDays
	JobCustomers int64          `json:"job_customers"`
	Schedules    []HomeSchedule `json:"schedules"` // the latest in front
}

// HomeSchedule is an export that a schedule should have written the last time, and did not.
type HomeSchedule struct {
	ID       int64             `json:"id"`
	Kind     string            `json:"kind"`
	Format   string            `json:"format"`
	ErrorKey string            `json:"error_key"` // "" where the program was ended meanwhile
	Params   map[string]string `json:"params"`    // fill the sentence of that error
	EndedAt  *time.Time        `json:"ended_at"`

	CustomerID int64  `json:"-"`
	Tag        string `json:"-"`
}

// HomeFailure is a connection that was not read as it should be.
type HomeFailure struct {
	ConnectionID int64           `json:"connection_id"`
	Connection   string          `json:"connection"`
	Vendor       Vendor          `json:"vendor"`
	State        ConnectionState `json:"state"`
	RunID        int64           `json:"run_id"` // its last one; 0 without
	RunState     RunState        `json:"run_state"`
	ErrorKey     string          `json:"error_key"` // of the run as a whole, "" where only some reads failed
	EndedAt      *time.Time      `json:"ended_at"`
	Customers    int             `json:"customers"` // of whom something could not be read at the last try
	Datasets     []string        `json:"datasets"`  // that could not be read
	Age          ReadAge         `json:"age" enum:"fresh,stale,never"`
	ReadAt       *time.Time      `json:"read_at"` // when it was last read to the end; nil for never
}

// ReadAge says how old the last read of a connection is that came to its end.
type ReadAge string

// The ages of a read.
const (
	ReadFresh ReadAge = "fresh"
	ReadStale ReadAge = "stale" // longer ago than StaleAfter
	ReadNever ReadAge = "never"
)

// HomeChanged is what is different from the last visit.
type HomeChanged struct {
	Since             time.Time   `json:"since"`
	NewCustomers      HomeChanges `json:"new_customers"`
	FirstRead         int         `json:"first_read"` // customers of connections read for the first time: not new, newly known
	GoneCustomers     HomeChanges `json:"gone_customers"`
	NewSubscriptions  HomeChanges `json:"new_subscriptions"`
	Seats             HomeChanges `json:"seats"`
	FailedJobs        HomeChanges `json:"failed_jobs"` // one row per customer
	FailedJobsInTotal int64       `json:"failed_jobs_in_total"`
}

// HomeChanges are changes of one kind.
type HomeChanges struct {
	Total     int          `json:"total"`
	Customers int          `json:"customers"` // they are about
	Items     []HomeChange `json:"items"`
}

// HomeChange is one change; what a kind does not have is empty.
type HomeChange struct {
	CustomerID int64      `json:"customer_id"`
	Customer   string     `json:"customer"`
	Vendor     Vendor     `json:"vendor"`
	Product    string     `json:"product"`
	At         *time.Time `json:"at"`     // when it was first seen, or seen gone
	Count      int64      `json:"count"`  // licences, or jobs
	Before     *HomeSeats `json:"before"` // at the last visit
	After      *HomeSeats `json:"after"`  // now; none where the vendor lists them no more
}

// HomeSeats are bought and assigned licences.
type HomeSeats struct {
	Bought   int64 `json:"bought"`
	Assigned int64 `json:"assigned"`
}
