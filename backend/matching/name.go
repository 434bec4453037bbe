package matching

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// name is a company's name taken apart.
type name struct {
	words []string // without legal form; "&" stands for every "and"
	form  string   // the legal form, "" where the name has none
	key   string   // the words: the same for the same name
	loose string   // its letters without spaces, and without what writing umlauts as two letters adds
}

// spelled writes letters as a register does that has none of them. Fold has made "ß" into "ss" already.
var spelled = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ø", "oe", "å", "aa", "æ", "ae", "œ", "oe",
	"þ", "th", "ð", "d", "đ", "d", "ł", "l", "ı", "i", "'", "", "’", "", "`", "", "´", "")

// unspelled takes that back as far as comparing goes: "Mueller", "Müller" and "Muller" become the same.
var unspelled = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u", "aa", "a", "&", "")

// ands are the words for "and" in the languages customers' names are in.
var ands = map[string]bool{"&": true, "+": true, "und": true, "and": true, "og": true, "e": true, "et": true}

func parseName(text string) name {
	words := tokens(text)
	for len(words) > 1 && (words[0] == "the" || words[0] == "firma" || words[0] == "fa" || words[0] == "&") {
		words = words[1:]
	}
	words, form := cutForm(words)
	for len(words) > 1 && words[len(words)-1] == "&" {
		words = words[:len(words)-1]
	}
	n := name{words: words, form: form, key: strings.Join(words, " ")}
	n.loose = unspelled.Replace(strings.Join(words, ""))
	return n
}

// tokens are a name's words in one spelling. Letters that stand alone belong together, so that "G.m.b.H.", "S. p. A."
// and "A/S" are one word each.
func tokens(text string) []string {
	text = spelled.Replace(cases.Fold().String(norm.NFC.String(cases.Fold().String(text))))
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r), r == '&':
			return r
		case r == '+':
			return r
		}
		return ' '
	}, norm.NFKD.String(text))
	text = strings.ReplaceAll(text, "&", " & ")
	var words []string
	single := ""
	flush := func() {
		if single != "" {
			words = append(words, splitSingles(single)...)
		}
		single = ""
	}
	for word := range strings.FieldsSeq(text) {
		if len([]rune(word)) == 1 && unicode.IsLetter([]rune(word)[0]) {
			single += word
			continue
		}
		flush()
		if word = strings.Trim(word, "+"); ands[word] || word == "" {
			word = "&"
		}
		words = append(words, word)
	}
	flush()
	return words
}

// splitSingles makes words of letters that stood alone: an "and", or what ends in a legal form, as in "Plan B e.K.".
func splitSingles(letters string) []string {
	if ands[letters] {
		return []string{"&"}
	}
	for cut := 1; cut < len(letters); cut++ {
		if _, known := forms[letters[cut:]]; known && forms[letters] == "" && len(letters)-cut > 1 {
			return []string{letters[:cut], letters[cut:]}
		}
	}
	return []string{letters}
}

// forms are the legal forms of DE, AT, CH, IT, NO and the English-speaking countries, each under the short one.
var forms = map[string]string{
	"gmbh": "gmbh", "mbh": "gmbh", "gesmbh": "gmbh", "ges mbh": "gmbh", "gesellschaft mbh": "gmbh",
	"gesellschaft mit beschraenkter haftung": "gmbh", "ggmbh": "ggmbh", "gemeinnuetzige gmbh": "ggmbh",
	"gmbh & co kg": "gmbh co kg", "gmbh co kg": "gmbh co kg", "gmbh & cokg": "gmbh co kg", "gmbh & co": "gmbh co kg",
	"gmbh & co kgaa": "gmbh co kgaa", "gmbh & co ohg": "gmbh co ohg", "ag & co kg": "ag co kg", "ug & co kg": "ug co kg",
	"ug haftungsbeschraenkt & co kg": "ug co kg", "ag & co kgaa": "ag co kgaa", "se & co kg": "se co kg",
	"se & co kgaa": "se co kgaa", "ag": "ag", "aktiengesellschaft": "ag", "kg": "kg", "kommanditgesellschaft": "kg",
	"& co kg": "kg", "ohg": "ohg", "offene handelsgesellschaft": "ohg", "og": "og", "gbr": "gbr", "ek": "ek", "eu": "eu",
	"eingetragener kaufmann": "ek", "eingetragene kauffrau": "ek", "kfm": "ek", "ev": "ev", "eingetragener verein": "ev",
	"eg": "eg", "eingetragene genossenschaft": "eg", "ug": "ug", "ug haftungsbeschraenkt": "ug",
	"unternehmergesellschaft": "ug", "unternehmergesellschaft haftungsbeschraenkt": "ug", "kgaa": "kgaa", "se": "se",
	"partg": "partg", "partg mbb": "partg", "partgmbb": "partg", "inh": "", "sa": "sa", "sarl": "sarl", "sagl": "sagl",
	"societe anonyme": "sa", "spa": "spa", "societa per azioni": "spa", "srl": "srl", "srls": "srls",
	"societa a responsabilita limitata": "srl", "sas": "sas", "societa in accomandita semplice": "sas", "snc": "snc",
	"societa in nome collettivo": "snc", "ss": "ss", "scarl": "scarl", "soc coop": "scarl", "societa cooperativa": "scarl",
	"as": "as", "aksjeselskap": "as", "asa": "asa", "allmennaksjeselskap": "asa", "da": "da", "ans": "ans", "enk": "enk",
	"nuf": "nuf", "ks": "ks", "aps": "aps", "ab": "ab", "oy": "oy", "ltd": "ltd", "limited": "ltd", "co ltd": "co ltd",
	"co limited": "co ltd", "company ltd": "co ltd", "company limited": "co ltd", "pty ltd": "pty ltd",
	"pty limited": "pty ltd", "llc": "llc", "llp": "llp", "limited liability partnership": "llp", "lp": "lp", "plc": "plc",
	"public limited company": "plc", "inc": "inc", "incorporated": "inc", "corp": "corp", "corporation": "corp",
}

// longestForm is the number of words of the longest legal form.
const longestForm = 5

// cutForm takes the legal form off the end of a name. A name that is nothing else keeps it.
func cutForm(words []string) ([]string, string) {
	for n := min(longestForm, len(words)-1); n > 0; n-- {
		at := len(words) - n
		if form := forms[strings.Join(words[at:], " ")]; form != "" {
			return words[:at], form
		}
	}
	return words, ""
}

// distinctive reports whether a name is more than a word that several companies could go by.
func (n name) distinctive() bool {
	letters := len([]rune(strings.ReplaceAll(n.key, " ", "")))
	return len(n.words) > 1 && letters >= 6 || letters >= 8
}

// numbers are the words with a digit. Where they differ, "Lager 1" and "Lager 2", two names are not the same but for a
// slip of the pen.
func (n name) numbers() string {
	var found []string
	for _, word := range n.words {
		if strings.ContainsFunc(word, unicode.IsDigit) {
			found = append(found, word)
		}
	}
	slices.Sort(found)
	return strings.Join(found, " ")
}

// formsDiffer reports whether both names have a legal form and not the same.
func formsDiffer(a, b name) bool { return a.form != "" && b.form != "" && a.form != b.form }
