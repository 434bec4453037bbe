//go:build window

// The window test runs the real program: on Linux under Xvfb and a D-Bus session, as build/verify.sh does.
package desktop_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// patience is how long the whole test may take: the program is built first.
const patience = 4 * time.Minute

func TestWindow_ShowsSyncedDataAndSavesAnExport(t *testing.T) {
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	requireTools(t, "xdotool")
	home := t.TempDir()
	data := filepath.Join(home, "data")
	figures := prepare(t, data)

	w := open(ctx, t, build(ctx, t), home, data)
	page := openInspector(ctx, t, w.inspector)
	title := fmt.Sprint(figures.Customers.Total)
	if err := until(ctx, func() error { return page.click(ctx, `nav a[href^="/dashboard"]`) }); err != nil {
		t.Fatalf("the first page: %v", err)
	}
	if err := until(ctx, func() error { return page.shows(ctx, title) }); err != nil {
		t.Fatalf("the dashboard: %v", err)
	}
	if got, err := page.eval(ctx, "navigator.language"); err != nil || got == "C" {
		t.Errorf("the page's language is %q (%v)", got, err)
	}
	checkAPI(ctx, t, page, figures)
	saveExport(ctx, t, page, home, figures)
	if complaints := page.consoleErrors(); len(complaints) > 0 {
		t.Errorf("the page's console has errors: %q", complaints)
	}
	w.close(t)
}

func requireTools(t testing.TB, tools ...string) {
	t.Helper()
	for _, tool := range tools {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is missing: build/setup.sh test installs it", tool)
		}
	}
}

// prepare fills a data folder from simulated vendors and gives what the dashboard has to show.
func prepare(t *testing.T, data string) domain.KPIs {
	t.Helper()
	vendors := httptest.NewServer(sandbox.New(sandbox.Options{Customers: 60}).Handler())
	t.Cleanup(vendors.Close)
	a := app.New(app.Config{
		DataDir: data, KeyFile: filepath.Join(data, "key"), Mode: app.ModeConsole, Logger: slog.New(slog.DiscardHandler),
	})
	if err := a.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	if _, err := a.Connections.ConnectSandbox(t.Context(), vendors.URL); err != nil {
		t.Fatal(err)
	}
	started, err := a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range started.Runs {
		if _, err := a.Sync.Wait(t.Context(), run.ID); err != nil {
			t.Fatal(err)
		}
	}
	figures, err := a.Dashboard.KPIs(t.Context(), domain.Scope{})
	if err != nil || figures.Customers.Total < 60 {
		t.Fatalf("%d customers were read (%v)", figures.Customers.Total, err)
	}
	return figures
}

// build makes the program with the window, and with the inspector that the test looks through.
func build(ctx context.Context, t testing.TB) string {
	t.Helper()
	if _, err := os.Stat("../../frontend/dist/index.html"); err != nil {
		t.Fatal("the interface is not built: run make build first")
	}
	return compile(ctx, t, "../..", "desktop,production,webkit2_41,devtools")
}

// compile makes the program of a folder.
func compile(ctx context.Context, t testing.TB, folder, tags string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program")
	cmd := exec.CommandContext(ctx, "go", "build", "-tags", tags, "-o", path, folder)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return path
}

// window is the running program.
type window struct {
	cmd       *exec.Cmd
	inspector string
	output    *bytes.Buffer
	ended     chan error
}

func open(ctx context.Context, t testing.TB, program, home, data string) *window {
	t.Helper()
	return openProgram(ctx, t, home, program, "--data", data, "--key-file", filepath.Join(data, "key"))
}

func openProgram(ctx context.Context, t testing.TB, home, program string, args ...string) *window {
	t.Helper()
	w := &window{inspector: freeAddress(ctx, t), output: &bytes.Buffer{}, ended: make(chan error, 1)}
	w.cmd = exec.CommandContext(ctx, program, args...)
	w.cmd.Env = append(os.Environ(), "WEBKIT_INSPECTOR_HTTP_SERVER="+w.inspector, "HOME="+home, "LANG=C.UTF-8", "LC_ALL=")
	w.cmd.Stdout, w.cmd.Stderr = w.output, w.output
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { w.ended <- w.cmd.Wait() }()
	t.Cleanup(func() {
		_ = w.cmd.Process.Kill() // ended already, unless the test failed
		if t.Failed() {
			t.Logf("the program wrote:\n%s", w.output)
		}
	})
	return w
}

