// Package blancco reads the erasure reports of Blancco Management Portal tenants, through the report export calls of the
// portal's API (docs/vendors/blancco.md). One API key is one tenant, so a connection has one customer, whose name is
// typed in because the API names no tenant.
package blancco

import (
	"context"
	"iter"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// The names of the fields.
const (
	fieldCustomer = "customer"
	fieldAPIKey   = "api_key"
	fieldBaseURL  = "base_url"
	fieldPath     = "path"
	fieldFormat   = "format"
	fieldOperator = "operator_field"
)

const (
	defaultBaseURL = "https://api.eu-west-1.blancco.cloud/v1"
	// Blancco publishes no limits and recommends none; one request a second is little for an API gateway.
	defaultPace = 60
)

// Spec describes Blancco as a vendor.
func Spec() connector.Spec {
	return connector.Spec{
		Vendor:            domain.VendorBlancco,
		Name:              "Blancco",
		Concurrency:       1,
		RequestsPerMinute: defaultPace,
		// The host of the portal differs per region and tenant, and none is published: users enter their own.
		Portals: []domain.PortalTemplate{{Key: "home", Name: "Management Portal"}},
		Fields: []connector.Field{
			{Name: fieldCustomer, Kind: connector.KindText, Required: true},
			{Name: fieldAPIKey, Kind: connector.KindText, Secret: true, Required: true},
			{Name: fieldBaseURL, Kind: connector.KindURL, Required: true, Default: defaultBaseURL},
			{Name: fieldOperator, Kind: connector.KindText, Advanced: true},
			{Name: fieldFormat, Kind: connector.KindText, Default: formatJSON, Choices: []string{formatJSON, formatXML}, Advanced: true},
			{Name: fieldPath, Kind: connector.KindText, Default: pathAuto, Choices: []string{pathAuto, pathReport, pathReports}, Advanced: true},
			{Name: connector.FieldRequestsPerMinute, Kind: connector.KindNumber, Default: strconv.Itoa(defaultPace), Advanced: true},
		},
		New: New,
	}
}

// New makes a connector for one connection.
func New(cfg connector.Config) (connector.Connector, error) {
	spec := Spec()
	cfg.Fields = spec.Defaults(cfg.Fields)
	return &blancco{
		client:   newClient(cfg, spec.Pace(cfg.Fields)),
		customer: cfg.Fields[fieldCustomer],
		operator: cfg.Fields[fieldOperator],
	}, nil
}

// blancco is the connector of one connection.
type blancco struct {
	client   *client
	customer string // the tenant's customer, as typed in
	operator string // label of the tenant's own field that names who erased; "" is none
}

// Check asks for one report. The API says neither whose key it is nor what the tenant is called.
func (b *blancco) Check(ctx context.Context) (domain.Account, error) {
	if _, err := b.client.route(ctx); err != nil {
		return domain.Account{}, err
	}
	id := tenantID(b.customer)
	return domain.Account{ID: id, Name: b.customer, Org: id}, nil
}

// Customers yields the tenant's one customer, once the key was accepted.
func (b *blancco) Customers(ctx context.Context) iter.Seq2[[]domain.Record, error] {
	return func(yield func([]domain.Record, error) bool) {
		if _, err := b.client.route(ctx); err != nil {
			yield(nil, err)
			return
		}
		yield([]domain.Record{{VendorID: tenantID(b.customer), Name: b.customer}}, nil)
	}
}

// Datasets lists the one dataset that the public API offers.
func (b *blancco) Datasets() []connector.Dataset {
	return []connector.Dataset{{Name: "erasures", Incremental: true, Fetch: b.fetchErasures}}
}

// tenantID stands in for the tenant's id, which the API does not tell. It follows from the customer's name, so that it is
// the same in every run, after the key was replaced, and in a second connection to the same customer; how the name is
// spaced and capitalised does not matter.
func tenantID(customer string) string {
	return "tenant:" + strings.ToLower(strings.Join(strings.Fields(customer), " "))
}
