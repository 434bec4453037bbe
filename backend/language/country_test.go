package language_test

import (
	"testing"

	"tenantry/backend/language"
)

func TestCountry_IsNamedInEachLanguage(t *testing.T) {
	for tag, want := range map[string]string{"en": "Switzerland", "de": "Schweiz", "it": "Svizzera", "nb": "Sveits"} {
		if got := language.New(tag).Country("CH"); got != want {
			t.Errorf("%s: %q, want %q", tag, got, want)
		}
		for _, code := range []string{"", "ZZ", "?"} {
			if got := language.New(tag).Country(code); got != code {
				t.Errorf("%s: %q became %q", tag, code, got)
			}
		}
	}
}
