package sandbox

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	blanccoShare   = 10 // percent of the companies that have a tenant, where the options say nothing else
	blanccoVariant = 30 // percent of the tenants that answer at the newer path
	blanccoSilent  = 50 // percent of the tenants that answer with nothing where nothing matches, instead of an empty list
	maxErasures    = 450
)

// eraserPlan is one company's tenant at Blancco.
type eraserPlan struct {
	customer string // what the partner calls the tenant: the API does not tell
	key      string
	variant  bool // answers at /reports/export, with categories
	silent   bool // 204 instead of an empty list
	from     day
	every    int // days between two erasures
}

// eraser is a tenant on one day.
type eraser struct {
	*eraserPlan
	company *company
	reports func() []*erasure // by the date in the report
}

// erasure is one report.
type erasure struct {
	uuid               string
	k                  uint64
	reported, received time.Time
	product, version   string
	mobile             bool
	maker, model       string
	serial, imei       string
	textNumbers        bool // numbers are written as text
	disks              []disk
	person             string
	label, asset       string // the tenant's own fields: the label of the person's, and the asset tag
}

type disk struct {
	vendor, model, serial, kind, bus string
	capacity                         int64
	state, failure                   string
	seconds                          int
}

func planEraser(c *company, share int) *eraserPlan {
	d := newDice(c.key("blancco"))
	if !d.chance(share) {
		return nil
	}
	p := &eraserPlan{customer: c.name.String(), key: c.uuid("blancco key"), from: c.start + day(d.between(0, 200))}
	if c.role.name == "" && d.chance(50) {
		p.customer = c.locale.variant(c.name, d)
	}
	p.variant, p.silent, p.every = d.chance(blanccoVariant), d.chance(blanccoSilent), d.between(2, 21)
	return p
}

// erasures are the reports that have arrived by a day. Some arrive long after the erasure, from machines that were
// offline, and some machines' clocks are wrong.
func (p *eraserPlan) erasures(c *company, today day) []*erasure {
	var list []*erasure
	for i, at := 0, p.from; at <= today && i < maxErasures; i++ {
		k := c.key("erasure", i)
		d := newDice(k)
		arrives := at
		if d.chance(10) {
			arrives += day(d.between(1, 25))
		}
		if arrives <= today {
			list = append(list, newErasure(c, k, at, arrives))
		}
		at += day(d.between(1, 2*p.every-1))
	}
	slices.SortFunc(list, func(a, b *erasure) int {
		return cmp.Or(a.reported.Compare(b.reported), strings.Compare(a.uuid, b.uuid))
	})
	return list
}

var (
	notebooks = [][2]string{{"LENOVO", "ThinkPad T480"}, {"Dell Inc.", "Latitude 7420"}, {"HP", "EliteBook 840 G8"}, {"FUJITSU", "LIFEBOOK U7411"}}
	mobiles   = [][2]string{{"Apple", "iPhone 12"}, {"Samsung", "Galaxy A52"}, {"Apple", "iPad Air"}}
	drives    = []disk{
		{vendor: "Samsung", model: "MZVLB512HAJQ", kind: "SSD", bus: "NVMe", capacity: 512110190592},
		{vendor: "Micron", model: "MTFDDAK1T0TDL", kind: "SSD", bus: "SATA", capacity: 1024209543168},
		{vendor: "Seagate", model: "ST4000DM004", kind: "HDD", bus: "SATA", capacity: 4000787030016},
	}
)

func newErasure(c *company, k uint64, at, arrives day) *erasure {
	d := newDice(mix(k, 3))
	e := &erasure{uuid: newDice(mix(k, 4)).uuid(), k: k, textNumbers: d.chance(30), label: "Technician"}
	e.reported = at.time().Add(time.Duration(d.between(7*3600, 17*3600)) * time.Second)
	e.received = e.reported.Add(26 * time.Second)
	if arrives > at {
		e.received = arrives.time().Add(6 * time.Hour)
	}
	if d.chance(2) {
		e.reported = e.reported.AddDate(pick(d, []int{-11, 20}), 0, 0)
	}
	e.serial = fmt.Sprintf("PF%06X", d.IntN(1<<24))
	e.asset = fmt.Sprintf("A-%04d", d.IntN(10000))
	e.person = c.human(d.IntN(3)).name
	if e.mobile = d.chance(25); e.mobile {
		e.mobileDevice(d)
		return e
	}
	e.product, e.version = "Blancco Drive Eraser", pick(d, []string{"7.16.0", "7.3.1", "6.20.0"})
	machine := pick(d, notebooks)
	e.maker, e.model = machine[0], machine[1]
	if d.chance(8) {
		return e // a diagnostics report: nothing was erased
	}
	for range []int{1, 1, 1, 2, 4}[d.IntN(5)] {
		e.disks = append(e.disks, newDisk(d))
	}
	return e
}

func (e *erasure) mobileDevice(d dice) {
	e.product, e.version = "Blancco 5 Mobile", "5.4.1"
	machine := pick(d, mobiles)
	e.maker, e.model = machine[0], machine[1]
	e.imei = fmt.Sprintf("35%013d", d.Int64N(1e13))
	one := disk{vendor: e.maker, model: e.model, serial: e.serial, kind: "Internal", bus: "eMMC", capacity: 128 << 30}
	one.finish(d)
	e.disks = []disk{one}
}

func newDisk(d dice) disk {
	one := pick(d, drives)
	one.serial = fmt.Sprintf("S4EV%08X", d.Uint32())
	one.finish(d)
	return one
}

func (o *disk) finish(d dice) {
	o.state, o.seconds = "Successful", d.between(180, 9*3600)
	switch roll := d.IntN(100); {
	case roll < 4:
		o.state, o.failure = "Failed", "Write error on 3 sectors"
	case roll < 9:
		o.state, o.failure = "Erased with exceptions", "Remapped sectors could not be erased"
	}
}

func (e *erasure) diagnostics() bool { return len(e.disks) == 0 }

func (e *erasure) field(label string) string {
	switch label {
	case "Asset Tag":
		return e.asset
	case e.label:
		return e.person
	}
	return ""
}

// cursor is how the API's look: a number of 13 digits and a UUID. The UUID holds for the filter it was given with only.
func (e *eraser) cursor(q blanccoRequest, at int) string {
	return fmt.Sprintf("%013d,%s", 1777593600000+at, e.filterID(q, at))
}

func (e *eraser) filterID(q blanccoRequest, at int) string {
	times := ""
	for _, t := range []*time.Time{q.Filter.Date.From, q.Filter.Date.After} {
		if t != nil {
			times += t.UTC().Format(time.RFC3339Nano)
		}
		times += "/"
	}
	return uuidOf(1, fmt.Sprintf("cursor %s %s %v %s %s %s", e.key, times, q.Filter.Fields, q.Format, q.Container, q.Category), at)
}

// place is where a page begins; false for a cursor that was given for something else.
func (e *eraser) place(q blanccoRequest, found int) (int, bool) {
	if q.Cursor == "" {
		return 0, true
	}
	var number int
	if _, err := fmt.Sscanf(q.Cursor, "%013d,", &number); err != nil {
		return 0, false
	}
	at := number - 1777593600000
	if at <= 0 || at > found || q.Cursor != e.cursor(q, at) {
		return 0, false
	}
	return at, true
}
