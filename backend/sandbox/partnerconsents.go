package sandbox

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
)

// graphAppID is Microsoft Graph among the applications of any tenant.
const graphAppID = "00000003-0000-0000-c000-000000000000"

// consentRoles are those of which the partner needs one at a customer to approve apps there.
var consentRoles = []string{roleCloudApplications, roleApplications, roleGlobalAdministrator}

type centerGrant struct {
	API    string `json:"enterpriseApplicationId"`
	Scopes string `json:"scope"`
}

// centerConsent approves the app in a customer's tenant. That takes a person, and a role that indirect resellers are not given
// by default; what is approved already is refused.
func (s *Sandbox) centerConsent(r *http.Request) reply {
	var in struct {
		AppID  string        `json:"applicationId"`
		Name   string        `json:"displayName"`
		Grants []centerGrant `json:"applicationGrants"`
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<16))
	if err != nil || json.Unmarshal(body, &in) != nil || !strings.EqualFold(in.AppID, s.secrets.microsoftClient) || !wellFormed(in.Grants) {
		return centerError(http.StatusBadRequest, 2000, "The application consent is not valid.")
	}
	g, _ := s.secrets.openJWT(bearer(r))
	t := s.portfolio().resoldTenant(r.PathValue("customer"))
	switch {
	case t == nil:
		return centerError(http.StatusNotFound, 1000, "Customer "+r.PathValue("customer")+" not found.")
	case g.AppOnly, s.opts.Partner == PartnerReseller, !t.grants.consents():
		return centerError(http.StatusForbidden, 600006, "The action is not allowed.")
	case !s.agree(t):
		return centerError(http.StatusConflict, 2000, "Permission entry already exists.")
	}
	return jsonReply(http.StatusCreated, map[string]any{"applicationId": in.AppID, "displayName": in.Name, "applicationGrants": in.Grants})
}

func wellFormed(grants []centerGrant) bool {
	for _, grant := range grants {
		if grant.API != graphAppID || slices.ContainsFunc(strings.Split(grant.Scopes, ","), func(scope string) bool {
			return !strings.Contains(scope, ".") || strings.Contains(scope, " ")
		}) {
			return false
		}
	}
	return len(grants) > 0
}

// consents says whether the partner may approve apps at the customer.
func (g grants) consents() bool {
	return slices.ContainsFunc(g.assigned(), func(role string) bool { return slices.Contains(consentRoles, role) })
}

// resoldTenant finds a customer of Partner Center; its id may be written in any case.
func (p *portfolio) resoldTenant(id string) *tenant {
	all := p.resold()
	at := slices.IndexFunc(all, func(t *tenant) bool { return strings.EqualFold(t.id, id) })
	if at < 0 {
		return nil
	}
	return all[at]
}

// agree notes an approval; false where there was one.
func (s *Sandbox) agree(t *tenant) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	lacked := s.lacksConsent(t)
	s.agreed[t.id] = true
	delete(s.withdrawn, t.id)
	return lacked
}

// consented says whether the app may read a tenant.
func (s *Sandbox) consented(t *tenant) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.lacksConsent(t)
}

func (s *Sandbox) lacksConsent(t *tenant) bool {
	return s.withdrawn[t.id] || t.access == accessNoConsent && !s.agreed[t.id]
}

// withdrawConsent lets the tenant that a request is about take back its consent, and answers as Microsoft does from then on.
func (s *Sandbox) withdrawConsent(d *dialect, r *http.Request) reply {
	id := strings.ToLower(r.PathValue("tenant"))
	signingIn := id != ""
	if g, known := s.secrets.openJWT(bearer(r)); known && !signingIn {
		id = g.Tenant
	}
	s.mu.Lock()
	s.withdrawn[id] = true
	s.mu.Unlock()
	if signingIn {
		return s.entraError(r, entraNoConsent, s.secrets.microsoftClient)
	}
	return d.expired(s, r)
}
