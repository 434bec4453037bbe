package domain

// Unknown is the word in filters for what no source says.
const Unknown = "unknown"

// Missing is a fact that a subscription can be without.
type Missing string

// What a subscription can be without, by the columns that show it.
const (
	MissingTermEnd Missing = "term_end_on"
	MissingPrice   Missing = "unit_price"
)

// SubscriptionQuery narrows subscriptions down: several values of one kind mean any of them, several kinds mean all.
type SubscriptionQuery struct {
	States    []SubscriptionStatus `json:"states,omitempty"`
	Trial     []YesNo              `json:"trial,omitempty"`       // or Unknown
	Terms     []Term               `json:"terms,omitempty"`       // or Unknown
	AtTermEnd []AtTermEnd          `json:"at_term_end,omitempty"` // or Unknown
	Sources   []Source             `json:"sources,omitempty"`     // of the subscription itself or of one of its values
	Missing   []Missing            `json:"missing,omitempty"`
}

// Check refuses words that no filter knows.
func (q SubscriptionQuery) Check() error {
	return firstError(
		known("state", q.States, StatusActive, StatusGrace, StatusSuspended, StatusExpired, StatusDeleted, StatusUnknown),
		known("trial", q.Trial, Yes, No, Unknown),
		known("term", q.Terms, "P1M", "P1Y", "P2Y", "P3Y", "P5Y", Unknown),
		known("at_term_end", q.AtTermEnd, TermRenews, TermEnds, Unknown),
		known("source", q.Sources, SourceAPI, SourceImport, SourceTyped),
		known("missing", q.Missing, MissingTermEnd, MissingPrice),
	)
}

// Check refuses words that no filter knows.
func (f SubscriptionFilter) Check() error {
	return firstError(knownVendors(f.Vendors), f.SubscriptionQuery.Check())
}

// Check refuses words that no filter knows.
func (f PoolFilter) Check() error {
	return firstError(knownVendors(f.Vendors), known("excluded", f.Excluded, Yes, No))
}
