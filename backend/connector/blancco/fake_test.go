package blancco_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/connector/blancco"
	"tenantry/backend/domain"
)

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answer(status int, body string, header ...string) *http.Response {
	h := http.Header{"Content-Type": {"application/json"}}
	for i := 0; i+1 < len(header); i += 2 {
		h.Set(header[i], header[i+1])
	}
	return &http.Response{StatusCode: status, Header: h, Body: io.NopCloser(strings.NewReader(body)), ProtoMajor: 1, ProtoMinor: 1}
}

// sizeOf reads which page size a request asks for, and gives its body back.
func sizeOf(t *testing.T, r *http.Request) (int, io.ReadCloser) {
	t.Helper()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	var body struct {
		Size int `json:"size"`
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		t.Fatal(err)
	}
	return body.Size, io.NopCloser(bytes.NewReader(raw))
}

// answering makes a connector to a tenant that says the same to everything.
func answering(t testing.TB, respond func(*http.Request) *http.Response, fields ...string) connector.Connector {
	t.Helper()
	all := map[string]string{"base_url": "https://blancco.example/v1", "customer": "Harbor", "requests_per_minute": "0"}
	for i := 0; i+1 < len(fields); i += 2 {
		all[fields[i]] = fields[i+1]
	}
	conn, err := blancco.New(connector.Config{
		Fields:    all,
		Secret:    func(string) string { return "the-key-0123456789" },
		Transport: roundTrip(func(r *http.Request) (*http.Response, error) { return respond(r), nil }),
	})
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// only reads the one report of a body.
func only(t *testing.T, body string, fields ...string) domain.Erasure {
	t.Helper()
	conn := answering(t, func(*http.Request) *http.Response { return answer(http.StatusOK, body) }, fields...)
	erasures, _, err := read(t.Context(), conn, "")
	if err != nil || len(erasures) != 1 {
		t.Fatalf("%d reports, %v", len(erasures), err)
	}
	return erasures[0]
}
