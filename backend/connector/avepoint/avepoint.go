// Package avepoint reads what an AvePoint partner's customers have, through the AvePoint Elements API
// (docs/vendors/avepoint.md): version 3, and version 1.1 where there is no other. Nearly every value of that API is a text
// that may be a number, an amount with a unit or "N/A"; reading those is units.go's business, and one that cannot be read
// stays a text.
package avepoint

import (
	"context"
	"net/url"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// The names of the fields.
const (
	fieldEnvironment  = "environment"
	fieldClientID     = "client_id"
	fieldClientSecret = "client_secret"
	fieldSecretEnds   = "secret_expires_on"
	fieldCertificate  = "certificate"
	fieldIdentityURL  = "identity_url"
	fieldAPIURL       = "api_url"
	fieldAPI          = "api"
)

// The generations of the API that can be chosen.
const (
	apiAuto = "auto" // version 3, and version 1.1 where that answers 404
	apiV3   = "v3"
	apiV1   = "v1.1"
)

// parallel is how many requests may be on their way. AvePoint publishes no limits, only that there are some.
const parallel = 4

// Spec describes AvePoint Elements as a vendor.
func Spec() connector.Spec {
	return connector.Spec{
		Vendor:      domain.VendorAvePoint,
		Name:        "AvePoint Elements",
		Concurrency: parallel,
		Portals:     []domain.PortalTemplate{{Key: "home", Name: "Elements", URL: "https://partner.avepointonlineservices.com"}},
		Fields: []connector.Field{
			{Name: fieldEnvironment, Kind: connector.KindText, Required: true, Default: commercial, Choices: environmentNames},
			{Name: fieldClientID, Kind: connector.KindText, Required: true},
			{Name: fieldClientSecret, Kind: connector.KindText, Secret: true},
			{Name: fieldSecretEnds, Kind: connector.KindDate},
			{Name: fieldCertificate, Kind: connector.KindLong, Secret: true},
			{Name: fieldIdentityURL, Kind: connector.KindURL, Advanced: true},
			{Name: fieldAPIURL, Kind: connector.KindURL, Advanced: true},
			{Name: fieldAPI, Kind: connector.KindText, Required: true, Default: apiAuto, Choices: []string{apiAuto, apiV3, apiV1}, Advanced: true},
			{Name: connector.FieldRequestsPerMinute, Kind: connector.KindNumber, Default: "0", Advanced: true},
		},
		New: New,
	}
}

// New makes a connector for one connection.
func New(cfg connector.Config) (connector.Connector, error) {
	spec := Spec()
	cfg.Fields = spec.Defaults(cfg.Fields)
	if err := fillAddresses(cfg.Fields); err != nil {
		return nil, err
	}
	return &avepoint{client: newClient(cfg, spec.Pace(cfg.Fields))}, nil
}

// avepoint is the connector of one connection.
type avepoint struct{ client *client }

// Check signs in and asks for one customer. The API does not say who is signed in: that is the app itself.
func (a *avepoint) Check(ctx context.Context) (domain.Account, error) {
	for _, err := range a.client.customers(ctx, 1) {
		if err != nil {
			return domain.Account{}, err
		}
		break
	}
	id := a.client.cfg.Fields[fieldClientID]
	return domain.Account{ID: id, Name: id, Org: hostOf(a.client.cfg.Fields[fieldAPIURL])}, nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Hostname()
}

// Datasets lists what there is to read. The first two are parts of lists that are read once for all customers.
func (a *avepoint) Datasets() []connector.Dataset {
	return []connector.Dataset{
		{Name: "profile", Fetch: a.fetchProfile},
		{Name: "services", Fetch: a.fetchServices},
		{Name: "jobs", Essential: true, Fetch: a.fetchJobs},
		{Name: "protected", Fetch: a.fetchProtected},
		{Name: "seats", Fetch: a.fetchSeats, Every: connector.Daily},
		{Name: "purchased", Fetch: a.fetchPurchased, Every: connector.Daily},
		{Name: "scan_profiles", Fetch: a.fetchScanProfiles, Every: connector.Daily},
		{Name: "risks", Fetch: a.fetchRisks, Every: connector.Daily},
		{Name: "workspaces", Fetch: a.fetchWorkspaces, Every: connector.Daily, Requests: len(overviews)},
	}
}
