package api_test

import (
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"tenantry/app"
)

// TestBilling_EveryAmount_IsThatOfAPlainRecount multiplies, rounds and adds up what the data file holds by fractions of whole
// numbers, and finds the same lines, subtotals and totals in the workbook: for ten sandboxes, all customers and those of a tag.
func TestBilling_EveryAmount_IsThatOfAPlainRecount(t *testing.T) {
	priced, sums := 0, 0
	for _, seed := range portfolios() {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := newRead(t, false, seed)
			typePrices(t, k)
			r := openRecount(t, k)
			for _, scope := range []plainScope{{}, tagEverySecond(t, k)} {
				want := countBilling(r, scope)
				got := readBilling(t, k, scope)
				for _, line := range slices.Sorted(maps.Keys(want.lines)) {
					if got.lines[line] != want.lines[line] {
						t.Errorf("%+v: the line %s stands there %d times, want %d", scope, line, got.lines[line], want.lines[line])
					}
				}
				if len(got.lines) != len(want.lines) {
					t.Errorf("%+v: %d different lines, want %d", scope, len(got.lines), len(want.lines))
				}
				if !maps.EqualFunc(got.sums, want.sums, slices.Equal) {
					t.Errorf("%+v: the sums are\n%v, want\n%v", scope, got.sums, want.sums)
				}
				priced, sums = priced+want.priced, sums+len(want.sums)
			}
		})
	}
	if priced < 20 || sums < 10 {
		t.Errorf("only %d lines with an amount and %d sums were compared", priced, sums)
	}
}

// typePrices gives every third subscription a price, in turn of a currency with cents or without, for a month or a year.
func typePrices(t *testing.T, k *kit) {
	t.Helper()
	for i, s := range get[app.SubscriptionPage](t, k, "/api/subscriptions?limit=1000").Items {
		if i%3 != 0 {
			continue
		}
		price := [...]string{
			`"unit_price":"5.105","currency":"EUR","price_period":"month"`, `"unit_price":"0.145","currency":"EUR","price_period":"year"`,
			`"unit_price":"12.5","currency":"JPY","price_period":"month"`, `"unit_price":"99.9999","currency":"USD","price_period":"month"`,
		}[i/3%4]
		body := fmt.Sprintf(`{"ids":[%d],"values":{%s}}`, s.ID, price)
		if resp := k.send(t, request{method: http.MethodPatch, path: "/api/subscriptions/typed", body: body}); resp.StatusCode != http.StatusOK {
			t.Fatalf("typing gave %s: %s", resp.Status, text(t, resp))
		}
	}
}

// billed is what a billing workbook says: how often each line stands there, and the sums of each name and period. A customer's
// sums of different currencies differ by how their numbers are shown only, so that they are compared together.
type billed struct {
	lines  map[string]int
	sums   map[string][]string
	priced int
}

func countBilling(r recount, scope plainScope) billed {
	r.t.Helper()
	rows, err := r.db.QueryContext(r.t.Context(), `
SELECT c.id, c.name, s.quantity, COALESCE(s.typed_unit_price, ''), COALESCE(s.typed_currency, ''), COALESCE(s.typed_price_period, ''),
	s.status IN ('expired', 'deleted')
FROM subscriptions s, customers c
WHERE c.id = s.customer_id AND s.gone_at IS NULL`+scope.within("c.id"))
	if err != nil {
		r.t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	type sum struct{ whose, currency, period string }
	b, added := billed{lines: map[string]int{}, sums: map[string][]string{}}, map[sum]*big.Rat{}
	for rows.Next() {
		var id, quantity int64
		var name, price, currency, period, amount string
		var ended bool
		if err := rows.Scan(&id, &name, &quantity, &price, &currency, &period, &ended); err != nil {
			r.t.Fatal(err)
		}
		if period != "" {
			period = "per " + period
		}
		if price != "" && !ended {
			digits := 2
			if currency == "JPY" {
				digits = 0
			}
			exact := new(big.Rat).Mul(big.NewRat(quantity, 1), fraction(r.t, price))
			amount = exact.FloatString(digits) // rounds half away from zero
			for _, of := range []sum{{fmt.Sprint(id, " ", name), currency, period}, {"", currency, period}} {
				if added[of] == nil {
					added[of] = new(big.Rat)
				}
				added[of].Add(added[of], fraction(r.t, amount))
			}
			b.priced++
		}
		b.lines[billedLine(fmt.Sprint(id), fmt.Sprint(quantity), price, currency, period, amount)]++
	}
	if err := rows.Err(); err != nil {
		r.t.Fatal(err)
	}
	for of, n := range added {
		key := "Sum of these rows, " + of.currency + " " + of.period + "|" + of.period
		if _, name, ok := strings.Cut(of.whose, " "); ok {
			key = "Subtotal " + name + "|" + of.period
		}
		b.sums[key] = append(b.sums[key], n.RatString())
	}
	return b.sorted()
}

func readBilling(t *testing.T, k *kit, scope plainScope) billed {
	t.Helper()
	resp := k.send(t, request{path: "/api/export/billing?format=xlsx&language=en&" + scope.query()})
	book, err := excelize.OpenReader(strings.NewReader(text(t, resp)), excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows, err := book.GetRows("Billing")
	if err != nil {
		t.Fatal(err)
	}
	b := billed{lines: map[string]int{}, sums: map[string][]string{}}
	for _, row := range rows[1:] {
		cell := func(heading string) string {
			if at := slices.Index(rows[0], heading); at < len(row) {
				return row[at]
			}
			return ""
		}
		if cell("No.") == "" {
			key := cell("Customer") + "|" + cell("Price period")
			b.sums[key] = append(b.sums[key], fraction(t, cell("Amount")).RatString())
			continue
		}
		b.lines[billedLine(cell("No."), cell("Quantity"), cell("Unit price"), cell("Currency"), cell("Price period"), cell("Amount"))]++
	}
	return b.sorted()
}

func (b billed) sorted() billed {
	for _, sums := range b.sums {
		slices.Sort(sums)
	}
	return b
}

func billedLine(customer, quantity, price, currency, period, amount string) string {
	return fmt.Sprintf("%s: %s x %s %s %s = %s", customer, quantity, price, currency, period, amount)
}

func fraction(t *testing.T, decimal string) *big.Rat {
	t.Helper()
	r, ok := new(big.Rat).SetString(decimal)
	if !ok {
		t.Fatalf("%q is no number", decimal)
	}
	return r
}
