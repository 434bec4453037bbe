package sandbox_test

import (
	"net/http"
	"testing"

	"tenantry/backend/connector/contract"
	"tenantry/backend/sandbox"
)

func TestContract_Webex(t *testing.T) {
	spec := contract.Load(t, "webex-admin.json", "/webex/v1")
	_, c := start(t, sandbox.Options{Customers: 120})
	c.http.Transport = spec.RoundTripper(c.http.Transport, t)
	token := c.webexToken()
	c.get(c.webexURL("/people/me"), token)
	refused := 0
	for _, o := range items[webexOrg](t, c.get(c.webexURL("/organizations"), token)) {
		for range 2 { // before and after the customer is open
			if c.get(c.webexURL("/licenses?orgId="+o.ID), token).status == http.StatusForbidden {
				refused++
			}
			c.get(c.webexURL("/organizations/"+o.ID), token)
		}
	}
	if refused == 0 {
		t.Error("no refusal was checked")
	}
	c.get(c.webexURL("/licenses"), token)
	c.get(c.webexURL("/licenses?orgId=unknown"), token)
	c.get(c.webexURL("/organizations"), "expired")
	form := c.webexForm()
	form.Set("client_secret", "wrong")
	c.post(c.webexURL("/access_token"), form)
}

func TestContract_Microsoft(t *testing.T) {
	spec := contract.Load(t, "microsoft-graph-subset.yaml", "/microsoft/graph/v1.0")
	_, c := start(t, sandbox.Options{Customers: 120})
	c.http.Transport = spec.RoundTripper(c.http.Transport, t)
	all, pages := c.customers("?$top=20&$count=true")
	if pages < 2 {
		t.Errorf("%d pages: no next link was followed", pages)
	}
	refused := 0
	for _, customer := range all {
		token, a := c.graphToken(customer.ID)
		if a.status != http.StatusOK {
			refused++
			continue
		}
		for _, path := range []string{"/subscribedSkus", "/directory/subscriptions", "/organization"} {
			if c.get(c.graphURL(path), token.Access).status != http.StatusOK {
				refused++
			}
		}
		c.get(c.graphURL("/subscribedSkus?$select=skuId,skuPartNumber,consumedUnits,prepaidUnits"), token.Access)
	}
	if refused < 3 {
		t.Errorf("%d refusals were checked, want some at both endpoints", refused)
	}
	c.get(c.graphURL("/subscribedSkus"), "")
	form := c.entraForm()
	form.Set("client_secret", "wrong")
	c.post(c.entraURL(c.partner()), form)
}

func TestContract_ErrorsOfTheVendors(t *testing.T) {
	for _, vendor := range []struct{ spec, base, fault string }{
		{"webex-admin.json", "/webex/v1", "webex:/people:"},
		{"microsoft-graph-subset.yaml", "/microsoft/graph/v1.0", "microsoft:/organization:"},
	} {
		spec := contract.Load(t, vendor.spec, vendor.base)
		s, c := start(t, sandbox.Options{})
		token := c.webexToken()
		graph, _ := c.graphToken(c.partner())
		c.http.Transport = spec.RoundTripper(c.http.Transport, t)
		for _, kind := range []string{"400", "401", "403", "404", "429", "500", "503", "expired"} {
			inject(t, s, vendor.fault+kind)
			if vendor.base == "/webex/v1" {
				c.get(c.webexURL("/people/me"), token)
			} else {
				c.get(c.graphURL("/organization"), graph.Access)
			}
		}
	}
}
