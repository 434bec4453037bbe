package sandbox

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

const (
	graphBase       = "/microsoft/graph/v1.0"
	graphMaxPage    = 300
	graphPage       = 100
	graphStamp      = "2006-01-02T15:04:05Z"
	graphErrorStamp = "2006-01-02T15:04:05"
)

// graph is how Microsoft Graph answers: https://learn.microsoft.com/graph/errors.
func (s *Sandbox) graph() *dialect {
	return &dialect{
		vendor:  vendorMicrosoft,
		fail:    func(r *http.Request, status int) reply { return s.graphError(r, status, graphCodes[status], "") },
		expired: (*Sandbox).graphExpired,
		empty: func(*http.Request) reply {
			return jsonReply(http.StatusOK, map[string]any{"value": []any{}})
		},
		stamp: func(r *http.Request, h http.Header) {
			h.Set("request-id", trackingID(r))
			h.Set("client-request-id", clientRequestID(r))
		},
		limited: func(*http.Request) bool { return true },
	}
}

func (s *Sandbox) routeMicrosoft() {
	s.mux.HandleFunc("POST /microsoft/login/{tenant}/oauth2/v2.0/token", s.serve(s.login(), s.entraToken))
	s.mux.HandleFunc("GET /microsoft/login/{tenant}/oauth2/v2.0/authorize", s.serve(s.login(), s.entraAuthorize))
	s.mux.HandleFunc("POST /microsoft/login/{tenant}/oauth2/v2.0/devicecode", s.serve(s.login(), s.entraDevice))
	s.mux.HandleFunc("GET /microsoft/login/device", s.serve(s.login(), s.devicePage))
	s.mux.HandleFunc("GET /microsoft/reports/{file}", s.serve(s.reportStore(), s.reportFile))
	for pattern, endpoint := range map[string]func(*http.Request, *tenant) reply{
		"GET " + graphBase + "/tenantRelationships/delegatedAdminCustomers":                               s.graphCustomers,
		"GET " + graphBase + "/subscribedSkus":                                                            s.graphSkus,
		"GET " + graphBase + "/directory/subscriptions":                                                   s.graphSubscriptions,
		"GET " + graphBase + "/organization":                                                              s.graphOrganization,
		"GET " + graphBase + "/users":                                                                     s.graphUsers,
		"GET " + graphBase + "/admin/serviceAnnouncement/healthOverviews":                                 s.graphHealth,
		"GET " + graphBase + "/reports/{function}":                                                        s.graphReport,
		"GET " + graphBase + "/tenantRelationships/delegatedAdminRelationships":                           s.graphRelationships,
		"GET " + graphBase + "/tenantRelationships/delegatedAdminRelationships/{id}/accessAssignments":    s.graphAssignments,
		"GET " + graphBase + "/tenantRelationships/delegatedAdminCustomers/{id}/serviceManagementDetails": s.graphServiceLinks,
		"/microsoft/": func(r *http.Request, _ *tenant) reply {
			return s.graphError(r, http.StatusNotFound, "", "The sandbox does not simulate this endpoint.")
		},
	} {
		s.mux.HandleFunc(pattern, s.serve(s.graph(), s.graphSignedIn(endpoint)))
	}
}

var graphCodes = map[int]string{
	http.StatusBadRequest:          "Request_BadRequest",
	http.StatusUnauthorized:        "InvalidAuthenticationToken",
	http.StatusForbidden:           "Authorization_RequestDenied",
	http.StatusNotFound:            "Request_ResourceNotFound",
	http.StatusTooManyRequests:     "TooManyRequests",
	http.StatusInternalServerError: "InternalServerError",
	http.StatusServiceUnavailable:  "ServiceUnavailable",
}

var graphMessages = map[int]string{
	http.StatusUnauthorized:        "Access token is empty.",
	http.StatusForbidden:           "Insufficient privileges to complete the operation.",
	http.StatusNotFound:            "Resource not found.",
	http.StatusTooManyRequests:     "Too many requests.",
	http.StatusInternalServerError: "An internal server error occurred.",
	http.StatusServiceUnavailable:  "The service is temporarily unavailable. Please try again later.",
}

func (s *Sandbox) graphError(r *http.Request, status int, code, message string) reply {
	if code == "" {
		code = "UnknownError"
		if known := graphCodes[status]; known != "" {
			code = known
		}
	}
	if message == "" {
		message = graphMessages[status]
	}
	if message == "" {
		message = http.StatusText(status)
	}
	return jsonReply(status, map[string]any{"error": map[string]any{
		"code": code, "message": message,
		"innerError": map[string]string{
			"date":              s.opts.Now().UTC().Format(graphErrorStamp),
			"request-id":        trackingID(r),
			"client-request-id": clientRequestID(r),
		},
	}})
}

