package contract_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// mode is what the servers make their answers of.
type mode struct {
	name string
	seed string // "" for the descriptions' examples, else what the schemas allow, made up from it
	ends bool   // leaves out where lists go on: that leads to a host that is made up as well
}

// stand is what the connectors speak to: it gives tokens, which no description has, and passes the rest on.
type stand struct {
	mode
	url    string
	mocks  mocks
	fields map[string]bool

	mu      sync.Mutex
	refused []string
	foreign int // requests to other hosts
}

// RoundTrip lets no request out to other hosts: there is nothing.
func (s *stand) RoundTrip(r *http.Request) (*http.Response, error) {
	if "http://"+r.URL.Host == s.url {
		return http.DefaultTransport.RoundTrip(r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.foreign++
	return &http.Response{StatusCode: http.StatusNotFound, Body: http.NoBody, Header: http.Header{}, Request: r}, nil
}

// elsewhere says whether other hosts were asked since this was asked last.
func (s *stand) elsewhere() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	asked := s.foreign > 0
	s.foreign = 0
	return asked
}

func newStand(t *testing.T, m mocks, how mode) *stand {
	t.Helper()
	s := &stand{mode: how, mocks: m, fields: m.fields}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.url = server.URL
	return s
}

// refusals gives what the servers had against requests since it was asked last.
func (s *stand) refusals() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.refused
	s.refused = nil
	return list
}

const tokenAnswer = `{"access_token":"token","token_type":"Bearer","expires_in":3599,"refresh_token":"secret"}`

// centerAnswers are Partner Center's, which has no description: they name one invoice, whose lines Graph exports.
var centerAnswers = map[string]string{
	"customers":          `{"items":[]}`,
	"invoices":           `{"items":[` + oneInvoice + `]}`,
	"invoices/G00000001": oneInvoice,
}

const oneInvoice = `{"id":"G00000001","invoiceDate":"2026-10-08T00:00:00Z","totalCharges":1.5,"paidAmount":0,"currencyCode":"EUR"}`

func (s *stand) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/token") || strings.HasSuffix(r.URL.Path, "/access_token") {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, tokenAnswer)
		return
	}
	if path, center := strings.CutPrefix(r.URL.Path, "/partnercenter/v1/"); center {
		_, _ = io.WriteString(w, centerAnswers[path])
		return
	}
	path, ours := strings.CutPrefix(r.URL.EscapedPath(), "/microsoft")
	file := "microsoft-graph-subset.yaml"
	if !ours {
		path = strings.TrimPrefix(r.URL.EscapedPath(), "/webex")
		file = "webex-admin.json"
		if strings.HasPrefix(path, "/wholesale/") {
			file = "webex-wholesale.json"
		}
	}
	(&httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL = &url.URL{Scheme: "http", Host: s.mocks.address[file], RawQuery: s.query(r.URL.RawQuery)}
			p.Out.URL.Path, p.Out.URL.RawPath, p.Out.Host = unescaped(path), path, p.Out.URL.Host
		},
		ModifyResponse: s.change,
	}).ServeHTTP(w, r)
}

// unescaped is a path that came in.
func unescaped(path string) string {
	plain, err := url.PathUnescape(path)
	if err != nil {
		return path
	}
	return plain
}

// query adds what Prism wants to know.
func (s *stand) query(raw string) string {
	if s.seed == "" {
		return raw
	}
	return strings.TrimPrefix(raw+"&__dynamic=true&__seed="+s.seed, "&")
}

// change notes what Prism refuses, and ends lists where that is wanted.
func (s *stand) change(answer *http.Response) error {
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	if answer.StatusCode >= http.StatusBadRequest {
		s.mu.Lock()
		s.refused = append(s.refused, fmt.Sprintf("%s %s: %d %.300s", answer.Request.Method, answer.Request.URL.Path, answer.StatusCode, body))
		s.mu.Unlock()
	}
	var object map[string]json.RawMessage
	if s.ends && json.Unmarshal(body, &object) == nil {
		delete(object, "@odata.nextLink")
		if body, err = json.Marshal(object); err != nil {
			return err
		}
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	answer.Header.Del("Content-Length")
	answer.ContentLength = int64(len(body))
	return nil
}
