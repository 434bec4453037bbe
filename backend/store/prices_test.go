package store_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

var priceList = store.ImportRequest{Kind: domain.ImportPrices, Vendor: domain.VendorWebex}

func listed(product, price string, from domain.Date) domain.ImportRow {
	return domain.ImportRow{Price: &domain.Price{Product: product, Price: price, Cost: "1", Currency: "EUR", PricePeriod: "month", ValidFrom: from}}
}

func (p *filed) applyOn(day domain.Date) int {
	p.t.Helper()
	n, err := p.s.ApplyPrices(p.t.Context(), store.PriceRun{Day: day})
	if err != nil {
		p.t.Fatal(err)
	}
	again, err := p.s.ApplyPrices(p.t.Context(), store.PriceRun{Day: day})
	if err != nil || again != 0 {
		p.t.Errorf("applied twice, the second time changed %d prices: %v", again, err)
	}
	return n
}

// prices gives the price and its source of each line.
func (p *filed) prices() string {
	p.t.Helper()
	var all []string
	for key, row := range p.subscriptions() {
		if row.UnitPrice != "" {
			all = append(all, fmt.Sprintf("%s=%s %s", key, row.UnitPrice, row.PriceSource))
		}
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

func (p *filed) expectPrices(what, want string) {
	p.t.Helper()
	if got := p.prices(); got != want {
		p.t.Errorf("%s: prices are %q, want %q", what, got, want)
	}
}

func (p *filed) typePrice(key, price string) {
	p.t.Helper()
	id := p.subscriptions()[key].ID
	if _, err := p.s.SaveTyped(p.t.Context(), []int64{id}, domain.Typed{UnitPrice: &price, Currency: ptr("EUR"), PricePeriod: ptr("month")}, p.at); err != nil {
		p.t.Fatal(err)
	}
	if _, err := p.s.ApplyPrices(p.t.Context(), store.PriceRun{Day: domain.DateOf(p.at), Lines: []int64{id}}); err != nil {
		p.t.Fatal(err)
	}
}

func TestApplyPrices_LineThatAppearsAfterTheImport_GetsItsPrice(t *testing.T) {
	p := newFiled(t)
	p.rows(priceList, listed("Whiteboard", "4.20", ""))
	p.expectPrices("imported", "")
	later := storetest.Now.AddDate(0, 0, 1)
	storetest.Sync(t, p.s, p.webex, later, func(run domain.Run) []store.PageSave {
		line := storetest.Subscription("Sub1c", "Whiteboard", domain.FamilyOther, 3)
		return []store.PageSave{storetest.Read(run, p.records[0], later, nil, []domain.Subscription{line})}
	})
	other, err := p.s.ApplyPrices(t.Context(), store.PriceRun{Day: domain.DateOf(later), ConnectionID: p.files.ID})
	if err != nil || other != 0 {
		t.Errorf("another connection's sync changed %d prices: %v", other, err)
	}
	n, err := p.s.ApplyPrices(t.Context(), store.PriceRun{Day: domain.DateOf(later), ConnectionID: p.webex.ID})
	if err != nil || n != 1 {
		t.Errorf("the sync changed %d prices: %v", n, err)
	}
	p.expectPrices("synced", "Sub1c/Whiteboard=4.20 import")
}

func TestApplyPrices_NewestThatIsValidCounts(t *testing.T) {
	p := newFiled(t)
	today := domain.DateOf(p.at)
	p.rows(priceList, listed("Meetings", "10", today.AddDays(-30)), listed("Meetings", "12", today.AddDays(7)), listed("Meetings", "9", today.AddDays(-60)))
	p.expectPrices("imported", "Sub1/Meetings=10 import, Sub2/Meetings=10 import")
	p.typePrice("Sub2/Meetings", "7")
	if n := p.applyOn(today.AddDays(6)); n != 0 {
		t.Errorf("%d prices changed on the day before", n)
	}
	if n := p.applyOn(today.AddDays(7)); n != 1 {
		t.Errorf("%d prices changed on the day", n)
	}
	p.expectPrices("on its day", "Sub1/Meetings=12 import, Sub2/Meetings=7 typed")
	p.typePrice("Sub2/Meetings", "")
	p.expectPrices("taken back today", "Sub1/Meetings=12 import, Sub2/Meetings=10 import")
}

func TestApplyPrices_TermAndSKUDecide(t *testing.T) {
	p := newFiled(t)
	p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions},
		domain.ImportRow{Customer: contoso, Number: "Sub1", Product: "Meetings", Typed: domain.Typed{Term: ptr(domain.Term("P1Y"))}})
	yearly := listed("meetings", "8", "")
	yearly.Price.Term = "P1Y"
	monthly := listed("Calling", "3", "")
	monthly.Price.Term = "P1M"
	other := listed("Meetings", "99", "")
	other.Price.SKU = "SOMETHING-ELSE"
	p.rows(priceList, listed("MEETINGS", "11", ""), yearly, monthly, other)
	p.expectPrices("a term goes before none, and only where it is the line's", "Sub1/Meetings=8 import, Sub2/Meetings=11 import")
	p.rows(store.ImportRequest{Kind: domain.ImportPrices, Vendor: domain.VendorMicrosoft}, listed("Calling", "1", ""))
	p.expectPrices("another vendor's list", "Sub1/Meetings=8 import, Sub2/Meetings=11 import")
}

