package sandbox

import "slices"

// Template ids of the Entra roles that partners are given.
const (
	roleGlobalReader        = "f2ef992c-3afb-46b9-b7cf-a126ee74c451"
	roleDirectoryReaders    = "88d8e3e3-8f55-4a1e-953a-9b9898b8876b"
	roleServiceSupport      = "f023fd81-a637-4b56-95fd-791ac0226033"
	roleLicenseAdmin        = "4d6ac14f-3453-41d0-bef9-a3e0c569773a"
	roleUserAdmin           = "fe930be7-5e62-47db-91af-98c3a49a38b1"
	roleHelpdesk            = "729827e3-9c14-49f7-bb1b-9608f156bbb8"
	roleGlobalAdministrator = "62e90394-69f5-4237-9190-012177145e10"
	roleCloudApplications   = "158c047a-c907-4556-b7ef-446551a6b5f7"
	roleApplications        = "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3"
)

// What a customer's delegated relationship lets the partner read.
const (
	grantsAll       = "all"       // Global Reader and more
	grantsDirectory = "directory" // neither service health nor reports
	grantsSupport   = "support"   // no reports
	grantsNothing   = "nothing"   // a role for tickets only
)

const (
	relationshipDays = 730
	extensionDays    = 180
	handoverDays     = 30 // the next relationship begins so long before the last one ends
)

// grants is how a customer's relationships go on.
type grants struct {
	style   string
	extends bool
	days    int
	key     uint64
	apps    bool // the relationship lets the partner approve apps
}

func planGrants(c *company, a access) grants {
	d := newDice(c.key("grants"))
	g := grants{style: grantsAll, extends: d.chance(55), days: relationshipDays, key: c.key("relationships")}
	switch roll := d.IntN(100); {
	case c.role.microsoft == showsNoConsent: // the one that is sure to be there can be mended
	case a == accessSkusForbidden:
		g.style = grantsNothing
	case roll < 8:
		g.style = grantsDirectory
	case roll < 15:
		g.style = grantsSupport
	}
	if c.role.microsoft == showsLapsed { // always about to end
		g.extends, g.days = false, 60
	}
	g.apps = c.role.microsoft == showsNoConsent || g.key%3 != 0
	return g
}

// denies names the lists that the partner may not read.
func (g grants) denies() []string {
	switch g.style {
	case grantsDirectory:
		return []string{"health", "usage"}
	case grantsSupport:
		return []string{"usage"}
	case grantsNothing:
		return []string{"subscribed_skus"}
	}
	return nil
}

func (g grants) denied(list string) bool { return slices.Contains(g.denies(), list) }

// relationship is one grant of delegated administration.
type relationship struct {
	id, name, status     string
	tenant               *tenant // nil until somebody agreed
	days                 int
	extends              bool
	granted, assigned    []string
	created, active, end day
}

// relationships lists a customer's grants that had begun by a day: the ended one before, and the one that runs.
func (t *tenant) relationships(d day) []relationship {
	g := t.grants
	base := relationship{tenant: t, days: g.days, extends: g.extends, granted: g.granted(), assigned: g.assigned(), status: "active"}
	if g.extends {
		base.end = t.from + relationshipDays
		for base.end <= d {
			base.end += extensionDays
		}
		return []relationship{base.numbered(g, 0, t.from)}
	}
	var list []relationship
	step := max(1, g.days-handoverDays)
	for n, start := 0, t.from; start <= d; n, start = n+1, start+day(step) {
		r := base
		r.end = start + day(g.days)
		if r.end <= d {
			r.status = "expired"
		}
		if r.end > d-365 { // Microsoft forgets ended ones after a year
			list = append(list, r.numbered(g, n, start))
		}
	}
	return list
}

func (r relationship) numbered(g grants, n int, start day) relationship {
	r.id = newDice(mix(g.key, uint64(n), 1)).uuid() + "-" + newDice(mix(g.key, uint64(n), 2)).uuid()
	r.created, r.active = start-1, start
	r.name = "Tenantry GDAP " + start.time().Format("2006-01") + " " + itoa(g.key%1000)
	if g.key%11 == 0 {
		r.name = "MLT_" + r.id[:8] // made by Microsoft itself
	}
	return r
}

// granted is the most that the relationship may give; a global administrator's cannot be extended by itself.
func (g grants) granted() []string {
	roles := []string{roleGlobalReader, roleDirectoryReaders, roleServiceSupport, roleLicenseAdmin, roleUserAdmin, roleHelpdesk}
	if !g.extends && g.key%3 == 0 {
		roles = append(roles, roleGlobalAdministrator)
	}
	if g.apps {
		roles = append(roles, roleCloudApplications)
	}
	return roles
}

// assigned is what the partner's groups were given of it.
func (g grants) assigned() []string {
	switch g.style {
	case grantsDirectory:
		return []string{roleDirectoryReaders, roleLicenseAdmin}
	case grantsSupport:
		return []string{roleDirectoryReaders, roleServiceSupport, roleLicenseAdmin}
	case grantsNothing:
		return []string{roleHelpdesk}
	}
	return g.granted()
}
