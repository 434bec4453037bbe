package webex

import (
	"cmp"
	"context"
	"net/url"
	"slices"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// usersPage is how many users Cisco gives at a time, at most.
const usersPage = "300"

// AssignedUsers reads who holds a product's licences at a customer. A customer may have several of one name, at several
// sites or by several subscriptions, and a person more than one of them. As in the pool, free ones beside bought ones are
// left out.
func (w *webex) AssignedUsers(ctx context.Context, customer domain.Record, productKey string) (domain.AssignedUsers, error) {
	found := domain.AssignedUsers{Items: []domain.AssignedUser{}}
	list, err := w.client.licenseList(ctx, customer.VendorID)
	if err != nil {
		return found, err
	}
	licences, seen := ofPool(list.Items, productKey), map[string]bool{}
	if len(licences) == 0 {
		return found, connector.ErrNotFound
	}
	for _, licence := range licences {
		found.Workspaces += int64(licence.ConsumedByWorkspaces)
		err := w.client.eachLicenseUser(ctx, customer.VendorID, licence.ID, func(u wireLicenseUser) {
			if !seen[u.ID] {
				seen[u.ID] = true
				found.Items = append(found.Items, u.assigned())
			}
		})
		if err != nil {
			return found, err
		}
	}
	return found, nil
}

// ofPool gives the licences whose seats a pool holds.
func ofPool(items []wireLicense, name string) []wireLicense {
	named := slices.DeleteFunc(slices.Clone(items), func(l wireLicense) bool {
		return strings.TrimSpace(l.Name) != name || l.ID == ""
	})
	free := func(l wireLicense) bool { return strings.TrimSpace(l.SubscriptionID) == "" }
	if slices.IndexFunc(named, func(l wireLicense) bool { return !free(l) }) >= 0 {
		named = slices.DeleteFunc(named, free)
	}
	return named
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
