package domain_test

import (
	"math/big"
	"testing"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"tenantry/backend/domain"
)

func TestLineAmount_WorkedExamples(t *testing.T) {
	tests := []struct {
		name     string
		quantity int64
		price    string
		currency string
		minor    int64
	}{
		{"15 seats at 5.10", 15, "5.10", "EUR", 7650},
		{"half a cent rounds up", 1, "0.125", "EUR", 13},
		{"half a cent rounds up where banker's rounding would not", 1, "0.145", "EUR", 15},
		{"just under half a cent rounds down", 1, "0.1249999", "EUR", 12},
		{"a credit rounds away from zero", -1, "0.125", "EUR", -13},
		{"rounded once, after multiplying", 3, "0.335", "EUR", 101},
		{"no minor unit", 7, "12.5", "JPY", 88},
		{"three decimals", 2, "1.2345", "KWD", 2469},
		{"nothing bought", 0, "99.99", "NOK", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := domain.LineAmount(tt.quantity, decimal.MustParse(tt.price), tt.currency)
			if err != nil {
				t.Fatal(err)
			}
			if got.Minor != tt.minor || got.Currency != tt.currency {
				t.Errorf("%d × %s = %d %s, want %d", tt.quantity, tt.price, got.Minor, got.Currency, tt.minor)
			}
		})
	}
}

// TestLineAmount_IsTheExactProductRounded compares with rational arithmetic: the error is at most half a minor unit,
// and a tie goes away from zero.
func TestLineAmount_IsTheExactProductRounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		quantity := rapid.Int64Range(-100_000, 100_000).Draw(t, "quantity")
		scale := rapid.IntRange(0, 6).Draw(t, "scale")
		coef := rapid.Int64Range(0, 10_000_000).Draw(t, "coef")
		currency := rapid.SampledFrom([]string{"EUR", "NOK", "JPY", "KWD"}).Draw(t, "currency")
		price := decimal.MustNew(coef, scale)
		got, err := domain.LineAmount(quantity, price, currency)
		if err != nil {
			t.Fatal(err)
		}
		pow := func(n int) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil) }
		exact := new(big.Rat).SetFrac(new(big.Int).Mul(big.NewInt(quantity), big.NewInt(coef)), pow(scale))
		exact.Mul(exact, new(big.Rat).SetInt(pow(domain.MinorDigits(currency))))
		diff := new(big.Rat).Sub(new(big.Rat).SetInt64(got.Minor), exact)
		half := big.NewRat(1, 2)
		if new(big.Rat).Abs(diff).Cmp(half) > 0 {
			t.Fatalf("%d × %s %s = %d, off by %s minor units", quantity, price, currency, got.Minor, diff.FloatString(4))
		}
		if new(big.Rat).Abs(diff).Cmp(half) == 0 && diff.Sign() != exact.Sign() {
			t.Fatalf("%d × %s %s = %d: a tie went towards zero", quantity, price, currency, got.Minor)
		}
	})
}

func TestLineAmount_RefusesWhatIsNotACurrency(t *testing.T) {
	for _, currency := range []string{"", "eur", "EURO", "E1R"} {
		if _, err := domain.LineAmount(1, decimal.One, currency); domain.CodeOf(err) != domain.CodeInvalid {
			t.Errorf("currency %q: got %v, want invalid", currency, err)
		}
	}
}

func TestLineAmount_TooLargeIsAnErrorNotAWrongNumber(t *testing.T) {
	if got, err := domain.LineAmount(1<<62, decimal.MustParse("9999.99"), "EUR"); err == nil {
		t.Errorf("got %v, want an error", got)
	}
}

func TestDate_DaysAreCalendarDays(t *testing.T) {
	d, err := domain.ParseDate("2026-10-24") // the clocks change on the 25th in Europe
	if err != nil {
		t.Fatal(err)
	}
	if got := d.AddDays(2); got != "2026-10-26" {
		t.Errorf("two days later is %s", got)
	}
	if got := d.DaysUntil("2027-01-22"); got != 90 {
		t.Errorf("got %d days, want 90", got)
	}
	if _, err := domain.ParseDate("24.10.2026"); err == nil {
		t.Error("a German date was taken for an ISO date")
	}
}
