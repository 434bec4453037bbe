package webex

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"net/url"
	"slices"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// errEnough ends a list that its reader has enough of.
var errEnough = errors.New("enough")

// fetchPeople reads the people of one customer, with the products they hold and their wholesale packages.
func (w *webex) fetchPeople(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		if err := w.client.people(ctx, req.Customer.VendorID, yield); err != nil && !errors.Is(err, errEnough) {
			yield(connector.Page{}, err)
		}
	}
}

func (c *client) people(ctx context.Context, org string, yield func(connector.Page, error) bool) error {
	names, err := c.licenseNames(ctx, org)
	if err != nil {
		return err
	}
	subscribed, err := c.subscribed(ctx, org)
	if err != nil {
		return err
	}
	return c.eachPerson(ctx, org, names, func(people []wirePerson) error {
		page := connector.Page{Kinds: []domain.Kind{domain.KindPeople}}
		for _, p := range people {
			person := p.person(names)
			if s, found := subscribed[orgKey(p.ID)]; found {
				person.Package, person.Detail = s.name(), s.Errors.String()
			}
			page.People = append(page.People, person)
		}
		if !yield(page, nil) {
			return errEnough
		}
		return nil
	})
}

// eachPerson reads the list of people page by page and leaves behind what it says of the customer as a whole.
func (c *client) eachPerson(ctx context.Context, org string, names map[string]string, read func([]wirePerson) error) error {
	summary, seen := newSummary(c.clock()), map[string]bool{}
	l := list{path: "/people", query: url.Values{"orgId": {org}}, org: org}
	err := c.pages(ctx, l, func(answer rest.Answer) (int, error) {
		people, err := c.decodePeople(answer)
		if err != nil {
			return 0, err
		}
		rows := len(people)
		people = slices.DeleteFunc(people, func(p wirePerson) bool { // added meanwhile, a person may come on two pages
			again := seen[p.ID]
			seen[p.ID] = true
			return again
		})
		for _, p := range people {
			summary.add(p, names)
		}
		return rows, read(people)
	})
	if err == nil {
		c.heard.Store(org, summary)
	}
	return err
}

func (c *client) decodePeople(answer rest.Answer) ([]wirePerson, error) {
	var page wirePeople
	if err := c.rest.Decode(answer, &page); err != nil {
		return nil, err
	}
	if page.Items == nil {
		return nil, c.rest.Malformed("GET people: items is missing")
	}
	if slices.ContainsFunc(page.Items, func(p wirePerson) bool { return p.ID == "" }) {
		return nil, c.rest.Malformed("GET people: an item has no id")
	}
	return page.Items, nil
}

func (p wirePerson) person(names map[string]string) domain.Person {
	person := domain.Person{
		Key:          p.ID,
		Name:         cmp.Or(strings.TrimSpace(p.DisplayName), strings.TrimSpace(p.FirstName+" "+p.LastName), p.email()),
		Email:        p.email(),
		Kind:         personKind(p.Type),
		Enabled:      p.LoginEnabled.value,
		Pending:      p.InvitePending.isTrue(),
		CreatedOn:    domain.DateOf(p.Created.Time),
		LastActiveOn: domain.DateOf(p.LastActivity.Time),
		Products:     p.products(names),
	}
	for _, role := range p.Roles {
		person.Roles = append(person.Roles, inside(role))
	}
	slices.Sort(person.Roles)
	person.Roles = slices.Compact(person.Roles)
	for _, at := range p.Addresses {
		person.Country = cmp.Or(person.Country, country(at.Country))
	}
	return person
}

func (p wirePerson) email() string {
	if len(p.Emails) == 0 {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(p.Emails[0]))
}

// products are the names of the licences a person holds; ids that the customer's list does not know are left out.
func (p wirePerson) products(names map[string]string) []string {
	var products []string
	for _, id := range p.Licenses {
		if name := names[id]; name != "" {
			products = append(products, name)
		}
	}
	slices.Sort(products)
	return slices.Compact(products)
}

func personKind(kind string) string {
	switch strings.ToLower(kind) {
	case "person":
		return "user"
	case "bot", "appuser":
		return "service"
	}
	return ""
}

// country is an ISO 3166 alpha-2 code, or "".
func country(text string) string {
	text = strings.ToUpper(strings.TrimSpace(text))
	if len(text) != 2 || strings.Trim(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return ""
	}
	return text
}
