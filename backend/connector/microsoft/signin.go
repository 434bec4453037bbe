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

// learnEvery is the least time between two notes of when the sign-in ends: it is a matter of days.
const learnEvery = time.Hour

// refreshLife is how long a refresh token lives without being used.
const refreshLife = 90 * 24 * time.Hour

// signIn redeems one refresh token at any tenant. A refresh token is bound to the person and the app, not to a tenant or a
// resource.
type signIn struct {
	rest *rest.Client
	cfg  connector.Config
	now  func() time.Time

	mu        sync.Mutex
	refresh   string // the newest
	savedAt   time.Time
	learnedAt time.Time
	account   domain.Account
}

func newSignIn(cfg connector.Config, now func() time.Time) *signIn {
	return &signIn{
		cfg:     cfg,
		now:     now,
		refresh: cfg.Secret(fieldRefreshToken),
		account: domain.Account{Org: tenantKey(cfg.Fields[fieldTenantID])},
	}
}

// grant says what an access token is for.
type grant struct {
	tenant   string // whose data it reads
	resource string // the API, by its origin: resource()
	appOnly  bool   // for the app itself, without the person who signed in; that takes the client secret
}

func (g grant) scope() string {
	if g.appOnly {
		return g.resource + "/.default"
	}
	return g.resource + "/.default offline_access openid profile"
}

// resource names an API to the token endpoint: national clouds have their own, and what answers on this machine stands in
// for the public one.
func resource(address, public string) string {
	u, err := url.Parse(address)
	if err != nil || connector.Loopback(u) {
		return public
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

// redeem gets an access token.
func (s *signIn) redeem(ctx context.Context, g grant) (rest.Token, error) {
	form := url.Values{"client_id": {s.cfg.Fields[fieldClientID]}, "scope": {g.scope()}}
	if secret := s.cfg.Secret(fieldClientSecret); secret != "" {
		form.Set("client_secret", secret)
	}
	used := ""
	if g.appOnly {
		form.Set("grant_type", "client_credentials")
	} else {
		used = s.newest()
		form.Set("grant_type", "refresh_token")
		form.Set("refresh_token", used)
	}
	var answer wireToken
	err := s.rest.Do(ctx, rest.Request{
		URL:     endpoint(s.cfg.Fields, g.tenant, "token"),
		Form:    form,
		Problem: func(a rest.Answer) rest.Problem { return tokenProblem(a, s.whose(g)) },
	}, &answer)
	if err != nil {
		return rest.Token{}, err
	}
	if answer.AccessToken == "" {
		return rest.Token{}, s.rest.Malformed("POST token: no access_token in the answer")
	}
	if s.whose(g) != customers {
		s.recognise(answer.IDToken)
	}
	if err := s.keep(ctx, used, answer.RefreshToken); err != nil {
		return rest.Token{}, err
	}
	if err := s.learn(ctx, g); err != nil {
		return rest.Token{}, err
	}
	return rest.Token{Value: answer.AccessToken, Expires: expiry(s.now(), int64(answer.ExpiresIn))}, nil
}

// whose says what is lost where a token is refused.
func (s *signIn) whose(g grant) loss {
	switch {
	case g.tenant != tenantKey(s.cfg.Fields[fieldTenantID]):
		return customers
	case g.resource != resource(s.cfg.Fields[fieldGraphURL], publicGraph):
		return source
	}
	return everything
}

// endpoint is the address of one of a tenant's sign-in endpoints.
func endpoint(fields map[string]string, tenant, name string) string {
	return strings.TrimRight(fields[fieldLoginURL], "/") + "/" + url.PathEscape(tenant) + "/oauth2/v2.0/" + name
}

// learn tells when the sign-in and the app's secret will end, now and then.
func (s *signIn) learn(ctx context.Context, g grant) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if s.cfg.Learn == nil || g.appOnly || !s.learnedAt.IsZero() && now.Sub(s.learnedAt) < learnEvery {
		return nil
	}
	ends := now.Add(refreshLife).UTC()
	if err := s.cfg.Learn(ctx, domain.Credential{Kind: domain.CredentialToken, ExpiresAt: &ends}); err != nil {
		return fmt.Errorf("note when the sign-in ends: %w", err)
	}
	if s.cfg.Secret(fieldClientSecret) != "" {
		secret := domain.Credential{Kind: domain.CredentialSecret}
		if at := domain.Date(s.cfg.Fields[fieldSecretEnds]).Time(); !at.IsZero() {
			secret.ExpiresAt = &at
		}
		if err := s.cfg.Learn(ctx, secret); err != nil {
			return fmt.Errorf("note when the client secret ends: %w", err)
		}
	}
	s.learnedAt = now
	return nil
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
