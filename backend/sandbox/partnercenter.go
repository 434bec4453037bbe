package sandbox

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

const (
	centerBase    = "/microsoft/partnercenter"
	centerMaxPage = 500
	centerMarker  = "MS-ContinuationToken"
)

// center is how Partner Center answers: https://learn.microsoft.com/partner-center/developer/error-codes. A refusal for
// the rate has a body of its own.
func (s *Sandbox) center() *dialect {
	return &dialect{
		vendor: vendorMicrosoft,
		fail: func(_ *http.Request, status int) reply {
			if status == http.StatusTooManyRequests {
				return jsonReply(status, map[string]any{"statusCode": status, "message": "Rate limit is exceeded. Try again in 1 seconds."})
			}
			return centerError(status, centerCodes[status], http.StatusText(status))
		},
		expired: func(s *Sandbox, r *http.Request) reply {
			if g, known := s.secrets.openJWT(bearer(r)); known {
				s.revoke(g.Serial)
			}
			return centerError(http.StatusUnauthorized, 400, "Access denied.")
		},
		empty: func(r *http.Request) reply { return jsonReply(http.StatusOK, collection(r, []any{}, "")) },
		stamp: func(r *http.Request, h http.Header) {
			h.Set("MS-RequestId", cmp.Or(r.Header.Get("MS-RequestId"), trackingID(r)))
			h.Set("MS-CorrelationId", cmp.Or(r.Header.Get("MS-CorrelationId"), trackingID(r)))
			h.Set("MS-CV", "sandbox.0")
			h.Set("MS-ServerId", "020020101")
		},
		limited: func(*http.Request) bool { return true },
	}
}

var centerCodes = map[int]int{
	http.StatusBadRequest: 2000, http.StatusUnauthorized: 400, http.StatusForbidden: 600006, http.StatusNotFound: 1000,
}

func centerError(status, code int, text string) reply {
	return jsonReply(status, map[string]any{"code": code, "description": text, "data": []any{}, "source": "PartnerFD"})
}

func (s *Sandbox) routePartnerCenter() {
	customer := centerBase + "/v1/customers/{customer}"
	for pattern, endpoint := range map[string]func(*http.Request) reply{
		"GET " + centerBase + "/v1/customers":                                  s.centerCustomers,
		"GET " + customer + "/subscriptions":                                   s.ofResold(s.centerSubscriptions),
		"GET " + customer + "/subscriptions/{subscription}/provisioningstatus": s.ofResold(s.centerProvisioning),
		"GET " + customer + "/orders":                                          s.ofResold(s.centerOrders),
		"GET " + customer + "/agreements":                                      s.ofResold(s.centerAgreements),
		"GET " + customer + "/servicerequests":                                 s.ofResold(s.centerRequests),
		"GET " + customer + "/servicerequests/{request}":                       s.ofResold(s.centerRequest),
		"POST " + customer + "/applicationconsents":                            s.centerConsent,
		"GET " + centerBase + "/v1/invoices":                                   s.centerInvoices,
		"GET " + centerBase + "/v1/invoices/{invoice}":                         s.centerInvoice,
		"GET " + centerBase + "/v1/invoices/{invoice}/lineitems":               s.centerLines,
		centerBase + "/": func(*http.Request) reply {
			return centerError(http.StatusNotFound, 1000, "The sandbox does not simulate this endpoint.")
		},
	} {
		s.mux.HandleFunc(pattern, s.serve(s.center(), s.centerSignedIn(endpoint)))
	}
}

// centerSignedIn lets the partner's own people in, if the partner sells directly. An indirect reseller is let see its list
// of customers and approve apps, and nothing more; an adviser nothing at all.
func (s *Sandbox) centerSignedIn(next func(*http.Request) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		g, known := s.secrets.openJWT(bearer(r))
		switch {
		case !known, g.Audience != partnerAudience, g.Tenant != s.secrets.partnerTenant,
			s.opts.Now().UnixMilli() >= g.Ends, s.isRevoked(g.Serial):
			return centerError(http.StatusUnauthorized, 400, "Access denied.")
		case s.opts.Partner == PartnerAdviser:
			return centerError(http.StatusForbidden, 600006, "The action is not allowed.")
		case s.opts.Partner == PartnerReseller && r.URL.Path != centerBase+"/v1/customers" && !strings.HasSuffix(r.URL.Path, "/applicationconsents"):
			return centerError(http.StatusForbidden, 1002, "Authorization Failed")
		case r.Header.Get("MS-RequestId") == "" || r.Header.Get("MS-CorrelationId") == "":
			return centerError(http.StatusBadRequest, 2000, "MS-RequestId and MS-CorrelationId are wanted.")
		}
		return next(r)
	}
}

// ofResold finds the customer of a path; its id may be written in any case.
func (s *Sandbox) ofResold(next func(*http.Request, *tenant) reply) func(*http.Request) reply {
	return func(r *http.Request) reply {
		t := s.portfolio().resoldTenant(r.PathValue("customer"))
		switch {
		case t == nil:
			return centerError(http.StatusNotFound, 1000, "Customer "+r.PathValue("customer")+" not found.")
		case !t.sells():
			return centerError(http.StatusForbidden, 20002, "There is no commerce relationship with the customer.")
		}
		return next(r, t)
	}
}

