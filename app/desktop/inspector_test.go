//go:build window

package desktop_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// inspector talks to a page: to that in the window through WebKit's remote inspector, to one in Chromium through its
// debugging protocol, which says the same to the page itself.
type inspector struct {
	conn   *websocket.Conn
	direct bool // there is nothing between the socket and the page

	mu      sync.Mutex
	target  string
	ready   chan struct{} // closed once the page's target is known
	next    int
	waiting map[int]chan json.RawMessage
	errors  []string // what the page wrote to its console as errors
	ended   error
}

// openInspector connects to the inspector that the window's process offers at address.
func openInspector(ctx context.Context, t testing.TB, address string) *inspector {
	t.Helper()
	var socket string
	if err := again(ctx, soon, func() (err error) { socket, err = findPage(ctx, address); return err }); err != nil {
		t.Fatalf("no inspector: %v", err)
	}
	return dial(ctx, t, "ws://"+address+socket, false)
}

// dial connects to a page by the address of its socket.
func dial(ctx context.Context, t testing.TB, socket string, direct bool) *inspector {
	t.Helper()
	conn, _, err := websocket.DefaultDialer.DialContext(ctx, socket, nil) //nolint:bodyclose // the connection keeps it
	if err != nil {
		t.Fatal(err)
	}
	i := &inspector{conn: conn, direct: direct, ready: make(chan struct{}), waiting: map[int]chan json.RawMessage{}}
	if direct {
		close(i.ready)
	}
	done := make(chan struct{})
	go func() { defer close(done); i.read() }()
	t.Cleanup(func() { _ = conn.Close(); <-done })
	select {
	case <-i.ready:
	case <-ctx.Done():
		t.Fatal("the inspector knows no page")
	}
	for _, method := range []string{"Console.enable", "Runtime.enable"} {
		if _, err := i.call(ctx, method, nil); err != nil {
			t.Fatal(err)
		}
	}
	return i
}

var pageLink = regexp.MustCompile(`/socket/\d+/\d+/WebPage`)

// findPage reads the inspector's list of pages. Asking for one that is not listed yet crashes WebKit.
func findPage(ctx context.Context, address string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/", http.NoBody)
	if err != nil {
		return "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", err
	}
	defer func() { _ = resp.Body.Close() }()
	list, err := io.ReadAll(resp.Body)
	if err != nil {
		return "", err
	}
	link := pageLink.Find(list)
	if link == nil {
		return "", errors.New("no page is listed")
	}
	return string(link), nil
}

