package webex

import "tenantry/backend/connector/rest"

// wirePerson is an item of GET /people. What is not used is left out: presence, phone numbers, addresses of calls, managers.
type wirePerson struct {
	ID            string          `json:"id"`
	Emails        []string        `json:"emails"`
	DisplayName   string          `json:"displayName"`
	FirstName     string          `json:"firstName"`
	LastName      string          `json:"lastName"`
	Roles         texts           `json:"roles"`
	Licenses      []string        `json:"licenses"`
	Addresses     []wirePersonsAt `json:"addresses"`
	Created       rest.Time       `json:"created"`
	LastActivity  rest.Time       `json:"lastActivity"`
	InvitePending flag            `json:"invitePending"`
	LoginEnabled  flag            `json:"loginEnabled"`
	Type          string          `json:"type"`
}

// wirePersonsAt is the part of a person's address that is used.
type wirePersonsAt struct {
	Country string `json:"country"`
}

// wirePeople is a page of GET /people.
type wirePeople struct {
	Items []wirePerson `json:"items"`
}

// wireAdmin is an item of GET /partner/organizations/{orgId}/partnerAdmins.
type wireAdmin struct {
	ID          string   `json:"id"`
	DisplayName string   `json:"displayName"`
	FirstName   string   `json:"firstName"`
	LastName    string   `json:"lastName"`
	Emails      []string `json:"emails"`
	Role        string   `json:"roleInCustomerOrg"`
}

// wireAdmins is the answer of GET /partner/organizations/{orgId}/partnerAdmins, which has no pages.
type wireAdmins struct {
	Items []wireAdmin `json:"items"`
}

// wireEvent is an item of GET /adminAudit/events.
type wireEvent struct {
	Created    rest.Time `json:"created"`
	ActorOrgID string    `json:"actorOrgId"`
}

// wireEvents is a page of GET /adminAudit/events.
type wireEvents struct {
	Items []wireEvent `json:"items"`
}

// wireTag is an item of GET /partner/tags, which is a bare list.
type wireTag struct {
	Name string `json:"name"`
}

// wireTagged is an item of GET /partner/tags/organizations, which is a bare list, and the answer for one organisation or
// one subscription.
type wireTagged struct {
	OrgID string `json:"orgId"`
	Tags  texts  `json:"tags"`
	Trial flag   `json:"trial"` // of subscriptions

	SubscriptionID string `json:"subscriptionId"` // the same
}
