// Package all lists the vendors Tenantry can read.
package all

import (
	"tenantry/backend/connector"
	"tenantry/backend/connector/avepoint"
	"tenantry/backend/connector/blancco"
	"tenantry/backend/connector/microsoft"
	"tenantry/backend/connector/webex"
	"tenantry/backend/domain"
)

// Specs gives all vendors, in the order they are offered.
func Specs() []connector.Spec {
	return []connector.Spec{webex.Spec(), microsoft.Spec(), avepoint.Spec(), blancco.Spec()}
}

// Find gives the vendor of that name.
func Find(vendor domain.Vendor) (connector.Spec, bool) {
	for _, spec := range Specs() {
		if spec.Vendor == vendor {
			return spec, true
		}
	}
	return connector.Spec{}, false
}
