// Package webex reads what a Cisco Webex partner's customers have, through the public Webex API
// (docs/vendors/webex.md). Translating licence lists into pools and subscriptions is its business; keeping the pace and
// sorting errors is package rest's.
package webex

import (
	"context"
	"strconv"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// The names of the fields.
const (
	fieldBaseURL      = "base_url"
	fieldClientID     = "client_id"
	fieldClientSecret = "client_secret"
	fieldRefreshToken = "refresh_token"
)

const (
	defaultBaseURL = "https://webexapis.com/v1"
	// Cisco publishes no limits. A customer takes two requests, and about one customer a second is what partners'
	// tools live well with.
	defaultPace = 120
)

// Spec describes Cisco Webex as a vendor.
func Spec() connector.Spec {
	return connector.Spec{
		Vendor:            domain.VendorWebex,
		Name:              "Cisco Webex",
		Concurrency:       8,
		RequestsPerMinute: defaultPace,
		Fields: []connector.Field{
			{Name: fieldClientID, Kind: connector.KindText, Required: true},
			{Name: fieldClientSecret, Kind: connector.KindText, Secret: true, Required: true},
			{Name: fieldRefreshToken, Kind: connector.KindText, Secret: true, Required: true},
			{Name: fieldBaseURL, Kind: connector.KindURL, Required: true, Default: defaultBaseURL, Advanced: true},
			{Name: connector.FieldRequestsPerMinute, Kind: connector.KindNumber, Default: strconv.Itoa(defaultPace), Advanced: true},
		},
		New: New,
	}
}

// New makes a connector for one connection.
func New(cfg connector.Config) (connector.Connector, error) {
	spec := Spec()
	cfg.Fields = spec.Defaults(cfg.Fields)
	return &webex{client: newClient(cfg, spec.Pace(cfg.Fields))}, nil
}

// webex is the connector of one connection.
type webex struct{ client *client }

// Check asks who is signed in.
func (w *webex) Check(ctx context.Context) (domain.Account, error) {
	me, err := w.client.me(ctx)
	if err != nil {
		return domain.Account{}, err
	}
	return domain.Account{ID: me.ID, Name: me.DisplayName, Org: me.OrgID}, nil
}

// Datasets lists the one dataset there is.
func (w *webex) Datasets() []connector.Dataset {
	return []connector.Dataset{{Name: "licenses", Essential: true, Fetch: w.fetchLicenses}}
}
