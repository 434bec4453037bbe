package rest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"tenantry/backend/connector/rest"
)

// vendor is a transport that answers from a script, without a network.
type vendor struct {
	mu       sync.Mutex
	answer   func(n int, r *http.Request) (answer, error) // n counts from 1
	requests []request
}

type request struct {
	at   time.Time
	auth string
	body string
}

func (v *vendor) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		b, _ := io.ReadAll(r.Body)
		body = string(b)
	}
	v.mu.Lock()
	v.requests = append(v.requests, request{time.Now(), r.Header.Get("Authorization"), body})
	n := len(v.requests)
	v.mu.Unlock()
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	a, err := v.answer(n, r)
	if err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: a.status, Header: a.header, Body: io.NopCloser(a.body), ProtoMajor: 1, ProtoMinor: 1}, nil
}

func (v *vendor) count() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return len(v.requests)
}

func (v *vendor) times(from time.Time) []time.Duration {
	v.mu.Lock()
	defer v.mu.Unlock()
	out := make([]time.Duration, 0, len(v.requests))
	for _, r := range v.requests {
		out = append(out, r.at.Sub(from))
	}
	return out
}

// answer is what the vendor says.
type answer struct {
	status int
	body   io.Reader
	header http.Header
}

func say(status int, body string, header ...string) func() answer {
	return func() answer { return reply(status, body, header...) }
}

func reply(status int, body string, header ...string) answer {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return answer{status, strings.NewReader(body), h}
}

// script answers with one reply after the other and repeats the last.
func script(steps ...func() answer) *vendor {
	return &vendor{answer: func(n int, _ *http.Request) (answer, error) {
		return steps[min(n, len(steps))-1](), nil
	}}
}

func fine() answer { return reply(http.StatusOK, `{"name":"ok"}`) }

func newClient(v *vendor, change ...func(*rest.Options)) *rest.Client {
	opts := rest.Options{BaseURL: "https://vendor.example/v1", Transport: v}
	for _, c := range change {
		c(&opts)
	}
	return rest.New(opts)
}

type named struct {
	Name string `json:"name"`
}

func get(ctx context.Context, c *rest.Client) error {
	var out named
	if err := c.Do(ctx, rest.Request{URL: "/things"}, &out); err != nil {
		return err
	}
	if out.Name != "ok" {
		return fmt.Errorf("decoded %+v", out)
	}
	return nil
}

func wantBetween(t *testing.T, what string, got, low, high time.Duration) {
	t.Helper()
	if got < low || got > high {
		t.Errorf("%s after %s, want between %s and %s", what, got, low, high)
	}
}
