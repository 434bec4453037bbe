package store_test

import (
	"path/filepath"
	"testing"
	"testing/fstest"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// readsProfiles ends a read of the customer's profiles.
func readsProfiles(t *testing.T, s *store.Store, run domain.Run, record domain.Record, profiles ...domain.Profile) {
	t.Helper()
	page := storetest.Read(run, record, storetest.Now, nil, nil)
	page.Dataset, page.Profiles = "organization", profiles
	page.Last.Lists, page.Last.Seen = map[domain.Kind]bool{domain.KindProfiles: true}, store.Seen{}
	for _, p := range profiles {
		page.Last.Seen.Add(domain.KindProfiles, p.Key)
	}
	storetest.Save(t, s, page)
}

// TestIdentity_OfProfiles: what Microsoft tells of a customer's domain and country stands in its profile, not in the list
// of customers.
func TestIdentity_OfProfiles(t *testing.T) {
	organization := domain.Profile{Key: "organization", Country: "NO", Default: "contoso.example", Domains: []string{"contoso.example", "contoso.test"}}
	people := domain.Profile{Key: "people", Derived: []string{"fabrikam.example", "tailspin.example"}}
	for name, c := range map[string]struct {
		record          domain.Record
		profiles        []domain.Profile
		domain, country string
		search          []string
	}{
		"none":                  {},
		"the profile's":         {profiles: []domain.Profile{organization}, domain: "contoso.example", country: "NO", search: []string{"contoso.example", "contoso.test"}},
		"of people's addresses": {profiles: []domain.Profile{people}, domain: "fabrikam.example", search: []string{"fabrikam", "tailspin"}},
		"the default goes first": {profiles: []domain.Profile{people, organization}, domain: "contoso.example", country: "NO",
			search: []string{"contoso", "fabrikam"}},
		"the record's goes first": {record: domain.Record{Domain: "wingtip.example", Country: "CH"}, profiles: []domain.Profile{organization},
			domain: "wingtip.example", country: "CH", search: []string{"wingtip", "contoso.test"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t)
			conn := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
			c.record.VendorID, c.record.Name = "v", "The customer"
			records, _, err := s.SaveRecords(t.Context(), conn.ID, []domain.Record{c.record}, storetest.Now)
			if err != nil {
				t.Fatal(err)
			}
			check := func(when, domainName, country string, words ...string) {
				t.Helper()
				for _, word := range append(words, "the customer") {
					found, total, err := s.FindCustomers(t.Context(), domain.CustomerFilter{Scope: scope, Search: word})
					if err != nil || total != 1 || found[0].Domain != domainName || found[0].Country != country {
						t.Errorf("%s: %q finds %+v (%v), want %q and %q", when, word, found, err, domainName, country)
					}
				}
			}
			run := storetest.Begin(t, s, conn, storetest.Now)
			readsProfiles(t, s, run, records[0], c.profiles...)
			check("read", c.domain, c.country, c.search...)
			if _, _, err := s.SaveRecords(t.Context(), conn.ID, []domain.Record{c.record}, storetest.Now); err != nil {
				t.Fatal(err)
			}
			check("listed again", c.domain, c.country, c.search...)
			if _, err := s.MarkRecordsGone(t.Context(), conn.ID, nil, storetest.Now, storetest.Today); err != nil {
				t.Fatal(err)
			}
			gone, _, err := s.FindCustomers(t.Context(), domain.CustomerFilter{Scope: scope, Gone: true})
			if err != nil || len(gone) != 1 || gone[0].Domain != c.domain || gone[0].Country != c.country {
				t.Errorf("gone: %+v (%v)", gone, err)
			}
			if _, _, err := s.SaveRecords(t.Context(), conn.ID, []domain.Record{c.record}, storetest.Now); err != nil {
				t.Fatal(err)
			}
			readsProfiles(t, s, run, records[0], c.profiles...)
			check("back", c.domain, c.country, c.search...)
			readsProfiles(t, s, run, records[0])
			check("without profiles", c.record.Domain, c.record.Country)
		})
	}
}

