package sandbox

import (
	"net/http"
	"sort"
	"strings"
)

type graphCustomer struct {
	ID          string `json:"id"`
	TenantID    string `json:"tenantId"`
	DisplayName string `json:"displayName"`
}

// graphCustomers lists the delegated customers; only the partner's own tenant has them.
func (s *Sandbox) graphCustomers(r *http.Request, t *tenant) reply {
	if t.id != s.secrets.partnerTenant {
		return s.graphError(r, http.StatusForbidden, "", "")
	}
	q, problem := parseQuery(r, "$select $top $count $skiptoken", graphMaxPage)
	if problem != "" {
		return s.graphError(r, http.StatusBadRequest, "", problem)
	}
	tenants := s.portfolio().tenants
	total := len(tenants)
	from := sort.Search(total, func(i int) bool { return tenants[i].id > q.after })
	size := q.top
	if size == 0 {
		size = graphPage
	}
	to := min(from+size, total)
	next := ""
	if to < total {
		next = nextLink(r, tenants[to-1].id)
	}
	items := make([]any, 0, to-from)
	for _, c := range tenants[from:to] {
		items = append(items, graphCustomer{c.id, c.id, c.name})
	}
	answer := s.list(r, q, "delegatedAdminCustomer", items, next)
	if q.count && answer.status == http.StatusOK {
		return withCount(answer, total)
	}
	return answer
}

type graphUnits struct {
	Enabled   int `json:"enabled"`
	Suspended int `json:"suspended"`
	Warning   int `json:"warning"`
	LockedOut int `json:"lockedOut"`
}

type graphPlan struct {
	ID        string `json:"servicePlanId"`
	Name      string `json:"servicePlanName"`
	Status    string `json:"provisioningStatus"`
	AppliesTo string `json:"appliesTo"`
}

type graphSku struct {
	ID               string      `json:"id"`
	AccountID        string      `json:"accountId"`
	AccountName      string      `json:"accountName"`
	AppliesTo        string      `json:"appliesTo"`
	CapabilityStatus string      `json:"capabilityStatus"`
	ConsumedUnits    int         `json:"consumedUnits"`
	PrepaidUnits     graphUnits  `json:"prepaidUnits"`
	SkuID            string      `json:"skuId"`
	SkuPartNumber    string      `json:"skuPartNumber"`
	SubscriptionIDs  []string    `json:"subscriptionIds"`
	ServicePlans     []graphPlan `json:"servicePlans"`
}

// capability is the best state that any seat of the product is in.
func (p *pool) capability() string {
	for _, status := range []string{statusEnabled, statusWarning, statusSuspended, statusLockedOut} {
		if p.units[status] > 0 {
			return status
		}
	}
	return statusDeleted
}

func (k *sku) appliesTo() string {
	if k.company {
		return "Company"
	}
	return "User"
}

func (k *sku) wirePlans(status string) []graphPlan {
	state := "Success"
	if status != statusEnabled && status != statusWarning {
		state = "Disabled"
	}
	plans := make([]graphPlan, 0, len(k.plans))
	for _, p := range k.plans {
		plans = append(plans, graphPlan{p.id, p.name, state, k.appliesTo()})
	}
	return plans
}

func (s *Sandbox) graphSkus(r *http.Request, t *tenant) reply {
	if t.grants.denied("subscribed_skus") {
		return s.graphError(r, http.StatusForbidden, "", "")
	}
	q, problem := parseQuery(r, "$select", graphMaxPage)
	if problem != "" {
		return s.graphError(r, http.StatusBadRequest, "", problem)
	}
	items := []any{}
	for _, p := range t.pools() {
		ids := make([]string, 0, len(p.subscriptions))
		for _, sub := range p.subscriptions {
			ids = append(ids, sub.id)
		}
		items = append(items, graphSku{
			ID: t.id + "_" + p.sku.id, AccountID: t.id, AccountName: strings.TrimSuffix(t.initial, ".onmicrosoft.com"),
			AppliesTo: p.sku.appliesTo(), CapabilityStatus: p.capability(), ConsumedUnits: p.assigned,
			PrepaidUnits: graphUnits{p.units[statusEnabled], p.units[statusSuspended], p.units[statusWarning], p.units[statusLockedOut]},
			SkuID:        p.sku.id, SkuPartNumber: p.sku.part, SubscriptionIDs: ids, ServicePlans: p.sku.wirePlans(p.capability()),
		})
	}
	return s.list(r, q, "subscribedSku", items, "")
}

