package domain

import "time"

// MatchReason is one thing that speaks for or against two records being the same company (PRODUCT.md C8).
type MatchReason string

// What speaks for it, strongest first.
const (
	MatchTenant        MatchReason = "tenant"          // the vendor's own id is the same, at two connections
	MatchDomain        MatchReason = "verified_domain" // both proved to own the same domain
	MatchAccount       MatchReason = "account_domain"  // the registered account is in a domain of the other
	MatchDerived       MatchReason = "derived_domain"  // people's addresses are in a domain of the other
	MatchName          MatchReason = "name"            // the same name, but for legal form and spelling
	MatchNameLoose     MatchReason = "name_loose"      // the same letters, but for umlauts and spaces
	MatchNameSimilar   MatchReason = "name_similar"    // one letter differs
	MatchNameWord      MatchReason = "name_word"       // a word that no other customer has
	MatchNameDomain    MatchReason = "name_domain"     // the name of the one is the domain of the other
	MatchLegalForm     MatchReason = "legal_form"      // the same legal form
	MatchCountry       MatchReason = "country"         // the same country
	MatchUser          MatchReason = "user"            // somebody said so
	UnlikeCountry      MatchReason = "country_differs"
	UnlikeLegalForm    MatchReason = "legal_form_differs"
	UnlikeDomain       MatchReason = "domain_differs"
	UnlikeVendorTenant MatchReason = "same_vendor" // two customers of one vendor
	UnlikeSeveral      MatchReason = "several"     // others fit as well
	UnlikeUndone       MatchReason = "undone"      // somebody took this join back
)

// MatchKind is what was decided.
type MatchKind string

// The decisions.
const (
	DecideJoin  MatchKind = "join"  // the same company
	DecideApart MatchKind = "apart" // different companies
	DecideSplit MatchKind = "split" // no longer the same company
)

// MatchOrigin says who decided.
type MatchOrigin string

// Who can decide.
const (
	MatchByRule MatchOrigin = "rule"
	MatchByUser MatchOrigin = "user"
)

// MatchDecision is one decision with the records it was about.
type MatchDecision struct {
	ID       int64         `json:"id"`
	Kind     MatchKind     `json:"kind"`
	Origin   MatchOrigin   `json:"origin"`
	Reasons  []MatchReason `json:"reasons"`
	At       time.Time     `json:"at"`
	UndoneAt *time.Time    `json:"undone_at"`
	// Sides are the records as they belonged together before a join, or after a split; the first one kept its customer.
	Sides []MatchSide `json:"sides"`
}

// MatchSide is records of one customer.
type MatchSide struct {
	CustomerID int64         `json:"customer_id"` // which it was then; it leads to where the records are now
	Records    []MatchRecord `json:"records"`
}

// MatchRecord is a record with what it is compared by.
type MatchRecord struct {
	ID         int64    `json:"id"`
	CustomerID int64    `json:"customer_id"`
	Connection string   `json:"connection"` // name of the connection that lists it
	Vendor     Vendor   `json:"vendor"`
	VendorID   string   `json:"vendor_id"`
	Tenant     string   `json:"-"` // as of Record
	Name       string   `json:"name"`
	Country    string   `json:"country"`
	Account    string   `json:"account"`
	Domains    []string `json:"domains"` // its own, as far as known
	Derived    []string `json:"derived"` // of its people's addresses
}

// MatchPair is two customers that may be the same company, with the two records that suggest it.
type MatchPair struct {
	ID      int64         `json:"id"`
	Score   int           `json:"score"` // 0 to 99
	Sure    bool          `json:"sure"`  // much speaks for it and nothing against it
	For     []MatchReason `json:"for"`
	Against []MatchReason `json:"against"`
	LaterAt *time.Time    `json:"later_at"` // put off then
	A       MatchCustomer `json:"a"`
	B       MatchCustomer `json:"b"`
}

// MatchCustomer is one customer of a pair.
type MatchCustomer struct {
	ID       int64         `json:"id"`
	Name     string        `json:"name"`
	RecordID int64         `json:"record_id"` // the record that was compared
	Records  []MatchRecord `json:"records"`
}

// MatchInput is what matching works on.
type MatchInput struct {
	Records []MatchRecord
	Apart   [][2]int64 // records that a user keeps apart: never joined, not asked about
	Undone  [][2]int64 // records whose join a user took back: not joined again, but asked about
}

// MatchResult is what matching found.
type MatchResult struct {
	Joins  []MatchJoin
	Doubts []MatchDoubt
}

// MatchJoin is records of several customers that are certainly one company.
type MatchJoin struct {
	Records []int64 // all records of these customers, sorted
	Reasons []MatchReason
}

// MatchDoubt is two records of different customers that may be one company; there is one for a pair of customers.
type MatchDoubt struct {
	A, B    int64 // A is the smaller id
	Score   int   // 0 to 99
	Sure    bool
	For     []MatchReason
	Against []MatchReason
}

// MatchCounts says how far matching is.
type MatchCounts struct {
	Open      int `json:"open"`      // pairs that nobody has decided
	Sure      int `json:"sure"`      // of these, those that much speaks for and nothing against
	Unmatched int `json:"unmatched"` // customers with an open pair or a record that was never compared
	Customers int `json:"customers"`
}
