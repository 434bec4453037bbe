package importer_test

import (
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/language"
)

// TestRead_StatusAndTrial: portals say both in columns of their own, as one, or as the day a trial ends.
func TestRead_StatusAndTrial(t *testing.T) {
	for _, test := range []struct {
		headings, cells string
		status          domain.SubscriptionStatus
		trial           domain.YesNo
		ends            domain.Date
		problem         string
	}{
		{"Status", "Suspended", domain.StatusSuspended, "", "", ""},
		{"Abostatus", "gekündigt", domain.StatusDeleted, "", "", ""},
		{"Stato", "scaduto", domain.StatusExpired, "", "", ""},
		{"Tilstand", "Prøveperiode", domain.StatusActive, domain.Yes, "", ""},
		{"Status;Testphase", "aktiv;Ja", domain.StatusActive, domain.Yes, "", ""},
		{"Status;Trial", "Trial;No", domain.StatusActive, domain.No, "", ""},
		{"Trial", "FALSE", "", domain.No, "", ""},
		{"Trial end date", "31.12.2026", "", domain.Yes, "2026-12-31", ""},
		{"Fine della prova;Scadenza", "31.12.2026;1.3.2027", "", domain.Yes, "2027-03-01", ""},
		{"Trial Status", "Active", "", domain.Yes, "", ""},
		{"Free trial status", "running", "", domain.Yes, "", ""},
		{"Status;Trial state", "suspended;Expired", domain.StatusSuspended, domain.No, "", ""},
		{"Testphasenstatus", "läuft", "", domain.Yes, "", ""},
		{"Stato della prova", "Nessuna", "", domain.No, "", ""},
		{"Status;Prøvestatus", "aktiv;Utløpt", domain.StatusActive, domain.No, "", ""},
		{"Trial status", "n/a", "", "", "", ""},
		{"Trial status", "converted", "", domain.No, "", ""},
		{"Status;Trial", "Unknown;Unbekannt", "", "", "", ""},
		{"Status", "sideways", "", "", "", "status_invalid"},
		{"Trial", "perhaps", "", "", "", "trial_invalid"},
	} {
		f := open(t, "Customer;Subscription number;"+test.headings+"\r\nContoso;1;"+test.cells+"\r\n")
		rows, problems := read(t, f, domain.ImportSubscriptions, nil)
		if test.problem != "" {
			if len(problems) != 1 || problems[0].Key != test.problem {
				t.Errorf("%s %q: problems are %+v", test.headings, test.cells, problems)
			}
			continue
		}
		if len(rows) != 1 || len(problems) != 0 {
			t.Errorf("%s %q: %d rows, problems %+v", test.headings, test.cells, len(rows), problems)
			continue
		}
		typed := rows[0].Typed
		if of(typed.Status) != test.status || of(typed.Trial) != test.trial || of(typed.TermEndOn) != test.ends {
			t.Errorf("%s %q: status %q, trial %q, ends %q", test.headings, test.cells, of(typed.Status), of(typed.Trial), of(typed.TermEndOn))
		}
	}
}

// TestRead_StatusOfOwnFiles: the words that Tenantry writes are read again in every language.
func TestRead_StatusOfOwnFiles(t *testing.T) {
	for _, tag := range language.Supported() {
		texts := language.New(tag)
		for _, status := range []domain.SubscriptionStatus{domain.StatusActive, domain.StatusGrace, domain.StatusSuspended, domain.StatusExpired, domain.StatusDeleted} {
			head := texts.Text("column.customer", nil) + ";" + texts.Text("column.product", nil) + ";" + texts.Text("column.status", nil) + ";" + texts.Text("column.trial", nil)
			f := open(t, head+"\r\nContoso;Suite;"+texts.Text("status.subscription."+string(status), nil)+";TRUE\r\n")
			rows, problems := read(t, f, domain.ImportSubscriptions, nil)
			if len(rows) != 1 || len(problems) != 0 || of(rows[0].Typed.Status) != status || of(rows[0].Typed.Trial) != domain.Yes {
				t.Errorf("%s, %s: %+v, problems %+v", tag, status, rows, problems)
			}
		}
	}
}

func of[T any](p *T) T {
	if p == nil {
		return *new(T)
	}
	return *p
}
