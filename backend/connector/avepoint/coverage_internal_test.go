package avepoint

import "tenantry/backend/connector/contract"

const (
	general     = "/graph/partner/external/v3/general/customers"
	oneCustomer = general + "/{customer}"
	oneTenant   = "/graph/partner/external/v3/wm/customers/{customer}/tenants/{tenant}/overview"
	older       = "/graph/partner/api/v1.1/customers"
)

// The reasons for which fields are left out.
const (
	asked     = "the one that was asked for"
	customers = "known from the list of customers"
	described = "says where the description is"
)

var ofServices = map[string]string{
	customers:                                "organization customer",
	"version 1.1 only, a list as one text":   "tenantId",
	"no figure rests on it":                  "products.subscriptionModel",
	"tenants, not seats":                     "products.purchasedUnits",
	"its form is not documented":             "products.change",
	"prepaid or as you go; no billing cycle": "products.paymentType",
	"the end of the contract, not the term":  "products.contractEndDate",
}

var ofJobs = map[string]string{
	"always N/A":                "name",
	"what is left of the total": "successfulCount",
	"neither done nor failed":   "skippedCount warningCount",
	"between beginning and end": "jobDuration",
}

var ofProtected = map[string]string{asked: "customerId", customers: "customer", "the jobs tell": "lastRunTime"}

// Coverage is what becomes of the fields of each call that is described.
var Coverage = []contract.Coverage{
	{Operation: "POST /identity/connect/token", Wire: wireToken{}, Used: "access_token expires_in scope",
		Ignored: map[string]string{"always Bearer": "token_type"}},
	{Operation: "POST " + general + "/batch", At: "data", Wire: wireCustomer{},
		Ignored: map[string]string{"says no more than the id": "tenants.name"}},
	{Operation: "POST " + general + "/services/batch", At: "data", Wire: wireServices{}, Ignored: ofServices},
	{Operation: "POST " + oneCustomer + "/3rd-party-products/type/{type}/tenants/batch", At: "data", Wire: wireSeats{},
		Ignored: map[string]string{asked: "type", "the tenant's id tells them apart": "tenantName"}},
	{Operation: "GET " + oneCustomer + "/avpt-products/type/{type}/overview", Wire: wirePurchased{},
		Ignored: map[string]string{asked: "productType"}},
	{Operation: "POST " + oneCustomer + "/avpt-products/jobs/batch", At: "data", Wire: wireJob{}, Ignored: ofJobs},
	{Operation: "GET " + oneCustomer + "/cloud-backup-m365/overview", At: "data", Wire: wireProtected{}, Ignored: ofProtected},
	{Operation: "POST " + oneCustomer + "/scan-profiles/batch", At: "data", Wire: wireScanProfile{}},
	{Operation: "GET /graph/partner/external/v3/rm/customers/{customer}/tenants/{tenant}/detection/rules", At: "result", Wire: wireRule{},
		Ignored: map[string]string{"a parameter of the rule": "setting", asked: "tenantId customerId"}},
	{Operation: "GET " + oneTenant + "/workspace", Wire: wireFigures{}},
	{Operation: "GET " + oneTenant + "/data-protection/compliance-rate", Wire: wireFigures{}},
	{Operation: "GET " + oneTenant + "/dspm/insights", Wire: wireFigures{}},
	{Operation: "GET " + oneTenant + "/data-protection/ransomware-detection", Wire: wireFigures{}},
	{Operation: "GET " + older, At: "value", Wire: wireCustomer{}, Beyond: "managementMode tenants", Ignored: map[string]string{described: "@odata.context"}},
	{Operation: "GET /graph/partner/api/v1.1/services", At: "value", Wire: wireServices{}, Ignored: ofServices},
	{Operation: "GET " + older + "/{customer}/jobs", At: "value", Wire: wireJob{}, Ignored: ofJobs},
	{Operation: "GET " + older + "/{customer}/protected", At: "value", Wire: wireProtected{}, Ignored: ofProtected},
	{Operation: "GET " + older + "/{customer}/scanProfiles", At: "value", Wire: wireScanProfile{}},
}
