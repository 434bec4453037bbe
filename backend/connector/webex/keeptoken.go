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

// keptToken is an access token as it is stored between runs. An account may have 750 living ones (Webex, "Frequently
// asked questions"), and each lives 14 days: a new one per run would be too many where syncs are frequent.
type keptToken struct {
	Value   string    `json:"value"`
	Expires time.Time `json:"expires"`
	For     string    `json:"for"` // the sign-in it came from
}

// keptToken gives the stored access token, none when there is none of this sign-in.
func (c *client) keptToken() rest.Token {
	var kept keptToken
	if json.Unmarshal([]byte(c.cfg.Kept), &kept) != nil || kept.For != c.signInKey() {
		return rest.Token{}
	}
	return rest.Token{Value: kept.Value, Expires: kept.Expires}
}

// keepToken stores an access token; one whose end Webex does not tell is for this run only.
func (c *client) keepToken(ctx context.Context, token rest.Token) error {
	if c.cfg.Keep == nil || token.Expires.IsZero() {
		return nil
	}
	text, err := json.Marshal(keptToken{Value: token.Value, Expires: token.Expires, For: c.signInKey()})
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
