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

// ofReseller reads one list of a customer that we sell to. Where Partner Center has none for us, nothing is yielded: that
// is no list that is empty.
func ofReseller[T any](
	ctx context.Context, p *partnerCenter, tenant, path string, page func([]T) (connector.Page, error),
) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		o, err := p.offer(ctx)
		if err == nil && !o.resellsTo(tenant) {
			return
		}
		var items []T
		if err == nil {
			items, err = all(centerList[T](ctx, p, customerPath(tenant)+path))
		}
		if errors.Is(err, errNoCommerce) {
			return
		}
		var got connector.Page
		if err == nil {
			got, err = page(items)
		}
		if err != nil {
			got = connector.Page{}
		}
		yield(got, err)
	}
}

// fetchOrders reads what was ordered for one customer.
func (m *microsoft) fetchOrders(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return ofReseller(ctx, m.center, req.Customer.VendorID, "/orders", func(items []wireOrder) (connector.Page, error) {
		page := connector.Page{Kinds: []domain.Kind{domain.KindOrders}}
		seen := map[string]bool{}
		for _, item := range items {
			if item.ID == "" {
				return page, m.center.rest.Malformed("GET orders: an item has no id")
			}
			if !seen[item.ID] {
				page.Orders = append(page.Orders, item.order())
			}
			seen[item.ID] = true
		}
		return page, nil
	})
}

func (w wireOrder) order() domain.Order {
	o := domain.Order{
		Key:          w.ID,
		OrderedAt:    moment(w.CreationDate.Time),
		Status:       string(w.Status),
		Kind:         string(w.TransactionType),
		BillingCycle: string(w.BillingCycle),
		Currency:     w.Currency,
	}
	for _, line := range w.Lines {
		o.Lines = append(o.Lines, domain.OrderLine{
			Product:      cmp.Or(line.FriendlyName, line.OfferID),
			SKU:          line.OfferID,
			Quantity:     int64(line.Quantity),
			Subscription: tenantKey(line.SubscriptionID),
			Term:         term(line.TermDuration),
		})
	}
	return o
}

// fetchAgreements reads what one customer agreed to, of every type: without a type only the old agreement is listed.
func (m *microsoft) fetchAgreements(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	const path = "/agreements?agreementType=*"
	return ofReseller(ctx, m.center, req.Customer.VendorID, path, func(items []wireAgreement) (connector.Page, error) {
		page := connector.Page{Kinds: []domain.Kind{domain.KindAgreements}}
		seen := map[string]bool{}
		for _, item := range items {
			a := item.agreement()
			if item.TemplateID == "" && item.Type == "" {
				return page, m.center.rest.Malformed("GET agreements: an item has no template and no type")
			}
			if !seen[a.Key] {
				page.Agreements = append(page.Agreements, a)
			}
			seen[a.Key] = true
		}
		return page, nil
	})
}

func (w wireAgreement) agreement() domain.Agreement {
	day := domain.DateOf(w.AgreedOn.Time)
	kind := w.Type.word("microsoftcloudagreement", "microsoftcustomeragreement")
	if name, known := agreementNames[kind]; known {
		kind = name
	}
	return domain.Agreement{
		Key:      cmp.Or(tenantKey(w.TemplateID), kind) + "/" + string(day),
		Kind:     kind,
		AgreedOn: day,
		Contact:  strings.TrimSpace(w.Contact.FirstName + " " + w.Contact.LastName),
		Email:    w.Contact.Email,
	}
}

// agreementNames spells the types as Microsoft does.
var agreementNames = map[string]string{
	"microsoftcloudagreement":    "MicrosoftCloudAgreement",
	"microsoftcustomeragreement": "MicrosoftCustomerAgreement",
}
