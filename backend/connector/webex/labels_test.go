package webex_test

import (
	"fmt"
	"strings"
	"testing"

	"tenantry/backend/domain"
)

// tagsOf gives the tags of subscriptions by their numbers, "?" where nobody says.
func tagsOf(rows domain.Rows) map[string]string {
	found := map[string]string{}
	for _, s := range rows.Subscriptions {
		found[s.Number] = "?"
		if s.Tags != nil {
			found[s.Number] = *s.Tags
		}
	}
	return found
}

// TestLicenses_TagsOfSubscriptions: from the lists of tags, also where a subscription is not asked for itself any more. What
// those do not tell is unknown, and not none.
func TestLicenses_TagsOfSubscriptions(t *testing.T) {
	many := make([]string, 100)
	for i := range many {
		many[i] = fmt.Sprintf(`{"orgId":"OTHER","subscriptionId":"S%d","tags":["gold"]}`, i)
	}
	many[7] = `{"orgId":"ORG","subscriptionId":"Sub1","tags":["gold"]}`
	const (
		kinds = "/partner/tags?type=SUBSCRIPTION"
		list  = "/partner/tags/subscriptions?"
		one   = "/partner/tags/organizations/ORG/subscriptions/Sub"
	)
	for name, c := range map[string]struct {
		bodies       map[string]string
		first, later [2]string // of Sub1 and Sub2
	}{
		"listed": {map[string]string{
			kinds: `[{"name":"b"},{"name":"a"}]`, list: `[{"orgId":"ORG","subscriptionId":"Sub1","tags":["b,a"],"trial":"false"}]`,
		}, [2]string{"a, b", ""}, [2]string{"a, b", ""}},
		"of another customer": {map[string]string{
			kinds: `[{"name":"a"}]`, list: `[{"orgId":"OTHER","subscriptionId":"Sub1","tags":["a"]}]`,
		}, [2]string{"", ""}, [2]string{"", ""}},
		"no tags": {map[string]string{kinds: `[]`}, [2]string{"", ""}, [2]string{"", ""}},
		"refused, and told by themselves": {map[string]string{one + "1": `{"tags":["x"],"trial":"false"}`, one + "2": `{"tags":[],"trial":"true"}`},
			[2]string{"x", ""}, [2]string{"?", ""}}, // the first one is known to be no trial, and not asked for again
		"refused": {map[string]string{}, [2]string{"?", "?"}, [2]string{"?", "?"}},
		"odd":     {map[string]string{kinds: `[{"name":"a"}]`, list: `{"items":[]}`}, [2]string{"?", "?"}, [2]string{"?", "?"}},
		"too many": {map[string]string{kinds: `[{"name":"gold"}]`, list: "[" + strings.Join(many, ",") + "]", one + "2": `{"tags":["z"]}`},
			[2]string{"gold", "z"}, [2]string{"gold", "z"}},
		"a comma in a name": {map[string]string{kinds: `[{"name":"a,b"},{"name":"c"}]`, list: `[{"orgId":"ORG","subscriptionId":"Sub1","tags":["c"]}]`},
			[2]string{"c", "?"}, [2]string{"c", "?"}},
	} {
		c.bodies["/licenses"] = someLicenses
		conn := scripted(t, map[string]string{"wholesale": "no"}, said(c.bodies))
		for time, want := range [][2]string{c.first, c.later} {
			if got := tagsOf(rowsOf(t, conn, "licenses")); got["Sub1"] != want[0] || got["Sub2"] != want[1] {
				t.Errorf("%s, read %d: %v, want %q", name, time, got, want)
			}
		}
	}
}
