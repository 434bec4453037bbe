package avepoint

import (
	"context"
	"iter"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

var managers = map[int]string{0: "customer", 1: "partner", 2: ""}

// fetchProfile gives what the list of customers says of one customer: its registered account and how its services do.
func (a *avepoint) fetchProfile(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		customer, found, err := a.client.customer(ctx, req.Customer.VendorID)
		page := connector.Page{Kinds: []domain.Kind{domain.KindProfiles}}
		if found {
			page.Profiles = []domain.Profile{customer.profile()}
		}
		yield(page, err)
	}
}

func (w wireCustomer) profile() domain.Profile {
	p := domain.Profile{
		Key:     "elements",
		Account: strings.ToLower(given(w.OwnerEmail)),
		Country: country(given(w.Country)),
		State:   word(w.JobStatus, customerStates, "State"),
	}
	if mode, isCode := code(w.ManagementMode); isCode {
		p.ManagedBy = managers[mode]
	}
	p.Outcome = outcome(p.State, customerOutcomes)
	if p.State == "N/A" {
		p.State = ""
	}
	return p
}
