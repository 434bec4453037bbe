package webex

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
)

// client speaks to the Webex API as one signed-in partner administrator.
type client struct {
	rest   *rest.Client
	tokens *rest.TokenSource
	cfg    connector.Config
	now    func() time.Time

	mu      sync.Mutex
	refresh string // the newest refresh token
	ownOrg  string // the partner's own organisation, once known
}

func newClient(cfg connector.Config, pace int) *client {
	c := &client{cfg: cfg, now: cfg.Now, refresh: cfg.Secret(fieldRefreshToken)}
	if c.now == nil {
		c.now = time.Now
	}
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

// renew redeems the refresh token. Each renewal restarts its 90 days; its value seldom changes, and is stored if it does.
func (c *client) renew(ctx context.Context) (rest.Token, error) {
	used := c.refreshToken()
	var answer wireToken
	err := c.rest.Do(ctx, rest.Request{
		URL: "/access_token",
		Form: url.Values{
			"grant_type":    {"refresh_token"},
			"client_id":     {c.cfg.Fields[fieldClientID]},
			"client_secret": {c.cfg.Secret(fieldClientSecret)},
			"refresh_token": {used},
		},
		Problem: tokenProblem,
	}, &answer)
	if err != nil {
		return rest.Token{}, err
	}
	if answer.AccessToken == "" {
		return rest.Token{}, c.rest.Malformed("POST access_token: no access_token in the answer")
	}
	if err := c.keepRefreshToken(ctx, used, answer.RefreshToken); err != nil {
		return rest.Token{}, err
	}
	token := rest.Token{Value: answer.AccessToken, Expires: expiry(c.now(), int64(answer.ExpiresIn))}
	return token, c.keepToken(ctx, token)
}

func (c *client) keepRefreshToken(ctx context.Context, used, answered string) error {
	if answered == "" || answered == used {
		return nil
	}
	c.mu.Lock()
	c.refresh = answered
	c.mu.Unlock()
	if c.cfg.SaveSecret == nil {
		return nil
	}
	if err := c.cfg.SaveSecret(ctx, fieldRefreshToken, answered); err != nil {
		return fmt.Errorf("save the renewed sign-in: %w", err)
	}
	return nil
}

// expiry is the zero time, which is never, where the vendor does not say.
func expiry(now time.Time, seconds int64) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return now.Add(time.Duration(min(seconds, 10*365*24*3600)) * time.Second)
}

// me reads who is signed in, and remembers the own organisation for Customers.
func (c *client) me(ctx context.Context) (wirePerson, error) {
	var me wirePerson
	if err := c.get(ctx, "/people/me", &me); err != nil {
		return wirePerson{}, err
	}
	if me.ID == "" || me.OrgID == "" {
		return wirePerson{}, c.rest.Malformed("GET people/me: id or orgId is missing")
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ownOrg = me.OrgID
	return me, nil
}

// own gives the partner's own organisation, asking only if nobody did before.
func (c *client) own(ctx context.Context) (string, error) {
	c.mu.Lock()
	org := c.ownOrg
	c.mu.Unlock()
	if org != "" {
		return org, nil
	}
	me, err := c.me(ctx)
	return me.OrgID, err
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

// tokenProblem: whatever the token endpoint refuses is about the sign-in or about the app. The refusal of one of them has
// no code of its own, only words.
func tokenProblem(a rest.Answer) rest.Problem {
	p := problem(a)
	var body wireOAuthError
	if json.Unmarshal(a.Body, &body) == nil && body.Error != "" {
		p.Code = string(body.Error)
		p.Message = cmp.Or(string(body.Description), p.Message)
	}
	switch a.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		p.Sort, p.Key = connector.ErrUnauthorized, "sign_in_expired"
		if words := strings.ToLower(p.Code + " " + p.Message); strings.Contains(words, "client") {
			p.Key = "client_secret_wrong"
		}
	}
	return p
}
