package api_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

func items[T any](t *testing.T, k *kit, path string) []T {
	t.Helper()
	return get[struct{ Items []T }](t, k, path).Items
}

// TestViews_SavedReplacedAndDeleted: a view of a page is found by its name again; the same name is the same view.
func TestViews_SavedReplacedAndDeleted(t *testing.T) {
	k := newKit(t, false, sandbox.Options{Customers: 2})
	put := func(page, name string, query map[string]any) int {
		return k.send(t, request{method: http.MethodPut, path: "/api/views", body: asJSON(t, map[string]any{"page": page, "name": name, "query": query})}).StatusCode
	}
	if code := put("customers", " Trials  in Norway ", map[string]any{"types": "trial", "countries": "NO"}); code >= 300 {
		t.Fatalf("saving gave %d", code)
	}
	put("customers", "trials in norway", map[string]any{"types": "trial"})
	put("licences", "Trials in Norway", map[string]any{"view": "pools"})
	views := items[domain.View](t, k, "/api/views?page=customers")
	if len(views) != 1 || views[0].Name != "trials in norway" || len(views[0].Query) != 1 {
		t.Errorf("the views are %+v", views)
	}
	if code := put("customers", strings.Repeat("x", 61), nil); code < 400 || code >= 500 {
		t.Errorf("a name that is too long gave %d", code)
	}
	for _, want := range []int{http.StatusOK, http.StatusNotFound} {
		resp := k.send(t, request{method: http.MethodDelete, path: "/api/views/" + number(views[0].ID)})
		if resp.StatusCode != want {
			t.Errorf("deleting gave %d, not %d", resp.StatusCode, want)
		}
	}
}

// TestPortalLinks_LeadToTheCustomer: documented links name the customer, others open the portal's home with the customer's
// name and id for the clipboard; a changed template is used, a dangerous one refused.
func TestPortalLinks_LeadToTheCustomer(t *testing.T) {
	k := newRead(t, false, 1)
	for _, vendor := range []string{"microsoft", "webex", "avepoint"} {
		row := get[app.CustomerPage](t, k, "/api/customers?limit=1&vendors="+vendor).Items[0]
		detail := get[domain.CustomerDetail](t, k, "/api/customers/"+number(row.ID))
		links := items[domain.PortalLink](t, k, "/api/customers/"+number(row.ID)+"/portal-links")
		found := 0
		for _, link := range links {
			u, err := url.Parse(link.URL)
			if err != nil || u.Scheme != "https" || strings.ContainsAny(link.URL, "{}") {
				t.Errorf("%s: %q is no link (%v)", link.Name, link.URL, err)
			}
			if string(link.Vendor) != vendor {
				continue
			}
			found++
			if vendor == "microsoft" != (link.Copy == "") {
				t.Errorf("%s %s copies %q", vendor, link.Name, link.Copy)
			}
			if link.Copy != "" && !strings.Contains(link.Copy, vendorID(detail, domain.Vendor(vendor))) {
				t.Errorf("%s copies %q without the id", link.Name, link.Copy)
			}
		}
		if found == 0 {
			t.Errorf("%s: no link for %s among %+v", vendor, row.Name, links)
		}
	}
}

func vendorID(detail domain.CustomerDetail, vendor domain.Vendor) string {
	for _, r := range detail.Records {
		if r.Vendor == vendor {
			return r.VendorID
		}
	}
	return "none"
}

func TestPortalTemplates_ChangedPerConnection(t *testing.T) {
	k := newRead(t, false, 1)
	row := get[app.CustomerPage](t, k, "/api/customers?limit=1&vendors=webex").Items[0]
	detail := get[domain.CustomerDetail](t, k, "/api/customers/"+number(row.ID))
	id := int64(0)
	for _, r := range detail.Records {
		if r.Vendor == domain.VendorWebex {
			id = r.ConnectionID
		}
	}
	path := "/api/connections/" + number(id) + "/portal-links"
	put := func(links ...domain.PortalTemplate) int {
		return k.send(t, request{method: http.MethodPut, path: path, body: asJSON(t, map[string]any{"links": links})}).StatusCode
	}
	own := domain.PortalTemplate{Key: "own", Name: "Ours", URL: "https://tickets.msp.example/{customer_id}?name={name}"}
	if code := put(domain.PortalTemplate{Key: "home", Name: "Partner Hub", URL: "https://admin.webex.com"}, own); code >= 300 {
		t.Fatalf("saving gave %d", code)
	}
	if got := items[app.OfferedPortal](t, k, path); len(got) != 2 || got[0].Default != "https://admin.webex.com" || got[1].URL != own.URL {
		t.Errorf("the templates are %+v", got)
	}
	links := items[domain.PortalLink](t, k, "/api/customers/"+number(row.ID)+"/portal-links")
	if last := links[len(links)-1]; !strings.Contains(asJSON(t, links), "https://tickets.msp.example/") || last.URL == "" {
		t.Errorf("the links are %+v", links)
	}
	for _, bad := range []string{"http://admin.webex.com", "javascript:alert(1)", "https://user@host.example/{name}", "https://{customer_id}", "https://a.example/{secret}"} {
		if code := put(domain.PortalTemplate{Key: "home", Name: "Partner Hub", URL: bad}); code < 400 || code >= 500 {
			t.Errorf("%s gave %d", bad, code)
		}
	}
}

// TestCustomerActivity_TellsWhatChanged: a later day's sync shows as activity, seats with before and after.
func TestCustomerActivity_TellsWhatChanged(t *testing.T) {
	k := newRead(t, false, 1)
	for _, row := range get[app.CustomerPage](t, k, "/api/customers?limit=100").Items {
		for _, each := range items[domain.Activity](t, k, "/api/customers/"+number(row.ID)+"/activity") {
			if each.Kind == domain.ActivityListed {
				return
			}
		}
	}
	t.Error("no customer was ever listed")
}

func number(id int64) string { return strconv.FormatInt(id, 10) }
