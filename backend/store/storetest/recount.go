package storetest

import (
	"cmp"
	"slices"

	"tenantry/backend/domain"
)

// RecountProductDays sums the samples per connection, day and product.
func (r Rows) RecountProductDays() []ProductDayRow {
	return r.recountDays(func(n *ProductDayRow, s SampleRow, p PoolRow) {
		n.ProductKey = p.ProductKey
		if s.Simulated {
			n.Simulated++
		}
	})
}

// RecountFamilyDays sums the samples per connection, day and family.
func (r Rows) RecountFamilyDays() []ProductDayRow {
	return r.recountDays(func(*ProductDayRow, SampleRow, PoolRow) {})
}

// recountDays sums the samples per connection, day and family, and per what more fills in.
func (r Rows) recountDays(more func(*ProductDayRow, SampleRow, PoolRow)) []ProductDayRow {
	pools := map[int64]PoolRow{}
	for _, p := range r.Pools {
		pools[p.ID] = p
	}
	type key struct {
		connection           int64
		day, product, family string
	}
	sums := map[key]ProductDayRow{}
	for _, s := range r.Samples {
		p := pools[s.PoolID]
		one := ProductDayRow{ConnectionID: p.ConnectionID, Day: s.Day, Family: p.Family}
		more(&one, s, p)
		k := key{one.ConnectionID, one.Day, one.ProductKey, one.Family}
		n, simulated := sums[k], one.Simulated
		one.Simulated = n.Simulated + simulated
		one.Pools, one.Bought, one.Assigned = n.Pools+1, n.Bought+s.Bought, n.Assigned+s.Assigned
		one.Used, one.UsedPools = n.Used, n.UsedPools
		if s.Used != nil {
			one.Used += *s.Used
			one.UsedPools++
		}
		sums[k] = one
	}
	var days []ProductDayRow
	for _, n := range sums {
		days = append(days, n)
	}
	slices.SortFunc(days, func(a, b ProductDayRow) int {
		return cmp.Or(cmp.Compare(a.ConnectionID, b.ConnectionID), cmp.Compare(a.Day, b.Day),
			cmp.Compare(a.ProductKey, b.ProductKey), cmp.Compare(a.Family, b.Family))
	})
	return days
}

// RecountFamilies sums the counted seats per family and customer.
func (r Rows) RecountFamilies() []FamilyRow {
	type key struct {
		family   string
		customer int64
	}
	sums := map[key]FamilyRow{}
	for _, p := range r.Pools {
		if p.Counts() {
			k := key{p.Family, p.CustomerID}
			n := sums[k]
			sums[k] = FamilyRow{Family: k.family, CustomerID: k.customer, Bought: n.Bought + p.Bought, Assigned: n.Assigned + p.Assigned}
		}
	}
	for _, s := range r.Subscriptions {
		if s.Counts() {
			k := key{s.Family, s.CustomerID}
			n := sums[k]
			n.Family, n.CustomerID = k.family, k.customer
			sums[k] = n
		}
	}
	var families []FamilyRow
	for _, n := range sums {
		families = append(families, n)
	}
	slices.SortFunc(families, func(a, b FamilyRow) int {
		return cmp.Or(cmp.Compare(a.Family, b.Family), cmp.Compare(a.CustomerID, b.CustomerID))
	})
	return families
}

// RecountCustomer computes a customer's summary from the rows.
func (r Rows) RecountCustomer(id int64) CustomerRow {
	n := CustomerRow{IdleDays: -1}
	r.recountRecords(id, &n)
	families := map[string]bool{}
	for _, p := range r.Pools {
		if p.CustomerID != id || !p.Counts() {
			continue
		}
		families[p.Family] = true
		n.Bought += p.Bought
		n.Assigned += p.Assigned
		n.Available += max(0, p.Bought-p.Assigned)
		n.Over += max(0, p.Assigned-p.Bought)
	}
	for _, s := range r.Subscriptions {
		if s.CustomerID != id || s.GoneAt != "" || s.Excluded == "duplicate" {
			continue
		}
		n.Subscriptions++
		if s.Counts() {
			families[s.Family] = true
		}
		if s.Excluded != "deleted" {
			running := s.Status == "active" || s.Status == "unknown"
			trial := s.Trial != nil && *s.Trial
			n.Active = n.Active || running && !trial && s.Excluded != "free"
			n.Trial = n.Trial || running && trial
			n.Suspended = n.Suspended || s.Status == "suspended"
		}
		next := map[string]*string{"ends": &n.NextEnds, "renews": &n.NextRenews, "": &n.NextOpen}[s.AtEnd()]
		if s.Runs() && s.End() != "" && (*next == "" || s.End() < *next) {
			*next = s.End()
		}
	}
	n.Families = joined(families)
	return n
}

