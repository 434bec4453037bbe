package api_test

import (
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/app/api"
	"tenantry/backend/sandbox"
)

func TestAccess_StrangersStayOut(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 3})
	port := k.host[strings.LastIndex(k.host, ":"):]
	const sync = "/api/sync"
	tests := map[string]struct {
		request
		status int
		key    string
	}{
		"ours":                        {request{path: "/api/session"}, 200, ""},
		"ours, changing":              {request{path: "/api/settings", method: "PUT", body: "{}"}, 422, "request_invalid"},
		"own origin named":            {request{path: "/api/session", header: map[string]string{"Origin": "http://" + k.host}}, 200, ""},
		"no session":                  {request{path: "/api/session", anonymous: true}, 401, "session_missing"},
		"no session, changing":        {request{path: sync, method: "POST", body: "{}", anonymous: true}, 401, "session_missing"},
		"no session, unknown path":    {request{path: "/api/nothing", anonymous: true}, 401, "session_missing"},
		"no session, events":          {request{path: "/api/events", anonymous: true}, 401, "session_missing"},
		"invented session":            {request{path: "/api/session", anonymous: true, header: map[string]string{"Cookie": k.session.Name + "=guess"}}, 401, "session_missing"},
		"rebound host":                {request{path: "/api/session", host: "evil.example" + port}, 403, "host_refused"},
		"rebound host, page":          {request{path: "/", host: "evil.example" + port}, 403, "host_refused"},
		"rebound host, sign-in":       {request{path: k.access.Path(), host: "evil.example" + port}, 403, "host_refused"},
		"our host, other port":        {request{path: "/api/session", host: "127.0.0.1:1"}, 403, "host_refused"},
		"foreign origin":              {request{path: "/api/session", header: map[string]string{"Origin": "https://evil.example"}}, 403, "origin_refused"},
		"origin of a file":            {request{path: "/api/session", header: map[string]string{"Origin": "null"}}, 403, "origin_refused"},
		"same host, other port":       {request{path: "/api/session", header: map[string]string{"Origin": "http://127.0.0.1:1"}}, 403, "origin_refused"},
		"cross-site read":             {request{path: "/api/session", header: map[string]string{"Sec-Fetch-Site": "cross-site"}}, 403, "origin_refused"},
		"other port's read":           {request{path: "/api/session", header: map[string]string{"Sec-Fetch-Site": "same-site"}}, 403, "origin_refused"},
		"form without our header":     {request{path: sync, method: "POST", body: "{}", header: map[string]string{"X-Tenantry": ""}}, 403, "header_missing"},
		"deletion without our header": {request{path: "/api/sample", method: "DELETE", header: map[string]string{"X-Tenantry": ""}}, 403, "header_missing"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			resp := k.send(t, test.request)
			body := text(t, resp)
			if resp.StatusCode != test.status {
				t.Fatalf("got %s, want %d: %s", resp.Status, test.status, body)
			}
			var problem api.Problem
			if test.key == "" {
				return
			}
			if err := json.Unmarshal([]byte(body), &problem); err != nil || problem.Key != test.key {
				t.Errorf("got the problem %q (%v), want %q", problem.Key, err, test.key)
			}
			if got := resp.Header.Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("a problem came as %q", got)
			}
		})
	}
}

