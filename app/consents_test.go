package app_test

import (
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// startWithMissingConsents starts the program on customers of Microsoft, some of which have not approved the app.
func startWithMissingConsents(t *testing.T, partner sandbox.PartnerType, change func(*app.Config)) (*app.App, *sandbox.Sandbox) {
	t.Helper()
	box := sandbox.New(sandbox.Options{Customers: 40, Vendors: []string{"microsoft"}, Partner: partner})
	server := httptest.NewServer(box.Handler())
	t.Cleanup(server.Close)
	a := start(t, t.TempDir(), change)
	if _, err := a.Connections.ConnectSandbox(t.Context(), server.URL); err != nil {
		t.Fatal(err)
	}
	syncPartly(t, a)
	return a, box
}

// syncPartly reads what can be read.
func syncPartly(t *testing.T, a *app.App) {
	t.Helper()
	started, err := a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	if run, err := a.Sync.Wait(t.Context(), started.Runs[0].ID); err != nil || run.State != domain.RunPartial {
		t.Fatalf("the sync ended %s: %s (%v)", run.State, run.ErrorKey, err)
	}
}

// missing are the missing consents, by the names of the customers.
func missing(t *testing.T, a *app.App) map[string]domain.Access {
	t.Helper()
	list, err := a.Connections.Access(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byName := map[string]domain.Access{}
	for _, access := range list {
		if access.Kind == domain.CredentialConsent {
			byName[access.Customer] = access
		}
	}
	return byName
}

// TestGiveConsent_IsNotedAndTheNextSyncReads: a consent given here lets the next sync read the customer, and is told among
// what happened there and in the log.
func TestGiveConsent_IsNotedAndTheNextSyncReads(t *testing.T) {
	log, err := os.Create(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = log.Close() })
	a, _ := startWithMissingConsents(t, "", func(cfg *app.Config) { cfg.Logger = slog.New(app.NewLogHandler(log)) })
	before := missing(t, a)
	given := domain.Access{}
	for name, access := range before {
		if access.Consent == nil || access.Consent.App == "" || len(access.Consent.Scopes) == 0 || access.RecordID == 0 || access.ConsentGivenAt != nil {
			t.Fatalf("%s: %+v", name, access)
		}
		result, err := a.Connections.GiveConsent(t.Context(), access.RecordID)
		switch domain.CodeOf(err) {
		case domain.CodeNotFound:
			requireKey(t, err, "consent_customer_unknown")
			continue
		case "":
		default:
			requireKey(t, err, "consent_role_missing")
			continue
		}
		if result.Already || result.At.IsZero() {
			t.Errorf("%s: %+v", name, result)
		}
		given = access
	}
	if given.RecordID == 0 {
		t.Fatalf("none of %d consents was given", len(before))
	}
	if now := missing(t, a)[given.Customer]; now.ConsentGivenAt == nil || time.Since(*now.ConsentGivenAt) > time.Minute {
		t.Errorf("until the next sync it stands as given: %+v", now)
	}
	if again, err := a.Connections.GiveConsent(t.Context(), given.RecordID); err != nil || !again.Already {
		t.Errorf("a second time: %+v, %v", again, err)
	}
	syncPartly(t, a)
	if _, still := missing(t, a)[given.Customer]; still {
		t.Error("the customer cannot be read yet")
	}
	customer, err := a.Customers.Get(t.Context(), given.CustomerID)
	if err != nil || len(customer.Pools) == 0 || customer.NoAccess != "" {
		t.Errorf("%d pools, %q, %v", len(customer.Pools), customer.NoAccess, err)
	}
	for _, dataset := range customer.Datasets {
		if dataset.ErrorKey != "" || dataset.LastOKAt == nil {
			t.Errorf("%s was not read: %s", dataset.Dataset, dataset.ErrorKey)
		}
	}
	activity, err := a.Customers.Activity(t.Context(), given.CustomerID)
	noted := 0
	for _, each := range activity {
		if each.Kind == domain.ActivityConsent && each.At != nil {
			noted++
		}
	}
	if err != nil || noted != 1 {
		t.Errorf("noted %d times: %v", noted, err)
	}
	if text, err := os.ReadFile(log.Name()); err != nil || !strings.Contains(string(text), `"consent given"`) {
		t.Errorf("the log does not tell: %v", err)
	}
	_, err = a.Connections.GiveConsent(t.Context(), given.RecordID)
	requireKey(t, err, "consent_not_missing")
	_, err = a.Connections.GiveConsent(t.Context(), 999_999)
	requireKey(t, err, "not_found")
}

// TestGiveConsent_WithoutClearAnswer_IsToldAndNotNoted: an indirect reseller lacks the role, and an answer may be lost.
func TestGiveConsent_WithoutClearAnswer_IsToldAndNotNoted(t *testing.T) {
	for key, fault := range map[string]string{
		"consent_role_missing": "", "consent_unclear": "microsoft:/applicationconsents:500", "partner_center_refused": "microsoft:/applicationconsents:401",
	} {
		a, box := startWithMissingConsents(t, sandbox.PartnerReseller, nil)
		if fault != "" {
			faults, err := sandbox.ParseFaults([]string{fault})
			if err != nil {
				t.Fatal(err)
			}
			box.SetFaults(faults)
		}
		refused := false
		for _, access := range missing(t, a) {
			_, err := a.Connections.GiveConsent(t.Context(), access.RecordID)
			if domain.CodeOf(err) == domain.CodeNotFound {
				continue // no customer of Partner Center
			}
			requireKey(t, err, key)
			refused = true
		}
		for name, access := range missing(t, a) {
			if access.ConsentGivenAt != nil {
				t.Errorf("%s is said to be given with %s", name, key)
			}
		}
		if !refused {
			t.Errorf("%s: nobody was refused", key)
		}
	}
}

// TestAccess_WherePartnerCenterIsNeverAsked_OffersThePageAlone.
func TestAccess_WherePartnerCenterIsNeverAsked_OffersThePageAlone(t *testing.T) {
	a, _ := startWithMissingConsents(t, "", nil)
	rows, err := a.Connections.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rows[0].Fields["partner_center"] = "no"
	if _, err := a.Connections.Update(t.Context(), rows[0].ID, app.ConnectionInput{Name: rows[0].Name, Fields: rows[0].Fields}); err != nil {
		t.Fatal(err)
	}
	for name, access := range missing(t, a) {
		if access.Consent != nil {
			t.Errorf("%s: %+v", name, access.Consent)
		}
		_, err := a.Connections.GiveConsent(t.Context(), access.RecordID)
		requireKey(t, err, "consent_not_offered")
	}
}
