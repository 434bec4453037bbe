package sandbox

import (
	"fmt"
	"strconv"
)

// elementsPlan is one customer at AvePoint.
type elementsPlan struct {
	id, tenant, name string
	account          string // the tenant owner's address
	access           access
	from             day
	byos             bool // backs up to a storage of its own
	failing          int  // the module that fails night after night; 0 for none
	lines            []backupPlan
}

// backupPlan is one line of what a customer bought, through time.
type backupPlan struct {
	service *service
	key     uint64
	seats   growth // base 0: not sold by seats
	ratio   int    // percent of the seats that are assigned
	start   day
	months  int // of a term
	perSeat float64
	named   string // the subscription's name, for Fly
	ended   day    // its last day, where it was not renewed; 0 where it was
}

// service is a product of AvePoint.
type service struct {
	name    string
	product int // its product type
	job     int // the type of its jobs, 0 for none
	seats   int // the type of its seats at another vendor, -1 for none
	modules []module
}

type module struct {
	code  int
	name  string
	share int // percent of the service's data
}

var (
	cloudBackup365 = &service{"Cloud Backup for Microsoft 365", 2048, 7, 0, []module{
		{303, "Exchange Online", 34}, {302, "SharePoint Online", 26}, {305, "OneDrive", 24}, {304, "Microsoft 365 Groups", 6},
		{308, "Microsoft Teams", 8}, {309, "Teams Chat", 2},
	}}
	cloudBackupGoogle = &service{"Cloud Backup for Google Workspace", 33554432, 11, 2, []module{
		{501, "Gmail", 45}, {504, "Drive", 40}, {502, "Calendar", 5}, {503, "Contacts", 2}, {505, "Shared Drives", 8},
	}}
	cloudBackupMachines   = &service{"Cloud Backup for IaaS + PaaS - Virtual Machine", 1073741824, 12, -1, []module{{356, "Azure VM", 80}, {357, "Disk", 20}}}
	cloudBackupSalesforce = &service{"Cloud Backup for Salesforce", 32, 15, 1, []module{{0, "None", 100}}}
	cloudBackupDynamics   = &service{"Cloud Backup for Dynamics 365", 131072, 16, 3, []module{{550, "Dynamics CRM Backup", 100}}}
	riskManagement        = &service{"Risk management", 41, 0, -1, nil}
	workspaceManagement   = &service{"Workspace management", 42, 0, -1, nil}
	fly                   = &service{"Fly", 16777216, 0, -1, nil}
)

// overlapElements is the percentage of companies that AvePoint knows.
const overlapElements = 60

func planElements(c *company, accessible bool) *elementsPlan {
	d := newDice(c.key("elements"))
	if !d.chance(overlapElements) && c.role.avepoint == "" {
		return nil
	}
	e := &elementsPlan{
		id: c.uuid("elements id"), tenant: c.uuid("elements tenant"), name: c.name.String(),
		account: c.human(0).login + "@" + c.domain(), access: accessOK,
		from: c.start + day(d.IntN(300)), byos: d.chance(15),
	}
	if c.role.fixed {
		e.from = c.start
	}
	if c.role.name == "" && d.chance(50) {
		e.name = c.locale.variant(c.name, d)
	}
	if d.chance(8) {
		e.account = c.human(0).login + pick(d, []string{"@gmail.com", "@outlook.com", "@web.de"})
	}
	forbidden := c.role.avepoint == showsForbidden || !c.role.fixed && d.IntN(150) == 0
	if forbidden && !accessible {
		e.access = accessForbidden
	}
	if c.role.avepoint == showsFailing || !c.role.fixed && d.chance(6) {
		e.failing = pick(d, cloudBackup365.modules).code
	}
	e.buy(c, d)
	return e
}

func (e *elementsPlan) buy(c *company, d dice) {
	all := c.role.avepoint == showsEverything
	e.add(c, d, cloudBackup365, max(1, c.people*d.between(70, 100)/100))
	for _, more := range []struct {
		service  *service
		percent  int
		low, top int // percent of the people; 0 is not sold by seats
	}{
		{cloudBackup365, 12, 5, 20}, // bought again, as a line of its own
		{cloudBackupGoogle, 12, 20, 80}, {cloudBackupMachines, 14, 0, 0}, {cloudBackupSalesforce, 6, 5, 20},
		{cloudBackupDynamics, 5, 5, 20}, {riskManagement, 20, 70, 100}, {workspaceManagement, 15, 70, 100}, {fly, 5, 0, 0},
	} {
		if !d.chance(more.percent) && !all {
			continue
		}
		seats := 0
		if more.top > 0 {
			seats = max(1, c.people*d.between(more.low, more.top)/100)
		}
		e.add(c, d, more.service, seats)
	}
	e.end(c)
}

