package importer

import (
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// countryNames gives the two-letter codes of countries by their names in our four languages, folded.
var countryNames = sync.OnceValue(func() map[string]string {
	names := map[string]string{"usa": "US", "uk": "GB", "england": "GB", "greatbritain": "GB", "holland": "NL"}
	for _, tag := range []language.Tag{language.English, language.German, language.Italian, language.Norwegian} {
		namer := display.Regions(tag)
		for a := 'A'; a <= 'Z'; a++ {
			for b := 'A'; b <= 'Z'; b++ {
				region, err := language.ParseRegion(string([]rune{a, b}))
				if err != nil || !region.IsCountry() || region.String() != string([]rune{a, b}) {
					continue
				}
				if name := foldHeading(namer.Name(region)); name != "" {
					names[name] = region.Canonicalize().String() // of a country that has two codes, the one in use
				}
			}
		}
	}
	return names
})

// parseCountry reads a code or a name.
func parseCountry(cell string) (string, bool) {
	if len(cell) == 2 || len(cell) == 3 {
		if region, err := language.ParseRegion(cell); err == nil && region.IsCountry() {
			return region.Canonicalize().String(), true
		}
	}
	code, ok := countryNames()[foldHeading(cell)]
	return code, ok
}
