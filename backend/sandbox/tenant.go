package sandbox

import "slices"

// Subscription states as Microsoft names them.
const (
	statusEnabled   = "Enabled"
	statusWarning   = "Warning"
	statusSuspended = "Suspended"
	statusLockedOut = "LockedOut"
	statusDeleted   = "Deleted"
)

// tenantPlan is one customer at Microsoft.
type tenantPlan struct {
	id, name, domain, initial string
	access                    access
	from                      day
	consentEnds               day // 0 for never
	pools                     []*poolPlan
	grants                    grants
	concealed                 bool // the names in usage reports
}

// poolPlan is one product in a tenant: seats are assigned per product, over all its subscriptions.
type poolPlan struct {
	sku       *sku
	key       uint64
	ratio     int // percent of the seats that are assigned; above 100 too many are
	purchases []purchase
}

// purchase is one subscription through time: it renews for ever, or lapses and is made anew.
type purchase struct {
	key     uint64
	seats   growth
	trial   bool
	renews  *renewal // nil for free and for fixed states
	lapses  *lapse
	status  string // fixed state, without a date
	bought  day
	partner bool // bought through the partner, not by the customer itself
}

// subscription is a purchase on one day.
type subscription struct {
	id, commerceID string
	status         string
	trial, partner bool
	renews         bool
	term           int // months, 0 where there is none
	bought, next   day // next is 0 where nothing will change
	seats          int
}

var endOfLife = []phase{{statusWarning, 30}, {statusSuspended, 90}, {statusLockedOut, 15}, {statusDeleted, 30}}

func planTenant(c *company, name string, accessible bool) *tenantPlan {
	d := newDice(c.key("tenant"))
	t := &tenantPlan{
		id:      c.uuid("tenant id"),
		name:    name,
		domain:  c.domain(),
		initial: c.name.slug() + ".onmicrosoft.com",
		access:  tenantAccess(c, d),
		from:    c.start,
	}
	t.grants = planGrants(c, t.access)
	t.concealed = newDice(c.key("concealed")).chance(60)
	if !c.role.fixed && newDice(c.key("consent")).IntN(100) < 3 {
		t.consentEnds = c.start + 1500
	}
	if accessible {
		t.access, t.consentEnds, t.grants.style = accessOK, 0, grantsAll
	}
	if c.webex != nil && !c.role.fixed {
		t.from += day(d.IntN(200)) // the second vendor often comes later
	}
	b := &tenantBuilder{company: c, plan: t, dice: d, term: []int{1, 12, 12, 36}[d.IntN(4)], together: d.chance(40)}
	b.build()
	return t
}

func tenantAccess(c *company, d dice) access {
	roll := d.IntN(200)
	switch {
	case c.role.microsoft == showsNoConsent || !c.role.fixed && roll < 2:
		return accessNoConsent
	case c.role.microsoft == showsGuest:
		return accessGuest
	case c.role.microsoft == showsNoSkus || !c.role.fixed && roll == 2:
		return accessSkusForbidden
	}
	return accessOK
}

// tenantBuilder composes what a company of its size would have.
type tenantBuilder struct {
	company  *company
	plan     *tenantPlan
	dice     dice
	term     int
	together bool // yearly terms end on the same day
}

func (b *tenantBuilder) build() {
	switch b.company.role.microsoft {
	case showsNothing:
		b.fixed(skuBusinessStandard, 8, statusLockedOut)
		b.fixed(skuVisio2, 1, statusDeleted)
		return
	case showsLapsed:
		b.lapsing()
	case showsTrial:
		b.trial(skuCopilot, 60, 0) // one of the two runs on any day, the other has ended
		b.trial(skuTeamsPremium, 60, 30)
	case showsSeveral:
		b.several()
	case showsMonthly:
		b.term = 1
	}
	b.main()
	b.extras()
	b.free()
}

func (b *tenantBuilder) main() {
	people := b.company.people
	switch {
	case people <= 5:
		b.add(pick(b.dice, []*sku{skuBusinessBasic, skuAppsBusiness, skuExchange1, skuBusinessStandard}), people)
	case people <= 300:
		b.add(pick(b.dice, []*sku{skuBusinessStandard, skuBusinessPremium, skuBusinessPremium, skuOfficeE1}), b.share(60, 95))
		if b.dice.chance(50) {
			b.add(pick(b.dice, []*sku{skuBusinessBasic, skuExchangeKiosk, skuOfficeF3, skuTeamsEssentials}), b.share(10, 40))
		}
	default:
		b.add(pick(b.dice, []*sku{skuM365E3, skuOfficeE3, skuM365E5}), b.share(50, 80))
		b.add(skuM365F3, b.share(20, 45))
		b.add(skuEntraP1, b.share(20, 40))
	}
}

func (b *tenantBuilder) extras() {
	for _, extra := range []struct {
		sku                *sku
		percent, low, high int
	}{
		{skuCopilot, 22, 3, 20}, {skuVisio2, 18, 2, 8}, {skuProject3, 14, 2, 6}, {skuPlanner1, 8, 3, 10},
		{skuPowerBIPro, 20, 3, 15}, {skuTeamsPhone, 14, 20, 80}, {skuAudioConferencing, 10, 10, 50},
		{skuTeamsPremium, 8, 3, 15}, {skuExchangeArchive, 12, 5, 30}, {skuDefenderOffice, 15, 60, 100},
		{skuDefenderBusiness, 10, 60, 100}, {skuIntune, 8, 10, 60}, {skuEms, 6, 20, 80}, {skuPowerAutomate, 6, 1, 4},
		{skuExchange2, 8, 3, 15},
	} {
		if b.company.people > 2 && b.dice.chance(extra.percent) {
			b.add(extra.sku, b.share(extra.low, extra.high))
		}
	}
	if b.dice.chance(15) {
		b.trial(pick(b.dice, []*sku{skuCopilot, skuTeamsPremium, skuProject3, skuBusinessPremium}), 150, b.dice.IntN(90))
	}
	if b.company.people > 30 && b.dice.chance(15) {
		b.fixed(skuFileStorage, b.dice.between(1, 40)*10, statusEnabled)
	}
}

