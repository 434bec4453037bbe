package avepoint_test

import (
	"strings"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// TestServices_AgreeWithWhatTheSimulatorHolds compares with the simulator's own count, which no answer goes into.
func TestServices_AgreeWithWhatTheSimulatorHolds(t *testing.T) {
	s, w := start(t, sandbox.Options{Customers: 120, AllAccessible: true})
	read := readAll(t, open(t, w, w.Transport))
	compared, ended := 0, 0
	for _, truth := range s.Truth().Customers {
		if truth.Vendor != "avepoint" {
			continue
		}
		rows := read[truth.ID]
		pools := map[string]domain.Pool{}
		for _, p := range rows.Pools {
			pools[p.Key] = p
		}
		lines := map[string]int{}
		for _, sub := range rows.Subscriptions {
			lines[sub.PoolKey]++
			status := domain.StatusActive
			if sub.TermEndOn < "2026-11-20" {
				status = domain.StatusExpired
				ended++
			}
			if sub.TermEndOn == "" || sub.Status != status || sub.AtTermEnd != domain.TermEndUnknown {
				t.Errorf("%s: %+v", truth.Name, sub)
			}
		}
		for _, p := range truth.Products {
			got := pools[p.Product]
			if got.Bought != int64(p.Bought) || got.Assigned != int64(p.Assigned) || lines[p.Product] != p.Subscriptions ||
				(got.Excluded == domain.Counted) == p.Unlimited {
				t.Errorf("%s: read %+v with %d lines, want %+v", truth.Name, got, lines[p.Product], p)
			}
			compared++
		}
	}
	if compared < 80 || ended < 3 {
		t.Errorf("%d products compared, %d lines had ended", compared, ended)
	}
}

// TestJobsAndStorage_AreReadWhole: each has what it is known for, and the oddities were among them.
func TestJobsAndStorage_AreReadWhole(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 120, AllAccessible: true})
	jobs, failed, unknown, objects := 0, 0, 0, 0
	for id, rows := range readAll(t, open(t, w, w.Transport)) {
		for _, s := range rows.Storage {
			if s.Module != "" && s.Consumed == nil || s.Module == "" && (s.Protected == nil) != (s.ProtectedText == "") {
				t.Errorf("%s: %+v", id, s)
			}
			if s.Objects != nil && s.Scanned != nil && *s.Objects <= *s.Scanned {
				objects++
			}
		}
		for _, j := range rows.Jobs {
			jobs++
			if j.Outcome == domain.OutcomeFailed {
				failed++
			}
			if strings.HasPrefix(j.Module, "Module ") {
				unknown++
			}
			if j.StartedAt == nil || j.Outcome == domain.OutcomeUnknown || j.EndedAt == nil && j.Outcome != domain.OutcomeRunning {
				t.Errorf("%s: %+v", id, j)
			}
		}
	}
	if jobs < 1000 || failed == 0 || unknown == 0 || objects == 0 {
		t.Errorf("%d jobs, %d failed, %d of unknown modules, %d storage rows with objects", jobs, failed, unknown, objects)
	}
}

// TestCustomers_AccountsGiveDomains, but for those at public mail providers.
func TestCustomers_AccountsGiveDomains(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 200, AllAccessible: true})
	public, countries := 0, 0
	for records, err := range open(t, w, w.Transport).Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			if r.Domain == "" {
				public++
			}
			if r.Domain != "" && !strings.HasSuffix(r.Account, "@"+r.Domain) {
				t.Errorf("%+v", r)
			}
			if len(r.Country) == 2 {
				countries++
			}
		}
	}
	if public == 0 || public > w.Customers/4 || countries != w.Customers {
		t.Errorf("%d of %d customers have an account at a public provider, %d a country", public, w.Customers, countries)
	}
}
