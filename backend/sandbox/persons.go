package sandbox

import (
	"cmp"
	"slices"
	"strings"
)

// person is somebody in a tenant's directory on one day.
type person struct {
	id, name, login, mail string
	guest, disabled       bool
	created               day
	skus                  []*sku
	idle                  map[string]int // days since the last use, by service; a service never used is not there
}

// The services that usage reports tell of, as their columns name them.
var reportServices = []string{"Exchange", "OneDrive", "SharePoint", "Skype For Business", "Yammer", "Teams"}

// people are those that hold the seats of all pools, a few that hold none, and guests.
func (t *tenant) people(d day) []person {
	c := t.company
	if c == nil {
		return nil
	}
	count := c.people
	for _, p := range t.pools() {
		count = max(count, p.assigned)
	}
	all := make([]person, 0, count+count/12)
	for n := range count {
		all = append(all, t.member(n, d))
	}
	t.seat(all)
	for n := range count / 12 {
		all = append(all, t.invited(n))
	}
	slices.SortFunc(all, func(a, b person) int { return cmp.Compare(a.id, b.id) })
	return all
}

func (t *tenant) member(n int, d day) person {
	h, dice := t.company.human(n), newDice(t.company.key("member", n))
	p := person{
		id: dice.uuid(), name: h.name, login: h.login + "@" + t.domain, mail: h.login + "@" + t.domain,
		disabled: dice.chance(4), created: t.from + day(dice.IntN(900)), idle: map[string]int{},
	}
	if dice.chance(6) {
		p.name, p.login, p.mail = "", h.login+"@"+t.initial, "" // a service account without a mailbox
	}
	away := 0
	switch roll := dice.IntN(100); {
	case p.disabled || roll < 6:
		away = dice.between(60, 200)
	case roll < 20:
		away = dice.between(8, 40)
	}
	for _, service := range reportServices {
		if service != "Skype For Business" && dice.chance(80) {
			p.idle[service] = away + int(mix(t.company.key("idle", n), uint64(d))%5)
		}
	}
	return p
}

func (t *tenant) invited(n int) person {
	dice := newDice(t.company.key("guest", n))
	login := "guest" + itoa(uint64(n)+1)
	return person{
		id: dice.uuid(), name: "Guest " + itoa(uint64(n)+1), login: login + "_supplier.example#EXT#@" + t.initial,
		mail: login + "@supplier.example", guest: true, created: t.from + day(dice.IntN(900)),
	}
}

// seat gives out the seats of every pool.
func (t *tenant) seat(members []person) {
	for _, p := range t.pools() {
		first := int(key(0, p.sku.part+t.id) % uint64(max(1, len(members))))
		for i := range p.assigned {
			m := &members[(first+i)%len(members)]
			m.skus = append(m.skus, p.sku)
		}
	}
}

// serves says whether one of a person's products has a service of the reports.
func (p *person) serves(service string) bool {
	plans := map[string]string{"Exchange": "EXCHANGE_S_", "OneDrive": "SHAREPOINT", "SharePoint": "SHAREPOINT", "Yammer": "YAMMER_", "Teams": "TEAMS1"}[service]
	if plans == "" {
		return false
	}
	for _, k := range p.skus {
		for _, plan := range k.plans {
			if strings.HasPrefix(plan.name, plans) && plan.name != "EXCHANGE_S_FOUNDATION" && plan.name != "SHAREPOINTWAC" {
				return true
			}
		}
	}
	return false
}
