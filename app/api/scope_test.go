package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// plainScope is a scope as recounts see it.
type plainScope struct {
	family  string
	tag     string
	members map[int64]bool // who has the tag
}

// query asks for the scope.
func (s plainScope) query() string {
	var parts []string
	if s.family != "" {
		parts = append(parts, "family="+s.family)
	}
	if s.tag != "" {
		parts = append(parts, "tag="+url.QueryEscape(s.tag))
	}
	return strings.Join(parts, "&")
}

func (s plainScope) has(family string, customer int64) bool {
	return (s.family == "" || s.family == family) && (s.tag == "" || s.members[customer])
}

// within is the condition on a column with the number of a customer.
func (s plainScope) within(column string) string {
	if s.tag == "" {
		return ""
	}
	ids := []string{"0"}
	for id := range s.members {
		ids = append(ids, fmt.Sprint(id))
	}
	return " AND " + column + " IN (" + strings.Join(ids, ", ") + ")"
}

// giveTag gives customers a tag by hand.
func giveTag(t *testing.T, k *kit, name string, customers ...int64) plainScope {
	t.Helper()
	resp := k.send(t, request{
		method: http.MethodPost, path: "/api/tags/customers", body: asJSON(t, map[string]any{"name": name, "customers": customers, "on": true}),
	})
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("giving a tag gave %s: %s", resp.Status, text(t, resp))
	}
	s := plainScope{tag: name, members: map[int64]bool{}}
	for _, id := range customers {
		s.members[id] = true
	}
	return s
}

// tagEverySecond gives every second customer a tag by hand.
func tagEverySecond(t *testing.T, k *kit) plainScope {
	t.Helper()
	var ids []int64
	for i, row := range get[app.CustomerPage](t, k, "/api/customers?limit=1000").Items {
		if i%2 == 0 {
			ids = append(ids, row.ID)
		}
	}
	return giveTag(t, k, "Süd & Nord", ids...)
}

// scopedPaths are the answers that depend on the customers asked about; each path takes more parameters.
var scopedPaths = []string{
	"/api/dashboard?family=all", "/api/dashboard?family=microsoft365", "/api/dashboard/trend?days=365", "/api/licences/added?limit=50",
	"/api/licences/expiring/summary?family=all", "/api/licences/renewing?limit=50", "/api/licences/open/summary?family=all",
	"/api/licences/low/summary?family=all", "/api/licences/low?limit=50", "/api/licences/over?limit=50", "/api/waste?limit=50",
	"/api/waste/summary?family=all", "/api/calendar?limit=50&unclear=true", "/api/calendar/summary?family=microsoft365", "/api/calendar?states=rights_end", "/api/operations?limit=50",
	"/api/operations?figure=failed_jobs", "/api/operations/summary?jobs_within=7d", "/api/operations/countries?search=",
	"/api/operations/storage-trend?days=365", "/api/customers?limit=50", "/api/customers?figure=failed", "/api/subscriptions?limit=50",
	"/api/pools?limit=50", "/api/jobs?counted=true&limit=50", "/api/jobs?counted=true&outcomes=failed", "/api/storage?counted=true&level=service",
	"/api/people?limit=50", "/api/service-requests?counted=true&sort=customer", "/api/incidents?limit=50",
	"/api/export/customers?format=csv", "/api/export/billing?format=csv", "/api/export/operations?format=csv", "/api/export/jobs?format=csv",
	"/api/export/licences-low?format=csv", "/api/export/waste?format=csv",
}

// TestScope_TagOfOneCustomer_IsThatCustomer: what is asked about a tag that one customer has is answered as about that one.
func TestScope_TagOfOneCustomer_IsThatCustomer(t *testing.T) {
	k := newRead(t, false, 1)
	for _, row := range get[app.CustomerPage](t, k, "/api/customers?limit=4&sort=subscriptions&desc=true").Items {
		name := fmt.Sprint("Only ", row.ID)
		giveTag(t, k, name, row.ID)
		sameAnswers(t, k, "&tag="+url.QueryEscape(name), fmt.Sprintf("&customer_id=%d", row.ID), append(scopedPaths, "/api/home?limit=50", "/api/calendar?limit=50", "/api/calendar/summary?family=all"))
	}
}

// TestScope_TagOfEverybody_ChangesNothing: a tag that all have leaves nobody out.
func TestScope_TagOfEverybody_ChangesNothing(t *testing.T) {
	k := newRead(t, false, 1)
	giveTag(t, k, "All", idsOf(get[app.CustomerPage](t, k, "/api/customers?limit=1000"))...)
	sameAnswers(t, k, "&tag=All", "", scopedPaths)
	home, scoped := get[domain.Home](t, k, "/api/home"), get[domain.Home](t, k, "/api/home?tag=All")
	home.Decide.Access, scoped.Decide.Access = domain.HomeAccess{}, domain.HomeAccess{} // some are of no customer, as in the calendar
	if got, want := asJSON(t, scoped), asJSON(t, home); got != want {
		t.Errorf("the first page of everybody:\n got %.1500s\nwant %.1500s", got, want)
	}
}

func sameAnswers(t *testing.T, k *kit, got, want string, paths []string) {
	t.Helper()
	for _, path := range paths {
		a, b := k.send(t, request{path: path + got}), k.send(t, request{path: path + want})
		if x, y := text(t, a), text(t, b); a.StatusCode != http.StatusOK || x != y {
			t.Errorf("%s%s gave %s, not as with %q:\n got %.600s\nwant %.600s", path, got, a.Status, want, x, y)
		}
	}
}

