package microsoft

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// saveEvery is the least time between two savings of the refresh token. Microsoft renews it in every answer, hundreds of
// times a sync, and the old ones stay valid (90 days without use): a stored one that is some seconds older than the
// newest loses nothing, not even in a crash.
const saveEvery = 5 * time.Second

// signIn redeems one refresh token at any tenant. A refresh token is bound to the person and the app, not to a tenant.
type signIn struct {
	rest  *rest.Client
	cfg   connector.Config
	scope string
	now   func() time.Time

	mu      sync.Mutex
	refresh string // the newest
	savedAt time.Time
	account domain.Account
}

func newSignIn(cfg connector.Config, now func() time.Time) *signIn {
	return &signIn{
		cfg:     cfg,
		scope:   resource(cfg.Fields[fieldGraphURL]) + "/.default offline_access openid profile",
		now:     now,
		refresh: cfg.Secret(fieldRefreshToken),
		account: domain.Account{Org: tenantKey(cfg.Fields[fieldTenantID])},
	}
}

// resource names Graph to the token endpoint: national clouds have their own, and what answers on this machine stands in
// for the public one.
func resource(graphURL string) string {
	u, err := url.Parse(graphURL)
	if err != nil || connector.Loopback(u) {
		return publicGraph
	}
	return u.Scheme + "://" + u.Host
}

func (s *signIn) secrets() []string { return []string{s.cfg.Secret(fieldClientSecret), s.newest()} }

func (s *signIn) newest() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.refresh
}

// signedIn says who the partner's tenant says is signed in.
func (s *signIn) signedIn() domain.Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.account
}

// redeem gets an access token for Graph in a tenant.
func (s *signIn) redeem(ctx context.Context, tenant string, partner bool) (rest.Token, error) {
	used := s.newest()
	form := url.Values{
		"grant_type":    {"refresh_token"},
		"client_id":     {s.cfg.Fields[fieldClientID]},
		"refresh_token": {used},
		"scope":         {s.scope},
	}
	if secret := s.cfg.Secret(fieldClientSecret); secret != "" {
		form.Set("client_secret", secret)
	}
	var answer wireToken
	err := s.rest.Do(ctx, rest.Request{
		URL:     strings.TrimRight(s.cfg.Fields[fieldLoginURL], "/") + "/" + url.PathEscape(tenant) + "/oauth2/v2.0/token",
		Form:    form,
		Problem: func(a rest.Answer) rest.Problem { return tokenProblem(a, partner) },
	}, &answer)
	if err != nil {
		return rest.Token{}, err
	}
	if answer.AccessToken == "" {
		return rest.Token{}, s.rest.Malformed("POST token: no access_token in the answer")
	}
	if partner {
		s.recognise(answer.IDToken)
	}
	if err := s.keep(ctx, used, answer.RefreshToken); err != nil {
		return rest.Token{}, err
	}
	return rest.Token{Value: answer.AccessToken, Expires: expiry(s.now(), int64(answer.ExpiresIn))}, nil
}

// keep takes the newest refresh token into use at once and stores it now and then.
func (s *signIn) keep(ctx context.Context, used, answered string) error {
	if answered == "" || answered == used {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refresh = answered
	if s.cfg.SaveSecret == nil || !s.savedAt.IsZero() && s.now().Sub(s.savedAt) < saveEvery {
		return nil
	}
	if err := s.cfg.SaveSecret(ctx, fieldRefreshToken, answered); err != nil {
		return fmt.Errorf("save the renewed sign-in: %w", err)
	}
	s.savedAt = s.now()
	return nil
}

// recognise reads who signed in from an id token. Its signature is not checked: it came over TLS from the endpoint it
// would name as its issuer, and nothing is granted because of it.
func (s *signIn) recognise(idToken string) {
	parts := strings.Split(idToken, ".")
	if len(parts) != 3 {
		return
	}
	payload, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return
	}
	var claims wireClaims
	if json.Unmarshal(payload, &claims) != nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.account.ID = claims.ObjectID
	s.account.Name = claims.Name
	if s.account.Name == "" {
		s.account.Name = claims.Username
	}
	if claims.TenantID != "" {
		s.account.Org = tenantKey(claims.TenantID)
	}
}

// expiry is the zero time, which is never, where the answer does not say.
func expiry(now time.Time, seconds int64) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return now.Add(time.Duration(min(seconds, 10*365*24*3600)) * time.Second)
}
