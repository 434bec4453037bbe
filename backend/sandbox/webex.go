package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// webex is how Webex answers: https://developer.webex.com/docs/basics.
var webex = &dialect{
	vendor:  vendorWebex,
	fail:    func(r *http.Request, status int) reply { return webexError(r, status, "") },
	expired: (*Sandbox).webexExpired,
	empty:   webexEmpty,
	stamp:   func(r *http.Request, h http.Header) { h["trackingId"] = []string{webexTracking(r)} },
	limited: func(r *http.Request) bool { return !isToken(r) },
}

func isToken(r *http.Request) bool {
	return strings.HasSuffix(r.URL.Path, "/access_token") || strings.HasSuffix(r.URL.Path, "/token")
}

func (s *Sandbox) routeWebex() {
	for pattern, endpoint := range map[string]func(*http.Request) reply{
		"GET /webex/v1/authorize":             s.webexAuthorize,
		"POST /webex/v1/access_token":         s.webexAccessToken,
		"GET /webex/v1/people/me":             s.webexSignedIn(s.webexMe),
		"GET /webex/v1/organizations":         s.webexSignedIn(s.webexOrganizations),
		"GET /webex/v1/organizations/{orgId}": s.webexSignedIn(s.webexOrganization),
		"GET /webex/v1/licenses":              s.webexSignedIn(s.webexLicenses),
		"GET /webex/v1/licenses/{licenseId}":  s.webexSignedIn(s.webexLicense),
		"GET /webex/v1/people":                s.webexSignedIn(s.webexPeople),
		"POST /webex/v1/device/authorize":     s.webexDeviceAuthorize,
		"POST /webex/v1/device/token":         s.webexDeviceToken,
		"GET /webex/verify":                   s.webexVerify,
		"GET /webex/v1/adminAudit/events":     s.webexSignedIn(s.webexAudit),

		"GET /webex/v1/partner/organizations/{orgId}/partnerAdmins":              s.webexSignedIn(s.webexAdmins),
		"GET /webex/v1/partner/tags":                                             s.webexSignedIn(s.webexTags),
		"GET /webex/v1/partner/tags/subscriptions":                               s.webexSignedIn(s.webexTaggedSubscriptions),
		"GET /webex/v1/partner/tags/organizations":                               s.webexSignedIn(s.webexTagged),
		"GET /webex/v1/partner/tags/organizations/{orgId}":                       s.webexSignedIn(s.webexOrgTags),
		"GET /webex/v1/partner/tags/organizations/{orgId}/subscriptions/{subId}": s.webexSignedIn(s.webexSubscriptionTags),
		"GET /webex/v1/partner/reports/templates":                                s.webexSignedIn(s.webexReportTemplates),
		"GET /webex/v1/partner/reports":                                          s.webexSignedIn(s.webexReports),
		"POST /webex/v1/partner/reports":                                         s.webexSignedIn(s.webexOrderPartnerReport),
		"GET /webex/download/api":                                                s.webexReportFile,

		"GET /webex/v1/wholesale/customers":            s.webexSignedIn(s.webexWholesale),
		"GET /webex/v1/wholesale/subscribers":          s.webexSignedIn(s.webexSubscribers),
		"GET /webex/v1/wholesale/subPartners":          s.webexSignedIn(s.webexSubPartners),
		"GET /webex/v1/wholesale/billing/reports":      s.webexSignedIn(s.webexBillingReports),
		"POST /webex/v1/wholesale/billing/reports":     s.webexSignedIn(s.webexOrderReport),
		"GET /webex/v1/wholesale/billing/reports/{id}": s.webexSignedIn(s.webexBillingReport),
		"GET /webex/cdn/WHOLESALE/{file}":              s.webexBillingFile,
		"/webex/": func(r *http.Request) reply {
			return webexError(r, http.StatusNotFound, "The sandbox does not simulate this endpoint.")
		},
	} {
		s.mux.HandleFunc(pattern, s.serve(webex, endpoint))
	}
}

func webexTracking(r *http.Request) string { return "ROUTER_" + strings.ToUpper(trackingID(r)) }

var webexMessages = map[int]string{
	http.StatusBadRequest:         "The request could not be understood by the server due to malformed syntax.",
	http.StatusUnauthorized:       "The request requires a valid access token set in the Authorization request header.",
	http.StatusForbidden:          "The server understood the request, but refused to fulfill it because the access token is missing required scopes or the user is missing required roles or licenses.",
	http.StatusNotFound:           "The requested resource could not be found.",
	http.StatusTooManyRequests:    "Too many requests have been sent in a given amount of time and the request has been rate limited.",
	http.StatusServiceUnavailable: "The server is overloaded with requests. Try again later.",
}

