package microsoft_test

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	pathOrganization  = "/graph/v1.0/organization"
	pathUsers         = "/graph/v1.0/users"
	pathHealth        = "/graph/v1.0/admin/serviceAnnouncement/healthOverviews"
	pathRelationships = "/graph/v1.0/tenantRelationships/delegatedAdminRelationships"
	pathLinks         = "/graph/v1.0/tenantRelationships/delegatedAdminCustomers/" + customer + "/serviceManagementDetails"
)

func at(text string) *time.Time {
	t, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return &t
}

func TestOrganization_IsTranslated(t *testing.T) {
	page, err := fetch(t, "organization", pathOrganization, payload(t, "organization.json"))
	if err != nil {
		t.Fatal(err)
	}
	want := domain.Profile{
		Key: "organization", Domains: []string{"nordhafen.example", "nordhafen.onmicrosoft.com", "nordhafen.shop"},
		Default: "nordhafen.example", Initial: "nordhafen.onmicrosoft.com", Street: "Kaistraße 12", City: "Bremerhaven",
		PostalCode: "27568", Region: "HB", Country: "DE", Phone: "+49 471 5550100", Contact: "it@nordhafen.example", Language: "de",
	}
	if len(page.Profiles) != 1 || !reflect.DeepEqual(page.Profiles[0], want) || !slices.Equal(page.Kinds, []domain.Kind{domain.KindProfiles}) {
		t.Errorf("got %+v\nwant %+v", page, want)
	}
}

func TestRelationships_AreReadOnceAndHandedOut(t *testing.T) {
	api := newAPI()
	api.bodies[pathRelationships] = payload(t, "relationships.json")
	api.bodies[pathRelationships+"/first"+"/accessAssignments"] = `{"value":[
		{"status":"active","accessDetails":{"unifiedRoles":[{"roleDefinitionId":"F023FD81-a637-4b56-95fd-791ac0226033"}]}},
		{"status":"deleted","accessDetails":{"unifiedRoles":[{"roleDefinitionId":"62e90394-69f5-4237-9190-012177145e10"}]}}]}`
	conn := api.open(t)
	d := dataset(t, conn, "relationships")
	rows, err := readDataset(t, d, domain.Record{VendorID: strings.ToUpper(customer)})
	if err != nil {
		t.Fatal(err)
	}
	want := []domain.Relationship{
		{Key: "first", Name: "Nordhafen GDAP 2025", Status: "active", Active: true,
			Roles:    []string{"11111111-0000-4000-8000-000000000009", "Global Reader", "Service Support Administrator"},
			Assigned: []string{"Service Support Administrator"}, StartsAt: at("2025-02-10T13:20:11Z"), EndsAt: at("2027-02-10T13:20:11Z"),
			AutoExtendDays: 180},
		{Key: "second", Name: "MLT_1", Status: "expired", Roles: []string{"Global Administrator"},
			StartsAt: at("2023-01-10T13:20:11Z"), EndsAt: at("2025-01-09T13:20:11Z")},
	}
	if !reflect.DeepEqual(rows.Relationships, want) {
		t.Errorf("got  %+v\nwant %+v", rows.Relationships, want)
	}
	if rows, err = readDataset(t, d, domain.Record{VendorID: "another"}); err != nil || rows.Len() != 0 {
		t.Errorf("another customer has %+v, %v", rows, err)
	}
	if n := api.counts[pathRelationships]; n != 1 {
		t.Errorf("the list was read %d times", n)
	}
}

func TestLinks_OnlySecureOnesOfOtherMachines(t *testing.T) {
	page, err := fetch(t, "links", pathLinks, `{"value":[
		{"id":"1","serviceName":" Microsoft Teams ","serviceManagementUrl":"https://admin.teams.microsoft.com/?delegatedOrg=nordhafen.onmicrosoft.com"},
		{"id":"2","serviceName":"Yammer","serviceManagementUrl":"http://www.yammer.com/"},
		{"id":"3","serviceName":"Odd","serviceManagementUrl":"javascript:alert(1)"},
		{"id":"4","serviceName":"microsoft teams","serviceManagementUrl":"https://elsewhere.example/"},
		{"id":"5","serviceName":"","serviceManagementUrl":"https://nameless.example/"},
		{"id":"6","serviceName":"Someone","serviceManagementUrl":"https://user@host.example/"}]}`)
	if err != nil {
		t.Fatal(err)
	}
	want := []domain.Link{
		{Key: "microsoft teams", Name: "Microsoft Teams", URL: "https://admin.teams.microsoft.com/?delegatedOrg=nordhafen.onmicrosoft.com"},
		{Key: "consent", Name: "Admin consent", URL: "https://login.example/" + customer + "/adminconsent?client_id=app"},
	}
	if !reflect.DeepEqual(page.Links, want) {
		t.Errorf("got  %+v\nwant %+v", page.Links, want)
	}
}

