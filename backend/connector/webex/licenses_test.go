package webex_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

// fetchLicenses reads one customer whose licence list is body.
func fetchLicenses(t *testing.T, body string) (connector.Page, error) {
	t.Helper()
	conn := answers(t, map[string]string{
		"/access_token":    `{"access_token":"a","expires_in":1209599}`,
		"/organizations/O": `{"id":"O"}`,
		"/licenses":        body,
	})
	for page, err := range conn.Datasets()[0].Fetch(t.Context(), connector.Request{Customer: domain.Record{VendorID: "O"}}) {
		return page, err
	}
	t.Fatal("nothing was yielded")
	return connector.Page{}, nil
}

func TestLicenses_AreTranslated(t *testing.T) {
	body, err := os.ReadFile("testdata/licenses.json")
	if err != nil {
		t.Fatal(err)
	}
	page, err := fetchLicenses(t, string(body))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(page.Kinds, []domain.Kind{domain.KindPools, domain.KindSubscriptions}) || page.Cursor != "" {
		t.Errorf("kinds %v, cursor %q", page.Kinds, page.Cursor)
	}
	pool := func(name string, f domain.Family, bought, assigned int64, x domain.Exclusion) domain.Pool {
		return domain.Pool{Key: name, ProductKey: name, Product: name, Family: f, Bought: bought, Assigned: assigned, Excluded: x}
	}
	wantPools := []domain.Pool{
		pool("Webex Calling - Professional", domain.FamilyCalling, 65, 58, domain.Counted), // the free three are left out
		pool("Meeting - Webex Meeting Center", domain.FamilyMeetings, 70, 12, domain.Counted),
		pool("Messaging", domain.FamilyMessaging, 10000, 60, domain.ExcludedUnlimited),
		pool("Screen Share", domain.FamilyOther, 10000, 12, domain.ExcludedFree),
		pool("Call on Webex", domain.FamilyOther, 25, 3, domain.Counted),
		pool("Customer Experience - Essential", domain.FamilyCalling, 0, 8, domain.ExcludedUnlimited),
	}
	if len(page.Pools) != len(wantPools) {
		t.Fatalf("%d pools, want %d: %+v", len(page.Pools), len(wantPools), page.Pools)
	}
	for i, want := range wantPools {
		if page.Pools[i] != want {
			t.Errorf("pool %d\n got %+v\nwant %+v", i, page.Pools[i], want)
		}
	}
	checkLines(t, page.Subscriptions)
}

// lines are what the subscriptions of testdata/licenses.json should be.
var lines = []struct {
	key      string
	quantity int64
	assigned int64
	status   domain.SubscriptionStatus
	excluded domain.Exclusion
}{
	{"Sub119911|Webex Calling - Professional|", 50, 53, domain.StatusActive, domain.Counted},
	{"Sub220022|Webex Calling - Professional|", 15, 5, domain.StatusActive, domain.Counted}, // two rows of one line
	{"|Webex Calling - Professional|", 3, 2, domain.StatusUnknown, domain.ExcludedFree},
	{"Sub119911|Meeting - Webex Meeting Center|harbordental.webex.com", 50, 5, domain.StatusActive, domain.Counted},
	{"Sub119911|Meeting - Webex Meeting Center|training.webex.com", 20, 7, domain.StatusActive, domain.Counted},
	{"Sub119911|Messaging|", 10000, 60, domain.StatusActive, domain.ExcludedUnlimited},
	{"|Screen Share|", 10000, 12, domain.StatusUnknown, domain.ExcludedFree},
	{"Sub119911|Call on Webex|", 25, 3, domain.StatusActive, domain.Counted},
	{"Sub119911|Customer Experience - Essential|", 0, 8, domain.StatusActive, domain.ExcludedUnlimited},
}

func checkLines(t *testing.T, subscriptions []domain.Subscription) {
	t.Helper()
	if len(subscriptions) != len(lines) {
		t.Fatalf("%d subscriptions, want %d", len(subscriptions), len(lines))
	}
	for i, want := range lines {
		got := subscriptions[i]
		if got.Key != want.key || got.Quantity != want.quantity || *got.Assigned != want.assigned ||
			got.Status != want.status || got.Excluded != want.excluded {
			t.Errorf("subscription %d: got %+v (assigned %d), want %+v", i, got, *got.Assigned, want)
		}
		if got.Trial != nil || got.Term != "" || got.AtTermEnd != "" || got.TermEndOn != "" || got.CreatedOn != "" {
			t.Errorf("subscription %d holds what Webex does not tell: %+v", i, got)
		}
	}
}

