package webex

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchAdministrators reads which of our own people are assigned to a customer; those who see all customers by their role,
// or through a group, are not among them.
func (w *webex) fetchAdministrators(ctx context.Context, req connector.Request) (connector.Page, error) {
	c := w.client
	page := connector.Page{Kinds: []domain.Kind{domain.KindAdministrators}}
	var admins wireAdmins
	if err := c.get(ctx, "/partner/organizations/"+url.PathEscape(req.Customer.VendorID)+"/partnerAdmins", &admins); err != nil {
		return page, err
	}
	if admins.Items == nil {
		return page, c.rest.Malformed("GET partnerAdmins: items is missing")
	}
	seen := map[string]bool{}
	for _, a := range admins.Items {
		if a.ID == "" {
			return page, c.rest.Malformed("GET partnerAdmins: an item has no id")
		}
		if seen[a.ID] {
			continue
		}
		seen[a.ID] = true
		page.Administrators = append(page.Administrators, a.administrator())
	}
	return page, nil
}

func (a wireAdmin) administrator() domain.Administrator {
	email := ""
	if len(a.Emails) > 0 {
		email = strings.ToLower(strings.TrimSpace(a.Emails[0]))
	}
	name := cmp.Or(strings.TrimSpace(a.DisplayName), strings.TrimSpace(a.FirstName+" "+a.LastName), email, a.ID)
	return domain.Administrator{Key: a.ID, Name: name, Email: email, Role: a.Role}
}
