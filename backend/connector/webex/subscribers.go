package webex

import (
	"cmp"
	"context"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// subscribers is all our wholesale subscribers, by their customer.
type subscribers struct {
	offered    bool
	byCustomer map[string][]wireSubscriber
}

// subscribers gives all wholesale subscribers, read once: one list for all customers takes fewer requests than one each.
func (c *client) subscribers(ctx context.Context) (subscribers, error) {
	return c.subscribing.Get(ctx, func(ctx context.Context) (subscribers, error) {
		all := subscribers{byCustomer: map[string][]wireSubscriber{}}
		seen := map[string]bool{}
		var err error
		all.offered, err = c.optional(fieldWholesale, scopeWholesaleSubscribers, func() error {
			return c.pages(ctx, list{path: "/wholesale/subscribers", counted: true}, func(answer rest.Answer) (int, error) {
				var page wireSubscribers
				if err := c.rest.Decode(answer, &page); err != nil {
					return 0, err
				}
				if page.Items == nil {
					return 0, c.rest.Malformed("GET wholesale/subscribers: items is missing")
				}
				for _, s := range page.Items {
					if s.ID == "" {
						return 0, c.rest.Malformed("GET wholesale/subscribers: an item has no id")
					}
					if !seen[s.ID] {
						seen[s.ID] = true
						key := orgKey(s.CustomerID)
						all.byCustomer[key] = append(all.byCustomer[key], s)
					}
				}
				return len(page.Items), nil
			})
		})
		return all, err
	})
}

// subscribersOf gives the subscribers of one organisation; offered is false where there is no wholesale.
func (c *client) subscribersOf(ctx context.Context, org string) (list []wireSubscriber, offered bool, err error) {
	customers, err := c.wholesale(ctx)
	if err != nil || !customers.offered {
		return nil, false, err
	}
	all, err := c.subscribers(ctx)
	if err != nil || !all.offered {
		return nil, false, err
	}
	customer, found := customers.byOrg[orgKey(org)]
	if !found {
		return nil, true, nil
	}
	return all.byCustomer[orgKey(customer.ID)], true, nil
}

// subscribed gives the subscribers among a customer's people by what is inside their ids.
func (c *client) subscribed(ctx context.Context, org string) (map[string]wireSubscriber, error) {
	if customer, err := c.hintOfWholesale(ctx, org); customer == nil {
		return nil, err
	}
	list, _, err := c.subscribersOf(ctx, org)
	people := map[string]wireSubscriber{}
	for _, s := range list {
		if s.PersonID != "" {
			people[orgKey(s.PersonID)] = s
		}
	}
	return people, err
}

// fetchSubscribers gives the subscribers that are no people of the customer yet: someone with an account elsewhere has to
// agree before it moves. The packages of the others stand with the people.
func (w *webex) fetchSubscribers(ctx context.Context, req connector.Request) (connector.Page, error) {
	list, offered, err := w.client.subscribersOf(ctx, req.Customer.VendorID)
	if err != nil || !offered {
		return connector.Page{}, err
	}
	page := connector.Page{Kinds: []domain.Kind{domain.KindPeople}}
	for _, s := range list {
		if s.PersonID == "" {
			page.People = append(page.People, s.person())
		}
	}
	return page, nil
}

func (s wireSubscriber) person() domain.Person {
	email := strings.ToLower(strings.TrimSpace(s.Email))
	return domain.Person{
		Key: s.ID, Name: cmp.Or(email, s.ID), Email: email, Kind: "user", Pending: true,
		CreatedOn: domain.DateOf(s.Created.Time), Package: s.name(), State: s.Status,
		StateSince: s.since(), Detail: s.Errors.String(),
	}
}

// since is when the state became what it is, nil where nobody says.
func (s wireSubscriber) since() *time.Time {
	if s.Changed.IsZero() {
		return nil
	}
	at := s.Changed.UTC()
	return &at
}

// name is the package: there is one today, in a list or by itself.
func (s wireSubscriber) name() string {
	return cmp.Or(strings.Join(s.Packages, ", "), s.Package)
}
