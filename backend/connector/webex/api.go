package webex

import (
	"encoding/json"
	"strings"

	"tenantry/backend/connector/rest"
)

// wireToken is the answer of POST /access_token and POST /device/token.
type wireToken struct {
	AccessToken    string   `json:"access_token"`
	ExpiresIn      rest.Int `json:"expires_in"`
	RefreshToken   string   `json:"refresh_token"`
	RefreshExpires rest.Int `json:"refresh_token_expires_in"`
	Scope          string   `json:"scope"`
}

// wireMe is the part of GET /people/me that is used.
type wireMe struct {
	ID          string   `json:"id"`
	DisplayName string   `json:"displayName"`
	OrgID       string   `json:"orgId"`
	Emails      []string `json:"emails"`
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
	ID            string   `json:"id"`
	Name          string   `json:"name"`
	TotalUnits    rest.Int `json:"totalUnits"`
	ConsumedUnits rest.Int `json:"consumedUnits"`
	// ConsumedByWorkspaces is part of it, and not asked for in the list of seats.
	ConsumedByWorkspaces rest.Int `json:"consumedByWorkspaces"`
	SubscriptionID       string   `json:"subscriptionId"`
	SiteURL              string   `json:"siteUrl"`
}

// wireLicenses is the answer of GET /licenses, which has no pages.
type wireLicenses struct {
	Items []wireLicense `json:"items"`
}

// wireLicenseUsers is the part that is used of a page of GET /licenses/{licenseId}?includeAssignedTo=user. A licence that
// nobody holds has no users.
type wireLicenseUsers struct {
	ID    string            `json:"id"`
	Users []wireLicenseUser `json:"users"`
}

// wireLicenseUser is a person that holds a licence. Its type is INTERNAL or EXTERNAL.
type wireLicenseUser struct {
	ID          string `json:"id"`
	Type        string `json:"type"`
	DisplayName string `json:"displayName"`
	Email       string `json:"email"`
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

// flag is a yes or no that is described as a text and comes as a boolean, or the other way round; what is neither is nil.
type flag struct{ value *bool }

// UnmarshalJSON never fails.
func (f *flag) UnmarshalJSON(b []byte) error {
	f.value = nil
	yes := false
	switch strings.ToLower(strings.Trim(string(b), `" `)) {
	case "true":
		yes = true
	case "false":
	default:
		return nil
	}
	f.value = &yes
	return nil
}

func (f flag) isTrue() bool { return f.value != nil && *f.value }

// texts are a list of texts that some endpoints join with commas within one item, or give as one text.
type texts []string

// UnmarshalJSON wants a list of texts, a text or nothing.
func (t *texts) UnmarshalJSON(b []byte) error {
	*t = nil
	var list []string
	if len(b) > 0 && b[0] == '"' {
		list = []string{""}
		if err := json.Unmarshal(b, &list[0]); err != nil {
			return err
		}
	} else if err := json.Unmarshal(b, &list); err != nil {
		return err
	}
	for _, item := range list {
		for part := range strings.SplitSeq(item, ",") {
			if part = strings.TrimSpace(part); part != "" {
				*t = append(*t, part)
			}
		}
	}
	return nil
}
