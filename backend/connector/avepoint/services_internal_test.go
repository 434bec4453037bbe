package avepoint

import (
	"testing"

	"tenantry/backend/connector/rest"
	"tenantry/backend/domain"
)

// TestServicesPage_ExpiredLines_AreNotBought: seats bought anew stand beside those that ended; a service that ended as a
// whole is left out with the seats it had.
func TestServicesPage_ExpiredLines_AreNotBought(t *testing.T) {
	of := func(seats, assigned, available, ends rest.Text) line {
		return line{service: "Backup", source: "AvePoint", wireProduct: wireProduct{
			PurchasedUserSeats: seats, LicenseAssigned: assigned, LicenseAvailable: available, ExpirationDate: ends}}
	}
	for name, c := range map[string]struct {
		lines    []line
		bought   int64
		assigned int64
		excluded domain.Exclusion
	}{
		"renewed":                {[]line{of("25", "30", "0", "2026-11-19"), of("25", "30", "0", "2027-11-19")}, 25, 30, domain.Counted},
		"last day is today":      {[]line{of("25", "30", "0", "2026-11-20"), of("25", "30", "0", "2027-11-19")}, 50, 30, domain.Counted},
		"without a date":         {[]line{of("25", "30", "0", "N/A"), of("5", "30", "0", "2026-11-01")}, 25, 30, domain.Counted},
		"all ended":              {[]line{of("25", "30", "0", "2026-11-19"), of("5", "30", "0", "2025-11-19")}, 30, 30, domain.ExcludedExpired},
		"goes on without seats":  {[]line{of("25", "30", "0", "2026-11-19"), of("N/A", "0", "0", "2027-11-19")}, 0, 0, domain.ExcludedUncounted},
		"goes on without limits": {[]line{of("25", "30", "0", "2026-11-19"), of("Unlimited", "0", "0", "2027-11-19")}, 0, 0, domain.ExcludedUnlimited},
	} {
		page := servicesPage(c.lines, "2026-11-20")
		if len(page.Pools) != 1 || len(page.Subscriptions) != len(c.lines) {
			t.Fatalf("%s: %+v", name, page)
		}
		if p := page.Pools[0]; p.Bought != c.bought || p.Assigned != c.assigned || p.Excluded != c.excluded {
			t.Errorf("%s: %+v", name, p)
		}
	}
}
