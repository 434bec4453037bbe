package domain

import "iter"

// Kind names a kind of row that a source lists about a customer or a connection.
type Kind string

// The kinds of rows. The words are those of lists, files and the command line.
const (
	KindPools           Kind = "pools"
	KindSubscriptions   Kind = "subscriptions"
	KindProfiles        Kind = "profiles"
	KindPeople          Kind = "people"
	KindAdministrators  Kind = "administrators"
	KindRelationships   Kind = "relationships"
	KindLinks           Kind = "links"
	KindServiceStates   Kind = "service-states"
	KindIncidents       Kind = "incidents"
	KindServiceRequests Kind = "service-requests"
	KindJobs            Kind = "jobs"
	KindStorage         Kind = "storage"
	KindUsage           Kind = "usage"
	KindScanProfiles    Kind = "scan-profiles"
	KindRisks           Kind = "risks"
	KindErasures        Kind = "erasures"
	KindOrders          Kind = "orders"
	KindAgreements      Kind = "agreements"
	KindInvoices        Kind = "invoices"
	KindInvoiceLines    Kind = "invoice-lines"
	KindSubPartners     Kind = "sub-partners"
	KindDocuments       Kind = "documents"
	KindPrices          Kind = "prices" // of price lists: they are about a vendor's products, not about a connection
)

// Kept reports whether rows of the kind stay as they are when the source lists them no longer: they tell of what
// happened, and sources list only what is recent.
func (k Kind) Kept() bool {
	switch k {
	case KindJobs, KindUsage, KindErasures, KindInvoices, KindInvoiceLines, KindDocuments:
		return true
	}
	return false
}

// Rows is a batch of rows of any kinds, about one customer or one connection.
type Rows struct {
	Pools           []Pool
	Subscriptions   []Subscription
	Profiles        []Profile
	People          []Person
	Administrators  []Administrator
	Relationships   []Relationship
	Links           []Link
	ServiceStates   []ServiceState
	Incidents       []Incident
	ServiceRequests []ServiceRequest
	Jobs            []Job
	Storage         []Storage
	Usage           []Usage
	ScanProfiles    []ScanProfile
	Risks           []Risk
	Erasures        []Erasure
	Orders          []Order
	Agreements      []Agreement
	Invoices        []Invoice
	InvoiceLines    []InvoiceLine
	SubPartners     []SubPartner
	Documents       []Document
}

// Keyed is a row with the key its source knows it by, unique per kind within its customer or connection.
type Keyed interface{ RowKey() string }

// All yields every row with its kind, kind by kind.
func (r *Rows) All() iter.Seq2[Kind, Keyed] {
	return func(yield func(Kind, Keyed) bool) {
		_ = each(KindPools, r.Pools, yield) &&
			each(KindSubscriptions, r.Subscriptions, yield) &&
			each(KindProfiles, r.Profiles, yield) &&
			each(KindPeople, r.People, yield) &&
			each(KindAdministrators, r.Administrators, yield) &&
			each(KindRelationships, r.Relationships, yield) &&
			each(KindLinks, r.Links, yield) &&
			each(KindServiceStates, r.ServiceStates, yield) &&
			each(KindIncidents, r.Incidents, yield) &&
			each(KindServiceRequests, r.ServiceRequests, yield) &&
			each(KindJobs, r.Jobs, yield) &&
			each(KindStorage, r.Storage, yield) &&
			each(KindUsage, r.Usage, yield) &&
			each(KindScanProfiles, r.ScanProfiles, yield) &&
			each(KindRisks, r.Risks, yield) &&
			each(KindErasures, r.Erasures, yield) &&
			each(KindOrders, r.Orders, yield) &&
			each(KindAgreements, r.Agreements, yield) &&
			each(KindInvoices, r.Invoices, yield) &&
			each(KindInvoiceLines, r.InvoiceLines, yield) &&
			each(KindSubPartners, r.SubPartners, yield) &&
			each(KindDocuments, r.Documents, yield)
	}
}

func each[T Keyed](kind Kind, rows []T, yield func(Kind, Keyed) bool) bool {
	for _, row := range rows {
		if !yield(kind, row) {
			return false
		}
	}
	return true
}

// Len counts the rows of all kinds.
func (r *Rows) Len() int {
	n := 0
	for range r.All() {
		n++
	}
	return n
}

// Outcome says in one word how something that ran went, for all vendors.
type Outcome string

// The outcomes.
const (
	OutcomeOK        Outcome = "ok"
	OutcomeAttention Outcome = "attention" // it ended, with exceptions
	OutcomeFailed    Outcome = "failed"
	OutcomeRunning   Outcome = "running"
	OutcomeSkipped   Outcome = "skipped" // it was not to run: skipped, cancelled, disabled
	OutcomeUnknown   Outcome = "unknown" // the vendor's word is not known
)
