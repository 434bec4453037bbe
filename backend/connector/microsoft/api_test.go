package microsoft_test

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/oauth2"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/microsoft"
)

const (
	partner  = "3b7d9a10-5c1e-4f62-9a7b-0d4c2e81f5aa"
	customer = "7c1f4c0e-9b1d-4f0a-8f5e-2d9e6b7a1c33"
)

// api is a vendor that answers by path, for what the simulator does not do.
type api struct {
	mu     sync.Mutex
	bodies map[string]string // by path; a token endpoint answers by itself
	status map[string]int
	forms  []url.Values // of the token requests
	hosts  []string
	urls   []string                                 // host and path
	asked  map[string]http.Header                   // the last request's, by host
	once   map[string]answerOnce                    // before bodies, by path
	found  func(path string) (body string, ok bool) // what bodies do not have

	headers map[string]http.Header // of answers, by path
	counts  map[string]int         // by path
	moved   map[string]string      // by path: a redirect there
	shown   []string               // hosts that were shown a token

	saved  []string
	token  func(n int, tenant string) (int, string) // nil: a new refresh token each time
	refuse map[string]string                        // the token endpoint's refusals by scope
	fields map[string]string
	now    func() time.Time
}

// answerOnce is given a single time.
type answerOnce struct {
	status int
	body   string
}

// paths lists the requests of a path.
func (a *api) paths(path string) []string {
	var list []string
	for _, u := range a.urls {
		if strings.HasSuffix(u, path) {
			list = append(list, u)
		}
	}
	return list
}

func newAPI() *api {
	return &api{counts: map[string]int{}, moved: map[string]string{}, asked: map[string]http.Header{}, once: map[string]answerOnce{}, headers: map[string]http.Header{}, bodies: map[string]string{}, status: map[string]int{}, fields: map[string]string{
		"tenant_id": strings.ToUpper(partner), "client_id": "app", "login_url": "https://login.example/", "graph_url": "https://graph.example/graph/v1.0",
		"partner_center": "no", "partner_center_url": "https://center.example",
	}}
}

func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.hosts = append(a.hosts, r.URL.Host)
	a.urls = append(a.urls, r.URL.Host+r.URL.Path)
	a.asked[r.URL.Host] = r.Header
	a.counts[r.URL.Path]++
	if r.Header.Get("Authorization") != "" {
		a.shown = append(a.shown, r.URL.Host)
	}
	if to := a.moved[r.URL.Path]; to != "" {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
		return
	}
	status, body := a.status[r.URL.Path], a.bodies[r.URL.Path]
	if found, ok := "", a.found != nil && body == ""; ok {
		if found, ok = a.found(r.URL.Path); ok {
			body = found
		}
	}
	for name, values := range a.headers[r.URL.Path] {
		w.Header()[name] = values
	}
	if first, ok := a.once[r.URL.Path]; ok {
		delete(a.once, r.URL.Path)
		status, body = first.status, first.body
	}
	if tenant, found := strings.CutSuffix(r.URL.Path, "/oauth2/v2.0/token"); found {
		_ = r.ParseForm()
		a.forms = append(a.forms, r.PostForm)
		if refusal := a.refuse[r.PostForm.Get("scope")]; refusal != "" {
			w.WriteHeader(http.StatusBadRequest)
			_, _ = w.Write([]byte(refusal))
			return
		}
		status, body = a.answerToken(strings.TrimPrefix(tenant, "/"))
	}
	if status != 0 {
		w.WriteHeader(status)
	}
	_, _ = w.Write([]byte(body))
}

func (a *api) answerToken(tenant string) (int, string) {
	if a.token != nil {
		return a.token(len(a.forms), tenant)
	}
	claims := base64.RawURLEncoding.EncodeToString([]byte(`{"oid":"person","preferred_username":"sam@msp.example","tid":"` + partner + `"}`))
	return 200, `{"access_token":"access ` + tenant + `","expires_in":3599,"refresh_token":"refresh ` + time.Now().String() + `","id_token":"h.` + claims + `.s"}`
}

func (a *api) open(t *testing.T) connector.Connector {
	t.Helper()
	conn, err := microsoft.New(connector.Config{
		Fields:    a.fields,
		Secret:    func(name string) string { return map[string]string{"refresh_token": "the first refresh token"}[name] },
		Transport: connectortest.NewTransport(a),
		Now:       a.now,
		SaveSecret: func(_ context.Context, name, value string) error {
			a.saved = append(a.saved, name+"="+value)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// oauthContext sends what package oauth2 sends through a transport.
func oauthContext(t *testing.T, transport http.RoundTripper) context.Context {
	t.Helper()
	return context.WithValue(t.Context(), oauth2.HTTPClient, &http.Client{Transport: transport})
}
