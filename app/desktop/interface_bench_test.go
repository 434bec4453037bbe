//go:build window

package desktop_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

const (
	starts   = 5 // of each program, by turns
	rounds   = 3 // through all pages, after one to warm up
	typings  = 2 // of a text into each search
	scrolls  = 3 // of each table, by turns with the bare one
	asks     = 5 // of each request alone
	scrollMs = 4000
	scrollBy = 96 // pixels a frame, three rows
)

// tables are the pages whose search and table are measured, with what is typed.
var tables = map[string]string{"/customers": "customer 4711", "/licences": "product 17"}

// BenchmarkInterface measures the interface with 10,000 customers in the real window and in Chromium, a bare program beside
// it, and prints what it found. It judges nothing: docs/performance.md says what must be reached.
func BenchmarkInterface(b *testing.B) {
	ctx, stop := context.WithTimeout(b.Context(), time.Hour)
	defer stop()
	p := buildPrograms(ctx, b)
	var r report
	defer func() { r.print(os.Stdout) }() // what was found, however far it got
	b.Run("window", func(b *testing.B) { r.window = p.inWindow(ctx, b) })
	b.Run("start", func(b *testing.B) {
		for range starts {
			r.bareStart = append(r.bareStart, p.start(ctx, b, "table", p.bare))
			r.homeStart = append(r.homeStart, p.start(ctx, b, "home", p.ours, p.ourArgs()...))
			r.dashboardStart = append(r.dashboardStart, p.start(ctx, b, "dashboard", p.ours, p.ourArgs()...))
		}
	})
	b.Run("chromium", func(b *testing.B) { r.chromium = p.inChromium(ctx, b) })
}

func (p programs) ourArgs() []string {
	return []string{"--data", p.data, "--key-file", p.data + "/key"}
}

func (p programs) inWindow(ctx context.Context, b *testing.B) measured {
	ours := openProgram(ctx, b, p.home, p.ours, p.ourArgs()...)
	defer ours.end()
	bare := openProgram(ctx, b, p.home, p.bare)
	defer bare.end()
	m := measuring{b, p.script, openInspector(ctx, b, ours.inspector), openInspector(ctx, b, bare.inspector)}
	memory := func(w *window) int64 {
		bytes, err := webMemory(w.cmd.Process.Pid)
		if err != nil {
			b.Error(err)
		}
		return bytes
	}
	m.arrive(ctx)
	found := measured{memory: memories{bare: memory(bare)}}
	m.parts(ctx, &found, func() { found.memory.tour = memory(ours) })
	found.memory.end = memory(ours)
	return found
}

func (p programs) inChromium(ctx context.Context, b *testing.B) measured {
	ours := openChromium(ctx, b, serve(ctx, b, p.server, append([]string{"serve", "--json"}, p.ourArgs()...)...))
	bare := openChromium(ctx, b, serve(ctx, b, p.bare, "serve"))
	m := measuring{b, p.script, ours, bare}
	m.arrive(ctx)
	var found measured
	m.parts(ctx, &found, func() {})
	return found
}

// start gives the time from a program's start until what it shows is on screen.
func (p programs) start(ctx context.Context, b *testing.B, what, program string, args ...string) float64 {
	began := time.Now()
	w := openProgram(ctx, b, p.home, program, args...)
	defer w.end()
	page := openInspector(ctx, b, w.inspector)
	var seen struct {
		At   int64
		Late bool
	}
	m := measuring{b: b, script: p.script}
	m.into(ctx, page, "document.getElementById('root')") // the window starts with an empty page
	m.ask(ctx, page, fmt.Sprintf("bench.started(%q)", what), &seen)
	if seen.Late {
		b.Logf("%s was there before the inspector was: it may have taken less", what)
	}
	return float64(seen.At - began.UnixMilli())
}

// measured is what was found in one browser, in milliseconds.
type measured struct {
	tours  [][]step
	alone  map[string][]float64 // by request
	tables map[string]tableFound
	memory memories
}

// memories are the bytes of web processes: after all pages were opened once, after everything, and of the bare one.
type memories struct{ tour, end, bare int64 }

// step is a click with what followed: when the last place held for data was filled, when the page changed last, and
// what was asked of the program.
type step struct {
	Name         string
	Shown, Still float64
	Asked        []struct {
		Method, Path string
		Ms           float64
	}
}

type tableFound struct {
	Rows, Columns, Height int
	keys, answered        []float64
	ours, bare            []scrolled
}

type scrolled struct{ PerSecond, Longest, Holes float64 }

// measuring takes figures from two open pages.
type measuring struct {
	b      *testing.B
	script string
	ours   *inspector
	bare   *inspector
}