func TestApplyPrices_FileThatNamesTheLine_AndListImportedLater(t *testing.T) {
	p := newFiled(t)
	own := func(price string) domain.Import {
		return p.rows(store.ImportRequest{Kind: domain.ImportSubscriptions}, domain.ImportRow{Customer: contoso, Number: "Sub1", Product: "Meetings",
			Typed: domain.Typed{UnitPrice: &price, Currency: ptr("EUR"), PricePeriod: ptr("month")}})
	}
	first := p.rows(priceList, listed("Meetings", "10", ""))
	file := own("6")
	p.applyOn(domain.DateOf(p.at))
	p.expectPrices("a file names the line", "Sub1/Meetings=6 import, Sub2/Meetings=10 import")
	second := p.rows(priceList, listed("Meetings", "13", domain.DateOf(p.at)))
	p.expectPrices("a later list", "Sub1/Meetings=13 import, Sub2/Meetings=13 import")
	p.undo(second.ID)
	p.expectPrices("undone", "Sub1/Meetings=6 import, Sub2/Meetings=10 import")
	if undone := p.undo(file.ID); len(undone.Kept) != 0 {
		t.Errorf("kept %+v", undone.Kept)
	}
	p.expectPrices("the file undone", "Sub1/Meetings=10 import, Sub2/Meetings=10 import")
	p.undo(first.ID)
	p.expectPrices("all undone", "")
}

func TestUndoImport_FuturePriceAppliedSince_GoesToo(t *testing.T) {
	p := newFiled(t)
	before := contents(t, p.s)
	day := domain.DateOf(p.at).AddDays(3)
	done := p.rows(priceList, listed("Calling", "5", day))
	p.expectPrices("imported", "")
	p.applyOn(day)
	p.expectPrices("on its day", "Sub1/Calling=5 import, Sub2/Calling=5 import")
	p.typePrice("Sub2/Calling", "4")
	p.at = p.at.AddDate(0, 0, 4)
	if undone := p.undo(done.ID); len(undone.Kept) != 0 {
		t.Errorf("kept %+v", undone.Kept)
	}
	p.expectPrices("undone", "Sub2/Calling=4 typed")
	p.typePrice("Sub2/Calling", "")
	before["settings"] = contents(t, p.s)["settings"] // which holds the day
	sameContents(t, before, contents(t, p.s))
}

