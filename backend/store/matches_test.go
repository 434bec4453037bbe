package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/matching"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// fourVendors stores companies that four connections list, each under a name that the rules know to be the same.
func fourVendors(tb testing.TB, companies int) *store.Store {
	s := storetest.Open(tb)
	for n, vendor := range []domain.Vendor{domain.VendorWebex, domain.VendorMicrosoft, domain.VendorAvePoint, domain.VendorBlancco} {
		c := storetest.Connect(tb, s, vendor, string(vendor))
		records := make([]domain.Record, companies)
		for i := range records {
			name := fmt.Sprintf("Firma %x Bau", sha256.Sum224([]byte{byte(i), byte(i >> 8)})) + []string{" GmbH", "", " G.m.b.H.", " GmbH"}[n]
			records[i] = domain.Record{VendorID: fmt.Sprint(i), Name: name, Country: "DE"}
		}
		if _, _, err := s.SaveRecords(context.Background(), c.ID, records, storetest.Now); err != nil {
			tb.Fatal(err)
		}
	}
	return s
}

func match(tb testing.TB, s *store.Store) domain.MatchResult {
	tb.Helper()
	in, stamp, err := s.MatchInput(context.Background())
	if err != nil {
		tb.Fatal(err)
	}
	result := matching.Match(in)
	if done, err := s.ApplyMatches(context.Background(), result, stamp, storetest.Now); err != nil || !done {
		tb.Fatalf("applied: %v, %v", done, err)
	}
	return result
}

// TestMatch_TwoThousandCustomersAtFourVendors prints how long the first matching takes, with all the joins it makes, and
// the ones after it.
func TestMatch_TwoThousandCustomersAtFourVendors(t *testing.T) {
	if testing.Short() || storetest.Race {
		t.Skip("a measurement")
	}
	s := fourVendors(t, 2000)
	start := time.Now()
	result := match(t, s)
	first := time.Since(start)
	start = time.Now()
	again := match(t, s)
	t.Logf("8,000 records: %d joins in %s; with nothing new %s", len(result.Joins), first, time.Since(start))
	counts, err := s.MatchCounts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(result.Joins) != 2000 || len(again.Joins) != 0 || counts != (domain.MatchCounts{Customers: 2000}) {
		t.Errorf("%d joins, then %d; %+v", len(result.Joins), len(again.Joins), counts)
	}
}

// TestMatchInput_DomainOfAnAccount_IsNotVerified wants what a connector took from the registered account not to count as
// proved: an account can be the service provider's.
func TestMatchInput_DomainOfAnAccount_IsNotVerified(t *testing.T) {
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorAvePoint, "Elements")
	records := []domain.Record{
		{VendorID: "a", Name: "Contoso", Domain: "adviser.example", Account: "it@adviser.example"},
		{VendorID: "b", Name: "Fabrikam", Domain: "fabrikam.example", Account: "it@adviser.example"},
	}
	if _, _, err := s.SaveRecords(context.Background(), c.ID, records, storetest.Now); err != nil {
		t.Fatal(err)
	}
	in, _, err := s.MatchInput(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	compare(t, "domains", in.Records[0].Domains, []string{})
	compare(t, "domains", in.Records[1].Domains, []string{"fabrikam.example"})
}