func TestLicenses_Family(t *testing.T) {
	for name, want := range map[string]domain.Family{
		"Webex Calling - Standard":                 domain.FamilyCalling,
		"Webex Calling - Workspaces":               domain.FamilyCalling,
		"Customer Assist":                          domain.FamilyCalling,
		"Webex Attendant Console":                  domain.FamilyCalling,
		"Call on Webex (1:1 call, non-PSTN)":       domain.FamilyOther,
		"Webex Contact Center Premium Agent":       domain.FamilyOther,
		"Advanced Messaging":                       domain.FamilyMessaging,
		"Webex Meetings Suite":                     domain.FamilyMeetings,
		"Webinar 1000":                             domain.FamilyMeetings,
		"Something new":                            domain.FamilyOther,
		`Event Center","siteUrl":"acme.webex.com`:  domain.FamilyMeetings, // known by its site
		`Webex Calling","siteUrl":"acme.webex.com`: domain.FamilyCalling,
		"Unified Communication Manager (UCM)":      domain.FamilyOther,
	} {
		page, err := fetchLicenses(t, `{"items":[{"name":"`+name+`","totalUnits":1,"consumedUnits":0,"subscriptionId":"S"}]}`)
		if err != nil || len(page.Pools) != 1 || page.Pools[0].Family != want || page.Subscriptions[0].Family != want {
			t.Errorf("%s: %+v, %v; want %s", name, page.Pools, err, want)
		}
	}
}

func TestLicenses_NotAsDocumented_AreMalformed(t *testing.T) {
	for _, body := range []string{
		`{}`, `{"items":null}`, `{"items":{}}`, `[]`, `{"items":[{"totalUnits":1}]}`, `{"items":[{"name":" "}]}`,
		`{"items":[{"name":"x","totalUnits":1.5}]}`, `{"items":[{"name":"x","totalUnits":1,"consumedUnits":-1}]}`,
		`{"items":[{"name":"x","totalUnits":9e15}]}`,
	} {
		var malformed *connector.Malformed
		if page, err := fetchLicenses(t, body); !errors.As(err, &malformed) {
			t.Errorf("%s was read as %+v, %v", body, page, err)
		}
	}
}

func TestToken_Refusals_SayWhatToDo(t *testing.T) {
	for body, key := range map[string]string{
		`{"message":"x","errors":[{"description":"Client Id is invalid"}],"trackingId":"R1"}`: "client_secret_wrong",
		`{"error":"invalid_client"}`:                                       "client_secret_wrong",
		`{"message":"The refresh token is invalid or has expired."}`:       "sign_in_expired",
		`{"error":"invalid_grant","error_description":"token is revoked"}`: "sign_in_expired",
	} {
		conn := refusing(t, 401, body)
		_, err := conn.Check(context.Background())
		var refusal *connector.Refusal
		if !errors.Is(err, connector.ErrUnauthorized) || !errors.As(err, &refusal) || refusal.Key != key {
			t.Errorf("%s: %v, want %s", body, err, key)
		}
	}
}

// FuzzLicenses: whatever Webex answers, it is translated into rows that the store can hold, or is malformed.
func FuzzLicenses(f *testing.F) {
	f.Add(`{"items":[{"name":"Webex Calling","totalUnits":"12","consumedUnits":3,"subscriptionId":"S","siteUrl":""}]}`)
	f.Add(`{"items":[{"name":"A","totalUnits":-1},{"name":"A","totalUnits":1e4,"subscriptionId":"S"}]}`)
	f.Add(`{"items":[]}`)
	f.Add("\xef\xbb\xbf{\"items\":null}")
	f.Fuzz(func(t *testing.T, body string) {
		page, err := fetchLicenses(t, body)
		if err != nil {
			var malformed *connector.Malformed
			if !errors.As(err, &malformed) {
				t.Fatalf("%q: %v", body, err)
			}
			return
		}
		pools := map[string]bool{}
		for _, p := range page.Pools {
			if p.Key == "" || pools[p.Key] || p.Bought < 0 || p.Assigned < 0 {
				t.Fatalf("%q: pool %+v", body, p)
			}
			pools[p.Key] = true
		}
		keys := map[string]bool{}
		for _, s := range page.Subscriptions {
			if keys[s.Key] || !pools[s.PoolKey] || s.Quantity < 0 || *s.Assigned < 0 {
				t.Fatalf("%q: subscription %+v", body, s)
			}
			keys[s.Key] = true
		}
	})
}
