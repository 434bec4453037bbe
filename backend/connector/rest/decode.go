package rest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

func withoutBOM(body []byte) []byte { return bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")) }

// decode wants one JSON object or list and nothing else; gateways answer with pages and with nothing at all. Its error
// names the field that cannot be read.
func decode(body []byte, out any) error {
	body = bytes.TrimSpace(body)
	if len(body) == 0 {
		return errors.New("empty answer where JSON was expected")
	}
	if body[0] != '{' && body[0] != '[' {
		return errors.New("answer is not JSON")
	}
	if err := json.Unmarshal(body, out); err != nil {
		return misfit(body, out, err)
	}
	return nil
}

// Int is a whole number as vendors write it: 12, 12.0, "12"; absent, null and "" are 0.
type Int int64

// UnmarshalJSON refuses fractions and what does not fit.
func (n *Int) UnmarshalJSON(b []byte) error {
	text := strings.TrimSpace(strings.Trim(string(b), `"`))
	if text == "" || text == "null" {
		*n = 0
		return nil
	}
	if whole, err := strconv.ParseInt(text, 10, 64); err == nil {
		*n = Int(whole)
		return nil
	}
	f, err := json.Number(text).Float64()
	if err != nil || f != math.Trunc(f) || math.Abs(f) > 1<<53 {
		return fmt.Errorf("%.40s is not a whole number", text)
	}
	*n = Int(f)
	return nil
}

// Time is a moment as vendors write it: RFC 3339, with or without a zone (then UTC) or a time of day, with stray spaces.
// Absent, null, "" and the years 0001 and 9999, which mean "never", are the zero time.
type Time struct{ time.Time }

var timeLayouts = []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04:05.999999999Z0700", time.DateOnly}

// UnmarshalJSON refuses what is none of that.
func (t *Time) UnmarshalJSON(b []byte) error {
	var text *string
	if err := json.Unmarshal(b, &text); err != nil {
		return err
	}
	t.Time = time.Time{}
	if text == nil || strings.TrimSpace(*text) == "" {
		return nil
	}
	parsed, err := ParseTime(*text)
	t.Time = parsed
	return err
}

// ParseTime reads a moment as described at Time.
func ParseTime(text string) (time.Time, error) {
	compact := strings.ReplaceAll(text, " ", "")
	for _, layout := range timeLayouts {
		parsed, err := time.Parse(layout, compact)
		if err != nil {
			continue
		}
		parsed = parsed.UTC()
		if parsed.Year() <= 1 || parsed.Year() >= 9999 {
			return time.Time{}, nil
		}
		return parsed, nil
	}
	return time.Time{}, fmt.Errorf("%.40q is not a date", text)
}

// Text is a text that some endpoints write as a number or not at all; what is neither is "".
type Text string

// UnmarshalJSON never fails: it reads parts of error bodies, where nothing is certain.
func (t *Text) UnmarshalJSON(b []byte) error {
	*t = ""
	var text string
	if json.Unmarshal(b, &text) == nil {
		*t = Text(text)
		return nil
	}
	var number json.Number
	if json.Unmarshal(b, &number) == nil {
		*t = Text(number)
	}
	return nil
}
