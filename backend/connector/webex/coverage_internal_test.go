package webex

import "tenantry/backend/connector/contract"

// The reasons for which fields are left out.
const (
	unshown = "nothing shown needs it"
	known   = "known from elsewhere"
)

// AdminCoverage is what becomes of the fields of each operation of the admin description that is called.
var AdminCoverage = []contract.Coverage{
	{Operation: "GET /organizations", At: "items", Wire: wireOrganization{}, Beyond: "countryCode"},
	{Operation: "GET /organizations/{orgId}", Ignored: map[string]string{"asked only to open the customer; the list has it all": "*"}},
	{Operation: "GET /people/me", Wire: wireMe{}, Used: "emails", Ignored: map[string]string{"it is one of us": "*"}},
	{Operation: "GET /licenses", At: "items", Wire: wireLicense{}, Used: "id siteUrl consumedByWorkspaces",
		Ignored: map[string]string{"consumedUnits says as much": "consumedByUsers", unshown: "siteType"}},
	{Operation: "GET /licenses/{licenseId}", Wire: wireLicenseUsers{}, Used: "id", Ignored: map[string]string{known: "*"}},
	{Operation: "GET /people", At: "items", Wire: wirePerson{}, Ignored: map[string]string{unshown: "*"}},
	{Operation: "GET /partner/organizations/{orgId}/partnerAdmins", At: "items", Wire: wireAdmin{}},
	{Operation: "GET /partner/tags", Wire: wireTag{}, Used: "name", Ignored: map[string]string{unshown: "description"}},
	{Operation: "GET /partner/tags/organizations", Wire: wireTagged{}, Used: "orgId", Beyond: "trial subscriptionId", Ignored: map[string]string{known: "orgName"}},
	{Operation: "GET /partner/tags/organizations/{orgId}/subscriptions/{subscriptionId}", Wire: wireTagged{},
		Ignored: map[string]string{known: "orgName orgId subscriptionId"}},
	{Operation: "GET /partner/tags/subscriptions", Wire: wireTagged{}, Used: "orgId subscriptionId",
		Ignored: map[string]string{known: "orgName", "each subscription is asked for itself": "trial"}},
	{Operation: "GET /adminAudit/events", At: "items", Wire: wireEvent{}, Used: "actorOrgId",
		Ignored: map[string]string{"names are not kept": "id actorId data"}},
	{Operation: "GET /partner/reports", Wire: wirePartnerReport{}, Used: "downloadURL templateId", Beyond: "id created",
		Ignored: map[string]string{unshown: "fileSize checksum downloadUrlExpiryTime"}},
	{Operation: "POST /partner/reports", Wire: wireOrderedReport{}, Beyond: "id created"},
	{Operation: "GET /partner/reports/templates", Wire: wireReportTemplate{}, Used: "category maxDays", Beyond: "id",
		Ignored: map[string]string{unshown: "identifier", "Webex refuses itself what they do not allow": "validations"}},
}

// WholesaleCoverage is the same for the wholesale description.
var WholesaleCoverage = []contract.Coverage{
	{Operation: "GET /wholesale/customers", At: "items", Wire: wireCustomer{}, Used: "id",
		Ignored: map[string]string{"licences are read by their own list": "resourceDetails.packages.licenseIds"}},
	{Operation: "GET /wholesale/subscribers", At: "items", Wire: wireSubscriber{}, Used: "customerId",
		Ignored: map[string]string{known: "externalCustomerId"}},
	{Operation: "GET /wholesale/subPartners", At: "subPartners", Wire: wireSubPartner{}},
	{Operation: "GET /wholesale/billing/reports", At: "items", Wire: wireBillingReport{}, Used: "category", Beyond: "created tempDownloadURL"},
	{Operation: "GET /wholesale/billing/reports/{id}", Wire: wireBillingReport{}, Used: "category tempDownloadURL",
		Ignored: map[string]string{unshown: "createdBy errors"}},
	{Operation: "POST /wholesale/billing/reports", Wire: wireBillingReport{}, Used: "id", Beyond: "status created tempDownloadURL",
		Ignored: map[string]string{"as it was ordered": "billingStartDate billingEndDate type category"}},
}
