package domain_test

import (
	"testing"

	"tenantry/backend/domain"
)

func TestForgetPeople_OfWhatTheyWroteTheMatterStays(t *testing.T) {
	rows := domain.Rows{
		People:         []domain.Person{{Key: "p"}},
		Administrators: []domain.Administrator{{Key: "a"}},
		Profiles:       []domain.Profile{{Account: "ada.admin@contoso.example", Contact: "Ada Admin", City: "Meran", Detail: "taken by ada.admin@contoso.example (1)"}},
		ServiceStates:  []domain.ServiceState{{Service: "calling", Detail: "no number for ada.admin@contoso.example"}},
		ServiceRequests: []domain.ServiceRequest{{
			Title: "Mailbox of Ada Admin is full", Contact: "Ada Admin", Detail: "ask ada.admin@contoso.example",
			Notes: []domain.Note{{Author: "Otto Other", Text: "Ada Admin called, Otto Other answered"}},
		}},
		Jobs:       []domain.Job{{Error: "mailbox ada.admin@contoso.example: no access"}},
		Agreements: []domain.Agreement{{Kind: "cloud", Contact: "Ada Admin", Email: "ada.admin@contoso.example"}},
		Erasures:   []domain.Erasure{{Serial: "S1", Operator: "Otto Other", Fields: map[string]string{"Technician": "Otto Other"}}},
	}
	rows.ForgetPeople()
	request := rows.ServiceRequests[0]
	for what, got := range map[string][2]string{
		"account":   {rows.Profiles[0].Account, "@contoso.example"},
		"contact":   {rows.Profiles[0].Contact, ""},
		"city":      {rows.Profiles[0].City, "Meran"},
		"state":     {rows.Profiles[0].Detail, "taken by [email] (1)"},
		"service":   {rows.ServiceStates[0].Detail, "no number for [email]"},
		"title":     {request.Title, "Mailbox of [name] is full"},
		"asked":     {request.Contact, ""},
		"detail":    {request.Detail, "ask [email]"},
		"author":    {request.Notes[0].Author, ""},
		"note":      {request.Notes[0].Text, "[name] called, [name] answered"},
		"error":     {rows.Jobs[0].Error, "mailbox [email]: no access"},
		"agreement": {rows.Agreements[0].Kind + rows.Agreements[0].Contact + rows.Agreements[0].Email, "cloud"},
		"operator":  {rows.Erasures[0].Serial + rows.Erasures[0].Operator, "S1"},
	} {
		if got[0] != got[1] {
			t.Errorf("%s is %q, want %q", what, got[0], got[1])
		}
	}
	if len(rows.People)+len(rows.Administrators)+len(rows.Erasures[0].Fields) != 0 {
		t.Errorf("people are left: %+v", rows)
	}
}

// Words of the language and of products stay, and so do parts of longer words.
func TestForgetPeople_OneWordIsNoName(t *testing.T) {
	for author, texts := range map[string][2]string{
		"Microsoft":   {"Microsoft 365 is down", "Microsoft 365 is down"},
		"Max":         {"Maximum of Max", "Maximum of Max"},
		".":           {"Done. Thanks.", "Done. Thanks."},
		"Åse Ødegård": {"Åse Ødegård, Åse  Ødegård; Åse Ødegårdsen", "[name], [name]; Åse Ødegårdsen"},
		"A. (Ops) B":  {"by A. (Ops) B today", "by [name] today"},
	} {
		rows := domain.Rows{ServiceRequests: []domain.ServiceRequest{{Title: texts[0], Notes: []domain.Note{{Author: author}}}}}
		rows.ForgetPeople()
		if got := rows.ServiceRequests[0].Title; got != texts[1] {
			t.Errorf("%q by %q becomes %q, want %q", texts[0], author, got, texts[1])
		}
	}
}

func TestHideAddresses_OfAllLetters(t *testing.T) {
	for text, want := range map[string]string{
		"an max@müller.de, jürgen.groß@firma.de":  "an [email], [email]",
		"<o'brien+1@x.ie>; 50 @ 3 EUR":            "<[email]>; 50 @ 3 EUR",
		"https://x.example/?user=åse%40nord.no&n": "https://x.example/?user=[email]&n",
	} {
		if got := domain.HideAddresses(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

func TestWithoutMailbox(t *testing.T) {
	for account, want := range map[string]string{"ada@contoso.example": "@contoso.example", "ada": "", "": "", "@contoso.example": "@contoso.example"} {
		if got := domain.WithoutMailbox(account); got != want {
			t.Errorf("%q becomes %q, want %q", account, got, want)
		}
	}
}
