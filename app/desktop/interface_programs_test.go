//go:build window

package desktop_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store/storetest"
)

// programs are what the benchmark of the interface runs, and on which data.
type programs struct {
	home, data                 string
	ours, bare, server, script string
}

func buildPrograms(ctx context.Context, b *testing.B) programs {
	b.Helper()
	requireTools(b, "xdotool")
	script, err := os.ReadFile("../../frontend/bench/measure.js")
	if err != nil {
		b.Fatal(err)
	}
	if _, err := os.Stat("../../build/bare/dist/index.html"); err != nil {
		b.Fatal("the bare page is not built: make bench-ui does it")
	}
	home := b.TempDir()
	p := programs{home: home, data: filepath.Join(home, "data"), script: string(script)}
	p.ours = build(ctx, b)
	p.bare = compile(ctx, b, "../../build/bare", "desktop,production,webkit2_41,devtools,window")
	p.server = compile(ctx, b, "../..", "")
	copyData(b, p.data)
	return p
}

// copyData makes a data folder of 10,000 customers, read today.
func copyData(b *testing.B, folder string) {
	b.Helper()
	scale := storetest.BenchmarkScale()
	scale.Day = domain.DateOf(time.Now().UTC())
	from, err := os.Open(storetest.LargeFile(b, scale))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = from.Close() }()
	if err := os.MkdirAll(folder, 0o700); err != nil {
		b.Fatal(err)
	}
	to, err := os.OpenFile(filepath.Join(folder, "tenantry.db"), os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	_, err = io.Copy(to, from)
	if err := errors.Join(err, to.Close()); err != nil {
		b.Fatal(err)
	}
}

// end asks a program to end and waits for it, however it ends.
func (w *window) end() {
	_ = w.cmd.Process.Signal(syscall.SIGTERM)
	if err := <-w.ended; err != nil {
		_, _ = fmt.Fprintln(w.output, err)
	}
}

// serve starts a program that prints an address as JSON, and gives that.
func serve(ctx context.Context, b *testing.B, program string, args ...string) string {
	b.Helper()
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	out, err := cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	var said struct{ URL string }
	if err := json.NewDecoder(out).Decode(&said); err != nil {
		b.Fatal(err)
	}
	return said.URL
}

// openChromium shows an address in a browser without a window, of the window's size.
func openChromium(ctx context.Context, b *testing.B, address string) *inspector {
	b.Helper()
	profile := b.TempDir()
	cmd := exec.CommandContext(ctx, chromium(b), "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=1280,800",
		"--remote-debugging-port=0", "--user-data-dir="+profile, address)
	cmd.Env = append(os.Environ(), "HOME="+profile)
	talk, err := cmd.StderrPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = cmd.Process.Signal(syscall.SIGTERM); _ = cmd.Wait() })
	lines := bufio.NewScanner(talk)
	for lines.Scan() {
		if _, socket, ok := strings.Cut(lines.Text(), "DevTools listening on ws://"); ok {
			host, _, _ := strings.Cut(socket, "/")
			go func() { _, _ = io.Copy(io.Discard, talk) }()
			return dial(ctx, b, chromiumPage(ctx, b, host), true)
		}
	}
	b.Fatalf("Chromium did not start: %v", lines.Err())
	return nil
}

func chromium(b *testing.B) string {
	b.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); name != "" && err == nil {
			return path
		}
	}
	b.Fatal("Chromium is missing: build/setup.sh test installs it, CHROMIUM names another")
	return ""
}

// chromiumPage finds the socket of the page that Chromium shows.
func chromiumPage(ctx context.Context, b *testing.B, host string) string {
	b.Helper()
	var socket string
	err := until(ctx, func() error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+host+"/json/list", http.NoBody)
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		defer func() { _ = resp.Body.Close() }()
		var pages []struct {
			Type                 string
			WebSocketDebuggerURL string `json:"webSocketDebuggerUrl"`
		}
		if err := json.NewDecoder(resp.Body).Decode(&pages); err != nil {
			return err
		}
		for _, page := range pages {
			if page.Type == "page" {
				socket = page.WebSocketDebuggerURL
				return nil
			}
		}
		return errors.New("Chromium shows no page")
	})
	if err != nil {
		b.Fatal(err)
	}
	return socket
}

// webMemory is how much memory the web process takes that belongs to a program: its own, and its part of what is shared.
func webMemory(program int) (int64, error) {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		return 0, err
	}
	for _, folder := range processes {
		name, err := os.ReadFile(filepath.Join(folder, "comm"))
		if err != nil || !bytes.HasPrefix(name, []byte("WebKitWebProces")) {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(folder))
		if !descends(pid, program) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(folder, "smaps_rollup"))
		if err != nil {
			return 0, err
		}
		for line := range strings.Lines(string(text)) {
			var kb int64
			if _, err := fmt.Sscanf(line, "Pss: %d kB", &kb); err == nil {
				return kb * 1024, nil
			}
		}
	}
	return 0, errors.New("no web process belongs to the window")
}

// descends reports whether a process was started by another, or by one that was.
func descends(pid, ancestor int) bool {
	for pid > 1 {
		if pid == ancestor {
			return true
		}
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			return false
		}
		// The name stands in brackets and may hold anything; the state and the parent follow.
		after := strings.Fields(string(text[bytes.LastIndexByte(text, ')')+1:]))
		if pid, err = strconv.Atoi(after[1]); err != nil {
			return false
		}
	}
	return false
}
