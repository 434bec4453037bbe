package report_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/report"
	"tenantry/backend/store/storetest"
)

func TestAccess_ListsWhatEndsFirst(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	hub := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	records := storetest.Records(t, s, graph, storetest.Now, "Contoso", "Fabrikam")
	in := func(days int) *time.Time {
		at := storetest.Now.AddDate(0, 0, days)
		return &at
	}
	for _, c := range []struct {
		connection domain.Connection
		credential domain.Credential
	}{
		{graph, domain.Credential{Kind: domain.CredentialToken, ExpiresAt: in(90)}},
		{graph, domain.Credential{Kind: domain.CredentialSecret, ExpiresAt: in(-2)}},
		{hub, domain.Credential{Kind: domain.CredentialToken, ExpiresAt: in(50)}},
		{hub, domain.Credential{Kind: domain.CredentialToken, ExpiresAt: in(60)}}, // seen again, instead
		{hub, domain.Credential{Kind: domain.CredentialSecret}},
	} {
		if err := s.SaveCredential(ctx, c.connection.ID, c.credential, storetest.Now); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetNoAccess(ctx, records[1].ID, "consent_missing"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetConnectionState(ctx, hub.ID, domain.ConnectionSignIn); err != nil {
		t.Fatal(err)
	}
	run := storetest.Begin(t, s, graph, storetest.Now)
	page := storetest.Read(run, records[0], storetest.Now, nil, nil)
	page.Relationships = []domain.Relationship{
		{Key: "a", Name: "GDAP", Status: "active", Active: true, EndsAt: in(30)},
		{Key: "b", Name: "Extended", Status: "active", Active: true, EndsAt: in(5), AutoExtendDays: 180},
		{Key: "c", Name: "Old", Status: "terminated", EndsAt: in(3)},
	}
	storetest.Save(t, s, page)
	const consent = "https://login.example/tenant/adminconsent?client_id=app"
	for i, record := range records[:2] {
		links := storetest.Read(run, record, storetest.Now, nil, nil)
		links.Dataset = "links"
		links.Links = []domain.Link{{Key: "exchange", URL: "https://exchange.example"}, {Key: "consent", URL: fmt.Sprint(consent, i)}}
		storetest.Save(t, s, links)
	}

	all, err := report.New(s.Reader()).Access(ctx, storetest.Today, time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if missing := a.Kind == domain.CredentialConsent; missing != (a.URL == consent+"1") || !missing && a.URL != "" {
			t.Errorf("%s of %s leads to %q", a.Kind, a.Customer, a.URL)
		}
	}
	type line struct {
		state domain.AccessState
		kind  domain.CredentialKind
		of    string
		name  string
		days  int
	}
	want := []line{
		{domain.AccessMissing, domain.CredentialToken, "Hub", "", 60},
		{domain.AccessMissing, domain.CredentialConsent, "Fabrikam", "", 0},
		{domain.AccessExpired, domain.CredentialSecret, "Graph", "", -2},
		{domain.AccessSoon, domain.CredentialRelationship, "Contoso", "GDAP", 30},
		{domain.AccessOK, domain.CredentialRelationship, "Contoso", "Extended", 5},
		{domain.AccessOK, domain.CredentialToken, "Graph", "", 90},
		{domain.AccessUnknown, domain.CredentialSecret, "Hub", "", 0},
	}
	if len(all) != len(want) {
		t.Fatalf("%d accesses, want %d: %+v", len(all), len(want), all)
	}
	for i, a := range all {
		got := line{a.State, a.Kind, a.Connection, a.Name, 0}
		if a.Customer != "" {
			got.of = a.Customer
		}
		if a.DaysLeft != nil {
			got.days = *a.DaysLeft
		}
		if got != want[i] {
			t.Errorf("line %d is %+v, want %+v", i, got, want[i])
		}
	}
}