// frame is a message of the inspector, outer or inner.
type frame struct {
	ID     int             `json:"id,omitempty"`
	Method string          `json:"method,omitempty"`
	Params json.RawMessage `json:"params,omitempty"`
	Result json.RawMessage `json:"result,omitempty"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

func (i *inspector) read() {
	for {
		var f frame
		if err := i.conn.ReadJSON(&f); err != nil {
			i.mu.Lock()
			i.ended = err
			for id, answer := range i.waiting {
				close(answer)
				delete(i.waiting, id)
			}
			i.mu.Unlock()
			return
		}
		if i.direct {
			i.handleInner(f)
		} else {
			i.handle(f)
		}
	}
}

func (i *inspector) handle(f frame) {
	var p struct {
		TargetInfo struct {
			TargetID string `json:"targetId"`
			Type     string `json:"type"`
		} `json:"targetInfo"`
		Message json.RawMessage `json:"message"`
	}
	_ = json.Unmarshal(f.Params, &p) // messages of other shapes are of no interest
	switch f.Method {
	case "Target.targetCreated":
		i.mu.Lock()
		known := i.target != ""
		if p.TargetInfo.Type == "page" || !known {
			i.target = p.TargetInfo.TargetID
		}
		i.mu.Unlock()
		if !known {
			close(i.ready)
		}
	case "Target.dispatchMessageFromTarget":
		var text string
		var inner frame
		if json.Unmarshal(p.Message, &text) == nil && json.Unmarshal([]byte(text), &inner) == nil {
			i.handleInner(inner)
		}
	}
}

func (i *inspector) handleInner(f frame) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if f.Method == "Console.messageAdded" {
		var p struct {
			Message struct{ Level, Text, URL string }
		}
		if json.Unmarshal(f.Params, &p) == nil && p.Message.Level == "error" {
			i.errors = append(i.errors, p.Message.Text+" "+p.Message.URL)
		}
		return
	}
	answer, ok := i.waiting[f.ID]
	if !ok {
		return
	}
	delete(i.waiting, f.ID)
	if f.Error != nil {
		close(answer)
		return
	}
	answer <- f.Result
}

// call sends a command to the page and waits for its answer.
func (i *inspector) call(ctx context.Context, method string, params any) (json.RawMessage, error) {
	i.mu.Lock()
	i.next++
	id := i.next
	answer := make(chan json.RawMessage, 1)
	i.waiting[id] = answer
	err := i.send(map[string]any{"id": id, "method": method, "params": params})
	i.mu.Unlock()
	if err != nil {
		return nil, err
	}
	select {
	case result, ok := <-answer:
		if !ok {
			return nil, fmt.Errorf("%s was refused, or the window is gone", method)
		}
		return result, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("%s: %w", method, ctx.Err())
	}
}

// send writes a message to the page, within what WebKit wants around it.
func (i *inspector) send(message map[string]any) error {
	if i.direct {
		return i.conn.WriteJSON(message)
	}
	inner, err := json.Marshal(message)
	if err != nil {
		return err
	}
	return i.conn.WriteJSON(map[string]any{"id": 1_000_000 + i.next, "method": "Target.sendMessageToTarget",
		"params": map[string]any{"targetId": i.target, "message": string(inner)}})
}

// eval runs JavaScript in the page and gives its value as text.
func (i *inspector) eval(ctx context.Context, script string) (string, error) {
	raw, err := i.call(ctx, "Runtime.evaluate", map[string]any{"expression": "String(" + script + ")", "returnByValue": true})
	if err != nil {
		return "", err
	}
	var r struct {
		Result struct {
			Value       string
			Description string
		}
		WasThrown        bool
		ExceptionDetails *json.RawMessage // Chromium's way to say it
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return "", err
	}
	if r.WasThrown || r.ExceptionDetails != nil {
		return "", errors.New(r.Result.Description)
	}
	return r.Result.Value, nil
}

// await runs JavaScript that gives a promise, and waits for its value as text.
func (i *inspector) await(ctx context.Context, script string) (string, error) {
	i.mu.Lock()
	i.next++
	slot := fmt.Sprintf("window.__test%d", i.next)
	i.mu.Unlock()
	start := fmt.Sprintf("(%s = undefined, Promise.resolve(%s).then(v => { %[1]s = 'ok:' + v }, e => { %[1]s = 'no:' + e }), 0)", slot, script)
	if _, err := i.eval(ctx, start); err != nil {
		return "", err
	}
	var value string
	err := until(ctx, func() error {
		text, err := i.eval(ctx, slot)
		if err == nil && text == "undefined" {
			err = errors.New("the promise is not settled")
		}
		value = text
		return err
	})
	if err != nil {
		return "", err
	}
	if value[:3] != "ok:" {
		return "", errors.New(value[3:])
	}
	return value[3:], nil
}

// consoleErrors gives what the page complained about so far.
func (i *inspector) consoleErrors() []string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return append([]string(nil), i.errors...)
}

// until tries again and again until there is no error, or ctx ends; then it gives the last error.
func until(ctx context.Context, try func() error) error {
	return again(ctx, 100*time.Millisecond, try)
}

// soon is how long to wait for what is measured.
const soon = 10 * time.Millisecond

// again is until with a pause of its own between the tries.
func again(ctx context.Context, pause time.Duration, try func() error) error {
	ticker := time.NewTicker(pause)
	defer ticker.Stop()
	for {
		err := try()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return err
		case <-ticker.C:
		}
	}
}
