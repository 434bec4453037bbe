package domain

import "slices"

// Management says who manages a customer, as far as its sources tell. Several can hold at once.
type Management string

// Who manages a customer.
const (
	ManagedOwn      Management = "own"      // our organisation as a whole: an active grant, a role over all customers, or the vendor says so
	ManagedExternal Management = "external" // a partner administrator of ours who is assigned to this customer by name
	ManagedCustomer Management = "customer" // the customer itself
	ManagedUnknown  Management = "unknown"  // no source says; in filters only
)

// CustomerType says how a customer buys. Several can hold at once.
type CustomerType string

// The types of subscriptions.
const (
	TypeSubscription CustomerType = "subscription"
	TypeTrial        CustomerType = "trial"
	TypeWholesale    CustomerType = "wholesale"
)

// CustomerQuery narrows customers down (PRODUCT.md C3): several values of one kind mean any of them, several kinds mean all.
type CustomerQuery struct {
	Managed   []Management     `json:"managed,omitempty"`
	Products  []string         `json:"products,omitempty"` // a family's word, or a vendor and its product's key with a colon between
	Statuses  []CustomerStatus `json:"statuses,omitempty"`
	Types     []CustomerType   `json:"types,omitempty"`
	Vendors   []Vendor         `json:"vendors,omitempty"`
	Countries []string         `json:"countries,omitempty"`
	Tags      []string         `json:"tags,omitempty"`
	Health    []Outcome        `json:"health,omitempty"` // the worst of its services; OutcomeUnknown also where nothing was read
}

// CustomerRule is a saved filter: the customers it selects have the tag it belongs to.
type CustomerRule struct {
	Search string `json:"search,omitempty"`
	Figure Figure `json:"figure,omitempty"`
	CustomerQuery
	Where  []string `json:"where,omitempty"`  // ColumnTest as text: all must hold
	Except []string `json:"except,omitempty"` // the lists of the query, by their JSON names, that mean none of their values
}

// Check refuses words that no filter knows.
func (r CustomerRule) Check() error {
	errs := []error{
		r.CustomerQuery.Check(),
		known("except", r.Except, "managed", "products", "statuses", "types", "vendors", "countries", "tags", "health"),
	}
	for _, text := range r.Where {
		_, err := ParseColumnTest(text)
		errs = append(errs, err)
	}
	return firstError(errs...)
}

// IsEmpty reports whether the rule selects everybody.
func (r CustomerRule) IsEmpty() bool {
	q := r.CustomerQuery
	return r.Search == "" && r.Figure == "" && len(r.Where) == 0 && len(q.Managed)+len(q.Products)+len(q.Statuses)+len(q.Types)+len(q.Vendors)+
		len(q.Countries)+len(q.Tags)+len(q.Health) == 0
}

// Check refuses words that no filter knows.
func (q CustomerQuery) Check() error {
	return firstError(
		known("managed", q.Managed, ManagedOwn, ManagedExternal, ManagedCustomer, ManagedUnknown),
		known("status", q.Statuses, CustomerStatuses()...),
		known("type", q.Types, TypeSubscription, TypeTrial, TypeWholesale),
		knownVendors(q.Vendors),
		known("health", q.Health, OutcomeFailed, OutcomeAttention, OutcomeOK, OutcomeUnknown),
	)
}

func knownVendors(vendors []Vendor) error {
	return known("vendor", vendors, VendorWebex, VendorMicrosoft, VendorAvePoint, VendorBlancco)
}

func known[T ~string](what string, values []T, all ...T) error {
	for _, value := range values {
		if !slices.Contains(all, value) {
			return NewError(CodeInvalid, "invalid", "detail", what+"="+string(value))
		}
	}
	return nil
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// CustomerStatuses are all a customer can have, most urgent first.
func CustomerStatuses() []CustomerStatus {
	return []CustomerStatus{
		CustomerSuspended, CustomerExpired, CustomerExpiring, CustomerOverage, CustomerSetup, CustomerQuiet, CustomerTrial,
		CustomerActive, CustomerUnknown,
	}
}

// ProductChoice is a product that customers have.
type ProductChoice struct {
	Vendor Vendor `json:"vendor"`
	Key    string `json:"key"`
	Name   string `json:"name"`
	Family Family `json:"family"`
}

// CustomerChoices are the values that filters of customers can be set to.
type CustomerChoices struct {
	Products  []ProductChoice `json:"products"`
	Countries []string        `json:"countries"`
	Tags      []CustomerTag   `json:"tags"`
}

// TagOrigin says who gives a tag.
type TagOrigin string

// Who gives tags.
const (
	TagByHand   TagOrigin = "hand"
	TagByRule   TagOrigin = "rule"
	TagByVendor TagOrigin = "vendor"
)

// CustomerTag is a tag with who gives it.
type CustomerTag struct {
	Name   string    `json:"name"`
	Origin TagOrigin `json:"origin"`
}
