package sandbox

import (
	"strings"
	"testing"
)

func TestHuman_ManyAtOneCompany_HaveLoginsOfTheirOwn(t *testing.T) {
	for slot := range 12 {
		c := companyAt(Options{Seed: 1}, slot, dateDay(2026, 11, 20))
		seen := map[string]string{}
		for n := range 9000 {
			h := c.human(n)
			if other, twice := seen[h.login]; twice || !strings.Contains(h.login, ".") {
				t.Fatalf("slot %d: %q logs in as %q, and so does %q", slot, h.name, h.login, other)
			}
			seen[h.login] = h.name
		}
	}
}
