package avepoint

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"iter"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

const (
	v3 = "/partner/external/v3"
	v1 = "/partner/api/v1.1"

	pageSize = 100 // the most there is
)

// client speaks to AvePoint Elements as one registered app.
type client struct {
	rest  *rest.Client
	cfg   connector.Config
	now   func() time.Time // for tokens
	clock func() time.Time // for what is read

	slots chan struct{} // one for each request on its way
	old   atomic.Bool   // version 1.1 is spoken
	told  atomic.Bool   // the ends of what signs in were told

	services rest.Shared[map[string][]wireProduct] // by customer
	listed   rest.Shared[map[string]wireCustomer]  // for datasets that are asked for before the list was read

	mu     sync.Mutex
	tokens map[string]*rest.TokenSource // by scope
	known  map[string]wireCustomer      // by id, as the list of customers is read
}

func newClient(cfg connector.Config, pace int) *client {
	c := &client{
		cfg: cfg, slots: make(chan struct{}, parallel),
		tokens: map[string]*rest.TokenSource{}, known: map[string]wireCustomer{},
	}
	c.now, c.clock = cfg.Clocks()
	c.old.Store(cfg.Fields[fieldAPI] == apiV1)
	c.rest = rest.New(rest.Options{
		BaseURL:           cfg.Fields[fieldAPIURL],
		Transport:         cfg.Transport,
		RequestsPerMinute: pace,
		Notify:            cfg.Notify,
		Secrets:           func() []string { return []string{cfg.Secret(fieldClientSecret)} },
		Problem:           problem,
	})
	return c
}

// tokensFor keeps a token per scope. One for all would ask in a text that AvePoint refuses for its length, and an app that
// lacks one of the permissions would be refused all.
func (c *client) tokensFor(scope string) *rest.TokenSource {
	c.mu.Lock()
	defer c.mu.Unlock()
	source := c.tokens[scope]
	if source == nil {
		source = rest.NewTokenSource(func(ctx context.Context) (rest.Token, error) { return c.redeem(ctx, scope) }, c.now)
		c.tokens[scope] = source
	}
	return source
}

// do sends a request when one of the few slots is free.
func (c *client) do(ctx context.Context, scope string, req rest.Request, out any) error {
	select {
	case c.slots <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-c.slots }()
	req.Tokens = c.tokensFor(scope)
	return c.rest.Do(ctx, req, out)
}

// get reads a path below the base URL.
func (c *client) get(ctx context.Context, scope, path string, out any) error {
	return c.do(ctx, scope, rest.Request{URL: path}, out)
}

// listing is a list that comes in pages.
type listing struct {
	scope, path string
	odata       bool // version 1.1: GET with $top and $skip
	post        bool // version 3: these are read by POST, mostly
	size        int  // rows of a page
}

// batch is a list of version 3 that is read by POST.
func batch(scope, path string) listing {
	return listing{scope: scope, path: v3 + path, post: true, size: pageSize}
}

// odata is a list of version 1.1.
func odata(scope, path string) listing {
	return listing{scope: scope, path: v1 + path, odata: true, size: pageSize}
}

// request asks for the page with this number, counted from 0.
func (l listing) request(page int) rest.Request {
	size := strconv.Itoa(l.size)
	if l.odata {
		return rest.Request{URL: l.path + "?$top=" + size + "&$skip=" + strconv.Itoa(page*l.size)}
	}
	req := rest.Request{URL: l.path + "?pageIndex=" + strconv.Itoa(page+1) + "&pageSize=" + size}
	if l.post {
		req.JSON = struct{}{} // the least a POST that reads must hold
	}
	return req
}

// keyed is a row of a list; its key is "" when the row lacks what it is known by.
type keyed interface{ key() string }

// list yields the pages of a list. The order of rows is not documented, so a row may come on two pages; it is given once.
func list[T keyed](ctx context.Context, c *client, l listing) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		seen := map[string]bool{}
		req := l.request(0)
		for page := 1; ; page++ {
			var answer envelope[T]
			if err := c.do(ctx, l.scope, req, &answer); err != nil {
				yield(nil, err)
				return
			}
			rows, more, err := answer.take(c, l, seen)
			if err != nil {
				yield(nil, c.rest.Malformed("%s: %v", l.path, err))
				return
			}
			if !yield(rows, nil) || !more {
				return
			}
			req = l.request(page)
			if answer.next != "" {
				req = rest.Request{URL: answer.next}
			}
		}
	}
}

// take gives the rows of a page that were not seen before, and whether the list goes on.
func (e *envelope[T]) take(c *client, l listing, seen map[string]bool) (fresh []T, more bool, err error) {
	for _, row := range e.rows {
		key := row.key()
		if key == "" {
			return nil, false, errors.New("a row lacks what it is known by")
		}
		if !seen[key] {
			seen[key] = true
			fresh = append(fresh, row)
		}
	}
	more = e.more(l, len(seen))
	switch {
	case more && len(fresh) == 0:
		return nil, false, errors.New("the list goes round in circles")
	case more && e.next != "" && !c.rest.SameOrigin(e.next):
		return nil, false, errors.New("the list goes on at another host")
	}
	return fresh, more, nil
}

// more says whether a list goes on: it is over when all rows that were counted have come, or an empty page.
func (e *envelope[T]) more(l listing, collected int) bool {
	switch {
	case len(e.rows) == 0:
		return false
	case e.next != "":
		return true
	case e.total > 0:
		return collected < int(min(e.total, 1<<40))
	}
	return len(e.rows) >= l.size
}

// problem reads error bodies. Those of this API are not documented; the keys are those that AvePoint's other APIs use.
func problem(a rest.Answer) rest.Problem {
	var body wireError
	p := rest.Problem{}
	if json.Unmarshal(a.Body, &body) == nil {
		p.Message = string(cmp.Or(body.Message, body.Error, body.Description))
		p.Trace = string(cmp.Or(body.RequestID, body.TraceID))
		if len(body.Errors) > 0 {
			p.Code = string(body.Errors[0].Code)
			p.Message = cmp.Or(string(body.Errors[0].Message), p.Message)
		}
	}
	p.Trace = cmp.Or(p.Trace, a.Header.Get("Request-Id"))
	return p
}
