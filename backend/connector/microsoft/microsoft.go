// Package microsoft reads what the Microsoft 365 customers of a partner have, through Microsoft Graph with delegated
// administration rights (docs/vendors/microsoft.md). It redeems one refresh token at every customer's tenant and
// translates licences into pools and subscriptions; keeping the pace and sorting errors is package rest's.
package microsoft

import (
	"context"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// The names of the fields.
const (
	fieldTenantID     = "tenant_id"
	fieldClientID     = "client_id"
	fieldClientSecret = "client_secret"
	fieldSecretEnds   = "secret_expires_on"
	fieldRefreshToken = "refresh_token"
	fieldLoginURL     = "login_url"
	fieldGraphURL     = "graph_url"
)

const (
	defaultLoginURL = "https://login.microsoftonline.com"
	publicGraph     = "https://graph.microsoft.com"
	defaultGraphURL = publicGraph + "/v1.0"
)

// beginSession is Partner Center's way into a customer's admin center; the page to open comes after it.
const beginSession = "https://admin.microsoft.com/Partner/BeginClientSession.aspx?CTID={tenant}&CSDEST="

// Spec describes Microsoft 365 as a vendor.
func Spec() connector.Spec {
	return connector.Spec{
		Vendor:      domain.VendorMicrosoft,
		Name:        "Microsoft 365",
		Concurrency: 8,
		// Graph allows 2,000 requests a second per app; a pace would only slow the reading down.
		RequestsPerMinute: 0,
		Fields: []connector.Field{
			{Name: fieldTenantID, Kind: connector.KindText, Required: true},
			{Name: fieldClientID, Kind: connector.KindText, Required: true},
			{Name: fieldClientSecret, Kind: connector.KindText, Secret: true},
			{Name: fieldSecretEnds, Kind: connector.KindDate},
			{Name: fieldRefreshToken, Kind: connector.KindText, Secret: true, Required: true},
			{Name: fieldLoginURL, Kind: connector.KindURL, Required: true, Default: defaultLoginURL, Advanced: true},
			{Name: fieldGraphURL, Kind: connector.KindURL, Required: true, Default: defaultGraphURL, Advanced: true},
			{Name: fieldPartnerCenter, Kind: connector.KindText, Required: true, Default: centerAuto,
				Choices: []string{centerAuto, centerYes, centerNo}, Advanced: true},
			{Name: fieldPartnerCenterURL, Kind: connector.KindURL, Required: true, Default: publicPartnerCenter, Advanced: true},
			{Name: fieldPartnerCenterPace, Kind: connector.KindNumber, Default: paceOfPartnerCenter, Advanced: true},
			{Name: connector.FieldRequestsPerMinute, Kind: connector.KindNumber, Default: "0", Advanced: true},
		},
		New:    New,
		SignIn: interactive(),
		Portals: []domain.PortalTemplate{
			{Key: "admin", Name: "Microsoft 365 admin", URL: "https://admin.cloud.microsoft/?delegatedOrg={initial}"},
			{Key: "health", Name: "Microsoft 365 service health", URL: beginSession + "ServiceStatus"},
			{Key: "support", Name: "Partner Center service requests", URL: beginSession + "Support"},
			{Key: "exchange", Name: "Exchange admin", URL: "https://admin.cloud.microsoft/exchange?landingpage=homepage&form=mac_sidebar&delegatedOrg={initial}#"},
			{Key: "entra", Name: "Entra admin", URL: "https://entra.microsoft.com/{domain}"},
			{Key: "intune", Name: "Intune", URL: "https://intune.microsoft.com/{domain}"},
			{Key: "teams", Name: "Teams admin", URL: "https://admin.teams.microsoft.com/?delegatedOrg={initial}"},
			{Key: "sharepoint", Name: "SharePoint admin", URL: "https://{label}-admin.sharepoint.com"},
			{Key: "azure", Name: "Azure", URL: "https://portal.azure.com/{domain}"},
			{Key: "defender", Name: "Defender", URL: "https://security.microsoft.com/?tid={tenant}"},
			{Key: "purview", Name: "Purview", URL: "https://purview.microsoft.com/?tid={tenant}"},
			{Key: "powerplatform", Name: "Power Platform admin", URL: "https://admin.powerplatform.microsoft.com/account/login/{tenant}"},
			{Key: "partnercenter", Name: "Partner Center", URL: "https://partner.microsoft.com/dashboard/v2/customers/{tenant}/servicemanagementpage"},
		},
	}
}

// New makes a connector for one connection.
func New(cfg connector.Config) (connector.Connector, error) {
	spec := Spec()
	cfg.Fields = spec.Defaults(cfg.Fields)
	c := newClient(cfg, spec.Pace(cfg.Fields))
	return &microsoft{client: c, center: newPartnerCenter(cfg, c)}, nil
}

// microsoft is the connector of one connection.
type microsoft struct {
	client        *client
	center        *partnerCenter
	relationships rest.Shared[map[string][]wireRelationship]
}

// Check signs in at the partner tenant and asks for one customer: that takes the rights the whole reading takes there.
func (m *microsoft) Check(ctx context.Context) (domain.Account, error) {
	var page wireList[wireCustomer]
	if err := m.client.get(ctx, call{tenant: m.client.partner, url: customersPath + "?$top=1"}, &page); err != nil {
		return domain.Account{}, err
	}
	if m.center.mode == centerYes {
		if _, err := m.center.offer(ctx); err != nil {
			return domain.Account{}, err
		}
	}
	return m.client.signIn.signedIn(), nil
}

// laneReports is the limit of the usage reports, which Graph keeps for each report and customer. A sync asks for a report
// once, for the one of activity twice where people are read: it meets the limit only where somebody else uses our app.
const laneReports = "reports"

var eachReport = domain.EachLimit{Requests: 14, Minutes: 10}

// weekly is read with every seventh daily sync.
const weekly = 6*24*time.Hour + connector.Daily

// Datasets begins with what is read in our own tenant, since it is there for a customer that refuses us altogether, and
// lists pools before the subscriptions that point to them.
func (m *microsoft) Datasets() []connector.Dataset {
	datasets := []connector.Dataset{
		{Name: "relationships", Every: connector.Daily, Fetch: m.fetchRelationships},
		{Name: "links", Every: weekly, Fetch: m.fetchLinks},
		{Name: "subscribed_skus", Essential: true, Fetch: m.fetchSubscribedSkus},
		{Name: "subscriptions", Essential: true, Fetch: m.fetchSubscriptions, Lane: m.center.lane(), Requests: 2, LaneRequests: 1},
		{Name: "service_requests", Fetch: m.fetchServiceRequests, Lane: m.center.lane(), Requests: 2},
		{Name: "orders", Fetch: m.fetchOrders, Lane: m.center.lane(), Every: connector.Daily},
		{Name: "agreements", Fetch: m.fetchAgreements, Lane: m.center.lane(), Every: weekly},
		{Name: "reseller_customers", PerConnection: true, Fetch: m.fetchUndelegated, Lane: m.center.lane(), Every: connector.Daily},
		{Name: "invoices", PerConnection: true, Incremental: true, Fetch: m.fetchInvoices, Lane: m.center.lane(), Every: connector.Daily},
		{Name: "invoice_lines", PerConnection: true, Incremental: true, Fetch: m.fetchInvoiceLines, Lane: m.center.lane(), Every: connector.Daily},
		{Name: "billing_export", PerConnection: true, Incremental: true, Fetch: m.fetchBilling, Lane: laneBilling, Every: connector.Daily},
		{Name: "organization", Every: connector.Daily, Fetch: m.fetchOrganization},
		{Name: "health", Fetch: m.fetchHealth},
		{Name: "people", Personal: true, Lane: laneReports, Every: connector.Daily, Requests: 3, LaneRequests: 1, Fetch: m.fetchPeople},
	}
	if m.client.hasReports() {
		datasets = append(datasets,
			connector.Dataset{Name: "usage", Lane: laneReports, Every: connector.Daily, Requests: 8, LaneRequests: 3, Fetch: m.fetchUsage},
			connector.Dataset{Name: "storage", Lane: laneReports, Every: connector.Daily, Requests: 6, LaneRequests: 3, Fetch: m.fetchStorage},
		)
	}
	for i := range datasets {
		switch datasets[i].Lane {
		case lanePartnerCenter:
			datasets[i].LanePace = m.center.pace
		case laneReports:
			datasets[i].LaneEach = eachReport
		}
	}
	return datasets
}
