package microsoft

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// graphApp is Microsoft Graph among the applications of any tenant.
const graphApp = "00000003-0000-0000-c000-000000000000"

// appName is what the app is called where Partner Center shows the consent.
const appName = "Tenantry"

// errConsented is Partner Center's refusal of a consent that is there. Its status is documented nowhere, its words are known
// from programs in use.
var errConsented = errors.New("the app is approved there already")

const wordsConsented = "permission entry already exists"

// wireConsent is the body of POST /v1/customers/{id}/applicationconsents.
type wireConsent struct {
	AppID  string      `json:"applicationId"`
	Name   string      `json:"displayName"`
	Grants []wireGrant `json:"applicationGrants"`
}

// wireGrant is what the app may do at one API; scopes are parted by commas.
type wireGrant struct {
	API    string `json:"enterpriseApplicationId"`
	Scopes string `json:"scope"`
}

// Consent names the permissions that reading a customer takes. Partner Center gives consents for a person who signed in, also
// to some that it refuses all else, so they are offered unless it is never to be asked.
func (m *microsoft) Consent() *domain.Consent {
	if m.center.mode == centerNo || m.client.signIn.newest() == "" {
		return nil
	}
	scopes := []string{"Organization.Read.All", "User.Read.All", "ServiceHealth.Read.All"}
	if m.client.hasReports() {
		scopes = append(scopes, "Reports.Read.All")
	}
	return &domain.Consent{App: m.client.signIn.cfg.Fields[fieldClientID], Scopes: scopes}
}

// GiveConsent has Partner Center approve the app in a customer's tenant.
func (m *microsoft) GiveConsent(ctx context.Context, customer domain.Record) (already bool, err error) {
	consent := m.Consent()
	if consent == nil {
		return false, &connector.Refusal{Sort: connector.ErrForbidden, Key: "consent_not_offered", Detail: "Partner Center is not asked"}
	}
	req := m.center.request(customerPath(customer.VendorID) + "/applicationconsents")
	req.JSON = wireConsent{AppID: consent.App, Name: appName, Grants: []wireGrant{{API: graphApp, Scopes: strings.Join(consent.Scopes, ",")}}}
	req.Attempts, req.Problem = 1, consentProblem
	_, err = m.center.rest.Answer(ctx, req)
	var refusal *connector.Refusal
	switch {
	case errors.Is(err, errConsented):
		return true, nil
	case errors.As(err, &refusal) && refusal.Key == "consent_missing": // for Partner Center, in our own tenant
		return false, &connector.Refusal{Sort: refusal.Sort, Key: "partner_center_refused", Detail: refusal.Detail}
	}
	return false, err
}

// consentProblem tells what stands in the way of a consent from what Partner Center refuses otherwise.
func consentProblem(a rest.Answer) rest.Problem {
	p := centerProblem(a)
	switch {
	case bytes.Contains(bytes.ToLower(a.Body), []byte(wordsConsented)):
		p.Sort, p.Key = errConsented, ""
	case a.Status == http.StatusForbidden && p.Key == "partner_center_refused":
		p.Key = "consent_role_missing"
	}
	return p
}
