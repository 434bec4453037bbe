package importer

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/govalues/decimal"

	"tenantry/backend/domain"
)

// clean takes away what spreadsheets put around a text: white space, a BOM in the middle of a file, and the ="00123"
// with which leading zeros are kept.
func clean(cell string) string {
	cell = strings.TrimFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' || r == '\u200b' })
	if len(cell) > 3 && strings.HasPrefix(cell, `="`) && strings.HasSuffix(cell, `"`) && strings.Count(cell, `"`) == 2 {
		return cell[2 : len(cell)-1]
	}
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@", cell[1]) >= 0 {
		return cell[1:] // as exports keep a text from becoming a formula
	}
	return cell
}

// isNothing reports whether a cell says in words that there is no value.
func isNothing(cell string) bool {
	switch strings.ToLower(cell) {
	case "", "-", "–", "—", "n/a", "na", "#n/a", "#nv", "#i/t", "#n/d", "null", "none", "k.a.", "k. a.", "keine", "nessuno", "nessuna", "ingen":
		return true
	}
	return false
}

// isCellError reports whether a spreadsheet could not compute the cell.
func isCellError(cell string) bool {
	if !strings.HasPrefix(cell, "#") {
		return false
	}
	switch strings.ToUpper(cell) {
	case "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#BEZUG!", "#WERT!", "#ZAHL!", "#RIF!", "#VALORE!",
		"#NOME?", "#NOMBRE?", "#REFERANSE!", "#VERDI!", "#NAVN?", "#SPILL!", "#CALC!", "#GETTING_DATA", "########":
		return true
	}
	return false
}

// isShortened recognises a long number that a spreadsheet has rounded and written with an exponent, as in 4,91512E+12.
func isShortened(cell string) bool {
	i := strings.LastIndexAny(cell, "eE")
	if i < 1 || i+2 >= len(cell) || cell[i+1] != '+' || !digits(cell[i+2:]) {
		return false
	}
	whole, fraction, _ := strings.Cut(strings.Replace(cell[:i], ",", ".", 1), ".")
	return digits(whole) && len(whole) == 1 && (fraction == "" || digits(fraction))
}

func digits(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != ""
}

// ParseBool reads yes and no in our four languages.
func ParseBool(cell string) (value, ok bool) {
	switch strings.ToLower(clean(cell)) {
	case "true", "yes", "y", "1", "on", "x", "enabled", "wahr", "ja", "j", "ein", "vero", "sì", "si", "sí", "s", "v",
		"sann", "på", "aktiv", "aktiviert", "attivo", "abilitato", "aktivert", "✓", "✔":
		return true, true
	case "false", "no", "n", "0", "off", "disabled", "falsch", "nein", "aus", "falso", "f", "usann", "nei", "av",
		"inaktiv", "deaktiviert", "non attivo", "disattivato", "disabilitato", "deaktivert", "inaktivert", "✗", "✘":
		return false, true
	}
	return false, false
}

// numberStyle says which signs the numbers of a column have.
type numberStyle struct {
	comma   bool // a decimal comma, where a number could be read either way
	machine bool // numbers are those a spreadsheet stores: a point, perhaps an exponent, 17 digits
}

// ParseDecimal reads a number with a decimal comma or point, grouped or not, with a currency beside it or not, negative by
// a sign on either side or by brackets, and gives it with a point. Comma says what a lone sign before three digits is.
func ParseDecimal(cell string, comma bool) (string, bool) {
	return parseDecimal(cell, numberStyle{comma: comma})
}

func parseDecimal(cell string, style numberStyle) (string, bool) {
	text, negative := stripNumber(clean(cell))
	if text == "" || len(text) > 64 {
		return "", false
	}
	if style.machine {
		if plain, ok := fromMachine(text); ok {
			return sign(plain, negative)
		}
	}
	text, ok := plainNumber(text, style.comma)
	if !ok {
		return "", false
	}
	return sign(text, negative)
}

