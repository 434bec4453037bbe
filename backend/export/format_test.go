package export_test

import (
	"encoding/json"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/govalues/decimal"
	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

// goldenCase is one line of the table that the frontend's formatting is tested with too.
type goldenCase struct {
	Kind   export.Kind       `json:"kind"`
	Value  string            `json:"value"`
	Params map[string]string `json:"params"`
	Locale string            `json:"locale"`
	Text   string            `json:"text"`
}

func TestFormat_GoldenTable(t *testing.T) {
	raw, err := os.ReadFile("testdata/format.golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	kinds := map[export.Kind]int{}
	for _, c := range cases {
		kinds[c.Kind]++
		if got := formatOf(c).Value(valueOf(t, c)); got != c.Text {
			t.Errorf("%s %q %v in %s: %q, want %q", c.Kind, c.Value, c.Params, c.Locale, got, c.Text)
		}
	}
	if len(kinds) != 9 {
		t.Errorf("the table has %d kinds of values, want all 9: %v", len(kinds), kinds)
	}
}

func formatOf(c goldenCase) export.Format {
	date, clock := domain.DateFormat(c.Params["date_format"]), domain.TimeFormat(c.Params["time_format"])
	return export.FormatFor(c.Locale).Dated(date, clock)
}

func valueOf(t *testing.T, c goldenCase) export.Value {
	t.Helper()
	switch c.Kind {
	case export.KindInt, export.KindDays:
		n, err := strconv.ParseInt(c.Value, 10, 64)
		must(t, err)
		if c.Kind == export.KindDays {
			return export.Days(int(n))
		}
		return export.Int(n)
	case export.KindDecimal:
		return export.Decimal(decimal.MustParse(c.Value))
	case export.KindMoney:
		return export.Price(decimal.MustParse(c.Value), c.Params["currency"])
	case export.KindPercent:
		share, err := strconv.ParseFloat(c.Value, 64)
		must(t, err)
		return export.Percent(share)
	case export.KindDate:
		return export.Date(domain.Date(c.Value))
	case export.KindDateTime:
		zone, err := time.LoadLocation(c.Params["zone"])
		must(t, err)
		moment, err := time.Parse(time.RFC3339, c.Value)
		must(t, err)
		return export.OptDateTime(&moment, zone)
	case export.KindBool:
		return export.Bool(c.Value == "true")
	case export.KindText:
		return export.Text(c.Value)
	}
	t.Fatalf("unknown kind %q", c.Kind)
	return export.Value{}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFormatFor_NearestLocale(t *testing.T) {
	for asked, want := range map[string]string{
		"de": "de", "de-AT": "de", "en-US": "en", "it-CH": "it", "nb": "nb", "nb-NO": "nb", "no": "nb", "fr": "en", "": "en", "?": "en",
	} {
		if got := export.FormatFor(asked).Locale(); got != want {
			t.Errorf("%q is written as %q, want %q", asked, got, want)
		}
	}
}

// TestFormat_MoneyKeepsItsValue: whatever the locale, the digits of an amount are those of its minor units.
func TestFormat_MoneyKeepsItsValue(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := domain.Money{
			Minor:    rapid.Int64Range(-1e15, 1e15).Draw(t, "minor"),
			Currency: rapid.SampledFrom([]string{"EUR", "JPY", "KWD"}).Draw(t, "currency"),
		}
		text := export.FormatFor(rapid.SampledFrom([]string{"en", "de", "it", "nb"}).Draw(t, "locale")).Money(m)
		var digits []byte
		for _, c := range []byte(text) {
			if c == '-' || c >= '0' && c <= '9' {
				digits = append(digits, c)
			}
		}
		if got, err := strconv.ParseInt(string(digits), 10, 64); err != nil || got != m.Minor {
			t.Fatalf("%+v is written %q", m, text)
		}
	})
}
