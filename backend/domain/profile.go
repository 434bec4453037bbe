package domain

import "time"

// Profile is what one source says about a customer itself, apart from what it bought. A record can have several, one per
// source; a field is empty where the source does not give it.
type Profile struct {
	Key          string     `json:"key"`                      // the source within its connection, for example "organization" or "wholesale"
	Account      string     `json:"account,omitempty"`        // the registered account, an e-mail address
	Domains      []string   `json:"domains,omitempty"`        // verified ones, lower case, sorted
	Default      string     `json:"default_domain,omitempty"` // the verified domain it goes by
	Initial      string     `json:"initial_domain,omitempty"` // the one the vendor made for it; portals name it in links
	Derived      []string   `json:"derived,omitempty"`        // domains taken from people's addresses, lower case, sorted
	Street       string     `json:"street,omitempty"`         //
	City         string     `json:"city,omitempty"`           //
	PostalCode   string     `json:"postal_code,omitempty"`
	Region       string     `json:"region,omitempty"`
	Country      string     `json:"country,omitempty"` // ISO 3166 alpha-2
	Phone        string     `json:"phone,omitempty"`
	Contact      string     `json:"contact,omitempty"` // name or address of whom the vendor writes to
	Language     string     `json:"language,omitempty"`
	State        string     `json:"state,omitempty"`           // the vendor's word for the customer's state
	Outcome      Outcome    `json:"outcome,omitempty"`         // that state in one word, "" where it is none
	Detail       string     `json:"detail,omitempty"`          // what the vendor says of that state
	ManagedBy    string     `json:"managed_by,omitempty"`      // "partner", "customer" or ""
	ExternalID   string     `json:"external_id,omitempty"`     // our own key, where the vendor keeps it
	Kind         string     `json:"kind,omitempty"`            // how it buys, for example "wholesale"
	Tags         []string   `json:"tags,omitempty"`            // sorted
	LastSignInAt *time.Time `json:"last_sign_in_at,omitempty"` // of any admin of the customer
	SignInsFrom  Date       `json:"sign_ins_from,omitempty"`   // sign-ins were looked for from this day on; "" is not at all
}

// RowKey is the profile's source.
func (p Profile) RowKey() string { return p.Key }

// Person is someone, or something, that a customer's seats can be assigned to.
type Person struct {
	Key          string     `json:"key"`
	Name         string     `json:"name"`
	Email        string     `json:"email,omitempty"`
	Kind         string     `json:"kind"`              // "user", "guest", "shared", "room", "service" or ""
	Enabled      *bool      `json:"enabled,omitempty"` // may sign in; nil where the vendor does not say
	Pending      bool       `json:"pending"`           // invited, never signed in
	CreatedOn    Date       `json:"created_on,omitempty"`
	LastActiveOn Date       `json:"last_active_on,omitempty"`
	Country      string     `json:"country,omitempty"`  // where it uses the service, ISO 3166 alpha-2
	Products     []string   `json:"products,omitempty"` // product keys of the pools whose seats it holds, sorted
	Roles        []string   `json:"roles,omitempty"`    // sorted
	Package      string     `json:"package,omitempty"`  // wholesale package
	State        string     `json:"state,omitempty"`    // the vendor's word
	StateSince   *time.Time `json:"state_since,omitempty"`
	Detail       string     `json:"detail,omitempty"` // what the vendor says went wrong
}

// RowKey is the vendor's id of the person.
func (p Person) RowKey() string { return p.Key }

// AssignedUser is a person to whom a licence is assigned, as the vendor says at this moment. It is never stored.
type AssignedUser struct {
	Key      string `json:"key"`
	Name     string `json:"name"`
	Email    string `json:"email"`
	External bool   `json:"external"` // of another organisation
}

// AssignedUsers are those who hold a product at a customer.
type AssignedUsers struct {
	Items      []AssignedUser `json:"items"`      // each once, however many seats they hold
	Workspaces int64          `json:"workspaces"` // seats that rooms and devices hold
}

// Administrator is one of our own people with rights at a customer.
type Administrator struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
	Role  string `json:"role"` // the vendor's word
}

// RowKey is the vendor's id of the person.
func (a Administrator) RowKey() string { return a.Key }

// Relationship is a customer's grant of rights to us (Microsoft: GDAP).
type Relationship struct {
	Key            string     `json:"key"`
	Name           string     `json:"name"`
	Status         string     `json:"status"`
	Active         bool       `json:"active"`
	Roles          []string   `json:"roles,omitempty"`    // the most it may give, sorted
	Assigned       []string   `json:"assigned,omitempty"` // what of that our groups were given, sorted; nil where it was not read
	StartsAt       *time.Time `json:"starts_at,omitempty"`
	EndsAt         *time.Time `json:"ends_at,omitempty"`
	AutoExtendDays int        `json:"auto_extend_days"` // 0: it is not extended by itself
}

// RowKey is the vendor's id of the relationship.
func (r Relationship) RowKey() string { return r.Key }

// Link is a page of a vendor's portal in the customer's context.
type Link struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	URL  string `json:"url"` // https only
}

// RowKey names the service the link leads to.
func (l Link) RowKey() string { return l.Key }

// SubPartner is a partner below us (Webex wholesale).
type SubPartner struct {
	Key           string `json:"key"`
	Number        string `json:"number,omitempty"` // its subscription
	State         string `json:"state"`
	CreatedOn     Date   `json:"created_on,omitempty"`
	BillingFromOn Date   `json:"billing_from_on,omitempty"`
}

// RowKey is the sub-partner's organisation.
func (s SubPartner) RowKey() string { return s.Key }

// CredentialKind says what a credential is.
type CredentialKind string

// The kinds of credentials, consents and grants whose end is watched.
const (
	CredentialToken        CredentialKind = "token"  // a refresh token
	CredentialSecret       CredentialKind = "secret" // a client secret or API key
	CredentialCertificate  CredentialKind = "certificate"
	CredentialConsent      CredentialKind = "consent"      // a customer's consent to our app
	CredentialRelationship CredentialKind = "relationship" // a customer's grant of delegated administration
)

// Credential is something that lets us in and may end.
type Credential struct {
	Kind      CredentialKind `json:"kind"`
	Name      string         `json:"name"` // tells several of one kind apart; "" where there is one
	ExpiresAt *time.Time     `json:"expires_at"`
}
