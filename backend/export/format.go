package export

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/govalues/decimal"
	"golang.org/x/text/language"

	"tenantry/backend/domain"
)

// nbsp is U+00A0, a space at which no line breaks. It is the only special space the rules use.
const nbsp = "\u00a0"

// Format is how one locale writes values. The rules are few so that the frontend can repeat them; the golden table
// testdata/format.golden.json holds both to the same text:
//   - whole digits are grouped by three from four digits on; the minus sign is "-"
//   - money is the number, U+00A0, the currency code; it has at least the digits of the currency's minor unit
//   - a share has one decimal: floor(share × 1000 + 0.5) tenths of a percent
//   - a moment is the day, an ordinary space, hours and minutes; of 24 hours, or of 12 with " AM" or " PM" behind them
//   - a way to write days that was chosen goes before the locale's own
type Format struct {
	locale  string
	group   string // between groups of three digits
	decimal string // before the decimals
	date    string // as package time writes it
	percent string // after a percentage
	yes, no string
	day     string // one day
	days    string
	clock   string // as package time writes hours and minutes
}

const (
	clock24 = "15:04"
	clock12 = "3:04 PM"
)

// chosenDates are the ways to write a day that can be chosen instead of the locale's, as package time writes them.
var chosenDates = map[domain.DateFormat]string{
	domain.DateISO:     "2006-01-02",
	domain.DateDots:    "02.01.2006",
	domain.DateSlashes: "02/01/2006",
	domain.DateMonth:   "01/02/2006",
}

// formats lists the locales; the first one is the fallback. English dates are ISO 8601, because a short form would
// mean another day on each side of the Atlantic.
var formats = []Format{
	{"en", ",", ".", "2006-01-02", "%", "Yes", "No", "day", "days", clock24},
	{"de", ".", ",", "02.01.2006", nbsp + "%", "Ja", "Nein", "Tag", "Tage", clock24},
	{"it", ".", ",", "02/01/2006", "%", "Sì", "No", "giorno", "giorni", clock24},
	{"nb", nbsp, ",", "02.01.2006", nbsp + "%", "Ja", "Nei", "dag", "dager", clock24},
}

var formatMatcher = language.NewMatcher([]language.Tag{language.English, language.German, language.Italian, language.Norwegian})

// FormatFor gives the rules of a locale such as "de" or "de-AT"; those of English where none is near.
func FormatFor(locale string) Format {
	tag, err := language.Parse(locale)
	if err != nil {
		return formats[0]
	}
	_, index, confidence := formatMatcher.Match(tag)
	if confidence == language.No {
		return formats[0]
	}
	return formats[index]
}

// Locale names the rules: en, de, it or nb.
func (f Format) Locale() string { return f.locale }

// Dated gives the same rules with days and moments written as the user chose; "" leaves them to the locale.
func (f Format) Dated(date domain.DateFormat, clock domain.TimeFormat) Format {
	if layout, chosen := chosenDates[date]; chosen {
		f.date = layout
	}
	if clock == domain.Time12 {
		f.clock = clock12
	}
	return f
}

// Value writes any value as people read it; an empty one is "".
func (f Format) Value(v Value) string {
	switch v.kind {
	case KindText:
		return v.text
	case KindInt:
		return f.Int(v.number)
	case KindDecimal:
		return f.Decimal(v.exact)
	case KindMoney:
		return f.Decimal(v.exact) + nbsp + v.text
	case KindPercent:
		return f.Percent(v.share)
	case KindDate:
		return f.Date(domain.Date(v.text))
	case KindDateTime:
		return f.DateTime(v.moment)
	case KindBool:
		return f.Bool(v.number == 1)
	case KindDays:
		return f.Days(v.number)
	}
	return ""
}

// Int writes a whole number.
func (f Format) Int(n int64) string { return f.digits(strconv.FormatInt(n, 10), f.group) }

// Decimal writes an exact number with the decimals it has.
func (f Format) Decimal(d decimal.Decimal) string { return f.digits(d.String(), f.group) }

// Money writes an amount with its currency code.
func (f Format) Money(m domain.Money) string { return f.Value(Money(m)) }

// Percent writes a share with one decimal.
func (f Format) Percent(share float64) string {
	return f.digits(tenths(share), f.group) + f.percent
}

// Date writes a calendar day; the zero Date is "".
func (f Format) Date(d domain.Date) string {
	if d == "" {
		return ""
	}
	return d.Time().Format(f.date)
}

// DateTime writes a moment in the zone it carries.
func (f Format) DateTime(t time.Time) string { return t.Format(f.date + " " + f.clock) }

// Bool writes yes or no.
func (f Format) Bool(b bool) string {
	if b {
		return f.yes
	}
	return f.no
}

// Days writes a number of days with its unit.
func (f Format) Days(n int64) string {
	if n == 1 || n == -1 {
		return f.Int(n) + " " + f.day
	}
	return f.Int(n) + " " + f.days
}

// digits turns "-1234.5" into the locale's writing.
func (f Format) digits(plain, group string) string {
	sign := ""
	if strings.HasPrefix(plain, "-") {
		sign, plain = "-", plain[1:]
	}
	whole, fraction, hasFraction := strings.Cut(plain, ".")
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range []byte(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(group)
		}
		b.WriteByte(digit)
	}
	if hasFraction {
		b.WriteString(f.decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// tenths gives a share in percent with one decimal and a point, e.g. "12.5".
func tenths(share float64) string {
	n := int64(math.Floor(share*1000 + 0.5))
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return sign + strconv.FormatInt(n/10, 10) + "." + strconv.FormatInt(n%10, 10)
}
