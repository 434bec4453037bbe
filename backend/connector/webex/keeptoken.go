package webex

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tenantry/backend/connector/rest"
)

// kept is what is stored between runs. An account may have 750 living access tokens (Webex, "Frequently asked questions"),
// and each lives 14 days: a new one per run would be too many where syncs are frequent. Subscriptions that were bought don't
// become trials, so they need not be asked about again.
type kept struct {
	Value   string    `json:"value"`
	Expires time.Time `json:"expires"`
	For     string    `json:"for"`            // the sign-in it came from
	Scope   string    `json:"scope"`          // what it allows
	Paid    []string  `json:"paid,omitempty"` // subscriptions that are no trials
}

// keptToken gives the stored access token, none when there is none of this sign-in.
func (c *client) keptToken() rest.Token {
	var stored kept
	if json.Unmarshal([]byte(c.cfg.Kept), &stored) != nil || stored.For != c.signInKey() {
		return rest.Token{}
	}
	c.setScopes(stored.Scope)
	c.trials.remember(stored.Paid)
	c.setKept(stored)
	return rest.Token{Value: stored.Value, Expires: stored.Expires}
}

func (c *client) setKept(k kept) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kept = k
}

// keepToken stores an access token; one whose end Webex does not tell is for this run only.
func (c *client) keepToken(ctx context.Context, token rest.Token, scope string) error {
	if token.Expires.IsZero() {
		return nil
	}
	c.setKept(kept{Value: token.Value, Expires: token.Expires, For: c.signInKey(), Scope: scope})
	return c.keep(ctx)
}

// keep stores the token with what was learned since. One write follows the other, or an older state could win.
func (c *client) keep(ctx context.Context) error {
	if c.cfg.Keep == nil {
		return nil
	}
	c.keeping.Lock()
	defer c.keeping.Unlock()
	c.mu.Lock()
	stored := c.kept
	c.mu.Unlock()
	if stored.Value == "" {
		return nil
	}
	stored.Paid = c.trials.learned()
	text, err := json.Marshal(stored)
	if err == nil {
		err = c.cfg.Keep(ctx, string(text))
	}
	if err != nil {
		return fmt.Errorf("save the access token: %w", err)
	}
	return nil
}

// signInKey tells one sign-in from another without giving it away: a token is used only for the address, the app and
// the person it was made for.
func (c *client) signInKey() string {
	parts := []string{c.cfg.Fields[fieldBaseURL], c.cfg.Fields[fieldClientID], c.refreshToken()}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}
