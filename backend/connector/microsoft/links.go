package microsoft

import (
	"context"
	"iter"
	"net/url"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// consentLink is the key of the page where an admin of the customer, or ours with the right to it, approves the app.
const consentLink = "consent"

// fetchLinks reads the pages that lead into a customer's admin centres.
func (m *microsoft) fetchLinks(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	c, tenant := m.client, tenantKey(req.Customer.VendorID)
	g := call{tenant: c.partner, url: customersPath + "/" + escape(tenant) + "/serviceManagementDetails"}
	return func(yield func(connector.Page, error) bool) {
		page := connector.Page{Kinds: []domain.Kind{domain.KindLinks}}
		seen := map[string]bool{consentLink: true}
		for items, err := range list[wireServiceLink](ctx, c, g) {
			if err != nil {
				yield(connector.Page{}, err)
				return
			}
			for _, w := range items {
				link := w.link()
				if link.Key == "" || !secure(link.URL) || seen[link.Key] {
					continue
				}
				seen[link.Key] = true
				page.Links = append(page.Links, link)
			}
		}
		if consent := c.consentPage(tenant); secure(consent) {
			page.Links = append(page.Links, domain.Link{Key: consentLink, Name: "Admin consent", URL: consent})
		}
		yield(page, nil)
	}
}

func (w wireServiceLink) link() domain.Link {
	name := strings.TrimSpace(w.ServiceName)
	return domain.Link{Key: strings.ToLower(name), Name: name, URL: strings.TrimSpace(w.ServiceManagementURL)}
}

// secure lets through whole addresses of other machines over TLS, and nothing else: a link is opened in the browser.
func secure(link string) bool {
	u, err := url.Parse(link)
	return err == nil && u.Scheme == "https" && u.Hostname() != "" && u.User == nil
}

// escape makes an id a part of a path.
func escape(id string) string { return url.PathEscape(id) }

func (c *client) consentPage(tenant string) string {
	fields := c.signIn.cfg.Fields
	return strings.TrimRight(fields[fieldLoginURL], "/") + "/" + escape(tenant) + "/adminconsent?" +
		url.Values{"client_id": {fields[fieldClientID]}}.Encode()
}
