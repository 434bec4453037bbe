package sandbox

// pool is a product of a tenant on one day.
type pool struct {
	sku           *sku
	units         map[string]int // seats by the state of their subscription
	assigned      int
	subscriptions []subscription
}

// usable is what may be assigned: a subscription in its grace period still counts.
func (p *pool) usable() int { return p.units[statusEnabled] + p.units[statusWarning] }

func (t *tenantPlan) at(d day) []pool {
	pools := make([]pool, 0, len(t.pools))
	for _, plan := range t.pools {
		if p := plan.at(d); len(p.subscriptions) > 0 {
			pools = append(pools, p)
		}
	}
	return pools
}

func (p *poolPlan) at(d day) pool {
	out := pool{sku: p.sku, units: map[string]int{}}
	for _, b := range p.purchases {
		s, ok := b.at(d)
		if !ok {
			continue
		}
		out.subscriptions = append(out.subscriptions, s)
		if s.status != statusDeleted {
			out.units[s.status] += s.seats
		}
	}
	out.assigned = p.assigned(&out, d)
	return out
}

// assigned follows the seats, with a drift. Suspended seats stay assigned to their holders until they are locked.
func (p *poolPlan) assigned(now *pool, d day) int {
	seats := now.usable()
	if seats == 0 {
		seats = now.units[statusSuspended]
	}
	switch {
	case p.sku.company:
		return 0
	case p.sku.unlimited > 0:
		return max(1, int(p.key%23)+wobble(p.key, d, 30))
	case seats == 0:
		return 0
	case p.ratio > 100:
		return seats + max(1, seats*(p.ratio-100)/100+wobble(p.key, d, seats/4))
	}
	return min(seats, max(0, seats*p.ratio/100+wobble(p.key, d, seats)))
}

func (b *purchase) at(d day) (subscription, bool) {
	s := subscription{trial: b.trial, partner: b.partner, bought: b.bought, status: b.status, seats: b.seats.base, term: b.months()}
	number := 0
	switch {
	case b.lapses != nil:
		var ok bool
		if number, s.bought, s.status, s.next, ok = b.lapses.at(d); !ok {
			return s, false
		}
		if b.seats.key != 0 {
			s.seats = b.seats.at(s.bought)
		}
	case d < b.bought:
		return s, false
	case b.renews != nil:
		s.status, s.next, s.renews = statusEnabled, b.renews.next(d), true
		s.seats = b.seats.at(d)
	}
	s.id = newDice(mix(b.key, uint64(number), 1)).uuid()
	s.commerceID = newDice(mix(b.key, uint64(number), 2)).uuid()
	return s, true
}

// months is the term it is bought for.
func (b *purchase) months() int {
	switch {
	case b.renews != nil:
		return b.renews.months
	case b.trial:
		return 1
	}
	return b.seats.term
}
