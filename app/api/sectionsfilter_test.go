package api_test

import (
	"slices"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// TestSections_NarrowedDown_HaveTheRowsThatSaySo: by vendor and by what comes at the end of the term, also by none of them.
func TestSections_NarrowedDown_HaveTheRowsThatSaySo(t *testing.T) {
	k := newRead(t, false, 1)
	met := 0
	for _, section := range []string{"added", "expiring", "renewing", "open", "low", "over"} {
		list := func(query string) []domain.LicenceRow {
			return get[app.LicencePage](t, k, "/api/licences/"+section+"?limit=10000"+query).Items
		}
		all := list("")
		for query, fits := range map[string]func(domain.LicenceRow) bool{
			"&vendors=microsoft":                                    func(r domain.LicenceRow) bool { return r.Vendor == "microsoft" },
			"&vendors=microsoft&vendors=webex":                      func(r domain.LicenceRow) bool { return r.Vendor == "microsoft" || r.Vendor == "webex" },
			"&vendors=microsoft&except=vendors":                     func(r domain.LicenceRow) bool { return r.Vendor != "microsoft" },
			"&at_term_end=ends":                                     func(r domain.LicenceRow) bool { return r.AtTermEnd == domain.TermEnds },
			"&at_term_end=unknown&at_term_end=renews":               func(r domain.LicenceRow) bool { return r.AtTermEnd != domain.TermEnds },
			"&at_term_end=unknown&except=at_term_end&vendors=webex": func(r domain.LicenceRow) bool { return r.AtTermEnd != "" && r.Vendor == "webex" },
		} {
			want := slices.Collect(func(yield func(int64) bool) {
				for _, r := range all {
					if fits(r) && !yield(r.ID) {
						return
					}
				}
			})
			got := []int64{}
			for _, r := range list(query) {
				got = append(got, r.ID)
			}
			if !slices.Equal(got, want) && len(got)+len(want) > 0 {
				t.Errorf("%s%s: %d rows, want %d of %d", section, query, len(got), len(want), len(all))
			}
			if len(want) > 0 && len(want) < len(all) {
				met++
			}
		}
	}
	if met < 8 {
		t.Errorf("only %d of the questions tell rows apart", met)
	}
}