func TestPricesDue_OnceADay_WhereThereAreLists(t *testing.T) {
	p := newFiled(t)
	due := func(day domain.Date) bool {
		t.Helper()
		is, err := p.s.PricesDue(t.Context(), day)
		if err != nil {
			t.Fatal(err)
		}
		return is
	}
	day := domain.DateOf(p.at)
	if due(day) {
		t.Error("due without lists")
	}
	p.rows(priceList, listed("Meetings", "10", ""))
	if !due(day) {
		t.Error("not due at first")
	}
	p.applyOn(day)
	if due(day) || !due(day.AddDays(1)) {
		t.Errorf("due again that day: %t, on the next: %t", due(day), due(day.AddDays(1)))
	}
}

// modelPrice is a price of a list as the model of the property knows it.
type modelPrice struct {
	list, row int // the import and the row in it
	product   string
	term      domain.Term
	price     string
	from      domain.Date
}

// starts is the day a price is as new as: one without a day is as new as its import.
func (m modelPrice) starts(today domain.Date) domain.Date { return cmp.Or(m.from, today) }

// TestApplyPrices_AnyListsAndPricesTyped compares what counts with what a plain search finds.
func TestApplyPrices_AnyListsAndPricesTyped(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.OpenIn(rt, t.TempDir())
		defer func() { _ = s.Close() }()
		webex := storetest.Connect(rt, s, domain.VendorWebex, "Webex")
		record := storetest.Records(rt, s, webex, storetest.Now, "Contoso")[0]
		products := []string{"Meetings", "Calling"}
		terms := []domain.Term{"", "P1M", "P1Y"}
		var lines []domain.Subscription
		for i := range rapid.IntRange(1, 6).Draw(rt, "lines") {
			line := storetest.Subscription(fmt.Sprint("l", i), rapid.SampledFrom(products).Draw(rt, "product"), domain.FamilyOther, 1)
			line.Term = rapid.SampledFrom(terms).Draw(rt, "term")
			lines = append(lines, line)
		}
		run := storetest.Begin(rt, s, webex, storetest.Now)
		storetest.Save(rt, s, storetest.Read(run, record, storetest.Now, nil, lines))
		var model []modelPrice
		typed := map[string]string{}
		at, today := storetest.Now, domain.DateOf(storetest.Now)
		day := today
		for list := range rapid.IntRange(0, 3).Draw(rt, "lists") {
			at = at.Add(time.Minute)
			var rows []domain.ImportRow
			seen := map[string]bool{}
			for row := range rapid.IntRange(1, 4).Draw(rt, "prices") {
				m := modelPrice{list: list, row: row, product: rapid.SampledFrom(products).Draw(rt, "product"), term: rapid.SampledFrom(terms).Draw(rt, "term")}
				m.price = fmt.Sprint(10*list+row+1, ".5")
				m.from = rapid.SampledFrom([]domain.Date{"", today.AddDays(-5), today.AddDays(2), today.AddDays(4)}).Draw(rt, "from")
				key := fmt.Sprint(m.product, m.term, m.from)
				if seen[key] {
					continue
				}
				seen[key] = true
				model = slices.DeleteFunc(model, func(o modelPrice) bool { return fmt.Sprint(o.product, o.term, o.from) == key })
				model = append(model, m)
				r := listed(m.product, m.price, m.from)
				r.Price.Term = m.term
				rows = append(rows, r)
			}
			req := priceList
			req.Name, req.At, req.Day = companyName, at, today
			if _, err := s.Import(context.Background(), req, rowsOf(rows...)); err != nil {
				rt.Fatal(err)
			}
			if rapid.Bool().Draw(rt, "type") {
				row := rapid.SampledFrom(lines).Draw(rt, "line")
				price := rapid.SampledFrom([]string{"", "7.77"}).Draw(rt, "typed")
				id := storedPrices(rt, s)[row.Key].ID
				if _, err := s.SaveTyped(context.Background(), []int64{id}, domain.Typed{UnitPrice: &price, Currency: ptr("EUR"), PricePeriod: ptr("year")}, at); err != nil {
					rt.Fatal(err)
				}
				typed[row.Key] = price
			}
			day = today.AddDays(rapid.IntRange(0, 5).Draw(rt, "day"))
			if _, err := s.ApplyPrices(context.Background(), store.PriceRun{Day: day}); err != nil {
				rt.Fatal(err)
			}
		}
		for key, row := range storedPrices(rt, s) {
			want, source := typed[key], domain.SourceTyped
			if want == "" {
				want, source = modelled(model, row, today, day), domain.SourceImport
			}
			if want == "" {
				source = domain.SourceNone
			}
			if row.UnitPrice != want || row.PriceSource != source {
				rt.Errorf("on %s %s (%s, %q) costs %q by %q, want %q by %q; prices %+v", day, key, row.Product, row.Term, row.UnitPrice, row.PriceSource, want, source, model)
			}
		}
	})
}

