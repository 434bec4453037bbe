package cli

import (
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/language"
)

// TestProgress_TellsWhatItWaitsFor: a sync that the vendor slows down is not one that hangs.
func TestProgress_TellsWhatItWaitsFor(t *testing.T) {
	run := &domain.Run{Connection: "Contoso", TasksDone: 3, TasksTotal: 12, TasksFailed: 1}
	for lang, want := range map[string][3]string{
		"en": {"Contoso: 3 of 12, 1 failed", "waits 40 s for the vendor’s limit (Licences)", "waits 1 s for the vendor’s limit (Customers)"},
		"de": {"Contoso: 3 von 12, 1 fehlgeschlagen", "wartet 40 s auf das Limit des Anbieters (Lizenzen)", "wartet 1 s auf das Limit des Anbieters (Kunden)"},
		"it": {"Contoso: 3 di 12, 1 non riuscite", "attende 40 s per il limite del fornitore (Licenze)", "attende 1 s per il limite del fornitore (Clienti)"},
		"nb": {"Contoso: 3 av 12, 1 mislyktes", "venter 40 s på leverandørens grense (Lisenser)", "venter 1 s på leverandørens grense (Kunder)"},
	} {
		e := &environment{texts: language.New(lang)}
		for i, event := range []app.Event{
			{Run: run}, {Run: run, WaitingSeconds: 40, WaitingFor: "licenses"}, {Run: run, WaitingSeconds: 1},
		} {
			line := want[0]
			if i > 0 {
				line = strings.Join([]string{want[0], want[i]}, " · ")
			}
			if got := e.progress(event); got != line {
				t.Errorf("%s: %q, want %q", lang, got, line)
			}
		}
	}
}