func (r Rows) recountRecords(id int64, n *CustomerRow) {
	n.Unmatched = r.openQuestion(id)
	live, all := map[string]bool{}, map[string]bool{}
	goneAt := ""
	for _, record := range r.Records {
		if record.CustomerID != id {
			continue
		}
		if n.FirstSeenAt == "" || record.FirstSeenAt < n.FirstSeenAt {
			n.FirstSeenAt = record.FirstSeenAt
		}
		vendor := string(r.Connections[record.ConnectionID].Vendor)
		all[vendor] = true
		read := false
		for _, k := range r.Checkpoints {
			if k.RecordID != record.ID {
				continue
			}
			read = read || k.Subscriptions
			if k.LastOKAt != "" && !record.Duplicate && (n.SyncedAt == "" || k.LastOKAt < n.SyncedAt) {
				n.SyncedAt = k.LastOKAt
			}
		}
		if record.GoneAt != "" {
			goneAt = max(goneAt, record.GoneAt)
			continue
		}
		live[vendor] = true
		n.Records++
		if record.Duplicate {
			continue
		}
		n.NoAccess = max(n.NoAccess, record.NoAccess)
		if !read {
			n.Unread++
		}
	}
	if n.Records == 0 {
		n.GoneAt, live = goneAt, all
	}
	n.Vendors = joined(live)
}

// openQuestion reports whether a record of the customer was never compared, or is half of a pair with another customer.
func (r Rows) openQuestion(id int64) bool {
	owner := map[int64]int64{}
	for _, record := range r.Records {
		owner[record.ID] = record.CustomerID
		if record.CustomerID == id && record.GoneAt == "" && record.LookedAt == "" {
			return true
		}
	}
	for _, p := range r.Pairs {
		if owner[p.A] != owner[p.B] && (owner[p.A] == id || owner[p.B] == id) {
			return true
		}
	}
	return false
}

// RecountAges computes since when the oldest counted subscription of each pool has existed.
func (r Rows) RecountAges() map[int64]PoolRow {
	ages := map[int64]PoolRow{}
	for _, p := range r.Pools {
		p.AgedOn, p.AgeKnown = "", true
		found := false
		for _, s := range r.Subscriptions {
			if s.RecordID != p.RecordID || s.PoolKey != p.Key || !s.Counts() {
				continue
			}
			found = true
			since := firstOf(s.CreatedOn, s.FirstSeenAt[:10])
			if p.AgedOn == "" || since < p.AgedOn {
				p.AgedOn = since
			}
			p.AgeKnown = p.AgeKnown && (s.CreatedOn != "" || s.FirstSeenSure)
		}
		p.AgeKnown = p.AgeKnown && found
		ages[p.ID] = p
	}
	return ages
}

// Statuses computes a customer's statuses, most urgent first.
func (r Rows) Statuses(id int64, scope domain.Scope) []domain.CustomerStatus {
	n := r.RecountCustomer(id)
	expiring := false
	for _, s := range r.Subscriptions {
		expiring = expiring || s.CustomerID == id && s.Runs() && s.AtEnd() == "ends" && withinWindow(s.End(), scope)
	}
	list := []domain.CustomerStatus{}
	add := func(status domain.CustomerStatus, holds bool) {
		if holds {
			list = append(list, status)
		}
	}
	add(domain.CustomerSuspended, n.Suspended)
	add(domain.CustomerExpired, n.Records > 0 && n.Unread == 0 && !n.Active && !n.Trial)
	add(domain.CustomerExpiring, expiring)
	add(domain.CustomerOverage, n.Over > 0)
	add(domain.CustomerTrial, n.Trial)
	add(domain.CustomerActive, n.Active)
	add(domain.CustomerUnknown, n.Unread > 0 && !n.Active && !n.Trial && !n.Suspended)
	return list
}

func withinWindow(day string, scope domain.Scope) bool {
	return day >= string(scope.Today) && day <= string(scope.Today.AddDays(scope.Thresholds.ExpiringDays))
}
