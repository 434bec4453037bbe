package importer

import (
	"slices"
	"testing"

	xlanguage "golang.org/x/text/language"

	"tenantry/backend/language"
)

// TestParseCountry_ReadsTheNamesThatFilesAreWrittenWith: what an export names, in any language, is the same country again.
func TestParseCountry_ReadsTheNamesThatFilesAreWrittenWith(t *testing.T) {
	var wrong []string
	for _, tag := range language.Supported() {
		for n := range 26 * 26 {
			code := string([]rune{rune('A' + n/26), rune('A' + n%26)})
			region, err := xlanguage.ParseRegion(code)
			if err != nil || region.Canonicalize().String() != code {
				continue // no country, or one's former code
			}
			name := language.New(tag).Country(code)
			if got, ok := parseCountry(name); name != code && (!ok || got != code) {
				wrong = append(wrong, tag+" "+code+" "+name+" "+got)
			}
		}
	}
	slices.Sort(wrong)
	for _, each := range wrong {
		t.Error(each)
	}
}