// modelled looks through all prices one by one.
func modelled(model []modelPrice, row domain.SubscriptionRow, today, day domain.Date) string {
	var best *modelPrice
	for i, m := range model {
		if m.product != row.Product || m.term != "" && m.term != row.Term || m.from > day {
			continue
		}
		better := best == nil
		if best != nil {
			better = cmp.Or(cmp.Compare(m.starts(today), best.starts(today)), cmp.Compare(len(m.term), len(best.term)),
				cmp.Compare(m.list, best.list), cmp.Compare(best.row, m.row)) > 0
		}
		if better {
			best = &model[i]
		}
	}
	if best == nil {
		return ""
	}
	return best.price
}

func storedPrices(tb storetest.Failer, s *store.Store) map[string]domain.SubscriptionRow {
	tb.Helper()
	rows, _, err := s.FindSubscriptions(context.Background(), domain.SubscriptionFilter{Scope: domain.Scope{Today: storetest.Today, Thresholds: domain.DefaultThresholds()}})
	if err != nil {
		tb.Fatal(err)
	}
	byKey := map[string]domain.SubscriptionRow{}
	for _, row := range rows {
		byKey[row.Number] = row
	}
	return byKey
}

func TestFindPrices_SearchSortAndOrigin(t *testing.T) {
	p := newFiled(t)
	p.rows(priceList, listed("Meetings", "10", ""), listed("Calling", "9.5", "2026-01-01"), listed("Webinars", "100", ""))
	find := func(f domain.PriceFilter) string {
		t.Helper()
		rows, total, err := p.s.FindPrices(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprint(total)
		for _, row := range rows {
			text += fmt.Sprintf(", %s %s of %s", row.Product, row.Price.Price, row.File)
		}
		var each []domain.PriceRow
		for row, err := range p.s.EachPrice(t.Context(), f) {
			if err != nil {
				t.Fatal(err)
			}
			each = append(each, row)
		}
		if !slices.Equal(each, rows) {
			t.Errorf("%+v: each of %+v, found %+v", f, each, rows)
		}
		return text
	}
	for _, test := range []struct {
		filter domain.PriceFilter
		want   string
	}{
		{domain.PriceFilter{}, "3, Calling 9.5 of list.csv, Meetings 10 of list.csv, Webinars 100 of list.csv"},
		{domain.PriceFilter{Page: domain.PageRequest{Sort: "unit_price", Desc: true}}, "3, Webinars 100 of list.csv, Meetings 10 of list.csv, Calling 9.5 of list.csv"},
		{domain.PriceFilter{Page: domain.PageRequest{Limit: 1, Offset: 1}}, "3, Meetings 10 of list.csv"},
		{domain.PriceFilter{Search: "CALL list"}, "1, Calling 9.5 of list.csv"},
		{domain.PriceFilter{Vendor: domain.VendorMicrosoft}, "0"},
	} {
		if got := find(test.filter); got != test.want {
			t.Errorf("%+v gave %q, want %q", test.filter, got, test.want)
		}
	}
	if _, _, err := p.s.FindPrices(t.Context(), domain.PriceFilter{Page: domain.PageRequest{Sort: "import_id"}}); domain.CodeOf(err) != domain.CodeInvalid {
		t.Errorf("sorted by what is no column: %v", err)
	}
}
