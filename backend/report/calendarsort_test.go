package report_test

import (
	"context"
	"strings"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// deadlines are three subscriptions over two vendors and a sign-in that ends, some of what they can be sorted by unknown.
func deadlines(t *testing.T) *report.Reports {
	t.Helper()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	hub := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	lines := func(connection domain.Connection, names ...string) {
		records := storetest.Records(t, s, connection, storetest.Now, names...)
		storetest.Sync(t, s, connection, storetest.Now, func(run domain.Run) (pages []store.PageSave) {
			for i, record := range records {
				line := storetest.Subscription("line "+names[i], "Süite of "+names[i], domain.FamilyMicrosoft365, int64(10-i))
				line.TermEndOn, line.AtTermEnd = domain.Date("2027-01-31").AddDays(-i), domain.TermEnds
				if i == 1 {
					line.AtTermEnd, line.Term, line.CancelUntil = domain.TermRenews, "P1Y", at("2026-11-27T23:30:00Z")
				}
				pages = append(pages, storetest.Read(run, record, storetest.Now, nil, []domain.Subscription{line}))
			}
			return pages
		})
	}
	lines(graph, "alpha", "Zulu")
	lines(hub, "Émile")
	return report.New(s.Reader())
}

func customersOf(items []domain.Decision) string {
	names := make([]string, 0, len(items))
	for _, d := range items {
		names = append(names, d.Customer)
	}
	return strings.Join(names, " ")
}

func TestCalendarPage_SearchAndVendorNarrowItDown(t *testing.T) {
	reports, ctx := deadlines(t), context.Background()
	tests := map[string]struct {
		change func(*domain.CalendarFilter)
		want   string
	}{
		"of a customer, without its accent": {func(f *domain.CalendarFilter) { f.Search = "emile" }, "Émile"},
		"of a product":                      {func(f *domain.CalendarFilter) { f.Search = "suite alpha" }, "alpha"},
		"of nothing":                        {func(f *domain.CalendarFilter) { f.Search = "%" }, ""},
		"of a vendor":                       {func(f *domain.CalendarFilter) { f.Vendors = []domain.Vendor{domain.VendorMicrosoft} }, "Zulu alpha"},
		"of both":                           {func(f *domain.CalendarFilter) { f.Vendors, f.Search = []domain.Vendor{domain.VendorWebex}, "alpha" }, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := span("2026-11-20", "2027-12-31")
			test.change(&f)
			page, total, err := reports.CalendarPage(ctx, f)
			if err != nil || customersOf(page) != test.want || total != len(page) {
				t.Errorf("%q, %d, %v; want %q", customersOf(page), total, err, test.want)
			}
			whole, err := reports.Calendar(ctx, f)
			if err != nil || customersOf(whole.Items) != test.want {
				t.Errorf("as a whole %q, %v; want %q", customersOf(whole.Items), err, test.want)
			}
		})
	}
}

func TestCalendarPage_SortsByEveryColumn_WithWhatIsEmptyLast(t *testing.T) {
	reports, ctx := deadlines(t), context.Background()
	for column, want := range map[string]struct{ up, down string }{
		"day":        {"Zulu alpha Émile", "alpha Émile Zulu"},
		"state":      {"Zulu alpha Émile", "alpha Émile Zulu"},
		"act_until":  {"Zulu alpha Émile", "alpha Émile Zulu"},
		"customer":   {"alpha Émile Zulu", "Zulu Émile alpha"},
		"product":    {"alpha Émile Zulu", "Zulu Émile alpha"},
		"quantity":   {"Zulu alpha Émile", "alpha Émile Zulu"},
		"term":       {"Zulu alpha Émile", "Zulu alpha Émile"},
		"connection": {"Zulu alpha Émile", "Émile Zulu alpha"},
		"number":     {"alpha Émile Zulu", "Zulu Émile alpha"},
		"amount":     {"Zulu alpha Émile", "Zulu alpha Émile"},
		"next":       {"Zulu alpha Émile", "Zulu alpha Émile"},
		"source":     {"Zulu alpha Émile", "Zulu alpha Émile"},
	} {
		for desc, names := range map[bool]string{false: want.up, true: want.down} {
			f := span("2026-11-20", "2027-12-31")
			f.Page.Sort, f.Page.Desc = column, desc
			var paged []domain.Decision
			for offset := range 3 {
				f.Page.Limit, f.Page.Offset = 1, offset
				page, _, err := reports.CalendarPage(ctx, f)
				if err != nil {
					t.Fatal(column, err)
				}
				paged = append(paged, page...)
			}
			whole, err := reports.Calendar(ctx, f)
			if err != nil || customersOf(whole.Items) != names || customersOf(paged) != names {
				t.Errorf("%s desc %v: %q, in pages %q, %v; want %q", column, desc, customersOf(whole.Items), customersOf(paged), err, names)
			}
			if days := len(whole.Summary.Days); days != 2 {
				t.Errorf("%s: %d days, want 2: they are added up by day in any order", column, days)
			}
		}
	}
	f := span("2026-11-20", "2027-12-31")
	f.Page.Sort = "colour"
	if _, err := reports.Calendar(ctx, f); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("an unknown column: %v", err)
	}
}

func TestCalendarPage_SortedByAmount_KeepsCurrenciesApart(t *testing.T) {
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	record := storetest.Records(t, s, graph, storetest.Now, "Contoso")[0]
	prices := map[string][2]string{"a": {"9", "EUR"}, "b": {"700", "CHF"}, "c": {}, "d": {"2", "EUR"}}
	storetest.Sync(t, s, graph, storetest.Now, func(run domain.Run) []store.PageSave {
		var lines []domain.Subscription
		for _, name := range []string{"a", "b", "c", "d"} {
			line := storetest.Subscription(name, name, domain.FamilyMicrosoft365, 5)
			line.TermEndOn = "2027-01-31"
			lines = append(lines, line)
		}
		return []store.PageSave{storetest.Read(run, record, storetest.Now, nil, lines)}
	})
	reports, ctx, month := report.New(s.Reader()), context.Background(), "month"
	f := span("2026-11-20", "2027-12-31")
	all, err := reports.Calendar(ctx, f)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all.Items {
		if price := prices[d.Product]; price[0] != "" {
			typed := domain.Typed{UnitPrice: &price[0], Currency: &price[1], PricePeriod: &month}
			if _, err := s.SaveTyped(ctx, []int64{d.ID}, typed, storetest.Now); err != nil {
				t.Fatal(err)
			}
		}
	}
	for desc, want := range map[bool]string{false: "b d a c", true: "a d b c"} {
		f.Page.Sort, f.Page.Desc = "amount", desc
		page, _, err := reports.CalendarPage(ctx, f)
		var products []string
		for _, d := range page {
			products = append(products, d.Product)
		}
		if got := strings.Join(products, " "); err != nil || got != want {
			t.Errorf("desc %v: %s, %v; want %s", desc, got, err, want)
		}
	}
}
