package avepoint

import (
	"fmt"
	"math/big"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

func TestSize(t *testing.T) {
	for text, want := range map[string]int64{
		"118.4 GB": 118_400_000_000, "0.8 GB": 800_000_000, "0 GB": 0, "0": 0, "0/1 GB": 1_000_000_000, "500 MB / 2 GB": 2_000_000_000,
		"1,024 MB": 1_024_000_000, "1.25 TB": 1_250_000_000_000, " 3 kb ": 3000, "12b": 12, "7 Bytes": 7, "1 KiB": 1024,
		"0.0000000004 GB": 0, "0.0000000005 GB": 1, "3072 GB": 3_072_000_000_000,
	} {
		if got := size(text); got == nil || *got != want {
			t.Errorf("size(%q) = %v, want %d", text, got, want)
		}
	}
	for _, text := range []string{"", "N/A", "Unlimited", "12", "GB", "-3 GB", "1,5 GB", "1.2.3 GB", "3 XB", "1e9 GB", "0/", "/1 GB", "x/1 GB",
		"9999999999999 EB", strings.Repeat("9", 300) + " GB", "NaN GB", "1 GB/2 GB/3 GB"} {
		if got := size(text); got != nil {
			t.Errorf("size(%q) = %d, want none", text, *got)
		}
	}
}

func TestCount(t *testing.T) {
	for text, want := range map[string]int64{"25": 25, "2,323": 2323, "0": 0, "7.0": 7, " 12 ": 12, "3/25": 25, "1,234,567": 1234567} {
		if got := count(text); got == nil || *got != want {
			t.Errorf("count(%q) = %v, want %d", text, got, want)
		}
	}
	for _, text := range []string{"", "N/A", "Unlimited", "-1", "1.5", "12,34", "1e3", "0x10", "99999999999999999999", "a/5"} {
		if got := count(text); got != nil {
			t.Errorf("count(%q) = %d, want none", text, *got)
		}
	}
}

// TestSize_ReadsWhatWasWritten: any number of bytes written exactly in any unit is read as that number.
func TestSize_ReadsWhatWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		bytes := rapid.Int64Range(0, 1<<53).Draw(t, "bytes")
		unit := rapid.SampledFrom([]string{"B", "KB", "MB", "GB", "TB", "PB"}).Draw(t, "unit")
		factor := *domain.Bytes(big.NewRat(1, 1), unit)
		text := decimal(bytes, factor)
		if rapid.Bool().Draw(t, "grouped") {
			text = grouped(text)
		}
		text += rapid.SampledFrom([]string{"", " ", "  "}).Draw(t, "space") + rapid.SampledFrom([]string{unit, strings.ToLower(unit)}).Draw(t, "case")
		if got := size(text); got == nil || *got != bytes {
			t.Fatalf("size(%q) = %v, want %d", text, got, bytes)
		}
		pair := rapid.StringMatching(`\d{1,3}`).Draw(t, "used") + "/" + text
		if got := size(pair); got == nil || *got != bytes {
			t.Fatalf("size(%q) = %v, want %d", pair, got, bytes)
		}
	})
}

// TestSize_GrowsWithTheNumber: of two amounts in one unit the greater is not read as the smaller.
func TestSize_GrowsWithTheNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom([]string{"KB", "MB", "GB", "TB"}).Draw(t, "unit")
		a, b := rapid.IntRange(0, 899_999).Draw(t, "a"), rapid.IntRange(0, 899_999).Draw(t, "b")
		one, other := size(fmt.Sprintf("%d.%02d %s", a/100, a%100, unit)), size(fmt.Sprintf("%d.%02d %s", b/100, b%100, unit))
		if one == nil || other == nil || (a < b) != (*one < *other) {
			t.Fatalf("%d and %d hundredths of a %s are %v and %v", a, b, unit, one, other)
		}
	})
}

// decimal writes bytes in a unit without rounding.
func decimal(bytes, unit int64) string {
	text := new(big.Rat).SetFrac64(bytes, unit).FloatString(15)
	return strings.TrimRight(strings.TrimRight(text, "0"), ".")
}

// grouped puts commas between thousands.
func grouped(text string) string {
	whole, fraction, found := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if found {
		whole += "." + fraction
	}
	return whole
}

func TestMoment(t *testing.T) {
	for text, want := range map[string]string{
		"2027-03-31T00:00:00Z": "2027-03-31T00:00:00Z", "2027-03-31": "2027-03-31T00:00:00Z", "12/29/2026": "2026-12-29T00:00:00Z",
		"02/04/2026": "2026-02-04T00:00:00Z", "09/20/2026T13:00:00Z": "2026-09-20T13:00:00Z", "2026-05-04T03:21:16.5+02:00": "2026-05-04T01:21:16.5Z",
	} {
		if got := moment(rest.Text(text)); got == nil || got.Format(time.RFC3339Nano) != want {
			t.Errorf("moment(%q) = %v, want %s", text, got, want)
		}
	}
	for _, text := range []string{"", "N/A", "n/a", "soon", "29/12/2026", "9999-12-31T00:00:00Z", "0001-01-01"} {
		if got := moment(rest.Text(text)); got != nil {
			t.Errorf("moment(%q) = %v, want none", text, got)
		}
	}
}

func TestCountry(t *testing.T) {
	for name, want := range map[string]string{
		"Germany": "DE", "United States": "US", "Bolivia, Plurinational State of": "BO", "Korea, Republic of": "KR", "Türkiye": "TR",
		"Turkey": "TR", "Côte d'Ivoire": "CI", "Russian Federation": "RU", "Iran, Islamic Republic of": "IR", "united kingdom": "GB",
		"Korea, Democratic People's Republic of": "KP", "Congo, the Democratic Republic of the": "CD", "Macedonia, the former Yugoslav Republic of": "MK",
		"Saint Kitts and Nevis": "KN", "St. Lucia": "LC", "Virgin Islands, British": "VG", "Tanzania, United Republic of": "TZ", "Viet Nam": "VN",
		"The Netherlands": "NL", "Hong Kong": "HK", "Taiwan, Province of China": "TW", "": "", "N/A": "", "Atlantis": "", "Korea, South": "", "Korea": "",
	} {
		if got := country(name); got != want {
			t.Errorf("country(%q) = %q, want %q", name, got, want)
		}
	}
	if n := len(countriesByName()); n < 249 {
		t.Errorf("%d names of countries", n)
	}
}

func TestOutcomes(t *testing.T) {
	failed := map[int]bool{3: true, 7: true} // what the portal counts as failed
	for n := range 15 {
		state := word(rest.Text(fmt.Sprint(n)), jobStates, "Status")
		got := outcome(state, jobOutcomes)
		if (got == domain.OutcomeFailed) != failed[n] || n > 0 && got == domain.OutcomeUnknown {
			t.Errorf("status %d is %q, %s", n, state, got)
		}
	}
	for n := 1; n <= 6; n++ {
		if got := outcome(word(rest.Text(fmt.Sprint(n)), customerStates, "State"), customerOutcomes); got == domain.OutcomeUnknown {
			t.Errorf("customer state %d is unknown", n)
		}
	}
	if got := word("999", jobModules, "Module"); got != "Module 999" {
		t.Errorf("an unknown module is %q", got)
	}
	if got := outcome("Not Finished", jobOutcomes); got != domain.OutcomeUnknown {
		t.Errorf("a word nobody knows is %s", got)
	}
}
