package avepoint

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
)

// countryNames are the English names of countries by their ISO 3166 codes, as they are compared: AvePoint writes names, in
// older spellings of ISO 3166 too.
const countryNames = `
AD andorra
AE united arab emirates|uae
AF afghanistan
AG antigua and barbuda
AI anguilla
AL albania
AM armenia
AO angola
AQ antarctica
AR argentina
AS american samoa
AT austria
AU australia
AW aruba
AX aland islands
AZ azerbaijan
BA bosnia and herzegovina
BB barbados
BD bangladesh
BE belgium
BF burkina faso
BG bulgaria
BH bahrain
BI burundi
BJ benin
BL saint barthelemy
BM bermuda
BN brunei|brunei darussalam
BO bolivia
BQ caribbean netherlands|bonaire
BR brazil
BS bahamas
BT bhutan
BV bouvet island
BW botswana
BY belarus
BZ belize
CA canada
CC cocos keeling islands
CD democratic republic of congo|congo democratic republic of|congo drc
CF central african republic
CG congo|republic of congo
CH switzerland
CI cote divoire|ivory coast
CK cook islands
CL chile
CM cameroon
CN china
CO colombia
CR costa rica
CU cuba
CV cape verde|cabo verde
CW curacao
CX christmas island
CY cyprus
CZ czechia|czech republic
DE germany
DJ djibouti
DK denmark
DM dominica
DO dominican republic
DZ algeria
EC ecuador
EE estonia
EG egypt
EH western sahara
ER eritrea
ES spain
ET ethiopia
FI finland
FJ fiji
FK falkland islands|falkland islands malvinas
FM micronesia|federated states of micronesia
FO faroe islands
FR france
GA gabon
GB united kingdom|great britain|uk|united kingdom of great britain and northern ireland
GD grenada
GE georgia
GF french guiana
GG guernsey
GH ghana
GI gibraltar
GL greenland
GM gambia
GN guinea
GP guadeloupe
GQ equatorial guinea
GR greece
GS south georgia and south sandwich islands
GT guatemala
GU guam
GW guinea bissau
GY guyana
HK hong kong|hong kong sar
HM heard island and mcdonald islands
HN honduras
HR croatia
HT haiti
HU hungary
ID indonesia
IE ireland|republic of ireland
IL israel
IM isle of man
IN india
IO british indian ocean territory
IQ iraq
IR iran
IS iceland
IT italy
JE jersey
JM jamaica
JO jordan
JP japan
KE kenya
KG kyrgyzstan
KH cambodia
KI kiribati
KM comoros
KN saint kitts and nevis
KP north korea|korea democratic peoples republic of
KR south korea|korea republic of
KW kuwait
KY cayman islands
KZ kazakhstan
LA laos|lao peoples democratic republic
LB lebanon
LC saint lucia
LI liechtenstein
LK sri lanka
LR liberia
LS lesotho
LT lithuania
LU luxembourg
LV latvia
LY libya|libyan arab jamahiriya
MA morocco
MC monaco
MD moldova
ME montenegro
MF saint martin|saint martin french part
MG madagascar
MH marshall islands
MK north macedonia|macedonia
ML mali
MM myanmar|burma
MN mongolia
MO macao|macau|macao sar
MP northern mariana islands
MQ martinique
MR mauritania
MS montserrat
MT malta
MU mauritius
MV maldives
MW malawi
MX mexico
MY malaysia
MZ mozambique
NA namibia
NC new caledonia
NE niger
NF norfolk island
NG nigeria
NI nicaragua
NL netherlands|holland
NO norway
NP nepal
NR nauru
NU niue
NZ new zealand
OM oman
PA panama
PE peru
PF french polynesia
PG papua new guinea
PH philippines
PK pakistan
PL poland
PM saint pierre and miquelon
PN pitcairn islands|pitcairn
PR puerto rico
PS palestinian territories|palestine|palestinian territory
PT portugal
PW palau
PY paraguay
QA qatar
RE reunion
RO romania
RS serbia
RU russia|russian federation
RW rwanda
SA saudi arabia
SB solomon islands
SC seychelles
SD sudan
SE sweden
SG singapore
SH saint helena|saint helena ascension and tristan da cunha
SI slovenia
SJ svalbard and jan mayen
SK slovakia
SL sierra leone
SM san marino
SN senegal
SO somalia
SR suriname
SS south sudan
ST sao tome and principe
SV el salvador
SX sint maarten|sint maarten dutch part
SY syria|syrian arab republic
SZ eswatini|swaziland
TC turks and caicos islands
TD chad
TF french southern territories
TG togo
TH thailand
TJ tajikistan
TK tokelau
TL timor leste|east timor
TM turkmenistan
TN tunisia
TO tonga
TR turkiye|turkey
TT trinidad and tobago
TV tuvalu
TW taiwan
TZ tanzania
UA ukraine
UG uganda
UM u s outlying islands|united states minor outlying islands
US united states|united states of america|usa
UY uruguay
UZ uzbekistan
VA vatican city|holy see|holy see vatican city state
VC saint vincent and grenadines
VE venezuela
VG british virgin islands|virgin islands british
VI u s virgin islands|virgin islands u s
VN vietnam|viet nam
VU vanuatu
WF wallis and futuna
WS samoa
YE yemen
YT mayotte
ZA south africa
ZM zambia
ZW zimbabwe`

var countriesByName = sync.OnceValue(func() map[string]string {
	byName := map[string]string{}
	for line := range strings.Lines(countryNames) {
		code, names, _ := strings.Cut(strings.TrimSpace(line), " ")
		for name := range strings.SplitSeq(names, "|") {
			byName[name] = code
		}
	}
	delete(byName, "")
	return byName
})

var spelling = strings.NewReplacer("&", " and ", "’", "", "'", "", ".", " ", ",", " ", "(", " ", ")", " ", "-", " ", "st. ", "saint ")

// shared are first parts of names that more than one country has.
var shared = map[string]bool{"korea": true, "congo": true, "virgin islands": true, "saint martin": true, "guinea": true}

// country gives the code of a country's English name, "" for one that is not known. "Bolivia, Plurinational State of" is
// found by its first part where the whole is not in the table.
func country(name string) string {
	if code := countriesByName()[plainName(name)]; code != "" {
		return code
	}
	first, _, _ := strings.Cut(name, ",")
	first = plainName(first)
	if shared[first] {
		return ""
	}
	return countriesByName()[first]
}

// plainName is a name without accents, articles and punctuation.
func plainName(name string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC), name)
	if err != nil {
		return ""
	}
	var words []string
	for word := range strings.FieldsSeq(spelling.Replace(strings.ToLower(plain))) {
		if word != "the" {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}