func TestPeople_AreTranslated(t *testing.T) {
	page, err := fetch(t, "people", pathUsers, payload(t, "users.json"))
	if err != nil {
		t.Fatal(err)
	}
	yes, no := true, false
	want := []domain.Person{
		{Key: "6a1d0000-0000-4000-8000-000000000001", Name: "Jana Petersen", Email: "j.petersen@nordhafen.example", Kind: "user", Enabled: &yes,
			CreatedOn: "2019-03-04", Country: "DE", Products: []string{"3b555118-da6a-4418-894f-7df1e2096870", "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46"}},
		{Key: "6a1d0000-0000-4000-8000-000000000002", Name: "scan@nordhafen.onmicrosoft.com", Email: "scan@nordhafen.onmicrosoft.com", Enabled: &no,
			Products: []string{}},
		{Key: "6a1d0000-0000-4000-8000-000000000003", Name: "Guest", Email: "guest@supplier.example", Kind: "guest", Products: []string{}},
	}
	if !reflect.DeepEqual(page.People, want) {
		t.Errorf("got  %+v\nwant %+v", page.People, want)
	}
}

func TestHealth_IsTranslated(t *testing.T) {
	page, err := fetch(t, "health", pathHealth, payload(t, "health.json"))
	if err != nil {
		t.Fatal(err)
	}
	states := []domain.ServiceState{
		{Key: "exchange", Service: "Exchange Online", State: "serviceDegradation", Outcome: domain.OutcomeAttention},
		{Key: "microsoftteams", Service: "Microsoft Teams", State: "ServiceOperational", Outcome: domain.OutcomeOK},
		{Key: "sharepoint", Service: "SharePoint Online", State: "serviceInterruption", Outcome: domain.OutcomeFailed},
		{Key: "new", Service: "new", State: "somethingNew", Outcome: domain.OutcomeUnknown},
	}
	incidents := []domain.Incident{
		{Key: "EX911347", Service: "Exchange Online", Title: "Some users may see delays when sending mail", Kind: "advisory", Status: "serviceDegradation",
			StartedAt: at("2026-08-12T05:10:00Z"), UpdatedAt: at("2026-08-12T08:41:07.23Z"),
			Detail: "Title: delays\nWe are reviewing & waiting.\nNext update: soon"},
		{Key: "SP1", Service: "SharePoint Online", Title: "Gone", Kind: "incident", Status: "serviceRestored", Resolved: true,
			StartedAt: at("2026-08-01T05:10:00Z"), EndedAt: at("2026-08-02T00:00:00Z"), UpdatedAt: at("2026-08-02T00:00:00Z"), Detail: "Pages did not open."},
	}
	if !reflect.DeepEqual(page.ServiceStates, states) {
		t.Errorf("states\n got %+v\nwant %+v", page.ServiceStates, states)
	}
	if !reflect.DeepEqual(page.Incidents, incidents) {
		t.Errorf("incidents\n got %+v\nwant %+v", page.Incidents, incidents)
	}
}

func TestLists_NotAsDocumented_AreMalformed(t *testing.T) {
	for _, c := range []struct{ dataset, path, body string }{
		{"organization", pathOrganization, `{"value":[{"verifiedDomains":"one"}]}`},
		{"organization", pathOrganization, `{}`},
		{"relationships", pathRelationships, `{"value":[{"displayName":"nameless"}]}`},
		{"relationships", pathRelationships, `{"value":[{"id":"x","autoExtendDuration":"long","customer":{"tenantId":"` + customer + `"}}]}`},
		{"relationships", pathRelationships, `{"value":[{"id":"x","endDateTime":"soon","customer":{"tenantId":"` + customer + `"}}]}`},
		{"links", pathLinks, `{"value":null}`},
		{"people", pathUsers, `{"value":[{"displayName":"nameless"}]}`},
		{"people", pathUsers, `{"value":[{"id":"x","assignedLicenses":{}}]}`},
		{"health", pathHealth, `{"value":[{"status":"serviceOperational"}]}`},
		{"health", pathHealth, `{"value":[{"id":"x","issues":[{"title":"nameless"}]}]}`},
	} {
		var malformed *connector.Malformed
		if page, err := fetch(t, c.dataset, c.path, c.body); !errors.As(err, &malformed) {
			t.Errorf("%s: %s was read as %+v, %v", c.dataset, c.body, page, err)
		}
	}
}

