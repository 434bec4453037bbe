package app_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// TestImport_PartnerHubFile_SetsTheTermsOfWebexSubscriptions: Webex tells no renewal dates; those of a customer export reach the
// subscriptions that its API lists, stay after the next sync, and go with the import.
func TestImport_PartnerHubFile_SetsTheTermsOfWebexSubscriptions(t *testing.T) {
	_, url := vendors(t, sandbox.Options{Customers: 12, AllAccessible: true})
	folder := t.TempDir()
	a := start(t, filepath.Join(folder, "data"), nil)
	connectAndSync(t, a, url)
	terms := func() map[string]domain.SubscriptionRow {
		t.Helper()
		page, err := a.Subscriptions.List(t.Context(), domain.SubscriptionFilter{Page: domain.PageRequest{Limit: 500}})
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]domain.SubscriptionRow{}
		for _, row := range page.Items {
			if row.Vendor == domain.VendorWebex && row.Number != "" {
				found[row.Number] = row
			}
		}
		return found
	}
	before := terms()
	if len(before) < 3 {
		t.Fatalf("Webex lists %d numbered subscriptions", len(before))
	}
	var file strings.Builder
	file.WriteString("Customer Name,Subscription ID,Contract Expiry Date,Auto Renew\n")
	want := map[string]string{}
	for number, row := range before {
		if row.TermEndOn != "" || row.AtTermEnd != domain.TermEndUnknown {
			t.Fatalf("Webex told the term of %s: %+v", number, row)
		}
		renews := []string{"Yes", "No"}[len(want)%2]
		want[number] = "2027-06-30 import " + map[string]string{"Yes": "renews", "No": "ends"}[renews]
		fmt.Fprintf(&file, "\"%s\",%s,2027-06-30,%s\n", row.Customer, number, renews)
	}
	path := filepath.Join(folder, "customers.csv")
	if err := os.WriteFile(path, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	opened, err := a.Imports.Open(t.Context(), path, app.ImportOptions{})
	if err != nil || opened.Kind != domain.ImportSubscriptions {
		t.Fatalf("read as %+v, %v", opened, err)
	}
	connection := connectionOf(t, a, domain.VendorWebex)
	done, err := a.Imports.Run(t.Context(), opened.ID, app.ImportRequest{Kind: opened.Kind, Mapping: opened.Mapping, ConnectionID: connection})
	if err != nil || !done.Stored || done.Import.Changed != len(before) || done.Total != 0 {
		t.Fatalf("stored %+v, %v", done, err)
	}
	expect := func(what string, want map[string]string) {
		t.Helper()
		for number, row := range terms() {
			if got := strings.TrimSpace(fmt.Sprint(row.TermEndOn, " ", row.TermEndSource, " ", row.AtTermEnd)); got != want[number] {
				t.Errorf("%s: %s is %q, want %q", what, number, got, want[number])
			}
		}
	}
	expect("imported", want)
	connectAndSync(t, a, url)
	expect("synced", want)
	if _, err := a.Imports.Undo(t.Context(), done.Import.ID); err != nil {
		t.Fatal(err)
	}
	expect("undone", map[string]string{})
}

// connectionOf gives the connection of a vendor.
func connectionOf(t *testing.T, a *app.App, vendor domain.Vendor) int64 {
	t.Helper()
	connections, err := a.Connections.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range connections {
		if c.Vendor == vendor {
			return c.ID
		}
	}
	t.Fatalf("there is no connection to %s", vendor)
	return 0
}
