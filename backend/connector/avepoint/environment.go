package avepoint

import (
	"strings"

	"tenantry/backend/domain"
)

// The environments, as they are chosen.
const (
	commercial   = "commercial"
	usGovernment = "us_government"
	aos2         = "aos2"
	fedRAMP      = "fedramp"
	custom       = "custom"
)

var environmentNames = []string{commercial, usGovernment, aos2, fedRAMP, custom}

// environments are where tokens are issued and where the API answers. For partners of the commercial environment there is
// one address, wherever their customers' data are.
var environments = map[string]struct{ identity, api string }{
	commercial:   {"https://identity.avepointonlineservices.com", "https://graph.avepointonlineservices.com"},
	usGovernment: {"https://identity-gov.avepointonlineservices.com", "https://graph-gov.avepointonlineservices.com"},
	aos2:         {"https://identity-aos2.avepointonlineservices.com", "https://graph-aos2.avepointonlineservices.com"},
	fedRAMP:      {"https://identity.online15.net", "https://graphusgovapi.online15.net"},
}

// fillAddresses gives the addresses that were left empty those of the environment.
func fillAddresses(fields map[string]string) error {
	env := environments[fields[fieldEnvironment]]
	for field, address := range map[string]string{fieldIdentityURL: env.identity, fieldAPIURL: env.api} {
		if fields[field] == "" {
			fields[field] = address
		}
		if fields[field] == "" {
			return domain.NewError(domain.CodeInvalid, "field_required", "vendor", string(domain.VendorAvePoint), "field", field)
		}
		fields[field] = strings.TrimRight(fields[field], "/")
	}
	return nil
}
