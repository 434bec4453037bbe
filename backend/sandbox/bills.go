package sandbox

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"
)

// bill is an invoice of Microsoft to the partner. Its total is the sum of its lines, to the cent.
type bill struct {
	id         string
	legacy     bool // of the old commerce platform
	from, to   day  // the first and the last day of its period
	issued     day
	amends     string // the invoice it corrects, "" for an invoice
	amendments []*bill
	paid       bool
	lines      func() []billLine
}

// billLine is one charge. Amounts are cents.
type billLine struct {
	*tenant
	sale
	charge        string
	first, last   day
	quantity      string
	unit          int64
	subtotal, tax int64
}

func (l billLine) total() int64 { return l.subtotal + l.tax }

func (b *bill) total() int64 {
	sum := int64(0)
	for _, l := range b.lines() {
		sum += l.total()
	}
	return sum
}

const billedMonths = 13

// newBills are the invoices of the last months, and two of the times before Microsoft changed how they are read: one of
// each commerce platform.
func newBills(p *portfolio) []*bill {
	start := monthOf(p.day)
	var list []*bill
	for _, from := range []day{dateDay(2023, time.November, 1), dateDay(2023, time.December, 1)} {
		list = append(list, p.newBill(from, from.time().Month() == time.November))
	}
	for n := billedMonths; n > 0; n-- {
		b := p.newBill(start.addMonths(-n), false)
		if b.issued > p.day {
			continue
		}
		if n == 3 {
			b.amendments = []*bill{amendment(b)}
		}
		list = append(list, b)
	}
	return list
}

func monthOf(d day) day {
	t := d.time()
	return dateDay(t.Year(), t.Month(), 1)
}

func (p *portfolio) newBill(from day, legacy bool) *bill {
	to := from.addMonths(1) - 1
	letter := "G"
	if legacy {
		letter = "D"
	}
	b := &bill{
		id: fmt.Sprintf("%s0244%05d", letter, from.monthsSince(0)), legacy: legacy, from: from, to: to, issued: to + 8, paid: to+45 < p.day,
	}
	b.lines = sync.OnceValue(func() []billLine { return p.charges(b) })
	return b
}

// amendment takes the first charge of an invoice back.
func amendment(b *bill) *bill {
	a := &bill{id: b.id[:1] + "9" + b.id[2:], from: b.from, to: b.to, issued: b.issued + 9, amends: b.id, paid: b.paid}
	a.lines = sync.OnceValue(func() []billLine {
		lines := slices.Clone(b.lines()[:min(1, len(b.lines()))])
		for i, l := range lines {
			lines[i].charge, lines[i].quantity = "customerCredit", "-"+l.quantity
			lines[i].subtotal, lines[i].tax = -l.subtotal, -l.tax
		}
		return lines
	})
	return a
}

// charges are what the subscriptions of the period cost: most by the month, some for a year in advance, a few taken back.
func (p *portfolio) charges(b *bill) []billLine {
	var lines []billLine
	for _, t := range p.resold() {
		if !t.sells() || t.from > b.from {
			continue
		}
		for _, s := range t.sales(b.from) {
			if l, due := s.charge(t, b); due {
				lines = append(lines, l)
			}
			if s.key%37 == 0 && !s.usage && s.status == statusEnabled {
				lines = append(lines, s.line(t, b, "cancelImmediate", -1))
			}
		}
	}
	return lines
}

func (s sale) charge(t *tenant, b *bill) (billLine, bool) {
	switch {
	case s.usage:
		hours := int64(100 + mix(s.key, uint64(b.from))%900)
		l := s.line(t, b, "new", 0)
		l.quantity, l.unit = fmt.Sprintf("%d.25", hours), 8
		l.setAmounts((hours*100 + 25) * 8 / 100) // rounded down to the cent
		return l, true
	case s.status != statusEnabled || s.trial:
		return billLine{}, false
	case s.yearly && int(monthOf(s.bought).time().Month()) != int(b.from.time().Month()):
		return billLine{}, false
	}
	return s.line(t, b, "cycleCharge", int64(s.seats)), true
}

func (s sale) line(t *tenant, b *bill, charge string, quantity int64) billLine {
	l := billLine{tenant: t, sale: s, charge: charge, first: b.from, last: b.to, unit: s.price, quantity: fmt.Sprint(quantity)}
	if s.yearly {
		l.unit, l.last = 12*s.price, b.from.addMonths(12)-1
	}
	l.setAmounts(quantity * l.unit)
	return l
}

// setAmounts adds the tax of 19 %, rounded half away from zero.
func (l *billLine) setAmounts(subtotal int64) {
	l.subtotal = subtotal
	l.tax = (max(subtotal, -subtotal)*19 + 50) / 100
	if subtotal < 0 {
		l.tax = -l.tax
	}
}

// cents writes an amount as the JSON number that it exactly is.
func cents(n int64) json.RawMessage {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return json.RawMessage(fmt.Sprintf("%s%d.%02d", sign, n/100, n%100))
}

// billed finds an invoice or an amendment by its id.
func (p *portfolio) billed(id string) *bill {
	for _, b := range p.bills() {
		for _, one := range append([]*bill{b}, b.amendments...) {
			if one.id == id {
				return one
			}
		}
	}
	return nil
}
