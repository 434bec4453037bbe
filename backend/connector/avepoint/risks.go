package avepoint

import (
	"context"
	"iter"
	"net/url"
	"slices"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// The products whose figures are read; a customer without them is not asked.
const (
	riskProduct      = 41
	workspaceProduct = 42
)

// fetchRisks reads how many objects each risk rule matches, tenant by tenant.
func (a *avepoint) fetchRisks(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return a.eachTenant(ctx, req, riskProduct, func(tenant string, path string) ([]domain.Risk, error) {
		var answer envelope[wireRule]
		err := a.client.get(ctx, "elements.rm.read.all", v3+"/rm"+path+"/detection/rules", &answer)
		if err != nil {
			return nil, err
		}
		var risks []domain.Risk
		for _, rule := range answer.rows {
			if rule.key() == "" {
				return nil, a.client.rest.Malformed("GET rules: a rule has no ruleId")
			}
			risks = append(risks, rule.row(tenant))
		}
		return risks, nil
	})
}

func (w wireRule) key() string { return string(w.ID) }

func (w wireRule) row(tenant string) domain.Risk {
	r := domain.Risk{
		Key: joined("rule", tenant, string(w.ID), string(w.DataSource)), Area: word(w.DataSource, dataSources, "Source"), Name: given(w.Name),
	}
	if hits := count(given(w.Hits)); hits != nil {
		r.Value = *hits
	} else {
		r.Text = string(w.Hits)
	}
	return r
}

// eachTenant reads figures of each tenant of a customer that has the product. Version 1.1 does not tell.
func (a *avepoint) eachTenant(ctx context.Context, req connector.Request, needs int, read func(tenant, path string) ([]domain.Risk, error)) iter.Seq2[connector.Page, error] {
	return a.eachProduct(ctx, req, func(yield func(connector.Page, error) bool, owned []product) {
		page := connector.Page{Kinds: []domain.Kind{domain.KindRisks}}
		if !slices.ContainsFunc(owned, func(p product) bool { return p.code == needs }) {
			yield(page, nil)
			return
		}
		customer, _, err := a.client.customer(ctx, req.Customer.VendorID)
		for _, tenant := range customer.Tenants {
			if err != nil || tenant.ID == "" {
				continue
			}
			id := string(tenant.ID)
			var risks []domain.Risk
			risks, err = read(id, "/customers/"+url.PathEscape(req.Customer.VendorID)+"/tenants/"+url.PathEscape(id))
			page.Risks = append(page.Risks, risks...)
		}
		yield(page, err)
	})
}
