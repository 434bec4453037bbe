package export

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"math"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// Grouping says how WithSums adds up one column of money. Sums are kept apart by currency and, where Unit is set, by
// the text of another column (a price per month and one per year are never added up).
type Grouping struct {
	By     int // the column whose change of value ends a group
	Amount int // the column of money that is summed
	Unit   int // the column that keeps sums apart, -1 for none
	Label  int // the column that takes the texts below
	// Subtotal gives the text of a group's sums from the group's first row, Total that of the sums of all; units are
	// as in the Unit column, "" without one.
	Subtotal func(first Row) string
	Total    func(currency, unit string) string
}

// Sum is the total of the lines with one currency and unit.
type Sum struct {
	Amount domain.Money
	Unit   string
	Lines  int
}

// WithSums passes the rows on and adds, after each group that has amounts, one line per currency and unit, and the
// totals of all at the end. Each sum is that of the rounded amounts on its lines. The rows must be sorted by group.
func WithSums(rows iter.Seq2[Row, error], width int, g Grouping) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		run := &summing{Grouping: g, width: width, yield: yield, total: sums{}}
		for row, err := range rows {
			if err == nil {
				err = run.row(row)
			}
			if err != nil {
				if !run.stopped {
					yield(Row{}, err)
				}
				return
			}
			if run.stopped {
				return
			}
		}
		run.endGroup()
		run.lines(run.total, LevelTotal, func(s Sum) string { return g.Total(s.Amount.Currency, s.Unit) })
	}
}

type sumKey struct{ currency, unit string }

type sums map[sumKey]Sum

// add counts one line; amounts too large to add are an error, never a wrong sum.
func (s sums) add(v Value, unit string) error {
	amount, err := minorOf(v)
	if err != nil {
		return err
	}
	key := sumKey{v.text, unit}
	sum := s[key]
	if (amount > 0 && sum.Amount.Minor > math.MaxInt64-amount) || (amount < 0 && sum.Amount.Minor < math.MinInt64-amount) {
		return fmt.Errorf("the sum of %s is too large", v.text)
	}
	s[key] = Sum{Amount: domain.Money{Minor: sum.Amount.Minor + amount, Currency: v.text}, Unit: unit, Lines: sum.Lines + 1}
	return nil
}

// sorted gives the sums by currency, then unit.
func (s sums) sorted() []Sum {
	return slices.SortedFunc(maps.Values(s), func(a, b Sum) int {
		return cmp.Or(strings.Compare(a.Amount.Currency, b.Amount.Currency), strings.Compare(a.Unit, b.Unit))
	})
}

// minorOf gives an amount in minor units. Only amounts that were rounded to them can be summed.
func minorOf(v Value) (int64, error) {
	digits := domain.MinorDigits(v.text)
	if v.exact.Scale() != digits || v.exact.Coef() > math.MaxInt64 {
		return 0, fmt.Errorf("%s %s is not an amount in whole minor units", v.exact, v.text)
	}
	return int64(v.exact.Coef()) * int64(v.exact.Sign()), nil
}

type summing struct {
	Grouping
	width   int
	yield   func(Row, error) bool
	stopped bool
	started bool
	first   Row // of the running group
	current sums
	total   sums
}

func (r *summing) row(row Row) error {
	if !r.started || r.cell(row, r.By) != r.cell(r.first, r.By) {
		r.endGroup()
		r.first, r.started, r.current = row, true, sums{}
	}
	if amount := r.cell(row, r.Amount); amount.kind == KindMoney {
		unit := r.cell(row, r.Unit).text
		if err := r.current.add(amount, unit); err != nil {
			return err
		}
		if err := r.total.add(amount, unit); err != nil {
			return err
		}
	}
	r.send(row)
	return nil
}

func (r *summing) cell(row Row, index int) Value {
	if index < 0 || index >= len(row.Cells) {
		return Value{}
	}
	return row.Cells[index]
}

func (r *summing) endGroup() {
	if r.started {
		r.lines(r.current, LevelSubtotal, func(Sum) string { return r.Subtotal(r.first) })
	}
}

func (r *summing) lines(s sums, level Level, label func(Sum) string) {
	for _, sum := range s.sorted() {
		cells := make([]Value, r.width)
		cells[r.Label] = Text(label(sum))
		cells[r.Amount] = Money(sum.Amount)
		if r.Unit >= 0 {
			cells[r.Unit] = Text(sum.Unit)
		}
		r.send(Row{Cells: cells, Level: level})
	}
}

func (r *summing) send(row Row) {
	if !r.stopped && !r.yield(row, nil) {
		r.stopped = true
	}
}
