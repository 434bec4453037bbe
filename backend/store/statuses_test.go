package store_test

import (
	"slices"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store/storetest"
)

// TestStatuses_OfProfiles: what a wholesale customer's state and its admins' sign-ins say, judged by the day of the read.
func TestStatuses_OfProfiles(t *testing.T) {
	at := func(daysAgo int) *time.Time {
		moment := storetest.Now.AddDate(0, 0, -daysAgo)
		return &moment
	}
	asked := storetest.Today.AddDays(-90)
	signIns := func(last *time.Time) domain.Profile {
		return domain.Profile{Key: "sign-ins", LastSignInAt: last, SignInsFrom: asked}
	}
	for name, c := range map[string]struct {
		dataset string
		profile domain.Profile
		setup   bool
		quiet   bool
	}{
		"signed in yesterday":          {"sign-ins", signIns(at(1)), false, false},
		"29 days ago":                  {"sign-ins", signIns(at(29)), false, false},
		"30 days ago":                  {"sign-ins", signIns(at(30)), false, true},
		"never in what the vendor has": {"sign-ins", signIns(nil), false, true},
		"nobody asked":                 {"domains", domain.Profile{Key: "d"}, false, false},
		"being set up":                 {"wholesale", domain.Profile{Key: "w", State: "provisioning"}, true, false},
		"being reviewed":               {"wholesale", domain.Profile{Key: "w", State: "pending_rpl_review"}, true, false},
		"set up":                       {"wholesale", domain.Profile{Key: "w", State: "provisioned"}, false, false},
		"another vendor's word":        {"profile", domain.Profile{Key: "p", State: "provisioning"}, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t)
			conn := storetest.Connect(t, s, domain.VendorWebex, "Webex")
			run := storetest.Begin(t, s, conn, storetest.Now)
			record := storetest.Records(t, s, conn, storetest.Now, "Contoso")[0]
			storetest.Save(t, s, rowsPage(run, record, c.dataset, storetest.Now, domain.Rows{Profiles: []domain.Profile{c.profile}}))
			// Two months later nothing was read since, so nothing more is known.
			for _, today := range []domain.Date{storetest.Today, storetest.Today.AddDays(60)} {
				scope := domain.Scope{Today: today, Thresholds: domain.DefaultThresholds()}
				found, _, err := s.FindCustomers(t.Context(), domain.CustomerFilter{Scope: scope})
				if err != nil || len(found) != 1 {
					t.Fatalf("%v, %v", found, err)
				}
				got := found[0].Statuses
				if slices.Contains(got, domain.CustomerSetup) != c.setup || slices.Contains(got, domain.CustomerQuiet) != c.quiet {
					t.Errorf("on %s: %v", today, got)
				}
				for status, want := range map[domain.CustomerStatus]bool{domain.CustomerSetup: c.setup, domain.CustomerQuiet: c.quiet} {
					_, n, err := s.FindCustomers(t.Context(), domain.CustomerFilter{Scope: scope, CustomerQuery: query(status)})
					if err != nil || (n == 1) != want {
						t.Errorf("%d customers are %s, %v", n, status, err)
					}
				}
			}
		})
	}
}
