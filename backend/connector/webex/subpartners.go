package webex

import (
	"context"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// fetchSubPartners reads the partners below us.
func (w *webex) fetchSubPartners(ctx context.Context, _ connector.Request) (connector.Page, error) {
	c := w.client
	customers, err := c.wholesale(ctx)
	if err != nil || !customers.offered {
		return connector.Page{}, err
	}
	page, seen := connector.Page{Kinds: []domain.Kind{domain.KindSubPartners}}, map[string]bool{}
	offered, err := c.optional(fieldWholesale, scopeWholesalePartners, func() error {
		return c.pages(ctx, list{path: "/wholesale/subPartners", counted: true}, func(answer rest.Answer) (int, error) {
			partners, err := c.decodeSubPartners(answer)
			for _, p := range partners {
				if !seen[p.OrgID] {
					seen[p.OrgID] = true
					page.SubPartners = append(page.SubPartners, p.subPartner())
				}
			}
			return len(partners), err
		})
	})
	if err != nil || !offered {
		return connector.Page{}, err
	}
	return page, nil
}

func (c *client) decodeSubPartners(answer rest.Answer) ([]wireSubPartner, error) {
	var page wireSubPartners
	if err := c.rest.Decode(answer, &page); err != nil {
		return nil, err
	}
	if page.Items == nil && page.SubPartners == nil {
		return nil, c.rest.Malformed("GET wholesale/subPartners: neither items nor subPartners is there")
	}
	partners := append(page.Items, page.SubPartners...)
	for _, p := range partners {
		if p.OrgID == "" {
			return nil, c.rest.Malformed("GET wholesale/subPartners: an item has no orgId")
		}
	}
	return partners, nil
}

func (p wireSubPartner) subPartner() domain.SubPartner {
	return domain.SubPartner{
		Key: p.OrgID, Number: p.SubscriptionID, State: p.State,
		CreatedOn: domain.DateOf(p.Created.Time), BillingFromOn: domain.DateOf(p.BillingStart.Time),
	}
}
