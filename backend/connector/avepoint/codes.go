package avepoint

import (
	"fmt"
	"strings"

	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// word gives the word for a code, and a word as it came; a code that is not in the list is named by its number. Version 1.1
// of the API writes the words themselves.
func word(text rest.Text, words map[int]string, unknown string) string {
	n, isCode := code(text)
	if !isCode {
		return given(text)
	}
	if w, known := words[n]; known {
		return w
	}
	return fmt.Sprintf("%s %d", unknown, n)
}

// outcome sorts a word; one that is not in the list is unknown.
func outcome(word string, outcomes map[string]domain.Outcome) domain.Outcome {
	if o, known := outcomes[strings.ToLower(word)]; known {
		return o
	}
	return domain.OutcomeUnknown
}

// customerStates are the states of a customer's services.
var customerStates = map[int]string{
	0: "N/A", 1: "Working", 2: "Failed", 3: "Waiting for configuration", 4: "Multiple issues found",
	5: "Finished with exception", 6: "No backup updates",
}

var customerOutcomes = map[string]domain.Outcome{
	"": domain.OutcomeUnknown, "n/a": domain.OutcomeUnknown,
	"working": domain.OutcomeOK,
	"failed":  domain.OutcomeFailed, "multiple issues found": domain.OutcomeFailed,
	"waiting for configuration": domain.OutcomeAttention, "finished with exception": domain.OutcomeAttention,
	"no backup updates": domain.OutcomeAttention,
}

// jobStates are the states of a job.
var jobStates = map[int]string{
	0: "None", 1: "Running", 2: "Finished", 3: "Failed", 4: "Finished with exception", 5: "Skipped", 6: "Pending",
	7: "Failed to start", 8: "Canceled", 9: "Rejected", 10: "Stopped", 11: "Not scanned", 12: "Disabled", 13: "Not started",
	14: "Waiting for configuration",
}

// jobOutcomes: those that failed are Failed and Failed to start, which is what the portal counts as failed.
var jobOutcomes = map[string]domain.Outcome{
	"running": domain.OutcomeRunning, "pending": domain.OutcomeRunning,
	"finished":                domain.OutcomeOK,
	"failed":                  domain.OutcomeFailed,
	"failed to start":         domain.OutcomeFailed,
	"finished with exception": domain.OutcomeAttention,
	"skipped":                 domain.OutcomeSkipped, "canceled": domain.OutcomeSkipped, "rejected": domain.OutcomeSkipped,
	"stopped": domain.OutcomeSkipped, "not scanned": domain.OutcomeSkipped, "disabled": domain.OutcomeSkipped,
	"not started": domain.OutcomeSkipped, "waiting for configuration": domain.OutcomeSkipped,
}

// jobTypes are the services that run jobs.
var jobTypes = map[int]string{
	0: "Microsoft 365 scan", 7: "Microsoft 365", 10: "Google Workspace scan", 11: "Google Workspace", 12: "IaaS + PaaS",
	15: "Salesforce", 16: "Dynamics 365",
}

// jobModules are the parts of a service. AvePoint adds to the list now and then.
var jobModules = map[int]string{
	0: "", 8: "Archiver", 10: "Retention",
	302: "SharePoint Online", 303: "Exchange Online", 304: "Microsoft 365 Groups", 305: "OneDrive", 306: "Project Online",
	307: "Exchange Online Public Folder", 308: "Microsoft Teams", 309: "Teams Chat", 310: "Power BI", 311: "Power Automate",
	312: "Power Apps",
	355: "Cloud Backup for Azure", 356: "Azure VM", 357: "Disk", 358: "Entra ID", 359: "Storage", 360: "Admin Portal Settings",
	361: "Amazon EC2", 362: "Native Azure SQL Backup Monitoring", 363: "DevOps", 364: "Entra ID B2C", 365: "Azure SQL Backup",
	366: "Google VM instance", 367: "Azure VMware Solution", 368: "SQL Server in Azure VM", 369: "Google Cloud Storage",
	370: "Cosmos DB", 371: "Azure PostgreSQL",
	401: "Dynamics 365", 402: "Viva Engage",
	501: "Gmail", 502: "Calendar", 503: "Contacts", 504: "Drive", 505: "Shared Drives", 506: "Google Classroom", 507: "Chat",
	508: "Google Directory",
	550: "Dynamics CRM Backup", 551: "Dynamics Unified Operations Backup",
}

var scanModes = map[int]string{0: "Express", 1: "Advanced"}

// dataSources are what risk rules look into.
var dataSources = map[int]string{
	1: "Exchange", 2: "Groups", 3: "Teams", 4: "SharePoint", 5: "OneDrive", 6: "Users", 8: "Environments", 9: "Connections",
	10: "Power Apps", 11: "Power Automate", 12: "Power BI",
}

// product is a service as the API's calls name it: by a number, and by the seats it rests on.
type product struct {
	begins string // of the service's name, in lower case
	name   string
	code   int
	seats  int // whose seats it rests on: an index of seatTypes; -1 for nobody's
}

// seatTypes are the vendors whose seats AvePoint counts, by their codes.
var seatTypes = []string{"Microsoft 365", "Salesforce", "Google Workspace", "Dynamics 365"}

// products are found by how a service's name begins, the first that fits: names may carry a suffix.
var products = []product{
	{"cloud backup for microsoft 365", "Cloud Backup for Microsoft 365", 2048, 0},
	{"cloud backup for salesforce", "Cloud Backup for Salesforce", 32, 1},
	{"cloud backup for google workspace", "Cloud Backup for Google Workspace", 33554432, 2},
	{"cloud backup for dynamics 365", "Cloud Backup for Dynamics 365", 131072, 3},
	{"cloud backup for iaas", "Cloud Backup for IaaS + PaaS", 1073741824, -1},
	{"baseline", "Baseline Management", 40, -1},
	{"risk", "Risk Management", 41, -1},
	{"workspace management - storage", "Workspace Management - Storage Optimization", 65, -1},
	{"workspace", "Workspace Management", 42, -1},
	{"user", "User Management", 49, -1},
	{"docave online", "DocAve Online", 1, -1},
	{"cloud governance", "Cloud Governance", 4, -1},
	{"cloud management", "Cloud Management", 4096, -1},
	{"cloud archiving", "Cloud Archiving", 8192, -1},
	{"myhub", "MyHub", 60, -1},
	{"tygraph", "tyGraph", 257, -1},
	{"opus", "Opus", 65536, -1},
	{"insights", "Insights", 4194304, -1},
	{"policies", "Policies", 8388608, -1},
	{"fly", "Fly", 16777216, -1},
	{"cense", "Cense", 67108864, -1},
	{"enpower", "EnPower", 134217728, -1},
}

// productOf finds the product that a service's name belongs to.
func productOf(service string) (product, bool) {
	low := strings.ToLower(strings.TrimSpace(strings.TrimPrefix(service, "AvePoint ")))
	for _, p := range products {
		if strings.HasPrefix(low, p.begins) {
			return p, true
		}
	}
	return product{}, false
}
