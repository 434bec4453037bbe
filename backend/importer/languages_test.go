package importer_test

import (
	"slices"
	"strings"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/importer"
	"tenantry/backend/language"
)

// unclear lists the labels that say too little for a heading, standing alone: the number of what, since when.
var unclear = []string{importer.FieldNumber, importer.FieldCreated}

// TestGuess_HeadingsOfTheInterface: a list whose columns are called as the interface calls them is understood in every
// language. The list of Microsoft's product names is Microsoft's own, in English.
func TestGuess_HeadingsOfTheInterface(t *testing.T) {
	for _, tag := range language.Supported() {
		texts := language.New(tag)
		for _, kind := range domain.ImportKinds() {
			if kind == domain.ImportSKUNames {
				continue
			}
			var labels, cells []string
			for _, field := range importer.Fields(kind) {
				labels = append(labels, texts.Text("import.field."+field.Name, nil))
				cells = append(cells, map[bool]string{true: "1 GB", false: "1"}[field.Type == importer.TypeSize])
			}
			f := open(t, strings.Join(labels, ";")+"\r\n"+strings.Join(cells, ";")+"\r\n")
			m := f.Guess(kind)
			for i, field := range importer.Fields(kind) {
				if got := m.Columns[field.Name]; got != labels[i] && !slices.Contains(unclear, field.Name) {
					t.Errorf("%s, %s: %s is read from %q, not from %q", tag, kind, field.Name, got, labels[i])
				}
			}
			if got := f.GuessKind(); got != kind {
				t.Errorf("%s: the headings of %s look like those of %s", tag, kind, got)
			}
		}
	}
}

// TestRead_OwnExport: what Tenantry writes in a language it reads again.
func TestRead_OwnExport(t *testing.T) {
	for _, tag := range language.Supported() {
		for _, word := range []domain.AtTermEnd{domain.TermRenews, domain.TermEnds} {
			f := open(t, ownExport(language.New(tag), word))
			rows, problems := read(t, f, domain.ImportSubscriptions, nil)
			if len(rows) != 1 || len(problems) != 0 {
				t.Errorf("%s: %d rows, problems %v", tag, len(rows), problems)
				continue
			}
			typed := rows[0].Typed
			switch {
			case typed.TermEndOn == nil || *typed.TermEndOn != "2026-12-31":
				t.Errorf("%s: the term end is missing or wrong", tag)
			case typed.AtTermEnd == nil || *typed.AtTermEnd != word:
				t.Errorf("%s: what happens at the term end is not %s", tag, word)
			case typed.Term == nil || *typed.Term != "P1Y":
				t.Errorf("%s: the term is missing or wrong", tag)
			case typed.PricePeriod == nil || *typed.PricePeriod != "month":
				t.Errorf("%s: the price period is missing or wrong", tag)
			}
		}
	}
}

// ownExport writes one subscription with the headings and words of a language.
func ownExport(texts *language.Printer, word domain.AtTermEnd) string {
	headings := []string{"customer", "number", "product", "quantity", "term_end_on", "at_term_end", "term", "unit_price", "currency", "price_period"}
	for i, name := range headings {
		headings[i] = texts.Text("column."+name, nil)
	}
	cells := []string{
		"Nordhafen", "0012345", "Webex Suite", "25", "2026-12-31", texts.Text("at_term_end."+string(word), nil),
		texts.Text("term.P1Y", nil), "12,50", "EUR", texts.Text("price_period.month", nil),
	}
	return strings.Join(headings, ";") + "\r\n" + strings.Join(cells, ";") + "\r\n"
}
