package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	deviceLife     = 15 * time.Minute
	deviceInterval = 5 // seconds
	codeLife       = 10 * time.Minute
	maxPending     = 1000
	deviceGrant    = "urn:ietf:params:oauth:grant-type:device_code"
)

var (
	entraPending   = entraFault{http.StatusBadRequest, "authorization_pending", 70016, "OAuth 2.0 device flow error. Authorization is pending. Continue polling.", ""}
	entraBadDevice = entraFault{http.StatusBadRequest, "bad_verification_code", 70019, "Verification code expired.", ""}
	entraTooLate   = entraFault{http.StatusBadRequest, "expired_token", 70020, "The provided value for the input parameter 'device_code' is not valid. This device code has expired.", ""}
	entraRedirect  = entraFault{http.StatusBadRequest, "invalid_request", 50011, "The redirect URI '%s' specified in the request does not match the redirect URIs configured for the application.", ""}
	entraBadCode   = entraFault{http.StatusBadRequest, "invalid_grant", 70000, "The provided value for the 'code' parameter is not valid.", ""}
	entraBadProof  = entraFault{http.StatusBadRequest, "invalid_grant", 501481, "The Code_Verifier does not match the code_challenge supplied in the authorization request.", ""}
)

// pending is a sign-in under way: a code that the browser brought back, or one that another device shows.
type pending struct {
	redirect, challenge string
	ends                time.Time
	polls               int
}

// entraAuthorize signs the partner's admin in without asking and sends the browser back with a code.
func (s *Sandbox) entraAuthorize(r *http.Request) reply {
	q := r.URL.Query()
	back, err := url.Parse(q.Get("redirect_uri"))
	switch {
	case !strings.EqualFold(q.Get("client_id"), s.secrets.microsoftClient):
		return s.entraError(r, entraNoApp, q.Get("client_id"))
	case q.Get("response_type") != "code":
		return s.entraError(r, entraBadRequest, "response_type")
	case err != nil || back.Scheme != "http" || !loopbackName(back.Host):
		return s.entraError(r, entraRedirect, q.Get("redirect_uri"))
	case q.Get("code_challenge") != "" && q.Get("code_challenge_method") != "S256":
		return s.entraError(r, entraBadRequest, "code_challenge_method")
	}
	if _, known := audienceOf(q.Get("scope"), false); !known {
		return s.entraError(r, entraScope, q.Get("scope"))
	}
	code := "0.A" + newDice(mix(s.serial.Add(1), key(s.opts.Seed, "entra code"))).uuid()
	s.await(code, pending{redirect: q.Get("redirect_uri"), challenge: q.Get("code_challenge"), ends: s.opts.Now().Add(codeLife)})
	query := back.Query()
	query.Set("code", code)
	query.Set("state", q.Get("state"))
	back.RawQuery = query.Encode()
	return rawReply(http.StatusFound, "text/html", nil).with("Location", back.String())
}

// entraDevice begins a sign-in on another device. Somebody is always there: the second question is answered.
func (s *Sandbox) entraDevice(r *http.Request) reply {
	form, ok := readForm(r)
	switch {
	case !ok || form.Get("scope") == "":
		return s.entraError(r, entraBadRequest, "scope")
	case !strings.EqualFold(form.Get("client_id"), s.secrets.microsoftClient):
		return s.entraError(r, entraNoApp, form.Get("client_id"))
	}
	if _, known := audienceOf(form.Get("scope"), false); !known {
		return s.entraError(r, entraScope, form.Get("scope"))
	}
	id := newDice(mix(s.serial.Add(1), key(s.opts.Seed, "entra device"))).uuid()
	s.await("D"+id, pending{ends: s.opts.Now().Add(deviceLife)})
	where, shown := baseOf(r)+"/microsoft/login/device", strings.ToUpper(id[:8])+"K"
	return jsonReply(http.StatusOK, map[string]any{
		"device_code": "D" + id, "user_code": shown, "verification_uri": where,
		"expires_in": int(deviceLife.Seconds()), "interval": deviceInterval,
		"message": "To sign in, use a web browser to open the page " + where + " and enter the code " + shown + " to authenticate.",
	})
}

// devicePage stands where the code would be typed in.
func (s *Sandbox) devicePage(*http.Request) reply {
	const page = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>The sandbox signs everybody in</h1></body></html>"
	return rawReply(http.StatusOK, "text/html; charset=utf-8", []byte(page))
}

func (s *Sandbox) await(code string, p pending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.pending) >= maxPending {
		clear(s.pending)
	}
	s.pending[code] = &p
}

// checkCode refuses an authorisation code that is not good, and uses it up.
func (s *Sandbox) checkCode(r *http.Request, form url.Values) *reply {
	s.mu.Lock()
	p := s.pending[form.Get("code")]
	delete(s.pending, form.Get("code"))
	s.mu.Unlock()
	proof := sha256.Sum256([]byte(form.Get("code_verifier")))
	var refusal reply
	switch {
	case p == nil || s.opts.Now().After(p.ends):
		refusal = s.entraError(r, entraBadCode)
	case p.redirect != form.Get("redirect_uri"):
		refusal = s.entraError(r, entraRedirect, form.Get("redirect_uri"))
	case p.challenge != "" && p.challenge != base64.RawURLEncoding.EncodeToString(proof[:]):
		refusal = s.entraError(r, entraBadProof)
	default:
		return nil
	}
	return &refusal
}

// checkDevice refuses a device code until it was asked for twice, and then uses it up.
func (s *Sandbox) checkDevice(r *http.Request, form url.Values) *reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	code := form.Get("device_code")
	p := s.pending[code]
	var refusal reply
	switch {
	case p == nil:
		refusal = s.entraError(r, entraBadDevice)
	case s.opts.Now().After(p.ends):
		refusal = s.entraError(r, entraTooLate)
	case p.polls == 0:
		p.polls++
		refusal = s.entraError(r, entraPending)
	default:
		delete(s.pending, code)
		return nil
	}
	return &refusal
}
