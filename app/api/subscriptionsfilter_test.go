package api_test

import (
	"net/http"
	"slices"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// linesBy are filters of subscriptions with the condition of each on subscriptions s of connections o, written anew here.
var linesBy = map[string]string{
	"vendors=webex":                             "o.vendor = 'webex'",
	"vendors=webex&vendors=avepoint":            "o.vendor IN ('webex', 'avepoint')",
	"states=suspended":                          "s.status = 'suspended'",
	"states=suspended&states=expired":           "s.status IN ('suspended', 'expired')",
	"trial=yes":                                 "s.trial = 1",
	"trial=no&trial=unknown":                    "COALESCE(s.trial, 0) = 0",
	"terms=P1Y":                                 "COALESCE(s.typed_term, s.given_term) = 'P1Y'",
	"terms=unknown":                             "s.typed_term IS NULL AND s.given_term IS NULL",
	"at_term_end=renews":                        "COALESCE(s.typed_at_term_end, s.given_at_term_end) = 'renews'",
	"at_term_end=ends&at_term_end=unknown":      "COALESCE(s.typed_at_term_end, s.given_at_term_end, '') <> 'renews'",
	"sources=typed":                             "s.typed_unit_price IS NOT NULL",
	"sources=api":                               "TRUE",
	"missing=term_end_on":                       "s.typed_term_end_on IS NULL AND s.given_term_end_on IS NULL",
	"missing=unit_price":                        "s.typed_unit_price IS NULL",
	"missing=unit_price&missing=term_end_on":    "s.typed_unit_price IS NULL OR s.typed_term_end_on IS NULL AND s.given_term_end_on IS NULL",
	"states=active&vendors=webex&sources=typed": "s.status = 'active' AND o.vendor = 'webex' AND s.typed_unit_price IS NOT NULL",
	"states=active&missing=unit_price&terms=unknown&vendors=microsoft": "s.status = 'active' AND o.vendor = 'microsoft' AND s.typed_unit_price IS NULL" +
		" AND s.typed_term IS NULL AND s.given_term IS NULL",
}

var poolsBy = map[string]string{
	"vendors=microsoft":             "o.vendor = 'microsoft'",
	"vendors=microsoft&excluded=no": "o.vendor = 'microsoft' AND p.excluded = ''",
	"excluded=yes":                  "p.excluded <> ''",
	"excluded=yes&excluded=no":      "TRUE",
}

// TestSubscriptions_EveryFilter_IsThatOfAPlainRecount: filters, alone and together, select what a plain statement does, in the
// lists and in their files.
func TestSubscriptions_EveryFilter_IsThatOfAPlainRecount(t *testing.T) {
	k := newRead(t, false, 1)
	var priced []int64
	for _, row := range get[app.SubscriptionPage](t, k, "/api/subscriptions?limit=3&vendors=webex&states=active").Items {
		priced = append(priced, row.ID)
	}
	price, currency, period := "5.10", "EUR", "month"
	if _, err := k.app.Subscriptions.Type(t.Context(), priced, domain.Typed{UnitPrice: &price, Currency: &currency, PricePeriod: &period}); err != nil {
		t.Fatal(err)
	}
	r := openRecount(t, k)
	for query, condition := range linesBy {
		const listed = " FROM subscriptions s, connections o WHERE o.id = s.connection_id AND s.gone_at IS NULL AND s.excluded <> 'duplicate' AND "
		want := r.ids("SELECT s.id" + listed + "(" + condition + ")")
		page := get[app.SubscriptionPage](t, k, "/api/subscriptions?limit=10000&"+query)
		got := []int64{}
		for _, row := range page.Items {
			got = append(got, row.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || page.Total != len(want) {
			t.Errorf("%s selects %v of %d, counted again %v", query, got, page.Total, want)
		}
		if len(want) == 0 {
			t.Logf("no subscription for %s", query)
		}
		sameInFile(t, k, "subscriptions", query, r.ids("SELECT s.customer_id"+listed+"("+condition+")"))
	}
	for query, condition := range poolsBy {
		const listed = " FROM pools p, connections o WHERE o.id = p.connection_id AND p.gone_at IS NULL AND p.excluded <> 'duplicate' AND "
		want := r.ids("SELECT p.id" + listed + "(" + condition + ")")
		page := get[app.PoolPage](t, k, "/api/pools?limit=10000&"+query)
		got := []int64{}
		for _, row := range page.Items {
			got = append(got, row.ID)
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || page.Total != len(want) || len(want) == 0 {
			t.Errorf("%s selects %v of %d, counted again %v", query, got, page.Total, want)
		}
		sameInFile(t, k, "pools", query, r.ids("SELECT p.customer_id"+listed+"("+condition+")"))
	}
}

// TestSubscriptions_UnknownWord_IsRefused: a filter that is no filter is an answer of its own, not all subscriptions.
func TestSubscriptions_UnknownWord_IsRefused(t *testing.T) {
	k := newKit(t, false, sandbox.Options{Customers: 3})
	for _, path := range []string{
		"subscriptions?states=best", "subscriptions?vendors=acme", "subscriptions?trial=maybe", "subscriptions?terms=P4Y",
		"subscriptions?at_term_end=stays", "subscriptions?sources=derived", "subscriptions?missing=customer", "subscriptions?excluded=yes",
		"pools?vendors=acme", "pools?excluded=unknown", "pools?states=active", "export/subscriptions?states=best", "export/pools?excluded=unknown",
	} {
		if resp := k.send(t, request{method: http.MethodGet, path: "/api/" + path}); resp.StatusCode < 400 || resp.StatusCode >= 500 {
			t.Errorf("%s gave %d", path, resp.StatusCode)
		}
	}
}
