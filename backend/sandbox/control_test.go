package sandbox_test

import (
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"tenantry/backend/sandbox"
)

func TestControl_MovesDayAndFaults(t *testing.T) {
	s, c := start(t, sandbox.Options{})
	if a := c.put("/sandbox/as-of", `{"as_of":"2026-09-01"}`); a.status != http.StatusOK || s.AsOf().Format("2006-01-02") != "2026-09-01" {
		t.Errorf("as-of: %d %s, now %s", a.status, a.body, s.AsOf())
	}
	var truth sandbox.Truth
	c.get(c.base+"/sandbox/truth", "").decode(t, &truth)
	if !reflect.DeepEqual(truth, s.Truth()) || truth.AsOf != "2026-09-01" {
		t.Error("the truth over HTTP is another one")
	}
	var connections []sandbox.Connection
	c.get(c.base+"/sandbox/connections", "").decode(t, &connections)
	if !reflect.DeepEqual(connections, s.Connections(c.base)) {
		t.Errorf("connections %v", connections)
	}
	if a := c.put("/sandbox/faults", `{"faults":["webex::500"]}`); a.status != http.StatusOK {
		t.Errorf("faults: %d %s", a.status, a.body)
	}
	if a := c.post(c.webexURL("/access_token"), c.webexForm()); a.status != 500 {
		t.Errorf("after injecting: %d", a.status)
	}
	for path, body := range map[string]string{
		"/sandbox/as-of":   `{"as_of":"yesterday"}`,
		"/sandbox/faults":  `{"faults":["x"]}`,
		"/sandbox/faults ": `{"fault":[]}`,
	} {
		if a := c.put(strings.TrimSpace(path), body); a.status != http.StatusBadRequest {
			t.Errorf("%s %s: %d", path, body, a.status)
		}
	}
}

func TestControl_AnswersLoopbackOnly(t *testing.T) {
	handler := sandbox.New(sandbox.Options{AsOf: someDay}).Handler()
	for _, test := range []struct {
		peer, host string
		status     int
	}{
		{"127.0.0.1:5000", "127.0.0.1:9999", 200},
		{"[::1]:5000", "localhost:9999", 200},
		{"192.0.2.7:5000", "127.0.0.1:9999", 403},
		{"127.0.0.1:5000", "rebound.example", 403},
	} {
		for _, path := range []string{"/sandbox/about", "/sandbox/connections", "/sandbox/truth"} {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
			r.RemoteAddr, r.Host = test.peer, test.host
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			if w.Code != test.status || w.Header().Get("X-Tenantry-Sandbox") != "1" {
				t.Errorf("%s from %s as %s: %d, want %d", path, test.peer, test.host, w.Code, test.status)
			}
		}
	}
}

func TestAnswers_KnowsASandbox(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	if !sandbox.Answers(t.Context(), c.webexURL("/")) || !sandbox.Answers(t.Context(), c.base) {
		t.Error("does not know a sandbox")
	}
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"name":"other"}`)) }))
	defer other.Close()
	for _, address := range []string{other.URL, "http://127.0.0.1:1/", "", "not a url"} {
		if sandbox.Answers(t.Context(), address) {
			t.Errorf("takes %q for a sandbox", address)
		}
	}
}

func TestEveryAnswer_IsMarked(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	for _, address := range []string{c.base + "/", c.webexURL("/nothing"), c.graphURL("/nothing"), c.webexURL("/people/me"), c.base + "/sandbox/about"} {
		if a := c.get(address, ""); a.header.Get("X-Tenantry-Sandbox") != "1" {
			t.Errorf("%s: %d is not marked", address, a.status)
		}
	}
}
