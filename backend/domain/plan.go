package domain

// Plan says what a sync of one connection would ask the vendor for, from what is known before the first request.
type Plan struct {
	ConnectionID int64         `json:"connection_id"`
	Connection   string        `json:"connection"`
	Vendor       Vendor        `json:"vendor"`
	Customers    int           `json:"customers"` // known ones; 0 before the first sync, which finds them
	Requests     int           `json:"requests"`  // about
	Datasets     []PlanDataset `json:"datasets"`
	// RequestsPerMinute is the pace that is kept, 0 for none; AtLeastSeconds is how long the requests take at that pace. Those
	// under a limit of its own may take longer.
	RequestsPerMinute int         `json:"requests_per_minute"`
	AtLeastSeconds    int         `json:"at_least_seconds"`
	Limits            []PlanLimit `json:"limits"`
}

// PlanLimit is the part of the data sets under a limit that the vendor sets apart from its others.
type PlanLimit struct {
	Limit             string `json:"limit"`               // its name, "partner-center"
	Requests          int    `json:"requests"`            // about, of those of the plan
	RequestsPerMinute int    `json:"requests_per_minute"` // in all; 0 for none
	AtLeastSeconds    int    `json:"at_least_seconds"`
	// Each is where the vendor limits each question about each customer instead: a sync of many customers waits no longer
	// than one of a single one.
	Each *EachLimit `json:"each,omitempty"`
}

// EachLimit is how often a vendor answers one and the same question about one customer.
type EachLimit struct {
	Requests int `json:"requests"` // 0 is no limit
	Minutes  int `json:"minutes"`  // in which so many are answered
}

// PlanDataset is the part of one dataset.
type PlanDataset struct {
	Dataset   string `json:"dataset"`
	Customers int    `json:"customers"` // to read; 1 for a dataset of the whole connection
	Fresh     int    `json:"fresh"`     // left out, because their last read is young enough
	Requests  int    `json:"requests"`  // about
}
