package sandbox

import (
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	avepointV3       = "/avepoint/graph/partner/external/v3"
	avepointCustomer = avepointV3 + "/general/customers/{customer}"
	avepointMaxPage  = 100
	avepointPage     = 50
	notAvailable     = "N/A"
)

// avepoint is how AvePoint Elements answers. What its errors look like is not documented; these have the shape that
// AvePoint documents for the APIs of single tenants.
func (s *Sandbox) avepoint() *dialect {
	return &dialect{
		vendor: vendorAvePoint,
		fail: func(r *http.Request, status int) reply {
			if isToken(r) {
				return jsonReply(status, map[string]string{"error": "temporarily_unavailable"})
			}
			return avepointError(r, status, "")
		},
		expired: (*Sandbox).avepointExpired,
		empty:   avepointEmpty,
		stamp:   func(r *http.Request, h http.Header) { h.Set("request-id", trackingID(r)) },
		limited: func(r *http.Request) bool { return !isToken(r) },
	}
}

func (s *Sandbox) routeAvePoint() {
	d := s.avepoint()
	s.mux.HandleFunc("POST "+avepointTokenPath, s.serve(d, s.avepointToken))
	for pattern, route := range map[string]struct {
		scope    string
		endpoint func(*http.Request, *elements) reply
	}{
		"POST " + avepointV3 + "/general/customers/batch":                                    {"elements.customers.read.all", s.avepointCustomers},
		"POST " + avepointV3 + "/general/customers/services/batch":                           {"elements.license.read.all", s.avepointServices},
		"POST " + avepointCustomer + "/3rd-party-products/type/{type}/tenants/batch":         {"elements.license.read.all", s.avepointSeats},
		"GET " + avepointCustomer + "/avpt-products/type/{type}/overview":                    {"elements.license.read.all", s.avepointPurchased},
		"POST " + avepointCustomer + "/avpt-products/jobs/batch":                             {"elements.jobs.read.all", s.avepointJobs},
		"GET " + avepointCustomer + "/cloud-backup-m365/overview":                            {"elements.cbprotected.read.all", s.avepointProtected},
		"POST " + avepointCustomer + "/scan-profiles/batch":                                  {"elements.scanprofiles.read.all", s.avepointScanProfiles},
		"GET " + avepointV3 + "/rm/customers/{customer}/tenants/{tenant}/detection/rules":    {"elements.rm.read.all", s.avepointRules},
		"GET " + avepointV3 + "/wm/customers/{customer}/tenants/{tenant}/overview/{part...}": {"elements.wm.read.all", s.avepointWorkspaces},
	} {
		s.mux.HandleFunc(pattern, s.serve(d, s.avepointSignedIn(route.scope, route.endpoint)))
	}
	s.routeAvePointV1(d)
	s.mux.HandleFunc("/avepoint/", s.serve(d, func(r *http.Request) reply {
		return avepointError(r, http.StatusNotFound, "The sandbox does not simulate this endpoint.")
	}))
}

func (s *Sandbox) avepointConnection(base string) Connection {
	return Connection{
		Vendor: vendorAvePoint,
		Name:   "AvePoint (sandbox)",
		Fields: map[string]string{
			"environment":  "custom",
			"client_id":    s.secrets.avepointClient,
			"identity_url": base + "/avepoint/identity",
			"api_url":      base + "/avepoint/graph",
		},
		Secrets: map[string]string{"client_secret": s.secrets.avepointSecret},
	}
}

func avepointError(r *http.Request, status int, message string) reply {
	return jsonReply(status, map[string]any{
		"statusCode": status, "message": cmp.Or(message, http.StatusText(status)), "traceId": trackingID(r),
	})
}

// avepointSignedIn lets a request through whose token has the scope, and finds the customer that the path names.
func (s *Sandbox) avepointSignedIn(scope string, next func(*http.Request, *elements) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		t, known := s.secrets.openJWT(bearer(r))
		if !known || t.Scope == "" || s.opts.Now().UnixMilli() >= t.Ends || s.isRevoked(t.Serial) {
			return avepointError(r, http.StatusUnauthorized, "")
		}
		if !slices.Contains(strings.Fields(t.Scope), scope) {
			return avepointError(r, http.StatusForbidden, "The token lacks the permission "+scope+".")
		}
		id := r.PathValue("customer")
		if id == "" {
			return next(r, nil)
		}
		e := s.portfolio().elementsByID[id]
		switch {
		case e == nil:
			return avepointError(r, http.StatusNotFound, "The customer does not exist.")
		case e.access != accessOK:
			return avepointError(r, http.StatusForbidden, "The customer has disabled partner access.")
		case r.PathValue("tenant") != "" && r.PathValue("tenant") != e.tenant:
			return avepointError(r, http.StatusNotFound, "The tenant does not exist.")
		}
		return next(r, e)
	}
}

func (s *Sandbox) avepointExpired(r *http.Request) reply {
	if isToken(r) {
		return oauthError("invalid_client")
	}
	if t, known := s.secrets.openJWT(bearer(r)); known {
		s.revoke(t.Serial)
	}
	return avepointError(r, http.StatusUnauthorized, "")
}

