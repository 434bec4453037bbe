package api_test

import (
	"fmt"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// TestCounts_OpenTheirRows: what counts in tables and notes lead to are as many rows as were counted.
func TestCounts_OpenTheirRows(t *testing.T) {
	k := newRead(t, false, 1)
	total := func(path string) int64 {
		t.Helper()
		return int64(get[struct{ Total int }](t, k, "/api/"+path).Total)
	}
	met := map[string]int64{}
	want := func(what string, counted int64, path string) {
		t.Helper()
		met[what] += counted
		if rows := total(path); rows != counted {
			t.Errorf("%s: %d counted, %d rows at %s", what, counted, rows, path)
		}
	}
	for _, c := range get[struct{ Items []domain.CountryOperations }](t, k, "/api/operations/countries").Items {
		if c.Country == "" {
			continue
		}
		of := "limit=1&counted=true&country=" + c.Country
		want("failed jobs of a country", int64(c.FailedJobs), "jobs?outcomes=failed&"+of)
		want("open requests of a country", int64(c.OpenRequests), "service-requests?state=open&"+of)
		want("services in trouble of a country", int64(c.Trouble), "service-states?trouble=true&"+of)
	}
	for _, section := range []domain.Figure{domain.FigureAdded, domain.FigureExpiring, domain.FigureRenewing, domain.FigureOpen, domain.FigureLow, domain.FigureOver} {
		n := get[domain.LicenceSummary](t, k, fmt.Sprintf("/api/licences/%s/summary", section))
		want("rows without known seats", int64(n.Seats.Unknown), fmt.Sprintf("licences/%s?limit=1&where=assigned:empty", section))
		excluded := int64(0)
		for _, each := range n.Excluded {
			excluded += int64(each.Pools)
		}
		want("what is left out", excluded, "pools?limit=1&excluded=yes")
	}
	for _, c := range get[app.CustomerPage](t, k, "/api/customers?limit=200").Items {
		of := fmt.Sprintf("limit=1&counted=true&customer_id=%d", c.ID)
		if c.FailedJobs != nil {
			want("failed jobs of a customer", *c.FailedJobs, "jobs?outcomes=failed&"+of)
		}
		if c.OpenRequests != nil {
			want("open requests of a customer", *c.OpenRequests, "service-requests?state=open&"+of)
		}
		want("subscriptions of a customer", c.Subscriptions, fmt.Sprintf("subscriptions?limit=1&customer_id=%d", c.ID))
		if got := total(fmt.Sprintf("pools?limit=1&figure=over&customer_id=%d", c.ID)); (got > 0) != (c.OverSeats > 0) {
			t.Errorf("%s is %d over, in %d rows", c.Name, c.OverSeats, got)
		}
	}
	for what, n := range met {
		if n == 0 {
			t.Errorf("the sandbox has no %s", what)
		}
	}
}
