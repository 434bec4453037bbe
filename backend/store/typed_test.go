package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

func ptr[T any](value T) *T { return &value }

func TestSaveTyped_FactNoSourceGives_CountsAndSurvivesASync(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	lines := []domain.Subscription{e3a, e3b}
	storetest.Save(t, g.Store, g.read(storetest.Now, []domain.Pool{e3}, lines))
	ends, atEnd := storetest.Today.AddDays(90), domain.TermEnds
	result, err := g.SaveTyped(ctx, []int64{1, 2, 99}, domain.Typed{TermEndOn: &ends, AtTermEnd: &atEnd}, storetest.Now)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "result", result, domain.TypedResult{Saved: 2, Skipped: []domain.TypedSkipped{{ID: 99, ReasonKey: "not_found"}}})
	lines[0].Quantity = 7
	storetest.Save(t, g.Store, g.read(storetest.Now.Add(time.Hour), []domain.Pool{e3}, lines))
	rows, total, err := g.FindSubscriptions(ctx, domain.SubscriptionFilter{Scope: scope, Figure: domain.FigureExpiring})
	if err != nil || total != 2 {
		t.Fatalf("%d expiring, %v", total, err)
	}
	if r := rows[0]; r.Quantity != 7 || r.TermEndOn != ends || r.TermEndSource != domain.SourceTyped ||
		r.AtTermEndSource != domain.SourceTyped || !r.TypedAt.Equal(storetest.Now) || r.Given != nil {
		t.Errorf("row %+v", r)
	}
	if detail := g.detail(t); detail.NextEndsOn != ends || detail.Statuses[0] != domain.CustomerExpiring {
		t.Errorf("customer %+v", detail.CustomerRow)
	}
}

func TestSaveTyped_FactTheSourceGives_IsRefusedForThatRowOnly(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	known := e3a
	known.TermEndOn = storetest.Today.AddDays(10)
	storetest.Save(t, g.Store, g.read(storetest.Now, nil, []domain.Subscription{known, e3b}))
	result, err := g.SaveTyped(ctx, []int64{1, 2}, domain.Typed{TermEndOn: ptr(storetest.Today)}, storetest.Now)
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "result", result, domain.TypedResult{Saved: 1, Skipped: []domain.TypedSkipped{{ID: 1, ReasonKey: "typed_has_source"}}})
}

func TestSaveTyped_SourceSaysOtherwiseLater_TypedStaysUntilTakenBack(t *testing.T) {
	ctx := context.Background()
	g := newGraph(t)
	line := e3a
	storetest.Save(t, g.Store, g.read(storetest.Now, nil, []domain.Subscription{line}))
	typed, given := storetest.Today.AddDays(30), storetest.Today.AddDays(300)
	save := func(v domain.Typed) {
		t.Helper()
		if result, err := g.SaveTyped(ctx, []int64{1}, v, storetest.Now); err != nil || result.Saved != 1 {
			t.Fatalf("%+v, %v", result, err)
		}
	}
	save(domain.Typed{TermEndOn: &typed})
	line.TermEndOn = given
	storetest.Save(t, g.Store, g.read(storetest.Now.Add(time.Hour), nil, []domain.Subscription{line}))
	row := g.detail(t).SubscriptionRows[0]
	if row.TermEndOn != typed || row.TermEndSource != domain.SourceTyped || row.Given == nil || row.Given.TermEndOn != given {
		t.Errorf("both known: %+v, given %+v", row, row.Given)
	}
	save(domain.Typed{TermEndOn: ptr(domain.Date(""))})
	row = g.detail(t).SubscriptionRows[0]
	if row.TermEndOn != given || row.TermEndSource != domain.SourceAPI || row.Given != nil || row.TypedAt != nil {
		t.Errorf("taken back: %+v", row)
	}
}

func TestSaveTyped_WrongValues_SayWhatIsWrongAndSaveNothing(t *testing.T) {
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, nil, []domain.Subscription{e3a}))
	price := func(amount, currency, period string) domain.Typed {
		return domain.Typed{UnitPrice: &amount, Currency: &currency, PricePeriod: &period}
	}
	for name, tt := range map[string]struct {
		values domain.Typed
		key    string
	}{
		"day that does not exist":    {domain.Typed{TermEndOn: ptr(domain.Date("2026-02-30"))}, "date_invalid"},
		"German date":                {domain.Typed{TermEndOn: ptr(domain.Date("30.11.2026"))}, "date_invalid"},
		"unknown end":                {domain.Typed{AtTermEnd: ptr(domain.AtTermEnd("maybe"))}, "at_term_end_invalid"},
		"unknown term":               {domain.Typed{Term: ptr(domain.Term("P7W"))}, "term_invalid"},
		"price in words":             {price("five", "EUR", "month"), "price_invalid"},
		"price with a comma":         {price("5,10", "EUR", "month"), "price_invalid"},
		"negative price":             {price("-1", "EUR", "month"), "price_invalid"},
		"price in scientific form":   {price("1e3", "EUR", "month"), "price_invalid"},
		"nine decimals":              {price("0.123456789", "EUR", "month"), "price_invalid"},
		"more than money there is":   {price("99999999999999999", "EUR", "month"), "price_invalid"},
		"currency by its sign":       {price("5.10", "€", "month"), "currency_invalid"},
		"no currency":                {price("5.10", "", "month"), "price_incomplete"},
		"no period":                  {price("5.10", "EUR", ""), "price_incomplete"},
		"currency alone":             {domain.Typed{Currency: ptr("EUR")}, "price_incomplete"},
		"period that is not offered": {price("5.10", "EUR", "week"), "price_period_invalid"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := g.SaveTyped(context.Background(), []int64{1}, tt.values, storetest.Now)
			wantKey(t, err, tt.key)
			if row := g.detail(t).SubscriptionRows[0]; row.TypedAt != nil {
				t.Errorf("saved all the same: %+v", row)
			}
		})
	}
}

