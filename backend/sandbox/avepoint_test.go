package sandbox_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"tenantry/backend/sandbox"
)

func (c *client) elements() sandbox.Connection {
	c.Helper()
	for _, conn := range c.connections {
		if conn.Vendor == "avepoint" {
			return conn
		}
	}
	c.Fatal("there is no connection for AvePoint")
	return sandbox.Connection{}
}

func (c *client) elementsForm(scope string) url.Values {
	conn := c.elements()
	return url.Values{"grant_type": {"client_credentials"}, "client_id": {conn.Fields["client_id"]},
		"client_secret": {conn.Secrets["client_secret"]}, "scope": {scope}}
}

func (c *client) elementsToken(scope string) string {
	c.Helper()
	a := c.post(c.elements().Fields["identity_url"]+"/connect/token", c.elementsForm(scope))
	if a.status != http.StatusOK {
		c.Fatalf("token: %d %s", a.status, a.body)
	}
	var t tokens
	a.decode(c, &t)
	return t.Access
}

// batch posts a question to version 3.
func (c *client) batch(path, token, body string) answer {
	c.Helper()
	r := c.request(http.MethodPost, c.elements().Fields["api_url"]+"/partner/external/v3"+path, body)
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/json")
	return c.do(r)
}

type elementsPage[T any] struct {
	Data     []T
	Metadata struct{ PageIndex, PageSize, TotalCount int }
}

type elementsCustomer struct {
	ID, Organization, OwnerEmail, CountryOrRegion string
	JobStatus                                     int
	Tenants                                       []struct{ ID, Name string }
}

type elementsServices struct {
	CustomerID string
	Products   []map[string]string
}

// elementsList pages through a list.
func elementsList[T any](c *client, path, token string) (all []T) {
	c.Helper()
	for index := 1; ; index++ {
		var page elementsPage[T]
		a := c.batch(fmt.Sprintf("%s?pageIndex=%d&pageSize=20", path, index), token, "{}")
		if a.status != http.StatusOK {
			c.Fatalf("%s: %d %s", path, a.status, a.body)
		}
		a.decode(c, &page)
		all = append(all, page.Data...)
		if len(page.Data) == 0 || len(all) >= page.Metadata.TotalCount {
			return all
		}
	}
}

func (c *client) recountAvePoint(today time.Time) []sandbox.CustomerTruth {
	c.Helper()
	services := map[string]elementsServices{}
	for _, s := range elementsList[elementsServices](c, "/general/customers/services/batch", c.elementsToken("elements.license.read.all")) {
		services[s.CustomerID] = s
	}
	jobs := c.elementsToken("elements.jobs.read.all")
	var out []sandbox.CustomerTruth
	for _, customer := range elementsList[elementsCustomer](c, "/general/customers/batch", c.elementsToken("elements.customers.read.all")) {
		truth := sandbox.CustomerTruth{Vendor: "avepoint", ID: customer.ID, Name: customer.Organization, Access: "ok"}
		if c.batch("/general/customers/"+customer.ID+"/avpt-products/jobs/batch", jobs, "{}").status == http.StatusForbidden {
			truth.Access = "forbidden"
			out = append(out, truth)
			continue
		}
		byName := map[string]*sandbox.ProductTruth{}
		for _, p := range services[customer.ID].Products {
			t := byName[p["service"]]
			if t == nil {
				t = &sandbox.ProductTruth{Product: p["service"], Unlimited: p["service"] != "Cloud Backup for Microsoft 365"}
				byName[t.Product] = t
			}
			seats, _ := strconv.Atoi(p["purchasedUserSeats"])
			if p["expirationDate"] >= today.Format(time.DateOnly) { // of what ended nothing is bought any more
				t.Bought += seats
			}
			t.Assigned, _ = strconv.Atoi(p["microsoftLicenseAssigned"])
			t.Subscriptions++
		}
		for _, t := range byName {
			truth.Products = append(truth.Products, *t)
		}
		slices.SortFunc(truth.Products, func(a, b sandbox.ProductTruth) int { return strings.Compare(a.Product, b.Product) })
		out = append(out, truth)
	}
	return out
}

// TestAvePoint_TokenEndpoint_Refuses what the vendor's does: a wrong secret, a permission nobody ticked, and a long list.
func TestAvePoint_TokenEndpoint_Refuses(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 3})
	address := c.elements().Fields["identity_url"] + "/connect/token"
	for want, change := range map[string]func(url.Values){
		"invalid_client":         func(f url.Values) { f.Set("client_secret", "wrong") },
		"invalid_scope":          func(f url.Values) { f.Set("scope", "elements.customers.readwrite.all") },
		"unsupported_grant_type": func(f url.Values) { f.Set("grant_type", "password") },
	} {
		form := c.elementsForm("elements.jobs.read.all")
		change(form)
		if a := c.post(address, form); a.status != http.StatusBadRequest || !bytes.Contains(a.body, []byte(want)) {
			t.Errorf("%s: %d %s", want, a.status, a.body)
		}
	}
	long := c.elementsForm(strings.Repeat("elements.jobs.read.all ", 14))
	if a := c.post(address, long); a.status != http.StatusBadRequest {
		t.Errorf("a scope of %d characters: %d", len(long.Get("scope")), a.status)
	}
	if a := c.batch("/general/customers/batch", c.elementsToken("elements.jobs.read.all"), "{}"); a.status != http.StatusForbidden {
		t.Errorf("a token for jobs reads customers: %d", a.status)
	}
	if a := c.batch("/general/customers/batch", c.elementsToken("elements.customers.read.all"), ""); a.status != http.StatusBadRequest {
		t.Errorf("a POST without a body: %d", a.status)
	}
}

// TestAvePoint_StorageGrows_AndANightFails: what is stored grows with the day, and on a night of an outage most jobs fail.
func TestAvePoint_StorageGrows_AndANightFails(t *testing.T) {
	s, c := start(t, sandbox.Options{Customers: 60})
	stored := func() (total float64) {
		for _, row := range elementsList[elementsServices](c, "/general/customers/services/batch", c.elementsToken("elements.license.read.all")) {
			for _, p := range row.Products {
				amount, unit, _ := strings.Cut(p["protectedCapacity"], " ")
				n, err := strconv.ParseFloat(amount, 64)
				if err == nil {
					total += n * map[string]float64{"TB": 1000, "GB": 1, "MB": 0.001}[unit]
				}
			}
		}
		return total
	}
	now := stored()
	s.SetAsOf(someDay.AddDate(1, 0, 0))
	if later := stored(); later < now*1.1 {
		t.Errorf("%.0f GB now and %.0f GB a year later", now, later)
	}
	worst, nights := 0, 0
	for day := range 41 {
		s.SetAsOf(someDay.AddDate(0, 0, day))
		if n := c.failedLastNight(); n > 0 {
			nights++
			worst = max(worst, n)
		}
	}
	if nights < 20 || worst < 10 {
		t.Errorf("customers with failures on %d nights of 41, at most %d", nights, worst)
	}
}

// failedLastNight counts the customers whose state is failed.
func (c *client) failedLastNight() (n int) {
	for _, customer := range elementsList[elementsCustomer](c, "/general/customers/batch", c.elementsToken("elements.customers.read.all")) {
		if customer.JobStatus == 2 || customer.JobStatus == 4 {
			n++
		}
	}
	return n
}
