package microsoft

import (
	"cmp"
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// withTerms adds to Graph's lines what Partner Center knows of them, and the lines that only Partner Center lists. What it
// fails to tell fails the reading: lines that lose their terms and get them back would be worse than old ones.
func (p *partnerCenter) withTerms(
	ctx context.Context, tenant string, items []wireSubscription, lines []domain.Subscription,
) ([]domain.Subscription, error) {
	o, err := p.offer(ctx)
	if err != nil || !o.resellsTo(tenant) {
		return lines, err
	}
	terms, err := all(centerList[wireTerm](ctx, p, subscriptionsOf(tenant)))
	if errors.Is(err, errNoCommerce) {
		return lines, nil
	}
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	terms = slices.DeleteFunc(terms, func(t wireTerm) bool {
		again := seen[tenantKey(t.ID)]
		seen[tenantKey(t.ID)] = true
		return again
	})
	for _, t := range terms {
		if tenantKey(t.ID) == "" || t.Quantity < 0 || t.Quantity > maxUnits {
			return nil, p.rest.Malformed("GET subscriptions: an item has no id or an impossible quantity")
		}
	}
	return p.merge(ctx, tenant, merging{items: items, lines: lines, terms: terms, name: p.client.productName})
}

// merging is one customer's subscriptions as both sources have them.
type merging struct {
	items []wireSubscription // Graph's, in the order of lines
	lines []domain.Subscription
	terms []wireTerm
	name  func(sku, partNumber string) string
}

func (p *partnerCenter) merge(ctx context.Context, tenant string, m merging) ([]domain.Subscription, error) {
	matched := map[string]bool{} // keys of lines
	var rest []wireTerm
	for _, t := range m.terms {
		at := m.named(t)
		if at < 0 {
			rest = append(rest, t)
			continue
		}
		m.apply(t, &m.lines[at])
		matched[m.lines[at].Key] = true
	}
	lines := m.lines
	for _, t := range rest {
		sku, err := p.provisioned(ctx, tenant, t)
		if err != nil {
			return nil, err
		}
		if at := m.alike(t, sku, tenantKey(p.client.partner), matched); at >= 0 {
			m.apply(t, &m.lines[at])
			matched[m.lines[at].Key] = true
			continue
		}
		lines = append(lines, m.line(t, sku))
	}
	return lines, nil
}

// named finds the line that Graph gives the subscription's own id.
func (m *merging) named(t wireTerm) int {
	for i := range m.lines {
		if id := tenantKey(t.ID); m.lines[i].Number == id || m.lines[i].Key == id {
			return i
		}
	}
	return -1
}

// alike finds the one line that we sold, of the same product and quantity: that both sources name subscriptions alike is
// not promised, and one line must not become two. Where several would fit, none does.
func (m *merging) alike(t wireTerm, sku, partner string, matched map[string]bool) int {
	found := -1
	for i := range m.lines {
		line := &m.lines[i]
		same := i < len(m.items) && tenantKey(m.items[i].OwnerTenantID) == partner &&
			line.ProductKey == sku && line.Quantity == int64(t.Quantity) && !matched[line.Key]
		if !same || sku == "" {
			continue
		}
		if found >= 0 {
			return -1
		}
		found = i
	}
	return found
}

// provisioned asks for the directory's product of a subscription that Graph does not name. Only that of seats in use is
// worth a request; what is not told stays unknown.
func (p *partnerCenter) provisioned(ctx context.Context, tenant string, t wireTerm) (string, error) {
	if t.usage() || t.state() != domain.StatusActive && t.state() != domain.StatusSuspended {
		return "", nil
	}
	var answer wireProvisioning
	path := subscriptionsOf(tenant) + "/" + url.PathEscape(tenantKey(t.ID)) + "/provisioningstatus"
	err := p.rest.Do(ctx, p.request(path), &answer)
	if errors.Is(err, connector.ErrForbidden) || errors.Is(err, connector.ErrNotFound) {
		return "", nil
	}
	return tenantKey(answer.SkuID), err
}

// apply adds the terms to a line. Status and quantity stay Graph's: they are what the seats of the customer follow.
func (m *merging) apply(t wireTerm, s *domain.Subscription) {
	s.Term = term(t.TermDuration)
	s.BillingCycle = string(t.BillingCycle)
	s.CancelUntil = moment(t.CancelUntil.Time)
	s.Order = t.OrderID
	if t.IsTrial != nil {
		s.Trial = t.IsTrial
	}
	s.CreatedOn = cmp.Or(s.CreatedOn, domain.DateOf(t.CreationDate.Time))
	if s.Status != domain.StatusActive {
		return
	}
	if end, told := t.lastDay(); told {
		s.TermEndOn = end
	}
	if t.AutoRenew != nil {
		s.AtTermEnd = t.atTermEnd(s.TermEndOn)
	}
	s.Next = m.next(t, s.AtTermEnd)
}

// line makes a line of what only Partner Center lists.
func (m *merging) line(t wireTerm, sku string) domain.Subscription {
	s := domain.Subscription{
		Key:        tenantKey(t.ID),
		Number:     tenantKey(t.ID),
		ProductKey: cmp.Or(sku, t.product()),
		Product:    cmp.Or(t.OfferName, t.FriendlyName, t.product()),
		SKU:        t.OfferID,
		Family:     t.family(),
		Status:     t.state(),
		Quantity:   int64(t.Quantity),
		Excluded:   t.excluded(),
	}
	for i := range m.lines {
		if line := &m.lines[i]; sku != "" && line.ProductKey == sku {
			s.PoolKey, s.Product, s.SKU = line.PoolKey, line.Product, line.SKU // its pool is there
		}
	}
	if s.PoolKey == "" && sku != "" {
		s.Product = m.name(sku, s.Product)
	}
	m.apply(t, &s)
	return s
}

// next is what was arranged for the end of the term.
func (m *merging) next(t wireTerm, atEnd domain.AtTermEnd) *domain.NextTerm {
	if t.Next == nil {
		if renewal := term(t.RenewalTerm); atEnd == domain.TermRenews && renewal != "" && renewal != term(t.TermDuration) {
			return &domain.NextTerm{Term: renewal}
		}
		return nil
	}
	return &domain.NextTerm{
		Product:      m.productOf(t),
		Quantity:     max(0, int64(t.Next.Quantity)),
		Term:         term(t.Next.Product.TermDuration),
		BillingCycle: string(t.Next.Product.BillingCycle),
		EndsOn:       domain.DateOf(t.Next.EndsOn.Time),
	}
}

// productOf names the product of the next term, by the offers that the customer has, else by its id.
func (m *merging) productOf(t wireTerm) string {
	product := strings.ToLower(strings.Trim(t.Next.Product.ProductID+":"+t.Next.Product.SkuID, ":"))
	if product == t.product() {
		return t.OfferName
	}
	for _, other := range m.terms {
		if other.product() == product && other.OfferName != "" {
			return other.OfferName
		}
	}
	return product
}

// product is the offer without its availability, which changes with prices.
func (t wireTerm) product() string {
	parts := strings.Split(t.OfferID, ":")
	return cmp.Or(strings.ToLower(strings.Join(parts[:min(2, len(parts))], ":")), tenantKey(t.ID))
}

// usage says whether it is paid by what is used: there are no seats.
func (t wireTerm) usage() bool {
	return t.BillingType == "usage" || strings.EqualFold(t.UnitType, "Usage-based")
}

func (t wireTerm) family() domain.Family {
	kind := ""
	if t.ProductType != nil {
		kind = t.ProductType.ID
	}
	if t.usage() || strings.HasPrefix(kind, "Azure") || strings.HasPrefix(kind, "Software") {
		return domain.FamilyOther
	}
	return domain.FamilyMicrosoft365
}

func (t wireTerm) excluded() domain.Exclusion {
	switch {
	case t.state() == domain.StatusDeleted:
		return domain.ExcludedDeleted
	case t.usage():
		return domain.ExcludedCompanyWide
	}
	return domain.Counted
}

func (t wireTerm) state() domain.SubscriptionStatus {
	switch t.Status {
	case "active":
		return domain.StatusActive
	case "suspended", "disabled":
		return domain.StatusSuspended
	case "expired":
		return domain.StatusExpired
	case "deleted":
		return domain.StatusDeleted
	}
	return domain.StatusUnknown
}

// lastDay is the day the commitment ends, which it includes; "" is never. told is false where the answer does not say.
func (t wireTerm) lastDay() (day domain.Date, told bool) {
	if t.CommitmentEnd != nil {
		return domain.DateOf(t.CommitmentEnd.Time), true
	}
	if t.CommitmentEndTime == nil {
		return "", false
	}
	end := t.CommitmentEndTime.Time
	if !end.IsZero() {
		end = end.Add(-time.Nanosecond) // midnight is the end of the day before
	}
	return domain.DateOf(end), true
}

// atTermEnd: what renews itself renews. What does not may still go on as a paid extension, so only a trial is known to end.
func (t wireTerm) atTermEnd(end domain.Date) domain.AtTermEnd {
	switch {
	case end == "":
		return domain.TermEndUnknown
	case *t.AutoRenew:
		return domain.TermRenews
	case t.IsTrial != nil && *t.IsTrial:
		return domain.TermEnds
	}
	return domain.TermEndUnknown
}

// term leaves out durations that are none of those sold.
func term(duration string) domain.Term {
	t := domain.Term(strings.ToUpper(strings.TrimSpace(duration)))
	if !domain.ValidTerm(t) {
		return ""
	}
	return t
}

// moment is nil where nothing is known.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
