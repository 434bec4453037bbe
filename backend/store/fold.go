package store

import (
	"database/sql"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// letters are those that Unicode does not take apart into a base letter and a mark.
var letters = strings.NewReplacer("ø", "o", "æ", "ae", "œ", "oe", "ł", "l", "đ", "d", "ð", "d", "þ", "th", "ı", "i", "ħ", "h")

// fold reduces text to what searching and sorting look at: case, accents and runs of white space are gone, so that
// "Müller  AG" and "muller ag" are the same.
func fold(text string) string {
	if isFolded(text) {
		return text
	}
	folded := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, decompose(decompose(text)))
	return strings.Join(strings.Fields(letters.Replace(folded)), " ")
}

// decompose folds case and takes letters apart. Compatibility forms can come out as capitals, so it takes two rounds.
func decompose(text string) string { return norm.NFKD.String(cases.Fold().String(text)) }

// isFolded sees the common case, plain lower-case ASCII, without allocating.
func isFolded(text string) bool {
	space := true
	for i := range len(text) {
		c := text[i]
		if c >= 0x80 || (c >= 'A' && c <= 'Z') || c < ' ' || (c == ' ' && space) {
			return false
		}
		space = c == ' '
	}
	return len(text) == 0 || !space
}

// searchFor narrows a list to rows whose folded column holds every word of text.
func (c *conditions) searchFor(column, text string) {
	c.searchBy(text, func(_, argument string) string { return holds(column, argument) })
}

// named is the condition on customers c that a word is part of their name, a domain, a registered account or a tag that was
// given by hand or by a vendor.
func named(argument string) string {
	return holds("c.search", argument) + " OR " + holds("c.tag_search", argument)
}

// taggedByRule adds the rules whose tag has the word in its name.
func taggedByRule(rules []tagRule, word string) string {
	text := ""
	for _, r := range rules {
		if strings.Contains(fold(r.name), word) {
			text += " OR " + r.condition
		}
	}
	return text
}

// searchSubscriptions narrows a list of subscriptions s to those that have every word of text in their product, their
// number or their customer.
func (c *conditions) searchSubscriptions(text string) {
	c.searchBy(text, func(_, word string) string {
		return holds("s.search", word) + " OR s.customer_id IN (SELECT id FROM customers WHERE " + holds("search", word) + ")"
	})
}

// searchBy adds a condition per word, made from it and the name of the argument that holds it.
func (c *conditions) searchBy(text string, condition func(word, argument string) string) {
	for i, word := range strings.Fields(fold(text)) {
		name := "word" + strconv.Itoa(i)
		c.add(condition(word, ":"+name), sql.Named(name, word))
	}
}

// holds compares bytes, which both sides being folded allows: LIKE folds again and takes three times as long, and its
// wildcards would have to be escaped.
func holds(column, word string) string { return "instr(" + column + ", " + word + ") > 0" }
