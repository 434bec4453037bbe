package webex

import "tenantry/backend/connector/rest"

// wireToken is the answer of POST /access_token.
type wireToken struct {
	AccessToken  string   `json:"access_token"`
	ExpiresIn    rest.Int `json:"expires_in"`
	RefreshToken string   `json:"refresh_token"`
}

// wirePerson is the part of GET /people/me that is used.
type wirePerson struct {
	ID          string `json:"id"`
	DisplayName string `json:"displayName"`
	OrgID       string `json:"orgId"`
}

// wireOrganization is an item of GET /organizations. The country is not documented, but seen.
type wireOrganization struct {
	ID          string    `json:"id"`
	DisplayName string    `json:"displayName"`
	Created     rest.Time `json:"created"`
	CountryCode string    `json:"countryCode"`
}

// wireOrganizations is the answer of GET /organizations, which has no pages.
type wireOrganizations struct {
	Items []wireOrganization `json:"items"`
}

// wireLicense is an item of GET /licenses; properties that do not apply are absent.
type wireLicense struct {
	Name           string   `json:"name"`
	TotalUnits     rest.Int `json:"totalUnits"`
	ConsumedUnits  rest.Int `json:"consumedUnits"`
	SubscriptionID string   `json:"subscriptionId"`
	SiteURL        string   `json:"siteUrl"`
}

// wireLicenses is the answer of GET /licenses, which has no pages.
type wireLicenses struct {
	Items []wireLicense `json:"items"`
}

// wireError is an error body of the Webex API. Codes are numbers or texts.
type wireError struct {
	Message    rest.Text `json:"message"`
	TrackingID rest.Text `json:"trackingId"`
	ErrorCode  rest.Text `json:"errorCode"`
	Code       rest.Text `json:"code"`
	Errors     []struct {
		Description rest.Text `json:"description"`
		ErrorCode   rest.Text `json:"errorCode"`
		Code        rest.Text `json:"code"`
	} `json:"errors"`
}

// wireOAuthError is an error body in the form of RFC 6749.
type wireOAuthError struct {
	Error       rest.Text `json:"error"`
	Description rest.Text `json:"error_description"`
}
