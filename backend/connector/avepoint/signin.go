package avepoint

import (
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

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

// redeem gets an access token for one scope, with the certificate where there is one, else with the secret.
func (c *client) redeem(ctx context.Context, scope string) (rest.Token, error) {
	address := c.cfg.Fields[fieldIdentityURL] + "/connect/token"
	form := url.Values{
		"grant_type": {"client_credentials"},
		"client_id":  {c.cfg.Fields[fieldClientID]},
		"scope":      {scope},
	}
	cert, err := c.proof(form, address)
	if err != nil {
		return rest.Token{}, err
	}
	var answer wireToken
	req := rest.Request{URL: address, Form: form, Problem: func(a rest.Answer) rest.Problem { return c.tokenProblem(a, scope) }}
	if err := c.rest.Do(ctx, req, &answer); err != nil {
		return rest.Token{}, err
	}
	if answer.AccessToken == "" {
		return rest.Token{}, c.rest.Malformed("POST token: no access_token in the answer")
	}
	if granted := strings.Fields(string(answer.Scope)); len(granted) > 0 && !slices.Contains(granted, scope) {
		return rest.Token{}, scopeMissing("the token was issued without " + scope)
	}
	if err := c.learn(ctx, cert); err != nil {
		return rest.Token{}, err
	}
	return rest.Token{Value: answer.AccessToken, Expires: expiry(c.now(), int64(answer.ExpiresIn))}, nil
}

// proof adds to the form what proves that we are the app.
func (c *client) proof(form url.Values, address string) (*certificate, error) {
	secret, text := c.cfg.Secret(fieldClientSecret), strings.TrimSpace(c.cfg.Secret(fieldCertificate))
	switch {
	case text != "":
		cert, err := parseCertificate(text)
		if err != nil {
			return nil, &connector.Refusal{Sort: connector.ErrUnauthorized, Key: "certificate_unreadable", Detail: err.Error()}
		}
		assertion, err := cert.assertion(form.Get("client_id"), address, c.now())
		if err != nil {
			return nil, fmt.Errorf("sign in with the certificate: %w", err)
		}
		form.Set("client_assertion_type", assertionType)
		form.Set("client_assertion", assertion)
		return cert, nil
	case secret != "":
		form.Set("client_secret", secret)
		return nil, nil
	}
	return nil, &connector.Refusal{Sort: connector.ErrUnauthorized, Key: "app_proof_missing", Detail: "neither a client secret nor a certificate"}
}

// learn tells once when the secret or the certificate ends. The end of a secret is known only where it was typed in.
func (c *client) learn(ctx context.Context, cert *certificate) error {
	if c.cfg.Learn == nil || !c.told.CompareAndSwap(false, true) {
		return nil
	}
	ends := domain.Credential{Kind: domain.CredentialSecret}
	if day := domain.Date(c.cfg.Fields[fieldSecretEnds]).Time(); !day.IsZero() {
		ends.ExpiresAt = &day
	}
	if cert != nil {
		until := cert.leaf.NotAfter.UTC()
		ends = domain.Credential{Kind: domain.CredentialCertificate, ExpiresAt: &until}
	}
	if err := c.cfg.Learn(ctx, ends); err != nil {
		c.told.Store(false)
		return fmt.Errorf("note when the sign-in ends: %w", err)
	}
	return nil
}

// expiry is the zero time, which is never, where the answer does not say.
func expiry(now time.Time, seconds int64) time.Time {
	if seconds <= 0 {
		return time.Time{}
	}
	return now.Add(time.Duration(min(seconds, 10*365*24*3600)) * time.Second)
}

// scopeMissing is the refusal of one permission: what the others allow is read all the same.
func scopeMissing(detail string) error {
	return &connector.Refusal{Sort: connector.ErrForbidden, Key: "scope_missing", Detail: detail}
}

// tokenProblem: the endpoint refuses the app, or one of the permissions it asks for. It does not tell a wrong secret from
// one that has expired; the day that was typed in does.
func (c *client) tokenProblem(a rest.Answer, scope string) rest.Problem {
	p := problem(a)
	var body wireOAuthError
	if json.Unmarshal(a.Body, &body) == nil && body.Error != "" {
		p.Code, p.Message = string(body.Error), string(body.Description)
	}
	switch a.Status {
	case http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden:
		p.Sort, p.Key = connector.ErrUnauthorized, "app_sign_in_refused"
		ends := domain.Date(c.cfg.Fields[fieldSecretEnds])
		if ends != "" && ends < domain.DateOf(c.now()) && c.cfg.Secret(fieldCertificate) == "" {
			p.Key = "client_secret_expired"
		}
		if p.Code == "invalid_scope" {
			p.Sort, p.Key = connector.ErrForbidden, "scope_missing"
			p.Message = strings.TrimSpace(p.Message + " " + scope)
		}
	}
	return p
}
