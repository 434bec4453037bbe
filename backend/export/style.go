package export

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"tenantry/backend/domain"
)

// levelHeader is the level of the heading line.
const levelHeader Level = -1

// textFormat is Excel's built-in "@". A cell that has it stays text when someone edits it, whatever it begins with.
const textFormat = 49

// styles makes each cell style once and remembers its id.
type styles struct {
	file   *excelize.File
	format Format
	ids    map[styleKey]int
}

type styleKey struct {
	kind     Kind
	currency string // of KindMoney
	scale    int    // of KindMoney and KindDecimal
	level    Level
}

func newStyles(f *excelize.File, format Format) *styles {
	return &styles{file: f, format: format, ids: map[styleKey]int{}}
}

// id gives the style of a value on a line of the given level.
func (s *styles) id(v Value, level Level) (int, error) {
	key := styleKey{kind: v.kind, level: level}
	switch v.kind {
	case KindMoney:
		key.currency, key.scale = v.text, v.exact.Scale()
	case KindDecimal:
		key.scale = v.exact.Scale()
	}
	if id, ok := s.ids[key]; ok {
		return id, nil
	}
	style := &excelize.Style{}
	s.number(style, key)
	decorate(style, level)
	id, err := s.file.NewStyle(style)
	if err == nil {
		s.ids[key] = id
	}
	return id, err
}

// number sets the number format. Digits are grouped and decimals separated as the reader's own Excel does it; days
// and hours are written as the export's format says.
func (s *styles) number(style *excelize.Style, key styleKey) {
	var custom string
	switch key.kind {
	case KindText:
		style.NumFmt = textFormat
		style.Alignment = &excelize.Alignment{Horizontal: "left", Indent: 1} // apart from the number to its left
		return
	case KindBool:
		custom = `"TRUE";"TRUE";"FALSE"` // LibreOffice shows 1 and 0 otherwise
	case KindInt, KindDays:
		custom = "#,##0"
	case KindDecimal:
		custom = digitsFormat(key.scale)
	case KindMoney:
		custom = moneyFormat(key.scale, key.currency)
	case KindPercent:
		custom = "0.0%"
	case KindDate:
		custom = s.dayFormat()
	case KindDateTime:
		custom = s.dayFormat() + s.clockFormat()
	default:
		return
	}
	style.CustomNumFmt = &custom
}

// digitsFormat shows a number with the decimals it has, as the screen does.
func digitsFormat(scale int) string {
	if scale == 0 {
		return "#,##0"
	}
	return "#,##0." + strings.Repeat("0", scale)
}

// moneyFormat adds the currency code; what does not look like one never gets into a format.
func moneyFormat(scale int, currency string) string {
	if !domain.ValidCurrency(currency) {
		return digitsFormat(scale)
	}
	return digitsFormat(scale) + `\ [$` + currency + `]`
}

// clockFormat is how Excel writes hours and minutes.
func (s *styles) clockFormat() string {
	if s.format.clock == clock12 {
		return " h:mm AM/PM"
	}
	return " hh:mm"
}

// dayFormat turns package time's layout into Excel's.
func (s *styles) dayFormat() string {
	return strings.NewReplacer("2006", "yyyy", "01", "mm", "02", "dd", "/", `\/`, "-", `\-`).Replace(s.format.date)
}

func decorate(style *excelize.Style, level Level) {
	switch level {
	case levelHeader:
		style.Font = &excelize.Font{Bold: true, Color: "FFFFFF"}
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"1F5F63"}}
		style.Alignment = &excelize.Alignment{Vertical: "center", WrapText: true}
	case LevelSubtotal:
		style.Font = &excelize.Font{Bold: true}
		style.Border = []excelize.Border{{Type: "top", Color: "7F7F7F", Style: 1}}
	case LevelTotal:
		style.Font = &excelize.Font{Bold: true}
		style.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"DDEBEB"}}
		style.Border = []excelize.Border{{Type: "top", Color: "000000", Style: 6}}
	}
}
