package microsoft

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

const (
	fieldPartnerCenter     = "partner_center"
	fieldPartnerCenterURL  = "partner_center_url"
	fieldPartnerCenterPace = "partner_center_requests_per_minute"

	publicPartnerCenter = "https://api.partnercenter.microsoft.com"
	lanePartnerCenter   = "partner-center"
	// paceOfPartnerCenter is what Microsoft allows a partner's tenant for customers, subscriptions and orders.
	paceOfPartnerCenter = "500"
	// mostProbed is how many customers' subscriptions are asked for before Partner Center counts as not for us.
	mostProbed = 3
)

// The choices of the field partner_center.
const (
	centerAuto = "auto" // used where it answers
	centerYes  = "yes"  // expected to answer: what it refuses is an error
	centerNo   = "no"
)

// partnerCenter is the second source of direct-bill partners and distributors. Indirect resellers and advisers are
// refused there: for them it is as if there were none.
type partnerCenter struct {
	client *client
	rest   *rest.Client
	mode   string
	pace   int // requests in any minute; 0 is no limit
	grant  grant
	secret bool        // the app has one, and can sign in by itself
	alone  atomic.Bool // the person is refused for want of a second factor, and the app is not
	known  rest.Shared[offer]
	billed rest.Shared[[]wireInvoice]
}

// offer is what Partner Center has for us, found out once a run.
type offer struct {
	made    bool                    // it answers
	resells map[string]wireReseller // the customers it lists, by their tenants
}

// resellsTo says whether we sell to a customer, so that there are subscriptions and orders to ask for.
func (o offer) resellsTo(tenant string) bool {
	customer, listed := o.resells[tenantKey(tenant)]
	switch customer.Relationship.word(relationships...) {
	case "advisor", "microsoft_support", "none":
		return false
	}
	return o.made && listed
}

var relationships = []string{"unknown", "reseller", "advisor", "syndication", "microsoft_support", "none"}

func newPartnerCenter(cfg connector.Config, c *client) *partnerCenter {
	address := cfg.Fields[fieldPartnerCenterURL]
	pace, _ := strconv.Atoi(cfg.Fields[fieldPartnerCenterPace])
	return &partnerCenter{
		client: c,
		mode:   cfg.Fields[fieldPartnerCenter],
		pace:   pace,
		secret: cfg.Secret(fieldClientSecret) != "",
		grant:  grant{tenant: c.partner, resource: resource(address, publicPartnerCenter)},
		rest: rest.New(rest.Options{
			BaseURL:     address,
			Transport:   cfg.Transport,
			InAnyMinute: pace,
			Notify:      cfg.Notify,
			Secrets:     c.signIn.secrets,
			Problem:     centerProblem,
			Within:      c.rest,
		}),
	}
}

// offer finds out whether Partner Center answers. Its refusal is an answer too unless it is expected to; whatever else
// goes wrong says nothing, and is an error.
func (p *partnerCenter) offer(ctx context.Context) (offer, error) {
	if p.mode == centerNo {
		return offer{}, nil
	}
	return p.known.Get(ctx, func(ctx context.Context) (offer, error) {
		o, err := p.ask(ctx)
		if p.mode != centerYes && errors.Is(err, connector.ErrForbidden) && !errors.Is(err, errNoMFA) {
			return offer{}, nil
		}
		return o, err
	})
}

// ask lists the customers. That alone may be answered to an indirect reseller, so some customers' subscriptions are asked
// for as well, until one is answered.
func (p *partnerCenter) ask(ctx context.Context) (offer, error) {
	o := offer{made: true, resells: map[string]wireReseller{}}
	var probes []string
	for page, err := range centerList[wireReseller](ctx, p, "/v1/customers?size=500") {
		if err != nil {
			return offer{}, err
		}
		for _, customer := range page {
			tenant := tenantKey(customer.ID)
			if tenant == "" {
				return offer{}, p.rest.Malformed("GET customers: a customer has no id")
			}
			o.resells[tenant] = customer
			if len(probes) < mostProbed && o.resellsTo(tenant) {
				probes = append(probes, tenant)
			}
		}
	}
	if p.mode == centerYes {
		return o, nil
	}
	return o, p.probe(ctx, probes)
}

// probe is the refusal of all that were asked; nil if one answered, or none tells anything.
func (p *partnerCenter) probe(ctx context.Context, tenants []string) error {
	var refused error
	for _, tenant := range tenants {
		_, err := all(centerList[wireTerm](ctx, p, subscriptionsOf(tenant)))
		switch {
		case err == nil:
			return nil
		case errors.Is(err, errNoCommerce):
		case errors.Is(err, connector.ErrForbidden):
			refused = err
		default:
			return err
		}
	}
	return refused
}

func subscriptionsOf(tenant string) string { return customerPath(tenant) + "/subscriptions" }

func customerPath(tenant string) string { return "/v1/customers/" + url.PathEscape(tenantKey(tenant)) }

