package api_test

import (
	"cmp"
	"math"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// recountDays finds the sums and the names of each day again, from the rows of the list.
func recountDays(t *testing.T, k *kit, query string) {
	t.Helper()
	type day struct {
		minor map[string]int64
		seats map[string]int64
	}
	days := map[domain.Date]day{}
	for _, d := range get[app.DecisionPage](t, k, "/api/calendar?limit=10000&"+query).Items {
		if days[d.Day].minor == nil {
			days[d.Day] = day{map[string]int64{}, map[string]int64{}}
		}
		days[d.Day].seats[cmp.Or(d.Customer, d.Connection)] += d.Quantity
		if d.Amount != nil {
			days[d.Day].minor[d.Amount.Currency+d.PricePeriod] += d.Amount.Minor
		}
	}
	for _, got := range get[domain.CalendarSummary](t, k, "/api/calendar/summary?named=true&"+query).Days {
		want := days[got.Day]
		for _, total := range got.Totals {
			want.minor[total.Amount.Currency+total.PricePeriod] -= total.Amount.Minor
		}
		least := int64(math.MaxInt64)
		for _, name := range got.Names {
			if want.seats[name] > least {
				t.Errorf("%s: on %s, %s with %d seats stands behind %d", query, got.Day, name, want.seats[name], least)
			}
			least = want.seats[name]
			delete(want.seats, name)
		}
		for name, seats := range want.seats {
			if seats > least {
				t.Errorf("%s: on %s, %s with %d seats is not named, though %d are", query, got.Day, name, seats, least)
			}
		}
		for what, minor := range want.minor {
			if minor != 0 {
				t.Errorf("%s: on %s, %d more of %s", query, got.Day, minor, what)
			}
		}
		if got.Others != len(want.seats) || len(got.Names) == 0 {
			t.Errorf("%s: on %s, %v and %d others, want %d", query, got.Day, got.Names, got.Others, len(want.seats))
		}
	}
}
