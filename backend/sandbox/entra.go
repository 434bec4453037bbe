package sandbox

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	graphAudience   = "https://graph.microsoft.com"
	partnerAudience = "https://api.partnercenter.microsoft.com"
	graphLife       = 3899 * time.Second
	refreshIdle     = 90 * 24 * time.Hour // a refresh token dies when it was not used for so long
	delegatedScope  = "DelegatedAdminRelationship.Read.All Directory.Read.All LicenseAssignment.Read.All Organization.Read.All Reports.Read.All ServiceHealth.Read.All User.Read.All"
)

// entraFault is one of the token endpoint's documented refusals.
type entraFault struct {
	status   int
	kind     string // the OAuth error
	code     int    // the AADSTS number
	text     string
	suberror string
}

var (
	entraBadRequest  = entraFault{http.StatusBadRequest, "invalid_request", 900144, "The request body must contain the following parameter: '%s'.", ""}
	entraNoGrant     = entraFault{http.StatusBadRequest, "unsupported_grant_type", 70003, "The app requested an unsupported grant type '%s'.", ""}
	entraNoTenant    = entraFault{http.StatusBadRequest, "invalid_request", 90002, "Tenant '%s' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.", ""}
	entraNoApp       = entraFault{http.StatusBadRequest, "unauthorized_client", 700016, "Application with identifier '%s' was not found in the directory.", ""}
	entraSecret      = entraFault{http.StatusUnauthorized, "invalid_client", 7000215, "Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '%s'.", ""}
	entraBadToken    = entraFault{http.StatusBadRequest, "invalid_grant", 9002313, "Invalid request. Request is malformed or invalid.", ""}
	entraExpired     = entraFault{http.StatusBadRequest, "invalid_grant", 700082, "The refresh token has expired due to inactivity. The token was issued on %s and was inactive for 90.00:00:00.", "token_expired"}
	entraNoConsent   = entraFault{http.StatusBadRequest, "invalid_grant", 65001, "The user or administrator has not consented to use the application with ID '%s' named 'Tenantry'. Send an interactive authorization request for this user and resource.", "consent_required"}
	entraGuest       = entraFault{http.StatusBadRequest, "invalid_grant", 50020, "User account '%s' from identity provider 'https://sts.windows.net/' does not exist in tenant and cannot access the application in that tenant.", ""}
	entraScope       = entraFault{http.StatusBadRequest, "invalid_scope", 70011, "The provided value for the input parameter 'scope' is not valid. The scope '%s' is not valid.", ""}
	entraUnavailable = entraFault{http.StatusServiceUnavailable, "temporarily_unavailable", 90033, "A transient error has occurred. Please try again.", ""}
)

const partnerLogin = "admin@partner.example"

// login is how Entra's token endpoint answers.
func (s *Sandbox) login() *dialect {
	return &dialect{
		vendor: vendorMicrosoft,
		fail: func(r *http.Request, status int) reply {
			f := entraUnavailable
			f.status = status
			return s.entraError(r, f)
		},
		expired: func(s *Sandbox, r *http.Request) reply {
			issued := s.opts.Now().Add(-refreshIdle).UTC().Format(time.RFC3339)
			return s.entraError(r, entraExpired, issued)
		},
		empty:   func(*http.Request) reply { return jsonReply(http.StatusOK, map[string]any{}) },
		stamp:   func(r *http.Request, h http.Header) { h.Set("x-ms-request-id", trackingID(r)) },
		limited: func(*http.Request) bool { return false },
	}
}

func (s *Sandbox) entraError(r *http.Request, f entraFault, args ...any) reply {
	text := f.text
	if strings.Contains(text, "%s") {
		text = fmt.Sprintf(text, args...)
	}
	now := s.opts.Now().UTC().Format("2006-01-02 15:04:05Z")
	correlation := newDice(key(0, trackingID(r))).uuid()
	body := map[string]any{
		"error": f.kind,
		"error_description": fmt.Sprintf("AADSTS%d: %s Trace ID: %s Correlation ID: %s Timestamp: %s",
			f.code, text, trackingID(r), correlation, now),
		"error_codes":    []int{f.code},
		"timestamp":      now,
		"trace_id":       trackingID(r),
		"correlation_id": correlation,
	}
	if f.suberror != "" {
		body["suberror"] = f.suberror
	}
	return jsonReply(f.status, body)
}

// entraToken redeems a grant at one tenant: the partner's own, or a customer's.
func (s *Sandbox) entraToken(r *http.Request) reply {
	form, ok := readForm(r)
	if !ok {
		return s.entraError(r, entraBadRequest, "grant_type")
	}
	t, known := s.portfolio().tenantByID[strings.ToLower(r.PathValue("tenant"))]
	switch {
	case !known:
		return s.entraError(r, entraNoTenant, r.PathValue("tenant"))
	case !strings.EqualFold(form.Get("client_id"), s.secrets.microsoftClient):
		return s.entraError(r, entraNoApp, form.Get("client_id"))
	case form.Get("client_secret") != s.secrets.microsoftSecret:
		return s.entraError(r, entraSecret, s.secrets.microsoftClient)
	}
	if refusal := s.checkGrant(r, form); refusal != nil {
		return *refusal
	}
	return s.entraIssue(r, t, requested(form), form.Get("grant_type") == "client_credentials")
}

