package api_test

import (
	"database/sql"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/connector/all"
)

// kindSources are the datasets that tell of a kind of rows, by kind and vendor, as empty tables name them.
func kindSources(t *testing.T) map[string]map[string][]string {
	t.Helper()
	content, err := os.ReadFile("../kindsources.json")
	if err != nil {
		t.Fatal(err)
	}
	var sources map[string]map[string][]string
	if err := json.Unmarshal(content, &sources); err != nil {
		t.Fatal(err)
	}
	return sources
}

// datasetsByVendor gives what each vendor's connections read when everything is switched on.
func datasetsByVendor(t *testing.T) map[string][]string {
	t.Helper()
	names := map[string][]string{}
	for _, spec := range all.Specs() {
		fields := map[string]string{}
		for _, f := range spec.Fields {
			fields[f.Name] = f.Default
			if slices.Contains(f.Choices, "yes") {
				fields[f.Name] = "yes"
			}
		}
		c, err := spec.New(connector.Config{Fields: fields, Secret: func(string) string { return "x" }})
		if err != nil {
			t.Fatalf("%s: %v", spec.Name, err)
		}
		for _, d := range c.Datasets() {
			names[string(spec.Vendor)] = append(names[string(spec.Vendor)], d.Name)
		}
	}
	return names
}

// TestKindSources_NameWhoTells: what an empty table says of who would tell is what connectors read, for every kind that is
// shown, and no vendor that told of a kind is left out.
func TestKindSources_NameWhoTells(t *testing.T) {
	sources := kindSources(t)
	known := datasetsByVendor(t)
	for kind, vendors := range sources {
		for vendor, datasets := range vendors {
			for _, dataset := range datasets {
				if !slices.Contains(known[vendor], dataset) {
					t.Errorf("%s rests on %q of %s, which its connector does not read", kind, dataset, vendor)
				}
			}
		}
	}
	k := newRead(t, false, 1)
	db := openRecount(t, k).db
	for kind := range shownKinds(t) {
		if sources[kind] == nil {
			t.Errorf("nothing is said of who tells of %s", kind)
		}
		table := strings.ReplaceAll(kind, "-", "_")
		told := pairsOf(t, db, "SELECT DISTINCT co.vendor, x.dataset FROM "+table+" x JOIN connections co ON co.id = x.connection_id")
		for _, pair := range told {
			if !slices.Contains(sources[kind][pair[0]], pair[1]) {
				t.Errorf("%s of %s came from %q, which is not said", kind, pair[0], pair[1])
			}
		}
	}
	for _, pair := range pairsOf(t, db, "SELECT DISTINCT co.vendor, '' FROM subscriptions s JOIN connections co ON co.id = s.connection_id WHERE s.trial = 1") {
		if len(sources["trials"][pair[0]]) == 0 {
			t.Errorf("%s tells of trials, which is not said", pair[0])
		}
	}
}

// shownKinds are the kinds of rows that have a table.
func shownKinds(t *testing.T) map[string][]string {
	t.Helper()
	content, err := os.ReadFile("../rowfields.json")
	if err != nil {
		t.Fatal(err)
	}
	var kinds map[string][]string
	if err := json.Unmarshal(content, &kinds); err != nil {
		t.Fatal(err)
	}
	return kinds
}

func pairsOf(t *testing.T, db *sql.DB, query string) (pairs [][2]string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var pair [2]string
		if err := rows.Scan(&pair[0], &pair[1]); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, pair)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return pairs
}
