package microsoft

import (
	"context"
	"errors"
	"strings"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const activityReport = "getOffice365ActiveUserDetail(period='D30')"

// The services that the report of activity covers, as its columns name them.
const (
	exchange   = "Exchange"
	oneDrive   = "OneDrive"
	sharePoint = "SharePoint"
	yammer     = "Yammer"
	teams      = "Teams"
	skype      = "Skype For Business"
)

var services = []string{exchange, oneDrive, sharePoint, skype, yammer, teams}

// activity is when each person of a customer last used each service. The zero value is "not known": the report may not be
// read, or names nobody.
type activity struct {
	refreshed domain.Date
	people    map[string]map[string]domain.Date // by user name and service
}

func (a activity) known() bool { return a.people != nil }

// lastOf is the last day a person used any service.
func (a activity) lastOf(user string) domain.Date {
	var last domain.Date
	for _, day := range a.people[tenantKey(user)] {
		last = max(last, day)
	}
	return last
}

// activityIfAllowed reads the report of activity. A customer that refuses it, or cannot have it, has no known activity.
func (c *client) activityIfAllowed(ctx context.Context, tenant string) (activity, error) {
	if !c.hasReports() {
		return activity{}, nil
	}
	t, err := c.report(ctx, tenant, activityReport)
	var refusal *connector.Refusal
	if errors.As(err, &refusal) && !refusal.Customer && !errors.Is(err, connector.ErrUnauthorized) {
		return activity{}, nil
	}
	if err != nil {
		return activity{}, err
	}
	a, err := readActivity(t)
	if err != nil {
		return activity{}, c.rest.Malformed("GET reports/%s: %v", activityReport, err)
	}
	return a, nil
}

// hasReports: Graph's reports are there in the global cloud only.
func (c *client) hasReports() bool { return c.graph == publicGraph }

// readActivity knows nothing where names are concealed: what stands in their place must not be joined to people.
func readActivity(t table) (activity, error) {
	a := activity{people: map[string]map[string]domain.Date{}}
	for _, row := range t.rows {
		if strings.EqualFold(t.cell(row, "Is Deleted"), "true") {
			continue
		}
		user := tenantKey(t.cell(row, "User Principal Name"))
		if !strings.Contains(user, "@") {
			return activity{}, nil
		}
		refreshed, err := t.day(row, "Report Refresh Date")
		if err != nil {
			return activity{}, err
		}
		a.refreshed = max(a.refreshed, refreshed)
		a.people[user] = map[string]domain.Date{}
		for _, service := range services {
			day, err := t.day(row, service+" Last Activity Date")
			if err != nil {
				return activity{}, err
			}
			if day != "" {
				a.people[user][service] = day
			}
		}
	}
	if a.refreshed == "" {
		return activity{}, nil
	}
	return a, nil
}

// active says whether a person used one of the services in the days up to the report.
func (a activity) active(user string, of []string, days int) bool {
	since := a.refreshed.AddDays(1 - days)
	for _, service := range of {
		if day := a.people[tenantKey(user)][service]; day >= since {
			return true
		}
	}
	return false
}

// covered are the services of a product whose use the report shows, by the product's service plans. A product whose
// worth lies elsewhere has none: that nobody was seen says nothing about it.
func (s wireSku) covered() []string {
	has := map[string]bool{}
	for _, plan := range s.ServicePlans {
		name := strings.ToUpper(plan.ServicePlanName)
		switch {
		case name == "EXCHANGE_S_FOUNDATION" || strings.Contains(name, "ARCHIVE"):
		case strings.HasPrefix(name, "EXCHANGE_"):
			has[exchange] = true
		case name == "TEAMS1":
			has[teams] = true
		case strings.HasPrefix(name, "SHAREPOINTSTANDARD"), strings.HasPrefix(name, "SHAREPOINTENTERPRISE"), name == "SHAREPOINTDESKLESS":
			has[sharePoint], has[oneDrive] = true, true
		case strings.HasPrefix(name, "YAMMER_"):
			has[yammer] = true
		}
	}
	if !has[exchange] && !has[teams] && !has[sharePoint] {
		return nil
	}
	covered := []string{}
	for _, service := range services {
		if has[service] {
			covered = append(covered, service)
		}
	}
	return covered
}
