package domain

import "time"

// AddedDays is how long a subscription counts as recently added (PRODUCT.md L4).
const AddedDays = 90

// LicenceSections are the figures that the licence dashboards show row by row (PRODUCT.md L4 to L8). Low and over list
// pools, the others subscriptions.
var LicenceSections = []Figure{FigureAdded, FigureExpiring, FigureRenewing, FigureOpen, FigureLow, FigureOver}

// ListsPools reports whether the rows of a section are pools.
func (f Figure) ListsPools() bool { return f == FigureLow || f == FigureOver }

// LicenceFilter selects the rows of a section.
type LicenceFilter struct {
	Scope     Scope
	Section   Figure
	Search    string // part of customer, product, number
	Vendors   []Vendor
	AtTermEnd []AtTermEnd // or Unknown
	Page      PageRequest
}

// LicenceRow is a subscription, or a pool, as the licence dashboards show it.
type LicenceRow struct {
	ID              int64     `json:"id"` // of the subscription, or of the pool in sections that list pools
	PoolID          *int64    `json:"pool_id"`
	CustomerID      int64     `json:"customer_id"`
	Customer        string    `json:"customer"`
	ConnectionID    int64     `json:"connection_id"`
	Connection      string    `json:"connection"`
	Vendor          Vendor    `json:"vendor"`
	Numbers         []string  `json:"numbers"` // subscription numbers; several share a pool
	Trial           *bool     `json:"trial"`
	Product         string    `json:"product"`
	SKU             string    `json:"sku"`
	Family          Family    `json:"family"`
	Quantity        int64     `json:"quantity"` // licences in total: of the subscription, or of the pool
	Seats           *Seats    `json:"seats"`    // nil where nobody says how many are assigned
	AddedOn         Date      `json:"added_on"` // "" not known
	AddedSource     Source    `json:"added_source"`
	TermEndOn       Date      `json:"term_end_on"` // of a pool: the earliest of its subscriptions
	TermEndSource   Source    `json:"term_end_source"`
	AtTermEnd       AtTermEnd `json:"at_term_end"`
	AtTermEndSource Source    `json:"at_term_end_source"`
	// Days since it was added in the section of those added, else to the end of the term; Months likewise, of which only
	// whole ones count. Nil where the day is not known.
	Days   *int `json:"days"`
	Months *int `json:"months"`
	// Since the nearest snapshot six to eight days ago; nil where there is none.
	AssignedChange *int64     `json:"assigned_change"`
	UsedChange     *int64     `json:"used_change"`
	Use            []UsePoint `json:"use"`         // over the last three months, week by week
	UseAverage     *float64   `json:"use_average"` // of those points whose use is known
	Source         Source     `json:"source"`
	SyncedAt       *time.Time `json:"synced_at"`
}

// Seats is what is bought, assigned and used: of a subscription where the vendor counts that, else of its pool.
type Seats struct {
	Bought     int64    `json:"bought"`
	Assigned   int64    `json:"assigned"`
	Available  int64    `json:"available"`
	Over       int64    `json:"over"`
	Used       *int64   `json:"used"`
	Share      *float64 `json:"share"`       // assigned ÷ bought
	UsedShare  *float64 `json:"used_share"`  // used ÷ bought
	UsedOf     *float64 `json:"used_of"`     // used ÷ assigned
	SharedWith int      `json:"shared_with"` // other subscriptions that draw from the same seats
}

// Fill computes what follows from bought, assigned and used.
func (s *Seats) Fill() {
	s.Available, s.Over = max(0, s.Bought-s.Assigned), max(0, s.Assigned-s.Bought)
	s.Share = ratio(s.Assigned, s.Bought)
	if s.Used != nil {
		s.UsedShare, s.UsedOf = ratio(*s.Used, s.Bought), ratio(*s.Used, s.Assigned)
	}
}

// ratio is a part of a whole, nil of nothing.
func ratio(part, whole int64) *float64 {
	if whole <= 0 {
		return nil
	}
	r := float64(part) / float64(whole)
	return &r
}

// UsePoint is how many seats were used on one day.
type UsePoint struct {
	Day  Date   `json:"day"`
	Used *int64 `json:"used"` // nil where nobody says
}

// LicenceSummary is the head of a section. Shares rest on Seats, in which seats that several subscriptions share count once.
type LicenceSummary struct {
	AsOf      Date     `json:"as_of"`
	Section   Figure   `json:"section"`
	Family    Family   `json:"family"`
	Customers int      `json:"customers"`
	Rows      int      `json:"rows"`   // subscriptions, or pools
	Trials    int      `json:"trials"` // of the subscriptions
	Licences  int64    `json:"licences"`
	Seats     SeatSums `json:"seats"`
	// AverageOver is licences over the limit per customer that is; nil where nobody is.
	AverageOver *float64 `json:"average_over"`
	// What could belong to the section and cannot be judged: subscriptions of which it is not known when they were added
	// or when they end, pools of which it is not known how old they are.
	Undated      int              `json:"undated"`
	Of           int              `json:"of"`      // customers in the product group
	Outside      int              `json:"outside"` // and those outside it
	Unmatched    int              `json:"unmatched"`
	Excluded     []ExclusionCount `json:"excluded"`
	Completeness Coverage         `json:"completeness"`
}

// SeatSums adds up seats. Those whose use is known are added up apart, so that shares of use have their own whole.
type SeatSums struct {
	Units        int      `json:"units"`   // subscriptions or pools added up
	Unknown      int      `json:"unknown"` // rows of which nobody says how many seats are assigned
	Bought       int64    `json:"bought"`
	Assigned     int64    `json:"assigned"`
	Unassigned   int64    `json:"unassigned"`
	Over         int64    `json:"over"`
	UseUnits     int      `json:"use_units"`
	UseBought    int64    `json:"use_bought"`
	UseAssigned  int64    `json:"use_assigned"`
	Used         int64    `json:"used"`
	Share        *float64 `json:"share"`         // assigned ÷ bought
	UsedShare    *float64 `json:"used_share"`    // used ÷ bought, where use is known
	UsedAssigned *float64 `json:"used_assigned"` // used ÷ assigned, where use is known
}

// Fill computes the shares.
func (s *SeatSums) Fill() {
	s.Share = ratio(s.Assigned, s.Bought)
	s.UsedShare, s.UsedAssigned = ratio(s.Used, s.UseBought), ratio(s.Used, s.UseAssigned)
}

// Count computes days and months from today.
func (r *LicenceRow) Count(section Figure, today Date) {
	from, to := today, r.TermEndOn
	if section == FigureAdded || section == FigureLow {
		from, to = r.AddedOn, today
	}
	if from == "" || to == "" {
		return
	}
	days, months := from.DaysUntil(to), from.MonthsUntil(to)
	if section == FigureAdded {
		days = max(0, days) // a vendor's day may have begun before the user's
	}
	r.Days, r.Months = &days, &months
}

// Average computes the average use.
func (r *LicenceRow) Average() {
	sum, known := int64(0), 0
	for _, p := range r.Use {
		if p.Used != nil {
			sum += *p.Used
			known++
		}
	}
	if known > 0 {
		average := float64(sum) / float64(known)
		r.UseAverage = &average
	}
}