func TestAccess_LinkWorksOnce(t *testing.T) {
	k := newKit(t, false, sandbox.Options{Customers: 3})
	k.access = api.NewAccess("http", "127.0.0.1:80")
	guarded := api.New(k.app, api.Options{Access: k.access, Logger: k.app.Logger()})
	open := func(path string, cookie *http.Cookie) *http.Response {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://127.0.0.1:80"+path, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		if cookie != nil {
			req.AddCookie(cookie)
		}
		w := httptest.NewRecorder()
		guarded.ServeHTTP(w, req)
		return w.Result()
	}
	link := k.access.Path()
	if resp := open("/?token=guess", nil); resp.StatusCode != http.StatusUnauthorized || len(resp.Cookies()) != 0 {
		t.Errorf("a guessed token gave %s and %d cookies", resp.Status, len(resp.Cookies()))
	}
	first := open(link, nil)
	if first.StatusCode != http.StatusSeeOther || len(first.Cookies()) != 1 {
		t.Fatalf("the link gave %s and %d cookies", first.Status, len(first.Cookies()))
	}
	session := first.Cookies()[0]
	if !session.HttpOnly || session.SameSite != http.SameSiteStrictMode {
		t.Errorf("the session's cookie is %+v", session)
	}
	if resp := open(link, nil); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("the link worked twice: %s", resp.Status)
	}
	if resp := open(link, session); resp.StatusCode != http.StatusSeeOther {
		t.Errorf("the link led the browser that is signed in to %s", resp.Status)
	}
	if strings.HasSuffix(k.access.Path(), strings.TrimPrefix(link, "/")) {
		t.Error("the used token is still given out")
	}
	if resp := open("/api/session", session); resp.StatusCode != http.StatusOK {
		t.Errorf("the session gave %s", resp.Status)
	}
}

func TestHeaders_PageCannotBeFramedNorScripted(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 3})
	for _, path := range []string{"/", "/customers/7", "/assets/app.js", "/api/session", "/api/nothing"} {
		resp := k.send(t, request{path: path})
		policy := resp.Header.Get("Content-Security-Policy")
		for _, want := range []string{"script-src 'self';", "frame-ancestors 'none'", "object-src 'none'", "default-src 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("%s: the policy lacks %s: %s", path, want, policy)
			}
		}
		if got := resp.Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%s: X-Content-Type-Options is %q", path, got)
		}
		cache := resp.Header.Get("Cache-Control")
		if strings.HasPrefix(path, "/api/") && cache != "no-store" || path == "/" && cache != "no-cache" {
			t.Errorf("%s may be cached: %q", path, cache)
		}
	}
}

func TestPage_RouterPathsGetThePage(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 3})
	for path, want := range map[string]int{"/": 200, "/sync/runs": 200, "/assets/app.js": 200, "/assets/gone.js": 404, "/favicon.ico": 404} {
		if resp := k.send(t, request{path: path, anonymous: true}); resp.StatusCode != want {
			t.Errorf("%s gave %s, want %d", path, resp.Status, want)
		}
	}
}

func TestAccess_SchemesOwnPort_IsLeftOutByBrowsers(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 3})
	for _, test := range []struct {
		scheme, listens, comes string
		status                 int
	}{
		{"http", "localhost:80", "localhost", http.StatusSeeOther},
		{"https", "portal.example:443", "Portal.Example", http.StatusSeeOther},
		{"https", "[::1]:443", "[::1]", http.StatusSeeOther},
		{"http", "localhost:443", "localhost", http.StatusForbidden},
		{"http", "localhost:8080", "localhost", http.StatusForbidden},
	} {
		access := api.NewAccess(test.scheme, test.listens)
		handler := api.New(k.app, api.Options{Access: access, Logger: slog.New(slog.DiscardHandler)})
		answer := httptest.NewRecorder()
		asked := httptest.NewRequest(http.MethodGet, access.Path(), nil)
		asked.Host = test.comes
		handler.ServeHTTP(answer, asked)
		if answer.Code != test.status {
			t.Errorf("%s %s asked as %s gave %d, want %d", test.scheme, test.listens, test.comes, answer.Code, test.status)
		}
	}
}

func TestExport_TemporaryFolderMissing_SaysWhat(t *testing.T) {
	k := newKit(t, false, sandbox.Options{Customers: 3})
	missing := filepath.Join(t.TempDir(), "missing")
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} { // systems differ
		t.Setenv(name, missing)
	}
	handler := api.New(k.app, api.Options{Logger: slog.New(slog.DiscardHandler)})
	answer := httptest.NewRecorder()
	handler.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/api/export/customers", nil))
	if !strings.Contains(answer.Body.String(), "export_folder_missing") {
		t.Errorf("%d: %s", answer.Code, answer.Body)
	}
}
