package language_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/language"
)

var placeholder = regexp.MustCompile(`{{\.(\w+)}}`)

// TestCatalogue_LanguagesAgree holds every language to the English keys, plural forms and placeholders.
func TestCatalogue_LanguagesAgree(t *testing.T) {
	files, err := filepath.Glob("locales/*.json")
	if err != nil || len(files) != len(language.Supported()) {
		t.Fatalf("%d files for %d languages (%v)", len(files), len(language.Supported()), err)
	}
	english := readTexts(t, "en")
	if len(english) < 300 {
		t.Fatalf("only %d texts were read", len(english))
	}
	for _, tag := range language.Supported() {
		other := readTexts(t, tag)
		for _, key := range slices.Sorted(maps.Keys(english)) {
			text, ok := other[key]
			if !ok {
				t.Errorf("%s lacks %s", tag, key)
				continue
			}
			if got, want := placeholders(text), placeholders(english[key]); !slices.Equal(got, want) {
				t.Errorf("%s: %s has the placeholders %v, English has %v", tag, key, got, want)
			}
		}
		for key, text := range other {
			if _, ok := english[key]; !ok {
				t.Errorf("%s has %s, English has not", tag, key)
			}
			checkText(t, tag+": "+key, text)
			if base, singular := strings.CutSuffix(key, ".one"); singular && other[base+".other"] == "" {
				t.Errorf("%s: %s has a singular without a plural", tag, base)
			}
		}
	}
}

func checkText(t *testing.T, where, text string) {
	t.Helper()
	if strings.TrimSpace(text) == "" {
		t.Errorf("%s is empty", where)
	}
	if rest := placeholder.ReplaceAllString(text, ""); strings.ContainsAny(rest, "{}") {
		t.Errorf("%s has a brace outside a placeholder: %q", where, text)
	}
	if strings.Contains(text, "  ") {
		t.Errorf("%s has two spaces in a row: %q", where, text)
	}
}

// placeholders lists the distinct placeholder names of a text. "count" may be missing from a singular, so the
// plural form "one" is compared without it.
func placeholders(text string) []string {
	names := map[string]bool{}
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names[m[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// readTexts gives every text by its key; plural forms end in ".one" and ".other".
func readTexts(t *testing.T, tag string) map[string]string {
	t.Helper()
	raw, err := os.ReadFile("locales/" + tag + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatalf("%s: %v", tag, err)
	}
	all := map[string]string{}
	var walk func(prefix string, tree map[string]any)
	walk = func(prefix string, tree map[string]any) {
		for name, value := range tree {
			key := strings.TrimPrefix(prefix+"."+name, ".")
			switch v := value.(type) {
			case string:
				all[key] = v
			case map[string]any:
				walk(key, v)
			default:
				t.Errorf("%s: %s is neither a text nor an object", tag, key)
			}
		}
	}
	walk("", tree)
	return all
}
