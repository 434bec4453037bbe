package webex

import (
	"cmp"
	"context"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// client speaks to the Webex API as one signed-in partner administrator.
type client struct {
	rest   *rest.Client
	tokens *rest.TokenSource
	cfg    connector.Config
	now    func() time.Time // for tokens
	clock  func() time.Time // for what customers did

	mu      sync.Mutex
	refresh string            // the newest refresh token
	scopes  []string          // what the sign-in allows; none where Webex did not say
	self    wireMe            // who is signed in, once known
	kept    kept              // what is stored between runs
	orgIDs  map[string]string // the ids of organisations as they were listed, by what is inside them

	keeping  sync.Mutex
	opened   sync.Map // how reading each organisation in this run went: nil or its refusal
	licensed sync.Map // names of licences by their ids, by organisation
	heard    sync.Map // summaries of people's lists, by organisation

	trials      trials
	noHints     atomic.Bool // the wholesale list cannot be read
	tagged      rest.Shared[tagIndex]
	labelled    rest.Shared[labels]
	wholesaling rest.Shared[wholesale]
	subscribing rest.Shared[subscribers]
}

func newClient(cfg connector.Config, pace int) *client {
	c := &client{cfg: cfg, refresh: cfg.Secret(fieldRefreshToken)}
	c.now, c.clock = cfg.Clocks()
	c.rest = rest.New(rest.Options{
		BaseURL:           cfg.Fields[fieldBaseURL],
		Transport:         cfg.Transport,
		RequestsPerMinute: pace,
		Notify:            cfg.Notify,
		Secrets:           c.secrets,
		Problem:           problem,
	})
	c.tokens = rest.NewTokenSource(c.renew, c.now)
	c.tokens.Keep(c.keptToken())
	return c
}

func (c *client) secrets() []string {
	return []string{c.cfg.Secret(fieldClientSecret), c.refreshToken()}
}

func (c *client) refreshToken() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.refresh
}

// get reads a path below the base URL.
func (c *client) get(ctx context.Context, path string, out any) error {
	return c.rest.Do(ctx, rest.Request{URL: path, Tokens: c.tokens}, out)
}

// me reads who is signed in, and remembers it.
func (c *client) me(ctx context.Context) (wireMe, error) {
	var me wireMe
	if err := c.get(ctx, "/people/me", &me); err != nil {
		return wireMe{}, err
	}
	if me.ID == "" || me.OrgID == "" {
		return wireMe{}, c.rest.Malformed("GET people/me: id or orgId is missing")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.self = me
	return me, nil
}

// own gives who is signed in, asking only if nobody did before.
func (c *client) own(ctx context.Context) (wireMe, error) {
	c.mu.Lock()
	me := c.self
	c.mu.Unlock()
	if me.OrgID != "" {
		return me, nil
	}
	return c.me(ctx)
}

// problem reads the error bodies of the Webex API, in the variants its families of endpoints use.
func problem(a rest.Answer) rest.Problem {
	var body wireError
	p := rest.Problem{}
	if json.Unmarshal(a.Body, &body) == nil {
		p.Message, p.Trace = string(body.Message), string(body.TrackingID)
		p.Code = string(cmp.Or(body.ErrorCode, body.Code))
		if len(body.Errors) > 0 {
			first := body.Errors[0]
			p.Code = cmp.Or(p.Code, string(first.ErrorCode), string(first.Code))
			if d := string(first.Description); d != p.Message {
				p.Message = strings.TrimSpace(p.Message + " " + d)
			}
		}
	}
	if p.Trace == "" {
		p.Trace = a.Header.Get("Trackingid")
	}
	return p
}
