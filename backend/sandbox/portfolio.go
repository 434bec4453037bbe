package sandbox

import (
	"cmp"
	"slices"
	"sync"
)

// portfolio is the partner's customers on one day. It is built once per day and read-only afterwards, save for the lists
// that are made when they are first asked for.
type portfolio struct {
	day     day
	orgs    []*org
	tenants []*tenant
	erasers []*eraser

	orgByUUID   map[string]*org
	tenantByID  map[string]*tenant
	eraserByKey map[string]*eraser

	elements     []*elements
	elementsByID map[string]*elements

	resold  func() []*tenant      // the customers that Partner Center lists
	bills   func() []*bill        // our invoices from Microsoft, oldest first
	orgList func() []byte         // the body of Webex's organisation list
	granted func() []relationship // all delegated relationships, by their ids
}

// org is a customer at Webex on one day.
type org struct {
	*orgPlan
	company  *company
	licences func() []licence
}

// elements is a customer at AvePoint on one day.
type elements struct {
	*elementsPlan
	company *company
	day     day
	jobs    func() []backupJob // newest first
}

// tenant is a customer at Microsoft on one day.
type tenant struct {
	*tenantPlan
	company *company
	day     day
	access  access // on that day: a customer may take its consent back
	pools   func() []pool
	persons func() []person
}

func newPortfolio(opts Options, secrets *secrets, d day) *portfolio {
	p := &portfolio{day: d, orgByUUID: map[string]*org{}, tenantByID: map[string]*tenant{}, elementsByID: map[string]*elements{}, eraserByKey: map[string]*eraser{}}
	p.addOrg(partnerOrg(secrets), nil)
	for slot := range opts.Customers {
		c := companyAt(opts, slot, d)
		if c.webex != nil && c.webex.from <= d {
			p.addOrg(c.webex, c)
		}
		if c.microsoft != nil && c.microsoft.from <= d {
			p.addTenant(c.microsoft, c)
		}
		if c.avepoint != nil && c.avepoint.from <= d {
			p.addElements(c.avepoint, c)
		}
		if c.blancco != nil && c.blancco.from <= d {
			p.addEraser(c.blancco, c)
		}
	}
	slices.SortFunc(p.elements, func(a, b *elements) int { return cmp.Compare(a.id, b.id) })
	slices.SortFunc(p.tenants, func(a, b *tenant) int { return cmp.Compare(a.id, b.id) })
	own := partnerTenant(secrets)
	p.tenantByID[own.id] = p.newTenant(own, nil)
	p.resold = sync.OnceValue(func() []*tenant { return p.resellerCustomers(opts) })
	p.bills = sync.OnceValue(func() []*bill { return newBills(p) })
	p.granted = sync.OnceValue(func() []relationship { return p.allRelationships(opts.Seed) })
	p.orgList = sync.OnceValue(func() []byte { return organizationList(p.orgs) })
	return p
}

func (p *portfolio) addOrg(plan *orgPlan, c *company) {
	o := &org{orgPlan: plan, company: c, licences: sync.OnceValue(func() []licence { return plan.at(p.day) })}
	p.orgs = append(p.orgs, o)
	p.orgByUUID[plan.uuid] = o
}

func (p *portfolio) addTenant(plan *tenantPlan, c *company) {
	t := p.newTenant(plan, c)
	p.tenants = append(p.tenants, t)
	p.tenantByID[plan.id] = t
}

func (p *portfolio) addElements(plan *elementsPlan, c *company) {
	e := &elements{elementsPlan: plan, company: c, day: p.day}
	e.jobs = sync.OnceValue(e.allJobs)
	p.elements = append(p.elements, e)
	p.elementsByID[plan.id] = e
}

func (p *portfolio) newTenant(plan *tenantPlan, c *company) *tenant {
	t := &tenant{tenantPlan: plan, company: c, day: p.day, access: plan.access}
	if plan.consentEnds != 0 && p.day >= plan.consentEnds && t.access == accessOK {
		t.access = accessNoConsent
	}
	t.pools = sync.OnceValue(func() []pool { return plan.at(p.day) })
	t.persons = sync.OnceValue(func() []person { return t.people(p.day) })
	return t
}

func (p *portfolio) addEraser(plan *eraserPlan, c *company) {
	e := &eraser{eraserPlan: plan, company: c}
	e.reports = sync.OnceValue(func() []*erasure { return plan.erasures(c, p.day) })
	p.erasers = append(p.erasers, e)
	p.eraserByKey[plan.key] = e
}

const partnerName = "Tenantry Sandbox Partner"

// partnerOrg is the partner's own organisation, which Webex lists among its customers.
func partnerOrg(s *secrets) *orgPlan {
	from := dateDay(2016, 5, 17)
	k := key(0, s.partnerOrg)
	o := &orgPlan{uuid: s.partnerOrg, name: partnerName, site: "tenantry-partner.webex.com", access: accessOK, from: from}
	for i, p := range []product{callingProfessional, meetingCenter, messaging} {
		n := mix(k, uint64(i))
		o.licences = append(o.licences, licencePlan{uuid: newDice(n).uuid(), kind: p.kind, name: p.name, subscription: "Sub100001",
			seats: growth{key: n, base: 14, start: from, term: 12}, ratio: 90, meetings: p == meetingCenter})
	}
	return o
}

// partnerTenant is the partner's own tenant; it is not among the delegated customers.
func partnerTenant(s *secrets) *tenantPlan {
	from := dateDay(2016, 5, 17)
	t := &tenantPlan{id: s.partnerTenant, name: partnerName, domain: "partner.example", initial: "tenantrypartner.onmicrosoft.com",
		access: accessOK, from: from}
	p := &poolPlan{sku: skuBusinessPremium, key: key(0, s.partnerTenant), ratio: 90}
	p.purchases = []purchase{{key: p.nextKey(), bought: from, seats: growth{key: p.key, base: 14, start: from, term: 12},
		renews: &renewal{anchor: from, months: 12}}}
	t.pools = []*poolPlan{p}
	return t
}