func TestSaveTyped_AnyPrice_IsKeptExactly(t *testing.T) {
	g := newGraph(t)
	storetest.Save(t, g.Store, g.read(storetest.Now, nil, []domain.Subscription{e3a}))
	rapid.Check(t, func(rt *rapid.T) {
		price := decimal.MustNew(rapid.Int64Range(0, 1e12).Draw(rt, "digits"), rapid.IntRange(0, 8).Draw(rt, "decimals"))
		_, err := g.SaveTyped(context.Background(), []int64{1},
			domain.Typed{UnitPrice: ptr(" " + price.String()), Currency: ptr("nok"), PricePeriod: ptr("year")}, storetest.Now)
		if err != nil {
			rt.Fatal(err)
		}
		row := g.detail(t).SubscriptionRows[0]
		if row.UnitPrice != price.String() || row.Currency != "NOK" || row.PricePeriod != "year" || row.PriceSource != domain.SourceTyped {
			rt.Fatalf("typed %s, kept %q %q %q", price, row.UnitPrice, row.Currency, row.PricePeriod)
		}
	})
	if _, err := g.SaveTyped(context.Background(), []int64{1}, domain.Typed{UnitPrice: ptr("")}, storetest.Now); err != nil {
		t.Fatal(err)
	}
	if row := g.detail(t).SubscriptionRows[0]; row.UnitPrice != "" || row.Currency != "" || row.PriceSource != domain.SourceNone {
		t.Errorf("taken back: %+v", row)
	}
}

// syncsKeepWhatWasTyped lets syncs follow a past in which values were typed in.
func syncsKeepWhatWasTyped(rt *rapid.T, s *store.Store, h *storetest.History) {
	before := typedBySubscription(rt, s)
	h.Sync()
	h.Sync()
	after := typedBySubscription(rt, s)
	for id, typed := range before {
		compare(rt, "typed values", after[id], typed)
	}
}

func typedBySubscription(tb storetest.TB, s *store.Store) map[int64][3]string {
	typed := map[int64][3]string{}
	for _, row := range storetest.ReadRows(tb, s).Subscriptions {
		typed[row.ID] = [3]string{row.TypedEnd, row.TypedAtEnd, row.Price}
	}
	return typed
}

// TestSaveTyped_BillingCycle_WhereTheVendorTellsNone: a sync leaves it, and what the vendor says since is told beside it.
func TestSaveTyped_BillingCycle_WhereTheVendorTellsNone(t *testing.T) {
	p := newFiled(t)
	line := p.subscriptions()["Sub1/Meetings"]
	type in struct{ cycle, reason string }
	save := func(cycle string) in {
		t.Helper()
		result, err := p.s.SaveTyped(t.Context(), []int64{line.ID}, domain.Typed{BillingCycle: &cycle}, p.at)
		if err != nil {
			t.Fatal(err)
		}
		for _, skipped := range result.Skipped {
			return in{cycle, skipped.ReasonKey}
		}
		return in{cycle: cycle}
	}
	expect := func(what, want string) {
		t.Helper()
		row := p.subscriptions()["Sub1/Meetings"]
		if got := fmt.Sprintf("%s by %q, typed %v", row.BillingCycle, row.BillingSource, row.TypedAt != nil); got != want {
			t.Errorf("%s: it is billed %s, want %s", what, got, want)
		}
	}
	read := func(cycle string) {
		storetest.Sync(t, p.s, p.webex, p.at, func(run domain.Run) []store.PageSave {
			line := storetest.Subscription("Sub1a", "Meetings", domain.FamilyMeetings, 12)
			line.Number, line.BillingCycle = "Sub1", cycle
			return []store.PageSave{storetest.Read(run, p.records[0], p.at, nil, []domain.Subscription{line})}
		})
	}
	expect("before", ` by "", typed false`)
	before, err := p.s.BeforeTyped(t.Context(), []int64{line.ID})
	if err != nil {
		t.Fatal(err)
	}
	save("annual")
	expect("typed", `annual by "typed", typed true`)
	filter := domain.SubscriptionFilter{Scope: domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}}
	filter.Sources = []domain.Source{domain.SourceTyped}
	if _, total, err := p.s.FindSubscriptions(t.Context(), filter); err != nil || total != 1 {
		t.Errorf("%d lines have something typed in, %v", total, err)
	}
	read("")
	expect("synced", `annual by "typed", typed true`)
	read("monthly")
	expect("told by the vendor since", `annual by "typed", typed true`)
	if given := p.subscriptions()["Sub1/Meetings"].Given; given == nil || given.BillingCycle != "monthly" {
		t.Errorf("what the vendor says since is not told: %+v", given)
	}
	if got := save("triennial"); got.reason != "typed_has_source" {
		t.Errorf("typed over the vendor: %+v", got)
	}
	save("")
	expect("taken back", `monthly by "api", typed false`)
	read("")
	save("none")
	if err := p.s.Restore(t.Context(), before); err != nil {
		t.Fatal(err)
	}
	expect("undone", ` by "", typed false`)
	cycle := "weekly"
	if _, err := p.s.SaveTyped(t.Context(), []int64{line.ID}, domain.Typed{BillingCycle: &cycle}, p.at); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("a word that is none was saved: %v", err)
	}
}
