package language

import (
	"cmp"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country gives the name of a country by its code (ISO 3166-1 alpha-2), the code itself where it is unknown.
func (p *Printer) Country(code string) string {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return code
	}
	tag := language.Make(p.tag)
	if p.tag == "nb" {
		tag = language.Norwegian // under "nb" the library has Danish names
	}
	return cmp.Or(display.Regions(tag).Name(region), code)
}
