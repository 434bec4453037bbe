package microsoft

import "tenantry/backend/connector/rest"

// wireOrganization is the item of GET /organization.
type wireOrganization struct {
	Street            string   `json:"street"`
	City              string   `json:"city"`
	State             string   `json:"state"`
	PostalCode        string   `json:"postalCode"`
	CountryLetterCode string   `json:"countryLetterCode"`
	PreferredLanguage string   `json:"preferredLanguage"`
	BusinessPhones    []string `json:"businessPhones"`
	TechnicalMails    []string `json:"technicalNotificationMails"`
	VerifiedDomains   []struct {
		Name      string `json:"name"`
		IsDefault bool   `json:"isDefault"`
		IsInitial bool   `json:"isInitial"`
	} `json:"verifiedDomains"`
}

// wireAccess is what a relationship or one of its assignments gives.
type wireAccess struct {
	UnifiedRoles []struct {
		RoleDefinitionID string `json:"roleDefinitionId"`
	} `json:"unifiedRoles"`
}

// wireRelationship is an item of GET /tenantRelationships/delegatedAdminRelationships.
type wireRelationship struct {
	ID                 string     `json:"id"`
	DisplayName        string     `json:"displayName"`
	Status             string     `json:"status"`
	AutoExtendDuration string     `json:"autoExtendDuration"`
	ActivatedDateTime  rest.Time  `json:"activatedDateTime"`
	EndDateTime        rest.Time  `json:"endDateTime"`
	AccessDetails      wireAccess `json:"accessDetails"`
	Customer           *struct {
		TenantID string `json:"tenantId"`
	} `json:"customer"` // null until somebody agreed
}

// wireAssignment is an item of a relationship's accessAssignments.
type wireAssignment struct {
	Status        string     `json:"status"`
	AccessDetails wireAccess `json:"accessDetails"`
}

// wireServiceLink is an item of a customer's serviceManagementDetails.
type wireServiceLink struct {
	ServiceName          string `json:"serviceName"`
	ServiceManagementURL string `json:"serviceManagementUrl"`
}

// wireUser is an item of GET /users.
type wireUser struct {
	ID                string    `json:"id"`
	DisplayName       string    `json:"displayName"`
	UserPrincipalName string    `json:"userPrincipalName"`
	Mail              string    `json:"mail"`
	AccountEnabled    *bool     `json:"accountEnabled"`
	UserType          string    `json:"userType"`
	UsageLocation     string    `json:"usageLocation"`
	CreatedDateTime   rest.Time `json:"createdDateTime"`
	AssignedLicenses  []struct {
		SkuID string `json:"skuId"`
	} `json:"assignedLicenses"`
}

// wireHealth is an item of GET /admin/serviceAnnouncement/healthOverviews.
type wireHealth struct {
	ID      string      `json:"id"`
	Service string      `json:"service"`
	Status  string      `json:"status"`
	Issues  []wireIssue `json:"issues"`
}

// wireIssue is trouble with a service.
type wireIssue struct {
	ID                   string    `json:"id"`
	Title                string    `json:"title"`
	Service              string    `json:"service"`
	ImpactDescription    string    `json:"impactDescription"`
	Classification       string    `json:"classification"`
	Status               string    `json:"status"`
	IsResolved           bool      `json:"isResolved"`
	StartDateTime        rest.Time `json:"startDateTime"`
	EndDateTime          rest.Time `json:"endDateTime"`
	LastModifiedDateTime rest.Time `json:"lastModifiedDateTime"`
	Posts                []struct {
		CreatedDateTime rest.Time `json:"createdDateTime"`
		Description     struct {
			Content string `json:"content"`
		} `json:"description"`
	} `json:"posts"`
}
