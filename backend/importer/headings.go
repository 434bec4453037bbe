package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// lookForHeadings is how many rows may stand above the headings.
const lookForHeadings = 25

// findHeadings finds the row that holds the headings and keeps the first rows below it. Titles and empty rows may stand
// above: the row counts that has the most headings we know, and of equals the first with the most cells.
func (f *File) findHeadings(opts Options) error {
	var first []Line
	for line, err := range f.source.lines() {
		if err != nil && len(first) == 0 {
			return err
		}
		if err != nil || len(first) >= lookRows+lookForHeadings {
			break
		}
		line.Cells = slices.Clone(line.Cells)
		first = append(first, line)
	}
	best := -1
	bestScore := 0
	for i, line := range first {
		if opts.HeaderRow != 0 {
			if line.Number == opts.HeaderRow {
				best = i
				break
			}
			continue
		}
		if i >= lookForHeadings {
			break
		}
		if score := headingScore(line, opts.Kind); score > bestScore {
			best, bestScore = i, score
		}
	}
	if best < 0 {
		return fileError("import_no_headings")
	}
	f.HeaderRow = first[best].Number
	f.Columns = columns(first[best].Cells, usualWidth(first[best], first[best+1:]))
	for _, line := range first[best+1:] {
		if line.Problem != "" || !isBlank(line.Cells) {
			f.Sample = append(f.Sample, line)
		}
	}
	if len(f.Sample) == 0 {
		return fileError("import_no_rows")
	}
	return nil
}

// headingScore says how much a row looks like headings: known words count most, then words at all.
func headingScore(line Line, kind domain.ImportKind) int {
	if line.Problem != "" {
		return 0
	}
	known, words, blank := 0, 0, 0
	for _, cell := range line.Cells {
		name := foldHeading(cell)
		switch {
		case name == "":
			blank++
		case knownHeading(name, kind):
			known++
		case !looksLikeValue(clean(cell)):
			words++
		}
	}
	if known+words == 0 {
		return 0
	}
	if known+words == 1 && len(line.Cells) > 1 {
		return 1 // a title
	}
	return known*100 + words*2
}

// looksLikeValue tells numbers and dates from words.
func looksLikeValue(cell string) bool {
	return cell != "" && strings.Trim(cell, "0123456789.,:/-+ %€$") == ""
}

// usualWidth is how many cells most rows have. Fewer headings come from merged cells; a single row with more cells is a
// mistake in that row.
func usualWidth(headings Line, rows []Line) int {
	widths := make([]int, 0, len(rows))
	for _, line := range rows {
		if line.Problem == "" && !isBlank(line.Cells) {
			widths = append(widths, width(line))
		}
	}
	own := width(headings)
	if len(widths) == 0 {
		return own
	}
	slices.Sort(widths)
	return max(own, widths[(len(widths)-1)/2])
}

func width(line Line) int {
	for i := len(line.Cells); i > 0; i-- {
		if clean(line.Cells[i-1]) != "" {
			return i
		}
	}
	return 0
}

// columns names the columns: a heading that is missing by the column's letter, one that is there twice with its number.
func columns(headings []string, width int) []Column {
	named := make([]Column, 0, width)
	seen := map[string]int{}
	for i := range min(width, maxColumns) {
		c := Column{Index: i}
		if i < len(headings) {
			c.Name = shorten(clean(headings[i]), 200)
		}
		if c.Name == "" {
			c.Name, c.Blank = "Column "+columnLetter(i), true
		}
		key := foldHeading(c.Name)
		seen[key]++
		if seen[key] > 1 {
			c.Name, c.Twice = c.Name+" ("+itoa(seen[key])+")", true
		}
		named = append(named, c)
	}
	return named
}

// Signature is the same for files with the same headings, in whatever order.
func (f *File) Signature() string {
	names := make([]string, 0, len(f.Columns))
	for _, c := range f.Columns {
		if !c.Blank {
			names = append(names, foldHeading(c.Name))
		}
	}
	slices.Sort(names)
	sum := sha256.Sum256([]byte(strings.Join(names, "\x00")))
	return hex.EncodeToString(sum[:16])
}

// foldHeading leaves letters and digits of a heading, in lower case and without accents.
func foldHeading(heading string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(clean(heading)) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '#':
			b.WriteRune(r)
		default:
			b.WriteString(plain[r])
		}
	}
	return b.String()
}

// plain spells the letters of our languages as headings without them would.
var plain = map[rune]string{
	'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss", 'å': "a", 'æ': "ae", 'ø': "o",
	'à': "a", 'è': "e", 'é': "e", 'ì': "i", 'ò': "o", 'ù': "u", 'á': "a", 'í': "i", 'ó': "o", 'ú': "u",
}

func shorten(text string, length int) string {
	if len(text) <= length {
		return text
	}
	return strings.ToValidUTF8(text[:length], "") + "…"
}
