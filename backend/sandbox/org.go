package sandbox

import "fmt"

// orgPlan is one customer at Webex.
type orgPlan struct {
	uuid, name, site string
	access           access
	from             day
	licences         []licencePlan
}

// licencePlan is one row of an organisation's licence list through time.
type licencePlan struct {
	uuid, kind, name string
	subscription     string // "" for free ones
	seats            growth
	ratio            int    // percent of the seats that are consumed; above 100 too many are
	lapses           *lapse // nil for those that go on
	trial            bool
	meetings         bool // belongs to a site
	workspaces       bool // consumed by rooms instead of people
}

// licence is a row of the licence list on one day.
type licence struct {
	uuid, kind, name, subscription, site string
	total, users, workspaces             int
	trial                                bool
}

func (l licence) consumed() int { return l.users + l.workspaces }

// Licence names as the reference spells them, with the short type their ids carry.
var (
	callingProfessional = product{"BCSTD", "Webex Calling - Professional"}
	callingStandard     = product{"BCSTDS", "Webex Calling - Standard"}
	callingWorkspaces   = product{"BCCA", "Webex Calling - Workspaces"}
	callingBasic        = product{"BCBAS", "Webex Calling - Basic"}
	customerExperience  = product{"CXE", "Customer Experience - Essential"}
	meetingCenter       = product{"MC", "Meeting - Webex Meeting Center"}
	messaging           = product{"MS", "Messaging"}
	callOnWebex         = product{"COW", "Call on Webex"}
)

type product struct{ kind, name string }

func planOrg(c *company, name string, accessible bool) *orgPlan {
	d := newDice(c.key("org"))
	o := &orgPlan{
		uuid:   c.uuid("org id"),
		name:   name,
		site:   c.name.slug() + ".webex.com",
		access: orgAccess(c, d),
		from:   c.start,
	}
	if accessible {
		o.access = accessOK
	}
	b := &orgBuilder{company: c, plan: o, dice: d}
	b.build()
	return o
}

func orgAccess(c *company, d dice) access {
	roll := d.IntN(200)
	switch {
	case c.role.webex == showsNoManager || !c.role.fixed && roll == 0:
		return accessNotManaged
	case c.role.webex == showsForbidden || !c.role.fixed && roll == 1:
		return accessForbidden
	}
	return accessOK
}

type orgBuilder struct {
	company *company
	plan    *orgPlan
	dice    dice
}

func (b *orgBuilder) build() {
	role := b.company.role.webex
	if role == showsNothing {
		return
	}
	if role == showsMessaging || !b.company.role.fixed && b.dice.chance(8) {
		b.add(messaging, b.subscription(1), b.company.people, 12)
		b.free()
		return
	}
	b.first()
	if role == showsSeveral || b.dice.chance(18) {
		again := b.subscription(2)
		b.add(callingProfessional, again, b.share(10, 30), 12)
		if role == showsSeveral {
			b.add(callingProfessional, b.subscription(3), b.share(5, 15), 36)
		}
	}
	if role == showsTrial || b.dice.chance(10) {
		b.trial(role == showsTrial)
	}
	if b.dice.chance(8) {
		b.ending()
	}
	b.free()
}

// first is the subscription nearly every customer has: some of calling, meetings and messaging.
func (b *orgBuilder) first() {
	sub, term := b.subscription(1), []int{12, 12, 36, 1}[b.dice.IntN(4)]
	calling := b.dice.chance(75)
	if calling {
		b.add(callingProfessional, sub, b.share(50, 100), term)
		if b.dice.chance(35) {
			b.add(callingWorkspaces, sub, b.share(3, 15), term)
		}
		if b.dice.chance(20) {
			b.add(callingStandard, sub, b.share(10, 40), term)
		}
		if b.dice.chance(10) {
			b.add(callingBasic, sub, b.share(2, 10), term)
		}
		if b.company.people > 15 && b.dice.chance(15) {
			b.add(customerExperience, sub, b.share(5, 20), term)
		}
	}
	if !calling || b.dice.chance(60) {
		b.add(meetingCenter, sub, b.share(20, 100), term)
	}
	b.add(messaging, sub, b.company.people, term)
}

func (b *orgBuilder) share(low, high int) int {
	return max(1, b.company.people*b.dice.between(low, high)/100)
}

func (b *orgBuilder) subscription(n int) string {
	return fmt.Sprintf("Sub%d", 100000+b.company.key("subscription", n)%900000)
}

func (b *orgBuilder) add(p product, subscription string, seats, term int) *licencePlan {
	n := len(b.plan.licences)
	k := b.company.key("licence", n)
	from := b.plan.from
	if n > 3 {
		from += day(b.dice.IntN(500))
	}
	ratio := assignedShare(b.dice)
	switch b.company.role.webex {
	case showsOver:
		ratio = 106
	case showsBarely:
		ratio = 8
	}
	b.plan.licences = append(b.plan.licences, licencePlan{
		uuid: newDice(k).uuid(), kind: p.kind, name: p.name, subscription: subscription, ratio: ratio,
		seats:      growth{key: k, base: seats, start: from, term: term},
		meetings:   p == meetingCenter,
		workspaces: p == callingWorkspaces,
	})
	return &b.plan.licences[n]
}

// trial runs for 90 days; its licences leave the list when it is over, and another begins later.
func (b *orgBuilder) trial(always bool) {
	period := 270
	if always {
		period = 120
	}
	l := b.add(callingProfessional, b.subscription(8), 25, 1<<20)
	l.seats.key, l.trial = 0, true
	l.lapses = &lapse{start: l.seats.start, period: period, phases: []phase{{statusEnabled, 90}}}
}

// ending is a year that is not renewed: the vendor lists it a month longer.
func (b *orgBuilder) ending() {
	l := b.add(customerExperience, b.subscription(9), b.share(10, 30), 12)
	l.lapses = &lapse{start: l.seats.start, period: 700, phases: []phase{{statusEnabled, 395}}}
}

func (b *orgBuilder) free() {
	if b.dice.chance(80) {
		l := b.add(callOnWebex, "", b.company.people, 12)
		l.ratio = min(l.ratio, 100)
	}
}

func (o *orgPlan) at(d day) []licence {
	list := make([]licence, 0, len(o.licences))
	for i := range o.licences {
		if l, ok := o.licences[i].at(d); ok {
			if o.licences[i].meetings {
				l.site = o.site
			}
			list = append(list, l)
		}
	}
	return list
}

func (p *licencePlan) at(d day) (licence, bool) {
	l := licence{uuid: p.uuid, kind: p.kind, name: p.name, subscription: p.subscription, total: p.seats.base, trial: p.trial}
	if d < p.seats.start {
		return l, false
	}
	if p.lapses != nil {
		number, bought, _, _, ok := p.lapses.at(d)
		if !ok {
			return l, false
		}
		if number > 0 { // bought again: another subscription with a licence of its own
			l.uuid = newDice(mix(p.seats.key, uint64(number), key(0, p.uuid))).uuid()
			l.subscription = fmt.Sprintf("%s%02d", p.subscription, number%100)
		}
		d = min(d, bought+365)
	}
	if p.seats.key != 0 {
		l.total = p.seats.at(d)
	}
	consumed := min(l.total, max(0, l.total*p.ratio/100+wobble(key(0, p.uuid), d, l.total)))
	if p.ratio > 100 {
		consumed = l.total + max(1, l.total*(p.ratio-100)/100+wobble(key(0, p.uuid), d, l.total/4))
	}
	if p.workspaces {
		l.workspaces = consumed
	} else {
		l.users = consumed
	}
	return l, true
}