type graphSubscription struct {
	ID                    string      `json:"id"`
	CommerceID            *string     `json:"commerceSubscriptionId"`
	CreatedDateTime       string      `json:"createdDateTime"`
	IsTrial               bool        `json:"isTrial"`
	NextLifecycleDateTime *string     `json:"nextLifecycleDateTime"`
	OwnerID               *string     `json:"ownerId"`
	OwnerTenantID         *string     `json:"ownerTenantId"`
	OwnerType             *string     `json:"ownerType"`
	SkuID                 string      `json:"skuId"`
	SkuPartNumber         string      `json:"skuPartNumber"`
	Status                string      `json:"status"`
	TotalLicenses         int         `json:"totalLicenses"`
	ServiceStatus         []graphPlan `json:"serviceStatus"`
}

func (s *Sandbox) graphSubscriptions(r *http.Request, t *tenant) reply {
	q, problem := parseQuery(r, "$select", graphMaxPage)
	if problem != "" {
		return s.graphError(r, http.StatusBadRequest, "", problem)
	}
	items := []any{}
	for _, p := range t.pools() {
		for _, sub := range p.subscriptions {
			items = append(items, s.wireSubscription(t, p.sku, sub))
		}
	}
	return s.list(r, q, "companySubscription", items, "")
}

func (s *Sandbox) wireSubscription(t *tenant, k *sku, sub subscription) graphSubscription {
	wire := graphSubscription{
		ID: sub.id, CreatedDateTime: sub.bought.time().Format(graphStamp), IsTrial: sub.trial,
		SkuID: k.id, SkuPartNumber: k.part, Status: sub.status, TotalLicenses: sub.seats, ServiceStatus: k.wirePlans(sub.status),
	}
	if sub.next != 0 {
		next := sub.next.time().Format(graphStamp)
		wire.NextLifecycleDateTime = &next
	}
	if k.unlimited == 0 {
		owner, kind := t.id, "User"
		if sub.partner {
			owner = s.secrets.partnerTenant
		}
		wire.CommerceID, wire.OwnerTenantID, wire.OwnerType = &sub.commerceID, &owner, &kind
	}
	return wire
}

type graphDomain struct {
	Name         string `json:"name"`
	Type         string `json:"type"`
	Capabilities string `json:"capabilities"`
	IsDefault    bool   `json:"isDefault"`
	IsInitial    bool   `json:"isInitial"`
}

type graphCompany struct {
	ID                string        `json:"id"`
	DisplayName       string        `json:"displayName"`
	Street            *string       `json:"street"`
	City              *string       `json:"city"`
	State             *string       `json:"state"`
	PostalCode        *string       `json:"postalCode"`
	Country           *string       `json:"country"`
	CountryLetterCode string        `json:"countryLetterCode"`
	PreferredLanguage string        `json:"preferredLanguage"`
	BusinessPhones    []string      `json:"businessPhones"`
	TechnicalMails    []string      `json:"technicalNotificationMails"`
	CreatedDateTime   string        `json:"createdDateTime"`
	OnPremisesSync    *bool         `json:"onPremisesSyncEnabled"`
	TenantType        string        `json:"tenantType"`
	VerifiedDomains   []graphDomain `json:"verifiedDomains"`
}

func (s *Sandbox) graphOrganization(r *http.Request, t *tenant) reply {
	q, problem := parseQuery(r, "$select", graphMaxPage)
	if problem != "" {
		return s.graphError(r, http.StatusBadRequest, "", problem)
	}
	const capabilities = "Email, OfficeCommunicationsOnline"
	at, k := locales[3].places[0], key(0, t.id)
	if t.company != nil {
		at = t.company.place
	}
	street := streets[at.language][k%uint64(len(streets[at.language]))]
	street = strings.ReplaceAll(street, "#", itoa(1+k>>8%97))
	wire := graphCompany{
		ID: t.id, DisplayName: t.name, Street: &street, City: &at.city, State: &at.region, PostalCode: &at.postal, Country: &at.country,
		CountryLetterCode: at.code, PreferredLanguage: at.language,
		BusinessPhones: []string{at.phone + itoa(10+k>>16%90)}, TechnicalMails: []string{"it@" + t.domain},
		CreatedDateTime: t.from.time().Format("2006-01-02T") + "08:11:50Z", TenantType: "AAD",
		VerifiedDomains: []graphDomain{
			{t.initial, "Managed", capabilities, false, true},
			{t.domain, "Managed", capabilities, true, false},
		},
	}
	return s.list(r, q, "organization", []any{wire}, "")
}