// request is a call with the headers that Partner Center wants; a repetition carries the same ids.
func (p *partnerCenter) request(path string) rest.Request {
	as := p.grant
	as.appOnly = p.alone.Load() && forApps.MatchString(path)
	return rest.Request{URL: path, Tokens: p.client.tokensFor(as), Header: http.Header{
		"Ms-Requestid":                 {newGUID()},
		"Ms-Correlationid":             {newGUID()},
		"Ms-Partnercenter-Application": {"Tenantry"},
		"X-Locale":                     {"en-US"},
	}}
}

// forApps are the calls that Microsoft documents for an app without a person, too: customers, their subscriptions and
// orders, invoices and their lines. Other calls answer an app with 403 or 500.
var forApps = regexp.MustCompile(`^/v1/(?:customers|customers/[^/?]+/(?:subscriptions|orders)|invoices|invoices/[^/?]+/lineitems)(?:\?|$)`)

// do asks as the person who signed in. Where Partner Center wants a second factor of the person and the app has a secret,
// the app asks by itself what it may: multifactor authentication does not concern apps.
func (p *partnerCenter) do(ctx context.Context, req rest.Request, out any) error {
	err := p.rest.Do(ctx, req, out)
	if !errors.Is(err, errNoMFA) || !p.secret || !forApps.MatchString(req.URL) {
		return err
	}
	app := p.grant
	app.appOnly = true
	req.Tokens = p.client.tokensFor(app)
	alone := p.rest.Do(ctx, req, out)
	if errors.Is(alone, connector.ErrForbidden) && !errors.Is(alone, errNoCommerce) {
		return err // the app is not known to Partner Center: what the person can do about it helps more
	}
	p.alone.Store(true)
	return alone
}

func newGUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// centerList yields the pages of a list, however it goes on: by a next link with its headers, or not at all.
func centerList[T any](ctx context.Context, p *partnerCenter, path string) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		seen := map[string]bool{}
		req := p.request(path)
		for {
			var page wireCollection[T]
			err := p.do(ctx, req, &page)
			if err == nil && page.Items == nil {
				err = p.rest.Malformed("a list of Partner Center has no items")
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(page.Items, nil) || page.Next.URI == "" {
				return
			}
			if req, err = p.follow(page.Next, seen); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// continuation is the header that says where a list goes on.
const continuation = "MS-ContinuationToken"

// follow makes the request for a next link. Links come with and without the version in front; they are followed only to
// Partner Center itself, and with no other header than the one that is documented.
func (p *partnerCenter) follow(link wireLink, seen map[string]bool) (rest.Request, error) {
	path := link.URI
	if strings.Contains(path, "://") {
		if !p.rest.SameOrigin(path) {
			return rest.Request{}, p.rest.Malformed("a list of Partner Center goes on at another host")
		}
		u, err := url.Parse(path)
		if err != nil {
			return rest.Request{}, p.rest.Malformed("a list of Partner Center goes on nowhere")
		}
		path = u.RequestURI()
	}
	path = strings.TrimLeft(path, "/")
	for strings.HasPrefix(path, "v1/") {
		path = strings.TrimLeft(strings.TrimPrefix(path, "v1/"), "/")
	}
	req := p.request("/v1/" + path)
	place := path
	for _, h := range link.Headers {
		if strings.EqualFold(h.Key, continuation) {
			req.Header.Set(continuation, h.Value)
			place += " " + h.Value
		}
	}
	if seen[place] {
		return rest.Request{}, p.rest.Malformed("a list of Partner Center goes round in circles")
	}
	seen[place] = true
	return req, nil
}

// The codes of Partner Center that say more than the status.
const (
	codeNoMFA      = "900421" // the sign-in was without multifactor authentication
	codeNoCommerce = "20002"  // the customer buys nothing through us
	codeNoProgram  = "800039" // the reseller programme is not active
)

// centerProblem reads Partner Center's error bodies. A refusal there is no refusal of the sign-in: Graph goes on.
func centerProblem(a rest.Answer) rest.Problem {
	var body wireCenterError
	p := rest.Problem{Trace: a.Header.Get("MS-RequestId")}
	if json.Unmarshal(a.Body, &body) == nil {
		p.Code, p.Message = string(body.Code), string(body.Description)
		if p.Message == "" {
			p.Message = string(body.Message)
		}
	}
	switch {
	case p.Code == codeNoMFA:
		p.Sort, p.Key = errNoMFA, "partner_center_mfa"
	case p.Code == codeNoCommerce && a.Status == http.StatusForbidden:
		p.Sort, p.Key = errNoCommerce, "partner_center_refused"
	case a.Status == http.StatusUnauthorized, a.Status == http.StatusForbidden, p.Code == codeNoProgram:
		p.Sort, p.Key = connector.ErrForbidden, "partner_center_refused"
	}
	return p
}

// Refusals that say nothing about Partner Center as a whole.
var (
	errNoMFA      = fmt.Errorf("signed in without multifactor authentication: %w", connector.ErrForbidden)
	errNoCommerce = fmt.Errorf("the customer buys nothing here: %w", connector.ErrForbidden)
)

// lane is where the datasets that ask Partner Center wait for its pace.
func (p *partnerCenter) lane() string {
	if p.mode == centerNo {
		return ""
	}
	return lanePartnerCenter
}
