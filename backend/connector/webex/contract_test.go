package webex_test

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/connector/contract"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// documented holds requests and answers to Cisco's published descriptions, wholesale's and the others. Files at signed
// addresses are nobody's description.
type documented struct{ admin, wholesale, files http.RoundTripper }

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
	return documented{
		admin:     contract.Load(t, "webex-admin.json", "/webex/v1").RoundTripper(next, t),
		wholesale: contract.Load(t, "webex-wholesale.json", "/webex/v1").RoundTripper(next, t),
		files:     next,
	}
}

// TestConnector_SpeaksAsDocumented reads every dataset of every customer.
func TestConnector_SpeaksAsDocumented(t *testing.T) {
	_, w := start(t, sandbox.Options{Customers: 24})
	conn := open(t, w, describe(t, w.Transport), settle)
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
	for _, path := range []string{"/subscriptions/", "/people?", "/adminAudit/", "/cdn/", "/download/", "POST "} {
		if len(w.Transport.Requests(path)) == 0 {
			t.Errorf("no request of %s was checked", path)
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

// coverage is what becomes of each documented field of the operations that are read: kept in a row, used on the way, or
// left out on purpose.
var coverage = map[string]string{
	"GET /organizations": "stored id displayName created",
	"GET /people/me":     "stored id displayName orgId; used emails; ignored the rest: it is one of us",
	"GET /licenses":      "stored name totalUnits consumedUnits subscriptionId; used id siteUrl; ignored consumedByUsers consumedByWorkspaces siteType",
	"GET /people":        "stored id emails displayName firstName lastName roles licenses addresses.country created lastActivity invitePending loginEnabled type; ignored phoneNumbers extension locationId nickName avatar orgId department manager managerId title addresses lastModified timezone siteUrls sipAddresses xmppFederationJid status notFoundIds: nothing shown needs them",
	"GET /partner/organizations/{orgId}/partnerAdmins": "stored id displayName firstName lastName emails roleInCustomerOrg",
	"GET /partner/tags":               "used name; ignored description",
	"GET /partner/tags/organizations": "stored orgId tags; ignored orgName",
	"GET /partner/tags/organizations/{orgId}/subscriptions/{subscriptionId}": "stored trial; ignored orgName orgId tags subscriptionId",
	"GET /adminAudit/events":              "stored created; used actorOrgId; ignored id actorId data: names are not kept",
	"GET /partner/reports":                "stored id title service startDate endDate created status regionId fileName; used downloadURL; ignored siteList createdBy scheduledFrom",
	"GET /partner/reports/templates":      "stored id title service; ignored maxDays identifier validations",
	"GET /wholesale/customers":            "stored orgId externalId address status packages resourceDetails.packages.name/status; used id; ignored warnings errors licenseIds: there is no place for them yet",
	"GET /wholesale/subscribers":          "stored id personId email package packages status created; used customerId; ignored externalCustomerId errors lastStatusChange",
	"GET /wholesale/subPartners":          "stored orgId subscriptionId provisioningState created billingStartDate",
	"GET /wholesale/billing/reports":      "stored id billingStartDate billingEndDate type status; used category",
	"GET /wholesale/billing/reports/{id}": "stored created and the file's lines; used tempDownloadURL; ignored createdBy errors",
	"POST /wholesale/billing/reports":     "used id",
}

// TestConnector_CoverageIsPrinted for those who look for a field.
func TestConnector_CoverageIsPrinted(t *testing.T) {
	for operation, fields := range coverage {
		t.Logf("%s: %s", operation, fields)
	}
}
