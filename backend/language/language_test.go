package language_test

import (
	"errors"
	"fmt"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/language"
)

func TestNew_UnknownLanguage_FallsBackToEnglish(t *testing.T) {
	for tag, want := range map[string]string{
		"de": "de", "de-AT": "de", "de_DE.UTF-8": "de", "de_CH@euro": "de",
		"it": "it", "it_CH.UTF-8": "it", "nb": "nb", "nb_NO.UTF-8": "nb", "no": "nb", "nn-NO": "nb",
		"en": "en", "en-GB": "en", "fr": "en", "": "en", "C": "en", "C.UTF-8": "en", "POSIX": "en", "%$!": "en",
	} {
		if got := language.New(tag).Tag(); got != want {
			t.Errorf("New(%q) speaks %q, want %q", tag, got, want)
		}
	}
}

func TestText_FillsPlaceholders(t *testing.T) {
	args := map[string]any{"time": "06:30"}
	if got := language.New("de").Text("schedule.daily", args); got != "Täglich um 06:30 Uhr" {
		t.Errorf("German: %q", got)
	}
	if got := language.New("en").Text("schedule.daily", args); got != "Every day at 06:30" {
		t.Errorf("English: %q", got)
	}
	if got := language.New("en").Text("schedule.daily", nil); got != "Every day at " {
		t.Errorf("a missing argument leaves a gap, got %q", got)
	}
	if got := language.New("de").Text("no.such.key", nil); got != "no.such.key" {
		t.Errorf("a missing key comes back as it is, got %q", got)
	}
	if got := language.New("de").Text("family.other", nil); got != "Sonstige" {
		t.Errorf("a key called other is no plural form, got %q", got)
	}
}

func TestPlural_ChoosesForm(t *testing.T) {
	de := language.New("de")
	for n, want := range map[int]string{0: "0 Aufgaben fehlgeschlagen", 1: "1 Aufgabe fehlgeschlagen", 6: "6 Aufgaben fehlgeschlagen"} {
		if got := de.Plural("cli.sync.failed_tasks", n, nil); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for tag, want := range map[string]string{"de": "1000000 Zeilen", "it": "1000000 righe", "nb": "1000000 rader"} {
		if got := language.New(tag).Plural("cli.export.done", 1_000_000, map[string]any{"path": "a"}); got != "a: "+want {
			t.Errorf("a whole million in %s: %q, want %q", tag, got, want)
		}
	}
	got := de.Plural("cli.export.done", 12000, map[string]any{"path": "a.csv", "count": "12.000"})
	if got != "a.csv: 12.000 Zeilen" {
		t.Errorf("a formatted count is kept, got %q", got)
	}
}

func TestError_SaysTheSentenceOfTheKey(t *testing.T) {
	de := language.New("de")
	taken := fmt.Errorf("create: %w", domain.NewError(domain.CodeConflict, "connection_name_taken"))
	internal := de.Text("error.internal", nil)
	for name, c := range map[string]struct {
		err  error
		want string
	}{
		"wrapped":     {taken, "Es gibt bereits eine Verbindung mit diesem Namen. Wählen Sie einen anderen."},
		"parameter":   {domain.NewError(domain.CodeInvalid, "field_required", "field", "Name"), "Name fehlt. Füllen Sie das Feld aus."},
		"field label": {domain.NewError(domain.CodeInvalid, "field_required", "field", "webex.refresh_token"), "Aktualisierungstoken fehlt. Füllen Sie das Feld aus."},
		"foreign":     {errors.New("secret driver text"), internal},
		"no sentence": {domain.NewError(domain.CodeInvalid, "nobody_wrote_this"), internal},
		"nil":         {nil, ""},
	} {
		if got := de.Error(c.err); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestDetect_FirstVariableThatIsSet(t *testing.T) {
	for want, env := range map[string]map[string]string{
		"de": {"LC_ALL": "de_DE.UTF-8", "LANG": "en_US.UTF-8"},
		"it": {"LC_MESSAGES": "it_IT.UTF-8", "LANG": "de_DE"},
		"nb": {"LANG": "nb_NO.UTF-8"},
		"en": {"LC_ALL": "C.UTF-8", "LC_MESSAGES": "de_DE", "LANG": "de_DE"},
	} {
		if got := language.Detect(func(name string) string { return env[name] }); got != want {
			t.Errorf("%v gives %q, want %q", env, got, want)
		}
	}
	if got := language.Detect(func(name string) string { return map[string]string{"LANG": "de_AT"}[name] }); got != "de" {
		t.Errorf("LANG alone gives %q", got)
	}
}
