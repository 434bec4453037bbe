package sandbox

import "math"

// growth makes a quantity change over the months: it grows now and then, and shrinks only where a term ends.
type growth struct {
	key   uint64
	base  int
	start day
	term  int // months
}

func (g growth) at(d day) int {
	seats := g.base
	months := max(0, d.monthsSince(g.start)) + 1
	for m := 1; m <= months; m++ {
		h := mix(g.key, uint64(m))
		if g.start.addMonths(m-1)+day(1+h>>32%27) > d {
			continue
		}
		switch roll := h % 1000; {
		case roll < 130:
			seats += max(1, seats*int(h>>16%9)/100)
		case m%g.term == 0 && roll >= 1000-uint64(min(300, 20*g.term)):
			seats = max(1, seats-max(1, seats*int(h>>16%12)/100))
		}
	}
	return seats
}

// wobble drifts slowly around zero, by a few units at most: what people coming and going do to an assignment.
func wobble(k uint64, d day, size int) int {
	reach := math.Sqrt(float64(size)) / 3
	week := int(d) / 7
	at := func(w int) float64 { return float64(int64(mix(k, uint64(w))%2001)-1000) / 1000 }
	share := float64(int(d)%7) / 7
	return int(math.Round(reach * (at(week)*(1-share) + at(week+1)*share)))
}

// renewal is a term that rolls over: the next end is never before the day it is asked for.
type renewal struct {
	anchor day
	months int
}

func (r renewal) next(d day) day {
	k := max(1, d.monthsSince(r.anchor)/r.months)
	for r.anchor.addMonths(k*r.months) < d {
		k++
	}
	return r.anchor.addMonths(k * r.months)
}

// phase is one stretch of a subscription that is not renewed.
type phase struct {
	status string
	days   int
}

// lapse is a purchase that ends and passes through its phases, and is made anew each period.
type lapse struct {
	start  day
	period int
	phases []phase
}

// at tells the purchase that is under way: its number, its first day, its status and when that changes next; ok is false
// while there is none. The last phase changes into nothing, which has no date.
func (l lapse) at(d day) (number int, bought day, status string, next day, ok bool) {
	if d < l.start {
		return 0, 0, "", 0, false
	}
	number = int(d-l.start) / l.period
	bought = l.start + day(number*l.period)
	end := bought
	for i, p := range l.phases {
		end += day(p.days)
		if d >= end {
			continue
		}
		if i == len(l.phases)-1 {
			end = 0
		}
		return number, bought, p.status, end, true
	}
	return number, bought, "", 0, false
}

// size draws a number of people: a long tail from 1 to 2,000 around a median of 12.
func size(d dice) int {
	return int(math.Round(min(2000, max(1, 12*math.Exp(1.35*d.NormFloat64())))))
}