// lapsedElements is the percentage of customers that have a line from before they bought anew.
const lapsedElements = 15

// end adds a line that ended before the others began: the portal goes on listing it.
func (e *elementsPlan) end(c *company) {
	d := newDice(c.key("elements ended"))
	if !d.chance(lapsedElements) {
		return
	}
	e.lines = append(e.lines, backupPlan{service: cloudBackup365, key: c.key("elements ended line"), start: e.from, ended: e.from - 1,
		months: 12, seats: growth{base: d.between(5, 60)}})
}

func (e *elementsPlan) add(c *company, d dice, s *service, seats int) {
	p := backupPlan{service: s, key: c.key("elements line", len(e.lines)), ratio: min(assignedShare(d), 100),
		start: e.from, months: []int{12, 12, 12, 36}[d.IntN(4)], perSeat: 1.5 + 9*d.Float64()}
	if c.role.avepoint == showsOver {
		p.ratio = 115
	}
	if s == fly {
		p.named = "Migration " + strconv.Itoa(e.from.time().Year())
	}
	if len(e.lines) > 0 {
		p.start += day(d.IntN(200))
	}
	p.seats = growth{key: p.key, base: seats, start: p.start, term: p.months}
	e.lines = append(e.lines, p)
}

// serviceLine is a line on one day.
type serviceLine struct {
	*backupPlan
	bought, assigned int // 0 bought: not sold by seats
	stored           float64
	ends             day
}

func (e *elements) services() []serviceLine {
	var lines []serviceLine
	bought := map[*service]int{}
	ratio := map[*service]int{}
	for i := range e.lines {
		p := &e.lines[i]
		if p.start > e.day {
			continue
		}
		l := serviceLine{backupPlan: p, ends: renewal{p.start, p.months}.next(e.day), stored: p.stored(e.day)}
		switch {
		case p.ended > 0:
			l.ends, l.bought, l.stored = p.ended, p.seats.base, 0
		case p.seats.base > 0:
			l.bought = p.seats.at(e.day)
			bought[p.service] += l.bought
			if ratio[p.service] == 0 {
				ratio[p.service] = p.ratio
			}
		}
		lines = append(lines, l)
	}
	// Assigned is a figure of the customer's tenant, so each line of a service repeats it.
	for i := range lines {
		total := bought[lines[i].service]
		lines[i].assigned = total * ratio[lines[i].service] / 100
		if ratio[lines[i].service] > 100 {
			lines[i].assigned = max(lines[i].assigned, total+1)
		}
	}
	return lines
}

// stored is the data of a service in GB: more every day, by about a third a year.
func (p *backupPlan) stored(d day) float64 {
	if len(p.service.modules) == 0 {
		return 0
	}
	seats := max(p.seats.base, 4)
	return float64(seats) * p.perSeat * (0.35 + float64(d-p.start)/1100)
}

// has says whether the customer uses a service on the day.
func (e *elements) has(s *service) bool {
	for _, l := range e.services() {
		if l.service == s {
			return true
		}
	}
	return false
}

// sizeText is how the portal writes amounts of data.
func sizeText(gigabytes float64) string {
	switch {
	case gigabytes >= 1000:
		return fmt.Sprintf("%.2f TB", gigabytes/1000)
	case gigabytes >= 0.1:
		return fmt.Sprintf("%.1f GB", gigabytes)
	case gigabytes > 0:
		return fmt.Sprintf("%.0f MB", gigabytes*1000)
	}
	return "0 GB"
}

func (p *portfolio) avepointTruths() (out []CustomerTruth) {
	for _, e := range p.elements {
		byName := map[string]*ProductTruth{}
		for _, l := range e.services() {
			t := byName[l.service.name]
			if t == nil {
				t = &ProductTruth{Product: l.service.name, Unlimited: l.service != cloudBackup365}
				byName[l.service.name] = t
			}
			if l.ended == 0 {
				t.Bought += l.bought
			}
			if l.service == cloudBackup365 { // of no other does the API tell how many seats are assigned
				t.Assigned = l.assigned
			}
			t.Subscriptions++
		}
		out = append(out, CustomerTruth{Vendor: vendorAvePoint, ID: e.id, Name: e.name,
			Company: e.company.name.String(), Access: string(e.access), Products: sorted(byName)})
	}
	return out
}
