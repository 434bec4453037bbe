package microsoft

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/backend/connector/contract"
)

// why are the reasons for which fields of Graph are left out.
const (
	unasked   = "not asked for: nothing shown needs it"
	unshown   = "nothing shown needs it"
	known     = "known from elsewhere"
	ourselves = "about us, not about the customer"
	separate  = "read by its own call, or not needed"
	countsCSV = "a CSV file whose columns the description leaves out; read are those that are named for what they count"
	// storageCSV: the vendor's pages of the three functions name these columns.
	storageCSV = "a CSV file whose columns the description leaves out; read are Storage Used (Byte), Report Date and, of sites, Site Type"
)

// GraphCoverage is what becomes of the fields of each operation of Graph's description that is called.
var GraphCoverage = []contract.Coverage{
	{Operation: "GET /tenantRelationships/delegatedAdminCustomers", At: "value", Wire: wireCustomer{},
		Ignored: map[string]string{separate: "serviceManagementDetails"}},
	{Operation: "GET /tenantRelationships/delegatedAdminCustomers/{delegatedAdminCustomer-id}/serviceManagementDetails", At: "value",
		Wire: wireServiceLink{}, Ignored: map[string]string{"the name tells links apart": "id"}},
	{Operation: "GET /tenantRelationships/delegatedAdminRelationships", At: "value", Wire: wireRelationship{}, Used: "customer.tenantId",
		Ignored: map[string]string{known: "customer.displayName", separate: "accessAssignments operations requests",
			"end and automatic extension tell what counts": "createdDateTime duration lastModifiedDateTime"}},
	{Operation: "GET /tenantRelationships/delegatedAdminRelationships/{delegatedAdminRelationship-id}/accessAssignments", At: "value",
		Wire: wireAssignment{}, Used: "status", Ignored: map[string]string{ourselves: "accessContainer", unshown: "id createdDateTime lastModifiedDateTime"}},
	{Operation: "GET /organization", At: "value", Wire: wireOrganization{}, Ignored: map[string]string{unasked: "*"}},
	{Operation: "GET /subscribedSkus", At: "value", Wire: wireSku{}, Used: "appliesTo capabilityStatus servicePlans.servicePlanName",
		Ignored: map[string]string{
			known: "accountId accountName", "made of the account and skuId": "id",
			"no seats that can be assigned": "prepaidUnits.suspended prepaidUnits.lockedOut",
			"read with the subscriptions":   "subscriptionIds",
			"the name tells what a plan is": "servicePlans.servicePlanId servicePlans.appliesTo servicePlans.provisioningStatus",
		}},
	{Operation: "GET /directory/subscriptions", At: "value", Wire: wireSubscription{}, Used: "ownerTenantId serviceStatus.appliesTo",
		Ignored: map[string]string{
			unshown:                  "ownerId ownerType",
			"read with the products": "serviceStatus.servicePlanId serviceStatus.servicePlanName serviceStatus.provisioningStatus",
		}},
	{Operation: "GET /users", At: "value", Wire: wireUser{}, Ignored: map[string]string{
		unasked: "*",
		"seats count whether or not plans are off":      "assignedLicenses.disabledPlans",
		"the report of activity tells it, without a P1": "signInActivity",
	}},
	{Operation: "GET /admin/serviceAnnouncement/healthOverviews", At: "value", Wire: wireHealth{},
		Used: "issues.posts.createdDateTime", Ignored: map[string]string{
			unshown:                                "issues.details issues.feature issues.featureGroup issues.origin",
			"a heading of the post, or its format": "issues.posts.postType issues.posts.description.contentType",
		}},
	{Operation: "POST /reports/partners/billing/reconciliation/billed/microsoft.graph.partners.billing.export",
		Note: "202, with the operation's address in Location"},
	{Operation: "GET /reports/partners/billing/operations/{operation-id}", Wire: wireExport{},
		Used: "status error resourceLocation resourceLocation@odata.navigationLink", Ignored: map[string]string{
			"the export is read as soon as it is there": "id createdDateTime lastActionDateTime @odata.type",
			"code and message say it":                   "error.details error.innerError error.target",
			"the same as from its own call":             manifest("resourceLocation."),
		}},
	{Operation: "GET /reports/partners/billing/manifests/{manifest-id}", Wire: wireManifest{},
		Used: "eTag rootDirectory sasToken blobs", Ignored: map[string]string{"the files tell it": manifest("")}},
	{Operation: "GET /reports/" + servicesPath, Note: countsCSV},
	{Operation: "GET /reports/" + daysPath, Note: countsCSV},
	{Operation: "GET /reports/" + mailboxPath, Note: storageCSV},
	{Operation: "GET /reports/" + oneDrivePath, Note: storageCSV},
	{Operation: "GET /reports/" + sharePointPath, Note: storageCSV},
	{Operation: "GET /reports/" + activityPath,
		Note: "a CSV file whose columns the description leaves out; read are Report Refresh Date, User Principal Name, Is Deleted and the last day of each service"},
}