// sign checks a plain number and puts its sign in front.
func sign(text string, negative bool) (string, bool) {
	d, err := decimal.Parse(text)
	if err != nil {
		return "", false
	}
	if negative {
		d = d.Neg()
	}
	return d.String(), true
}

// stripNumber takes signs, currencies and spaces away.
func stripNumber(text string) (string, bool) {
	negative := false
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		negative, text = true, text[1:len(text)-1]
	}
	text = strings.TrimFunc(stripCurrency(text), unicode.IsSpace)
	for _, minus := range []string{"-", "−", "–"} {
		if rest, ok := strings.CutPrefix(text, minus); ok && !negative {
			negative, text = true, rest
		} else if rest, ok := strings.CutSuffix(text, minus); ok && !negative {
			negative, text = true, rest
		}
	}
	text = strings.TrimPrefix(strings.TrimSpace(stripCurrency(text)), "+")
	return strings.TrimSpace(text), negative
}

// stripCurrency takes a currency's sign or code from either end.
func stripCurrency(text string) string {
	text = strings.TrimFunc(text, unicode.IsSpace)
	for _, word := range []string{"€", "$", "£", "kr.", "kr", "Kr", "Fr.", "¥", ",-"} {
		text = strings.TrimSuffix(strings.TrimPrefix(text, word), word)
	}
	text = strings.TrimFunc(text, unicode.IsSpace)
	if len(text) > 3 && domain.ValidCurrency(text[:3]) {
		text = text[3:]
	} else if len(text) > 3 && domain.ValidCurrency(text[len(text)-3:]) {
		text = text[:len(text)-3]
	}
	return strings.TrimFunc(text, unicode.IsSpace)
}

// fromMachine reads a number as workbooks store it. They hold 15 digits; what stands beyond is the machine's own noise.
func fromMachine(text string) (string, bool) {
	if strings.ContainsAny(text, ",' \u00a0\u202f") {
		return "", false
	}
	if !strings.ContainsAny(text, "eE") && len(text) <= 15 {
		return text, strings.Trim(text, "0123456789.") == "" && strings.Count(text, ".") <= 1
	}
	value, err := strconv.ParseFloat(text, 64)
	if err != nil || value > 1e15 || value < 0 {
		return "", false
	}
	rounded, _, err := big.ParseFloat(strconv.FormatFloat(value, 'g', 15, 64), 10, 200, big.ToNearestEven)
	if err != nil {
		return "", false
	}
	fixed := rounded.Text('f', 15)
	return strings.TrimRight(strings.TrimRight(fixed, "0"), "."), true
}

// plainNumber takes grouping away and makes the decimal sign a point.
func plainNumber(text string, comma bool) (string, bool) {
	if strings.Trim(text, "0123456789.,'’ \u00a0\u202f") != "" {
		return "", false
	}
	group := func(r rune) bool { return r == ' ' || r == '\u00a0' || r == '\u202f' || r == '\'' || r == '’' }
	parts := strings.FieldsFunc(text, group)
	if len(parts) > 1 {
		for i, part := range parts {
			digitsOnly := part
			if i == len(parts)-1 {
				digitsOnly, _, _ = strings.Cut(strings.Replace(part, ",", ".", 1), ".")
			}
			if !digits(digitsOnly) || i > 0 && len(digitsOnly) != 3 {
				return "", false
			}
		}
	}
	text = strings.Join(parts, "")
	point := decimalSign(text, comma)
	whole, fraction, found := text, "", false
	if point != 0 {
		i := strings.LastIndexByte(text, point)
		whole, fraction, found = text[:i], text[i+1:], true
	}
	whole, ok := ungroup(whole)
	if !ok || found && fraction != "" && !digits(fraction) || found && fraction == "" && whole == "" {
		return "", false
	}
	if whole == "" {
		whole = "0"
	}
	if fraction == "" {
		return whole, true
	}
	return whole + "." + fraction, true
}

