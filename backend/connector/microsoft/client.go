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
	reports *rest.Client // the usage reports have limits of their own
	signIn  *signIn
	partner string // the partner's tenant
	graph   string // Graph as a resource
	now     func() time.Time
	names   func(sku string) string // the user's own list; may be nil

	mu     sync.Mutex
	tokens map[grant]*rest.TokenSource
}

func newClient(cfg connector.Config, pace int) *client {
	c := &client{
		partner: tenantKey(cfg.Fields[fieldTenantID]),
		graph:   resource(cfg.Fields[fieldGraphURL], publicGraph),
		now:     cfg.Now,
		names:   cfg.Names,
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
	c.reports = rest.New(rest.Options{
		BaseURL:   cfg.Fields[fieldGraphURL],
		Transport: cfg.Transport,
		Notify:    cfg.Notify,
		Secrets:   c.signIn.secrets,
		Within:    c.rest,
	})
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

// The keys of what is said where a customer refuses a list for want of rights.
const (
	rightsLicences = "customer_rights_missing"
	rightsPeople   = "people_rights_missing"
	rightsHealth   = "health_rights_missing"
	rightsReports  = "reports_rights_missing"
)

// call is a GET of Graph.
type call struct {
	tenant string
	url    string // a path, or a next link that was checked
	rights string // what to say where the customer refuses
}

// request adds the tenant's token, and sorts refusals by whose they are.
func (c *client) request(g call) rest.Request {
	tenant := tenantKey(g.tenant)
	problem := partnerProblem
	if tenant != c.partner {
		problem = func(a rest.Answer) rest.Problem { return customerProblem(a, g.rights) }
	}
	return rest.Request{URL: g.url, Tokens: c.tokensFor(grant{tenant: tenant, resource: c.graph}), Problem: problem}
}

func (c *client) get(ctx context.Context, g call, out any) error {
	return c.rest.Do(ctx, c.request(g), out)
}

// list yields the pages of a Graph list. Next links are opaque and followed as they are, but only to Graph itself.
func list[T any](ctx context.Context, c *client, g call) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		seen := map[string]bool{}
		for g.url != "" {
			var page wireList[T]
			err := c.get(ctx, g, &page)
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
			g.url = page.NextLink
		}
	}
}

func (c *client) checkPage(noValue bool, next string, seen map[string]bool) error {
	switch {
	case noValue:
		return c.rest.Malformed("a list of Microsoft Graph: value is missing")
	case next == "":
		return nil
	case !c.rest.SameOrigin(next):
		return c.rest.Malformed("a list of Microsoft Graph: @odata.nextLink leads to another host")
	case seen[next]:
		return c.rest.Malformed("a list of Microsoft Graph: @odata.nextLink leads round in circles")
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
func customerProblem(a rest.Answer, rights string) rest.Problem {
	p := graphProblem(a)
	switch a.Status {
	case http.StatusUnauthorized:
		p.Sort, p.Key = connector.ErrForbidden, "blocked_by_policy"
	case http.StatusForbidden:
		p.Key = rights
	}
	return p
}
