package sandbox_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"tenantry/backend/sandbox"
)

func TestTokens_Expire_AndAreRefreshed(t *testing.T) {
	now := time.Now()
	_, c := start(t, sandbox.Options{TokenLife: time.Hour, Now: func() time.Time { return now }})
	webex := c.webexToken()
	graph, _ := c.graphToken(c.partner())
	organizations, skus := c.webexURL("/organizations"), c.graphURL("/subscribedSkus")
	for address, token := range map[string]string{organizations: webex, skus: graph.Access} {
		if a := c.get(address, token); a.status != http.StatusOK {
			t.Errorf("%s with a fresh token: %d %s", address, a.status, a.body)
		}
	}
	now = now.Add(time.Hour)
	a := c.get(organizations, webex)
	if a.status != http.StatusUnauthorized || !bytes.Contains(a.body, []byte(`"trackingId":"ROUTER_`)) {
		t.Errorf("webex, expired: %d %s", a.status, a.body)
	}
	a = c.get(skus, graph.Access)
	if a.status != http.StatusUnauthorized || !bytes.Contains(a.body, []byte("token is expired")) {
		t.Errorf("graph, expired: %d %s", a.status, a.body)
	}
	if a := c.get(organizations, c.webexToken()); a.status != http.StatusOK {
		t.Errorf("webex, refreshed: %d", a.status)
	}
	again, _ := c.graphToken(c.partner())
	if a := c.get(skus, again.Access); a.status != http.StatusOK {
		t.Errorf("graph, refreshed: %d", a.status)
	}
}

func TestEntra_RefreshTokensRotate_OldOnesStayValidForNinetyDays(t *testing.T) {
	now := time.Now()
	_, c := start(t, sandbox.Options{AllAccessible: true, Now: func() time.Time { return now }})
	form := c.entraForm()
	var last tokens
	for range 3 {
		a := c.post(c.entraURL(c.partner()), form)
		a.decode(t, &last)
		if last.Refresh == "" || last.Refresh == form.Get("refresh_token") {
			t.Fatalf("no new refresh token: %s", a.body)
		}
	}
	form.Set("refresh_token", last.Refresh)
	all, _ := c.customers("")
	if a := c.post(c.entraURL(all[0].ID), form); a.status != http.StatusOK {
		t.Errorf("the new refresh token at a customer: %d %s", a.status, a.body)
	}
	now = now.Add(91 * 24 * time.Hour)
	if a := c.post(c.entraURL(c.partner()), form); a.status != http.StatusBadRequest || !bytes.Contains(a.body, []byte("AADSTS700082")) {
		t.Errorf("91 days later: %d %s", a.status, a.body)
	}
}

func TestEntra_IDToken_NamesWhoSignedIn(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	token, _ := c.graphToken(c.partner())
	parts := strings.Split(token.ID, ".")
	if len(parts) != 3 {
		t.Fatalf("id token %q", token.ID)
	}
	payload, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"oid", "name", "preferred_username", "tid"} {
		if claims[name] == nil {
			t.Errorf("the id token lacks %s: %s", name, payload)
		}
	}
	if claims["tid"] != c.partner() {
		t.Errorf("tid %v, want the partner's tenant", claims["tid"])
	}
}

func TestEntra_RefusesAsDocumented(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	for name, test := range map[string]struct {
		tenant, field, value string
		status               int
		code, kind           string
	}{
		"secret":        {"", "client_secret", "wrong", 401, "AADSTS7000215", "invalid_client"},
		"client":        {"", "client_id", "wrong", 400, "AADSTS700016", "unauthorized_client"},
		"tenant":        {"00000000-0000-0000-0000-000000000000", "", "", 400, "AADSTS90002", "invalid_request"},
		"token":         {"", "refresh_token", "1.Awrong", 400, "AADSTS9002313", "invalid_grant"},
		"no scope":      {"", "scope", "", 400, "AADSTS900144", "invalid_request"},
		"other scope":   {"", "scope", "https://management.azure.com/.default", 400, "AADSTS70011", "invalid_scope"},
		"other grant":   {"", "grant_type", "password", 400, "AADSTS70003", "unsupported_grant_type"},
		"webex's token": {"", "refresh_token", c.webex.Secrets["refresh_token"], 400, "AADSTS9002313", "invalid_grant"},
	} {
		form, where := c.entraForm(), c.partner()
		if test.tenant != "" {
			where = test.tenant
		}
		if test.field != "" {
			form.Set(test.field, test.value)
		}
		a := c.post(c.entraURL(where), form)
		var body struct {
			Error       string
			Description string `json:"error_description"`
		}
		a.decode(t, &body)
		if a.status != test.status || body.Error != test.kind || !strings.HasPrefix(body.Description, test.code+":") {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

func TestEntra_CustomersWithoutConsent_AreRefused_OthersNot(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	seen := map[string]int{}
	for _, customer := range s.Truth().Customers {
		if customer.Vendor != "microsoft" {
			continue
		}
		_, a := c.graphToken(customer.ID)
		seen[customer.Access]++
		switch customer.Access {
		case "no_consent":
			if a.status != 400 || !bytes.Contains(a.body, []byte(`"suberror":"consent_required"`)) || !bytes.Contains(a.body, []byte(`"error_codes":[65001]`)) {
				t.Errorf("%s: %d %s", customer.Name, a.status, a.body)
			}
		case "guest":
			if a.status != 400 || !bytes.Contains(a.body, []byte(`"error_codes":[50020]`)) {
				t.Errorf("%s: %d %s", customer.Name, a.status, a.body)
			}
		default:
			if a.status != http.StatusOK {
				t.Errorf("%s: %d %s", customer.Name, a.status, a.body)
			}
		}
	}
	for _, access := range []string{"ok", "no_consent", "guest", "skus_forbidden"} {
		if seen[access] == 0 {
			t.Errorf("no customer is %s: %v", access, seen)
		}
	}
}

func TestEntra_ClientCredentials_GiveAnAppToken(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	form := c.entraForm()
	form.Set("grant_type", "client_credentials")
	form.Del("refresh_token")
	form.Set("scope", "https://graph.microsoft.com/.default")
	a := c.post(c.entraURL(c.partner()), form)
	var got tokens
	a.decode(t, &got)
	if a.status != http.StatusOK || got.Refresh != "" || got.ID != "" {
		t.Fatalf("%d %s", a.status, a.body)
	}
	if a := c.get(c.graphURL("/tenantRelationships/delegatedAdminCustomers"), got.Access); a.status != http.StatusOK {
		t.Errorf("listing customers: %d %s", a.status, a.body)
	}
}

func TestWebexToken_RefusesAsDocumented(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	for field, status := range map[string]int{"client_id": 400, "client_secret": 401, "refresh_token": 401, "grant_type": 400} {
		form := c.webexForm()
		form.Set(field, "wrong")
		a := c.post(c.webexURL("/access_token"), form)
		var body struct {
			Message    string
			Errors     []struct{ Description string }
			TrackingID string
		}
		a.decode(t, &body)
		if a.status != status || body.Message == "" || len(body.Errors) != 1 || body.TrackingID != a.header.Get("trackingId") {
			t.Errorf("%s: %d %s", field, a.status, a.body)
		}
	}
	form := c.webexForm()
	form.Del("client_id")
	form.Del("client_secret")
	r := c.request(http.MethodPost, c.webexURL("/access_token"), form.Encode())
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(c.webex.Fields["client_id"], c.webex.Secrets["client_secret"])
	if a := c.do(r); a.status != http.StatusOK {
		t.Errorf("basic authentication: %d %s", a.status, a.body)
	}
}