// decimalSign tells which sign begins the fraction, 0 when none does.
func decimalSign(text string, comma bool) byte {
	commas, points := strings.Count(text, ","), strings.Count(text, ".")
	switch {
	case commas == 0 && points == 0:
		return 0
	case commas > 0 && points > 0:
		if strings.LastIndexByte(text, ',') > strings.LastIndexByte(text, '.') {
			return ','
		}
		return '.'
	case commas > 1 || points > 1:
		return 0 // grouped
	}
	only := byte('.')
	if commas == 1 {
		only = ','
	}
	i := strings.IndexByte(text, only)
	if len(text)-i-1 != 3 || i == 0 || i > 3 || text[:i] == "0" {
		return only
	}
	if comma == (only == ',') {
		return only
	}
	return 0
}

// ungroup takes the signs between thousands away and refuses groups of another size.
func ungroup(text string) (string, bool) {
	i := strings.IndexAny(text, ",.")
	if i < 0 {
		return text, text == "" || digits(text)
	}
	groups := strings.Split(text, text[i:i+1])
	for n, group := range groups {
		if !digits(group) || n > 0 && len(group) != 3 || n == 0 && len(group) > 3 {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

// parseInteger reads a whole number; "12.00" is one.
func parseInteger(cell string, style numberStyle) (string, bool) {
	text, ok := parseDecimal(cell, style)
	if !ok {
		return "", false
	}
	whole, fraction, _ := strings.Cut(text, ".")
	if strings.Trim(fraction, "0") != "" || len(whole) > 15 {
		return "", false
	}
	return whole, true
}

var currencies = map[string]string{"€": "EUR", "euro": "EUR", "$": "USD", "us$": "USD", "£": "GBP", "kr": "", "franken": "CHF"}

func parseCurrency(cell string) (string, bool) {
	text := strings.ToUpper(cell)
	if domain.ValidCurrency(text) {
		return text, true
	}
	code := currencies[strings.ToLower(cell)]
	return code, code != ""
}

// parseTerm reads how long a commitment lasts.
func parseTerm(cell string) (string, bool) {
	text := strings.ToLower(cell)
	if upper := strings.ToUpper(cell); domain.ValidTerm(domain.Term(upper)) {
		return upper, true
	}
	// Microsoft writes "One-Year commitment for monthly/yearly billing": the billing is none of the term's business.
	for _, cut := range []string{" for ", " billed ", " mit ", ";"} {
		text, _, _ = strings.Cut(text, cut)
	}
	for _, t := range termWords {
		for _, word := range t.words {
			if text == word {
				return string(t.term), true
			}
		}
	}
	return countedTerm(text)
}

var termWords = []struct {
	term  domain.Term
	words []string
}{
	{"P1M", []string{"monthly", "month", "month to month", "month-to-month", "one-month commitment", "monatlich", "monat",
		"mensile", "mese", "månedlig", "maanedlig", "måned", "one month"}},
	{"P1Y", []string{"annual", "annually", "yearly", "year", "one-year commitment", "one year", "jährlich", "jaehrlich", "jahr",
		"ein jahr", "annuale", "anno", "un anno", "årlig", "aarlig", "år", "ett år"}},
	{"P2Y", []string{"two years", "zwei jahre", "due anni", "to år"}},
	{"P3Y", []string{"triennial", "three-year commitment", "three years", "drei jahre", "dreijährig", "triennale", "tre anni", "tre år"}},
	{"P5Y", []string{"five years", "fünf jahre", "cinque anni", "fem år"}},
}

// countedTerm reads a number of months or years; a number alone means months.
func countedTerm(text string) (string, bool) {
	end := 0
	for end < len(text) && text[end] >= '0' && text[end] <= '9' {
		end++
	}
	n, err := strconv.Atoi(text[:end])
	if err != nil || end > 3 {
		return "", false
	}
	unit := strings.Trim(text[end:], " -.()")
	switch {
	case slices.Contains([]string{"y", "yr", "yrs", "year", "years", "j", "jahr", "jahre", "anno", "anni", "a", "år", "year commitment"}, unit):
		n *= 12
	case !slices.Contains([]string{"", "m", "mo", "mon", "month", "months", "monat", "monate", "mese", "mesi", "måned", "måneder", "mnd"}, unit):
		return "", false
	}
	switch n {
	case 1:
		return "P1M", true
	case 12, 24, 36, 60:
		return "P" + itoa(n/12) + "Y", true
	}
	return "", false
}

// parsePeriod reads what one unit price pays for.
func parsePeriod(cell string) (string, bool) {
	switch strings.ToLower(cell) {
	case "year", "yearly", "annual", "annually", "per year", "jahr", "jährlich", "jaehrlich", "pro jahr", "anno", "annuale", "all'anno", "all’anno", "år", "årlig", "per år", "p1y":
		return "year", true
	case "month", "monthly", "per month", "monat", "monatlich", "pro monat", "mese", "mensile", "al mese", "måned", "månedlig", "per måned", "p1m":
		return "month", true
	}
	return "", false
}

// The words for what happens when a term ends. notRenewing is what a source knows that only says that nothing renews.
const (
	termRenews  = "renews"
	termEnds    = "ends"
	notRenewing = "not_renewing"
)

func parseAtTermEnd(cell string) (string, bool) {
	if renews, ok := ParseBool(cell); ok {
		if renews {
			return termRenews, true
		}
		return notRenewing, true
	}
	switch strings.ToLower(cell) {
	case "renews", "renews automatically", "renew", "auto", "auto-renew", "auto renew", "automatic", "verlängert sich", "verlängert sich automatisch", "verlängert", "automatisch",
		"verlängerung", "si rinnova", "si rinnova automaticamente", "rinnova", "rinnovo",
		"automatico", "fornyes", "fornyes automatisk", "fornyer", "automatisk":
		return termRenews, true
	case "ends", "end", "cancel", "cancels", "cancelled", "canceled", "endet", "läuft aus", "gekündigt", "kündigung",
		"termina", "scade", "disdetto", "disdetta", "avsluttes", "utløper", "oppsagt", "ender":
		return termEnds, true
	}
	return "", false
}

// Outcomes in the words of portals and in our languages; a word that is not here is OutcomeUnknown.
func parseOutcome(cell string) string {
	text := strings.ToLower(cell)
	switch text {
	case "finished", "succeeded", "successful", "success", "completed", "complete", "done", "ok", "erfolgreich",
		"abgeschlossen", "beendet", "fertig", "riuscito", "completato", "terminato", "eseguito", "fullført", "vellykket", "ferdig":
		return string(domain.OutcomeOK)
	case "failed", "failure", "error", "fehlgeschlagen", "fehler", "fallito", "non riuscito", "errore", "mislykket", "mislyktes",
		"feilet", "feil":
		return string(domain.OutcomeFailed)
	case "running", "in progress", "processing", "waiting", "läuft", "in bearbeitung", "wartend", "in corso", "in esecuzione",
		"in attesa", "kjører", "pågår", "venter":
		return string(domain.OutcomeRunning)
	case "skipped", "stopped", "cancelled", "canceled", "disabled", "übersprungen", "gestoppt", "abgebrochen", "deaktiviert",
		"saltato", "ignorato", "interrotto", "annullato", "hoppet over", "stoppet", "avbrutt":
		return string(domain.OutcomeSkipped)
	}
	for _, word := range []string{"exception", "warning", "partial", "ausnahme", "warnung", "teilweise", "eccezion", "avvis", "parzial", "unntak", "advarsel", "delvis"} {
		if strings.Contains(text, word) {
			return string(domain.OutcomeAttention)
		}
	}
	return string(domain.OutcomeUnknown)
}
