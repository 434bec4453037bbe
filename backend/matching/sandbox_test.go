package matching_test

import (
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/matching"
	"tenantry/backend/sandbox"
)

// known is how much vendors say about a company beside its name.
type known struct {
	name                     string
	country, derived, domain bool
	wantRecall, mostAsked    int // percent
}

// TestMatch_Sandbox measures the rules against what the simulated vendors know to be true: no company is joined with
// another one, whatever is known, and nearly all are found once addresses or countries are.
func TestMatch_Sandbox(t *testing.T) {
	for _, k := range []known{
		{name: "names alone", wantRecall: 0, mostAsked: 100},
		{name: "names and countries", country: true, wantRecall: 90, mostAsked: 15},
		{name: "a domain at one vendor, addresses at the other", derived: true, wantRecall: 90, mostAsked: 15},
		{name: "domains at both", domain: true, wantRecall: 100},
	} {
		for seed := range int64(10) {
			k.measure(t, seed+1)
		}
	}
}

func (k known) measure(t *testing.T, seed int64) {
	t.Helper()
	const companies = 400
	s := sandbox.New(sandbox.Options{Customers: companies, Seed: seed, AsOf: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)})
	in, truth := k.records(s)
	result := matching.Match(in)
	found, wrong := 0, 0
	for _, join := range result.Joins {
		for _, id := range join.Records[1:] {
			if truth[id] == truth[join.Records[0]] {
				found++
			} else {
				wrong++
				t.Errorf("seed %d: %s and %s were joined", seed, truth[join.Records[0]], truth[id])
			}
		}
	}
	distinct := map[string]bool{}
	for _, company := range truth {
		distinct[company] = true
	}
	all := len(in.Records) - len(distinct)
	right := 0
	for _, doubt := range result.Doubts {
		if truth[doubt.A] == truth[doubt.B] {
			right++
		}
	}
	recall, asked := found*100/all, len(result.Doubts)*100/all
	t.Logf("%s, seed %d: %d of %d joined (recall %d %%), %d wrong; %d asked about, of which %d are one company",
		k.name, seed, found, all, recall, wrong, len(result.Doubts), right)
	if recall < k.wantRecall || asked > k.mostAsked || found+right < all*9/10 {
		t.Errorf("%s, seed %d: recall %d %%, asked %d %%, found or asked %d of %d", k.name, seed, recall, asked, found+right, all)
	}
}

// records are what the vendors say, and the company that each is in truth.
func (k known) records(s *sandbox.Sandbox) (domain.MatchInput, map[int64]string) {
	var in domain.MatchInput
	truth := map[int64]string{}
	for _, company := range s.Companies() {
		for n, at := range company.At {
			id := int64(len(in.Records) + 1)
			r := domain.MatchRecord{ID: id, CustomerID: id, Connection: at.Vendor, Vendor: domain.Vendor(at.Vendor), VendorID: at.ID, Name: at.Name}
			if k.country {
				r.Country = company.Country
			}
			if k.domain || k.derived && n > 0 {
				r.Domains = []string{company.Domain, fmt.Sprintf("c%d.onmicrosoft.com", id)}
			} else if k.derived {
				r.Derived = []string{company.Domain, "gmail.com", "partner.example"}
			}
			in.Records = append(in.Records, r)
			truth[id] = company.Name
		}
	}
	return in, truth
}