// resellerCustomers are those of the delegated customers that we sell to, and some that never granted us delegation.
func (p *portfolio) resellerCustomers(opts Options) []*tenant {
	var list []*tenant
	for _, t := range p.tenants {
		if t.company.role.fixed || t.company.key("delegated only")%25 != 0 {
			list = append(list, t)
		}
	}
	const first = 1_000_000 // slots that no delegated customer has
	for i := range max(1, opts.Customers/15) {
		if c := companyAt(opts, first+i, p.day); c.microsoft != nil && c.microsoft.from <= p.day {
			list = append(list, p.newTenant(c.microsoft, c))
		}
	}
	slices.SortFunc(list, func(a, b *tenant) int { return cmp.Compare(a.name+a.id, b.name+b.id) })
	return list
}

// sells is false for the odd customer that is listed and buys nothing through us.
func (t *tenant) sells() bool { return t.company.role.fixed || t.company.key("commerce")%40 != 0 }

func object(kind string) map[string]any { return map[string]any{"objectType": kind} }

// collection frames a list. The count is that of this answer alone.
func collection(r *http.Request, items []any, next string) map[string]any {
	self := strings.TrimPrefix(r.URL.RequestURI(), centerBase+"/v1")
	links := map[string]any{"self": map[string]any{"uri": self, "method": "GET", "headers": []any{}}}
	if next != "" {
		uri := self
		if !strings.Contains(uri, "seekOperation=") {
			uri += "&seekOperation=Next"
		}
		links["next"] = map[string]any{"uri": uri, "method": "GET", "headers": []any{map[string]string{"key": centerMarker, "value": next}}}
	}
	return map[string]any{"totalCount": len(items), "items": items, "links": links, "attributes": object("Collection")}
}

// seek cuts a page out of a list, by size and continuation token; next is "" at the end.
func seek[T any](r *http.Request, all []T, most int) (page []T, next, problem string) {
	size, err := strconv.Atoi(cmp.Or(r.URL.Query().Get("size"), strconv.Itoa(most)))
	if err != nil || size < 0 || size > most {
		return nil, "", fmt.Sprintf("size must be from 0 to %d", most)
	}
	from := 0
	if r.URL.Query().Get("seekOperation") == "Next" {
		raw, err := base64.StdEncoding.DecodeString(r.Header.Get(centerMarker))
		if err != nil {
			return nil, "", "the continuation token is not valid"
		}
		if _, err := fmt.Sscanf(string(raw), `{"skip":%d}`, &from); err != nil || from < 0 || from > len(all) {
			return nil, "", "the continuation token is not valid"
		}
	}
	if size == 0 {
		size = most
	}
	to := min(from+size, len(all))
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString(fmt.Appendf(nil, `{"skip":%d}`, to))
	}
	return all[from:to], next, ""
}

func (s *Sandbox) centerCustomers(r *http.Request) reply {
	page, next, problem := seek(r, s.portfolio().resold(), centerMaxPage)
	if problem != "" {
		return centerError(http.StatusBadRequest, 2000, problem)
	}
	items := make([]any, 0, len(page))
	for _, t := range page {
		items = append(items, map[string]any{
			"id": mixedCase(t.id),
			"companyProfile": map[string]any{
				"tenantId": t.id, "domain": t.initial, "companyName": t.company.name.String(), "attributes": object("CustomerCompanyProfile"),
			},
			"relationshipToPartner": "reseller",
			"attributes":            object("Customer"),
		})
	}
	return jsonReply(http.StatusOK, collection(r, items, next))
}

// mixedCase writes some ids in capitals, as Microsoft does.
func mixedCase(id string) string {
	if id != "" && id[0] >= '8' && id[0] <= '9' {
		return strings.ToUpper(id)
	}
	return id
}

func (s *Sandbox) centerAgreements(r *http.Request, t *tenant) reply {
	wanted := cmp.Or(r.URL.Query().Get("agreementType"), "MicrosoftCloudAgreement")
	agreed := t.from
	items := []any{}
	for _, kind := range []string{"MicrosoftCustomerAgreement", "MicrosoftCloudAgreement"} {
		if wanted != "*" && wanted != kind || kind == "MicrosoftCloudAgreement" && agreed >= dateDay(2020, 2, 1) {
			continue
		}
		items = append(items, map[string]any{
			"primaryContact": map[string]any{
				"firstName": "Ina", "lastName": "Falkner", "email": "ina.falkner@" + t.domain, "phoneNumber": "0550100",
			},
			"templateId": uuidOf(0, kind), "dateAgreed": agreed.time().Format("2006-01-02T15:04:05"), "type": kind,
			"agreementLink": "https://docs.microsoft.com/agreements/" + kind, "userId": s.secrets.partnerUser,
		})
	}
	if t.company.key("bare agreements")%2 == 0 { // as the published description has it
		return jsonReply(http.StatusOK, items)
	}
	return jsonReply(http.StatusOK, collection(r, items, ""))
}
