package avepoint

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchServices gives what one customer bought, out of the list of all customers.
func (a *avepoint) fetchServices(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		lines, err := a.client.linesOf(ctx, req.Customer.VendorID)
		if err != nil {
			yield(connector.Page{}, err)
			return
		}
		yield(servicesPage(lines, domain.DateOf(a.client.clock().UTC())), nil)
	}
}

// line is one line of what a customer bought.
type line struct {
	wireProduct
	service, source string
	number          int // among those of the same service and source
}

// linesOf reads the services of all customers once, and gives those of one. There is no id of a line: it is known by its
// service, its source and its place among those of the same, sorted by what seldom changes.
func (c *client) linesOf(ctx context.Context, customer string) ([]line, error) {
	all, err := c.services.Get(ctx, c.allServices)
	if err != nil {
		return nil, err
	}
	lines := make([]line, 0, len(all[customer]))
	for _, p := range all[customer] {
		if service := given(p.Service); service != "" {
			lines = append(lines, line{wireProduct: p, service: service, source: given(p.Source)})
		}
	}
	slices.SortStableFunc(lines, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.service, b.service), cmp.Compare(a.source, b.source),
			cmp.Compare(a.SubscriptionName, b.SubscriptionName), cmp.Compare(date(a.ExpirationDate), date(b.ExpirationDate)),
			cmp.Compare(a.Storage, b.Storage), cmp.Compare(known(count(given(a.PurchasedUserSeats))), known(count(given(b.PurchasedUserSeats)))))
	})
	for i := 1; i < len(lines); i++ {
		if lines[i].service == lines[i-1].service && lines[i].source == lines[i-1].source {
			lines[i].number = lines[i-1].number + 1
		}
	}
	return lines, nil
}

func (c *client) allServices(ctx context.Context) (map[string][]wireProduct, error) {
	l := batch("elements.license.read.all", "/general/customers/services/batch")
	if c.old.Load() {
		l = odata("partner.license.read.all", "/services")
	}
	all := map[string][]wireProduct{}
	for page, err := range list[wireServices](ctx, c, l) {
		if err != nil {
			return nil, err
		}
		for _, row := range page {
			all[row.key()] = row.Products
		}
	}
	return all, nil
}

func servicesPage(lines []line, today domain.Date) connector.Page {
	page := connector.Page{Kinds: []domain.Kind{domain.KindPools, domain.KindSubscriptions, domain.KindStorage}}
	for i := 0; i < len(lines); {
		n := 1
		for i+n < len(lines) && lines[i+n].service == lines[i].service {
			n++
		}
		page.Pools = append(page.Pools, asPool(lines[i:i+n], today))
		i += n
	}
	for _, l := range lines {
		page.Subscriptions = append(page.Subscriptions, l.asSubscription(today))
		if s, some := l.asStorage(); some {
			page.Storage = append(page.Storage, s)
		}
	}
	return page
}

// asPool adds up the seats of a service on its lines that run: beside one that was bought anew AvePoint goes on listing the
// one that ended. A service of which nothing runs any more has the seats it had and is left out. Which of the seats are used
// nobody says.
func asPool(lines []line, today domain.Date) domain.Pool {
	running := slices.DeleteFunc(slices.Clone(lines), func(l line) bool { return l.expired(today) })
	if len(running) > 0 {
		return sumOf(running)
	}
	p := sumOf(lines)
	p.Excluded = domain.ExcludedExpired
	return p
}

// expired says whether a line's last day is past. One without a date runs.
func (l line) expired(today domain.Date) bool {
	last := date(l.ExpirationDate)
	return last != "" && last < today
}

func sumOf(lines []line) domain.Pool {
	first := lines[0]
	p := domain.Pool{Key: first.service, ProductKey: first.service, Product: first.service, Family: family(first.service)}
	bySeats := false
	for _, l := range lines {
		bought := count(given(l.PurchasedUserSeats))
		bySeats = bySeats || bought != nil
		p.Bought += known(bought)
		// Assigned licences are those of the customer's tenant, so the lines of a service repeat them.
		p.Assigned = max(p.Assigned, known(count(given(l.LicenseAssigned))))
	}
	switch {
	case !bySeats:
		p.Assigned, p.Excluded = 0, domain.ExcludedUncounted // sold by capacity or by tenant
		if slices.ContainsFunc(lines, line.unlimited) {
			p.Excluded = domain.ExcludedUnlimited
		}
	case !slices.ContainsFunc(lines, line.counted):
		p.Excluded = domain.ExcludedUncounted
	}
	return p
}

func (l line) unlimited() bool {
	return strings.Contains(strings.ToLower(string(l.PurchasedUserSeats)), "unlimited")
}

// counted says whether AvePoint counts the seats that are assigned. For services that do not rest on Microsoft's licences
// it writes 0 both for those assigned and for those available.
func (l line) counted() bool {
	assigned, available := count(given(l.LicenseAssigned)), count(given(l.LicenseAvailable))
	return known(assigned)+known(available) > 0
}

// known is a number, or 0 where there is none.
func known(n *int64) int64 {
	if n == nil {
		return 0
	}
	return *n
}

func family(service string) domain.Family {
	if strings.Contains(strings.ToLower(service), "backup") {
		return domain.FamilyBackup
	}
	return domain.FamilyOther
}

func (l line) key() string { return joined(l.service, l.source, strconv.Itoa(l.number)) }

// asSubscription: whether a term renews is not said.
func (l line) asSubscription(today domain.Date) domain.Subscription {
	s := domain.Subscription{
		Key:        l.key(),
		Number:     given(l.SubscriptionName),
		PoolKey:    l.service,
		ProductKey: l.service,
		Product:    l.service,
		SKU:        given(l.Package),
		Family:     family(l.service),
		Status:     domain.StatusActive,
		Quantity:   known(count(given(l.PurchasedUserSeats))),
		TermEndOn:  date(l.ExpirationDate),
	}
	if l.expired(today) {
		s.Status = domain.StatusExpired
	}
	if strings.Contains(strings.ToLower(l.source), "trial") {
		trial := true
		s.Trial = &trial
	}
	if l.unlimited() {
		s.Excluded = domain.ExcludedUnlimited
	}
	return s
}

// asStorage gives the data of a line, if it has any.
func (l line) asStorage() (domain.Storage, bool) {
	s := domain.Storage{
		Key: "service|" + l.key(), Service: l.service,
		ConsumedText: given(l.ConsumedStorage), ProtectedText: given(l.ProtectedCapacity), PurchasedText: given(l.PurchasedCapacity),
		Place: given(l.Storage), Retention: given(l.Retention),
	}
	s.Consumed, s.Protected, s.Purchased = size(s.ConsumedText), size(s.ProtectedText), size(s.PurchasedText)
	return s, s.ConsumedText+s.ProtectedText+s.PurchasedText != ""
}
