package store_test

import (
	"testing"

	"pgregory.net/rapid"

	"tenantry/backend/store"
)

func TestFold_LooksPastCaseAccentsAndSpaces(t *testing.T) {
	for text, want := range map[string]string{
		"Müller & Söhne  GmbH": "muller & sohne gmbh",
		"Große Straße":         "grosse strasse",
		"Ærø Skole ÅS":         "aero skole as",
		"Société Générale":     "societe generale",
		"Łódź Œuvre":           "lodz oeuvre",
		"ﬁnanz Ⅳ":              "finanz iv",
		"İSTANBUL ılıca":       "istanbul ilica",
		"plain text":           "plain text",
		"  =SUM(A1) ":          "=sum(a1)",
		"Παπαδόπουλος":         "παπαδοπουλοσ",
		"":                     "",
	} {
		if got := store.Fold(text); got != want {
			t.Errorf("fold(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestFold_Again_ChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		once := store.Fold(text)
		if twice := store.Fold(once); twice != once {
			t.Fatalf("fold(%q) = %q, again %q", text, once, twice)
		}
	})
}
