// Package webex reads what a Cisco Webex partner's customers have, through the public Webex API
// (docs/vendors/webex.md). Translating licence lists into pools and subscriptions is its business; keeping the pace and
// sorting errors is package rest's.
package webex

import (
	"context"
	"iter"
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
	fieldSignIns      = "sign_ins"
	fieldReports      = "partner_reports"
	fieldOrderReports = "order_partner_reports"
	fieldRegions      = "report_regions"
	fieldWholesale    = "wholesale"
)

// The answers to whether something optional is to be read. Left to us, it is read where the sign-in allows it; a refusal
// is an error only where the user says that there is something.
const (
	choiceAuto = "auto"
	choiceYes  = "yes"
	choiceNo   = "no"
)

const (
	defaultBaseURL = "https://webexapis.com/v1"
	// Cisco publishes no limits. A customer's licences take three requests or so, and about one customer a second is what
	// partners' tools live well with.
	defaultPace = 120
)

// Spec describes Cisco Webex as a vendor.
func Spec() connector.Spec {
	return connector.Spec{
		Vendor:            domain.VendorWebex,
		Name:              "Cisco Webex",
		Concurrency:       8,
		RequestsPerMinute: defaultPace,
		Portals:           []domain.PortalTemplate{{Key: "home", Name: "Partner Hub", URL: "https://admin.webex.com"}},
		Fields: []connector.Field{
			{Name: fieldClientID, Kind: connector.KindText, Required: true},
			{Name: fieldClientSecret, Kind: connector.KindText, Secret: true, Required: true},
			{Name: fieldRefreshToken, Kind: connector.KindText, Secret: true, Required: true},
			{Name: fieldWholesale, Kind: connector.KindText, Default: choiceAuto, Choices: choices()},
			{Name: fieldSignIns, Kind: connector.KindText, Default: choiceAuto, Choices: choices()},
			{Name: fieldReports, Kind: connector.KindText, Default: choiceAuto, Choices: choices()},
			{Name: fieldOrderReports, Kind: connector.KindText, Default: choiceNo, Choices: []string{choiceYes, choiceNo}},
			{Name: fieldRegions, Kind: connector.KindText, Advanced: true},
			{Name: fieldBaseURL, Kind: connector.KindURL, Required: true, Default: defaultBaseURL, Advanced: true},
			{Name: connector.FieldRequestsPerMinute, Kind: connector.KindNumber, Default: strconv.Itoa(defaultPace), Advanced: true},
		},
		New:    New,
		SignIn: signIn(),
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

// lanePeople is not a limit of its own: people wait for the list of all wholesale subscribers, and hold up nothing else there.
const lanePeople = "people"

// Datasets lists what can be read. What the user says there is none of is left out.
func (w *webex) Datasets() []connector.Dataset {
	fields := w.client.cfg.Fields
	list := []connector.Dataset{
		{Name: "licenses", Essential: true, Requests: 3, Fetch: single(w.fetchLicenses)},
		{Name: "tags", Every: connector.Daily, Fetch: single(w.fetchTags)},
	}
	if fields[fieldWholesale] != choiceNo {
		list = append(list, connector.Dataset{Name: "wholesale", Fetch: single(w.fetchWholesale)})
	}
	list = append(list,
		connector.Dataset{Name: "administrators", Personal: true, Every: connector.Daily, Fetch: single(w.fetchAdministrators)},
		connector.Dataset{Name: "people", Personal: true, Lane: lanePeople, Every: connector.Daily, Fetch: w.fetchPeople},
		connector.Dataset{Name: "domains", Every: connector.Daily, Fetch: single(w.fetchDomains)},
	)
	if fields[fieldWholesale] != choiceNo {
		list = append(list,
			connector.Dataset{Name: "subscribers", Personal: true, Lane: lanePeople, Every: connector.Daily, Fetch: single(w.fetchSubscribers)},
			connector.Dataset{Name: "sub-partners", PerConnection: true, Every: connector.Daily, Fetch: single(w.fetchSubPartners)},
			connector.Dataset{Name: "billing-reports", PerConnection: true, Incremental: true, Every: connector.Daily, Requests: 4, Fetch: w.fetchBillingReports},
		)
	}
	if fields[fieldSignIns] != choiceNo {
		list = append(list, connector.Dataset{Name: "sign-ins", Every: connector.Daily, Fetch: single(w.fetchSignIns)})
	}
	if fields[fieldReports] != choiceNo {
		list = append(list, connector.Dataset{
			Name: "partner-reports", PerConnection: true, Incremental: true, Every: connector.Daily,
			Requests: 2 + len(regions(fields)), Fetch: w.fetchReports,
		})
	}
	return list
}

// single makes a dataset of one page.
func single(read func(context.Context, connector.Request) (connector.Page, error)) func(context.Context, connector.Request) iter.Seq2[connector.Page, error] {
	return func(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
		return func(yield func(connector.Page, error) bool) {
			page, err := read(ctx, req)
			if err != nil {
				page = connector.Page{}
			}
			yield(page, err)
		}
	}
}

func choices() []string { return []string{choiceAuto, choiceYes, choiceNo} }
