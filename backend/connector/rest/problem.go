package rest

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"tenantry/backend/connector"
)

// Answer is what a vendor sent.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte // without a byte order mark

	tooLarge bool
}

// Problem is what an error body says, in the words of package connector.
type Problem struct {
	Code    string // the vendor's code
	Message string // the vendor's sentence
	Trace   string // the vendor's id of the request, for its support
	// Sort is one of connector's Err values where the vendor's code says more than the status; nil is by status.
	Sort error
	Key  string // catalogue key of a sentence that says it better than the sort alone
	// Customer marks a refusal that holds for all datasets of the customer asked about.
	Customer bool
	// Transient marks codes that pass by themselves, whatever the status.
	Transient bool
}

// sortError turns an answer that is not a success into an error of package connector.
func (c *Client) sortError(req Request, a Answer, token string) error {
	if a.Status == http.StatusPartialContent { // its body is data, and says nothing of what failed
		where := req.method() + " " + withoutQuery(c.absolute(req.URL))
		return &connector.Unavailable{Status: a.Status, Err: fmt.Errorf("%s: %w", c.redact(where, token), connector.ErrIncomplete)}
	}
	p := req.Problem(a)
	sort := p.Sort
	if sort == nil {
		sort = sortByStatus(a.Status)
	}
	if sort != nil && !p.Transient {
		return &connector.Refusal{Sort: sort, Key: p.Key, Detail: c.redact(p.detail(a), token), Customer: p.Customer}
	}
	switch {
	case a.Status == http.StatusTooManyRequests:
		return &connector.RateLimited{RetryAfter: backoffCap}
	case a.Status == http.StatusLocked || a.Status >= 500 || p.Transient:
		return &connector.Unavailable{Status: a.Status, Err: errors.New(c.redact(p.detail(a), token))}
	}
	return c.malformed(req, a, token, errors.New(p.detail(a)))
}

func sortByStatus(status int) error {
	switch status {
	case http.StatusUnauthorized:
		return connector.ErrUnauthorized
	case http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		return connector.ErrForbidden
	case http.StatusNotFound, http.StatusGone:
		return connector.ErrNotFound
	}
	return nil
}

// detail is one line of the vendor's words.
func (p Problem) detail(a Answer) string {
	words := []string{"HTTP " + strconv.Itoa(a.Status)}
	if p.Code != "" {
		words = append(words, p.Code)
	}
	message := p.Message
	if message == "" && p.Code == "" {
		message = http.StatusText(a.Status)
	}
	line := strings.Join(words, " ")
	if message != "" {
		line += ": " + strings.Join(strings.Fields(message), " ")
	}
	if p.Trace != "" {
		line += " (request " + p.Trace + ")"
	}
	return line
}

// malformed carries the beginning of the answer, redacted.
func (c *Client) malformed(req Request, a Answer, token string, cause error) error {
	if a.tooLarge {
		most := maxBody
		if req.most > 0 {
			most = req.most
		}
		cause = fmt.Errorf("answer larger than %d MiB", most>>20)
	}
	where := req.method() + " " + withoutQuery(c.absolute(req.URL))
	return &connector.Malformed{
		Excerpt: c.excerpt(a.Body, token),
		Err:     errors.New(c.redact(where+": "+cause.Error(), token)),
	}
}

// failure is a request without an answer. The errors of net/http quote the whole URL, so its words are put together anew.
func (c *Client) failure(req Request, token string, err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	text := req.method() + " " + withoutQuery(c.absolute(req.URL)) + ": " + err.Error()
	return &connector.Unavailable{Err: errors.New(c.redact(text, token))}
}

// withoutQuery leaves out the part of a URL that may hold secrets.
func withoutQuery(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return "(unreadable address)"
	}
	return u.Scheme + "://" + u.Host + u.EscapedPath()
}
