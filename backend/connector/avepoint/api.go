package avepoint

import (
	"strings"

	"tenantry/backend/connector/rest"
)

// wireToken is the answer of the token endpoint.
type wireToken struct {
	AccessToken string    `json:"access_token"`
	ExpiresIn   rest.Int  `json:"expires_in"`
	Scope       rest.Text `json:"scope"`
}

// wireOAuthError is an error body of the token endpoint.
type wireOAuthError struct {
	Error       rest.Text `json:"error"`
	Description rest.Text `json:"error_description"`
}

// wireError is an error body of the API.
type wireError struct {
	Message     rest.Text `json:"message"`
	Error       rest.Text `json:"error"`
	Description rest.Text `json:"error_description"`
	RequestID   rest.Text `json:"requestId"`
	TraceID     rest.Text `json:"traceId"`
	Errors      []struct {
		Code    rest.Text `json:"code"`
		Message rest.Text `json:"message"`
	} `json:"errors"`
}

// wireCustomer is a row of the list of customers.
type wireCustomer struct {
	ID             rest.Text    `json:"id"`
	Organization   rest.Text    `json:"organization"`
	OwnerEmail     rest.Text    `json:"ownerEmail"`
	JobStatus      rest.Text    `json:"jobStatus"`
	Country        rest.Text    `json:"countryOrRegion"`
	ManagementMode rest.Text    `json:"managementMode"`
	Tenants        []wireTenant `json:"tenants"`
}

func (w wireCustomer) key() string { return string(w.ID) }

// wireTenant is a tenant of a customer.
type wireTenant struct {
	ID rest.Text `json:"id"`
}

// wireServices is what one customer bought.
type wireServices struct {
	CustomerID rest.Text     `json:"customerId"`
	Products   []wireProduct `json:"products"`
}

func (w wireServices) key() string { return string(w.CustomerID) }

// wireProduct is one line of that.
type wireProduct struct {
	Service            rest.Text `json:"service"`
	PurchasedUserSeats rest.Text `json:"purchasedUserSeats"`
	LicenseAssigned    rest.Text `json:"microsoftLicenseAssigned"`
	LicenseAvailable   rest.Text `json:"microsoftLicenseAvailable"`
	PurchasedCapacity  rest.Text `json:"purchasedCapacity"`
	ProtectedCapacity  rest.Text `json:"protectedCapacity"`
	ConsumedStorage    rest.Text `json:"consumedStorage"`
	Storage            rest.Text `json:"storage"`
	Retention          rest.Text `json:"retention"`
	ExpirationDate     rest.Text `json:"expirationDate"`
	Source             rest.Text `json:"source"`
	SubscriptionName   rest.Text `json:"subscriptionName"`
	Package            rest.Text `json:"package"`
}

// wireSeats is how many seats of another vendor a tenant has.
type wireSeats struct {
	TenantID  rest.Text `json:"tenantId"`
	Available rest.Text `json:"availableUserSeat"`
	Assigned  rest.Text `json:"assignedUserSeat"`
}

func (w wireSeats) key() string { return string(w.TenantID) }

// wirePurchased is how many seats of one product a customer bought.
type wirePurchased struct {
	Seats rest.Text `json:"purchasedUserSeat"`
}

// wireJob is one run of a backup.
type wireJob struct {
	Type     rest.Text `json:"jobType"`
	Module   rest.Text `json:"jobModule"`
	Status   rest.Text `json:"status"`
	ID       rest.Text `json:"jobId"`
	Total    rest.Text `json:"totalCount"`
	Failed   rest.Text `json:"failedCount"`
	Size     rest.Text `json:"backupSize"`
	Started  rest.Text `json:"startTime"`
	Ended    rest.Text `json:"endTime"`
	Modified rest.Text `json:"lastModifyTime"`
}

// key stands for the module where there was no run.
func (w wireJob) key() string {
	if id := given(w.ID); id != "" {
		return id
	}
	if w.Type == "" && w.Module == "" && w.Status == "" {
		return ""
	}
	return "|" + string(w.Type) + "|" + string(w.Module)
}

// wireProtected is what is protected of one module of Microsoft 365.
type wireProtected struct {
	TenantID      rest.Text `json:"tenantId"`
	ServiceType   rest.Text `json:"serviceType"`
	ServiceModule rest.Text `json:"serviceModule"`
	Scanned       rest.Text `json:"totalScannedObjects"`
	Protected     rest.Text `json:"totalProtectedObjects"`
	SizeAvePoint  rest.Text `json:"dataSizeStoredInAvePoint"`
	SizeBYOS      rest.Text `json:"dataSizeStoredInBYOS"`
}

func (w wireProtected) key() string {
	if w.ServiceType == "" || w.ServiceModule == "" {
		return ""
	}
	return joined("protected", string(w.ServiceType), string(w.ServiceModule), string(w.TenantID))
}

// wireScanProfile is what a service looks for new objects in.
type wireScanProfile struct {
	Name     rest.Text `json:"profileName"`
	ID       rest.Text `json:"profileId"`
	Mode     rest.Text `json:"scanMode"`
	Modified rest.Text `json:"modifiedTime"`
}

func (w wireScanProfile) key() string { return string(w.ID) }

// wireRule is a rule that looks for risks in a tenant.
type wireRule struct {
	ID         rest.Text `json:"ruleId"`
	Name       rest.Text `json:"ruleName"`
	DataSource rest.Text `json:"dataSource"`
	Hits       rest.Text `json:"hitItemCount"`
}

// given is a value, "" where the API says that there is none.
func given(t rest.Text) string {
	text := strings.TrimSpace(string(t))
	if strings.EqualFold(text, "N/A") {
		return ""
	}
	return text
}

// joined makes a key of its parts; a bar within one of them must not pass for a border.
func joined(parts ...string) string {
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(part, "|", "%7C")
	}
	return strings.Join(parts, "|")
}
