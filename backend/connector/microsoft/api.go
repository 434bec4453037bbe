package microsoft

import "tenantry/backend/connector/rest"

// wireToken is the answer of a token endpoint.
type wireToken struct {
	AccessToken  string   `json:"access_token"`
	RefreshToken string   `json:"refresh_token"`
	IDToken      string   `json:"id_token"`
	ExpiresIn    rest.Int `json:"expires_in"`
}

// wireClaims are the claims of an id token that are used.
type wireClaims struct {
	ObjectID string `json:"oid"`
	Name     string `json:"name"`
	Username string `json:"preferred_username"`
	TenantID string `json:"tid"`
}

// wireTokenError is an error body of a token endpoint.
type wireTokenError struct {
	Error       rest.Text  `json:"error"`
	Description rest.Text  `json:"error_description"`
	Codes       []rest.Int `json:"error_codes"`
	TraceID     rest.Text  `json:"trace_id"`
}

// wireGraphError is an error body of Graph.
type wireGraphError struct {
	Error struct {
		Code       rest.Text `json:"code"`
		Message    rest.Text `json:"message"`
		InnerError struct {
			RequestID rest.Text `json:"request-id"`
		} `json:"innerError"`
	} `json:"error"`
}

// wireList is one page of a Graph list.
type wireList[T any] struct {
	Value    []T    `json:"value"`
	NextLink string `json:"@odata.nextLink"`
}

// wireCustomer is an item of GET /tenantRelationships/delegatedAdminCustomers.
type wireCustomer struct {
	ID          string `json:"id"`
	TenantID    string `json:"tenantId"`
	DisplayName string `json:"displayName"`
}

// wireSku is an item of GET /subscribedSkus.
type wireSku struct {
	SkuID            string   `json:"skuId"`
	SkuPartNumber    string   `json:"skuPartNumber"`
	AppliesTo        string   `json:"appliesTo"`
	CapabilityStatus string   `json:"capabilityStatus"`
	ConsumedUnits    rest.Int `json:"consumedUnits"`
	PrepaidUnits     struct {
		Enabled rest.Int `json:"enabled"`
		Warning rest.Int `json:"warning"`
	} `json:"prepaidUnits"`
	ServicePlans []struct {
		ServicePlanName string `json:"servicePlanName"`
	} `json:"servicePlans"`
}

// wireSubscription is an item of GET /directory/subscriptions.
type wireSubscription struct {
	ID                     string    `json:"id"`
	CommerceSubscriptionID string    `json:"commerceSubscriptionId"`
	SkuID                  string    `json:"skuId"`
	SkuPartNumber          string    `json:"skuPartNumber"`
	Status                 string    `json:"status"`
	TotalLicenses          rest.Int  `json:"totalLicenses"`
	IsTrial                *bool     `json:"isTrial"`
	CreatedDateTime        rest.Time `json:"createdDateTime"`
	NextLifecycleDateTime  rest.Time `json:"nextLifecycleDateTime"`
	OwnerTenantID          string    `json:"ownerTenantId"`
	ServiceStatus          []struct {
		AppliesTo string `json:"appliesTo"`
	} `json:"serviceStatus"`
}
