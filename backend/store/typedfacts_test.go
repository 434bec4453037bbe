package store_test

import (
	"slices"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store/storetest"
)

// TestTypedFacts_AreKeptBySyncs: a typed value counts and is found, a later value of a source stands beside it, and a fact
// that a source gives is not typed over.
func TestTypedFacts_AreKeptBySyncs(t *testing.T) {
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	records, _, err := s.SaveRecords(t.Context(), c.ID, []domain.Record{{VendorID: "v", Name: "Contoso"}}, storetest.Now)
	if err != nil {
		t.Fatal(err)
	}
	id := records[0].CustomerID
	for field, value := range map[string]string{"domain": " Contoso.Example ", "country": "ch", "phone": "+41 44 000 00 00"} {
		if err := s.SaveTypedFact(t.Context(), id, field, value, storetest.Now); err != nil {
			t.Fatal(err)
		}
	}
	check := func(domainName, country string) {
		t.Helper()
		found, total, err := s.FindCustomers(t.Context(), domain.CustomerFilter{Scope: scope, Search: domainName})
		if err != nil || total != 1 || found[0].Domain != domainName || found[0].Country != country {
			t.Errorf("%+v, %v", found, err)
		}
	}
	check("contoso.example", "CH")
	if _, _, err := s.SaveRecords(t.Context(), c.ID, []domain.Record{{VendorID: "v", Name: "Contoso", Country: "DE"}}, storetest.Now); err != nil {
		t.Fatal(err)
	}
	check("contoso.example", "CH")
	facts, err := s.FindTypedFacts(t.Context(), id)
	if err != nil || len(facts) != 3 || facts[1].Field != "country" || facts[1].Given != "DE" {
		t.Errorf("%+v, %v", facts, err)
	}
	all, err := s.FindFacts(t.Context(), id)
	if err != nil || len(all) != len(domain.TypedFields()) {
		t.Fatalf("%+v, %v", all, err)
	}
	for _, want := range []domain.CustomerFact{{Field: "domain", Typed: "contoso.example"}, {Field: "country", Typed: "CH", Given: "DE"}, {Field: "city"}} {
		at := slices.IndexFunc(all, func(f domain.CustomerFact) bool { return f.Field == want.Field })
		if got := all[at]; got.Typed != want.Typed || got.Given != want.Given || (got.TypedAt != nil) != (want.Typed != "") {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if err := s.SaveTypedFact(t.Context(), id, "country", "", storetest.Now); err != nil {
		t.Fatal(err)
	}
	check("contoso.example", "DE")
	wantKey(t, s.SaveTypedFact(t.Context(), id, "country", "IT", storetest.Now), "typed_has_source")
	wantKey(t, s.SaveTypedFact(t.Context(), id, "domain", "no domain", storetest.Now), "typed_domain")
}
