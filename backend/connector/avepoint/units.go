package avepoint

import (
	"math/big"
	"regexp"
	"strconv"
	"strings"
	"time"

	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

var (
	// Digits with commas between thousands, and a point. A decimal comma is not among them: "1,024" would be two things.
	plainNumber = regexp.MustCompile(`^(?:\d{1,3}(?:,\d{3})+|\d{1,20})(?:\.\d{1,20})?$`)
	amount      = regexp.MustCompile(`^([\d.,]{1,50})\s*([A-Za-z]{0,5})$`)
)

// number reads digits exactly; nil is no number.
func number(text string) *big.Rat {
	if !plainNumber.MatchString(text) {
		return nil
	}
	value, ok := new(big.Rat).SetString(strings.ReplaceAll(text, ",", ""))
	if !ok {
		return nil
	}
	return value
}

// count reads a whole number, nil where there is none: "25", "2,323", "25.0". Of "3/25", which is used and total, it is the
// total.
func count(text string) *int64 {
	text = strings.TrimSpace(text)
	if used, total, pair := strings.Cut(text, "/"); pair {
		if number(strings.TrimSpace(used)) == nil {
			return nil
		}
		text = strings.TrimSpace(total)
	}
	value := number(text)
	if value == nil || !value.IsInt() || value.Cmp(big.NewRat(1<<40, 1)) > 0 {
		return nil
	}
	n := value.Num().Int64()
	return &n
}

// size reads an amount of data in bytes, nil where there is none: "118.4 GB", "1,024 MB", "0". Of "0/1 GB", which is used
// and total, it is the total.
func size(text string) *int64 {
	text = strings.TrimSpace(text)
	used, total, pair := strings.Cut(text, "/")
	if !pair {
		return bytesOf(text)
	}
	if !amount.MatchString(strings.TrimSpace(used)) {
		return nil
	}
	return bytesOf(strings.TrimSpace(total))
}

func bytesOf(text string) *int64 {
	parts := amount.FindStringSubmatch(text)
	if parts == nil {
		return nil
	}
	value := number(parts[1])
	if value == nil {
		return nil
	}
	return domain.Bytes(value, parts[2])
}

// moment reads a time, nil where there is none. Besides ISO 8601 the API writes days as Americans do.
func moment(text rest.Text) *time.Time {
	value := given(text)
	if value == "" {
		return nil
	}
	parsed, err := rest.ParseTime(value)
	for _, layout := range []string{"1/2/2006", "1/2/2006T15:04:05Z07:00", "1/2/2006 15:04:05"} {
		if err != nil {
			parsed, err = time.Parse(layout, value)
		}
	}
	if err != nil || parsed.Year() <= 1 || parsed.Year() >= 9999 {
		return nil
	}
	parsed = parsed.UTC()
	return &parsed
}

// date reads a day, "" where there is none.
func date(text rest.Text) domain.Date {
	if at := moment(text); at != nil {
		return domain.DateOf(*at)
	}
	return ""
}

// code is a number that stands for a word, and false for a word itself.
func code(text rest.Text) (int, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(string(text)))
	return n, err == nil
}
