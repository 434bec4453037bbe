package sandbox

import (
	"net/http"
	"strconv"
	"time"
)

const avepointV1 = "/avepoint/graph/partner/api/v1.1"

// The words that version 1.1 has for the codes of version 3.
var (
	avepointHealth = []string{notAvailable, "Working", "Failed", "Waiting for configuration", "Multiple issues found",
		"Finished with exception", "No backup updates"}
	avepointStatus = []string{"None", "Running", "Finished", "Failed", "Finished with exception", "Skipped", "Pending",
		"Failed to start", "Canceled", "Rejected", "Stopped", "Not scanned", "Disabled", "Not started", "Waiting for configuration"}
	avepointTypes = map[int]string{7: "Microsoft 365", 11: "Google Workspace", 12: "IaaS + PaaS", 15: "Salesforce", 16: "Dynamics 365"}
)

// routeAvePointV1 serves the older version, which speaks OData: lists in value, words instead of codes, $top and $skip.
func (s *Sandbox) routeAvePointV1(d *dialect) {
	for pattern, route := range map[string]struct {
		scope    string
		endpoint func(*http.Request, *elements) reply
	}{
		"/customers":                         {"partner.customers.read.all", s.avepointV1Customers},
		"/customers/{customer}":              {"partner.customers.read.all", s.avepointV1Customer},
		"/services":                          {"partner.license.read.all", s.avepointV1Services},
		"/customers/{customer}/jobs":         {"partner.jobs.read.all", s.avepointV1Jobs},
		"/customers/{customer}/protected":    {"partner.cbprotected.read.all", s.avepointV1Protected},
		"/customers/{customer}/scanProfiles": {"partner.scanprofiles.read.all", s.avepointV1ScanProfiles},
	} {
		s.mux.HandleFunc("GET "+avepointV1+pattern, s.serve(d, s.avepointSignedIn(route.scope, route.endpoint)))
	}
}

// odataList answers the part of a list that $top and $skip name.
func odataList(r *http.Request, entity string, all []any) reply {
	top, skip := len(all), 0
	for name, values := range r.URL.Query() {
		n, err := strconv.Atoi(values[0])
		if err != nil || n < 0 {
			return avepointError(r, http.StatusBadRequest, "The query option "+name+" is not valid.")
		}
		switch name {
		case "$top":
			top = n
		case "$skip":
			skip = min(n, len(all))
		default:
			return avepointError(r, http.StatusBadRequest, "The query option "+name+" is not supported.")
		}
	}
	return jsonReply(http.StatusOK, map[string]any{
		"@odata.context": "https://graph.avepointonlineservices.com/partner/$metadata#" + entity,
		"value":          all[skip:min(skip+top, len(all))],
	})
}

func (e *elements) v1() map[string]any {
	return map[string]any{"id": e.id, "organization": e.name, "ownerEmail": e.account, "jobStatus": avepointHealth[e.health()],
		"countryOrRegion": e.company.place.country}
}

func (s *Sandbox) avepointV1Customers(r *http.Request, _ *elements) reply {
	rows := []any{}
	for _, e := range s.portfolio().elements {
		rows = append(rows, e.v1())
	}
	return odataList(r, "Customers", rows)
}

func (s *Sandbox) avepointV1Customer(_ *http.Request, e *elements) reply {
	row := e.v1()
	row["@odata.context"] = "https://graph.avepointonlineservices.com/partner/$metadata#Customers/$entity"
	return jsonReply(http.StatusOK, row)
}

// v1Dates is how this version writes days: its pages show both ways.
func (e *elements) v1Dates() string {
	if key(0, e.id)%2 == 0 {
		return "01/02/2006"
	}
	return time.DateOnly
}

func (s *Sandbox) avepointV1Services(r *http.Request, _ *elements) reply {
	rows := []any{}
	for _, e := range s.portfolio().elements {
		products := []map[string]string{}
		for _, l := range e.services() {
			products = append(products, e.product(l, e.v1Dates()))
		}
		rows = append(rows, map[string]any{"customerId": e.id, "organization": e.name, "customer": e.account, "products": products,
			"tenantId": e.tenant + "," + newDice(mix(key(0, e.tenant), 1)).uuid()})
	}
	return odataList(r, "Services", rows)
}

func (s *Sandbox) avepointV1Jobs(r *http.Request, e *elements) reply {
	rows := []any{}
	for _, j := range e.jobs() {
		row := j.wire()
		row["jobType"], row["status"], row["jobModule"] = avepointTypes[j.service.job], avepointStatus[j.status], j.module.name
		if j.id == "" {
			row["status"] = "Not Finished"
		}
		if j.module.name == "" {
			row["jobModule"] = notAvailable
		}
		rows = append(rows, row)
	}
	return odataList(r, "Jobs", rows)
}

func (s *Sandbox) avepointV1Protected(r *http.Request, e *elements) reply {
	return odataList(r, "Protected", e.protectedModules())
}

func (s *Sandbox) avepointV1ScanProfiles(r *http.Request, e *elements) reply {
	rows := []any{}
	for i, p := range e.scanProfiles() {
		rows = append(rows, map[string]any{"profileName": p.name, "profileId": p.id, "scanMode": i % 2,
			"modifiedTime": p.modified})
	}
	return odataList(r, "ScanProfiles", rows)
}
