package storetest

import (
	"cmp"
	"slices"

	"tenantry/backend/domain"
)

// Behind is the rows that a figure counts, found in plain Go.
type Behind struct {
	Subscriptions []SubscriptionRow
	Pools         []PoolRow
	AgeUnknown    int // pools left out of low assignment because their age is not known
}

// Customers gives the sorted ids of the customers behind a figure.
func (b Behind) Customers() []int64 {
	set := map[int64]bool{}
	for _, s := range b.Subscriptions {
		set[s.CustomerID] = true
	}
	for _, p := range b.Pools {
		set[p.CustomerID] = true
	}
	ids := make([]int64, 0, len(set))
	for id := range set {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Behind finds the rows behind a figure of subscriptions or pools.
func (r Rows) Behind(figure domain.Figure, scope domain.Scope) Behind {
	var b Behind
	atEnd := map[domain.Figure]string{domain.FigureExpiring: "ends", domain.FigureRenewing: "renews", domain.FigureOpen: ""}
	for _, s := range r.Subscriptions {
		if !within(scope, s.Family, s.CustomerID) {
			continue
		}
		counted := false
		switch figure {
		case domain.FigureExpiring, domain.FigureRenewing, domain.FigureOpen:
			counted = s.Runs() && s.End() != "" && s.AtEnd() == atEnd[figure] && withinWindow(s.End(), scope)
		case domain.FigureMissingDates:
			counted = s.Runs() && s.End() == ""
		case domain.FigureMissingPrice:
			counted = s.Counts() && s.Price == ""
		}
		if counted {
			b.Subscriptions = append(b.Subscriptions, s)
		}
	}
	switch figure {
	case domain.FigureOver:
		for _, p := range r.Pools {
			if p.Counts() && p.Assigned > p.Bought && within(scope, p.Family, p.CustomerID) {
				b.Pools = append(b.Pools, p)
			}
		}
	case domain.FigureLow:
		r.low(scope, &b)
	}
	return b
}

func within(scope domain.Scope, family string, customer int64) bool {
	return (scope.Family == "" || string(scope.Family) == family) && scope.Includes(customer)
}

// RecountRatios counts the pools with a ratio of each product.
func (r Rows) RecountRatios() map[ProductKey]int {
	counts := map[ProductKey]int{}
	for k, pools := range r.judged() {
		counts[k] = len(pools)
	}
	return counts
}

// RecountMiddles counts the pools under the kept middles and at them.
func (r Rows) RecountMiddles() map[ProductKey]MiddleRow {
	counts, judged := map[ProductKey]MiddleRow{}, r.judged()
	for k, kept := range r.Middles {
		n := MiddleRow{Middle: kept.Middle}
		for _, p := range judged[k] {
			switch cmp.Compare(p.ratio(), kept.Middle) {
			case -1:
				n.Below++
			case 0:
				n.Same++
			}
		}
		counts[k] = n
	}
	return counts
}

// Medians are the median ratios of the products that at least so many customers have.
func (r Rows) Medians(customers int) map[ProductKey]float64 {
	medians := map[ProductKey]float64{}
	for k, pools := range r.judged() {
		of := map[int64]bool{}
		for _, p := range pools {
			of[p.CustomerID] = true
		}
		if len(of) >= customers {
			medians[k] = middle(pools)
		}
	}
	return medians
}

// judged are the counted pools of each product that have bought seats.
func (r Rows) judged() map[ProductKey][]PoolRow {
	byProduct := map[ProductKey][]PoolRow{}
	for _, p := range r.Pools {
		if p.Counts() && p.Bought > 0 {
			k := ProductKey{r.Connections[p.ConnectionID].Vendor, p.ProductKey}
			byProduct[k] = append(byProduct[k], p)
		}
	}
	return byProduct
}

func (r Rows) low(scope domain.Scope, b *Behind) {
	ages := r.RecountAges()
	before := string(scope.Today.AddDays(-scope.Thresholds.LowMinAgeDays))
	pools := r.judged()
	for k, median := range r.Medians(scope.Thresholds.LowMinCustomers) {
		half := median * 0.5
		for _, p := range pools[k] {
			if !within(scope, p.Family, p.CustomerID) || p.ratio() >= half {
				continue
			}
			age := ages[p.ID]
			switch {
			case age.AgedOn != "" && age.AgedOn < before:
				b.Pools = append(b.Pools, p)
			case !age.AgeKnown:
				b.AgeUnknown++
			}
		}
	}
}

func (p PoolRow) ratio() float64 { return float64(p.Assigned) / float64(p.Bought) }

// middle is the median ratio.
func middle(pools []PoolRow) float64 {
	ratios := make([]float64, len(pools))
	for i, p := range pools {
		ratios[i] = p.ratio()
	}
	slices.Sort(ratios)
	n := len(ratios)
	return (ratios[(n-1)/2] + ratios[n/2]) / 2
}

// KPIs counts the dashboard's figures, all but the completeness and the month before.
func (r Rows) KPIs(scope domain.Scope) domain.KPIs {
	k := domain.KPIs{AsOf: scope.Today, Family: scope.Family, Excluded: []domain.ExclusionCount{}, Families: []domain.FamilyCount{}}
	if k.Family == "" {
		k.Family = "all"
	}
	inFamily := map[int64]bool{}
	families := map[string]int{}
	for _, f := range r.RecountFamilies() {
		if scope.Includes(f.CustomerID) {
			families[f.Family]++
		}
		if within(scope, f.Family, f.CustomerID) {
			inFamily[f.CustomerID] = true
			k.Bought += f.Bought
			k.Assigned += f.Assigned
		}
	}
	for id, c := range r.Customers {
		if c.GoneAt != "" || !scope.Includes(id) {
			continue
		}
		k.Customers.Total++
		if scope.Family == "" || inFamily[id] {
			k.Customers.Count++
			if r.openQuestion(id) {
				k.Unmatched++
			}
		}
	}
	k.Customers.Outside = k.Customers.Total - k.Customers.Count
	for family, n := range families {
		k.Families = append(k.Families, domain.FamilyCount{Family: domain.Family(family), Customers: n})
	}
	slices.SortFunc(k.Families, func(a, b domain.FamilyCount) int { return cmp.Compare(a.Family, b.Family) })
	r.countExcluded(scope, &k)
	r.countDated(scope, &k)
	r.countPools(scope, &k)
	return k
}

func (r Rows) countExcluded(scope domain.Scope, k *domain.KPIs) {
	reasons := map[string]int{}
	for _, p := range r.Pools {
		if p.GoneAt == "" && p.Excluded != "" && within(scope, p.Family, p.CustomerID) {
			reasons[p.Excluded]++
		}
	}
	for reason, n := range reasons {
		k.Excluded = append(k.Excluded, domain.ExclusionCount{Reason: domain.Exclusion(reason), Pools: n})
	}
	slices.SortFunc(k.Excluded, func(a, b domain.ExclusionCount) int { return cmp.Compare(a.Reason, b.Reason) })
}

func (r Rows) countDated(scope domain.Scope, k *domain.KPIs) {
	missing := len(r.Behind(domain.FigureMissingDates, scope).Subscriptions)
	for figure, n := range map[domain.Figure]*domain.DatedFigure{
		domain.FigureExpiring: &k.Expiring, domain.FigureRenewing: &k.Renewing, domain.FigureOpen: &k.Open,
	} {
		b := r.Behind(figure, scope)
		n.Count, n.Subscriptions, n.MissingDates = len(b.Customers()), len(b.Subscriptions), missing
		for _, s := range b.Subscriptions {
			n.Seats += s.Quantity
		}
	}
}

func (r Rows) countPools(scope domain.Scope, k *domain.KPIs) {
	over := r.Behind(domain.FigureOver, scope)
	k.Over.Count, k.Over.Pools = len(over.Customers()), len(over.Pools)
	for _, p := range over.Pools {
		k.Over.Seats += p.Assigned - p.Bought
	}
	low := r.Behind(domain.FigureLow, scope)
	k.Low.Count, k.Low.Pools, k.Low.AgeUnknown = len(low.Customers()), len(low.Pools), low.AgeUnknown
	for _, p := range low.Pools {
		k.Low.Unassigned += max(0, p.Bought-p.Assigned)
	}
}
