package report_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

func at(text string) *time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return &t
}

// lines of one customer, read at 2026-11-20 08:00 UTC.
func calendarOf(t *testing.T, f domain.CalendarFilter, lines ...domain.Subscription) domain.Calendar {
	t.Helper()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	record := storetest.Records(t, s, graph, storetest.Now, "Contoso")[0]
	storetest.Sync(t, s, graph, storetest.Now, func(run domain.Run) []store.PageSave {
		return []store.PageSave{storetest.Read(run, record, storetest.Now, nil, lines)}
	})
	calendar, err := report.New(s.Reader()).Calendar(context.Background(), f)
	if err != nil {
		t.Fatal(err)
	}
	return calendar
}

func span(from, to domain.Date) domain.CalendarFilter {
	return domain.CalendarFilter{Scope: scope, Now: storetest.Now, Zone: time.UTC, From: from, To: to}
}

func TestCalendar_StateFollowsFromStoredFactsOnly(t *testing.T) {
	yes := true
	end := domain.Date("2027-01-31")
	past, open := at("2026-11-19T08:00:00Z"), at("2026-11-27T23:30:00Z")
	next := &domain.NextTerm{Term: "P1Y"}
	tests := map[string]struct {
		change func(*domain.Subscription)
		want   string // state, day, last day to act, days left
	}{
		"nothing known":             {func(*domain.Subscription) {}, "unknown 2027-01-31  -"},
		"a year alone says nothing": {func(s *domain.Subscription) { s.Term = "P1Y" }, "unknown 2027-01-31  -"},
		"renews, term unknown":      {func(s *domain.Subscription) { s.AtTermEnd = domain.TermRenews }, "unknown 2027-01-31  -"},
		"renews monthly":            {func(s *domain.Subscription) { s.AtTermEnd, s.Term = domain.TermRenews, "P1M" }, "rolls_over 2027-01-31  -"},
		"billed monthly for a year": {func(s *domain.Subscription) {
			s.AtTermEnd, s.Term, s.BillingCycle = domain.TermRenews, "P1Y", "monthly"
		}, "renews 2027-01-31  -"},
		"a month, then a year": {func(s *domain.Subscription) { s.AtTermEnd, s.Term, s.Next = domain.TermRenews, "P1M", next }, "renews 2027-01-31  -"},
		"next without a term": {func(s *domain.Subscription) {
			s.AtTermEnd, s.Term, s.Next = domain.TermRenews, "P1M", &domain.NextTerm{Quantity: 3}
		}, "rolls_over 2027-01-31  -"},
		"ends":                       {func(s *domain.Subscription) { s.AtTermEnd = domain.TermEnds }, "ends 2027-01-31 2027-01-31 72"},
		"trial that ends":            {func(s *domain.Subscription) { s.Trial, s.AtTermEnd, s.Next = &yes, domain.TermEnds, next }, "ends 2027-01-31 2027-01-31 72"},
		"trial that goes on":         {func(s *domain.Subscription) { s.Trial, s.AtTermEnd, s.Next = &yes, domain.TermRenews, next }, "paid_extension 2027-01-31  -"},
		"trial that goes on somehow": {func(s *domain.Subscription) { s.Trial, s.AtTermEnd, s.Term = &yes, domain.TermRenews, "P1M" }, "unknown 2027-01-31  -"},
		"window open":                {func(s *domain.Subscription) { s.AtTermEnd, s.Term, s.CancelUntil = domain.TermRenews, "P1Y", open }, "cancel_window 2026-11-27  7"},
		"window at its last moment":  {func(s *domain.Subscription) { s.CancelUntil = &storetest.Now }, "cancel_window 2026-11-20  0"},
		"window closed":              {func(s *domain.Subscription) { s.CancelUntil = past }, "locked 2027-01-31  -"},
		"window closed, renews":      {func(s *domain.Subscription) { s.AtTermEnd, s.Term, s.CancelUntil = domain.TermRenews, "P1Y", past }, "renews 2027-01-31  -"},
		"window closed, no end":      {func(s *domain.Subscription) { s.CancelUntil, s.TermEndOn = past, "" }, ""},
		"window of a term long over": {func(s *domain.Subscription) { s.CancelUntil, s.TermEndOn = past, "2026-11-19" }, "unknown 2026-11-19  -"},
		"no date":                    {func(s *domain.Subscription) { s.AtTermEnd, s.TermEndOn = domain.TermEnds, "" }, ""},
		"suspended":                  {func(s *domain.Subscription) { s.Status, s.AtTermEnd = domain.StatusSuspended, domain.TermEnds }, ""},
		"left out of figures":        {func(s *domain.Subscription) { s.Excluded, s.AtTermEnd = domain.ExcludedFree, domain.TermEnds }, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			line := storetest.Subscription("a", "E3", domain.FamilyMicrosoft365, 5)
			line.TermEndOn = end
			test.change(&line)
			got := ""
			for _, d := range calendarOf(t, span("2026-11-01", "2027-12-31"), line).Items {
				left := "-"
				if d.DaysLeft != nil {
					left = fmt.Sprint(*d.DaysLeft)
				}
				got += fmt.Sprintf("%s %s %s %s", d.State, d.Day, d.ActOn, left)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestCalendar_LastMomentIsCountedInTheUsersZone(t *testing.T) {
	line := storetest.Subscription("a", "E3", domain.FamilyMicrosoft365, 5)
	line.CancelUntil = at("2026-11-27T23:30:00Z")
	f := span("2026-11-28", "2026-11-28") // half past midnight in Zurich
	f.Zone = time.FixedZone("CET", 3600)
	items := calendarOf(t, f, line).Items
	if len(items) != 1 || items[0].Day != "2026-11-28" || *items[0].DaysLeft != 8 || !items[0].ActUntil.Equal(*line.CancelUntil) {
		t.Errorf("got %+v", items)
	}
	if f.Zone = time.UTC; len(calendarOf(t, f, line).Items) != 0 {
		t.Error("in London it is on the day before")
	}
}

// TestCalendarPage_OfOneDay_StandsByCustomer gives the products the other order: the names of all have to be read for a page.
func TestLists_SortedByCustomer_KeepTheRowsOfCustomersOfOneNameTogether(t *testing.T) {
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	records := storetest.Records(t, s, graph, storetest.Now, "Twin", "TWIN")
	storetest.Sync(t, s, graph, storetest.Now, func(run domain.Run) (pages []store.PageSave) {
		for i, record := range records {
			first := storetest.Subscription("first", "P", domain.FamilyMicrosoft365, 5)
			second := storetest.Subscription("second", "P", domain.FamilyMicrosoft365, 5)
			first.TermEndOn, first.AtTermEnd = domain.Date(fmt.Sprint("2026-12-0", 1+i)), domain.TermEnds
			second.TermEndOn, second.AtTermEnd = domain.Date(fmt.Sprint("2026-12-0", 3+i)), domain.TermEnds
			pages = append(pages, storetest.Read(run, record, storetest.Now, nil, []domain.Subscription{first}))
			pages = append(pages, storetest.Read(run, record, storetest.Now, nil, []domain.Subscription{first, second}))
		}
		slices.SortStableFunc(pages, func(a, b store.PageSave) int { return len(a.Subscriptions) - len(b.Subscriptions) })
		return pages
	})
	f := span("2026-11-20", "2027-12-31")
	f.Page.Sort = "customer"
	reports, ctx := report.New(s.Reader()), context.Background()
	decisions, _, err := reports.CalendarPage(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	licences, _, err := reports.LicenceRows(ctx, domain.LicenceFilter{Scope: f.Scope, Section: domain.FigureExpiring, Page: f.Page})
	if err != nil {
		t.Fatal(err)
	}
	var inCalendar, inSection []int64
	for _, d := range decisions {
		inCalendar = append(inCalendar, d.CustomerID)
	}
	for _, l := range licences {
		inSection = append(inSection, l.CustomerID)
	}
	for list, ids := range map[string][]int64{"calendar": inCalendar, "section": inSection} {
		if len(ids) != 4 || len(slices.Compact(ids)) != 2 {
			t.Errorf("%s: rows of %v, want two and two", list, ids)
		}
	}
}

func TestCalendarPage_OfOneDay_StandsByCustomer(t *testing.T) {
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	records := storetest.Records(t, s, graph, storetest.Now, "Beta", "Alpha")
	storetest.Sync(t, s, graph, storetest.Now, func(run domain.Run) (pages []store.PageSave) {
		for i, record := range records {
			line := storetest.Subscription("line", fmt.Sprint("product ", i), domain.FamilyMicrosoft365, 5)
			line.TermEndOn, line.AtTermEnd = "2027-01-31", domain.TermEnds
			pages = append(pages, storetest.Read(run, record, storetest.Now, nil, []domain.Subscription{line}))
		}
		return pages
	})
	january := span("2027-01-01", "2027-01-31")
	january.Page.Limit = 1
	page, total, err := report.New(s.Reader()).CalendarPage(context.Background(), january)
	if err != nil || total != 2 || len(page) != 1 || page[0].Customer != "Alpha" || page[0].SyncedAt == nil {
		t.Errorf("%+v of %d, %v; want Alpha of 2, in full", page, total, err)
	}
}
