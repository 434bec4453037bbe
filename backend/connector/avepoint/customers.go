package avepoint

import (
	"context"
	"errors"
	"iter"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/matching"
)

// Customers yields the customers in the scope of the app's registration.
func (a *avepoint) Customers(ctx context.Context) iter.Seq2[[]domain.Record, error] {
	return func(yield func([]domain.Record, error) bool) {
		for page, err := range a.client.customers(ctx, pageSize) {
			if err != nil {
				yield(nil, err)
				return
			}
			records := make([]domain.Record, 0, len(page))
			for _, customer := range page {
				records = append(records, customer.record())
			}
			if !yield(records, nil) {
				return
			}
		}
	}
}

// customers reads the list of customers and remembers its rows for the datasets. Where no generation of the API was chosen
// and version 3 is not there, version 1.1 is tried, and spoken from then on.
func (c *client) customers(ctx context.Context, size int) iter.Seq2[[]wireCustomer, error] {
	return func(yield func([]wireCustomer, error) bool) {
		auto := c.cfg.Fields[fieldAPI] == apiAuto && !c.old.Load()
		for page, err := range list[wireCustomer](ctx, c, c.customerList(size, c.old.Load())) {
			if auto && errors.Is(err, connector.ErrNotFound) {
				c.oldCustomers(ctx, size, err, yield)
				return
			}
			if err != nil {
				yield(nil, err)
				return
			}
			auto = false
			c.remember(page)
			if !yield(page, nil) {
				return
			}
		}
	}
}

// oldCustomers reads the list from version 1.1. If that is not there either, the first error stands.
func (c *client) oldCustomers(ctx context.Context, size int, first error, yield func([]wireCustomer, error) bool) {
	for page, err := range list[wireCustomer](ctx, c, c.customerList(size, true)) {
		if err != nil && !c.old.Load() && (errors.Is(err, connector.ErrNotFound) || errors.Is(err, connector.ErrForbidden)) {
			err = first
		}
		if err != nil {
			yield(nil, err)
			return
		}
		c.old.Store(true)
		c.remember(page)
		if !yield(page, nil) {
			return
		}
	}
}

func (c *client) customerList(size int, old bool) listing {
	l := batch("elements.customers.read.all", "/general/customers/batch")
	if old {
		l = odata("partner.customers.read.all", "/customers")
	}
	l.size = size
	return l
}

func (c *client) remember(page []wireCustomer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, customer := range page {
		c.known[customer.key()] = customer
	}
}

// customer finds a customer's row in the list, which is read anew only if nobody did before.
func (c *client) customer(ctx context.Context, id string) (wireCustomer, bool, error) {
	c.mu.Lock()
	customer, found := c.known[id]
	c.mu.Unlock()
	if found {
		return customer, true, nil
	}
	all, err := c.listed.Get(ctx, func(ctx context.Context) (map[string]wireCustomer, error) {
		all := map[string]wireCustomer{}
		for page, err := range c.customers(ctx, pageSize) {
			if err != nil {
				return nil, err
			}
			for _, customer := range page {
				all[customer.key()] = customer
			}
		}
		return all, nil
	})
	customer, found = all[id]
	return customer, found, err
}

func (w wireCustomer) record() domain.Record {
	r := domain.Record{
		VendorID: w.key(), Name: given(w.Organization), Account: strings.ToLower(given(w.OwnerEmail)), Country: country(given(w.Country)),
	}
	if r.Name == "" {
		r.Name = r.Account
	}
	if r.Name == "" {
		r.Name = r.VendorID
	}
	if at := strings.LastIndexByte(r.Account, '@'); at >= 0 {
		r.Domain = matching.OwnDomain(r.Account[at+1:])
	}
	return r
}
