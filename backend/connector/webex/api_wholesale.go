package webex

import (
	"encoding/json"
	"slices"
	"strings"

	"tenantry/backend/connector/rest"
)

// wireCustomer is an item of GET /wholesale/customers. It has an organisation once it is provisioned, and never a name.
type wireCustomer struct {
	ID         string      `json:"id"`
	OrgID      string      `json:"orgId"`
	ExternalID rest.Text   `json:"externalId"`
	Status     string      `json:"status"`
	Packages   texts       `json:"packages"`
	Address    wireAddress `json:"address"`
	Details    struct {
		Packages []wirePackage `json:"packages"`
	} `json:"resourceDetails"`
	Errors troubles `json:"errors"`
}

type wireAddress struct {
	Line1   string    `json:"addressLine1"`
	Line2   string    `json:"addressLine2"`
	City    string    `json:"city"`
	State   string    `json:"stateOrProvince"`
	Postal  rest.Text `json:"zipOrPostalCode"`
	Country string    `json:"country"`
}

type wirePackage struct {
	Name     string   `json:"name"`
	Status   string   `json:"status"`
	Errors   troubles `json:"errors"`
	Warnings troubles `json:"warnings"`
}

// wireTrouble is an error or a warning of what runs in the background, after a request was taken.
type wireTrouble struct {
	Code        rest.Text `json:"errorCode"`
	Description string    `json:"description"`
}

type troubles []wireTrouble

// String is each once, as the vendor words it.
func (t troubles) String() string {
	lines := make([]string, 0, len(t))
	for _, one := range t {
		line := strings.TrimSpace(one.Description)
		if one.Code != "" {
			line = strings.TrimSpace(line + " (" + string(one.Code) + ")")
		}
		if line != "" && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "; ")
}

// wireCustomers is a page of GET /wholesale/customers.
type wireCustomers struct {
	Items []wireCustomer `json:"items"`
}

// wireSubscriber is an item of GET /wholesale/subscribers. It has a person once it is provisioned.
type wireSubscriber struct {
	ID         string    `json:"id"`
	PersonID   string    `json:"personId"`
	Email      string    `json:"email"`
	CustomerID string    `json:"customerId"`
	Package    string    `json:"package"` // the older form of packages
	Packages   texts     `json:"packages"`
	Status     string    `json:"status"`
	Changed    rest.Time `json:"lastStatusChange"`
	Created    rest.Time `json:"created"`
	Errors     troubles  `json:"errors"`
}

// wireSubscribers is a page of GET /wholesale/subscribers.
type wireSubscribers struct {
	Items []wireSubscriber `json:"items"`
}

// wireSubPartner is an item of GET /wholesale/subPartners.
type wireSubPartner struct {
	OrgID          string    `json:"orgId"`
	SubscriptionID string    `json:"subscriptionId"`
	State          string    `json:"provisioningState"`
	Created        rest.Time `json:"created"`
	BillingStart   rest.Time `json:"billingStartDate"`
}

// wireSubPartners is a page of GET /wholesale/subPartners: its schema names the list items, its example subPartners.
type wireSubPartners struct {
	Items       []wireSubPartner `json:"items"`
	SubPartners []wireSubPartner `json:"subPartners"`
}

// wireBillingReport is an item of GET /wholesale/billing/reports, and the answer for one report.
type wireBillingReport struct {
	ID       string    `json:"id"`
	From     string    `json:"billingStartDate"`
	To       string    `json:"billingEndDate"`
	Type     string    `json:"type"`
	Category string    `json:"category"`
	Status   string    `json:"status"`
	Created  rest.Time `json:"created"`
	Link     string    `json:"tempDownloadURL"`
}

// wireBillingReports is the answer of GET /wholesale/billing/reports.
type wireBillingReports struct {
	Items []wireBillingReport `json:"items"`
}

// wireBillingOrder is the body of POST /wholesale/billing/reports.
type wireBillingOrder struct {
	From string `json:"billingStartDate"`
	To   string `json:"billingEndDate"`
	Type string `json:"type"`
}

// wirePartnerReport is a report of GET /partner/reports. Description and example disagree about some names.
type wirePartnerReport struct {
	ReportID    string    `json:"reportId"`
	ID          string    `json:"id"`
	TemplateID  rest.Text `json:"templateId"`
	Title       string    `json:"title"`
	Service     string    `json:"service"`
	From        string    `json:"startDate"`
	To          string    `json:"endDate"`
	Region      string    `json:"regionId"`
	CreatedTime rest.Text `json:"createdTime"`
	Created     rest.Text `json:"created"`
	Status      string    `json:"status"`
	FileName    string    `json:"fileName"`
	Link        string    `json:"downloadURL"`
}

// wireReportTemplate is a template of GET /partner/reports/templates, with the same disagreements.
type wireReportTemplate struct {
	TemplateID rest.Text `json:"templateId"`
	ID         rest.Text `json:"id"`
	Title      string    `json:"title"`
	Service    string    `json:"service"`
	Category   string    `json:"category"` // in the example only
	MaxDays    rest.Int  `json:"maxDays"`
	From       string    `json:"dataStartDate"`
	To         string    `json:"dataEndDate"`
}

// wireReportOrder is the body of POST /partner/reports.
type wireReportOrder struct {
	Template json.Number `json:"templateId"`
	From     string      `json:"startDate"`
	To       string      `json:"endDate"`
	Region   string      `json:"regionId,omitempty"`
}

// wireOrderedReport is its answer, under either of the names that reports have.
type wireOrderedReport struct {
	ReportID    string    `json:"reportId"`
	ID          string    `json:"id"`
	CreatedTime rest.Text `json:"createdTime"`
	Created     rest.Text `json:"created"`
}
