package domain

import (
	"fmt"
	"math"

	"github.com/govalues/decimal"
)

// Money is an exact amount in the currency's minor unit, e.g. cents.
type Money struct {
	Minor    int64  `json:"minor"`
	Currency string `json:"currency"` // ISO 4217
}

// minorDigits lists the currencies whose minor unit is not a hundredth (ISO 4217).
var minorDigits = map[string]int{
	"BHD": 3, "IQD": 3, "JOD": 3, "KWD": 3, "LYD": 3, "OMR": 3, "TND": 3,
	"BIF": 0, "CLP": 0, "DJF": 0, "GNF": 0, "ISK": 0, "JPY": 0, "KMF": 0, "KRW": 0, "PYG": 0,
	"RWF": 0, "UGX": 0, "UYI": 0, "VND": 0, "VUV": 0, "XAF": 0, "XOF": 0, "XPF": 0,
}

// MinorDigits gives the number of decimals of a currency's minor unit (ISO 4217); 2 for unlisted ones.
func MinorDigits(currency string) int {
	if n, ok := minorDigits[currency]; ok {
		return n
	}
	return 2
}

// LineAmount is quantity × unit price, rounded once, half away from zero, to the currency's minor unit.
// It is the only place where money is rounded.
func LineAmount(quantity int64, unitPrice decimal.Decimal, currency string) (Money, error) {
	if !ValidCurrency(currency) {
		return Money{}, NewError(CodeInvalid, "currency_invalid", "currency", currency)
	}
	q, err := decimal.New(quantity, 0)
	if err != nil {
		return Money{}, fmt.Errorf("quantity %d: %w", quantity, err)
	}
	product, err := q.MulExact(unitPrice, unitPrice.Scale())
	if err != nil {
		return Money{}, fmt.Errorf("%d × %s: %w", quantity, unitPrice, err)
	}
	minor, err := roundToMinor(product, MinorDigits(currency))
	if err != nil {
		return Money{}, fmt.Errorf("round %s: %w", product, err)
	}
	return Money{Minor: minor, Currency: currency}, nil
}

// roundToMinor rounds half away from zero, as invoices do, and counts minor units.
func roundToMinor(d decimal.Decimal, digits int) (int64, error) {
	if d.Scale() > digits {
		half := decimal.MustNew(5, digits+1).CopySign(d)
		shifted, err := d.AddExact(half, d.Scale())
		if err != nil {
			return 0, err
		}
		d = shifted.Trunc(digits)
	}
	d = d.Pad(digits)
	if d.Scale() != digits || d.Coef() > math.MaxInt64 {
		return 0, fmt.Errorf("%s is too large to be an amount", d)
	}
	return int64(d.Coef()) * int64(d.Sign()), nil
}

// Decimal gives the amount in the major unit, with the currency's decimals.
func (m Money) Decimal() decimal.Decimal {
	return decimal.MustNew(m.Minor, MinorDigits(m.Currency))
}

// ValidCurrency reports whether s has the form of an ISO 4217 code.
func ValidCurrency(s string) bool {
	if len(s) != 3 {
		return false
	}
	for _, r := range s {
		if r < 'A' || r > 'Z' {
			return false
		}
	}
	return true
}
