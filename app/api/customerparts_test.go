package api_test

import (
	"database/sql"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// part is what a part of the customer's page is about, as the page reads it.
type part struct{ Kinds, Datasets []string }

func customerParts(t *testing.T) map[string]part {
	t.Helper()
	content, err := os.ReadFile("../customerparts.json")
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]part
	if err := json.Unmarshal(content, &parts); err != nil {
		t.Fatal(err)
	}
	return parts
}

// allDatasets gives the names of what all vendors' connections read when everything is switched on.
func allDatasets(t *testing.T) []string {
	t.Helper()
	return slices.Concat(slices.Collect(maps.Values(datasetsByVendor(t)))...)
}

// TestCustomerParts_NameEveryDataset: each part of the customer's page says how complete it is by datasets that there are,
// and no dataset is forgotten. The overview says so of all of a customer's; those beside it are about no customer.
func TestCustomerParts_NameEveryDataset(t *testing.T) {
	known := allDatasets(t)
	left := map[string]bool{}
	for _, name := range known {
		left[name] = true
	}
	for name, p := range customerParts(t) {
		for _, dataset := range p.Datasets {
			delete(left, dataset)
			if !slices.Contains(known, dataset) {
				t.Errorf("%s rests on %q, which no connector reads", name, dataset)
			}
		}
	}
	elsewhere := []string{
		"links", "organization", "profile", "sign-ins", "tags", // overview
		"partner-reports", "reseller_customers", "sub-partners", // page of connections
	}
	for _, name := range elsewhere {
		if !left[name] {
			t.Errorf("%q is no dataset, or a part rests on it", name)
		}
		delete(left, name)
	}
	for name := range left {
		t.Errorf("no part of the customer's page says how complete %q is", name)
	}
}

// TestCustomerParts_RestOnTheDatasetsOfTheirRows: what vendors told of a kind came from the datasets that its parts name.
func TestCustomerParts_RestOnTheDatasetsOfTheirRows(t *testing.T) {
	k := newRead(t, false, 1)
	db := openRecount(t, k).db
	for name, p := range customerParts(t) {
		for _, kind := range p.Kinds {
			if kind == "pools" || kind == "subscriptions" {
				continue // their rows keep no dataset
			}
			for _, dataset := range datasetsOf(t, db, strings.ReplaceAll(kind, "-", "_")) {
				if !slices.Contains(p.Datasets, dataset) {
					t.Errorf("%s shows %s of %q and says nothing of its completeness", name, kind, dataset)
				}
			}
		}
	}
}

func datasetsOf(t *testing.T, db *sql.DB, table string) (names []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), "SELECT DISTINCT dataset FROM "+table)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return names
}
