package export

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"tenantry/backend/domain"
)

// write encodes one row as SpreadsheetML and appends it to the sheet's spool.
func (s *sheetRows) write(row Row) error {
	if len(row.Cells) > len(s.refs) {
		return fmt.Errorf("row %d has %d cells for %d columns", s.rows+1, len(row.Cells), len(s.refs))
	}
	s.rows++
	number := strconv.Itoa(s.rows)
	b := append(s.buf[:0], `<row r="`...)
	b = append(append(b, number...), `">`...)
	for i, v := range row.Cells {
		if v.kind == "" && row.Level == LevelData {
			continue
		}
		id, err := s.styles.id(v, row.Level)
		if err != nil {
			return err
		}
		b = append(append(append(b, `<c r="`...), s.refs[i]...), number...)
		if id != 0 {
			b = strconv.AppendInt(append(b, `" s="`...), int64(id), 10)
		}
		b = append(appendCell(append(b, '"'), v), `</c>`...)
	}
	s.buf = append(b, `</row>`...)
	return s.spool.write(s.buf)
}

// appendCell writes the rest of the start tag and the content. A text is always an inline string, never a formula.
func appendCell(b []byte, v Value) []byte {
	switch v.kind {
	case KindText:
		return appendInline(b, v.text)
	case KindInt, KindDays:
		b = strconv.AppendInt(append(b, `><v>`...), v.number, 10)
	case KindDecimal, KindMoney:
		b, _ = v.exact.AppendText(append(b, `><v>`...)) // never fails
	case KindPercent:
		b = strconv.AppendFloat(append(b, `><v>`...), v.share, 'f', -1, 64)
	case KindDate:
		return appendSerial(b, domain.Date(v.text).Time())
	case KindDateTime:
		return appendSerial(b, v.moment)
	case KindBool:
		b = strconv.AppendInt(append(b, ` t="b"><v>`...), v.number, 10)
	default:
		return append(b, '>')
	}
	return append(b, `</v>`...)
}

func appendInline(b []byte, text string) []byte {
	b = append(b, ` t="inlineStr"><is><t`...)
	if needsSpace(text) {
		b = append(b, ` xml:space="preserve"`...)
	}
	b = append(b, '>')
	return append(appendText(b, text), `</t></is>`...)
}

// needsSpace reports whether readers would strip spaces from the text.
func needsSpace(text string) bool {
	return strings.TrimSpace(text) != text || strings.ContainsAny(text, "\n\r\t") || strings.Contains(text, "  ")
}

// appendSerial writes a moment as the 1900 date system counts it: days since 30 December 1899, by the clock of the
// zone it carries. The system believes in a 29 February 1900, so earlier days are one less; before 1900 there is
// no number, and the day is written as text.
func appendSerial(b []byte, t time.Time) []byte {
	if t.Year() < 1900 {
		return appendInline(b, t.Format(time.DateOnly))
	}
	hour, minute, second := t.Clock()
	year, month, day := t.Date()
	days := time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix()/86400 + 25569
	if days < 61 {
		days--
	}
	b = strconv.AppendInt(append(b, `><v>`...), days, 10)
	if seconds := hour*3600 + minute*60 + second; seconds != 0 {
		share := strconv.AppendFloat(nil, float64(seconds)/86400, 'f', 10, 64)
		b = append(b, share[1:]...) // ".5416666667"; below 1 for every second of a day
	}
	return append(b, `</v>`...)
}

// maxUnits is how many UTF-16 units a cell can hold.
const maxUnits = 32_767

// appendText writes a text as XML. What XML 1.0 forbids is left out, bytes that are no UTF-8 become U+FFFD, and a
// text longer than a cell holds ends in "…". Excel reads "_x0041_" as "A", so such an underscore is escaped.
func appendText(b []byte, text string) []byte {
	text = cutCell(text)
	for i := 0; i < len(text); {
		c := text[i]
		if c < utf8.RuneSelf {
			b = appendASCII(b, c, text[i:])
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if r != 0xFFFE && r != 0xFFFF {
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

func appendASCII(b []byte, c byte, rest string) []byte {
	switch {
	case c == '&':
		return append(b, "&amp;"...)
	case c == '<':
		return append(b, "&lt;"...)
	case c == '>':
		return append(b, "&gt;"...)
	case c == '\r':
		return append(b, "&#13;"...) // a bare one would be read as a line feed
	case c == '_' && isEscape(rest):
		return append(b, "_x005F_"...)
	case c < ' ' && c != '\t' && c != '\n':
		return b
	}
	return append(b, c)
}

// isEscape recognises "_xHHHH_" at the beginning of s.
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	for _, c := range []byte(s[2:6]) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
			return false
		}
	}
	return true
}

// cleanText is appendText for excelize, which escapes by itself: only what no cell can hold is changed.
func cleanText(text string) string {
	text = cutCell(text)
	clean := make([]rune, 0, len(text))
	for _, r := range text {
		if r == 0xFFFE || r == 0xFFFF || r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			continue
		}
		clean = append(clean, r)
	}
	return string(clean)
}

func cutCell(text string) string {
	if len(text) <= maxUnits {
		return text
	}
	short := cutUnits(text, maxUnits)
	if len(short) == len(text) {
		return text
	}
	return cutUnits(text, maxUnits-1) + "…"
}

// cutUnits gives the longest beginning of s that has at most n UTF-16 units.
func cutUnits(s string, n int) string {
	units := 0
	for i, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
		if units > n {
			return s[:i]
		}
	}
	return s
}
