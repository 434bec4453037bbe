// Package rest is the HTTP client all vendors share. It keeps the pace, waits and tries again, renews tokens, sorts what
// failed into the errors of package connector, and takes secrets out of everything it says. It logs nothing.
package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"tenantry/backend/connector"
)

const (
	defaultWaitBudget     = 2 * time.Minute
	defaultAttemptTimeout = 100 * time.Second
	defaultAttempts       = 5
	maxBody               = 32 << 20
)

// Options are what a Client is made of. The zero value of each but BaseURL is a sane default.
type Options struct {
	BaseURL           string // relative request URLs start here
	Transport         http.RoundTripper
	RequestsPerMinute int                      // 0 is no limit
	Notify            func(wait time.Duration) // told when requests wait for the vendor's rate limit
	// Secrets gives the values that must never be shown, whatever they look like.
	Secrets func() []string
	// Problem reads the vendor's error bodies; nil knows the status only.
	Problem func(Answer) Problem
	// WaitBudget is how long one request may wait for a rate limit before it fails with *connector.RateLimited.
	WaitBudget time.Duration
	// AttemptTimeout ends one attempt of a request.
	AttemptTimeout time.Duration
}

// Client sends the requests of one connection. It is safe for concurrent use; all its requests share one pace.
type Client struct {
	opts Options
	http *resty.Client
	pace *pace
}

// New makes a Client.
func New(opts Options) *Client {
	opts.BaseURL = strings.TrimRight(opts.BaseURL, "/")
	if opts.Transport == nil {
		opts.Transport = sharedTransport()
	}
	if opts.WaitBudget <= 0 {
		opts.WaitBudget = defaultWaitBudget
	}
	if opts.AttemptTimeout <= 0 {
		opts.AttemptTimeout = defaultAttemptTimeout
	}
	if opts.Problem == nil {
		opts.Problem = func(Answer) Problem { return Problem{} }
	}
	// A redirect would carry the token to a place nobody configured: it is an answer like any other.
	plain := &http.Client{
		Transport:     opts.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	client := resty.NewWithClient(plain).
		SetLogger(silent{}).
		SetDisableWarn(true).
		SetResponseBodyLimit(maxBody).
		SetHeader("Accept", "application/json").
		SetHeader("User-Agent", "Tenantry")
	return &Client{opts: opts, http: client, pace: newPace(opts.RequestsPerMinute, opts.Notify)}
}

// Request is one call.
type Request struct {
	URL     string               // absolute, or a path (with its query) below the base URL
	Form    url.Values           // when set, the request is a POST of this form; else a GET
	Tokens  *TokenSource         // when set, the request carries a bearer token of it
	Problem func(Answer) Problem // reads error bodies instead of Options.Problem
}

func (r Request) method() string {
	if r.Form != nil {
		return http.MethodPost
	}
	return http.MethodGet
}

// Do sends the request and decodes the answer's JSON into out. A token that the vendor refuses is renewed once and the
// request repeated once. Errors are those of package connector, or the context's.
func (c *Client) Do(ctx context.Context, req Request, out any) error {
	if req.Problem == nil {
		req.Problem = c.opts.Problem
	}
	token := ""
	for renewed := false; ; renewed = true {
		var err error
		if req.Tokens != nil {
			if token, err = req.Tokens.Token(ctx); err != nil {
				return err
			}
		}
		answer, err := c.send(ctx, req, token)
		if err != nil {
			return err
		}
		if answer.Status == http.StatusUnauthorized && req.Tokens != nil && !renewed {
			req.Tokens.Refused(token)
			continue
		}
		return c.finish(req, answer, token, out)
	}
}

func (c *Client) finish(req Request, answer Answer, token string, out any) error {
	if answer.Status < 200 || answer.Status > 299 {
		return c.sortError(req, answer, token)
	}
	if err := decode(answer.Body, out); err != nil {
		return c.malformed(req, answer, token, err)
	}
	return nil
}

// Malformed is for answers that are JSON but lack what is documented.
func (c *Client) Malformed(format string, args ...any) error {
	return &connector.Malformed{Err: errors.New(c.redact(fmt.Sprintf(format, args...), ""))}
}

// SameOrigin says whether a link in an answer leads to where the client's base URL is. Links to elsewhere must not be
// followed: they would be given the token.
func (c *Client) SameOrigin(link string) bool {
	a, errA := url.Parse(link)
	b, errB := url.Parse(c.opts.BaseURL)
	return errA == nil && errB == nil && a.User == nil && a.Scheme == b.Scheme && strings.EqualFold(a.Host, b.Host)
}

func (c *Client) absolute(u string) string {
	if strings.HasPrefix(u, "/") {
		return c.opts.BaseURL + u
	}
	return u
}

// silent keeps resty from writing to standard error.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}