// manifest are the fields of an export's manifest that are not read.
func manifest(at string) string {
	return at + strings.Join([]string{
		"id", "blobCount", "createdDateTime", "dataFormat", "partitionType", "schemaVersion", "partnerTenantId", "blobs.partitionValue",
	}, " "+at)
}

// The paths of the reports in the description.
const (
	servicesPath   = "getOffice365ServicesUserCounts(period='{period}')"
	daysPath       = "getOffice365ActiveUserCounts(period='{period}')"
	activityPath   = "getOffice365ActiveUserDetail(period='{period}')"
	mailboxPath    = "getMailboxUsageStorage(period='{period}')"
	oneDrivePath   = "getOneDriveUsageStorage(period='{period}')"
	sharePointPath = "getSharePointSiteUsageStorage(period='{period}')"
)

// centerIgnored is why fields of Partner Center are left out.
var centerIgnored = map[string]string{
	"links and attributes frame; the others have no place in what Tenantry shows, and lines keep their raw text": "*",
}

// TestCoverage_PartnerCenter prints, an operation a line, what of an answer is read and what is not. A field that is
// read without being documented fails.
func TestCoverage_PartnerCenter(t *testing.T) {
	var doc struct {
		Paths map[string]schemaNode
	}
	readJSON(t, "testdata/partnercenter-schemas.json", &doc)
	var sum contract.Tally
	defer func() {
		if err := sum.Note("Partner Center"); err != nil {
			t.Error(err)
		}
	}()
	item := func(path string) schemaNode { return doc.Paths[path].Properties["items"].item() }
	for _, c := range []struct {
		schema schemaNode
		contract.Coverage
	}{
		{item("/subscriptions"), contract.Coverage{Operation: "GET customers/{}/subscriptions", Wire: wireTerm{}}},
		{doc.Paths["/provisioningstatus"], contract.Coverage{Operation: "GET customers/{}/subscriptions/{}/provisioningstatus",
			Wire: wireProvisioning{}, Used: "skuId"}},
		{item("/orders"), contract.Coverage{Operation: "GET customers/{}/orders", Wire: wireOrder{}}},
		{doc.Paths["/servicerequests/{servicerequest-id}"], contract.Coverage{Operation: "GET customers/{}/servicerequests/{}", Wire: wireRequest{}}},
		{doc.Paths["/invoices/{invoice-id}"], contract.Coverage{Operation: "GET invoices/{}", Wire: wireInvoice{}}},
	} {
		c.Ignored = centerIgnored
		sum.Add(c.Report(t, c.schema.names()))
	}
	folder := os.Getenv(contract.FolderVariable)
	if folder == "" {
		t.Skipf("%s is not set: the columns of exports are not at hand", contract.FolderVariable)
	}
	var attributes struct{ Reconciliation []struct{ Name string } }
	readJSON(t, filepath.Join(folder, "microsoft-graph-billing-attributes.json"), &attributes)
	columns := make([]string, 0, len(attributes.Reconciliation))
	for _, a := range attributes.Reconciliation {
		columns = append(columns, a.Name)
	}
	sum.Add(contract.Coverage{
		Operation: "export of reconciliation, billed", Wire: wireBillingLine{}, Ignored: centerIgnored,
		Beyond: "totalForCustomer offerId offerName domainName syndicationPartnerSubscriptionNumber tax", // of Partner Center's lines
	}.Report(t, columns))
}

type schemaNode struct {
	Properties map[string]schemaNode
	Items      *schemaNode
}

func (s schemaNode) item() schemaNode {
	if s.Items == nil {
		return schemaNode{}
	}
	return *s.Items
}

func (s schemaNode) names() []string {
	names := make([]string, 0, len(s.Properties))
	for name := range s.Properties {
		names = append(names, name)
	}
	return names
}

func readJSON(t *testing.T, name string, into any) {
	t.Helper()
	body, err := os.ReadFile(name)
	if err == nil {
		err = json.Unmarshal(body, into)
	}
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