// TestLists_Refused_AreThatListsFailure: what one list lacks is said, and does not count against the others.
func TestLists_Refused_AreThatListsFailure(t *testing.T) {
	for name, want := range map[string]struct{ path, key string }{
		"organization": {pathOrganization, "customer_rights_missing"},
		"people":       {pathUsers, "people_rights_missing"},
		"health":       {pathHealth, "health_rights_missing"},
		"links":        {pathLinks, "partner_rights_missing"},
	} {
		api := newAPI()
		api.status[want.path] = http.StatusForbidden
		_, err := readDataset(t, dataset(t, api.open(t), name), domain.Record{VendorID: customer})
		var refusal *connector.Refusal
		if !errors.Is(err, connector.ErrForbidden) || !errors.As(err, &refusal) || refusal.Key != want.key || refusal.Customer {
			t.Errorf("%s: %v, want the key %s", name, err, want.key)
		}
	}
}

func FuzzOrganization(f *testing.F) {
	f.Add(`{"value":[{"countryLetterCode":"de","businessPhones":[""," 1"],"verifiedDomains":[{"name":"A.example","isDefault":true}]}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := fetch(t, "organization", pathOrganization, body)
		if !known(err) {
			t.Fatalf("%q: %v", body, err)
		}
		for _, p := range page.Profiles {
			if p.Key == "" || !slices.IsSorted(p.Domains) || len(p.Country) != 0 && len(p.Country) != 2 {
				t.Fatalf("%q: %+v", body, p)
			}
		}
	})
}

func FuzzRelationships(f *testing.F) {
	f.Add(`{"value":[{"id":"x","status":"expired","autoExtendDuration":"P1Y2M3W4DT5H","customer":{"tenantId":"` + customer + `"}}]}`)
	f.Add(`{"value":[{"id":"x","customer":null,"accessDetails":null}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		api := newAPI()
		api.bodies[pathRelationships] = body
		rows, err := readDataset(t, dataset(t, api.open(t), "relationships"), domain.Record{VendorID: customer})
		if !known(err) {
			t.Fatalf("%q: %v", body, err)
		}
		for _, r := range rows.Relationships {
			if r.Key == "" || r.AutoExtendDays < 0 {
				t.Fatalf("%q: %+v", body, r)
			}
		}
	})
}

func FuzzAssignments(f *testing.F) {
	f.Add(`{"value":[{"status":"Active","accessDetails":{"unifiedRoles":[{"roleDefinitionId":"x"}]}}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		api := newAPI()
		api.bodies[pathRelationships] = `{"value":[{"id":"x","status":"active","customer":{"tenantId":"` + customer + `"}}]}`
		api.bodies[pathRelationships+"/x/accessAssignments"] = body
		rows, err := readDataset(t, dataset(t, api.open(t), "relationships"), domain.Record{VendorID: customer})
		if !known(err) || err == nil && rows.Relationships[0].Assigned == nil {
			t.Fatalf("%q: %+v, %v", body, rows, err)
		}
	})
}

func FuzzLinks(f *testing.F) {
	f.Add(`{"value":[{"serviceName":"A","serviceManagementUrl":"https://a.example/"},{"serviceName":"B","serviceManagementUrl":"file:///etc"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := fetch(t, "links", pathLinks, body)
		if !known(err) {
			t.Fatalf("%q: %v", body, err)
		}
		seen := map[string]bool{}
		for _, l := range page.Links {
			if l.Key == "" || seen[l.Key] || !strings.HasPrefix(strings.ToLower(l.URL), "https:") {
				t.Fatalf("%q: %+v", body, page.Links)
			}
			seen[l.Key] = true
		}
	})
}

func FuzzPeople(f *testing.F) {
	f.Add(`{"value":[{"id":"A","userType":"Guest","accountEnabled":null,"assignedLicenses":[{"skuId":"B"},{"skuId":"b"}]}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := fetch(t, "people", pathUsers, body)
		if !known(err) {
			t.Fatalf("%q: %v", body, err)
		}
		for _, p := range page.People {
			if p.Key == "" || p.Name == "" || !slices.IsSorted(p.Products) {
				t.Fatalf("%q: %+v", body, p)
			}
		}
	})
}

func FuzzHealth(f *testing.F) {
	f.Add(`{"value":[{"id":"A","issues":[{"id":"B","posts":[{"description":{"content":"<p>a<br>b&amp;<script>c"}}]}]}]}`)
	f.Add(`{"value":[{"service":"A","status":"SERVICEINTERRUPTION","issues":null}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := fetch(t, "health", pathHealth, body)
		if !known(err) {
			t.Fatalf("%q: %v", body, err)
		}
		for _, s := range page.ServiceStates {
			if s.Key == "" || s.Service == "" || s.Outcome == "" {
				t.Fatalf("%q: %+v", body, s)
			}
		}
		for _, i := range page.Incidents {
			if i.Key == "" || len(i.Detail) > 9<<10 {
				t.Fatalf("%q: %+v", body, i)
			}
		}
	})
}
