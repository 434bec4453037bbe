package all_test

import (
	"testing"

	"tenantry/backend/connector/all"
	"tenantry/backend/domain"
)

func TestFind(t *testing.T) {
	seen := map[domain.Vendor]bool{}
	for _, spec := range all.Specs() {
		found, ok := all.Find(spec.Vendor)
		if !ok || found.Name != spec.Name || seen[spec.Vendor] {
			t.Errorf("vendor %q is there twice or not found", spec.Vendor)
		}
		seen[spec.Vendor] = true
	}
	if !seen[domain.VendorWebex] || !seen[domain.VendorMicrosoft] {
		t.Errorf("only %v are listed", seen)
	}
	if _, ok := all.Find("nobody"); ok {
		t.Error("found a vendor that is not there")
	}
}

// TestSpecs_DefaultsAreValid: a form that only lacks what has no default must be accepted.
func TestSpecs_DefaultsAreValid(t *testing.T) {
	for _, spec := range all.Specs() {
		fields, secrets := map[string]string{}, map[string]string{}
		for _, f := range spec.Fields {
			if f.Required && f.Default == "" {
				if f.Secret {
					secrets[f.Name] = "x"
				} else {
					fields[f.Name] = "x"
				}
			}
		}
		if err := spec.Validate(fields, secrets); err != nil {
			t.Errorf("%s: %v", spec.Name, err)
		}
	}
}
