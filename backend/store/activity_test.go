package store_test

import (
	"testing"

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
	list, err := g.CustomerActivity(t.Context(), g.record.CustomerID, today)
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
