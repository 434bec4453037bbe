package rest

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"tenantry/backend/connector"
)

// Download fetches a file from a link that an answer named, at whatever host. The link itself lets us in: no token goes
// with the request, and errors leave out the link's query. It must be https, or lead to this machine; field is where it
// stood. A file of more than so many bytes is malformed.
func (c *Client) Download(ctx context.Context, field, link string, most int) ([]byte, error) {
	u, err := url.Parse(link)
	if err != nil || u.Hostname() == "" || u.User != nil || u.Scheme != "https" && (u.Scheme != "http" || !connector.Loopback(u)) {
		return nil, &connector.Malformed{Err: errors.New(field + " leads nowhere safe: " + c.redact(withoutQuery(link), ""))}
	}
	req := Request{
		Method: http.MethodGet, URL: link, most: most, Header: http.Header{"Accept": {"*/*"}},
		Problem: func(Answer) Problem { return Problem{} },
	}
	answer, _, err := c.ask(ctx, req)
	return answer.Body, err
}

// RetryAfter is how long the vendor asks to wait, where it does.
func (a Answer) RetryAfter() (time.Duration, bool) { return retryAfter(a.Header, time.Now()) }

// Wait lets a while pass, or ends early with the context's error. The user is told of long ones.
func (c *Client) Wait(ctx context.Context, d time.Duration) error {
	c.pace.notify(ctx, d, true)
	return sleep(ctx, d)
}

// Decode reads an answer's JSON as Do does.
func (c *Client) Decode(a Answer, out any) error {
	if err := decode(a.Body, out); err != nil {
		return &connector.Malformed{Excerpt: c.excerpt(a.Body, ""), Err: errors.New(c.redact(err.Error(), ""))}
	}
	return nil
}
