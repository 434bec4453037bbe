package webex

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	// unlimitedFrom is the number of units from which a licence counts as unlimited; so does a negative number.
	unlimitedFrom = 10_000
	// maxUnits is more seats than there are people: beyond it an answer is not to be believed.
	maxUnits = 1 << 40
)

// fetchLicenses reads the licences of one customer.
func (w *webex) fetchLicenses(ctx context.Context, req connector.Request) (connector.Page, error) {
	return w.client.licenses(ctx, req.Customer.VendorID)
}

func (c *client) licenses(ctx context.Context, org string) (connector.Page, error) {
	list, err := c.licenseList(ctx, org)
	if err != nil {
		return connector.Page{}, err
	}
	lines, err := list.lines()
	if err != nil {
		return connector.Page{}, c.rest.Malformed("GET licenses: %v", err)
	}
	customer, err := c.hintOfWholesale(ctx, org)
	if err != nil {
		return connector.Page{}, err
	}
	page := pageOf(lines, customer != nil)
	return page, c.addLookups(ctx, org, page.Subscriptions)
}

// licenseList reads the list, and remembers the names of the licences for those who know only ids.
func (c *client) licenseList(ctx context.Context, org string) (wireLicenses, error) {
	var list wireLicenses
	if err := c.askFor(ctx, org, "/licenses?orgId="+url.QueryEscape(org), &list); err != nil {
		return list, err
	}
	names := map[string]string{}
	for _, item := range list.Items {
		names[item.ID] = strings.TrimSpace(item.Name)
	}
	c.licensed.Store(org, names)
	return list, nil
}

// licenseNames gives the names of a customer's licences by their ids.
func (c *client) licenseNames(ctx context.Context, org string) (map[string]string, error) {
	if names, known := c.licensed.Load(org); known {
		return names.(map[string]string), nil
	}
	if _, err := c.licenseList(ctx, org); err != nil {
		return nil, err
	}
	names, _ := c.licensed.Load(org)
	return names.(map[string]string), nil
}

// line is what one subscription holds of one licence at one site. Licence ids are left out: Cisco renames and merges
// licences, and their ids change then.
type line struct {
	subscription, name, site string
	total, consumed          int64
	unlimited                bool
}

func pageOf(lines []line, wholesale bool) connector.Page {
	page := connector.Page{Kinds: []domain.Kind{domain.KindPools, domain.KindSubscriptions}}
	pools := map[string][]line{}
	var names []string
	for _, line := range lines {
		page.Subscriptions = append(page.Subscriptions, line.asSubscription(wholesale))
		if pools[line.name] == nil {
			names = append(names, line.name)
		}
		pools[line.name] = append(pools[line.name], line)
	}
	for _, name := range names {
		page.Pools = append(page.Pools, asPool(pools[name], wholesale))
	}
	return page
}

// lines sums the licences that repeat a line, in the order of their first appearance.
func (l wireLicenses) lines() ([]line, error) {
	if l.Items == nil {
		return nil, errors.New("items is missing")
	}
	var lines []line
	at := map[line]int{}
	for _, item := range l.Items {
		next := line{
			subscription: strings.TrimSpace(item.SubscriptionID),
			name:         strings.TrimSpace(item.Name),
			site:         strings.ToLower(strings.TrimSpace(item.SiteURL)),
		}
		total, consumed := int64(item.TotalUnits), int64(item.ConsumedUnits)
		if next.name == "" {
			return nil, errors.New("an item has no name")
		}
		if consumed < 0 || consumed > maxUnits {
			return nil, errors.New("consumedUnits of an item is an impossible number")
		}
		if total > maxUnits {
			return nil, errors.New("totalUnits of an item is an impossible number")
		}
		i, known := at[next]
		if !known {
			i = len(lines)
			at[next] = i
			lines = append(lines, next)
		}
		lines[i].unlimited = lines[i].unlimited || total < 0 || total >= unlimitedFrom
		lines[i].total += max(total, 0)
		lines[i].consumed += consumed
	}
	return lines, nil
}

func (l line) asSubscription(wholesale bool) domain.Subscription {
	s := domain.Subscription{
		Key:        l.key(),
		Number:     l.subscription,
		PoolKey:    l.name,
		ProductKey: l.name,
		Product:    l.name,
		Family:     family(l.name, l.site),
		Status:     domain.StatusActive,
		Quantity:   l.total,
		Assigned:   &l.consumed,
		Excluded:   l.excluded(wholesale),
	}
	if l.subscription == "" {
		s.Status = domain.StatusUnknown
	}
	return s
}

// key joins the three parts; a bar within one of them must not pass for a border.
func (l line) key() string {
	parts := []string{l.subscription, l.name, l.site}
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(part, "|", "%7C")
	}
	return strings.Join(parts, "|")
}

// excluded: only what was bought has a subscription. What a wholesale customer has without a limit is counted by use.
func (l line) excluded(wholesale bool) domain.Exclusion {
	switch {
	case wholesale && (l.unlimited || l.total == 0):
		return domain.ExcludedWholesale
	case l.subscription == "":
		return domain.ExcludedFree
	case l.unlimited:
		return domain.ExcludedUnlimited
	}
	return domain.Counted
}

// asPool adds up the lines of one licence name. Free seats beside bought ones do not add to them, and one unlimited
// subscription makes the pool unlimited.
func asPool(lines []line, wholesale bool) domain.Pool {
	first := lines[0]
	p := domain.Pool{Key: first.name, ProductKey: first.name, Product: first.name}
	p.Family = family(first.name, first.site)
	paid := 0
	for _, l := range lines {
		if l.subscription != "" {
			paid++
		}
		if l.site != "" && p.Family == domain.FamilyOther {
			p.Family = family(l.name, l.site)
		}
	}
	if paid == 0 {
		p.Excluded = domain.ExcludedFree
	}
	for _, l := range lines {
		if paid > 0 && l.subscription == "" {
			continue
		}
		p.Bought += l.total
		p.Assigned += l.consumed
		if excluded := l.excluded(wholesale); excluded != domain.Counted && p.Excluded != domain.ExcludedWholesale {
			p.Excluded = excluded
		}
	}
	return p
}

// families sorts licence names, the first rule that fits. The public API names no families; the rules follow the names
// Cisco gives its licences.
var families = []struct {
	prefix, part string
	family       domain.Family
}{
	{part: "call on webex", family: domain.FamilyOther}, // Partner Hub leaves it out of its calling figures
	{part: "contact center", family: domain.FamilyOther},
	{prefix: "webex calling", family: domain.FamilyCalling},
	{prefix: "customer experience", family: domain.FamilyCalling},
	{part: "attendant console", family: domain.FamilyCalling},
	{part: "customer assist", family: domain.FamilyCalling},
	{part: "messag", family: domain.FamilyMessaging},
	{part: "meeting", family: domain.FamilyMeetings},
	{part: "webinar", family: domain.FamilyMeetings},
}

func family(name, site string) domain.Family {
	name = strings.ToLower(name)
	for _, rule := range families {
		if rule.prefix != "" && strings.HasPrefix(name, rule.prefix) || rule.part != "" && strings.Contains(name, rule.part) {
			return rule.family
		}
	}
	if site != "" {
		return domain.FamilyMeetings
	}
	return domain.FamilyOther
}
