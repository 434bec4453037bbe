package store_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store/storetest"
)

// TestCustomerActivity_SeatsFromSnapshots: "12 → 15 seats", with the day; what did not change is not told.
func TestCustomerActivity_SeatsFromSnapshots(t *testing.T) {
	g := newGraph(t)
	for i, seats := range []int64{12, 12, 15} {
		at := storetest.Now.AddDate(0, 0, i)
		pool := storetest.Pool("E3", domain.FamilyMicrosoft365, seats, 10)
		line := storetest.Subscription("a", "E3", domain.FamilyMicrosoft365, seats)
		page := g.read(at, []domain.Pool{pool}, []domain.Subscription{line})
		page.Day = domain.Date(at.Format("2006-01-02"))
		storetest.Save(t, g.Store, page)
	}
	today := storetest.Today.AddDays(2)
	list, err := g.CustomerActivity(t.Context(), g.record.CustomerID, today, nil)
	if err != nil {
		t.Fatal(err)
	}
	var seats []domain.Activity
	for _, each := range list {
		if each.Kind == domain.ActivityBought || each.Kind == domain.ActivityAssigned {
			seats = append(seats, each)
		}
	}
	if len(seats) != 1 || seats[0].Kind != domain.ActivityBought || *seats[0].Before != 12 || *seats[0].After != 15 || seats[0].Day != today {
		t.Errorf("the seats went %+v", seats)
	}
}

// TestCustomerActivity_TypedFactsOnTheUsersDay: what is typed in about a customer is told on the day it is where the user is.
func TestCustomerActivity_TypedFactsOnTheUsersDay(t *testing.T) {
	g := newGraph(t)
	late := time.Date(2026, 11, 20, 23, 30, 0, 0, time.UTC)
	if err := g.SaveTypedFact(t.Context(), g.record.CustomerID, "city", "Bergen", late); err != nil {
		t.Fatal(err)
	}
	for zone, want := range map[string]domain.Date{"UTC": "2026-11-20", "Europe/Berlin": "2026-11-21", "America/New_York": "2026-11-20"} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		list, err := g.CustomerActivity(t.Context(), g.record.CustomerID, "2026-11-21", place)
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(list, func(a domain.Activity) bool { return a.Kind == domain.ActivityFact })
		if i < 0 || list[i].Subject != "city" || list[i].Day != want {
			t.Errorf("in %s: %+v, want one on %s", zone, list, want)
		}
		if !slices.IsSortedFunc(list, func(a, b domain.Activity) int { return cmp.Compare(b.Day, a.Day) }) {
			t.Errorf("in %s days are not in order: %+v", zone, list)
		}
	}
}
