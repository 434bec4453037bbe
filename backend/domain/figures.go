package domain

import "time"

// KPIs are the dashboard's figures over one scope (PRODUCT.md L1). They count customers.
type KPIs struct {
	AsOf         Date             `json:"as_of"`
	Family       Family           `json:"family"`
	Customers    CustomersFigure  `json:"customers"`
	Expiring     DatedFigure      `json:"expiring"`
	Renewing     DatedFigure      `json:"renewing"`
	Open         DatedFigure      `json:"open"`
	Low          LowFigure        `json:"low"`
	Over         OverFigure       `json:"over"`
	Unmatched    int              `json:"unmatched"`
	Excluded     []ExclusionCount `json:"excluded"`
	FailedTasks  int              `json:"failed_tasks"` // customers of which something could not be read last time
	Bought       int64            `json:"bought"`       // seats of counted pools in scope
	Assigned     int64            `json:"assigned"`
	Families     []FamilyCount    `json:"families"`
	Completeness Coverage         `json:"completeness"`
}

// CustomersFigure counts customers in the family, those outside it, and a month earlier where history says so.
type CustomersFigure struct {
	Count    int  `json:"count"`
	Outside  int  `json:"outside"`  // customers without a counted product of the family
	Total    int  `json:"total"`    // Count + Outside
	Previous *int `json:"previous"` // Total about a month earlier, nil where not known
}

// DatedFigure counts customers with a term that ends, renews or does either within the window.
type DatedFigure struct {
	Count         int   `json:"count"`
	Subscriptions int   `json:"subscriptions"`
	Seats         int64 `json:"seats"`
	MissingDates  int   `json:"missing_dates"` // counted subscriptions in scope without any term end
}

// LowFigure counts customers that assign far fewer seats than others with the same product.
type LowFigure struct {
	Count      int   `json:"count"`
	Pools      int   `json:"pools"`
	Unassigned int64 `json:"unassigned"`
	AgeUnknown int   `json:"age_unknown"` // pools left out because the age of the subscription is not known
}

// OverFigure counts customers with more seats assigned than bought.
type OverFigure struct {
	Count int   `json:"count"`
	Pools int   `json:"pools"`
	Seats int64 `json:"seats"` // assigned beyond bought
}

// ExclusionCount counts pools left out of the figures for one reason.
type ExclusionCount struct {
	Reason Exclusion `json:"reason"`
	Pools  int       `json:"pools"`
}

// FamilyCount counts customers with a counted product of a family.
type FamilyCount struct {
	Family    Family `json:"family"`
	Customers int    `json:"customers"`
}

// StaleAfter is how old data may get: when they are older, a daily sync must have failed twice. The frontend's freshness.ts
// calls the same data stale.
const StaleAfter = 48 * time.Hour

// Coverage says of how many customers the data are there that a figure rests on. One that two connections list counts
// at each; one with several datasets counts once, and is read only when all of them are.
type Coverage struct {
	Expected int            `json:"expected"`
	Read     int            `json:"read"`
	Failed   []FailureCount `json:"failed"` // each customer under one reason
	Never    int            `json:"never"`
	Oldest   *time.Time     `json:"oldest"`
	Newest   *time.Time     `json:"newest"`
	// Gaps are connections of which it is not known how many customers they should list by now.
	Gaps []CoverageGap `json:"gaps,omitempty"`
}

// Complete says whether everything that should be known is.
func (c Coverage) Complete() bool { return c.Read == c.Expected && len(c.Gaps) == 0 }

// CoverageGap is a connection whose customers were never listed in full, or could not be at the last try.
type CoverageGap struct {
	Connection string `json:"connection"`
	ErrorKey   string `json:"error_key"` // "" where nobody tried
}

// TrendPoint is the seats of counted pools on one day.
type TrendPoint struct {
	Day      Date   `json:"day"`
	Bought   int64  `json:"bought"`
	Assigned int64  `json:"assigned"`
	Used     *int64 `json:"used"`
}

// BillingLine is one customer's subscription as the billing workbook shows it.
type BillingLine struct {
	SubscriptionRow
	AssignedSeats  *int64 `json:"assigned_seats"`  // of the line, else of the pool
	AssignedShared bool   `json:"assigned_shared"` // the figure is the pool's, shared by several lines
	Amount         *Money `json:"amount"`          // quantity × unit price for one price period; nil without a price, and once it has ended
}

// Settings are the user's choices, kept in the data file.
type Settings struct {
	Language   string     `json:"language"`  // "" follows the system
	Theme      string     `json:"theme"`     // "system", "light" or "dark"
	Density    string     `json:"density"`   // "compact" or "comfortable"
	TimeZone   string     `json:"time_zone"` // IANA name, "" follows the system
	DateFormat DateFormat `json:"date_format"`
	TimeFormat TimeFormat `json:"time_format"`
	Thresholds Thresholds `json:"thresholds"`
	// NoPersonalData leaves out what vendors tell about people: syncs read none, and what was read is deleted.
	NoPersonalData bool `json:"no_personal_data"`
}
