package microsoft

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
	"github.com/getkin/kin-openapi/openapi3"

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

// The reasons that only fields of Partner Center have.
const (
	frame    = "what frames an answer"
	told     = "another field of it tells it"
	contacts = "a contact is told by its name and, at agreements, its address"
	moneyOf  = "money is what invoices tell"
	inPortal = "what is done with it is done in the vendor's portal"
	rawLine  = "kept in the line's own text, and nothing shown needs it"
)

// centerCoverage is what becomes of the fields that Partner Center's pages name, by the ends of paths.
var centerCoverage = map[string]contract.Coverage{
	"/subscriptions": {Operation: "GET customers/{}/subscriptions", At: "items", Wire: wireTerm{}, Ignored: map[string]string{
		frame:     "links attributes",
		ourselves: "partnerId",
		moneyOf:   "promotionId nextChargeInstructions refundOptions refundableQuantity scheduledNextTermInstructions.product.promotionId",
		inPortal:  "actions hasPurchasableAddons attentionNeeded actionTaken",
		told: "effectiveStartDate billingCycleEndDate billingCycleEndDateTime productType.displayName " +
			"scheduledNextTermInstructions.product.availabilityId",
		"lines are told apart, and found in orders and invoices, by their own id": "entitlementId productOrderId migratedFromSubscriptionId " +
			"parentSubscriptionId",
		unshown: "publisherName isMicrosoftProduct contractType suspensionReasons",
	}},
	"/provisioningstatus": {Operation: "GET customers/{}/subscriptions/{}/provisioningstatus", Wire: wireProvisioning{}, Used: "skuId",
		Ignored: map[string]string{frame: "attributes", "the subscription itself tells it": "status quantity endDate"}},
	"/orders": {Operation: "GET customers/{}/orders", At: "items", Wire: wireOrder{}, Ignored: map[string]string{
		frame:     "links attributes lineItems.links",
		known:     "referenceCustomerId",
		ourselves: "lineItems.partnerIdOnRecord",
		moneyOf:   "lineItems.pricing",
		told:      "currencySymbol lineItems.lineItemNumber lineItems.parentSubscriptionId",
		"the subscription that was ordered tells it": "lineItems.customTermEndDate lineItems.renewsTo",
		unshown: "alternateId lineItems.provisioningContext lineItems.transactionType",
	}},
	"/servicerequests/{servicerequest-id}": {Operation: "GET customers/{}/servicerequests/{}", Wire: wireRequest{}, Ignored: map[string]string{
		frame: "attributes",
		contacts: "organization lastUpdatedBy primaryContact.contactId primaryContact.email primaryContact.phoneNumber " +
			"primaryContact.organization",
		"written, never read": "newNote",
		inPortal:              "fileLinks",
		unshown:               "supportTopicId supportTopicName productId productName countryCode",
	}},
	"/invoices/{invoice-id}": {Operation: "GET invoices/{}", Wire: wireInvoice{}, Ignored: map[string]string{
		frame: "attributes invoiceDetails.links invoiceDetails.attributes amendments.attributes " +
			"amendments.invoiceDetails.links amendments.invoiceDetails.attributes",
		told:     "currencySymbol amendsOf amendments.currencySymbol amendments.amendsOf",
		inPortal: "pdfDownloadLink taxReceipts amendments.pdfDownloadLink amendments.taxReceipts",
	}},
	"/lineitems": {Operation: "GET invoices/{}/lineitems", At: "items", Wire: wireBillingLine{}, Beyond: "total", // of Graph's lines
		Ignored: map[string]string{frame: "attributes", rawLine: "*"}},
}

// customerCoverage is the same for the published description of customers, by its schemas.
var customerCoverage = map[string]contract.Coverage{
	"Customer": {Operation: "GET customers", Wire: wireReseller{}, Ignored: map[string]string{
		frame:     "links attributes companyProfile.links companyProfile.attributes",
		ourselves: "associatedPartnerId allowDelegatedAccess",
		"written where a customer is made, and empty in a list":                  "billingProfile userCredentials",
		"the tenant tells customers apart, in Graph as in Partner Center":        "commerceId",
		"Graph tells it of the customers that have delegated, with their rights": "companyProfile.address companyProfile.email customDomains",
		unshown: "companyProfile.organizationRegistrationNumber",
	}},
	"Agreement": {Operation: "GET customers/{}/agreements", Wire: wireAgreement{}, Ignored: map[string]string{
		"the template tells which text was agreed to": "agreementLink",
		ourselves: "userId",
		contacts:  "primaryContact.phoneNumber",
	}},
}

// TestCoverage_PartnerCenter prints, an operation a line, what of an answer is read and what is not. A field that is
// read without being documented fails, and so does one that is neither read nor left out for a reason.
func TestCoverage_PartnerCenter(t *testing.T) {
	var doc struct{ Paths map[string]*openapi3.Schema }
	readJSON(t, "testdata/partnercenter-schemas.json", &doc)
	var sum contract.Tally
	defer func() {
		if err := sum.Note("Partner Center"); err != nil {
			t.Error(err)
		}
	}()
	for _, end := range slices.Sorted(maps.Keys(centerCoverage)) {
		c, schema := centerCoverage[end], doc.Paths[end]
		if c.At != "" {
			schema = schema.Properties[c.At].Value
		}
		sum.Add(c.ReportOf(t, schema))
	}
	folder := os.Getenv(contract.FolderVariable)
	if folder == "" {
		t.Skipf("%s is not set: the description of customers and the columns of exports are not at hand", contract.FolderVariable)
	}
	var swagger openapi2.T
	readJSON(t, filepath.Join(folder, "microsoft-partner-center-customers.swagger.json"), &swagger)
	published, err := openapi2conv.ToV3(&swagger)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(customerCoverage)) {
		schema := published.Components.Schemas["Microsoft.Partner.Service.Customers.Contracts.V1."+name]
		sum.Add(customerCoverage[name].ReportOf(t, schema.Value))
	}
	var attributes struct{ Reconciliation []struct{ Name string } }
	readJSON(t, filepath.Join(folder, "microsoft-graph-billing-attributes.json"), &attributes)
	columns := make([]string, 0, len(attributes.Reconciliation))
	for _, a := range attributes.Reconciliation {
		columns = append(columns, a.Name)
	}
	sum.Add(contract.Coverage{
		Operation: "export of reconciliation, billed", Wire: wireBillingLine{}, Ignored: map[string]string{rawLine: "*"},
		Beyond: "totalForCustomer offerId offerName domainName syndicationPartnerSubscriptionNumber tax", // of Partner Center's lines
	}.Report(t, columns))
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
