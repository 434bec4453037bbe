// Package rest is the HTTP client all vendors share. It keeps the pace, waits and tries again, renews tokens, sorts what
// failed into the errors of package connector, and takes secrets out of everything it says. It logs nothing.
package rest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
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
	RequestsPerMinute int // 0 is no limit
	// InAnyMinute is how many requests may start in a minute, however close together; 0 is no limit.
	InAnyMinute int
	Notify      func(ctx context.Context, wait time.Duration) // told when requests wait for the vendor's rate limit
	// Header is sent with every request that goes to where BaseURL is, such as an API key. Its values count as secrets.
	Header http.Header
	// Secrets gives the values that must never be shown, whatever they look like.
	Secrets func() []string
	// Problem reads the vendor's error bodies; nil knows the status only.
	Problem func(Answer) Problem
	// WaitBudget is how long one request may wait for a rate limit before it fails with *connector.RateLimited.
	WaitBudget time.Duration
	// AttemptTimeout ends one attempt of a request.
	AttemptTimeout time.Duration
	// Within is the client whose requests a minute these count among as well: one connection, several APIs.
	Within *Client
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
	c := &Client{opts: opts, http: client, pace: newPace(opts.RequestsPerMinute, opts.Notify)}
	if opts.InAnyMinute > 0 {
		c.pace.window = newWindow(opts.InAnyMinute)
	}
	if opts.Within != nil {
		c.pace.outer = opts.Within.pace.limiter
	}
	return c
}

// Request is one call.
type Request struct {
	Method  string               // "" is GET, or POST where there is a form or JSON
	URL     string               // absolute, or a path (with its query) below the base URL
	Form    url.Values           // the body as a form
	JSON    any                  // the body as JSON
	Header  http.Header          // headers besides those that every request has
	Tokens  *TokenSource         // when set, the request carries a bearer token of it
	Accept  []int                // statuses besides those of success that Answer gives back instead of sorting them as errors
	Problem func(Answer) Problem // reads error bodies instead of Options.Problem
	// Attempts is how often a request that meets a fault of the vendor is sent in all; 0 is 5.
	Attempts int

	most int // bytes that the answer may have; 0 is maxBody
}

func (r Request) method() string {
	switch {
	case r.Method != "":
		return r.Method
	case r.Form != nil || r.JSON != nil:
		return http.MethodPost
	}
	return http.MethodGet
}

// accepts says whether an answer of this status is one to give back. A part of the answer (206) is no success: what is
// missing from it would be taken for gone. Nobody asks for parts, so vendors send them where some of their own sources failed.
func (r Request) accepts(status int) bool {
	success := status >= 200 && status <= 299 && status != http.StatusPartialContent
	return success || slices.Contains(r.Accept, status)
}

func (r Request) attempts() int {
	if r.Attempts <= 0 {
		return defaultAttempts
	}
	return r.Attempts
}

// Do sends the request and decodes the answer's JSON into out. A token that the vendor refuses is renewed once and the
// request repeated once. Errors are those of package connector, or the context's.
func (c *Client) Do(ctx context.Context, req Request, out any) error {
	req.Accept = nil
	answer, token, err := c.ask(ctx, req)
	if err != nil {
		return err
	}
	if err := decode(answer.Body, out); err != nil {
		return c.malformed(req, answer, token, err)
	}
	return nil
}

// Answer sends the request as Do does and gives the answer as it came: what it says may stand in its headers, or be no
// JSON.
func (c *Client) Answer(ctx context.Context, req Request) (Answer, error) {
	answer, _, err := c.ask(ctx, req)
	return answer, err
}

// ask gives a success or an accepted answer, and the token it was asked with.
func (c *Client) ask(ctx context.Context, req Request) (Answer, string, error) {
	if req.Problem == nil {
		req.Problem = c.opts.Problem
	}
	token := ""
	for renewed := false; ; renewed = true {
		var err error
		if req.Tokens != nil {
			if token, err = req.Tokens.Token(ctx); err != nil {
				return Answer{}, "", err
			}
		}
		answer, err := c.send(ctx, req, token)
		if err != nil {
			return Answer{}, "", err
		}
		if answer.Status == http.StatusUnauthorized && req.Tokens != nil && !renewed {
			req.Tokens.Refused(token)
			continue
		}
		beginning := bytes.Clone(answer.Body[:min(len(answer.Body), readExcerpt)])
		connector.Answered(ctx, func() string { return c.excerpt(beginning, token) })
		return answer, token, c.judge(req, answer, token)
	}
}

// judge is nil for a whole answer that is a success or accepted.
func (c *Client) judge(req Request, a Answer, token string) error {
	switch {
	case !req.accepts(a.Status):
		return c.sortError(req, a, token)
	case a.tooLarge:
		return c.malformed(req, a, token, errors.New("too large"))
	}
	return nil
}

// Malformed is for answers that are JSON but lack what is documented. Whoever reads a dataset adds the beginning of the
// answer: see connector.Shown.
func (c *Client) Malformed(format string, args ...any) error {
	return &connector.Malformed{Err: errors.New(c.redact(fmt.Sprintf(format, args...), ""))}
}

// Unreadable is for answers of Answer that cannot be read; the error carries the beginning of the answer, redacted.
func (c *Client) Unreadable(req Request, answer Answer, cause error) error {
	return c.malformed(req, answer, "", cause)
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
