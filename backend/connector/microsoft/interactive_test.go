package microsoft_test

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"golang.org/x/oauth2"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/contract"
	"tenantry/backend/connector/microsoft"
	"tenantry/backend/sandbox"
)

// signInConfig is a connection without a refresh token.
func signInConfig(w connectortest.World, transport http.RoundTripper) connector.Config {
	return connector.Config{
		Fields:    w.Fields,
		Secret:    func(name string) string { return map[string]string{"client_secret": w.Secrets["client_secret"]}[name] },
		Transport: transport,
	}
}

// mustSignIn fails unless a new connector reads with what a sign-in gave.
func mustSignIn(t *testing.T, w connectortest.World, token *oauth2.Token) {
	t.Helper()
	if token.RefreshToken == "" || token.RefreshToken == w.Secrets["refresh_token"] {
		t.Fatalf("refresh token %q", token.RefreshToken)
	}
	w.Secrets[microsoft.Spec().SignIn.Field] = token.RefreshToken
	if account, err := open(t, w, w.Transport).Check(t.Context()); err != nil || account.ID == "" {
		t.Errorf("signed in as %+v, %v", account, err)
	}
}

// authorize opens the sign-in page and gives the address that the browser is sent back to.
func authorize(t *testing.T, transport http.RoundTripper, page string) *url.URL {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, page, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := transport.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	back, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || answer.StatusCode != http.StatusFound {
		t.Fatalf("HTTP %d to %q, %v", answer.StatusCode, back, err)
	}
	return back
}

func TestSignIn_InTheBrowser(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 3})
	cfg := signInConfig(w, w.Transport)
	signIn := microsoft.Spec().SignIn
	conf, err := signIn.OAuth(cfg)
	if err != nil {
		t.Fatal(err)
	}
	conf.RedirectURL = "http://localhost:4567" + signIn.Redirect
	verifier := oauth2.GenerateVerifier()
	page := conf.AuthCodeURL("a state", oauth2.S256ChallengeOption(verifier), oauth2.SetAuthURLParam("prompt", signIn.Params["prompt"]))
	back := authorize(t, w.Transport, page)
	if back.Path != signIn.Redirect || back.Query().Get("state") != "a state" {
		t.Fatalf("sent back to %q", back)
	}
	ctx := oauthContext(t, w.Transport)
	if _, err := conf.Exchange(ctx, back.Query().Get("code"), oauth2.VerifierOption(oauth2.GenerateVerifier())); err == nil {
		t.Error("another verifier was taken")
	}
	back = authorize(t, w.Transport, page)
	token, err := conf.Exchange(ctx, back.Query().Get("code"), oauth2.VerifierOption(verifier))
	if err != nil {
		t.Fatal(err)
	}
	mustSignIn(t, w, token)
}

func TestSignIn_WithACode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, w := start(t, sandbox.Options{Customers: 3})
		cfg := signInConfig(w, w.Transport)
		signIn := microsoft.Spec().SignIn
		code, err := signIn.Device(t.Context(), cfg)
		if err != nil || code.UserCode == "" || !strings.HasPrefix(code.VerificationURI, sandboxURL) {
			t.Fatalf("%+v, %v", code, err)
		}
		token, err := signIn.Poll(t.Context(), cfg, code)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(w.Transport.Requests("/token")); n != 2 {
			t.Errorf("asked %d times, want twice", n)
		}
		mustSignIn(t, w, token)
	})
}

// TestSignIn_SpeaksAsDocumented holds the sign-in endpoints to their documentation.
func TestSignIn_SpeaksAsDocumented(t *testing.T) {
	spec := contract.Load(t, "microsoft-graph-subset.yaml", "/microsoft/graph/v1.0")
	synctest.Test(t, func(t *testing.T) {
		_, w := start(t, sandbox.Options{Customers: 3})
		cfg := signInConfig(w, spec.RoundTripper(w.Transport, t))
		signIn := microsoft.Spec().SignIn
		code, err := signIn.Device(t.Context(), cfg)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := signIn.Poll(t.Context(), cfg, code); err != nil {
			t.Fatal(err)
		}
	})
}

func TestSignIn_Refusals_AreSaidInOurWords(t *testing.T) {
	for body, key := range map[string]string{
		`{"error":"authorization_declined","error_description":"AADSTS70018: No."}`: "sign_in_declined",
		`{"error":"expired_token","error_description":"AADSTS70020: Too late."}`:    "sign_in_too_late",
		`{"error":"invalid_client","error_description":"AADSTS7000215: Wrong."}`:    "client_secret_wrong",
		`{"error":"unauthorized_client","error_description":"AADSTS700016: Who?"}`:  "partner_consent_missing",
	} {
		synctest.Test(t, func(t *testing.T) {
			api := newAPI()
			api.token = func(int, string) (int, string) { return http.StatusBadRequest, body }
			cfg := connector.Config{Fields: api.fields, Secret: func(string) string { return "" }, Transport: connectortest.NewTransport(api)}
			_, err := microsoft.Spec().SignIn.Poll(t.Context(), cfg, &oauth2.DeviceAuthResponse{DeviceCode: "D", Interval: 1})
			var refusal *connector.Refusal
			if !errors.Is(err, connector.ErrUnauthorized) || !errors.As(err, &refusal) || refusal.Key != key {
				t.Errorf("%s: %v, want the key %s", body, err, key)
			}
		})
	}
}

func TestSignIn_WithoutTheApp_SaysWhatIsMissing(t *testing.T) {
	if _, err := microsoft.Spec().SignIn.OAuth(connector.Config{Secret: func(string) string { return "" }}); err == nil {
		t.Error("signed in to nothing")
	}
}