func webexError(r *http.Request, status int, description string) reply {
	message := webexMessages[status]
	if message == "" {
		message = http.StatusText(status)
	}
	if description == "" {
		description = message
	}
	return jsonReply(status, map[string]any{
		"message":    message,
		"errors":     []map[string]string{{"description": description}},
		"trackingId": webexTracking(r),
	})
}

// webexSignedIn lets a request through that carries a live access token.
func (s *Sandbox) webexSignedIn(next func(*http.Request) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		c, known := s.secrets.openWebex(bearer(r))
		if !known || c.Use != useAccess || c.expired(s.opts.Now()) || s.isRevoked(c.Serial) {
			return webexError(r, http.StatusUnauthorized, "")
		}
		return next(r)
	}
}

func (s *Sandbox) webexExpired(r *http.Request) reply {
	if isToken(r) {
		return webexError(r, http.StatusUnauthorized, "The refresh token has expired.")
	}
	if c, known := s.secrets.openWebex(bearer(r)); known {
		s.revoke(c.Serial)
	}
	return webexError(r, http.StatusUnauthorized, "")
}

// webexEmpty is an empty list in the envelope of the list asked for.
func webexEmpty(r *http.Request) reply {
	path := strings.TrimPrefix(r.URL.Path, "/webex/v1")
	switch path {
	case "/organizations", "/licenses", "/people", "/adminAudit/events", "/wholesale/customers", "/wholesale/subscribers",
		"/wholesale/subPartners", "/wholesale/billing/reports":
		return jsonReply(http.StatusOK, map[string]any{"items": []any{}})
	case "/partner/tags", "/partner/tags/organizations", "/partner/tags/subscriptions", "/partner/reports", "/partner/reports/templates":
		return jsonReply(http.StatusOK, []any{})
	}
	if strings.HasSuffix(path, "/partnerAdmins") {
		return jsonReply(http.StatusOK, map[string]any{"items": []any{}})
	}
	return jsonReply(http.StatusOK, map[string]any{})
}

// webexID is a public id: unpadded base64url of the resource's URI.
func webexID(kind, name string) string {
	return base64.RawURLEncoding.EncodeToString([]byte("ciscospark://us/" + kind + "/" + name))
}

// orgUUID reads an organisation's id, padded or not, or takes a plain UUID as it is.
func orgUUID(id string) string {
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(id, "="))
	if err != nil {
		return id
	}
	uuid, found := strings.CutPrefix(string(raw), "ciscospark://us/ORGANIZATION/")
	if !found {
		return id
	}
	return uuid
}

type webexOrganization struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	Created     string `json:"created"`
}

func (o *org) wire() webexOrganization {
	second := time.Duration(key(0, o.uuid)%86400) * time.Second
	return webexOrganization{
		ID:          webexID("ORGANIZATION", o.uuid),
		DisplayName: o.name,
		Created:     o.from.time().Add(second).Format("2006-01-02T15:04:05") + "+00:00",
	}
}

func organizationList(orgs []*org) []byte {
	items := make([]webexOrganization, 0, len(orgs))
	for _, o := range orgs {
		items = append(items, o.wire())
	}
	body, err := json.Marshal(map[string]any{"items": items})
	if err != nil {
		return nil
	}
	return body
}

func (s *Sandbox) webexOrganizations(*http.Request) reply {
	return rawReply(http.StatusOK, "application/json;charset=UTF-8", s.portfolio().orgList())
}

// opening is the right to read one customer's details, for a while.
type opening struct {
	until time.Time
	calls int
}

// webexOrganization also opens the customer: until it is read, its licences are refused.
func (s *Sandbox) webexOrganization(r *http.Request) reply {
	o := s.portfolio().orgByUUID[orgUUID(r.PathValue("orgId"))]
	if o == nil {
		return webexError(r, http.StatusNotFound, "Organization not found.")
	}
	if o.access == accessNotManaged {
		return webexError(r, http.StatusForbidden, "")
	}
	s.mu.Lock()
	s.opened[o.uuid] = &opening{until: s.opts.Now().Add(s.opts.OpenFor)}
	s.mu.Unlock()
	return jsonReply(http.StatusOK, o.wire())
}