func clientRequestID(r *http.Request) string {
	if id := r.Header.Get("client-request-id"); id != "" {
		return id
	}
	return trackingID(r)
}

// graphSignedIn finds the tenant that the access token is for: no token reads another tenant.
func (s *Sandbox) graphSignedIn(next func(*http.Request, *tenant) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		token := bearer(r)
		if token == "" {
			return s.graphError(r, http.StatusUnauthorized, "", "")
		}
		g, known := s.secrets.openJWT(token)
		if !known {
			return s.graphError(r, http.StatusUnauthorized, "", "CompactToken parsing failed with error code: 80049217")
		}
		if g.Audience != graphAudience {
			return s.graphError(r, http.StatusUnauthorized, "", "Access token validation failure. Invalid audience.")
		}
		if s.opts.Now().UnixMilli() >= g.Ends || s.isRevoked(g.Serial) {
			return s.graphError(r, http.StatusUnauthorized, "", "Lifetime validation failed, the token is expired.")
		}
		t := s.portfolio().tenantByID[g.Tenant]
		if t == nil {
			return s.graphError(r, http.StatusUnauthorized, "", "The tenant for tenant guid '"+g.Tenant+"' does not exist.")
		}
		if !s.consented(t) {
			return s.graphError(r, http.StatusUnauthorized, "", "Continuous access evaluation resulted in challenge with result: InteractionRequired.")
		}
		return next(r, t)
	}
}

func (s *Sandbox) graphExpired(r *http.Request) reply {
	if g, known := s.secrets.openJWT(bearer(r)); known {
		s.revoke(g.Serial)
	}
	return s.graphError(r, http.StatusUnauthorized, "", "Lifetime validation failed, the token is expired.")
}

// query is what an OData request asks for; names are matched without regard to case.
type query struct {
	selected []string
	top      int
	after    string // the id that the page before ended with
	count    bool
}

// parseQuery reads the options a resource supports, with so many items a page at most; problem says what is wrong with them.
func parseQuery(r *http.Request, supported string, most int) (q query, problem string) {
	for name, values := range r.URL.Query() {
		lower := strings.ToLower(name)
		if !strings.Contains(supported+" ", lower+" ") {
			return q, fmt.Sprintf("The query option '%s' is not supported here.", name)
		}
		value := values[0]
		switch lower {
		case "$select":
			q.selected = strings.Split(value, ",")
		case "$count":
			q.count = value == "true"
		case "$top":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > most {
				return q, fmt.Sprintf("Invalid page size specified: '%s'. Must be between 1 and %d inclusive.", value, most)
			}
			q.top = n
		case "$skiptoken":
			raw, err := base64.RawURLEncoding.DecodeString(value)
			after, ours := strings.CutPrefix(string(raw), "after:")
			if err != nil || !ours {
				return q, "The skip token is invalid."
			}
			q.after = after
		}
	}
	return q, ""
}

// nextLink repeats the request's own options and goes on behind an id.
func nextLink(r *http.Request, id string) string {
	values := url.Values{}
	for name, v := range r.URL.Query() {
		if !strings.EqualFold(name, "$skiptoken") {
			values[name] = v
		}
	}
	values.Set("$skiptoken", base64.RawURLEncoding.EncodeToString([]byte("after:"+id)))
	return baseOf(r) + r.URL.Path + "?" + strings.ReplaceAll(values.Encode(), "%24", "$")
}

// list answers a collection, each item cut down to what $select names.
func (s *Sandbox) list(r *http.Request, q query, entity string, items []any, next string) reply {
	if len(q.selected) > 0 {
		for i, item := range items {
			cut, missing := selectFields(item, q.selected)
			if missing != "" {
				return s.graphError(r, http.StatusBadRequest, "",
					fmt.Sprintf("Could not find a property named '%s' on type 'microsoft.graph.%s'.", missing, entity))
			}
			items[i] = cut
		}
	}
	body := map[string]any{
		"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#" + strings.TrimPrefix(r.URL.Path, graphBase+"/"),
		"value":          items,
	}
	if next != "" {
		body["@odata.nextLink"] = next
	}
	return jsonReply(http.StatusOK, body)
}

func selectFields(item any, names []string) (map[string]json.RawMessage, string) {
	body, err := json.Marshal(item)
	if err != nil {
		return nil, err.Error()
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, err.Error()
	}
	out := map[string]json.RawMessage{}
	for _, name := range names {
		name = strings.TrimSpace(name)
		value, known := all[name]
		if !known {
			return nil, name
		}
		out[name] = value
	}
	return out, ""
}

// withCount adds how many items there are over all pages.
func withCount(a reply, total int) reply {
	var body map[string]json.RawMessage
	if json.Unmarshal(a.body, &body) != nil {
		return a
	}
	body["@odata.count"] = json.RawMessage(strconv.Itoa(total))
	return jsonReply(a.status, body)
}
