package rest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"

	"tenantry/backend/connector"
)

const (
	backoffBase = 500 * time.Millisecond
	backoffCap  = 30 * time.Second
	maxScatter  = 5 * time.Second
	maxWait     = 24 * time.Hour // longer waits are nonsense of a broken clock or header
)

// send repeats a request until there is an answer worth reading, or no hope.
func (c *Client) send(ctx context.Context, req Request, token string) (Answer, error) {
	budget := c.opts.WaitBudget
	for attempt := 0; ; attempt++ {
		if err := c.pace.wait(ctx, &budget); err != nil {
			return Answer{}, err
		}
		answer, err := c.once(ctx, req, token)
		if ctx.Err() != nil {
			return Answer{}, ctx.Err()
		}
		if err != nil {
			if !retryable(err) || attempt+1 >= req.attempts() {
				return Answer{}, c.failure(req, token, err)
			}
			if err := sleep(ctx, jitter(attempt)); err != nil {
				return Answer{}, err
			}
			continue
		}
		if !c.transient(req, answer) {
			c.pace.quicken()
			return answer, nil
		}
		if err := c.again(ctx, req, answer, token, attempt, &budget); err != nil {
			return Answer{}, err
		}
	}
}

// again waits as long as a transient answer asks for; an error means that there is no next attempt.
func (c *Client) again(ctx context.Context, req Request, answer Answer, token string, attempt int, budget *time.Duration) error {
	asked, ok := retryAfter(answer.Header, time.Now())
	if answer.Status == http.StatusTooManyRequests {
		if !ok {
			asked = backoffCeiling(attempt + 1)
		}
		c.pace.hold(asked)
	}
	wait := jitter(attempt)
	if ok || answer.Status == http.StatusTooManyRequests {
		wait = asked + min(wait, maxScatter) // the vendor named the wait; the rest only keeps workers out of step
		if wait > *budget {
			return &connector.RateLimited{RetryAfter: max(asked, time.Second)}
		}
		*budget -= wait
	}
	if answer.Status != http.StatusTooManyRequests && attempt+1 >= req.attempts() {
		return c.sortError(req, answer, token)
	}
	c.pace.notify(ctx, wait, ok)
	return sleep(ctx, wait)
}

// once is one attempt, with a time limit of its own.
func (c *Client) once(ctx context.Context, req Request, token string) (Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opts.AttemptTimeout)
	defer cancel()
	r := c.http.R().SetContext(ctx)
	if token != "" {
		r.SetHeader("Authorization", "Bearer "+token)
	}
	if req.Form != nil {
		r.SetFormDataFromValues(req.Form)
	}
	if req.JSON != nil {
		r.SetHeader("Content-Type", "application/json").SetBody(req.JSON)
	}
	if address := c.absolute(req.URL); c.SameOrigin(address) {
		r.SetHeaderMultiValues(c.opts.Header)
	}
	for name, values := range req.Header {
		r.Header[http.CanonicalHeaderKey(name)] = values
	}
	if req.most > 0 {
		r.SetResponseBodyLimit(req.most)
	}
	res, err := r.Execute(req.method(), c.absolute(req.URL))
	if errors.Is(err, resty.ErrResponseBodyTooLarge) {
		return Answer{Status: res.StatusCode(), Header: res.Header(), tooLarge: true}, nil
	}
	if err != nil {
		return Answer{}, err
	}
	return Answer{Status: res.StatusCode(), Header: res.Header(), Body: withoutBOM(res.Body())}, nil
}

// transient says whether the same request may well succeed a little later.
func (c *Client) transient(req Request, a Answer) bool {
	switch a.Status {
	case http.StatusTooManyRequests, http.StatusLocked, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	case http.StatusPartialContent:
		return req.method() == http.MethodGet && !req.accepts(a.Status) // what a write has done in part is not done again
	}
	return a.Status >= 400 && req.Problem(a).Transient
}

// retryable leaves out what another attempt cannot mend.
func retryable(err error) bool {
	var unknownAuthority x509.UnknownAuthorityError
	var wrongName x509.HostnameError
	var invalid x509.CertificateInvalidError
	var verification *tls.CertificateVerificationError
	return !errors.As(err, &unknownAuthority) && !errors.As(err, &wrongName) &&
		!errors.As(err, &invalid) && !errors.As(err, &verification)
}

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(h http.Header, now time.Time) (time.Duration, bool) {
	text := strings.TrimSpace(h.Get("Retry-After"))
	if text == "" {
		return 0, false
	}
	if seconds, err := strconv.ParseFloat(text, 64); err == nil {
		if !(seconds >= 0) {
			return 0, false
		}
		return min(time.Duration(min(seconds, maxWait.Seconds())*float64(time.Second)), maxWait), true
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), maxWait), true
}

// jitter is exponential backoff with full jitter: any time up to the ceiling, so that clients don't march in step.
func jitter(attempt int) time.Duration { return rand.N(backoffCeiling(attempt)) }

func backoffCeiling(attempt int) time.Duration {
	return min(backoffBase<<min(attempt, 10), backoffCap)
}

func sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