// isOpen says whether the organisation may be read now, and counts the reading.
func (s *Sandbox) isOpen(o *org) bool {
	if o.uuid == s.secrets.partnerOrg {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	open := s.opened[o.uuid]
	if open == nil || s.opts.Now().After(open.until) || s.opts.OpenCalls > 0 && open.calls >= s.opts.OpenCalls {
		delete(s.opened, o.uuid)
		return false
	}
	open.calls++
	return o.access == accessOK
}

// askedOrg is the organisation that a question is about, the partner's own when none is named; nil if it may not be asked
// about, with the refusal.
func (s *Sandbox) askedOrg(r *http.Request) (*org, reply) {
	id := r.URL.Query().Get("orgId")
	if id == "" {
		id = s.secrets.partnerOrg
	}
	o := s.portfolio().orgByUUID[orgUUID(id)]
	if o == nil {
		return nil, webexError(r, http.StatusNotFound, "Organization not found.")
	}
	if !s.isOpen(o) {
		return nil, webexError(r, http.StatusForbidden, "")
	}
	return o, reply{}
}

type webexLicense struct {
	ID                   string `json:"id"`
	Name                 string `json:"name"`
	TotalUnits           int    `json:"totalUnits"`
	ConsumedUnits        int    `json:"consumedUnits"`
	ConsumedByUsers      int    `json:"consumedByUsers"`
	ConsumedByWorkspaces int    `json:"consumedByWorkspaces"`
	SubscriptionID       string `json:"subscriptionId,omitempty"`
	SiteURL              string `json:"siteUrl,omitempty"`
	SiteType             string `json:"siteType,omitempty"`
}

// id is the licence's id within its organisation.
func (l licence) id(o *org) string {
	return webexID("LICENSE", fmt.Sprintf("%s:%s_%s", o.uuid, l.kind, l.uuid))
}

// webexLicenses lists the partner's own licences when no organisation is named.
func (s *Sandbox) webexLicenses(r *http.Request) reply {
	o, refusal := s.askedOrg(r)
	if o == nil {
		return refusal
	}
	items := []webexLicense{}
	for _, l := range o.licences() {
		items = append(items, l.wire(o))
	}
	return jsonReply(http.StatusOK, map[string]any{"items": items})
}

func (l licence) wire(o *org) webexLicense {
	wire := webexLicense{
		ID:         l.id(o),
		Name:       l.name,
		TotalUnits: l.total, ConsumedUnits: l.consumed(), ConsumedByUsers: l.users, ConsumedByWorkspaces: l.workspaces,
		SubscriptionID: l.subscription, SiteURL: l.site,
	}
	if l.site != "" {
		wire.SiteType = "Control Hub managed site"
	}
	return wire
}

type webexLicenseUser struct {
	ID          string `json:"id"`
	Type        string `json:"type"`
	DisplayName string `json:"displayName"`
	Email       string `json:"email"`
}

// webexLicense tells of one licence, with a page of those who hold it where it is asked to.
func (s *Sandbox) webexLicense(r *http.Request) reply {
	for _, o := range s.portfolio().orgByUUID {
		for _, l := range o.licences() {
			if l.id(o) != r.PathValue("licenseId") {
				continue
			}
			if !s.isOpen(o) {
				return webexError(r, http.StatusForbidden, "")
			}
			if r.URL.Query().Get("includeAssignedTo") != "user" {
				return jsonReply(http.StatusOK, l.wire(o))
			}
			return s.webexHolders(r, o, l)
		}
	}
	return webexError(r, http.StatusNotFound, "License not found.")
}

// webexHolders pages through the people that hold a licence; those with another organisation's address are its guests.
func (s *Sandbox) webexHolders(r *http.Request, o *org, l licence) reply {
	const most = 300
	size, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || size < 1 || size > most {
		size = most
	}
	start := min(offsetIn(r.URL.Query().Get("next")), l.users)
	end := min(start+size, l.users)
	users := []webexLicenseUser{}
	for n := start; n < end; n++ {
		p := o.person(n, s.portfolio().day)
		user := webexLicenseUser{ID: p.ID, Type: "INTERNAL", DisplayName: p.DisplayName, Email: p.Emails[0]}
		if o.company != nil && !strings.HasSuffix(user.Email, "@"+o.company.domain()) {
			user.Type = "EXTERNAL"
		}
		users = append(users, user)
	}
	answer := jsonReply(http.StatusOK, struct {
		webexLicense
		Users []webexLicenseUser `json:"users"`
	}{l.wire(o), users})
	if end < l.users {
		query := r.URL.Query()
		query.Set("next", offsetText(end))
		answer = answer.with("Link", "<"+baseOf(r)+r.URL.Path+"?"+query.Encode()+`>; rel="next"`)
	}
	return answer
}
