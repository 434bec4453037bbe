package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"time"
)

const (
	webexAccessLife  = 1209599 * time.Second // 14 days
	webexRefreshLife = 7775999 * time.Second // 90 days
	webexScope       = "spark:kms spark-admin:organizations_read spark-admin:licenses_read spark-admin:people_read " +
		"audit:events_read spark-admin:reports_read spark-admin:reports_write identity:people_read spark-admin:wholesale_customers_read " +
		"spark-admin:wholesale_subscribers_read spark-admin:wholesale_sub_partners_read " +
		"spark-admin:wholesale_billing_reports_read spark-admin:wholesale_billing_reports_write"
)

// grant is what an authorisation code was given for.
type grant struct{ redirect, challenge string }

// webexAuthorize signs the partner's admin in without asking and sends the browser back with a code.
func (s *Sandbox) webexAuthorize(r *http.Request) reply {
	q := r.URL.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	switch {
	case q.Get("client_id") != s.secrets.webexClient:
		return webexError(r, http.StatusBadRequest, "Client Id is invalid")
	case q.Get("response_type") != "code" || err != nil || !back.IsAbs():
		return webexError(r, http.StatusBadRequest, "response_type must be code and redirect_uri a URL")
	case q.Get("code_challenge") != "" && q.Get("code_challenge_method") != "S256":
		return webexError(r, http.StatusBadRequest, "code_challenge_method must be S256")
	case q.Get("scope") == "":
		return webexError(r, http.StatusBadRequest, "scope is missing")
	}
	code := newDice(mix(s.serial.Add(1), key(s.opts.Seed, "code"))).uuid()
	s.mu.Lock()
	if len(s.codes) >= 1000 {
		clear(s.codes)
	}
	s.codes[code] = grant{q.Get("redirect_uri"), q.Get("code_challenge")}
	s.mu.Unlock()
	query := back.Query()
	query.Set("code", code)
	query.Set("state", q.Get("state"))
	back.RawQuery = query.Encode()
	return rawReply(http.StatusFound, "text/plain", nil).with("Location", back.String())
}

func (s *Sandbox) webexAccessToken(r *http.Request) reply {
	form, ok := readForm(r)
	if !ok {
		return webexError(r, http.StatusUnsupportedMediaType, "The body must be application/x-www-form-urlencoded.")
	}
	id, secret, basic := r.BasicAuth()
	if !basic {
		id, secret = form.Get("client_id"), form.Get("client_secret")
	}
	switch {
	case id != s.secrets.webexClient:
		return webexError(r, http.StatusBadRequest, "Client Id is invalid")
	case secret != s.secrets.webexSecret:
		return webexError(r, http.StatusUnauthorized, "Client secret is invalid")
	}
	switch form.Get("grant_type") {
	case "refresh_token":
		c, known := s.secrets.openWebex(form.Get("refresh_token"))
		if !known || c.Use != useRefresh || c.expired(s.opts.Now()) {
			return webexError(r, http.StatusUnauthorized, "The refresh token is invalid or has expired.")
		}
	case "authorization_code":
		if !s.redeem(form) {
			return webexError(r, http.StatusBadRequest, "The authorization code is invalid.")
		}
	default:
		return webexError(r, http.StatusBadRequest, "Invalid grant type")
	}
	return s.webexTokens()
}

// redeem takes a code once, for the address and the proof key it was given for.
func (s *Sandbox) redeem(form url.Values) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	g, known := s.codes[form.Get("code")]
	delete(s.codes, form.Get("code"))
	if !known || g.redirect != form.Get("redirect_uri") {
		return false
	}
	sum := sha256.Sum256([]byte(form.Get("code_verifier")))
	return g.challenge == "" || g.challenge == base64.RawURLEncoding.EncodeToString(sum[:])
}

// webexTokens answers with a new access token; the refresh token stays the same, as it usually does at Webex.
func (s *Sandbox) webexTokens() reply {
	life := s.lifeOr(webexAccessLife)
	access := s.secrets.webexToken(claims{Use: useAccess, Serial: s.serial.Add(1), Ends: s.opts.Now().Add(life).UnixMilli()})
	return jsonReply(http.StatusOK, map[string]any{
		"access_token":             access,
		"expires_in":               int(life.Seconds()),
		"refresh_token":            s.secrets.webexRefresh,
		"refresh_token_expires_in": int(webexRefreshLife.Seconds()),
		"token_type":               "Bearer",
		"scope":                    webexScope,
	})
}

func (s *Sandbox) lifeOr(documented time.Duration) time.Duration {
	if s.opts.TokenLife > 0 {
		return s.opts.TokenLife
	}
	return documented
}

// readForm is the posted form; ok is false for any other kind of body.
func readForm(r *http.Request) (form url.Values, ok bool) {
	r.Body = http.MaxBytesReader(nil, r.Body, 1<<20)
	if r.ParseForm() != nil || r.PostForm == nil || len(r.PostForm) == 0 {
		return nil, false
	}
	return r.PostForm, true
}
