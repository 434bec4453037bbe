package report

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// sortDecisions moves each of them, which are large, once.
func sortDecisions(all []domain.Decision) {
	arrange(all, func(a, b int) int {
		x, y := &all[a], &all[b]
		return cmp.Or(cmp.Compare(x.Day, y.Day), cmp.Compare(x.Customer, y.Customer), cmp.Compare(x.Product, y.Product),
			cmp.Compare(x.ID, y.ID))
	})
}

func arrange(all []domain.Decision, compare func(a, b int) int) {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, compare)
	sorted := make([]domain.Decision, len(all))
	for i, from := range order {
		sorted[i] = all[from]
	}
	copy(all, sorted)
}

// sortKey is what one column sorts by: a number, then a text. Empty values come last in either direction.
type sortKey struct {
	empty  bool
	number int64
	text   string
	second int64
}

func textKey(text string) sortKey {
	return sortKey{empty: text == "", text: store.SortText(text)}
}

// decisionSorts are the columns that decisions can be sorted by.
var decisionSorts = map[string]func(*domain.Decision) sortKey{
	"day": func(d *domain.Decision) sortKey { return sortKey{empty: d.Day == "", text: string(d.Day)} },
	"state": func(d *domain.Decision) sortKey {
		return sortKey{number: int64(slices.Index(domain.DecisionStates, d.State))}
	},
	"act_until": actKey,
	"customer": func(d *domain.Decision) sortKey { // customers of one name stand apart
		return sortKey{empty: d.Customer == "", text: store.SortText(d.Customer), second: d.CustomerID}
	},
	"product":  func(d *domain.Decision) sortKey { return textKey(d.Product) },
	"quantity": func(d *domain.Decision) sortKey { return sortKey{empty: d.AccessKind != "", number: d.Quantity} },
	"amount":   amountKey,
	"term":     func(d *domain.Decision) sortKey { return sortKey{empty: d.Term == "", text: string(d.Term)} },
	"next":     nextKey,
	// Those are not read in brief.
	"connection": func(d *domain.Decision) sortKey { return textKey(d.Connection) },
	"number":     func(d *domain.Decision) sortKey { return textKey(d.Number) },
	"source": func(d *domain.Decision) sortKey {
		return sortKey{empty: d.StateSource == "", text: string(d.StateSource)}
	},
}

var wholeSorts = []string{"connection", "number", "source"}

func actKey(d *domain.Decision) sortKey {
	switch {
	case d.ActUntil != nil:
		return sortKey{text: d.ActUntil.UTC().Format(time.RFC3339)}
	case d.ActOn != "":
		return sortKey{text: string(d.ActOn) + "T24"} // it runs to the end of that day
	}
	return sortKey{empty: true}
}

// amountKey keeps currencies, and then price periods, apart: their amounts compare with nothing.
func amountKey(d *domain.Decision) sortKey {
	if d.Amount == nil {
		return sortKey{empty: true}
	}
	return sortKey{text: d.Amount.Currency + "/" + d.PricePeriod, second: d.Amount.Minor}
}

func nextKey(d *domain.Decision) sortKey {
	if d.Next == nil {
		return sortKey{empty: true}
	}
	return sortKey{text: store.SortText(d.Next.Product) + "/" + string(d.Next.Term), second: d.Next.Quantity}
}

// sortBy puts decisions that stand by day in the order asked for.
func sortBy(all []domain.Decision, f domain.CalendarFilter) error {
	if f.Page.Sort == "" {
		return nil
	}
	of, ok := decisionSorts[f.Page.Sort]
	if !ok {
		return domain.NewError(domain.CodeInvalid, "invalid", "detail", "sort="+f.Page.Sort)
	}
	keys := make([]sortKey, len(all))
	for i := range all {
		keys[i] = of(&all[i])
	}
	arrange(all, func(a, b int) int {
		x, y := &keys[a], &keys[b]
		if x.empty != y.empty {
			return noneLast(x.empty, y.empty)
		}
		order := cmp.Or(cmp.Compare(x.number, y.number), strings.Compare(x.text, y.text), cmp.Compare(x.second, y.second))
		if f.Page.Desc {
			order = -order
		}
		return cmp.Or(order, cmp.Compare(a, b))
	})
	return nil
}
