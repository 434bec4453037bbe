package sandbox_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"tenantry/backend/sandbox"
)

// snapshot is what the Graph of all customers says on one day.
func (c *client) snapshot() map[string][]subscription {
	c.Helper()
	all, _ := c.customers("")
	out := map[string][]subscription{}
	for _, customer := range all {
		token, _ := c.graphToken(customer.ID)
		out[customer.ID] = items[subscription](c, c.get(c.graphURL("/directory/subscriptions"), token.Access))
	}
	return out
}

func TestTime_RenewalsNeverLieInThePast(t *testing.T) {
	s, c := start(t, sandbox.Options{AllAccessible: true})
	for _, offset := range []int{-365, -91, 0, 1, 59, 400, 1200} {
		day := someDay.AddDate(0, 0, offset)
		s.SetAsOf(day)
		dated, own := 0, 0
		for id, list := range c.snapshot() {
			for _, sub := range list {
				if sub.CreatedDateTime.After(day) {
					t.Errorf("%s: %s %+v was bought later", day.Format(time.DateOnly), id, sub)
				}
				if sub.OwnerTenantID == id {
					own++
				}
				if next := sub.NextLifecycleDateTime; next != nil {
					dated++
					if next.Before(day) {
						t.Errorf("%s: %s %+v renews in the past", day.Format(time.DateOnly), id, sub)
					}
				}
			}
		}
		if dated < 50 || own == 0 {
			t.Errorf("%s: %d subscriptions with a date, %d bought elsewhere", day.Format(time.DateOnly), dated, own)
		}
	}
}

func TestTime_MovesGently(t *testing.T) {
	s := sandbox.New(sandbox.Options{Customers: 200, AllAccessible: true, AsOf: someDay.AddDate(-1, 0, 0)})
	first := customersOf(s)
	came, left, previous := map[string]bool{}, map[string]bool{}, first
	for range 12 {
		s.SetAsOf(s.AsOf().AddDate(0, 0, 30))
		now := customersOf(s)
		for id := range now {
			if _, known := previous[id]; !known {
				came[id] = true
				if left[id] {
					t.Errorf("%s came back", id)
				}
			}
		}
		for id := range previous {
			if _, known := now[id]; !known {
				left[id] = true
			}
		}
		checkDrift(t, previous, now)
		previous = now
	}
	if len(came) < 10 || len(left) < 10 || len(came) > len(first)/3 || len(left) > len(first)/3 {
		t.Errorf("within a year %d of %d customers came and %d left", len(came), len(first), len(left))
	}
}

func customersOf(s *sandbox.Sandbox) map[string]sandbox.CustomerTruth {
	out := map[string]sandbox.CustomerTruth{}
	for _, c := range s.Truth().Customers {
		out[c.Vendor+" "+c.ID] = c
	}
	return out
}

// checkDrift wants most products the same after a month, and the rest changed by little.
func checkDrift(t *testing.T, before, after map[string]sandbox.CustomerTruth) {
	t.Helper()
	products, changed, leaps := 0, 0, 0
	for id, now := range after {
		was := map[string]sandbox.ProductTruth{}
		for _, p := range before[id].Products {
			was[p.Product] = p
		}
		for _, p := range now.Products {
			old, known := was[p.Product]
			if !known || p.Unlimited {
				continue
			}
			products++
			if old.Bought != p.Bought {
				changed++
			}
			if p.Bought > old.Bought*2+30 || old.Bought > p.Bought*2+30 {
				leaps++
			}
		}
	}
	if changed == 0 || changed*2 > products || leaps*50 > products {
		t.Errorf("of %d products %d changed in a month, %d of them by a lot", products, changed, leaps)
	}
}

