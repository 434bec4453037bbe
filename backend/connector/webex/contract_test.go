package webex_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/connector/contract"
	"tenantry/backend/connector/webex"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// documented holds requests and answers to Cisco's published descriptions, wholesale's and the others. Files at signed
// addresses are nobody's description.
type documented struct {
	admin, wholesale, files http.RoundTripper
	specs                   [2]*contract.Spec // admin's and wholesale's
}

func (d documented) RoundTrip(r *http.Request) (*http.Response, error) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/webex/v1/wholesale/"):
		return d.wholesale.RoundTrip(r)
	case strings.HasPrefix(r.URL.Path, "/webex/v1/"):
		return d.admin.RoundTrip(r)
	}
	return d.files.RoundTrip(r)
}

// described is describe where the descriptions are at hand; elsewhere the traffic goes unchecked.
func described(t *testing.T, next http.RoundTripper) http.RoundTripper {
	t.Helper()
	if os.Getenv(contract.FolderVariable) == "" {
		return next
	}
	return describe(t, next)
}

func describe(t *testing.T, next http.RoundTripper) documented {
	t.Helper()
	admin, wholesale := contract.Load(t, "webex-admin.json", "/webex/v1"), contract.Load(t, "webex-wholesale.json", "/webex/v1")
	return documented{
		admin: admin.RoundTripper(next, t), wholesale: wholesale.RoundTripper(next, t), files: next,
		specs: [2]*contract.Spec{admin, wholesale},
	}
}

// TestConnector_SpeaksAsDocumented reads every dataset of every customer, and prints what becomes of the fields.
func TestConnector_SpeaksAsDocumented(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 24})
	described := describe(t, w.Transport)
	conn := open(t, w, described, ordering)
	if _, err := conn.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	kinds := map[domain.Kind]int{}
	for _, rows := range readEverything(t, conn) {
		for kind := range rows.All() {
			kinds[kind]++
		}
	}
	for _, kind := range []domain.Kind{
		domain.KindPools, domain.KindSubscriptions, domain.KindProfiles, domain.KindPeople, domain.KindAdministrators,
		domain.KindServiceStates, domain.KindUsage, domain.KindSubPartners, domain.KindDocuments, domain.KindInvoices, domain.KindInvoiceLines,
	} {
		if kinds[kind] == 0 {
			t.Errorf("no %s were read", kind)
		}
	}
	askWhoHolds(t, conn)
	for _, path := range []string{"/subscriptions/", "includeAssignedTo=", "/people?", "/adminAudit/", "/cdn/", "/download/", "POST "} {
		if len(w.Transport.Requests(path)) == 0 {
			t.Errorf("no request of %s was checked", path)
		}
	}
	described.specs[0].Cover(t, webex.AdminCoverage)
	described.specs[1].Cover(t, webex.WholesaleCoverage)
}

// askWhoHolds asks who holds the first licences of each customer that lets us in.
func askWhoHolds(t *testing.T, conn connector.Connector) {
	t.Helper()
	for records, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			pools := readDatasets(t, conn, r, false).Pools
			if len(pools) == 0 {
				continue
			}
			if _, err := conn.(connector.AssignedUsers).AssignedUsers(t.Context(), r, pools[0].ProductKey); err != nil {
				t.Errorf("%s of %s: %v", pools[0].Product, r.Name, err)
			}
		}
	}
}

// readEverything reads all datasets, by the customers' ids and "" for the connection. Refused customers are left out.
func readEverything(t *testing.T, conn connector.Connector) map[string]domain.Rows {
	t.Helper()
	read := map[string]domain.Rows{"": readDatasets(t, conn, domain.Record{}, true)}
	for records, err := range conn.Customers(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records {
			read[r.VendorID] = readDatasets(t, conn, r, false)
		}
	}
	return read
}