// close ends the program as a logout does, and wants a clean end.
func (w *window) close(t testing.TB) {
	t.Helper()
	if err := w.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := <-w.ended; err != nil {
		t.Errorf("the window ended with %v", err)
	}
}

func freeAddress(ctx context.Context, t testing.TB) string {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// shows wants a text on the page.
func (i *inspector) shows(ctx context.Context, text string) error {
	body, err := i.eval(ctx, "document.body.innerText")
	if err != nil {
		return err
	}
	if !strings.Contains(body, text) {
		return fmt.Errorf("%q is not shown in %q", text, body)
	}
	return nil
}

// click follows the first link that a selector finds.
func (i *inspector) click(ctx context.Context, selector string) error {
	got, err := i.eval(ctx, "(e => e ? (e.click(), 'clicked') : 'missing')(document.querySelector('"+selector+"'))")
	if err == nil && got != "clicked" {
		err = fmt.Errorf("%s is %s", selector, got)
	}
	return err
}

// checkAPI reaches the API as the page does, changes included.
func checkAPI(ctx context.Context, t *testing.T, page *inspector, figures domain.KPIs) {
	t.Helper()
	got, err := page.await(ctx, "fetch('/api/customers?limit=1').then(r => r.json()).then(r => r.total)")
	if want := fmt.Sprint(figures.Customers.Total); err != nil || got != want {
		t.Errorf("the API lists %q customers (%v), want %s", got, err, want)
	}
	got, err = page.await(ctx, "fetch('/api/settings').then(r => r.json()).then(s => fetch('/api/settings', {method: 'PUT', "+
		"headers: {'X-Tenantry': '1', 'Content-Type': 'application/json'}, body: JSON.stringify(s)})).then(r => r.status)")
	if err != nil || got != "200" {
		t.Errorf("saving the settings gave %q (%v), want 200", got, err)
	}
	got, err = page.await(ctx, "fetch('/api/session').then(r => r.json()).then(r => r.mode)")
	if err != nil || got != "window" {
		t.Errorf("the session's mode is %q (%v)", got, err)
	}
}

// saveExport saves the customers through the system's own dialog, answered by a key press.
func saveExport(ctx context.Context, t *testing.T, page *inspector, home string, figures domain.KPIs) {
	t.Helper()
	const call = "(window.__saved = undefined, window.go.desktop.Window.SaveExport({kind: 'customers', format: 'xlsx', language: 'en'})" +
		".then(p => { window.__saved = 'ok:' + p }, e => { window.__saved = 'no:' + e }), 0)"
	if _, err := page.eval(ctx, call); err != nil {
		t.Fatal(err)
	}
	pressReturn(ctx, t, "Save export")
	var path string
	err := until(ctx, func() error {
		text, err := page.eval(ctx, "window.__saved")
		if err == nil && text == "undefined" {
			err = errors.New("the dialog was not answered")
		}
		path = text
		return err
	})
	path, saved := strings.CutPrefix(path, "ok:")
	if err != nil || !saved || filepath.Dir(path) != home {
		t.Fatalf("saving gave %q (%v), want a file in %s", path, err, home)
	}
	book, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	rows, err := book.GetRows("Customers")
	if err != nil || len(rows) != figures.Customers.Total+1 {
		t.Errorf("the file has %d rows (%v), want a heading and %d customers", len(rows), err, figures.Customers.Total)
	}
}

// pressReturn waits for a window of that title and answers it.
func pressReturn(ctx context.Context, t *testing.T, title string) {
	t.Helper()
	err := until(ctx, func() error {
		id, err := exec.CommandContext(ctx, "xdotool", "search", "--onlyvisible", "--name", title).Output()
		if err != nil {
			return fmt.Errorf("no window %q: %w", title, err)
		}
		last := strings.Fields(string(id))
		if len(last) == 0 {
			return io.ErrUnexpectedEOF
		}
		return exec.CommandContext(ctx, "xdotool", "windowfocus", "--sync", last[len(last)-1], "key", "Return").Run()
	})
	if err != nil {
		t.Fatal(err)
	}
}