func (b *tenantBuilder) free() {
	for _, f := range []struct {
		sku     *sku
		percent int
	}{{skuFlowFree, 55}, {skuFabricFree, 40}, {skuCopilotStudioViral, 12}} {
		if b.dice.chance(f.percent) {
			b.fixed(f.sku, f.sku.unlimited, statusEnabled)
		}
	}
}

func (b *tenantBuilder) share(low, high int) int {
	return max(1, b.company.people*b.dice.between(low, high)/100)
}

// pool is the product's pool, made on first use; a product bought twice shares it.
func (b *tenantBuilder) pool(s *sku) *poolPlan {
	at := slices.IndexFunc(b.plan.pools, func(p *poolPlan) bool { return p.sku == s })
	if at >= 0 {
		return b.plan.pools[at]
	}
	p := &poolPlan{sku: s, key: b.company.key("pool " + s.part), ratio: assignedShare(b.dice)}
	switch b.company.role.microsoft {
	case showsOver:
		p.ratio = 108
	case showsBarely:
		p.ratio = 12
	}
	b.plan.pools = append(b.plan.pools, p)
	return p
}

// nextKey is the key of the purchase to be added.
func (p *poolPlan) nextKey() uint64 { return mix(p.key, uint64(len(p.purchases))) }

// assignedShare is how much of what was bought is assigned: most of it, mostly.
func assignedShare(d dice) int {
	switch roll := d.IntN(100); {
	case roll < 68:
		return d.between(78, 100)
	case roll < 84:
		return d.between(45, 77)
	case roll < 94:
		return d.between(4, 30)
	default:
		return d.between(102, 112)
	}
}

// purchase starts a subscription that lives on, some time after the customer came.
func (b *tenantBuilder) purchase(p *poolPlan, seats, term int) {
	bought := b.plan.from + day(b.dice.IntN(1+b.dice.IntN(500)))
	anchor := bought
	if b.together && term == 12 {
		anchor = b.plan.from
	}
	k := p.nextKey()
	p.purchases = append(p.purchases, purchase{
		key: k, bought: bought, partner: b.dice.chance(94),
		seats:  growth{key: k, base: seats, start: bought, term: term},
		renews: &renewal{anchor: anchor, months: term},
	})
}

func (b *tenantBuilder) add(s *sku, seats int) {
	p := b.pool(s)
	term := b.term
	if b.dice.chance(25) && b.company.role.microsoft != showsMonthly {
		term = []int{1, 12, 36}[b.dice.IntN(3)]
	}
	if seats > 8 && b.dice.chance(18) {
		b.purchase(p, max(1, seats/5), 1)
		seats -= seats / 5
	}
	b.purchase(p, seats, term)
	if seats > 3 && b.dice.chance(10) { // a year bought once and not renewed; another is bought half a year after its end
		k := p.nextKey()
		phases := append([]phase{{statusEnabled, 365}}, endOfLife...)
		start := b.plan.from + day(b.dice.IntN(300))
		p.purchases = append(p.purchases, purchase{key: k, partner: true,
			seats:  growth{key: k, base: max(1, seats/3), start: start, term: 12},
			lapses: &lapse{start: start, period: 365 + 180, phases: phases}})
	}
}

// trial adds 25 seats for 30 days, taken up again each time the period is over.
func (b *tenantBuilder) trial(s *sku, period, after int) {
	p := b.pool(s)
	start := b.plan.from + day(after)
	p.purchases = append(p.purchases, purchase{key: p.nextKey(), trial: true, partner: true,
		seats:  growth{base: 25, start: start},
		lapses: &lapse{start: start, period: period, phases: []phase{{statusEnabled, 30}, {statusWarning, 15}, {statusSuspended, 15}}}})
}

func (b *tenantBuilder) fixed(s *sku, seats int, status string) {
	p := b.pool(s)
	p.purchases = append(p.purchases, purchase{key: p.nextKey(), bought: b.plan.from, status: status,
		seats: growth{base: seats}, partner: s.unlimited == 0})
}

// lapsing has six products bought half a year apart in turn, so that each state of the end is there on any day.
func (b *tenantBuilder) lapsing() {
	phases := []phase{{statusEnabled, 60}, {statusWarning, 30}, {statusSuspended, 30}, {statusLockedOut, 30}, {statusDeleted, 30}}
	for i, s := range []*sku{skuVisio2, skuProject3, skuPowerBIPro, skuTeamsPremium, skuExchangeArchive, skuPlanner1} {
		p := b.pool(s)
		k := p.nextKey()
		start := b.plan.from - day(i*30)
		p.purchases = append(p.purchases, purchase{key: k, partner: true,
			seats:  growth{key: k, base: 4 + i, start: start, term: 12},
			lapses: &lapse{start: start, period: 180, phases: phases}})
	}
}

// several buys one product three times, with ends on the same day.
func (b *tenantBuilder) several() {
	b.together = true
	p := b.pool(skuBusinessPremium)
	for range 3 {
		b.purchase(p, b.share(15, 30), 12)
	}
}
