package domain

import (
	"net/url"
	"regexp"
	"strings"
)

// PortalTemplate is a link into a vendor's portal with placeholders for what tells customers apart. One without
// placeholders leads to the portal's home.
type PortalTemplate struct {
	Key  string `json:"key"`
	Name string `json:"name"` // the vendor's own name of the page, not translated
	URL  string `json:"url"`  // "": not offered
}

// PortalPlaces are the placeholders of a template with their values for one customer; a value is "" where it is not known.
type PortalPlaces struct {
	Tenant     string // {tenant}: the customer's id at the vendor
	CustomerID string // {customer_id}: the same, for vendors that have no tenants
	Domain     string // {domain}: the domain it goes by
	Initial    string // {initial}: the domain that the vendor made for it
	Name       string // {name}
}

var (
	placeholder = regexp.MustCompile(`\{[^{}]*\}`)
	plainHost   = regexp.MustCompile(`^[a-zA-Z0-9][a-zA-Z0-9.-]*\.[a-zA-Z][a-zA-Z0-9-]*(:\d+)?$`)
)

func (p PortalPlaces) value(name string) (string, bool) {
	label, _, _ := strings.Cut(p.Initial, ".")
	value, known := map[string]string{
		"{tenant}": p.Tenant, "{customer_id}": p.CustomerID, "{domain}": p.Domain, "{initial}": p.Initial, "{label}": label,
		"{name}": p.Name,
	}[name]
	return value, known
}

// Fill puts the values in, each escaped so that it cannot become another part of the address. It is "" where a value is
// missing or what comes out is no whole address of another machine over TLS.
func (t PortalTemplate) Fill(places PortalPlaces) string {
	missing := false
	address := placeholder.ReplaceAllStringFunc(t.URL, func(name string) string {
		value, _ := places.value(name)
		missing = missing || value == ""
		return escapeValue(value)
	})
	if missing || !isPortal(address) {
		return ""
	}
	return address
}

// NamesCustomer reports whether the link leads to one customer.
func (t PortalTemplate) NamesCustomer() bool { return placeholder.MatchString(t.URL) }

// escapeValue escapes all that is not a letter, a digit, a point or a hyphen.
func escapeValue(value string) string {
	return strings.NewReplacer("+", "%20", "_", "%5F", "~", "%7E").Replace(url.QueryEscape(value))
}

func isPortal(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "https" && u.User == nil && plainHost.MatchString(u.Host)
}

// CheckPortalTemplate refuses a template that could never be filled.
func CheckPortalTemplate(t PortalTemplate) error {
	if t.URL == "" {
		return nil
	}
	some := PortalPlaces{Tenant: "t", CustomerID: "c", Domain: "d.example", Initial: "i.example", Name: "n"}
	for _, name := range placeholder.FindAllString(t.URL, -1) {
		if _, known := some.value(name); !known {
			return NewError(CodeInvalid, "portal_placeholder", "placeholder", name,
				"known", "{tenant} {customer_id} {domain} {initial} {label} {name}")
		}
	}
	if strings.TrimSpace(t.Name) == "" || t.Fill(some) == "" {
		return NewError(CodeInvalid, "portal_url")
	}
	return nil
}

// PortalLink is a page of a portal for one customer.
type PortalLink struct {
	ConnectionID int64  `json:"connection_id"`
	Connection   string `json:"connection"`
	Vendor       Vendor `json:"vendor"`
	Key          string `json:"key"`
	Name         string `json:"name"`
	URL          string `json:"url"`
	// Copy goes to the clipboard where the link does not lead to the customer: its name and its id at the vendor.
	Copy string `json:"copy"`
	// Given says that the vendor gave the link itself.
	Given bool `json:"given"`
}
