package api_test

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"tenantry/backend/domain"
)

// groupedLists are the lists whose rows can be asked for one by one and grouped by customer.
var groupedLists = []string{
	"/api/subscriptions", "/api/pools", "/api/licences/added", "/api/licences/expiring", "/api/licences/renewing", "/api/licences/low",
	"/api/licences/over", "/api/waste?waste=reassign", "/api/waste?waste=reduce", "/api/waste?waste=exposure", "/api/calendar?to=9999-12-31",
}

// listQuery adds to a list what is asked about it; part is a path below it.
func listQuery(list, part, query string) string {
	path, own, _ := strings.Cut(list, "?")
	return path + part + "?" + strings.Join([]string{own, query}, "&")
}

func TestLists_OneRow_IsThatOfTheListAndSaysItsSource(t *testing.T) {
	k := newRead(t, true, 1)
	for _, list := range groupedLists {
		all := get[struct{ Items []row }](t, k, listQuery(list, "", "limit=10000")).Items
		if len(all) == 0 {
			t.Errorf("%s is empty", list)
			continue
		}
		below := max(0, slices.IndexFunc(all, func(each row) bool { return each["id"].(float64) < 0 }))
		for _, want := range []row{all[0], all[below], all[len(all)/2], all[len(all)-1]} {
			id := strconv.FormatFloat(want["id"].(float64), 'f', -1, 64)
			got := get[struct {
				Items []row
				Total int
			}](t, k, listQuery(list, "", "limit=1&id="+id))
			if len(got.Items) != 1 || got.Total != 1 || !reflect.DeepEqual(got.Items[0], want) {
				t.Errorf("%s: the row %s is %v of %d, the list has %v", list, id, got.Items, got.Total, want)
			}
			if source, _ := want["source"].(string); !slices.Contains([]string{"api", "import", "typed"}, source) {
				t.Errorf("%s: the source of the row %s is %q", list, id, source)
			}
		}
		if rest := get[struct{ Total int }](t, k, listQuery(list, "", "id=987654321")); rest.Total != 0 {
			t.Errorf("%s: %d rows have an id that none has", list, rest.Total)
		}
	}
}

func TestLists_Groups_AreTheCustomersOfTheListInItsOrder(t *testing.T) {
	k := newRead(t, true, 1)
	for _, list := range groupedLists {
		for _, narrowed := range []string{"", "&desc=true", "&search=e", "&where=product:contains:e"} {
			var want []domain.CustomerGroup
			for _, each := range get[struct{ Items []row }](t, k, listQuery(list, "", "limit=10000&sort=customer"+narrowed)).Items {
				customer := int64(each["customer_id"].(float64))
				if n := len(want); n == 0 || want[n-1].CustomerID != customer {
					want = append(want, domain.CustomerGroup{CustomerID: customer, Customer: each["customer"].(string)})
				}
				want[len(want)-1].Rows++
			}
			got := get[struct{ Items []domain.CustomerGroup }](t, k, listQuery(list, "/groups", strings.TrimPrefix(narrowed, "&"))).Items
			if len(want) == 0 || !slices.Equal(got, want) {
				t.Errorf("%s%s: groups are %v, the list has %v", list, narrowed, got, want)
			}
		}
	}
}
