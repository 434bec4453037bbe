package sandbox

import (
	"fmt"
	"net/http"
	"sort"
)

const graphMaxUsers = 999

// userFields are the properties of a user that can be selected.
var userFields = map[string]func(t *tenant, p *person) any{
	"id":                func(_ *tenant, p *person) any { return p.id },
	"displayName":       func(_ *tenant, p *person) any { return orNull(p.name) },
	"userPrincipalName": func(_ *tenant, p *person) any { return p.login },
	"mail":              func(_ *tenant, p *person) any { return orNull(p.mail) },
	"accountEnabled":    func(_ *tenant, p *person) any { return !p.disabled },
	"userType": func(_ *tenant, p *person) any {
		if p.guest {
			return "Guest"
		}
		return "Member"
	},
	"usageLocation": func(t *tenant, p *person) any {
		if p.guest || len(p.skus) == 0 {
			return nil
		}
		return t.company.place.code
	},
	"assignedLicenses": func(_ *tenant, p *person) any {
		held := make([]map[string]any, 0, len(p.skus))
		for _, k := range p.skus {
			held = append(held, map[string]any{"disabledPlans": []string{}, "skuId": k.id})
		}
		return held
	},
	"createdDateTime":       func(_ *tenant, p *person) any { return p.created.time().Format(graphStamp) },
	"onPremisesSyncEnabled": func(*tenant, *person) any { return nil },
}

// userDefaults are what Graph gives where nothing is selected: licences are not among them.
var userDefaults = []string{"id", "displayName", "userPrincipalName", "mail"}

func orNull(text string) any {
	if text == "" {
		return nil
	}
	return text
}

func (s *Sandbox) graphUsers(r *http.Request, t *tenant) reply {
	q, problem := parseQuery(r, "$select $top $count $skiptoken", graphMaxUsers)
	if problem != "" {
		return s.graphError(r, http.StatusBadRequest, "", problem)
	}
	names := q.selected
	if len(names) == 0 {
		names = userDefaults
	}
	for _, name := range names {
		if userFields[name] == nil {
			return s.graphError(r, http.StatusBadRequest, "",
				fmt.Sprintf("Could not find a property named '%s' on type 'microsoft.graph.user'.", name))
		}
	}
	all := t.persons()
	size := q.top
	if size == 0 {
		size = graphPage
	}
	from := sort.Search(len(all), func(i int) bool { return all[i].id > q.after })
	to := min(from+size, len(all))
	items := make([]any, 0, to-from)
	for i := range all[from:to] {
		user := map[string]any{}
		for _, name := range names {
			user[name] = userFields[name](t, &all[from+i])
		}
		items = append(items, user)
	}
	next := ""
	if to < len(all) {
		next = nextLink(r, all[to-1].id)
	}
	q.selected = nil
	return s.list(r, q, "user", items, next)
}
