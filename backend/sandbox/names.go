package sandbox

import (
	"fmt"
	"strings"
)

// companyName is an invented company: what is unique about it, and its legal form.
type companyName struct {
	base  string
	legal string
}

// locale is a language area that companies come from, with the words their names are made of.
type locale struct {
	heads, tails []string // put together they give an invented family or place name
	trades       []string
	additions    []string
	given        []string // first names of people
	legal        []string
	places       []place
	spellings    [][2]string // how one register or the other writes the same thing
}

type place struct{ city, region, postal, country, code, language, phone string }

var locales = []locale{{
	heads: []string{"Alder", "Birken", "Brücken", "Dorn", "Elster", "Falken", "Grün", "Häher", "Kranich", "Löwen", "Mühlen",
		"Nebel", "Ohlen", "Quell", "Silber", "Störchen", "Tannen", "Ulmen", "Weiß", "Zeisig"},
	tails:     []string{"au", "brück", "döring", "furth", "hagen", "kamp", "löh", "moor", "rode", "schütz", "süll", "wiek"},
	trades:    []string{"Metallbau", "Logistik", "Gartenbau", "Kälte- & Klimatechnik", "Zahntechnik", "Möbelwerkstätten", "Steuerberatung", "Bäckerei", "Elektrotechnik", "Hausverwaltung", "Gerüstbau", "Feinkost", "Maschinenbau", "Druckerei", "Pflegedienst", "Architekten"},
	additions: []string{"", "& Söhne", "& Partner", "Nord", "Süd", "Gruppe"},
	given:     []string{"Anke", "Bernd", "Cem", "Dagmar", "Emre", "Friederike", "Gregor", "Hanna", "Ilka", "Jürgen", "Katja", "Lukas", "Mareike", "Nils", "Ömer", "Petra", "Rüdiger", "Sönke", "Tabea", "Wiebke"},
	legal:     []string{"GmbH", "GmbH", "GmbH & Co. KG", "AG", "e.K.", "UG (haftungsbeschränkt)"},
	places: []place{{"Bremerhaven", "HB", "27568", "Germany", "DE", "de", "+49 471 5550"}, {"Kassel", "HE", "34117", "Germany", "DE", "de", "+49 561 5550"},
		{"Regensburg", "BY", "93047", "Germany", "DE", "de", "+49 941 5550"}, {"Linz", "Oberösterreich", "4020", "Austria", "AT", "de", "+43 732 5550"}, {"Winterthur", "ZH", "8400", "Switzerland", "CH", "de", "+41 52 5550"}},
	spellings: [][2]string{{"GmbH & Co. KG", "GmbH und Co. KG"}, {"GmbH", "G.m.b.H."}, {" & ", " und "}, {"ü", "ue"}, {"ö", "oe"}, {"ä", "ae"}},
}, {
	heads: []string{"Bjørke", "Dverg", "Fjell", "Gråstein", "Havørn", "Isbre", "Kråke", "Lyng", "Måke", "Nøste", "Rogne",
		"Skår", "Solbær", "Tind", "Ulv", "Vær", "Østen", "Ask"},
	tails:     []string{"bakken", "bråten", "dalen", "foss", "gård", "haugen", "løkka", "mo", "nes", "rud", "sæter", "vik"},
	trades:    []string{"Elektro", "Bygg", "Regnskap", "Sjømat", "Tannklinikk", "Transport", "Rørleggerservice", "Arkitekter", "Båtbyggeri", "Eiendom", "Fysioterapi", "Maskin", "Renhold", "Trelast", "Trykkeri"},
	additions: []string{"", "& Sønner", "Vest", "Nord", "Gruppen", "& Berg"},
	given:     []string{"Aslak", "Bjørg", "Dagfinn", "Eirik", "Frøydis", "Gunnhild", "Håkon", "Ingrid", "Jorunn", "Kjell", "Liv", "Mårten", "Nora", "Øystein", "Ragnhild", "Sigrid", "Torbjørn", "Åse"},
	legal:     []string{"AS", "AS", "AS", "ASA", "DA", "Holding AS"},
	places: []place{{"Ålesund", "Møre og Romsdal", "6002", "Norway", "NO", "nb", "+47 70 55 50"}, {"Tromsø", "Troms", "9008", "Norway", "NO", "nb", "+47 77 55 50"},
		{"Bodø", "Nordland", "8006", "Norway", "NO", "nb", "+47 75 55 50"}, {"Hamar", "Innlandet", "2317", "Norway", "NO", "nb", "+47 62 55 50"}},
	spellings: [][2]string{{" AS", " A/S"}, {" & ", " og "}, {"ø", "oe"}, {"å", "aa"}},
}, {
	heads: []string{"Belmo", "Calda", "Dorsi", "Fonta", "Gelsi", "Lumio", "Mirto", "Nevio", "Ombra", "Pietro", "Quarzo", "Rivola",
		"Salva", "Tremi", "Umbro", "Valdo", "Zanche"},
	tails:     []string{"bruna", "carro", "dello", "fredo", "galli", "lanza", "monte", "nardo", "pozzi", "serra", "terra", "vani"},
	trades:    []string{"Officine", "Studio Legale", "Trasporti", "Panificio", "Ceramiche", "Costruzioni", "Farmacia", "Impianti", "Tessuti", "Vini", "Tipografia", "Serramenti", "Agenzia Immobiliare"},
	additions: []string{"", "e Figli", "Nord", "Group", "Service", "& Associati"},
	given:     []string{"Alessio", "Bianca", "Carlo", "Daria", "Elio", "Fiorella", "Gaia", "Ivo", "Livia", "Marzia", "Niccolò", "Ornella", "Pia", "Renzo", "Silvio", "Tosca", "Vera"},
	legal:     []string{"S.r.l.", "S.r.l.", "S.p.A.", "S.a.s.", "S.n.c."},
	places: []place{{"Bolzano", "BZ", "39100", "Italy", "IT", "it", "+39 0471 555"}, {"Forlì", "FC", "47121", "Italy", "IT", "it", "+39 0543 555"},
		{"Lecce", "LE", "73100", "Italy", "IT", "it", "+39 0832 555"}, {"Cuneo", "CN", "12100", "Italy", "IT", "it", "+39 0171 555"}},
	spellings: [][2]string{{"S.r.l.", "SRL"}, {"S.p.A.", "SPA"}, {"S.a.s.", "SAS"}, {" & ", " e "}},
}, {
	heads: []string{"Ashing", "Brock", "Copper", "Dunmar", "Elder", "Fenni", "Gorse", "Harrow", "Ivel", "Kestrel", "Lark", "Marl",
		"Nettle", "O'Bran", "Penhal", "Quill", "Rooks", "Stan", "Thistle", "Wex"},
	tails:     []string{"borne", "combe", "den", "field", "gate", "holt", "ley", "mere", "stoke", "thorpe", "wick", "worthy"},
	trades:    []string{"Joinery", "Freight", "Dental Care", "Surveyors", "Accountants", "Veterinary Clinic", "Roofing", "Print Works", "Landscapes", "Engineering", "Care Homes", "Law", "Coffee Roasters", "Motor Company", "Marine Services"},
	additions: []string{"", "& Sons", "Group", "North", "Partners", "& Daughters"},
	given:     []string{"Alastair", "Beth", "Callum", "Dervla", "Ewan", "Fern", "Gareth", "Hazel", "Imran", "Jocelyn", "Keira", "Lachlan", "Morag", "Niamh", "Owen", "Priya", "Rhys", "Sorcha", "Tess"},
	legal:     []string{"Ltd", "Ltd", "LLP", "PLC", "Limited", "Co. Ltd"},
	places: []place{{"Hexham", "Northumberland", "NE46 1AA", "United Kingdom", "GB", "en", "+44 1632 960"}, {"Truro", "Cornwall", "TR1 1AA", "United Kingdom", "GB", "en", "+44 1632 961"},
		{"Sligo", "Sligo", "F91 A0A0", "Ireland", "IE", "en", "+353 71 555"}, {"Perth", "Perth and Kinross", "PH1 1AA", "United Kingdom", "GB", "en", "+44 1632 962"}},
	spellings: [][2]string{{" Co. Ltd", " Company Ltd"}, {" Ltd", ", Ltd."}, {" Limited", " Ltd"}, {" LLP", ", LLP"}, {" & ", " and "}, {"'", "’"}},
}}

