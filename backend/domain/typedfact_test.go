package domain_test

import (
	"errors"
	"strings"
	"testing"

	"tenantry/backend/domain"
)

// TestCleanTypedFact_SaysWhatIsWrongOfEachField: what is refused says what that field should look like.
func TestCleanTypedFact_SaysWhatIsWrongOfEachField(t *testing.T) {
	for _, c := range []struct{ field, value, want, key string }{
		{"domain", " Contoso.Example ", "contoso.example", ""},
		{"domain", "contoso", "", "typed_domain"},
		{"domain", "https://contoso.example", "", "typed_domain"},
		{"country", "ch", "CH", ""},
		{"country", "Switzerland", "", "typed_country"},
		{"language", "de", "de", ""},
		{"language", "de-CH", "de-CH", ""},
		{"language", "German", "", "typed_language"},
		{"phone", "+41  44 000 00 00", "+41 44 000 00 00", ""},
		{"phone", "(030) 1234/56-7 ext. 12", "(030) 1234/56-7 ext. 12", ""},
		{"phone", "reception", "", "typed_phone"},
		{"phone", "+4", "", "typed_phone"},
		{"contact", "Ada Muster", "Ada Muster", ""},
		{"contact", "ada@contoso.example", "ada@contoso.example", ""},
		{"contact", "ada@contoso", "", "typed_contact"},
		{"street", strings.Repeat("ß", 200), strings.Repeat("ß", 200), ""},
		{"street", strings.Repeat("ß", 201), "", "typed_too_long"},
		{"phone", "", "", ""},
		{"name", "Contoso", "", "typed_fact"},
	} {
		got, err := domain.CleanTypedFact(c.field, c.value)
		var refused *domain.Error
		key := ""
		if errors.As(err, &refused) {
			key = refused.Key
		}
		if got != c.want || key != c.key {
			t.Errorf("%s %q: %q, %q", c.field, c.value, got, key)
		}
	}
}
