package importer

import (
	"math/big"
	"strconv"
	"strings"
	"unicode"

	"tenantry/backend/domain"
)

// unitOf gives the unit of data that a heading ends with, as in "Consumed storage (GB)", "" where there is none. A single
// B is a letter like any other.
func unitOf(heading string) string {
	words := strings.FieldsFunc(heading, func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) < 2 {
		return ""
	}
	if last := words[len(words)-1]; len(last) > 1 && domain.IsByteUnit(last) {
		return last
	}
	return ""
}

// parseSize reads an amount of data in bytes: "118.4 GB", "1.024,5 MB", or a number alone where the heading has the unit.
func parseSize(cell, unit string, style numberStyle) (string, bool) {
	number := strings.TrimRightFunc(cell, unicode.IsLetter)
	if own := cell[len(number):]; own != "" {
		unit, style.machine = own, false
	}
	text, ok := parseDecimal(number, style)
	if !ok {
		return "", false
	}
	amount, ok := new(big.Rat).SetString(text)
	if !ok {
		return "", false
	}
	bytes := domain.Bytes(amount, unit)
	if bytes == nil {
		return "", false
	}
	return strconv.FormatInt(*bytes, 10), true
}
