package connectortest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
)

// Transport carries requests to a handler in the same process, without a network, and remembers what went by.
type Transport struct {
	handler http.Handler

	mu       sync.Mutex
	requests []string
	secrets  map[string]bool
}

// NewTransport makes a transport to a handler.
func NewTransport(handler http.Handler) *Transport {
	return &Transport{handler: handler, secrets: map[string]bool{}}
}

// RoundTrip lets the handler answer. A handler that aborts has cut the connection.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	request := r.Clone(r.Context())
	request.RequestURI = r.URL.RequestURI()
	request.Host = r.URL.Host
	request.RemoteAddr = "127.0.0.1:1"
	if request.Body == nil {
		request.Body = http.NoBody
	}
	w := &recorder{header: http.Header{}}
	aborted := t.serve(w, request)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	t.note(r, w.body.Bytes())
	if aborted && w.status == 0 {
		return nil, io.ErrUnexpectedEOF
	}
	if w.status == 0 {
		w.status = http.StatusOK
	}
	var body io.Reader = &w.body
	if aborted {
		body = io.MultiReader(body, broken{})
	}
	return &http.Response{
		StatusCode: w.status, Header: w.header, Body: io.NopCloser(body), ContentLength: -1,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Request: r,
	}, nil
}

func (t *Transport) serve(w *recorder, r *http.Request) (aborted bool) {
	defer func() {
		if problem := recover(); problem != nil {
			if err, ok := problem.(error); !ok || !errors.Is(err, http.ErrAbortHandler) {
				panic(problem)
			}
			aborted = true
		}
	}()
	t.handler.ServeHTTP(w, r)
	return false
}

// note remembers the request, and the tokens that went either way.
func (t *Transport) note(r *http.Request, answer []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.requests = append(t.requests, r.Method+" "+r.URL.RequestURI())
	if _, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok {
		t.secrets[token] = true
	}
	var tokens struct {
		Access  string `json:"access_token"`
		Refresh string `json:"refresh_token"`
		ID      string `json:"id_token"`
	}
	if json.Unmarshal(answer, &tokens) != nil {
		return
	}
	for _, token := range []string{tokens.Access, tokens.Refresh, tokens.ID} {
		if token != "" {
			t.secrets[token] = true
		}
	}
}

// Requests lists the requests whose path contains part.
func (t *Transport) Requests(part string) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var out []string
	for _, r := range t.requests {
		if strings.Contains(r, part) {
			out = append(out, r)
		}
	}
	return out
}

// Secrets lists the tokens that went by.
func (t *Transport) Secrets() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := make([]string, 0, len(t.secrets))
	for s := range t.secrets {
		out = append(out, s)
	}
	return out
}

// recorder keeps what a handler writes.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(p)
}

// broken is the rest of a body that never came.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
