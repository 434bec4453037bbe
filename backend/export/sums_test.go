package export_test

import (
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// line is a billing line in small: customer, amount, period.
type line struct {
	customer string
	amount   *domain.Money
	period   string
}

func euros(minor int64) *domain.Money   { return &domain.Money{Minor: minor, Currency: "EUR"} }
func dollars(minor int64) *domain.Money { return &domain.Money{Minor: minor, Currency: "USD"} }

var byCustomer = export.Grouping{
	By: 0, Amount: 1, Unit: 2, Label: 0,
	Subtotal: func(first export.Row) string { return "Subtotal " + export.FormatFor("en").Value(first.Cells[0]) },
	Total:    func(currency, unit string) string { return "Total " + currency + " " + unit },
}

func summed(lines []line) iter.Seq2[export.Row, error] {
	return export.WithSums(export.Rows(lines, func(l line) []export.Value {
		return []export.Value{export.Text(l.customer), export.OptMoney(l.amount), export.Text(l.period)}
	}), 3, byCustomer)
}

func TestWithSums_SubtotalsAndTotals(t *testing.T) {
	rows := summed([]line{
		{"Ada", euros(100), "month"}, {"Ada", euros(250), "month"}, {"Ada", euros(1000), "year"}, {"Ada", dollars(5), "month"},
		{"Bob", nil, ""}, {"Cem", euros(-50), "month"}, {"Cem", nil, ""},
	})
	var got []string
	en := export.FormatFor("en")
	for row, err := range rows {
		must(t, err)
		if row.Level != export.LevelData {
			got = append(got, fmt.Sprintf("%d|%s|%s|%s", row.Level, en.Value(row.Cells[0]), en.Value(row.Cells[1]), en.Value(row.Cells[2])))
		}
	}
	want := []string{
		"1|Subtotal Ada|3.50\u00a0EUR|month", "1|Subtotal Ada|10.00\u00a0EUR|year", "1|Subtotal Ada|0.05\u00a0USD|month",
		"1|Subtotal Cem|-0.50\u00a0EUR|month",
		"2|Total EUR month|3.00\u00a0EUR|month", "2|Total EUR year|10.00\u00a0EUR|year", "2|Total USD month|0.05\u00a0USD|month",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

// TestWithSums_TotalsEqualTheLines: the totals, and the subtotals together, are the sum of the lines shown.
func TestWithSums_TotalsEqualTheLines(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		lines := rapid.SliceOfN(rapid.Custom(func(rt *rapid.T) line {
			l := line{customer: rapid.SampledFrom([]string{"A", "B", "C"}).Draw(rt, "customer"), period: rapid.SampledFrom([]string{"month", "year"}).Draw(rt, "period")}
			switch rapid.IntRange(0, 2).Draw(rt, "currency") {
			case 1:
				l.amount = euros(rapid.Int64Range(-1e12, 1e12).Draw(rt, "minor"))
			case 2:
				l.amount = dollars(rapid.Int64Range(-1e12, 1e12).Draw(rt, "minor"))
			}
			return l
		}), 0, 40).Draw(rt, "lines")
		slices.SortStableFunc(lines, func(a, b line) int { return int(a.customer[0]) - int(b.customer[0]) })
		want := map[string]int64{}
		for _, l := range lines {
			if l.amount != nil {
				want[l.amount.Currency+l.period] += l.amount.Minor
			}
		}
		got := map[export.Level]map[string]int64{export.LevelSubtotal: {}, export.LevelTotal: {}}
		data := 0
		for row, err := range summed(lines) {
			must(t, err)
			if row.Level == export.LevelData {
				data++
				continue
			}
			currency, minor := amountOf(rt, row.Cells[1])
			got[row.Level][currency+export.FormatFor("en").Value(row.Cells[2])] += minor
		}
		for level, sums := range got {
			if fmt.Sprint(sums) != fmt.Sprint(want) {
				rt.Fatalf("level %d sums to %v, the lines to %v", level, sums, want)
			}
		}
		if data != len(lines) {
			rt.Fatalf("%d of %d lines came through", data, len(lines))
		}
	})
}

func amountOf(t *rapid.T, v export.Value) (currency string, minor int64) {
	text := export.FormatFor("en").Value(v)
	var digits []byte
	for _, c := range []byte(text) {
		if c == '-' || c >= '0' && c <= '9' {
			digits = append(digits, c)
		}
	}
	minor, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return text[len(text)-3:], minor
}

func TestWithSums_RefusesWhatItCannotAddUp(t *testing.T) {
	price := export.Price(decimal.MustParse("0.0125"), "EUR")
	for name, amounts := range map[string][]export.Value{
		"fractions of a cent": {price},
		"overflow":            {export.OptMoney(euros(math.MaxInt64)), export.OptMoney(euros(1))},
	} {
		rows := export.WithSums(export.Rows(amounts, func(v export.Value) []export.Value {
			return []export.Value{export.Text("Ada"), v, export.Text("month")}
		}), 3, byCustomer)
		if _, err := drain(rows); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestWithSums_PassesErrorsOnAndStopsWhenAsked(t *testing.T) {
	broken := errors.New("database gone")
	one := export.Rows([]line{{"Ada", euros(1), "month"}}, func(l line) []export.Value {
		return []export.Value{export.Text(l.customer), export.OptMoney(l.amount), export.Text(l.period)}
	})
	if n, err := drain(export.WithSums(failingAfter(one, broken), 3, byCustomer)); !errors.Is(err, broken) || n != 1 {
		t.Errorf("%d rows, error %v", n, err)
	}
	for _, err := range summed([]line{{"Ada", euros(1), "month"}, {"Bob", euros(1), "month"}}) {
		must(t, err)
		break // a yield after this would panic
	}
}

func drain(rows iter.Seq2[export.Row, error]) (int, error) {
	n := 0
	for _, err := range rows {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

// TestWithSums_GroupsByValueNotByName: two customers of one name are two groups where their numbers differ.
func TestWithSums_GroupsByValueNotByName(t *testing.T) {
	rows := export.WithSums(export.Rows([]int64{1, 1, 1234}, func(id int64) []export.Value {
		return []export.Value{export.Text("Müller"), export.OptMoney(euros(100)), export.Int(id)}
	}), 3, export.Grouping{By: 2, Amount: 1, Unit: -1, Label: 0, Subtotal: byCustomer.Subtotal, Total: byCustomer.Total})
	var subtotals []string
	for row, err := range rows {
		must(t, err)
		if row.Level == export.LevelSubtotal {
			subtotals = append(subtotals, export.FormatFor("en").Value(row.Cells[1]))
		}
	}
	if want := []string{"2.00\u00a0EUR", "1.00\u00a0EUR"}; !slices.Equal(subtotals, want) {
		t.Errorf("subtotals %q, want %q", subtotals, want)
	}
}