func TestPortfolio_ShowsWhatAPartnerMeets(t *testing.T) {
	s, c := start(t, sandbox.Options{AllAccessible: true})
	states, trials, oneDay, months := map[string]int{}, map[string]int{}, 0, map[int]bool{}
	for _, list := range c.snapshot() {
		ends := map[string]int{}
		for _, sub := range list {
			states[sub.Status]++
			if sub.IsTrial {
				trials[sub.Status]++
			}
			if sub.NextLifecycleDateTime != nil && sub.Status == "Enabled" {
				key := sub.SkuPartNumber + sub.NextLifecycleDateTime.Format(time.DateOnly)
				ends[key]++
				if ends[key] == 2 {
					oneDay++
				}
				months[int(sub.NextLifecycleDateTime.Sub(someDay).Hours()/24/31)] = true
			}
		}
	}
	for _, status := range []string{"Enabled", "Warning", "Suspended", "LockedOut", "Deleted"} {
		if states[status] == 0 {
			t.Errorf("no subscription is %s: %v", status, states)
		}
	}
	if trials["Enabled"] == 0 || len(trials) < 2 {
		t.Errorf("trials %v: want running and ended ones", trials)
	}
	if oneDay == 0 {
		t.Error("no customer has two subscriptions of one product that end on the same day")
	}
	if last := slices.Max(slices.Collect(maps.Keys(months))); last < 13 {
		t.Errorf("the latest renewal is in %d months: no term of three years", last)
	}
	checkTruth(t, s.Truth())
}

func checkTruth(t *testing.T, truth sandbox.Truth) {
	t.Helper()
	over, barely, messaging, nothing := map[string]int{}, map[string]int{}, 0, 0
	for _, c := range truth.Customers {
		bought, assigned, only := 0, 0, true
		for _, p := range c.Products {
			if p.Unlimited || p.CompanyWide {
				continue
			}
			bought, assigned = bought+p.Bought, assigned+p.Assigned
			if p.Assigned > p.Bought {
				over[c.Vendor]++
			}
			only = only && (p.Product == "Messaging" || p.Product == "Call on Webex")
		}
		if bought > 20 && assigned*4 < bought {
			barely[c.Vendor]++
		}
		if bought == 0 {
			nothing++
		} else if only {
			messaging++
		}
	}
	if len(over) != 3 || len(barely) == 0 || messaging == 0 || nothing < 2 {
		t.Errorf("over %v, barely assigned %v, only messaging %d, nothing active %d", over, barely, messaging, nothing)
	}
	if truth.Companies != 60 || truth.Both < 40 || truth.Both > 58 {
		t.Errorf("%d companies, %d at several vendors", truth.Companies, truth.Both)
	}
}

func TestNames_AreUniqueAndOfManyKinds(t *testing.T) {
	s := sandbox.New(sandbox.Options{Customers: 2000, AsOf: someDay})
	seen, differing := map[string]string{}, map[string]map[string]bool{}
	starts := map[byte]bool{}
	for _, c := range s.Truth().Customers {
		for name, company := range map[string]string{c.Vendor + c.Name: c.Company} {
			if other, known := seen[name]; known {
				t.Errorf("%s is the name of %s and %s", name, company, other)
			}
			seen[name] = company
		}
		if differing[c.Company] == nil {
			differing[c.Company] = map[string]bool{}
		}
		differing[c.Company][c.Name] = true
		starts[c.Name[0]] = true
	}
	spellings := 0
	for _, names := range differing {
		if len(names) > 1 {
			spellings++
		}
	}
	if spellings < 400 {
		t.Errorf("%d of 2000 companies are spelled differently by the vendors", spellings)
	}
	for _, mark := range []byte("=+-@") {
		if !starts[mark] {
			t.Errorf("no name starts with %c", mark)
		}
	}
	all := strings.Join(slices.Collect(maps.Keys(seen)), " ")
	for _, part := range []string{"ü", "ø", "å", "'", "&", "Ø"} {
		if !strings.Contains(all, part) {
			t.Errorf("no name has %s", part)
		}
	}
}

func BenchmarkRequests(b *testing.B) {
	_, c := start(b, sandbox.Options{Customers: 2000})
	token := c.webexToken()
	graph, _ := c.graphToken(c.partner())
	for name, place := range map[string][2]string{
		"people":   {c.webexURL("/people/me"), token},
		"licenses": {c.webexURL("/licenses"), token},
		"skus":     {c.graphURL("/subscribedSkus"), graph.Access},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if a := c.get(place[0], place[1]); a.status != http.StatusOK {
					b.Fatal(a.status)
				}
			}
		})
	}
}
