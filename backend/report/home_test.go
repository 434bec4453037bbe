package report_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

func homeOf(t *testing.T, s *store.Store, since *time.Time) domain.Home {
	t.Helper()
	home, err := report.New(s.Reader()).Home(context.Background(), domain.HomeFilter{
		Scope: scope, Now: storetest.Now, Zone: time.UTC, Since: since, Limit: 100,
	})
	if err != nil {
		t.Fatal(err)
	}
	return home
}

func noticesOf(t *testing.T, s *store.Store) []domain.Notification {
	t.Helper()
	all, err := report.New(s.Reader()).Notices(context.Background(), domain.HomeFilter{Scope: scope, Now: storetest.Now, Zone: time.UTC})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestHome_DecisionsStandByDeadline_ThenByMoney(t *testing.T) {
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	record := storetest.Records(t, s, graph, storetest.Now, "Contoso")[0]
	var lines []domain.Subscription
	for i, end := range []domain.Date{"2026-12-01", "2026-12-01", "2026-12-01", "2026-12-01", "2026-11-18", "2026-12-05", "2026-12-04", "2026-08-01"} {
		line := storetest.Subscription(fmt.Sprint(i), fmt.Sprint("P", i), domain.FamilyMicrosoft365, 10)
		line.TermEndOn, line.AtTermEnd = end, domain.TermEnds
		lines = append(lines, line)
	}
	renews := storetest.Subscription("r", "R", domain.FamilyMicrosoft365, 10)
	renews.TermEndOn, renews.AtTermEnd, renews.Term = "2026-11-30", domain.TermRenews, "P1Y"
	storetest.Sync(t, s, graph, storetest.Now, func(run domain.Run) []store.PageSave {
		return []store.PageSave{storetest.Read(run, record, storetest.Now, nil, append(lines, renews))}
	})
	for id, price := range map[int64]string{1: "2 CHF", 2: "5 CHF", 4: "1 EUR"} {
		amount, currency, _ := strings.Cut(price, " ")
		typePrice(t, s, id, amount, currency)
	}
	d := homeOf(t, s, nil).Decide
	order := ""
	for _, each := range d.Decisions {
		order += each.Product + " "
	}
	if order != "P4 P1 P0 P3 P2 P6 " {
		t.Errorf("order %s", order)
	}
	if d.Total != 6 || d.Overdue != 1 || d.Unpriced != 3 || d.Unclear != 1 || d.Until != "2026-12-04" {
		t.Errorf("got %+v", d)
	}
	deadlines := map[string]domain.Date{}
	for _, n := range noticesOf(t, s) {
		if n.Rule == domain.RuleEnds && n.Kind == domain.NotifyDeadline {
			deadlines[n.Subject] = n.DueOn
		}
	}
	if len(deadlines) != 6 || deadlines["microsoft/id-Contoso/4"] != "2026-11-18" {
		t.Errorf("notices %v", deadlines)
	}
	compare(t, "totals", d.Totals, []domain.PeriodTotal{
		{Amount: domain.Money{Minor: 7000, Currency: "CHF"}, PricePeriod: "month", Count: 2},
		{Amount: domain.Money{Minor: 1000, Currency: "EUR"}, PricePeriod: "month", Count: 1},
	})
}

// TestHome_SeatsOfTheVisitsOwnDay_AreThoseBeforeIt: the day's sample is overwritten by later reads on the same day.
func TestHome_SeatsChangedLaterOnTheVisitsDay_AreComparedWithTheDayBefore(t *testing.T) {
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	visit := storetest.Now.Add(-time.Hour)
	pool := e3
	syncOn(t, s, graph, visit.AddDate(0, 0, -1), "Contoso", pool)
	syncOn(t, s, graph, visit.Add(-time.Minute), "Contoso", pool)
	if got := homeOf(t, s, &visit).Changed.Seats; got.Total != 0 {
		t.Errorf("nothing has changed, but %+v", got)
	}
	pool.Bought += 5
	syncOn(t, s, graph, visit.Add(time.Minute), "Contoso", pool)
	got := homeOf(t, s, &visit).Changed.Seats
	if got.Total != 1 || got.Items[0].Before.Bought != 10 || got.Items[0].After.Bought != 15 {
		t.Errorf("five more were bought, but %+v", got)
	}
}

func TestHome_FirstReadOfAConnection_BringsNoNewCustomers(t *testing.T) {
	s := storetest.Open(t)
	visit := storetest.Now.Add(-time.Hour)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	syncOn(t, s, graph, storetest.Now, "Contoso", e3)
	changed := homeOf(t, s, &visit).Changed
	if changed.NewCustomers.Total != 0 || changed.FirstRead != 1 {
		t.Errorf("got %+v", changed)
	}
	syncOn(t, s, graph, storetest.Now.Add(time.Minute), "Fabrikam", e3)
	changed = homeOf(t, s, &visit).Changed
	if changed.NewCustomers.Total != 1 || changed.NewCustomers.Items[0].Customer != "Fabrikam" || changed.FirstRead != 1 {
		t.Errorf("got %+v", changed)
	}
}

func TestHome_NothingStored_IsQuiet(t *testing.T) {
	home := homeOf(t, storetest.Open(t), nil)
	compare(t, "home", home, domain.Home{
		Today: storetest.Today,
		Decide: domain.HomeDecide{
			Until: "2026-12-04", Decisions: []domain.Decision{}, Totals: []domain.PeriodTotal{}, Gone: []domain.HomeName{},
			Access: domain.HomeAccess{Items: []domain.Access{}},
		},
		Failed: domain.HomeFailed{Connections: []domain.HomeFailure{}, Schedules: []domain.HomeSchedule{}},
	})
}

func typePrice(t *testing.T, s *store.Store, id int64, price, currency string) {
	t.Helper()
	month := "month"
	_, err := s.SaveTyped(context.Background(), []int64{id}, domain.Typed{UnitPrice: &price, Currency: &currency, PricePeriod: &month}, storetest.Now)
	if err != nil {
		t.Fatal(err)
	}
}
