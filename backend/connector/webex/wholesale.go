package webex

import (
	"context"
	"errors"
	"slices"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// The scopes of wholesale.
const (
	scopeWholesaleCustomers   = "spark-admin:wholesale_customers_read"
	scopeWholesaleSubscribers = "spark-admin:wholesale_subscribers_read"
	scopeWholesalePartners    = "spark-admin:wholesale_sub_partners_read"
	scopeBillingRead          = "spark-admin:wholesale_billing_reports_read"
	scopeBillingWrite         = "spark-admin:wholesale_billing_reports_write"
)

// wholesale is all our wholesale customers.
type wholesale struct {
	offered bool // to us: most partners have no wholesale
	byOrg   map[string]wireCustomer
}

// optional calls what a partner need not have. Where the user leaves it to us to find out, a refusal means that it is not
// offered: ok is false then.
func (c *client) optional(field, scope string, call func() error) (ok bool, err error) {
	setting := c.cfg.Fields[field]
	if setting == choiceNo || setting == choiceAuto && !c.granted(scope) {
		return false, nil
	}
	err = call()
	if setting == choiceAuto && errors.Is(err, connector.ErrForbidden) {
		return false, nil
	}
	return err == nil, err
}

// wholesale gives all wholesale customers, read once.
func (c *client) wholesale(ctx context.Context) (wholesale, error) {
	return c.wholesaling.Get(ctx, func(ctx context.Context) (wholesale, error) {
		all := wholesale{byOrg: map[string]wireCustomer{}}
		if _, err := c.tokens.Token(ctx); err != nil { // it says what the sign-in allows
			return all, err
		}
		var err error
		all.offered, err = c.optional(fieldWholesale, scopeWholesaleCustomers, func() error {
			return c.pages(ctx, list{path: "/wholesale/customers", counted: true}, func(answer rest.Answer) (int, error) {
				return c.addWholesale(answer, all.byOrg)
			})
		})
		return all, err
	})
}

// addWholesale takes a page. Customers that are not provisioned yet have no organisation to know them by.
func (c *client) addWholesale(answer rest.Answer, byOrg map[string]wireCustomer) (int, error) {
	var page wireCustomers
	if err := c.rest.Decode(answer, &page); err != nil {
		return 0, err
	}
	if page.Items == nil {
		return 0, c.rest.Malformed("GET wholesale/customers: items is missing")
	}
	for _, customer := range page.Items {
		if customer.ID == "" {
			return 0, c.rest.Malformed("GET wholesale/customers: an item has no id")
		}
		if customer.OrgID != "" {
			byOrg[orgKey(customer.OrgID)] = customer
		}
	}
	return len(page.Items), nil
}

// hintOfWholesale gives the wholesale customer that an organisation is, nil where it is none, or where the list cannot be
// read: licences and people are worth more than it is, and the dataset of its own says what is wrong.
func (c *client) hintOfWholesale(ctx context.Context, org string) (*wireCustomer, error) {
	if c.noHints.Load() {
		return nil, nil
	}
	all, err := c.wholesale(ctx)
	if err != nil {
		var limited *connector.RateLimited
		if ctx.Err() != nil || errors.As(err, &limited) || errors.Is(err, connector.ErrUnauthorized) {
			return nil, err
		}
		c.noHints.Store(true)
		return nil, nil
	}
	if customer, found := all.byOrg[orgKey(org)]; found {
		return &customer, nil
	}
	return nil, nil
}

// fetchWholesale gives what the wholesale list says of a customer: its state, address and packages.
func (w *webex) fetchWholesale(ctx context.Context, req connector.Request) (connector.Page, error) {
	all, err := w.client.wholesale(ctx)
	if err != nil || !all.offered {
		return connector.Page{}, err
	}
	page := connector.Page{Kinds: []domain.Kind{domain.KindProfiles, domain.KindServiceStates}}
	if customer, found := all.byOrg[orgKey(req.Customer.VendorID)]; found {
		page.Profiles = []domain.Profile{customer.profile()}
		page.ServiceStates = customer.states()
	}
	return page, nil
}

func (w wireCustomer) profile() domain.Profile {
	return domain.Profile{
		Key:        "wholesale",
		Kind:       "wholesale",
		State:      w.Status,
		Outcome:    outcome(w.Status),
		Detail:     w.Errors.String(),
		ExternalID: string(w.ExternalID),
		Street:     strings.TrimSpace(w.Address.Line1 + "\n" + w.Address.Line2),
		City:       w.Address.City,
		PostalCode: string(w.Address.Postal),
		Region:     w.Address.State,
		Country:    country(w.Address.Country),
	}
}

// states are the customer's packages. Details come for some only; the others have no state.
func (w wireCustomer) states() []domain.ServiceState {
	var states []domain.ServiceState
	seen := map[string]bool{}
	for _, p := range w.Details.Packages {
		if name := strings.TrimSpace(p.Name); name != "" && !seen[name] {
			seen[name] = true
			states = append(states, domain.ServiceState{
				Key: name, Service: name, State: p.Status, Outcome: outcome(p.Status), Detail: slices.Concat(p.Errors, p.Warnings).String(),
			})
		}
	}
	for _, name := range w.Packages {
		if !seen[name] {
			seen[name] = true
			states = append(states, domain.ServiceState{Key: name, Service: name, Outcome: domain.OutcomeUnknown})
		}
	}
	slices.SortFunc(states, func(a, b domain.ServiceState) int { return strings.Compare(a.Key, b.Key) })
	return states
}

// outcome is the state of a customer or package in one word.
func outcome(status string) domain.Outcome {
	switch status {
	case "provisioned":
		return domain.OutcomeOK
	case "provisioned_with_errors":
		return domain.OutcomeAttention
	case "provisioning", "updating", "deleting", "pending_rpl_review":
		return domain.OutcomeRunning
	case "error":
		return domain.OutcomeFailed
	}
	return domain.OutcomeUnknown
}
