package domain

import (
	"math/big"
	"strings"
)

// mostBytes is 9 petabytes, which JavaScript still counts exactly; a greater amount is not believed. A thousand of them can
// be added up.
const mostBytes = 1 << 53

// units are powers of 1,000, as vendors of storage count them; those with an i are powers of 1,024 by their definition
// (IEC 80000-13).
var units = map[string]int64{
	"b": 1, "byte": 1, "bytes": 1, "kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12, "pb": 1e15, "eb": 1e18,
	"kib": 1 << 10, "mib": 1 << 20, "gib": 1 << 30, "tib": 1 << 40, "pib": 1 << 50, "eib": 1 << 60,
}

// IsByteUnit reports whether a word is a unit of data, such as GB, in any case.
func IsByteUnit(word string) bool { return units[strings.ToLower(word)] != 0 }

// Bytes gives an amount in a unit of data in bytes, to the nearest one; nil where the unit is not known, for less than
// nothing and for more than there can be. Without a unit only nothing is known: it is nothing in every unit.
func Bytes(amount *big.Rat, unit string) *int64 {
	size, known := units[strings.ToLower(unit)]
	if !known && (unit != "" || amount.Sign() != 0) || amount.Sign() < 0 {
		return nil
	}
	value := new(big.Rat).Mul(amount, new(big.Rat).SetInt64(max(size, 1)))
	// Half a byte is added, and the fraction dropped.
	value.Add(value, big.NewRat(1, 2))
	whole := new(big.Int).Quo(value.Num(), value.Denom())
	if whole.Cmp(big.NewInt(mostBytes)) > 0 {
		return nil
	}
	n := whole.Int64()
	return &n
}