func avepointEmpty(r *http.Request) reply {
	switch {
	case strings.Contains(r.URL.Path, avepointV1+"/"):
		return jsonReply(http.StatusOK, map[string]any{"@odata.context": "", "value": []any{}})
	case strings.HasSuffix(r.URL.Path, "/rules"):
		return jsonReply(http.StatusOK, map[string]any{"result": []any{}})
	case strings.HasSuffix(r.URL.Path, "/batch"), strings.HasSuffix(r.URL.Path, "/cloud-backup-m365/overview"):
		return avepointList(r, []any{})
	}
	return jsonReply(http.StatusOK, map[string]any{})
}

// avepointList answers the page that was asked for.
func avepointList[T any](r *http.Request, all []T) reply {
	index, size := 1, avepointPage
	for name, into := range map[string]*int{"pageIndex": &index, "pageSize": &size} {
		if text := r.URL.Query().Get(name); text != "" {
			n, err := strconv.Atoi(text)
			if err != nil || n < 1 || name == "pageSize" && n > avepointMaxPage {
				return avepointError(r, http.StatusBadRequest, name+" is not valid.")
			}
			*into = n
		}
	}
	from := min((index-1)*size, len(all))
	return jsonReply(http.StatusOK, map[string]any{
		"data":     all[from:min(from+size, len(all))],
		"metadata": map[string]int{"pageIndex": index, "pageSize": size, "totalCount": len(all)},
	})
}

// avepointBody reads what a POST asks for; a body is needed, if only {}.
func avepointBody(r *http.Request, into any) bool {
	return json.NewDecoder(io.LimitReader(r.Body, 1<<20)).Decode(into) == nil
}

// avepointChosen lists the customers in the registration's scope, or those of them that the body names.
func (s *Sandbox) avepointChosen(r *http.Request) ([]*elements, bool) {
	var body struct {
		IDs []string `json:"customerIds"`
	}
	if !avepointBody(r, &body) {
		return nil, false
	}
	all := s.portfolio().elements
	if len(body.IDs) == 0 {
		return all, true
	}
	var chosen []*elements
	for _, e := range all {
		if slices.Contains(body.IDs, e.id) {
			chosen = append(chosen, e)
		}
	}
	return chosen, true
}

func (s *Sandbox) avepointCustomers(r *http.Request, _ *elements) reply {
	chosen, ok := s.avepointChosen(r)
	if !ok {
		return avepointError(r, http.StatusBadRequest, "A JSON body is needed.")
	}
	rows := make([]any, 0, len(chosen))
	for _, e := range chosen {
		rows = append(rows, map[string]any{
			"id": e.id, "organization": e.name, "ownerEmail": e.account, "jobStatus": e.health(),
			"countryOrRegion": e.company.place.country, "managementMode": 1,
			"tenants": []map[string]string{{"id": e.tenant, "name": e.company.name.slug()}},
		})
	}
	return avepointList(r, rows)
}

func (s *Sandbox) avepointServices(r *http.Request, _ *elements) reply {
	chosen, ok := s.avepointChosen(r)
	if !ok {
		return avepointError(r, http.StatusBadRequest, "A JSON body is needed.")
	}
	rows := make([]any, 0, len(chosen))
	for _, e := range chosen {
		products := []map[string]string{}
		for _, l := range e.services() {
			products = append(products, e.product(l, time.RFC3339))
		}
		rows = append(rows, map[string]any{"customerId": e.id, "organization": e.name, "customer": e.account, "products": products})
	}
	return avepointList(r, rows)
}

// product is a line as the API writes it: everything as text, and "N/A" for what there is not.
func (e *elements) product(l serviceLine, dates string) map[string]string {
	p := map[string]string{}
	for _, name := range []string{"subscriptionModel", "purchasedUserSeats", "purchasedUnits", "microsoftLicenseAssigned",
		"microsoftLicenseAvailable", "purchasedCapacity", "protectedCapacity", "storage", "retention", "consumedStorage",
		"change", "subscriptionName", "package", "contractEndDate"} {
		p[name] = notAvailable
	}
	p["service"], p["source"], p["paymentType"] = l.service.name, "AvePoint pooled subscription", "Prepaid"
	p["expirationDate"] = l.ends.time().Format(dates)
	if l.bought > 0 {
		p["purchasedUserSeats"] = strconv.Itoa(l.bought)
	}
	p["microsoftLicenseAssigned"], p["microsoftLicenseAvailable"] = "0", "0"
	if l.service == cloudBackup365 {
		p["microsoftLicenseAssigned"] = strconv.Itoa(l.assigned)
		p["microsoftLicenseAvailable"] = strconv.Itoa(max(0, l.bought-l.assigned))
	}
	if l.service == cloudBackupMachines {
		p["subscriptionModel"] = "Action and store"
		p["purchasedCapacity"] = "0/1 GB"
	}
	if l.named != "" {
		p["subscriptionName"] = l.named
	}
	if l.stored > 0 {
		p["consumedStorage"], p["protectedCapacity"] = sizeText(l.stored), sizeText(l.stored*1.2)
		p["storage"], p["retention"] = "AvePoint storage (Microsoft Azure Blob)", "Retain data for 1 year"
		if e.byos {
			p["storage"], p["consumedStorage"] = "Bring your own storage", notAvailable
		}
	}
	return p
}
