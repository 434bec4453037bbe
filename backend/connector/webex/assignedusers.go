package webex

import (
	"cmp"
	"context"
	"net/url"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// usersPage is how many users Cisco gives at a time, at most.
const usersPage = "300"

// AssignedUsers reads who holds a product's licences at a customer. A customer may have several of one name, at several
// sites or by several subscriptions, and a person more than one of them.
func (w *webex) AssignedUsers(ctx context.Context, customer domain.Record, productKey string) ([]domain.AssignedUser, error) {
	c := w.client
	list, err := c.licenseList(ctx, customer.VendorID)
	if err != nil {
		return nil, err
	}
	found, users, seen := false, []domain.AssignedUser{}, map[string]bool{}
	for _, item := range list.Items {
		if strings.TrimSpace(item.Name) != productKey || item.ID == "" {
			continue
		}
		found = true
		err := c.eachLicenseUser(ctx, customer.VendorID, item.ID, func(u wireLicenseUser) {
			if !seen[u.ID] {
				seen[u.ID] = true
				users = append(users, u.assigned())
			}
		})
		if err != nil {
			return nil, err
		}
	}
	if !found {
		return nil, connector.ErrNotFound
	}
	return users, nil
}

func (c *client) eachLicenseUser(ctx context.Context, org, id string, read func(wireLicenseUser)) error {
	link := "/licenses/" + url.PathEscape(id) + "?includeAssignedTo=user&limit=" + usersPage
	for range maxPages {
		answer, err := c.ask(ctx, org, link)
		if err != nil {
			return err
		}
		var page wireLicenseUsers
		if err := c.rest.Decode(answer, &page); err != nil {
			return err
		}
		if page.ID == "" {
			return c.rest.Malformed("GET licenses/{id}: the id is missing")
		}
		for _, u := range page.Users {
			if u.ID == "" {
				return c.rest.Malformed("GET licenses/{id}: a user has no id")
			}
			read(u)
		}
		if link, err = c.next(answer, url.Values{"includeAssignedTo": {"user"}}); err != nil || link == "" {
			return err
		}
	}
	return c.rest.Malformed("GET licenses/{id}: the pages do not end")
}

func (u wireLicenseUser) assigned() domain.AssignedUser {
	email := strings.ToLower(strings.TrimSpace(u.Email))
	return domain.AssignedUser{
		Key: u.ID, Name: cmp.Or(strings.TrimSpace(u.DisplayName), email, u.ID), Email: email, External: strings.EqualFold(u.Type, "EXTERNAL"),
	}
}
