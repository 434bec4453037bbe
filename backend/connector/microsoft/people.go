package microsoft

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	usersPath = "/users?$select=id,displayName,userPrincipalName,mail,accountEnabled,userType,usageLocation,assignedLicenses,createdDateTime&$top=999"
	seatsPath = "/users?$select=id,userPrincipalName,assignedLicenses&$top=999"
)

// fetchPeople reads a customer's people and the seats they hold. When they were last active is known where the report of
// activity may be read and names people.
func (m *microsoft) fetchPeople(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		activity, err := m.client.activityIfAllowed(ctx, req.Customer.VendorID)
		if err != nil {
			yield(connector.Page{}, err)
			return
		}
		g := call{req.Customer.VendorID, usersPath, rightsPeople}
		kinds := []domain.Kind{domain.KindPeople}
		pages(ctx, m.client, g, kinds, func(users []wireUser, page *connector.Page) error {
			for _, u := range users {
				if u.ID == "" {
					return errors.New("an item has no id")
				}
				p := u.person()
				p.LastActiveOn = activity.lastOf(u.UserPrincipalName)
				page.People = append(page.People, p)
			}
			return nil
		})(yield)
	}
}

func (w wireUser) person() domain.Person {
	return domain.Person{
		Key:       tenantKey(w.ID),
		Name:      cmp.Or(strings.TrimSpace(w.DisplayName), w.UserPrincipalName, w.ID),
		Email:     cmp.Or(w.Mail, w.UserPrincipalName),
		Kind:      personKind(w.UserType),
		Enabled:   w.AccountEnabled,
		CreatedOn: domain.DateOf(w.CreatedDateTime.Time),
		Country:   countryCode(w.UsageLocation),
		Products:  w.products(),
	}
}

// personKind does not tell shared mailboxes from people: Microsoft's directory has both as members.
func personKind(userType string) string {
	switch strings.ToLower(userType) {
	case "guest":
		return "guest"
	case "member":
		return "user"
	}
	return ""
}

// products are the keys of the pools whose seats someone holds.
func (w wireUser) products() []string {
	products := make([]string, 0, len(w.AssignedLicenses))
	for _, l := range w.AssignedLicenses {
		if id := tenantKey(l.SkuID); id != "" {
			products = append(products, id)
		}
	}
	slices.Sort(products)
	return slices.Compact(products)
}
