package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// onlineService is one whose health Microsoft tells.
type onlineService struct {
	id, name string
	plan     string // beginning of a service plan that brings it; "" for everybody
	features []string
	prefix   string // of the ids of its issues
}

var onlineServices = []onlineService{
	{"OSDPPlatform", "Microsoft 365 suite", "", []string{"Portal", "Administration"}, "MO"},
	{"Exchange", "Exchange Online", "EXCHANGE_S_", []string{"E-Mail and calendar access", "E-Mail timely delivery"}, "EX"},
	{"SharePoint", "SharePoint Online", "SHAREPOINT", []string{"Sites", "Search"}, "SP"},
	{"OneDriveForBusiness", "OneDrive for Business", "SHAREPOINT", []string{"Sync client"}, "OD"},
	{"microsoftteams", "Microsoft Teams", "TEAMS1", []string{"Teams Components", "Calls"}, "TM"},
	{"Intune", "Microsoft Intune", "INTUNE_A", []string{"Device enrolment"}, "IT"},
	{"PowerBIcom", "Power BI", "BI_AZURE_", []string{"PowerBI.com"}, "PB"},
}

// disturbance is trouble with a service, the same for all tenants that have the service.
type disturbance struct {
	service    onlineService
	id         string
	incident   bool
	start, end time.Time
	feature    string
	ended      bool // on the day asked about
	outcome    string
	open       string
}

const (
	disturbedEvery = 16 // days: a service has trouble at most once in so many
	disturbedShown = 30 // days that ended trouble stays listed
)

// disturbances are those of one service that are listed on a day, oldest first.
func (s onlineService) disturbances(seed int64, d day) []disturbance {
	var list []disturbance
	for n := int(d-disturbedShown)/disturbedEvery - 1; n <= int(d)/disturbedEvery; n++ {
		dice := newDice(key(seed, "disturbance "+s.id, n))
		if !dice.chance(55) {
			continue
		}
		start := day(n*disturbedEvery + dice.IntN(disturbedEvery)).time().Add(time.Duration(dice.IntN(24*60)) * time.Minute)
		o := disturbance{
			service: s, id: s.prefix + itoa(uint64(900000+n%90000)+uint64(dice.IntN(9))), incident: dice.chance(30), start: start,
			end: start.Add(time.Duration(2+dice.IntN(120)) * time.Hour), feature: pick(dice, s.features),
			outcome: pick(dice, []string{"serviceRestored", "postIncidentReviewPublished", "falsePositive", "serviceRestored"}),
			open:    pick(dice, []string{"serviceDegradation", "investigating", "restoringService", "extendedRecovery"}),
		}
		if o.incident && dice.chance(50) {
			o.open = "serviceInterruption"
		}
		now := d.time().Add(12 * time.Hour)
		o.ended = o.end.Before(now)
		if !o.start.After(now) && o.end.After(now.AddDate(0, 0, -disturbedShown)) {
			list = append(list, o)
		}
	}
	return list
}

type graphPostBody struct {
	ContentType string `json:"contentType"`
	Content     string `json:"content"`
}

type graphPost struct {
	Created     string        `json:"createdDateTime"`
	PostType    string        `json:"postType"`
	Description graphPostBody `json:"description"`
}

type graphIssue struct {
	ID             string      `json:"id"`
	Title          string      `json:"title"`
	Service        string      `json:"service"`
	Feature        string      `json:"feature"`
	FeatureGroup   string      `json:"featureGroup"`
	Impact         string      `json:"impactDescription"`
	Classification string      `json:"classification"`
	Origin         string      `json:"origin"`
	Status         string      `json:"status"`
	IsResolved     bool        `json:"isResolved"`
	Start          string      `json:"startDateTime"`
	End            *string     `json:"endDateTime"`
	Modified       string      `json:"lastModifiedDateTime"`
	Details        []any       `json:"details"`
	Posts          []graphPost `json:"posts"`
}

func (o disturbance) wire() graphIssue {
	w := graphIssue{
		ID: o.id, Title: "Some users may be unable to use " + o.feature + " in " + o.service.name, Service: o.service.name,
		Feature: o.feature, FeatureGroup: o.feature, Impact: "Users may see errors or delays with " + o.feature + ".",
		Classification: "advisory", Origin: "microsoft", Status: o.open, Start: o.start.Format(graphStamp),
		Modified: strings.Replace(o.start.Add(70*time.Minute).Format(graphStamp), "Z", ".23Z", 1), Details: []any{},
	}
	if o.incident {
		w.Classification = "incident"
	}
	post := func(at time.Time, text string) {
		w.Posts = append(w.Posts, graphPost{at.Format(graphStamp), "regular", graphPostBody{"html",
			"<p><b>Title:</b> " + w.Title + "<br/></p><p>" + text + "&nbsp;Scope &amp; impact: <i>some</i> users.</p>"}})
	}
	post(o.start.Add(time.Hour), "We're reviewing the service's telemetry to find the cause.")
	if o.ended {
		end := o.end.Format(graphStamp)
		w.End, w.Status, w.IsResolved, w.Modified = &end, o.outcome, true, end
		post(o.end, "We've confirmed that the service is healthy again.")
	}
	return w
}

type graphHealth struct {
	ID      string        `json:"id"`
	Service string        `json:"service"`
	Status  string        `json:"status"`
	Issues  *[]graphIssue `json:"issues,omitempty"`
}

func (s *Sandbox) graphHealth(r *http.Request, t *tenant) reply {
	if t.grants.denied("health") {
		return s.graphError(r, http.StatusForbidden, "UnknownError", "")
	}
	q, problem := parseQuery(r, "$select $top $count $expand", graphMaxPage)
	if problem != "" {
		return s.graphError(r, http.StatusBadRequest, "", problem)
	}
	expand := r.URL.Query().Get("$expand")
	if expand != "" && expand != "issues" {
		return s.graphError(r, http.StatusBadRequest, "", "Could not find a property named '"+expand+"' on type 'microsoft.graph.serviceHealth'.")
	}
	items := []any{}
	for _, service := range onlineServices {
		if !t.has(service) {
			continue
		}
		item := graphHealth{ID: service.id, Service: service.name, Status: "serviceOperational"}
		issues := []graphIssue{}
		for _, o := range service.disturbances(s.opts.Seed, s.portfolio().day) {
			issues = append(issues, o.wire())
			if !o.ended {
				item.Status = o.open
			}
		}
		if expand != "" {
			item.Issues = &issues
		}
		items = append(items, item)
	}
	return s.list(r, q, "serviceHealth", items, "")
}

// has says whether a tenant is subscribed to a service.
func (t *tenant) has(service onlineService) bool {
	for _, p := range t.pools() {
		for _, plan := range p.sku.plans {
			if service.plan == "" || strings.HasPrefix(plan.name, service.plan) && plan.name != "EXCHANGE_S_FOUNDATION" && plan.name != "SHAREPOINTWAC" {
				return true
			}
		}
	}
	return false
}
