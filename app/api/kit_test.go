package api_test

import (
	"bytes"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"tenantry/app"
	"tenantry/app/api"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/store/storetest"
)

// kit is the whole program behind its HTTP API, with simulated vendors beside it.
type kit struct {
	app       *app.App
	url       string
	host      string
	access    *api.Access
	simulator *sandbox.Sandbox
	vendors   string // where the simulator answers
	log       *safeBuffer
	session   *http.Cookie
}

// fewer says that a test looks at less: when it must be quick, and under the race detector, which learns nothing from more of
// the same.
func fewer() bool { return testing.Short() || storetest.Race }

// newKit starts the program in an empty data folder, in the browser mode or, without access, as the window has it.
func newKit(t testing.TB, browser bool, options sandbox.Options) *kit {
	t.Helper()
	return newKitAt(t, browser, options, nil)
}

// newKitAt starts the program on a clock of the test's.
func newKitAt(t testing.TB, browser bool, options sandbox.Options, now func() time.Time) *kit {
	t.Helper()
	simulator := sandbox.New(options)
	vendors := httptest.NewServer(simulator.Handler())
	t.Cleanup(vendors.Close)
	folder := t.TempDir()
	storetest.Create(t, filepath.Join(folder, "data"))
	k := &kit{simulator: simulator, vendors: vendors.URL, log: &safeBuffer{}}
	k.start(t, folder, browser, now)
	return k
}

func (k *kit) open(t testing.TB, folder string, now func() time.Time) {
	t.Helper()
	k.app = app.New(app.Config{
		DataDir: filepath.Join(folder, "data"), KeyFile: filepath.Join(folder, "key"), Version: "1.2.3",
		Mode: app.ModeBrowser, Now: now, Logger: slog.New(app.NewLogHandler(k.log)),
	})
	if err := k.app.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// start opens the folder and answers as the program does.
func (k *kit) start(t testing.TB, folder string, browser bool, now func() time.Time) {
	t.Helper()
	k.open(t, folder, now)
	t.Cleanup(func() {
		if err := k.app.Close(); err != nil {
			t.Error(err)
		}
	})
	server := httptest.NewUnstartedServer(nil)
	k.host = server.Listener.Addr().String()
	if browser {
		k.access = api.NewAccess("http", k.host)
	}
	page := fstest.MapFS{
		"index.html":    {Data: []byte("<!doctype html><title>Tenantry</title>")},
		"assets/app.js": {Data: []byte("1")},
	}
	server.Config.Handler = api.New(k.app, api.Options{Frontend: page, Access: k.access, Logger: k.app.Logger()})
	server.Start()
	t.Cleanup(server.Close)
	k.url = server.URL
	if browser {
		k.signIn(t)
	}
}

func (k *kit) signIn(t testing.TB) {
	t.Helper()
	resp := k.send(t, request{path: k.access.Path(), anonymous: true})
	if cookies := resp.Cookies(); len(cookies) == 1 {
		k.session = cookies[0]
		return
	}
	t.Fatalf("signing in gave %s and no session", resp.Status)
}

// connect connects the simulated vendors and reads them.
func (k *kit) connect(t testing.TB) {
	t.Helper()
	if _, err := k.app.Connections.ConnectSandbox(t.Context(), k.vendors); err != nil {
		t.Fatal(err)
	}
	k.sync(t)
}

// sync reads the connections given, or all.
func (k *kit) sync(t testing.TB, connections ...int64) []domain.Run {
	t.Helper()
	started, err := k.app.Sync.Start(t.Context(), app.SyncRequest{ConnectionIDs: connections}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	var ended []domain.Run
	for _, run := range started.Runs {
		last, err := k.app.Sync.Wait(t.Context(), run.ID)
		if err != nil {
			t.Fatal(err)
		}
		ended = append(ended, last)
	}
	return ended
}

// request is what a page of ours would send; the other fields say what a stranger would do otherwise.
type request struct {
	method, path, body string
	anonymous          bool // without the session
	host               string
	header             map[string]string
}

// send sends a request and gives the answer, whose body is closed with the test.
func (k *kit) send(t testing.TB, r request) *http.Response {
	t.Helper()
	if r.method == "" {
		r.method = http.MethodGet
	}
	req, err := http.NewRequestWithContext(t.Context(), r.method, k.url+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	if r.host != "" {
		req.Host = r.host
	}
	if k.session != nil && !r.anonymous {
		req.AddCookie(k.session)
	}
	if r.method != http.MethodGet {
		req.Header.Set("X-Tenantry", "1")
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range r.header {
		if value == "" {
			req.Header.Del(name)
		} else {
			req.Header.Set(name, value)
		}
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = resp.Body.Close() })
	return resp
}

// get reads JSON into a T and fails on any other answer.
func get[T any](t testing.TB, k *kit, path string) T {
	t.Helper()
	resp := k.send(t, request{path: path})
	var into T
	body := text(t, resp)
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("GET %s gave %s: %s", path, resp.Status, body)
	}
	if err := json.Unmarshal([]byte(body), &into); err != nil {
		t.Fatalf("GET %s: %v", path, err)
	}
	return into
}

func text(t testing.TB, resp *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// safeBuffer is a log that may be read while it is written.
type safeBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

func logTo(w io.Writer) *slog.Logger { return slog.New(app.NewLogHandler(w)) }

// serve asks a handler directly, as the window does.
func serve(t testing.TB, h http.Handler, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, http.NoBody))
	return w
}
