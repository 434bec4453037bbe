package microsoft

import (
	"context"
	"iter"
	"strings"

	"tenantry/backend/domain"
)

const (
	customersPath = "/tenantRelationships/delegatedAdminCustomers"
	customersPage = "?$top=300" // the most Graph gives
)

// Customers yields the customers with a delegated administration relationship.
func (m *microsoft) Customers(ctx context.Context) iter.Seq2[[]domain.Record, error] {
	return func(yield func([]domain.Record, error) bool) {
		seen := map[string]bool{m.client.partner: true}
		for page, err := range list[wireCustomer](ctx, m.client, call{tenant: m.client.partner, url: customersPath + customersPage}) {
			var records []domain.Record
			if err == nil {
				records, err = m.client.records(page, seen)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(records, nil) {
				return
			}
		}
	}
}

func (c *client) records(page []wireCustomer, seen map[string]bool) ([]domain.Record, error) {
	records := make([]domain.Record, 0, len(page))
	for _, customer := range page {
		id := tenantKey(customer.TenantID)
		if id == "" {
			id = tenantKey(customer.ID)
		}
		if id == "" {
			return nil, c.rest.Malformed("GET delegatedAdminCustomers: a customer has no tenantId")
		}
		if seen[id] {
			continue
		}
		seen[id] = true
		name := strings.TrimSpace(customer.DisplayName)
		if name == "" {
			name = id
		}
		records = append(records, domain.Record{VendorID: id, Name: name})
	}
	return records, nil
}
