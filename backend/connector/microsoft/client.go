package microsoft

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"strings"
	"sync"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// client speaks to Microsoft Graph in the partner's tenant and in the customers'.
type client struct {
	rest    *rest.Client
	signIn  *signIn
	partner string // the partner's tenant
	graph   string // Graph as a resource
	now     func() time.Time

	mu     sync.Mutex
	tokens map[grant]*rest.TokenSource
}

func newClient(cfg connector.Config, pace int) *client {
	c := &client{
		partner: tenantKey(cfg.Fields[fieldTenantID]),
		graph:   resource(cfg.Fields[fieldGraphURL], publicGraph),
		now:     cfg.Now,
		tokens:  map[grant]*rest.TokenSource{},
	}
	if c.now == nil {
		c.now = time.Now
	}
	c.signIn = newSignIn(cfg, c.now)
	c.rest = rest.New(rest.Options{
		BaseURL:           cfg.Fields[fieldGraphURL],
		Transport:         cfg.Transport,
		RequestsPerMinute: pace,
		Notify:            cfg.Notify,
		Secrets:           c.signIn.secrets,
	})
	c.signIn.rest = c.rest
	return c
}

// tenantKey makes tenant ids comparable: they come in mixed case.
func tenantKey(id string) string { return strings.ToLower(strings.TrimSpace(id)) }

// tokensFor keeps one access token per tenant and resource.
func (c *client) tokensFor(g grant) *rest.TokenSource {
	c.mu.Lock()
	defer c.mu.Unlock()
	source := c.tokens[g]
	if source == nil {
		source = rest.NewTokenSource(func(ctx context.Context) (rest.Token, error) { return c.signIn.redeem(ctx, g) }, c.now)
		c.tokens[g] = source
	}
	return source
}

// get reads from Graph in a tenant. The URL is a path, or a next link that was checked.
func (c *client) get(ctx context.Context, tenant, url string, out any) error {
	tenant = tenantKey(tenant)
	problem := customerProblem
	if tenant == c.partner {
		problem = partnerProblem
	}
	return c.rest.Do(ctx, rest.Request{URL: url, Tokens: c.tokensFor(grant{tenant: tenant, resource: c.graph}), Problem: problem}, out)
}

// list yields the pages of a Graph list. Next links are opaque and followed as they are, but only to Graph itself.
func list[T any](ctx context.Context, c *client, tenant, url string) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		seen := map[string]bool{}
		for url != "" {
			var page wireList[T]
			err := c.get(ctx, tenant, url, &page)
			if err == nil {
				err = c.checkPage(page.Value == nil, page.NextLink, seen)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(page.Value, nil) {
				return
			}
			url = page.NextLink
		}
	}
}

func (c *client) checkPage(noValue bool, next string, seen map[string]bool) error {
	switch {
	case noValue:
		return c.rest.Malformed("a list of Microsoft Graph has no value")
	case next == "":
		return nil
	case !c.rest.SameOrigin(next):
		return c.rest.Malformed("a list of Microsoft Graph goes on at another host")
	case seen[next]:
		return c.rest.Malformed("a list of Microsoft Graph goes round in circles")
	}
	seen[next] = true
	return nil
}

// graphProblem reads Graph's error bodies.
func graphProblem(a rest.Answer) rest.Problem {
	var body wireGraphError
	p := rest.Problem{}
	if json.Unmarshal(a.Body, &body) == nil {
		p.Code, p.Message = string(body.Error.Code), string(body.Error.Message)
		p.Trace = string(body.Error.InnerError.RequestID) // matches "innererror" too
	}
	p.Trace = cmp.Or(p.Trace, a.Header.Get("Request-Id"))
	return p
}

func partnerProblem(a rest.Answer) rest.Problem {
	p := graphProblem(a)
	if a.Status == http.StatusForbidden {
		p.Key = "partner_rights_missing"
	}
	return p
}

// customerProblem: a token just issued by a customer's tenant and refused all the same is that customer's policy at
// work. The partner's sign-in is fine, so the other customers go on.
func customerProblem(a rest.Answer) rest.Problem {
	p := graphProblem(a)
	switch a.Status {
	case http.StatusUnauthorized:
		p.Sort, p.Key = connector.ErrForbidden, "blocked_by_policy"
	case http.StatusForbidden:
		p.Key = "customer_rights_missing"
	}
	return p
}
