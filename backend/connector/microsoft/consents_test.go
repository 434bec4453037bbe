package microsoft_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"tenantry/backend/connector"
	"tenantry/backend/connector/microsoft"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

const pathConsents = "/v1/customers/" + customer + "/applicationconsents"

// consents are what a connection can do about missing consents.
func consents(t *testing.T, conn connector.Connector) connector.Consents {
	t.Helper()
	source, ok := conn.(connector.Consents)
	if !ok {
		t.Fatal("no consents are offered")
	}
	return source
}

func give(t *testing.T, conn connector.Connector, tenant string) (bool, error) {
	t.Helper()
	return consents(t, conn).GiveConsent(t.Context(), domain.Record{VendorID: tenant})
}

// TestGiveConsent_LetsTheCustomerBeRead: what was refused is given, once and for the person who signed in.
func TestGiveConsent_LetsTheCustomerBeRead(t *testing.T) {
	box, w := start(t, sandbox.Options{Customers: 300})
	given, refused := 0, 0
	for _, truth := range box.Truth().Customers {
		if truth.Vendor != "microsoft" || truth.Access != "no_consent" {
			continue
		}
		conn := open(t, w, w.Transport)
		if _, err := read(t, conn, "subscribed_skus", truth.ID); !errors.Is(err, connector.ErrForbidden) {
			t.Fatalf("%s can be read before: %v", truth.Name, err)
		}
		already, err := give(t, conn, truth.ID)
		var refusal *connector.Refusal
		switch {
		case errors.Is(err, connector.ErrNotFound):
			continue // we do not sell to it
		case errors.As(err, &refusal) && refusal.Key == "consent_role_missing":
			refused++
			continue
		}
		if err != nil || already {
			t.Fatalf("%s: %v, %v", truth.Name, already, err)
		}
		given++
		if _, err := read(t, open(t, w, w.Transport), "subscribed_skus", truth.ID); err != nil {
			t.Errorf("%s cannot be read after: %v", truth.Name, err)
		}
		if again, err := give(t, open(t, w, w.Transport), truth.ID); err != nil || !again {
			t.Errorf("a second time: %v, %v", again, err)
		}
	}
	if given == 0 || refused == 0 {
		t.Errorf("%d consents were given, %d refused for want of a role", given, refused)
	}
}

// TestConsent_IsOfferedWhereAPersonMayGiveIt, with what reading a customer takes and no more.
func TestConsent_IsOfferedWhereAPersonMayGiveIt(t *testing.T) {
	for mode, offered := range map[string]bool{"auto": true, "yes": true, "no": false} {
		a := newCenter()
		a.fields["partner_center"] = mode
		got := consents(t, a.open(t)).Consent()
		if (got != nil) != offered {
			t.Fatalf("%s: %+v", mode, got)
		}
		if got != nil && (got.App != "app" || !slices.Contains(got.Scopes, "Organization.Read.All") || slices.ContainsFunc(got.Scopes, func(s string) bool { return !strings.HasSuffix(s, ".Read.All") })) {
			t.Errorf("%s: %+v", mode, got)
		}
	}
	a := newCenter()
	a.fields["partner_center"] = "no"
	if _, err := give(t, a.open(t), customer); !errors.Is(err, connector.ErrForbidden) || a.counts[pathConsents] != 0 {
		t.Errorf("given all the same: %v", err)
	}
	conn, err := microsoft.New(connector.Config{Fields: newCenter().fields, Secret: func(string) string { return "" }})
	if err != nil || consents(t, conn).Consent() != nil {
		t.Errorf("offered without a person: %v", err)
	}
}

func TestGiveConsent_Answers_AreSorted(t *testing.T) {
	key := func(sort error, key string) func(bool, error) bool {
		return func(already bool, err error) bool {
			var refusal *connector.Refusal
			return !already && errors.Is(err, sort) && errors.As(err, &refusal) && refusal.Key == key
		}
	}
	done := func(already bool, err error) bool { return already && err == nil }
	for name, c := range map[string]struct {
		status int
		body   string
		want   func(bool, error) bool
	}{
		"200":               {200, `{}`, func(already bool, err error) bool { return !already && err == nil }},
		"201":               {201, ``, func(already bool, err error) bool { return !already && err == nil }},
		"there already":     {409, `{"code":2000,"description":"Permission entry already exists."}`, done},
		"said with a 400":   {400, `{"code":2000,"description":"PERMISSION ENTRY ALREADY EXISTS for this application."}`, done},
		"said with a 500":   {500, `Permission entry already exists`, done},
		"no role":           {403, `{"code":600006,"description":"No."}`, key(connector.ErrForbidden, "consent_role_missing")},
		"not signed in":     {401, `{"code":400,"description":"Access denied."}`, key(connector.ErrForbidden, "partner_center_refused")},
		"no second factor":  {401, `{"code":900421,"description":"MFA."}`, key(connector.ErrForbidden, "partner_center_mfa")},
		"not our customer":  {404, `{"code":1000,"description":"Not found."}`, key(connector.ErrNotFound, "")},
		"something else":    {400, `{"code":2000,"description":"applicationId"}`, func(_ bool, err error) bool { return errors.As(err, new(*connector.Malformed)) }},
		"out of order":      {500, `{"code":5000,"description":"Oops."}`, func(_ bool, err error) bool { return isUnavailable(err) }},
		"a part of it only": {206, `{}`, func(_ bool, err error) bool { return isUnavailable(err) }},
	} {
		a := newCenter()
		a.status[pathConsents], a.bodies[pathConsents] = c.status, c.body
		already, err := give(t, a.open(t), strings.ToUpper(customer))
		if !c.want(already, err) {
			t.Errorf("%s: %v, %v", name, already, err)
		}
		// A refused token is renewed once; but for that it is sent a single time, whatever the answer.
		if n := a.counts[pathConsents]; n != 1 && c.status != http.StatusUnauthorized {
			t.Errorf("%s: sent %d times", name, n)
		}
	}
	a := newCenter()
	a.refuse = map[string]string{"https://center.example/.default offline_access openid profile": `{"error":"invalid_grant","error_description":"AADSTS65001: No.","error_codes":[65001]}`}
	if already, err := give(t, a.open(t), customer); !key(connector.ErrForbidden, "partner_center_refused")(already, err) {
		t.Errorf("not approved in our own tenant: %v", err)
	}
}

// TestGiveConsent_LostAnswer_IsSentOnce: nobody knows then whether it was done.
func TestGiveConsent_LostAnswer_IsSentOnce(t *testing.T) {
	box, w := start(t, sandbox.Options{Customers: 40}, "microsoft:/applicationconsents:cut")
	for _, truth := range box.Truth().Customers {
		if truth.Vendor != "microsoft" || truth.Access != "no_consent" {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			if _, err := give(t, open(t, w, w.Transport), truth.ID); !isUnavailable(err) {
				t.Errorf("got %v", err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := consents(t, open(t, w, w.Transport)).GiveConsent(ctx, domain.Record{VendorID: truth.ID}); !errors.Is(err, context.Canceled) {
				t.Errorf("cancelled before: %v", err)
			}
		})
		if n := len(w.Transport.Requests("/applicationconsents")); n != 1 {
			t.Errorf("sent %d times", n)
		}
		return
	}
	t.Fatal("every customer has approved the app")
}