// TestScope_EveryRouteAboutOneCustomer_TakesATag: no list or figure knows one customer and no tag.
func TestScope_EveryRouteAboutOneCustomer_TakesATag(t *testing.T) {
	described, err := os.ReadFile("openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	var api struct {
		Paths map[string]map[string]struct{ Parameters []struct{ Name string } }
	}
	if err := json.Unmarshal(described, &api); err != nil {
		t.Fatal(err)
	}
	scoped := 0
	for path, operations := range api.Paths {
		names := []string{}
		for _, p := range operations["get"].Parameters {
			names = append(names, p.Name)
		}
		if slices.Contains(names, "customer_id") != slices.Contains(names, "tag") {
			t.Errorf("%s takes %v", path, names)
		}
		if slices.Contains(names, "tag") {
			scoped++
		}
	}
	if scoped < 30 {
		t.Errorf("only %d routes have a scope", scoped)
	}
}

func TestScope_TagThatNobodyGives_IsSaidInEachLanguage(t *testing.T) {
	k := newRead(t, false, 1)
	for lang, want := range map[string]string{
		"en": "No tag is called “maintained”.", "de": "Kein Tag heißt „maintained“.", "it": "Nessun tag si chiama “maintained”.", "nb": "Ingen etikett heter «maintained».",
	} {
		for _, path := range append(scopedPaths, "/api/home?limit=3", "/api/export/calendar?format=ics") {
			resp := k.send(t, request{path: path + "&tag=maintained", header: map[string]string{"Accept-Language": lang}})
			var problem struct{ Detail string }
			if err := json.Unmarshal([]byte(text(t, resp)), &problem); err != nil || resp.StatusCode != http.StatusNotFound || problem.Detail != want {
				t.Errorf("%s in %s: %s, %q, %v", path, lang, resp.Status, problem.Detail, err)
			}
		}
	}
	giveTag(t, k, "maintained", 1)
	if resp := k.send(t, request{path: "/api/dashboard?tag=maintained&customer_id=1"}); resp.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("a tag and a customer at once gave %s", resp.Status)
	}
}

// TestScope_TagWithoutCustomers_IsAboutNobody: it is known, so it is no mistake.
func TestScope_TagWithoutCustomers_IsAboutNobody(t *testing.T) {
	k := newRead(t, false, 1)
	giveTag(t, k, "maintained", 1)
	body := asJSON(t, map[string]any{"name": "maintained", "customers": []int64{1}, "on": false})
	k.send(t, request{method: http.MethodPost, path: "/api/tags/customers", body: body})
	kpis := get[domain.KPIs](t, k, "/api/dashboard?tag=maintained")
	if kpis.Customers.Total != 0 || kpis.Completeness.Expected != 0 || kpis.Bought != 0 {
		t.Errorf("nobody has it, yet %+v", kpis)
	}
	if page := get[app.RowPage[domain.Job]](t, k, "/api/jobs?tag=maintained&counted=true"); page.Total != 0 {
		t.Errorf("nobody has %d jobs", page.Total)
	}
}

// TestTagCounts_AreAsManyAsTheScopeHas: by hand, by rule and of vendors.
func TestTagCounts_AreAsManyAsTheScopeHas(t *testing.T) {
	k := newRead(t, false, 1)
	hand := tagEverySecond(t, k)
	vendors := firstTag(openRecount(t, k))
	rule := asJSON(t, map[string]any{"name": "By rule", "rule": domain.CustomerRule{
		Figure: domain.FigureLow, CustomerQuery: domain.CustomerQuery{Vendors: []domain.Vendor{domain.VendorMicrosoft}},
	}})
	if resp := k.send(t, request{method: http.MethodPut, path: "/api/tags/rule", body: rule}); resp.StatusCode >= 300 {
		t.Fatalf("%s: %s", resp.Status, text(t, resp))
	}
	counts := map[string]int{}
	for _, tag := range get[struct{ Items []domain.TagCount }](t, k, "/api/tags/counts").Items {
		counts[tag.Name] = tag.Customers
		scoped := get[app.CustomerPage](t, k, "/api/customers?limit=1000&tag="+url.QueryEscape(tag.Name))
		filtered := get[app.CustomerPage](t, k, "/api/customers?limit=1000&tags="+url.QueryEscape(tag.Name))
		if scoped.Total != tag.Customers || !slices.Equal(idsOf(scoped), idsOf(filtered)) {
			t.Errorf("%s: %d customers, the scope has %v, the filter %v", tag.Name, tag.Customers, idsOf(scoped), idsOf(filtered))
		}
		kpis := get[domain.KPIs](t, k, "/api/dashboard?tag="+url.QueryEscape(tag.Name))
		if kpis.Customers.Total != tag.Customers {
			t.Errorf("%s: %d customers, the dashboard says %d", tag.Name, tag.Customers, kpis.Customers.Total)
		}
	}
	if counts[hand.tag] != len(hand.members) || counts[vendors] == 0 || counts["By rule"] == 0 {
		t.Errorf("the tags are %v", counts)
	}
}

func TestScope_ExportOfATag_HasItInItsName(t *testing.T) {
	k := newRead(t, false, 1)
	giveTag(t, k, "VIP: Süd", 1)
	for path, want := range map[string]string{
		"/api/export/billing?format=csv":  "tenantry-billing-VIP_ Süd-20",
		"/api/export/calendar?format=ics": "tenantry-calendar-VIP_ Süd-20",
	} {
		resp := k.send(t, request{path: path + "&tag=" + url.QueryEscape("VIP: Süd")})
		name, err := url.PathUnescape(resp.Header.Get("Content-Disposition"))
		if err != nil || !strings.Contains(name, want) {
			t.Errorf("%s is offered as %q, %v", path, name, err)
		}
	}
}
