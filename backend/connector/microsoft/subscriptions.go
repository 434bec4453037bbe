package microsoft

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchSubscriptions reads the subscriptions of one customer, also those bought elsewhere, with the terms that Partner
// Center tells where it answers. They come as one page: terms and lines are put together.
func (m *microsoft) fetchSubscriptions(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		page := connector.Page{Kinds: []domain.Kind{domain.KindSubscriptions}}
		tenant := req.Customer.VendorID
		items, err := all(list[wireSubscription](ctx, m.client, call{tenant, "/directory/subscriptions", rightsLicences}))
		if err == nil {
			page.Subscriptions, err = m.client.subscriptions(items)
			if err != nil {
				err = m.client.rest.Malformed("GET directory/subscriptions: %v", err)
			}
		}
		if err == nil {
			page.Subscriptions, err = m.center.withTerms(ctx, tenant, items, page.Subscriptions)
		}
		if err != nil {
			yield(connector.Page{}, err)
			return
		}
		yield(page, nil)
	}
}

// all gathers the pages of a list.
func all[T any](pages iter.Seq2[[]T, error]) ([]T, error) {
	items := []T{}
	for page, err := range pages {
		if err != nil {
			return nil, err
		}
		items = append(items, page...)
	}
	return items, nil
}

func (c *client) subscriptions(items []wireSubscription) ([]domain.Subscription, error) {
	subscriptions := make([]domain.Subscription, 0, len(items))
	for _, item := range items {
		s, err := item.subscription(c)
		if err != nil {
			return nil, err
		}
		subscriptions = append(subscriptions, s)
	}
	return subscriptions, nil
}

// subscription leaves term and renewal unknown: Graph does not tell them, and what could be derived from the dates is
// wrong after the first renewal.
func (w wireSubscription) subscription(c *client) (domain.Subscription, error) {
	sku := tenantKey(w.SkuID)
	if w.ID == "" || sku == "" {
		return domain.Subscription{}, errors.New("an item has no id or no skuId")
	}
	if w.TotalLicenses < 0 || w.TotalLicenses > maxUnits {
		return domain.Subscription{}, errors.New("totalLicenses of an item is an impossible number")
	}
	s := domain.Subscription{
		Key:        tenantKey(w.ID),
		Number:     cmp.Or(tenantKey(w.CommerceSubscriptionID), tenantKey(w.ID)),
		PoolKey:    sku,
		ProductKey: sku,
		Product:    c.productName(sku, w.SkuPartNumber),
		SKU:        w.SkuPartNumber,
		Family:     domain.FamilyMicrosoft365,
		Status:     status(w.Status),
		Trial:      w.IsTrial,
		Quantity:   int64(w.TotalLicenses),
		CreatedOn:  domain.DateOf(w.CreatedDateTime.Time),
		Excluded:   w.excluded(sku),
	}
	w.date(&s)
	return s, nil
}

// date says what the next change of state is: the end of the term while the subscription runs, its deletion afterwards.
// A trial that runs out ends; whether anything else renews is not known.
func (w wireSubscription) date(s *domain.Subscription) {
	next := domain.DateOf(w.NextLifecycleDateTime.Time)
	switch s.Status {
	case domain.StatusActive:
		s.TermEndOn = next
		if next != "" && s.Trial != nil && *s.Trial {
			s.AtTermEnd = domain.TermEnds
		}
	case domain.StatusGrace, domain.StatusSuspended:
		s.DeletesOn = next
	}
}

func status(word string) domain.SubscriptionStatus {
	switch strings.ToLower(word) {
	case "enabled":
		return domain.StatusActive
	case "warning":
		return domain.StatusGrace
	case "suspended", "lockedout":
		return domain.StatusSuspended
	case "deleted":
		return domain.StatusDeleted
	}
	return domain.StatusUnknown
}

// excluded is what the pool of the same product is. Whether a product is for the whole company stands with its service
// plans here.
func (w wireSubscription) excluded(sku string) domain.Exclusion {
	if status(w.Status) == domain.StatusDeleted {
		return domain.ExcludedDeleted
	}
	companyWide := len(w.ServiceStatus) > 0
	for _, plan := range w.ServiceStatus {
		companyWide = companyWide && strings.EqualFold(plan.AppliesTo, "Company")
	}
	if companyWide {
		return domain.ExcludedCompanyWide
	}
	return excludedByNumber(sku, int64(w.TotalLicenses))
}
