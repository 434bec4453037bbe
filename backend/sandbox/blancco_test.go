package sandbox_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"tenantry/backend/sandbox"
)

// tenants are the connections to Blancco, one per key.
func (c *client) tenants() []sandbox.Connection {
	c.Helper()
	var all, tenants []sandbox.Connection
	c.get(c.base+"/sandbox/connections", "").decode(c, &all)
	for _, one := range all {
		if one.Vendor == "blancco" {
			tenants = append(tenants, one)
		}
	}
	return tenants
}

// export asks a tenant for reports; body is what stands between the braces.
func (c *client) export(tenant sandbox.Connection, path, body string) answer {
	c.Helper()
	r := c.request(http.MethodPost, tenant.Fields["base_url"]+path, "{"+body+"}")
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-BLANCCO-API-KEY", tenant.Secrets["api_key"])
	return c.do(r)
}

// paths are where the lists of a tenant are, with the categories to ask for.
func (c *client) paths(tenant sandbox.Connection) (string, []string) {
	c.Helper()
	if c.export(tenant, "/report/export", `"size":1`).status == http.StatusNotFound {
		return "/reports/export", []string{`,"category":"Erasure"`, `,"category":"Diagnostics"`}
	}
	return "/report/export", []string{""}
}

// walk reads all reports of a tenant and gives their UUIDs.
func (c *client) walk(tenant sandbox.Connection, filter string) []string {
	c.Helper()
	var ids []string
	path, categories := c.paths(tenant)
	for _, category := range categories {
		for cursor := ""; ; {
			body := filter + `,"format":"JSON","container":"NONE"` + category
			if cursor != "" {
				body += `,"cursor":"` + cursor + `"`
			}
			a := c.export(tenant, path, body)
			if a.status == http.StatusNoContent {
				break
			}
			var page struct {
				Reports []struct {
					Data struct {
						Description struct {
							ID string `json:"document_id"`
						} `json:"description"`
					} `json:"blancco_data"`
				} `json:"reports"`
			}
			a.decode(c, &page)
			for _, r := range page.Reports {
				ids = append(ids, r.Data.Description.ID)
			}
			if cursor = a.header.Get("X-BLANCCO-CURSOR"); cursor == "" {
				break
			}
		}
	}
	return ids
}

func (c *client) recountBlancco() []sandbox.CustomerTruth {
	c.Helper()
	var out []sandbox.CustomerTruth
	for _, tenant := range c.tenants() {
		name := tenant.Fields["customer"]
		ids := c.walk(tenant, `"filter":{"date":{"gte":"2001-01-01T00:00:00Z"}}`)
		out = append(out, sandbox.CustomerTruth{Vendor: "blancco", ID: name, Name: name, Access: "ok",
			Products: []sandbox.ProductTruth{}, Erasures: len(ids)})
	}
	return out
}

func TestBlancco_AShareOfTheCompaniesHasATenant(t *testing.T) {
	for percent, want := range map[int][2]int{0: {6, 20}, 100: {95, 120}, -1: {0, 0}} {
		_, c := start(t, sandbox.Options{Customers: 120, Blancco: percent})
		if n := len(c.tenants()); n < want[0] || n > want[1] {
			t.Errorf("with %d percent: %d tenants, want between %d and %d", percent, n, want[0], want[1])
		}
	}
}

func TestBlancco_Pages_AreWalkedByCursor(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 60, Blancco: 100})
	long, both := 0, map[string]int{}
	for _, tenant := range c.tenants()[:20] {
		ids := c.walk(tenant, `"filter":{"date":{"gte":"2001-01-01T00:00:00Z"}}`)
		seen := map[string]bool{}
		for _, id := range ids {
			if seen[id] {
				t.Errorf("%s is listed twice", id)
			}
			seen[id] = true
		}
		if len(ids) > 100 {
			long++
		}
		path, _ := c.paths(tenant)
		both[path]++
	}
	if long == 0 || len(both) != 2 {
		t.Errorf("%d tenants with several pages, paths %v", long, both)
	}
}

func TestBlancco_Requests_AreHeldToTheDocumentation(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 60, Blancco: 100})
	tenant := c.first("/report/export")
	const all = `"filter":{"date":{"gte":"2001-01-01T00:00:00Z"}},"format":"JSON","container":"NONE"`
	first := c.export(tenant, "/report/export", all+`,"size":2`)
	cursor := first.header.Get("X-BLANCCO-CURSOR")
	if number, _, _ := strings.Cut(cursor, ","); first.status != http.StatusOK || len(number) != 13 {
		t.Fatalf("%d with the cursor %q", first.status, cursor)
	}
	for body, want := range map[string]int{
		all + `,"size":10,"cursor":"` + cursor + `"`:                           http.StatusOK,
		strings.Replace(all, "2001", "2002", 1) + `,"cursor":"` + cursor + `"`: http.StatusBadRequest,
		all + `,"cursor":"1,2"`:                                                http.StatusBadRequest,
		all + `,"size":11`:                                                     http.StatusBadRequest,
		all + `,"size":0`:                                                      http.StatusBadRequest,
		all + `,"colour":"blue"`:                                               http.StatusBadRequest,
		all + `,"category":"Erasure"`:                                          http.StatusBadRequest,
		`"format":"json","container":"NONE"`:                                   http.StatusBadRequest,
		`"filter":{"fields":[{"name":"@custom-Asset Tag","like":"A-"}]},"format":"JSON","container":"NONE"`: http.StatusOK,
		`"filter":{"fields":[{"name":"@imei","like":"no such thing"}]},"format":"XML","container":"NONE"`:   0,
		`"filter":{"date":{"gte":"2099-01-01T00:00:00Z"}},"format":"JSON","container":"NONE"`:               0,
	} {
		got := c.export(tenant, "/report/export", body).status
		if want == 0 && (got == http.StatusOK || got == http.StatusNoContent) {
			continue
		}
		if got != want {
			t.Errorf("{%s}: %d, want %d", body, got, want)
		}
	}
	tenant.Secrets["api_key"] = "another"
	if got := c.export(tenant, "/report/export", all); got.status != http.StatusForbidden || got.header.Get("Apigw-Requestid") == "" {
		t.Errorf("a wrong key: %d %v", got.status, got.header)
	}
}

