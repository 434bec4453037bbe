package webex_test

import (
	"context"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/connectortest"
	"tenantry/backend/connector/webex"
	"tenantry/backend/sandbox"
)

// counting passes requests on and counts those that redeem the refresh token.
type counting struct {
	http.RoundTripper
	tokens int
}

func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/access_token") {
		c.tokens++
	}
	return c.RoundTripper.RoundTrip(r)
}

// partner is a connection as the program keeps it between runs.
type partner struct {
	t         *testing.T
	world     connectortest.World
	transport *counting
	now       time.Time
	kept      string
}

func newPartner(t *testing.T) *partner {
	_, w := start(t, sandbox.Options{Customers: 3})
	w.Fields[connector.FieldRequestsPerMinute] = "0"
	return &partner{t: t, world: w, transport: &counting{RoundTripper: w.Transport}, now: time.Now()}
}

// signIn is what a run begins with; it gives how often the refresh token was redeemed.
func (p *partner) signIn() int {
	p.t.Helper()
	p.transport.tokens = 0
	conn, err := webex.New(connector.Config{
		Fields: maps.Clone(p.world.Fields),
		Secret: func(name string) string { return p.world.Secrets[name] },
		Kept:   p.kept,
		Keep: func(_ context.Context, token string) error {
			p.kept = token
			return nil
		},
		Transport: p.transport,
		Now:       func() time.Time { return p.now },
	})
	if err != nil {
		p.t.Fatal(err)
	}
	if _, err := conn.Check(p.t.Context()); err != nil {
		p.t.Fatal(err)
	}
	return p.transport.tokens
}

// An account may have 750 living access tokens, and each lives 14 days: a sync every quarter of an hour would use them up.
func TestAccessToken_IsSharedByTheRunsThatFollow(t *testing.T) {
	p := newPartner(t)
	if n := p.signIn(); n != 1 {
		t.Fatalf("the first run redeemed the refresh token %d times", n)
	}
	p.now = p.now.Add(24 * time.Hour)
	if n := p.signIn(); n != 0 {
		t.Errorf("the run after it redeemed the refresh token %d times", n)
	}
	p.now = p.now.Add(15 * 24 * time.Hour)
	if n := p.signIn(); n != 1 {
		t.Errorf("a run after the token's end redeemed the refresh token %d times", n)
	}
}

func TestAccessToken_OfAnotherSignInIsNotUsed(t *testing.T) {
	for name, change := range map[string]func(*partner){
		"another person": func(p *partner) {
			_, other := start(t, sandbox.Options{Customers: 3, Seed: 7})
			p.world.Fields, p.transport.RoundTripper = other.Fields, other.Transport
			p.world.Fields[connector.FieldRequestsPerMinute] = "0"
			maps.Copy(p.world.Secrets, other.Secrets)
		},
		"damaged":          func(p *partner) { p.kept = "no JSON" },
		"refused by Webex": func(p *partner) { p.transport.RoundTripper = &revoking{RoundTripper: p.transport.RoundTripper} },
	} {
		t.Run(name, func(t *testing.T) {
			p := newPartner(t)
			p.signIn()
			change(p)
			if n := p.signIn(); n != 1 {
				t.Errorf("redeemed the refresh token %d times, want once", n)
			}
			if n := p.signIn(); n != 0 {
				t.Errorf("the run after it redeemed the refresh token %d times", n)
			}
		})
	}
}

// revoking takes the first token it sees for revoked.
type revoking struct {
	http.RoundTripper
	revoked string
}

func (f *revoking) RoundTrip(r *http.Request) (*http.Response, error) {
	token := r.Header.Get("Authorization")
	if f.revoked == "" {
		f.revoked = token
	}
	if token != "" && token == f.revoked {
		body := io.NopCloser(strings.NewReader(`{"message":"The request requires a valid access token"}`))
		return &http.Response{StatusCode: http.StatusUnauthorized, Header: http.Header{}, Body: body}, nil
	}
	return f.RoundTripper.RoundTrip(r)
}