// TestIdentity_TypedBesideAProfile: a domain that was typed in goes first, and what a source says by now stands beside it. A
// domain of people's addresses is no word of a source: another may be typed in.
func TestIdentity_TypedBesideAProfile(t *testing.T) {
	s := storetest.Open(t)
	conn := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	record, _, err := s.SaveRecords(t.Context(), conn.ID, []domain.Record{{VendorID: "v", Name: "Contoso"}}, storetest.Now)
	if err != nil {
		t.Fatal(err)
	}
	id, run := record[0].CustomerID, storetest.Begin(t, s, conn, storetest.Now)
	readsProfiles(t, s, run, record[0], domain.Profile{Key: "people", Derived: []string{"addresses.example"}})
	if err := s.SaveTypedFact(t.Context(), id, "domain", "typed.example", storetest.Now); err != nil {
		t.Fatal(err)
	}
	readsProfiles(t, s, run, record[0], domain.Profile{Key: "organization", Default: "contoso.example", Country: "NO"})
	facts, err := s.FindTypedFacts(t.Context(), id)
	if err != nil || len(facts) != 1 || facts[0].Value != "typed.example" || facts[0].Given != "contoso.example" {
		t.Errorf("facts %+v (%v)", facts, err)
	}
	if got := column(t, s, "SELECT domain || ' ' || country FROM customers"); len(got) != 1 || got[0] != "typed.example NO" {
		t.Errorf("customers %q", got)
	}
	wantKey(t, s.SaveTypedFact(t.Context(), id, "domain", "other.example", storetest.Now), "typed_has_source")
	if err := s.SaveTypedFact(t.Context(), id, "domain", "", storetest.Now); err != nil {
		t.Fatal(err)
	}
	if got := column(t, s, "SELECT domain FROM customers"); got[0] != "contoso.example" {
		t.Errorf("the domain is %q once the typed one is taken back", got)
	}
}

// TestMigrate_StoredProfiles_TellWhoCustomersAre at once, not only when a profile changes.
func TestMigrate_StoredProfiles_TellWhoCustomersAre(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tenantry.db")
	before := fstest.MapFS{}
	for name, file := range later(t, "9999_none.sql", "-- +goose Up\n") {
		if name < "0023" {
			before[name] = file
		}
	}
	old, err := store.OpenWith(t.Context(), path, before)
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`INSERT INTO connections (id, vendor, name, state, created_at, updated_at) VALUES (1, 'microsoft', 'Graph', 'ok', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
		`INSERT INTO customers (id, name, search, sort_name, first_seen_at) VALUES (1, 'Contoso', '', '', '2026-01-01T00:00:00.000Z')`,
		`INSERT INTO records (id, connection_id, customer_id, vendor_id, name, first_seen_at) VALUES (1, 1, 1, 'c', 'Contoso', '2026-01-01T00:00:00.000Z')`,
		`INSERT INTO profiles (connection_id, record_id, dataset, key, digest, first_seen_at, changed_at, account, domains, default_domain, initial_domain,
			derived, street, city, postal_code, region, country, phone, contact, language, state, outcome, managed_by, external_id, kind, tags) VALUES
			(1, 1, 'organization', 'organization', '', '', '', '', '["contoso.example"]', 'contoso.example', '', '[]', '', '', '', '', 'NO', '', '', '', '', '', '', '', '', '[]')`,
	} {
		if err := old.Exec(t.Context(), statement); err != nil {
			t.Fatal(statement, err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	s := mustOpen(t, path)
	if got := column(t, s, "SELECT domain || ' ' || country || ' ' || search FROM customers"); got[0] != "contoso.example NO contoso contoso.example" {
		t.Errorf("the customer is %q", got)
	}
	if got := column(t, s, "SELECT tenant FROM records"); got[0] != "c" {
		t.Errorf("the tenant is %q", got)
	}
}
