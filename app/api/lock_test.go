package api_test

import (
	"bufio"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/app/api"
	"tenantry/backend/sandbox"
)

const phrase = "a lock's passphrase"

// wall is a clock that a test moves.
type wall struct{ passed atomic.Int64 }

func (w *wall) now() time.Time { return time.Now().Add(time.Duration(w.passed.Load())) }

// newWindow is a program as its window has it, which has a passphrase and locks after five minutes.
func newWindow(t *testing.T, w *wall) (*app.App, http.Handler) {
	t.Helper()
	folder := t.TempDir()
	a := app.New(app.Config{
		DataDir: filepath.Join(folder, "data"), KeyFile: filepath.Join(folder, "key"), Mode: app.ModeWindow, Now: w.now,
		Logger: slog.New(slog.DiscardHandler),
	})
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	h := api.New(a, api.Options{Logger: a.Logger()})
	for _, step := range [][2]string{{"/api/lock/passphrase", `{"passphrase":"` + phrase + `"}`}, {"/api/lock", `{"minutes":5}`}} {
		if code, key := ask(t, h, http.MethodPut, step[0], step[1]); code != http.StatusNoContent {
			t.Fatalf("%s gave %d %s", step[0], code, key)
		}
	}
	return a, h
}

// ask sends a request to a handler and gives the status and the key of the problem.
func ask(t *testing.T, h http.Handler, method, path, body string) (int, string) {
	t.Helper()
	req := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
	req.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, req)
	var problem api.Problem
	_ = json.Unmarshal(w.Body.Bytes(), &problem) // other answers have no key
	return w.Code, problem.Key
}

// TestLock_WindowRefusesEverythingButUnlocking walks every operation of the API.
func TestLock_WindowRefusesEverythingButUnlocking(t *testing.T) {
	w := &wall{}
	_, h := newWindow(t, w)
	w.passed.Store(int64(5 * time.Minute))
	raw, err := api.Describe()
	if err != nil {
		t.Fatal(err)
	}
	var described struct {
		Paths map[string]map[string]json.RawMessage `json:"paths"`
	}
	if err := json.Unmarshal(raw, &described); err != nil {
		t.Fatal(err)
	}
	refused := 0
	for path, operations := range described.Paths {
		for method := range operations {
			where := strings.ToUpper(method) + " " + path
			if where == "GET /lock" || where == "POST /unlock" {
				continue
			}
			path := strings.NewReplacer("{", "", "}", "").Replace("/api" + path)
			if code, key := ask(t, h, strings.ToUpper(method), path, "{}"); code != http.StatusUnauthorized || key != "locked" {
				t.Errorf("%s gave %d %q while locked", where, code, key)
			}
			refused++
		}
	}
	if refused < 50 {
		t.Errorf("only %d operations were tried", refused)
	}
	for _, path := range []string{"/api/nothing", "/api/lock/", "/api//session", "/api/events"} {
		if code, _ := ask(t, h, http.MethodGet, path, ""); code == http.StatusOK {
			t.Errorf("%s is open while locked", path)
		}
	}
	if code, _ := ask(t, h, http.MethodGet, "/api/lock", ""); code != http.StatusOK {
		t.Errorf("the lock's state gives %d", code)
	}
	if code, key := ask(t, h, http.MethodPost, "/api/unlock", `{"passphrase":"a guess"}`); code != http.StatusUnauthorized || key != "passphrase_wrong" {
		t.Errorf("a guess gives %d %q", code, key)
	}
	if code, key := ask(t, h, http.MethodPost, "/api/unlock", `{"passphrase":"`+phrase+`"}`); code != http.StatusNoContent {
		t.Fatalf("the passphrase gives %d %q", code, key)
	}
	if code, key := ask(t, h, http.MethodGet, "/api/session", ""); code != http.StatusOK {
		t.Errorf("after unlocking the session gives %d %q", code, key)
	}
}

func TestLock_HashNeverLeaves(t *testing.T) {
	_, h := newWindow(t, &wall{})
	for _, path := range []string{"/api/lock", "/api/settings", "/api/session"} {
		if body := serve(t, h, path).Body.String(); strings.Contains(body, "argon2") || strings.Contains(body, "hash") {
			t.Errorf("%s tells the hash: %s", path, body)
		}
	}
}

func TestLock_BrowserSessionEndsOnTheServer(t *testing.T) {
	w := &wall{}
	k := newKitAt(t, true, sandbox.Options{Customers: 3}, w.now)
	if resp := k.send(t, request{method: "PUT", path: "/api/lock", body: `{"minutes":5}`}); resp.StatusCode != http.StatusNoContent {
		t.Fatalf("setting the lock gave %s", resp.Status)
	}
	events := k.send(t, request{path: "/api/events"})
	if events.StatusCode != http.StatusOK {
		t.Fatalf("the stream gave %s", events.Status)
	}
	stream := bufio.NewScanner(events.Body)
	w.passed.Store(int64(4 * time.Minute))
	k.send(t, request{method: "POST", path: "/api/lock/input"})
	w.passed.Store(int64(8 * time.Minute))
	if resp := k.send(t, request{path: "/api/session"}); resp.StatusCode != http.StatusOK {
		t.Fatalf("with input the session gave %s", resp.Status)
	}
	old := k.session
	w.passed.Store(int64(9 * time.Minute))
	if resp := k.send(t, request{path: "/api/session"}); resp.StatusCode != http.StatusUnauthorized {
		t.Fatalf("without input the old cookie gave %s", resp.Status)
	}
	last := ""
	for stream.Scan() { // it ends by itself: the stream of a session ends with it
		if line := stream.Text(); strings.HasPrefix(line, "event: ") {
			last = line
		}
	}
	if last != "event: locked" {
		t.Errorf("the stream ended with %q (%v)", last, stream.Err())
	}
	k.signIn(t) // by the next link
	if k.session.Value == old.Value {
		t.Error("the next session has the old cookie")
	}
	if resp := k.send(t, request{path: "/api/session"}); resp.StatusCode != http.StatusOK {
		t.Errorf("the next session gave %s", resp.Status)
	}
}

// lockingAtFirst is a browser that locks as soon as the first line has reached it, before the program does anything else.
type lockingAtFirst struct {
	*httptest.ResponseRecorder
	lock func()
}

func (l *lockingAtFirst) Flush() {
	l.ResponseRecorder.Flush()
	if lock := l.lock; lock != nil {
		l.lock = nil
		lock()
	}
}

func TestLock_RightAfterTheStreamBegan_IsTheLastItTells(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 3})
	handler := api.New(k.app, api.Options{Access: k.access, Logger: k.app.Logger()})
	req := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+k.host+"/api/events", nil)
	req.AddCookie(k.session)
	browser := &lockingAtFirst{ResponseRecorder: httptest.NewRecorder(), lock: func() {
		if err := k.app.Lock.Lock(t.Context()); err != nil {
			t.Error(err)
		}
	}}
	handler.ServeHTTP(browser, req)
	if told := browser.Body.String(); !strings.HasPrefix(told, ": connected\n\n") || !strings.HasSuffix(told, "event: locked\ndata: {\"type\":\"locked\"}\n\n") {
		t.Errorf("the stream told %q", told)
	}
}

func TestLock_AtOnce(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 3})
	if resp := k.send(t, request{method: "POST", path: "/api/lock"}); resp.StatusCode != http.StatusNoContent {
		t.Fatalf("locking gave %s", resp.Status)
	}
	if resp := k.send(t, request{path: "/api/customers"}); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("afterwards the customers give %s", resp.Status)
	}
}
