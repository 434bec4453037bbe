package domain

import "time"

// ServiceState is how a service of the vendor does for a customer.
type ServiceState struct {
	Key     string  `json:"key"`
	Service string  `json:"service"`
	State   string  `json:"state"`            // the vendor's word
	Outcome Outcome `json:"outcome"`          // OutcomeOK, OutcomeAttention, OutcomeFailed or OutcomeUnknown
	Detail  string  `json:"detail,omitempty"` // what the vendor says of a state that is not well
}

// RowKey is the service.
func (s ServiceState) RowKey() string { return s.Key }

// Incident is trouble with a service that the vendor tells a customer of.
type Incident struct {
	Key       string     `json:"key"`
	Service   string     `json:"service"`
	Title     string     `json:"title"`
	Kind      string     `json:"kind"` // "incident" or "advisory"
	Status    string     `json:"status"`
	Resolved  bool       `json:"resolved"`
	StartedAt *time.Time `json:"started_at,omitempty"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	UpdatedAt *time.Time `json:"updated_at,omitempty"`
	Detail    string     `json:"detail,omitempty"`
}

// RowKey is the vendor's id of the incident.
func (i Incident) RowKey() string { return i.Key }

// ServiceRequest is a request for help at the vendor.
type ServiceRequest struct {
	Key       string     `json:"key"`
	Number    string     `json:"number"` // as an admin knows it
	Title     string     `json:"title"`
	Status    string     `json:"status"`
	Open      bool       `json:"open"`
	Severity  string     `json:"severity,omitempty"`
	CreatedAt *time.Time `json:"created_at,omitempty"`
	UpdatedAt *time.Time `json:"updated_at,omitempty"`
	ClosedAt  *time.Time `json:"closed_at,omitempty"`
	Contact   string     `json:"contact,omitempty"`
	Detail    string     `json:"detail,omitempty"`
	Notes     []Note     `json:"notes,omitempty"` // oldest first
}

// Note is one message of a service request.
type Note struct {
	At     *time.Time `json:"at,omitempty"`
	Author string     `json:"author,omitempty"`
	Text   string     `json:"text"`
}

// RowKey is the vendor's id of the request.
func (s ServiceRequest) RowKey() string { return s.Key }

// Job is one run of a service for a customer, for example a backup.
type Job struct {
	Key       string     `json:"key"`
	Service   string     `json:"service"`
	Module    string     `json:"module,omitempty"`
	Outcome   Outcome    `json:"outcome"`
	Status    string     `json:"status"` // the vendor's word
	StartedAt *time.Time `json:"started_at,omitempty"`
	EndedAt   *time.Time `json:"ended_at,omitempty"`
	Objects   *int64     `json:"objects,omitempty"` // looked at; nil where the vendor does not count
	Failed    *int64     `json:"failed,omitempty"`  // of these, not done
	Size      *int64     `json:"size,omitempty"`    // bytes moved
	Error     string     `json:"error,omitempty"`
}

// RowKey is the vendor's id of the job.
func (j Job) RowKey() string { return j.Key }

// Storage is what a service stores for a customer. Amounts are bytes (decimal units: 1 GB is 10⁹ bytes); nil is unknown,
// and the text as the vendor gave it stands beside each.
type Storage struct {
	Key           string `json:"key"`
	Service       string `json:"service"`
	Module        string `json:"module,omitempty"`
	Consumed      *int64 `json:"consumed"`
	Protected     *int64 `json:"protected"`
	Purchased     *int64 `json:"purchased"`
	Objects       *int64 `json:"objects"` // protected ones
	Scanned       *int64 `json:"scanned"` // objects there are, protected or not
	ConsumedText  string `json:"consumed_text,omitempty"`
	ProtectedText string `json:"protected_text,omitempty"`
	PurchasedText string `json:"purchased_text,omitempty"`
	Place         string `json:"place,omitempty"`
	Retention     string `json:"retention,omitempty"`
}

// RowKey is the service and module.
func (s Storage) RowKey() string { return s.Key }

// Usage is one figure of a usage report: how many of a product's people did something up to a day.
type Usage struct {
	Key     string `json:"key"`
	Product string `json:"product"`
	// ProductKey is the pool's, where the figure is about the holders of one product's seats: what of them is used.
	ProductKey string `json:"product_key,omitempty"`
	Metric     string `json:"metric"` // for example "active", "inactive", "calls"
	Period     string `json:"period"` // ISO 8601 duration up to the day, for example "P30D"
	Day        Date   `json:"day"`
	Value      int64  `json:"value"`
}

// RowKey is made of product, metric, period and day.
func (u Usage) RowKey() string { return u.Key }

// ScanProfile says what a backup service looks for new objects in.
type ScanProfile struct {
	Key        string     `json:"key"`
	Name       string     `json:"name"`
	Mode       string     `json:"mode,omitempty"`
	ModifiedAt *time.Time `json:"modified_at,omitempty"`
}

// RowKey is the vendor's id of the profile.
func (s ScanProfile) RowKey() string { return s.Key }

// Risk is one risk figure of a customer.
type Risk struct {
	Key   string `json:"key"`
	Area  string `json:"area"`
	Name  string `json:"name"`
	Value int64  `json:"value"`
	Text  string `json:"text,omitempty"` // as the vendor gave it, where it is no plain number
}

// RowKey is the figure.
func (r Risk) RowKey() string { return r.Key }

// Erasure is a report of the erasure of one device. It is good only if every target was erased.
type Erasure struct {
	Key          string            `json:"key"` // the report's UUID
	ReportedAt   *time.Time        `json:"reported_at,omitempty"`
	ReceivedAt   *time.Time        `json:"received_at,omitempty"`
	Product      string            `json:"product"`
	Version      string            `json:"version,omitempty"`
	Verified     *bool             `json:"verified,omitempty"`
	Manufacturer string            `json:"manufacturer,omitempty"`
	Model        string            `json:"model,omitempty"`
	Serial       string            `json:"serial,omitempty"`
	DeviceType   string            `json:"device_type,omitempty"`
	IMEI         string            `json:"imei,omitempty"`
	Operator     string            `json:"operator,omitempty"`
	Outcome      Outcome           `json:"outcome"`
	Targets      []ErasureTarget   `json:"targets,omitempty"`
	Fields       map[string]string `json:"fields,omitempty"` // the tenant's own fields by their labels
	Format       string            `json:"format"`           // of Raw: "json" or "xml"
	Raw          []byte            `json:"raw,omitempty"`    // the report as it came: its signature covers it
}

// ErasureTarget is one drive or memory that was erased.
type ErasureTarget struct {
	Type     string  `json:"type,omitempty"`
	Vendor   string  `json:"vendor,omitempty"`
	Model    string  `json:"model,omitempty"`
	Serial   string  `json:"serial,omitempty"`
	Capacity *int64  `json:"capacity,omitempty"` // bytes
	Standard string  `json:"standard,omitempty"`
	State    string  `json:"state"` // the vendor's word
	Outcome  Outcome `json:"outcome"`
	Seconds  *int64  `json:"seconds,omitempty"`
	Failure  string  `json:"failure,omitempty"`
}

// RowKey is the report's UUID.
func (e Erasure) RowKey() string { return e.Key }

// Document is a file that a vendor made for us, such as a usage report.
type Document struct {
	Key       string     `json:"key"`
	Kind      string     `json:"kind"` // for example "partner-report", "billing-report"
	Title     string     `json:"title"`
	Service   string     `json:"service,omitempty"`
	Region    string     `json:"region,omitempty"`
	FromOn    Date       `json:"from_on,omitempty"`
	ToOn      Date       `json:"to_on,omitempty"`
	State     string     `json:"state"`
	CreatedAt *time.Time `json:"created_at,omitempty"`
	FileName  string     `json:"file_name,omitempty"` // "" where there is no file
	Content   []byte     `json:"content,omitempty"`
}

// RowKey is the vendor's id of the document.
func (d Document) RowKey() string { return d.Key }
