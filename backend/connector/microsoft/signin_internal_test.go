package microsoft

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"

	"tenantry/backend/connector"
)

// TestTokensFor_OnePerTenantAndResource: the same refresh token gives tokens for every API, and what another API refuses
// does not end the connection.
func TestTokensFor_OnePerTenantAndResource(t *testing.T) {
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		asked = append(asked, r.PostForm.Get("grant_type")+" "+r.PostForm.Get("scope"))
		if r.PostForm.Get("grant_type") == "client_credentials" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(`{"error":"invalid_grant","error_description":"AADSTS65001: No.","error_codes":[65001]}`))
			return
		}
		_, _ = w.Write([]byte(`{"access_token":"` + r.PostForm.Get("scope") + `"}`))
	}))
	defer server.Close()
	c := newClient(connector.Config{
		Fields: map[string]string{fieldTenantID: "P", fieldLoginURL: server.URL, fieldGraphURL: "https://graph.example/v1.0"},
		Secret: func(string) string { return "a secret" },
	}, 0)
	ctx := context.Background()
	graph := grant{tenant: "p", resource: c.graph}
	other := grant{tenant: "p", resource: "https://other.example"}
	for _, g := range []grant{graph, other, graph} {
		if _, err := c.tokensFor(g).Token(ctx); err != nil {
			t.Fatal(err)
		}
	}
	other.appOnly = true
	_, err := c.tokensFor(other).Token(ctx)
	var refusal *connector.Refusal
	if !errors.As(err, &refusal) || !errors.Is(err, connector.ErrForbidden) || refusal.Key != "consent_missing" || refusal.Customer {
		t.Errorf("another API's refusal: %v", err)
	}
	want := []string{
		"refresh_token https://graph.example/.default offline_access openid profile",
		"refresh_token https://other.example/.default offline_access openid profile",
		"client_credentials https://other.example/.default",
	}
	if len(asked) != len(want) || asked[0] != want[0] || asked[1] != want[1] || asked[2] != want[2] {
		t.Errorf("asked for %q, want %q", asked, want)
	}
}
