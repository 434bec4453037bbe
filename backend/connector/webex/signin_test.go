package webex_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/webex"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// signingIn is what a sign-in is given: everything but the refresh token that it is to get.
func signingIn(w connectortest.World, transport http.RoundTripper) connector.Config {
	return connector.Config{
		Fields: w.Fields, Now: w.Now, Transport: transport,
		Secret: func(name string) string {
			if name == "refresh_token" {
				return ""
			}
			return w.Secrets[name]
		},
	}
}

// works says whether a refresh token signs in.
func works(t *testing.T, w connectortest.World, refresh string) {
	t.Helper()
	w.Secrets = map[string]string{"client_secret": w.Secrets["client_secret"], "refresh_token": refresh}
	if _, err := open(t, w, w.Transport).Check(t.Context()); err != nil {
		t.Errorf("the token that was got does not sign in: %v", err)
	}
}

// TestSignIn_InTheBrowser: the page sends back with a code, and that is redeemed with the proof key.
func TestSignIn_InTheBrowser(t *testing.T) {
	_, w := start(t, sandbox.Options{})
	config, err := webex.Spec().SignIn.OAuth(signingIn(w, w.Transport))
	if err != nil {
		t.Fatal(err)
	}
	config.RedirectURL = "http://localhost:18219" + webex.Spec().SignIn.Redirect
	verifier := oauth2.GenerateVerifier()
	page, err := http.NewRequestWithContext(t.Context(), http.MethodGet, config.AuthCodeURL("the state", oauth2.S256ChallengeOption(verifier)), http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := w.Transport.RoundTrip(page)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	back, err := answer.Location()
	if err != nil || !strings.HasPrefix(back.String(), config.RedirectURL+"?") || back.Query().Get("state") != "the state" {
		t.Fatalf("sent back to %v, %v", back, err)
	}
	client := &http.Client{Transport: described(t, w.Transport)}
	token, err := config.Exchange(context.WithValue(t.Context(), oauth2.HTTPClient, client), back.Query().Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	works(t, w, token.RefreshToken)
}

// TestSignIn_OnAnotherDevice: Webex answers 428 and slow_down before somebody has agreed.
func TestSignIn_OnAnotherDevice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, w := start(t, sandbox.Options{})
		cfg, spec := signingIn(w, described(t, w.Transport)), webex.Spec().SignIn
		device, err := spec.Device(t.Context(), cfg)
		if err != nil || device.UserCode == "" || device.VerificationURI == "" {
			t.Fatalf("got %+v, %v", device, err)
		}
		began := time.Now()
		token, err := spec.Poll(t.Context(), cfg, device)
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 2*time.Second+2*time.Second+7*time.Second {
			t.Errorf("asked thrice within %s, want 2s, 2s and after slow_down 7s", took)
		}
		works(t, w, token.RefreshToken)
	})
}

func TestSignIn_Refused(t *testing.T) {
	for answer, want := range map[string]string{
		`{"error":"access_denied"}`:                      "sign_in_declined",
		`{"error":"invalid_grant"}`:                      "sign_in_expired",
		`{"message":"Client Id is invalid","errors":[]}`: "client_secret_wrong",
		`{"error":"authorization_pending"}`:              "sign_in_too_late",
	} {
		synctest.Test(t, func(t *testing.T) {
			cfg := connector.Config{
				Fields: map[string]string{"base_url": "https://webex.example/v1"}, Secret: func(string) string { return "the secret" },
				Transport: connectortest.NewTransport(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					w.WriteHeader(http.StatusBadRequest)
					_, _ = w.Write([]byte(answer))
				})),
			}
			device := &oauth2.DeviceAuthResponse{DeviceCode: "D", Interval: 2, Expiry: time.Now().Add(5 * time.Minute)}
			_, err := webex.Spec().SignIn.Poll(t.Context(), cfg, device)
			var refusal *connector.Refusal
			if !errors.As(err, &refusal) || refusal.Key != want || !errors.Is(err, connector.ErrUnauthorized) {
				t.Errorf("%s: %v, want %s", answer, err, want)
			}
		})
	}
}

// TestSignIn_AsksForWhatIsSwitchedOn: the consent fails as a whole where one right is not allowed.
func TestSignIn_AsksForWhatIsSwitchedOn(t *testing.T) {
	for _, c := range []struct{ wholesale, signIns, reports, has, hasNot string }{
		{"auto", "auto", "auto", "audit:events_read spark-admin:reports_read identity:people_read", "wholesale_customers_read"},
		{"yes", "no", "no", "spark-admin:wholesale_customers_read spark-admin:wholesale_billing_reports_write", "audit: reports_read"},
	} {
		config, err := webex.Spec().SignIn.OAuth(connector.Config{
			Fields: map[string]string{"wholesale": c.wholesale, "sign_ins": c.signIns, "partner_reports": c.reports},
			Secret: func(string) string { return "" },
		})
		if err != nil {
			t.Fatal(err)
		}
		for scope := range strings.FieldsSeq(c.has + " spark-admin:organizations_read spark-admin:licenses_read spark-admin:people_read") {
			if !slices.Contains(config.Scopes, scope) {
				t.Errorf("%+v: %s is not asked for", c, scope)
			}
		}
		for _, part := range strings.Fields(c.hasNot) {
			if slices.ContainsFunc(config.Scopes, func(s string) bool { return strings.Contains(s, part) && !strings.Contains(s, "billing") }) {
				t.Errorf("%+v: %s is asked for: %v", c, part, config.Scopes)
			}
		}
	}
}

// TestToken_EndOfTheSignIn_IsTold whenever Webex says it.
func TestToken_EndOfTheSignIn_IsTold(t *testing.T) {
	var told []domain.Credential
	conn := answers(t, map[string]string{
		"/access_token": `{"access_token":"a","expires_in":60,"refresh_token":"old one","refresh_token_expires_in":7774733}`,
		"/people/me":    `{"id":"P","displayName":"Sam","orgId":"O"}`,
	}, func(cfg *connector.Config) {
		cfg.Now = func() time.Time { return today }
		cfg.Learn = func(_ context.Context, c domain.Credential) error { told = append(told, c); return nil }
	})
	if _, err := conn.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if want := today.Add(7774733 * time.Second); len(told) != 1 || told[0].Kind != domain.CredentialToken || !told[0].ExpiresAt.Equal(want) {
		t.Errorf("told of %+v, want %s", told, want)
	}
}

// TestOptional_WithoutTheRight_IsNotAskedFor: the token's answer names what the sign-in allows.
func TestOptional_WithoutTheRight_IsNotAskedFor(t *testing.T) {
	transport := connectortest.NewTransport(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/access_token") {
			_, _ = w.Write([]byte(`{"access_token":"a","expires_in":60,"scope":"spark-admin:organizations_read spark-admin:people_read"}`))
			return
		}
		_, _ = w.Write([]byte(`{"items":[]}`))
	}))
	conn := answers(t, nil, func(cfg *connector.Config) { cfg.Transport = transport })
	for _, name := range []string{"wholesale", "sub-partners", "billing-reports", "partner-reports", "sign-ins"} {
		if _, err := fetch(t, conn, name, connector.Request{Customer: customer}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, path := range []string{"/wholesale", "/partner/reports", "/adminAudit"} {
		if asked := transport.Requests(path); len(asked) > 0 {
			t.Errorf("asked for %v", asked)
		}
	}
}
