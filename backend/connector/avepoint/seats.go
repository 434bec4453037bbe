package avepoint

import (
	"context"
	"fmt"
	"iter"
	"net/url"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchSeats reads how many seats of Microsoft, Salesforce, Google and Dynamics each tenant has assigned and free, for the
// vendors that the customer's services rest on. Version 1.1 does not tell.
func (a *avepoint) fetchSeats(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return a.eachProduct(ctx, req, func(yield func(connector.Page, error) bool, owned []product) {
		read := map[int]bool{}
		for _, p := range owned {
			if p.seats < 0 || read[p.seats] {
				continue
			}
			read[p.seats] = true
			path := fmt.Sprintf("/general/customers/%s/3rd-party-products/type/%d/tenants/batch", url.PathEscape(req.Customer.VendorID), p.seats)
			rows := list[wireSeats](ctx, a.client, batch("elements.license.read.all", path))
			for page, err := range pages(rows, domain.KindUsage, a.seatsOf(seatTypes[p.seats])) {
				if !yield(page, err) || err != nil {
					return
				}
			}
		}
	})
}

func (a *avepoint) seatsOf(vendor string) func(*connector.Page, wireSeats) {
	return func(page *connector.Page, w wireSeats) {
		for _, part := range []struct {
			metric string
			value  *int64
		}{{"assigned", count(given(w.Assigned))}, {"available", count(given(w.Available))}} {
			if part.value != nil {
				page.Usage = append(page.Usage, a.usage(vendor, part.metric, w.key(), *part.value))
			}
		}
	}
}

// usage is a figure of today.
func (a *avepoint) usage(product, metric, tenant string, value int64) domain.Usage {
	today := domain.DateOf(a.client.clock().UTC())
	return domain.Usage{
		Key: joined(product, metric, tenant, string(today)), Product: product, Metric: metric, Period: "P1D", Day: today, Value: value,
	}
}

// fetchPurchased reads how many seats the customer bought of each product it has. Version 1.1 does not tell.
func (a *avepoint) fetchPurchased(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return a.eachProduct(ctx, req, func(yield func(connector.Page, error) bool, owned []product) {
		for _, p := range owned {
			path := fmt.Sprintf("%s/general/customers/%s/avpt-products/type/%d/overview", v3, url.PathEscape(req.Customer.VendorID), p.code)
			var answer wirePurchased
			err := a.client.get(ctx, "elements.license.read.all", path, &answer)
			page := connector.Page{Kinds: []domain.Kind{domain.KindUsage}}
			if n := count(given(answer.Seats)); n != nil {
				page.Usage = []domain.Usage{a.usage(p.name, "purchased", "", *n)}
			}
			if !yield(page, err) || err != nil {
				return
			}
		}
	})
}

// eachProduct finds the products that a customer has, each once; a customer without any takes no request.
func (a *avepoint) eachProduct(ctx context.Context, req connector.Request, read func(func(connector.Page, error) bool, []product)) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		if a.client.old.Load() {
			return
		}
		lines, err := a.client.linesOf(ctx, req.Customer.VendorID)
		if err != nil {
			yield(connector.Page{}, err)
			return
		}
		var owned []product
		seen := map[int]bool{}
		for _, l := range lines {
			if p, known := productOf(l.service); known && !seen[p.code] {
				seen[p.code] = true
				owned = append(owned, p)
			}
		}
		if len(owned) == 0 {
			yield(connector.Page{}, nil)
			return
		}
		read(yield, owned)
	}
}