// arrive waits for both pages and puts the script into them.
func (m measuring) arrive(ctx context.Context) {
	m.into(ctx, m.ours, "document.querySelector('#page h1')")
	m.into(ctx, m.bare, "document.querySelector('[role=row]')")
}

// parts are what -bench can choose: the pages with their requests, and the tables.
func (m measuring) parts(ctx context.Context, found *measured, toured func()) {
	m.b.Run("pages", func(b *testing.B) {
		m := measuring{b, m.script, m.ours, m.bare}
		m.tour(ctx) // fills the caches of the system and the program
		toured()
		for range rounds {
			found.tours = append(found.tours, m.tour(ctx))
		}
		found.alone = map[string][]float64{}
		for _, path := range requests(found.tours) {
			var times []float64
			m.ask(ctx, m.ours, fmt.Sprintf("bench.ask(%q, %d)", path, asks), &times)
			found.alone[path] = times
		}
	})
	m.b.Run("tables", func(b *testing.B) {
		m := measuring{b, m.script, m.ours, m.bare}
		found.tables = map[string]tableFound{}
		for page, text := range tables {
			found.tables[page] = m.table(ctx, page, text)
		}
	})
}

// tour opens all pages once, from a fresh one on.
func (m measuring) tour(ctx context.Context) []step {
	var tour []step
	m.reload(ctx)
	m.ask(ctx, m.ours, "bench.tour()", &tour)
	return tour
}

// table measures the search and the scrolling of one page.
func (m measuring) table(ctx context.Context, page, text string) tableFound {
	var t tableFound
	m.reload(ctx)
	m.ask(ctx, m.ours, fmt.Sprintf("bench.open(%q)", page), nil)
	m.ask(ctx, m.ours, "bench.size()", &t)
	m.ask(ctx, m.bare, fmt.Sprintf("resize({rows: %d, columns: %d, height: '%dpx'}) ?? 'null'", t.Rows, t.Columns, t.Height), nil)
	for range typings {
		var typed struct {
			Keys     []float64
			Answered float64
		}
		m.ask(ctx, m.ours, fmt.Sprintf("bench.type(%q)", text), &typed)
		t.keys, t.answered = append(t.keys, typed.Keys...), append(t.answered, typed.Answered)
	}
	scroll := fmt.Sprintf("bench.scroll(%d, %d)", scrollMs, scrollBy)
	for range scrolls {
		var ours, bare scrolled
		m.ask(ctx, m.ours, scroll, &ours)
		m.ask(ctx, m.bare, scroll, &bare)
		t.ours, t.bare = append(t.ours, ours), append(t.bare, bare)
	}
	return t
}

// patient is how long anything may take that a page does.
func patient(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, 3*time.Minute)
}

// into puts the measuring script into a page once it has what a script finds there.
func (m measuring) into(ctx context.Context, page *inspector, present string) {
	m.b.Helper()
	ctx, stop := patient(ctx)
	defer stop()
	err := again(ctx, soon, func() error {
		got, err := page.eval(ctx, present+" != null")
		if err == nil && got != "true" {
			err = errors.New("the page is not there")
		}
		return err
	})
	if err == nil {
		_, err = page.eval(ctx, "("+strings.TrimSpace(m.script)+", 0)")
	}
	if err != nil {
		m.b.Fatal(err)
	}
}

// reload starts our page anew on the one with the fewest data, so that nothing is known of the others.
func (m measuring) reload(ctx context.Context) {
	m.b.Helper()
	if _, err := m.ours.eval(ctx, "(window.leaving = true, location.replace('/settings/'), 0)"); err != nil {
		m.b.Fatal(err)
	}
	m.into(ctx, m.ours, "window.leaving ? null : document.querySelector('#page h1')")
	m.ask(ctx, m.ours, "bench.arrived()", nil)
}

// ask runs what gives a promise of JSON.
func (m measuring) ask(ctx context.Context, page *inspector, script string, into any) {
	m.b.Helper()
	ctx, stop := patient(ctx)
	defer stop()
	text, err := page.await(ctx, script)
	if err == nil && into != nil {
		err = json.Unmarshal([]byte(text), into)
	}
	if err != nil {
		m.b.Fatalf("%s: %v", script, err)
	}
}

// requests are what the pages ask for, each once.
func requests(tours [][]step) []string {
	var paths []string
	for _, tour := range tours {
		for _, each := range tour {
			for _, asked := range each.Asked {
				if asked.Method == http.MethodGet && strings.HasPrefix(asked.Path, "/api/") && !slices.Contains(paths, asked.Path) {
					paths = append(paths, asked.Path)
				}
			}
		}
	}
	return paths
}
