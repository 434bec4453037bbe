package microsoft

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const relationshipsPath = "/tenantRelationships/delegatedAdminRelationships"

// fetchRelationships hands a customer its part of the list, which is read once for all of them. What of a relationship's
// roles our groups were given stands with the relationship itself.
func (m *microsoft) fetchRelationships(ctx context.Context, req connector.Request) iter.Seq2[connector.Page, error] {
	return func(yield func(connector.Page, error) bool) {
		all, err := m.relationships.Get(ctx, m.client.relationships)
		if err != nil {
			yield(connector.Page{}, err)
			return
		}
		page := connector.Page{Kinds: []domain.Kind{domain.KindRelationships}}
		for _, w := range all[tenantKey(req.Customer.VendorID)] {
			r, err := w.relationship()
			if err != nil {
				yield(connector.Page{}, m.client.rest.Malformed("GET %s: %v", relationshipsPath, err))
				return
			}
			if r.Active {
				if r.Assigned, err = m.client.assignedRoles(ctx, r.Key); err != nil {
					yield(connector.Page{}, err)
					return
				}
			}
			page.Relationships = append(page.Relationships, r)
		}
		yield(page, nil)
	}
}

// relationships reads all relationships, by their customer's tenant. Those that nobody has agreed to yet have none.
func (c *client) relationships(ctx context.Context) (map[string][]wireRelationship, error) {
	all := map[string][]wireRelationship{}
	seen := map[string]bool{}
	for items, err := range list[wireRelationship](ctx, c, call{tenant: c.partner, url: relationshipsPath}) {
		if err != nil {
			return nil, err
		}
		for _, w := range items {
			if w.ID == "" {
				return nil, c.rest.Malformed("GET %s: an item has no id", relationshipsPath)
			}
			if w.Customer == nil || seen[w.ID] {
				continue
			}
			seen[w.ID] = true
			tenant := tenantKey(w.Customer.TenantID)
			all[tenant] = append(all[tenant], w)
		}
	}
	return all, nil
}

// assignedRoles are those that an active assignment gives to one of our groups; none is an empty list.
func (c *client) assignedRoles(ctx context.Context, relationship string) ([]string, error) {
	roles := []string{}
	g := call{tenant: c.partner, url: relationshipsPath + "/" + escape(relationship) + "/accessAssignments"}
	for items, err := range list[wireAssignment](ctx, c, g) {
		if err != nil {
			return nil, err
		}
		for _, a := range items {
			if strings.EqualFold(a.Status, "active") {
				roles = append(roles, a.AccessDetails.names()...)
			}
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles), nil
}

func (w wireRelationship) relationship() (domain.Relationship, error) {
	extend, err := days(w.AutoExtendDuration)
	if err != nil {
		err = fmt.Errorf("autoExtendDuration: %w", err)
	}
	roles := w.AccessDetails.names()
	slices.Sort(roles)
	return domain.Relationship{
		Key:            w.ID,
		Name:           w.DisplayName,
		Status:         w.Status,
		Active:         strings.EqualFold(w.Status, "active") || strings.EqualFold(w.Status, "expiring"),
		Roles:          slices.Compact(roles),
		StartsAt:       moment(w.ActivatedDateTime.Time),
		EndsAt:         moment(w.EndDateTime.Time),
		AutoExtendDays: extend,
	}, err
}

// days reads a duration in years, months, weeks and days ("P180D"); one of hours only ("PT0S") is 0 days.
func days(duration string) (int, error) {
	if duration == "" {
		return 0, nil
	}
	broken := fmt.Errorf("%.20q is not a duration", duration)
	date, found := strings.CutPrefix(strings.ToUpper(duration), "P")
	if !found {
		return 0, broken
	}
	date, _, _ = strings.Cut(date, "T")
	total := 0
	for date != "" {
		at := strings.IndexAny(date, "YMWD")
		if at < 1 {
			return 0, broken
		}
		n, err := strconv.ParseUint(date[:at], 10, 16)
		if err != nil {
			return 0, broken
		}
		total += int(n) * map[byte]int{'Y': 365, 'M': 30, 'W': 7, 'D': 1}[date[at]]
		date = date[at+1:]
	}
	return total, nil
}

// roleNames are the Entra roles that decide what can be read, by the ids of their templates.
var roleNames = map[string]string{
	"f2ef992c-3afb-46b9-b7cf-a126ee74c451": "Global Reader",
	"88d8e3e3-8f55-4a1e-953a-9b9898b8876b": "Directory Readers",
	"f023fd81-a637-4b56-95fd-791ac0226033": "Service Support Administrator",
	"4a5d8f65-41da-4de4-8968-e035b65339cf": "Reports Reader",
	"75934031-6c7e-415a-99d7-48dbd49e875e": "Usage Summary Reports Reader",
	"790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b": "Message Center Reader",
	"4d6ac14f-3453-41d0-bef9-a3e0c569773a": "License Administrator",
	"fe930be7-5e62-47db-91af-98c3a49a38b1": "User Administrator",
	"9360feb5-f418-4baa-8175-e2a00bac4301": "Directory Writers",
	"729827e3-9c14-49f7-bb1b-9608f156bbb8": "Helpdesk Administrator",
	"7be44c8a-adaf-4e2a-84d6-ab2649e08a13": "Privileged Authentication Administrator",
	"158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
	"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
	"8329153b-31d0-4727-b945-745eb3bc5f31": "Domain Name Administrator",
	"b0f54661-2d74-4c50-afa3-1ec803f12efe": "Billing Administrator",
	"62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
}

// names are the roles' names; one that is not in the table goes by its id.
func (a wireAccess) names() []string {
	names := make([]string, 0, len(a.UnifiedRoles))
	for _, role := range a.UnifiedRoles {
		id := tenantKey(role.RoleDefinitionID)
		if name := roleNames[id]; name != "" {
			id = name
		}
		if id != "" {
			names = append(names, id)
		}
	}
	return names
}