// name gives the n-th company of the locale; no two numbers give the same one.
func (l *locale) name(n int, legal string) companyName {
	total := len(l.heads) * len(l.tails) * len(l.trades) * len(l.additions)
	const stride = 7919 // a prime that divides none of the lists' sizes, so that neighbours look unlike
	at := n % total * stride % total
	head, at := l.heads[at%len(l.heads)], at/len(l.heads)
	tail, at := l.tails[at%len(l.tails)], at/len(l.tails)
	trade, at := l.trades[at%len(l.trades)], at/len(l.trades)
	base := head + tail + " " + trade
	if addition := l.additions[at]; addition != "" {
		base += " " + addition
	}
	if round := n / total; round > 0 {
		base += fmt.Sprintf(" %d", round+1)
	}
	return companyName{base: base, legal: legal}
}

func (n companyName) String() string { return strings.TrimSpace(n.base + " " + n.legal) }

// variant writes the name as another register would: one to three of the locale's spellings differ, or the case does.
func (l *locale) variant(n companyName, d dice) string {
	full := n.String()
	switch d.IntN(6) {
	case 0:
		return strings.ToUpper(full)
	case 1:
		return n.base
	}
	changed := full
	left := d.between(1, 3)
	for _, at := range d.Perm(len(l.spellings)) {
		next := strings.ReplaceAll(changed, l.spellings[at][0], l.spellings[at][1])
		if next != changed && left > 0 {
			changed = next
			left--
		}
	}
	return changed
}

var foldings = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "ø", "oe", "å", "aa", "æ", "ae", "ì", "i", "'", "", "’", "")

// slug is the name as a label of a domain name.
func (n companyName) slug() string {
	var b strings.Builder
	for _, r := range foldings.Replace(strings.ToLower(n.base)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	text := b.String()
	return text[:min(len(text), 60)]
}

// streets are how addresses look in each language; # is the house number.
var streets = map[string][]string{
	"de": {"Kaistraße #", "Am Mühlbach #", "Lindenallee #", "Hafenweg #"},
	"nb": {"Fjordveien #", "Bryggegata #", "Skolegata #"},
	"it": {"Via dei Mulini #", "Corso Europa #", "Via Ròggia #"},
	"en": {"# Mill Lane", "# Quay Street", "# Station Road"},
}
