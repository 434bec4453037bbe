package domain

import (
	"strings"
	"unicode/utf8"
)

// CellText gives a text as a cell of a CSV file that people open in a spreadsheet: with an apostrophe first where the
// spreadsheet would take it for a formula.
func CellText(s string) string {
	if startsLikeFormula(s) {
		return "'" + s
	}
	return s
}

// startsLikeFormula knows the signs that begin a formula, and their full-width twins, which East Asian versions of
// Excel take for them. Spaces before the sign do not protect: some spreadsheets strip them.
func startsLikeFormula(s string) bool {
	if s == "" {
		return false
	}
	if strings.IndexByte("\t\r\n", s[0]) >= 0 {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(s, " \u00a0\t\r\n"))
	return first != utf8.RuneError && strings.ContainsRune("=+-@＝＋－＠", first)
}