// checkGrant refuses what does not entitle to a token.
func (s *Sandbox) checkGrant(r *http.Request, form url.Values) *reply {
	var refusal reply
	switch grant := form.Get("grant_type"); grant {
	case "client_credentials":
		return nil
	case "refresh_token":
		return s.checkRefresh(r, form)
	case "authorization_code":
		return s.checkCode(r, form)
	case deviceGrant:
		return s.checkDevice(r, form)
	case "":
		refusal = s.entraError(r, entraBadRequest, "grant_type")
	default:
		refusal = s.entraError(r, entraNoGrant, grant)
	}
	return &refusal
}

// requested is the scope asked for. A code was given for Graph already and need not name it again.
func requested(form url.Values) string {
	if grant := form.Get("grant_type"); form.Get("scope") == "" && (grant == "authorization_code" || grant == deviceGrant) {
		return graphAudience + "/.default"
	}
	return form.Get("scope")
}

// entraIssue answers with tokens unless the tenant refuses.
func (s *Sandbox) entraIssue(r *http.Request, t *tenant, scope string, appOnly bool) reply {
	audience, known := audienceOf(scope, appOnly)
	switch {
	case scope == "":
		return s.entraError(r, entraBadRequest, "scope")
	case !known:
		return s.entraError(r, entraScope, scope)
	case !s.consented(t):
		return s.entraError(r, entraNoConsent, s.secrets.microsoftClient)
	case t.access == accessGuest && !appOnly:
		return s.entraError(r, entraGuest, partnerLogin)
	}
	return s.entraTokens(t, audience, appOnly)
}

// audienceOf is the one API whose scopes are asked for.
func audienceOf(scope string, appOnly bool) (audience string, known bool) {
	for _, a := range []string{graphAudience, partnerAudience} {
		if strings.Contains(scope, a+"/") {
			return a, !appOnly || scope == a+"/.default"
		}
	}
	return "", false
}

func (s *Sandbox) checkRefresh(r *http.Request, form url.Values) *reply {
	token := form.Get("refresh_token")
	if token == "" {
		refusal := s.entraError(r, entraBadRequest, "refresh_token")
		return &refusal
	}
	c, known := s.secrets.openMicrosoft(token)
	if !known || c.Use != useRefresh {
		refusal := s.entraError(r, entraBadToken)
		return &refusal
	}
	if c.expired(s.opts.Now()) {
		refusal := s.entraError(r, entraExpired, time.UnixMilli(c.Ends).Add(-refreshIdle).UTC().Format(time.RFC3339))
		return &refusal
	}
	return nil
}

// entraTokens answers with an access token for one API in one tenant. For a user it carries a new refresh token as well; the
// older ones go on working.
func (s *Sandbox) entraTokens(t *tenant, audience string, appOnly bool) reply {
	now, life := s.opts.Now(), s.lifeOr(graphLife)
	serial := s.serial.Add(1)
	payload := map[string]any{
		"aud": audience, "iss": "https://sts.windows.net/" + t.id + "/", "tid": t.id, "appid": s.secrets.microsoftClient,
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(life).Unix(),
		"exp_ms": now.Add(life).UnixMilli(), "n": serial, "use": useAccess, "app_only": appOnly,
	}
	body := map[string]any{
		"token_type":     "Bearer",
		"expires_in":     int(life.Seconds()),
		"ext_expires_in": int(life.Seconds()),
	}
	if !appOnly {
		scope := delegatedScope
		if audience == partnerAudience {
			scope = "user_impersonation"
		}
		payload["oid"], payload["scp"] = s.secrets.partnerUser, scope
		body["scope"] = audience + "/" + strings.ReplaceAll(scope, " ", " "+audience+"/") + " " + audience + "/.default"
		body["refresh_token"] = s.secrets.microsoftToken(claims{Use: useRefresh, Serial: s.serial.Add(1), Ends: now.Add(refreshIdle).UnixMilli()})
		body["id_token"] = s.secrets.jwt(map[string]any{
			"aud": s.secrets.microsoftClient, "iss": "https://login.microsoftonline.com/" + t.id + "/v2.0",
			"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(life).Unix(), "ver": "2.0",
			"name": "Robin Ashcombe", "oid": s.secrets.partnerUser, "preferred_username": partnerLogin, "tid": s.secrets.partnerTenant,
		})
	}
	body["access_token"] = s.secrets.jwt(payload)
	return jsonReply(http.StatusOK, body)
}
