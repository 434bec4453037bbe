package webex

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

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
	if err := c.learn(ctx, int64(answer.RefreshExpires)); err != nil {
		return rest.Token{}, err
	}
	c.setScopes(answer.Scope)
	token := rest.Token{Value: answer.AccessToken, Expires: expiry(c.now(), int64(answer.ExpiresIn))}
	return token, c.keepToken(ctx, token, answer.Scope)
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

// learn tells when the refresh token ends, where Webex says it.
func (c *client) learn(ctx context.Context, seconds int64) error {
	ends := expiry(c.now(), seconds)
	if c.cfg.Learn == nil || ends.IsZero() {
		return nil
	}
	if err := c.cfg.Learn(ctx, domain.Credential{Kind: domain.CredentialToken, ExpiresAt: &ends}); err != nil {
		return fmt.Errorf("save the end of the sign-in: %w", err)
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

func (c *client) setScopes(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.scopes = strings.Fields(text)
}

// granted says whether the sign-in allows what a scope is for; what Webex did not say counts as allowed.
func (c *client) granted(scope string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.scopes) == 0 || slices.Contains(c.scopes, scope)
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
