package sandbox

import (
	"net/http"
	"sort"
	"strings"
)

type graphRoles struct {
	UnifiedRoles []graphRole `json:"unifiedRoles"`
}

type graphRole struct {
	RoleDefinitionID string `json:"roleDefinitionId"`
}

func wireRoles(ids []string) graphRoles {
	roles := graphRoles{UnifiedRoles: []graphRole{}}
	for _, id := range ids {
		roles.UnifiedRoles = append(roles.UnifiedRoles, graphRole{id})
	}
	return roles
}

type graphParticipant struct {
	TenantID    string `json:"tenantId"`
	DisplayName string `json:"displayName"`
}

type graphRelationship struct {
	ID                 string            `json:"id"`
	DisplayName        string            `json:"displayName"`
	Duration           string            `json:"duration"`
	AutoExtendDuration string            `json:"autoExtendDuration"`
	Status             string            `json:"status"`
	Customer           *graphParticipant `json:"customer"`
	AccessDetails      graphRoles        `json:"accessDetails"`
	Created            string            `json:"createdDateTime"`
	Modified           string            `json:"lastModifiedDateTime"`
	Activated          *string           `json:"activatedDateTime"`
	End                *string           `json:"endDateTime"`
}

func (r relationship) wire() graphRelationship {
	w := graphRelationship{
		ID: r.id, DisplayName: r.name, Duration: "P" + itoa(uint64(r.days)) + "D", AutoExtendDuration: "PT0S", Status: r.status,
		AccessDetails: wireRoles(r.granted), Created: r.created.time().Format(graphStamp), Modified: r.created.time().Format(graphStamp),
	}
	if r.extends {
		w.AutoExtendDuration = "P" + itoa(extensionDays) + "D"
	}
	if r.tenant != nil {
		w.Customer = &graphParticipant{r.tenant.id, r.tenant.name}
		active, end := r.active.time().Format("2006-01-02")+"T13:20:11Z", r.end.time().Format("2006-01-02")+"T13:20:11Z"
		w.Activated, w.End, w.Modified = &active, &end, active
	}
	return w
}

// allRelationships are those of every customer, and two requests that nobody has answered, by their ids.
func (p *portfolio) allRelationships(seed int64) []relationship {
	var all []relationship
	for _, t := range p.tenants {
		all = append(all, t.relationships(p.day)...)
	}
	for n, status := range []string{"approvalPending", "created"} {
		g := grants{style: grantsAll, days: relationshipDays, key: key(seed, "asked", n)}
		r := relationship{days: g.days, granted: g.granted(), status: status}
		all = append(all, r.numbered(g, 0, p.day-5))
	}
	sort.Slice(all, func(i, j int) bool { return all[i].id < all[j].id })
	return all
}

func (s *Sandbox) graphRelationships(r *http.Request, t *tenant) reply {
	if t.id != s.secrets.partnerTenant {
		return s.graphError(r, http.StatusForbidden, "", "")
	}
	q, problem := parseQuery(r, "$select $top $count $skiptoken", graphMaxPage)
	if problem != "" {
		return s.graphError(r, http.StatusBadRequest, "", problem)
	}
	all := s.portfolio().granted()
	size := q.top
	if size == 0 {
		size = graphPage
	}
	from := sort.Search(len(all), func(i int) bool { return all[i].id > q.after })
	to := min(from+size, len(all))
	items := make([]any, 0, to-from)
	for _, one := range all[from:to] {
		items = append(items, one.wire())
	}
	next := ""
	if to < len(all) {
		next = nextLink(r, all[to-1].id)
	}
	return s.list(r, q, "delegatedAdminRelationship", items, next)
}

type graphContainer struct {
	ID   string `json:"accessContainerId"`
	Type string `json:"accessContainerType"`
}

type graphAssignment struct {
	ID            string         `json:"id"`
	Status        string         `json:"status"`
	Container     graphContainer `json:"accessContainer"`
	AccessDetails graphRoles     `json:"accessDetails"`
	Created       string         `json:"createdDateTime"`
	Modified      string         `json:"lastModifiedDateTime"`
}

// graphAssignments lists what the partner's groups were given of a relationship; an older assignment was taken back.
func (s *Sandbox) graphAssignments(r *http.Request, t *tenant) reply {
	all := s.portfolio().granted()
	id := r.PathValue("id")
	at := sort.Search(len(all), func(i int) bool { return all[i].id >= id })
	if t.id != s.secrets.partnerTenant {
		return s.graphError(r, http.StatusForbidden, "", "")
	}
	if at == len(all) || all[at].id != id {
		return s.graphError(r, http.StatusNotFound, "", "")
	}
	one := all[at]
	assignment := func(n int, status string, roles []string) graphAssignment {
		k := key(s.opts.Seed, id, n)
		return graphAssignment{
			ID: newDice(k).uuid(), Status: status, Container: graphContainer{uuidOf(s.opts.Seed, "admin agents", n), "securityGroup"},
			AccessDetails: wireRoles(roles), Created: one.active.time().Format(graphStamp), Modified: one.active.time().Format(graphStamp),
		}
	}
	items := []any{assignment(0, "active", one.assigned)}
	if len(one.id)%2 == 1 {
		items = append(items, assignment(1, "deleted", []string{roleGlobalAdministrator}))
	}
	return s.list(r, query{}, "delegatedAdminAccessAssignment", items, "")
}

type graphServiceLink struct {
	ID   string `json:"id"`
	Name string `json:"serviceName"`
	URL  string `json:"serviceManagementUrl"`
}

// graphServiceLinks leads to a customer's admin centres. One of them is as old as its address.
func (s *Sandbox) graphServiceLinks(r *http.Request, t *tenant) reply {
	customer := s.portfolio().tenantByID[strings.ToLower(r.PathValue("id"))]
	switch {
	case t.id != s.secrets.partnerTenant:
		return s.graphError(r, http.StatusForbidden, "", "")
	case customer == nil || customer.company == nil:
		return s.graphError(r, http.StatusNotFound, "", "")
	}
	items := []any{}
	for n, link := range []graphServiceLink{
		{Name: "Microsoft 365 admin center", URL: "https://admin.cloud.microsoft/?delegatedOrg=" + customer.initial},
		{Name: "Azure Active Directory", URL: "https://entra.microsoft.com/" + customer.domain},
		{Name: "Exchange Online", URL: "https://admin.exchange.microsoft.com/?delegatedOrg=" + customer.initial},
		{Name: "Microsoft Teams", URL: "https://admin.teams.microsoft.com/?delegatedOrg=" + customer.initial},
		{Name: "Microsoft Intune", URL: "https://intune.microsoft.com/" + customer.domain},
		{Name: "Yammer", URL: "http://www.yammer.com/" + customer.domain},
	} {
		link.ID = customer.company.uuid("link", n)
		items = append(items, link)
	}
	return s.list(r, query{}, "delegatedAdminServiceManagementDetail", items, "")
}