// first finds a tenant that answers at a path.
func (c *client) first(path string) sandbox.Connection {
	c.Helper()
	for _, tenant := range c.tenants() {
		if at, _ := c.paths(tenant); at == path {
			return tenant
		}
	}
	c.Fatalf("no tenant answers at %s", path)
	return sandbox.Connection{}
}

func TestBlancco_WithoutContainer_IsAZip(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 60, Blancco: 100})
	tenant := c.first("/report/export")
	for format, ending := range map[string]string{"JSON": ".json", "XML": ".xml"} {
		a := c.export(tenant, "/report/export", `"format":"`+format+`","size":3`)
		archive, err := zip.NewReader(bytes.NewReader(a.body), int64(len(a.body)))
		if err != nil || len(archive.File) != 3 || !strings.HasSuffix(archive.File[0].Name, ending) {
			t.Errorf("%s: %v in %q", format, err, a.header.Get("Content-Type"))
		}
	}
}

func TestBlancco_OneReport_InEveryFormat(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 60, Blancco: 100})
	for path, one := range map[string]string{"/report/export": "/report/export/ID", "/reports/export": "/reports/ID/export"} {
		tenant := c.first(path)
		id := c.walk(tenant, `"filter":{}`)[0]
		for format, begins := range map[string]string{"PDF": "%PDF-1.4", "JSON": "{", "XML": "<root>", "": "<root>"} {
			r := c.request(http.MethodGet, tenant.Fields["base_url"]+strings.Replace(one, "ID", id, 1)+"?format="+format, "")
			r.Header.Set("X-BLANCCO-API-KEY", tenant.Secrets["api_key"])
			if a := c.do(r); a.status != http.StatusOK || !strings.HasPrefix(string(a.body), begins) {
				t.Errorf("%s as %s: %d %.60s", one, format, a.status, a.body)
			}
		}
	}
}

func TestBlancco_Recent_IsTheLastMonthAsXML(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 60, Blancco: 100})
	tenant := c.first("/report/export")
	r := c.request(http.MethodGet, tenant.Fields["base_url"]+"/report/export?%40imei=35", "")
	r.Header.Set("X-BLANCCO-API-KEY", tenant.Secrets["api_key"])
	a := c.do(r)
	var root struct {
		Reports []struct{} `xml:"report"`
	}
	if a.status == http.StatusOK {
		if err := xml.Unmarshal(a.body, &root); err != nil {
			t.Errorf("%v in %.80s", err, a.body)
		}
	} else if a.status != http.StatusNoContent {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// TestBlancco_Reports_HaveTheOddities: what is documented as odd must be there to be met.
func TestBlancco_Reports_HaveTheOddities(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 60, Blancco: 100})
	var text strings.Builder
	empty := map[int]int{}
	for _, tenant := range c.tenants()[:30] {
		path, categories := c.paths(tenant)
		text.Write(c.export(tenant, path, `"format":"JSON","container":"NONE"`+categories[0]).body)
		none := c.export(tenant, path, `"filter":{"date":{"gte":"2099-01-01T00:00:00Z"}},"format":"JSON","container":"NONE"`+categories[0])
		empty[none.status]++
	}
	for _, part := range []string{
		`"capacity":"512110190592"`, `"capacity":512110190592`, `"product_name":{"value":`, `"product_name":"Blancco Drive Eraser"`,
		`}]},{"disk":[`, `+0000"`, `"Erased with exceptions"`, `"Failed"`, `"2. Order No."`, `"imei"`,
	} {
		if !strings.Contains(text.String(), part) {
			t.Errorf("%s is nowhere", part)
		}
	}
	if empty[http.StatusOK] == 0 || empty[http.StatusNoContent] == 0 {
		t.Errorf("empty lists are answered with %v", empty)
	}
}

// TestBlancco_TenantOfAnotherDay_IsEmpty: a day is moved under connections that were made on another.
func TestBlancco_TenantOfAnotherDay_IsEmpty(t *testing.T) {
	s, c := start(t, sandbox.Options{Customers: 60})
	tenants := c.tenants()
	s.SetAsOf(someDay.AddDate(-9, 0, 0))
	for _, tenant := range tenants {
		if ids := c.walk(tenant, `"filter":{}`); len(ids) != 0 {
			t.Errorf("%s has %d reports nine years ago", tenant.Name, len(ids))
		}
	}
}

func TestBlancco_ReportsAreJSONOnTheirOwn(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 60, Blancco: 100})
	tenant := c.first("/report/export")
	a := c.export(tenant, "/report/export", `"format":"JSON","container":"NONE","size":1`)
	if !json.Valid(a.body) {
		t.Errorf("%s", a.body)
	}
}
