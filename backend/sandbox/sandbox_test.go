package sandbox_test

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"testing"
	"time"

	"tenantry/backend/sandbox"
)

func TestNew_SameOptions_SamePortfolio(t *testing.T) {
	opts := sandbox.Options{Customers: 80, Seed: 7, AsOf: someDay}
	first, second := sandbox.New(opts), sandbox.New(opts)
	if !reflect.DeepEqual(first.Truth(), second.Truth()) {
		t.Error("two sandboxes with the same options differ")
	}
	second.SetAsOf(someDay.AddDate(0, 0, 200))
	second.SetAsOf(someDay)
	if !reflect.DeepEqual(first.Truth(), second.Truth()) {
		t.Error("going to another day and back changes the portfolio")
	}
	opts.Seed = 8
	if reflect.DeepEqual(first.Truth().Totals, sandbox.New(opts).Truth().Totals) {
		t.Error("another seed gives the same portfolio")
	}
	connections := first.Connections("http://127.0.0.1:1/")
	if !reflect.DeepEqual(connections, second.Connections("http://127.0.0.1:1")) {
		t.Error("a restarted sandbox does not know its connections any more")
	}
}

func TestTruth_EqualsWhatTheAPIsAnswer(t *testing.T) {
	s, c := start(t, sandbox.Options{Customers: 120})
	for _, day := range []time.Time{someDay, someDay.AddDate(0, -7, -3)} {
		s.SetAsOf(day)
		truth := s.Truth()
		got := slices.Concat(c.recountWebex(), c.recountMicrosoft(), c.recountAvePoint(day), c.recountBlancco())
		byID := func(a, b sandbox.CustomerTruth) int { return cmp.Compare(a.Vendor+a.ID, b.Vendor+b.ID) }
		want := slices.Clone(truth.Customers)
		slices.SortFunc(got, byID)
		slices.SortFunc(want, byID)
		for i := range want {
			want[i].Company = ""                                         // known to no vendor
			want[i].People, want[i].Denied, want[i].Stored = 0, nil, nil // counted elsewhere
			if want[i].Access != "ok" {
				want[i].Products = nil
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%s: walked %d customers, truth has %d", day.Format(time.DateOnly), len(got), len(want))
		}
		for i := range want {
			if !reflect.DeepEqual(got[i], want[i]) {
				t.Errorf("%s: walked %+v\ntruth  %+v", day.Format(time.DateOnly), got[i], want[i])
			}
		}
	}
}

// recountWebex opens and reads each organisation and sums what it lists.
func (c *client) recountWebex() []sandbox.CustomerTruth {
	c.Helper()
	token := c.webexToken()
	var me struct{ OrgID string }
	c.get(c.webexURL("/people/me"), token).decode(c, &me)
	var out []sandbox.CustomerTruth
	own := 0
	for _, o := range items[webexOrg](c, c.get(c.webexURL("/organizations"), token)) {
		if o.ID == me.OrgID {
			own++
			continue
		}
		customer := sandbox.CustomerTruth{Vendor: "webex", ID: o.ID, Name: o.DisplayName, Access: "ok"}
		if c.get(c.webexURL("/organizations/"+o.ID), token).status == http.StatusForbidden {
			customer.Access = "not_managed"
		} else if list := c.get(c.webexURL("/licenses?orgId="+o.ID), token); list.status == http.StatusForbidden {
			customer.Access = "forbidden"
		} else {
			customer.Products = sum(items[webexLicence](c, list), func(l webexLicence) sandbox.ProductTruth {
				p := sandbox.ProductTruth{Product: l.Name, Bought: l.TotalUnits, Assigned: l.ConsumedUnits}
				if l.SubscriptionID != "" {
					p.Subscriptions = 1
				}
				return p
			})
		}
		out = append(out, customer)
	}
	if own != 1 {
		c.Errorf("the partner's own organisation is listed %d times", own)
	}
	return out
}

func (c *client) recountMicrosoft() []sandbox.CustomerTruth {
	c.Helper()
	all, _ := c.customers("?$top=50")
	var out []sandbox.CustomerTruth
	for _, t := range all {
		out = append(out, c.recountTenant(t))
	}
	return out
}

func (c *client) recountTenant(t tenant) sandbox.CustomerTruth {
	c.Helper()
	customer := sandbox.CustomerTruth{Vendor: "microsoft", ID: t.TenantID, Name: t.DisplayName, Access: "ok"}
	token, a := c.graphToken(t.TenantID)
	switch {
	case bytes.Contains(a.body, []byte("AADSTS65001")):
		customer.Access = "no_consent"
		return customer
	case bytes.Contains(a.body, []byte("AADSTS50020")):
		customer.Access = "guest"
		return customer
	}
	subscriptions := items[subscription](c, c.get(c.graphURL("/directory/subscriptions"), token.Access))
	a = c.get(c.graphURL("/subscribedSkus"), token.Access)
	if a.status == http.StatusForbidden {
		customer.Access = "skus_forbidden"
		return customer
	}
	customer.Products = sum(items[sku](c, a), func(k sku) sandbox.ProductTruth {
		units := 0
		for _, sub := range subscriptions {
			if sub.SkuPartNumber == k.SkuPartNumber && (sub.Status == "Enabled" || sub.Status == "Warning") {
				units += sub.TotalLicenses
			}
		}
		if usable := k.PrepaidUnits.Enabled + k.PrepaidUnits.Warning; usable != units {
			c.Errorf("%s %s: subscriptions add up to %d, the SKU says %d", t.DisplayName, k.SkuPartNumber, units, usable)
		}
		return sandbox.ProductTruth{Product: k.SkuPartNumber, Bought: units, Assigned: k.ConsumedUnits,
			Subscriptions: len(k.SubscriptionIDs), Unlimited: units >= 10000, CompanyWide: k.AppliesTo == "Company"}
	})
	return customer
}

func sum[T any](list []T, product func(T) sandbox.ProductTruth) []sandbox.ProductTruth {
	byName := map[string]*sandbox.ProductTruth{}
	for _, item := range list {
		p := product(item)
		if known := byName[p.Product]; known != nil {
			known.Bought += p.Bought
			known.Assigned += p.Assigned
			known.Subscriptions += p.Subscriptions
			continue
		}
		byName[p.Product] = &p
	}
	out := []sandbox.ProductTruth{}
	for _, p := range byName {
		out = append(out, *p)
	}
	slices.SortFunc(out, func(a, b sandbox.ProductTruth) int { return cmp.Compare(a.Product, b.Product) })
	return out
}

func TestWebex_LicencesAreRefusedUntilTheCustomerIsRead(t *testing.T) {
	now := time.Now()
	_, c := start(t, sandbox.Options{AllAccessible: true, OpenFor: time.Minute, OpenCalls: 2, Now: func() time.Time { return now }})
	token := c.webexToken()
	org := items[webexOrg](t, c.get(c.webexURL("/organizations"), token))[1]
	licences := c.webexURL("/licenses?orgId=" + org.ID)
	want := func(status int, when string) {
		t.Helper()
		if a := c.get(licences, token); a.status != status {
			t.Errorf("%s: %d, want %d", when, a.status, status)
		}
	}
	want(http.StatusForbidden, "before reading")
	c.get(c.webexURL("/organizations/"+org.ID), token)
	want(http.StatusOK, "after reading")
	want(http.StatusOK, "second time")
	want(http.StatusForbidden, "when the calls are used up")
	c.get(c.webexURL("/organizations/"+org.ID), token)
	now = now.Add(2 * time.Minute)
	want(http.StatusForbidden, "when the time is up")
	if a := c.get(c.webexURL("/licenses"), token); a.status != http.StatusOK {
		t.Errorf("the partner's own licences: %d", a.status)
	}
}

func TestWebex_Licences_HaveOnlyWhatApplies(t *testing.T) {
	_, c := start(t, sandbox.Options{AllAccessible: true})
	token := c.webexToken()
	sites, free, over := 0, 0, 0
	for _, o := range items[webexOrg](t, c.get(c.webexURL("/organizations"), token)) {
		c.get(c.webexURL("/organizations/"+o.ID), token)
		for _, l := range items[webexLicence](t, c.get(c.webexURL("/licenses?orgId="+o.ID), token)) {
			if l.ConsumedUnits != l.ConsumedByUsers+l.ConsumedByWorkspaces {
				t.Errorf("%s: %+v does not add up", o.DisplayName, l)
			}
			if (l.SiteURL != "") != (l.Name == "Meeting - Webex Meeting Center") || (l.SiteURL == "") != (l.SiteType == "") {
				t.Errorf("%s: site of %+v", o.DisplayName, l)
			}
			if l.SiteURL != "" {
				sites++
			}
			if l.SubscriptionID == "" {
				free++
			}
			if l.ConsumedUnits > l.TotalUnits {
				over++
			}
		}
	}
	if sites == 0 || free == 0 || over == 0 {
		t.Errorf("%d with a site, %d free, %d over the limit: want some of each", sites, free, over)
	}
}

func TestWebex_AuthorizationCode_IsGoodOnce(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	c.http.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	const redirect, verifier = "http://127.0.0.1:4200/back", "a-proof-key-that-nobody-else-can-know-0123456789"
	sum := sha256.Sum256([]byte(verifier))
	query := url.Values{"response_type": {"code"}, "state": {"abc"}, "redirect_uri": {redirect}, "scope": {"spark-admin:people_read"},
		"client_id": {c.webex.Fields["client_id"]}, "code_challenge_method": {"S256"},
		"code_challenge": {base64.RawURLEncoding.EncodeToString(sum[:])}}
	authorize := func() string {
		return c.get(c.webexURL("/authorize?"+query.Encode()), "").header.Get("Location")
	}
	a := c.get(c.webexURL("/authorize?"+query.Encode()), "")
	back, err := url.Parse(a.header.Get("Location"))
	if err != nil || a.status != http.StatusFound || back.Query().Get("state") != "abc" {
		t.Fatalf("authorize: %d %v", a.status, a.header)
	}
	form := c.webexForm()
	form.Set("grant_type", "authorization_code")
	form.Set("code", back.Query().Get("code"))
	form.Set("redirect_uri", redirect)
	form.Set("code_verifier", verifier)
	if a := c.post(c.webexURL("/access_token"), form); a.status != http.StatusOK {
		t.Errorf("first use: %d %s", a.status, a.body)
	}
	if a := c.post(c.webexURL("/access_token"), form); a.status != http.StatusBadRequest {
		t.Errorf("second use: %d %s", a.status, a.body)
	}
	for name, wrong := range map[string]string{"redirect_uri": "http://127.0.0.1:4201/back", "code_verifier": verifier + "x"} {
		back, _ := url.Parse(authorize())
		form.Set("code", back.Query().Get("code"))
		right := form.Get(name)
		form.Set(name, wrong)
		if a := c.post(c.webexURL("/access_token"), form); a.status != http.StatusBadRequest {
			t.Errorf("with another %s: %d %s", name, a.status, a.body)
		}
		form.Set(name, right)
	}
}

func TestMicrosoft_Customers_ComeInPages(t *testing.T) {
	_, c := start(t, sandbox.Options{Customers: 350})
	all, pages := c.customers("")
	if want := (len(all) + 99) / 100; pages != want || pages < 3 {
		t.Errorf("%d customers in %d pages of 100, want %d", len(all), pages, want)
	}
	small, pages := c.customers("?$top=7")
	if !reflect.DeepEqual(small, all) || pages != (len(all)+6)/7 {
		t.Errorf("pages of 7 give %d customers in %d pages", len(small), pages)
	}
	seen := map[string]bool{}
	for _, customer := range all {
		if seen[customer.ID] || customer.ID != customer.TenantID {
			t.Errorf("customer %+v twice, or with two ids", customer)
		}
		seen[customer.ID] = true
	}
	token, _ := c.graphToken(c.partner())
	for _, query := range []string{"?$top=301", "?$top=0", "?$top=x", "?$skiptoken=x", "?$expand=a"} {
		if a := c.get(c.graphURL("/tenantRelationships/delegatedAdminCustomers"+query), token.Access); a.status != http.StatusBadRequest {
			t.Errorf("%s: %d", query, a.status)
		}
	}
}

func TestMicrosoft_Select_CutsFields(t *testing.T) {
	_, c := start(t, sandbox.Options{})
	token, _ := c.graphToken(c.partner())
	got := items[map[string]any](t, c.get(c.graphURL("/subscribedSkus?$select=skuId,consumedUnits"), token.Access))
	if len(got) == 0 || len(got[0]) != 2 || got[0]["skuId"] == nil {
		t.Errorf("selected %v", got)
	}
	if a := c.get(c.graphURL("/subscribedSkus?$select=skuIdd"), token.Access); a.status != http.StatusBadRequest {
		t.Errorf("an unknown field: %d", a.status)
	}
}

func TestMicrosoft_ATokenReadsItsOwnTenantOnly(t *testing.T) {
	_, c := start(t, sandbox.Options{AllAccessible: true})
	all, _ := c.customers("")
	token, _ := c.graphToken(all[0].ID)
	if a := c.get(c.graphURL("/tenantRelationships/delegatedAdminCustomers"), token.Access); a.status != http.StatusForbidden {
		t.Errorf("a customer's token lists the partner's customers: %d", a.status)
	}
	organizations := items[struct{ ID, DisplayName string }](t, c.get(c.graphURL("/organization"), token.Access))
	if len(organizations) != 1 || organizations[0].ID != all[0].ID || organizations[0].DisplayName != all[0].DisplayName {
		t.Errorf("the token of %v reads %v", all[0], organizations)
	}
	for _, bad := range []string{"", "x.y.z", token.Access + "x", c.webexToken()} {
		if a := c.get(c.graphURL("/organization"), bad); a.status != http.StatusUnauthorized || !bytes.Contains(a.body, []byte("InvalidAuthenticationToken")) {
			t.Errorf("token %q: %d %s", bad, a.status, a.body)
		}
	}
}

func TestServing_ManyAtOnce(t *testing.T) {
	s, c := start(t, sandbox.Options{AllAccessible: true})
	token := c.webexToken()
	done := make(chan int)
	for worker := range 8 {
		go func() {
			bad := 0
			for i := range 20 {
				if worker == 0 {
					s.SetAsOf(someDay.AddDate(0, 0, i))
				}
				if a := c.get(c.webexURL("/organizations"), token); a.status != http.StatusOK {
					bad++
				}
			}
			done <- bad
		}()
	}
	for range 8 {
		if bad := <-done; bad > 0 {
			t.Errorf("%d requests failed", bad)
		}
	}
	if got := s.Counts()["webex"]; got != 161 || len(s.Requests()) != 161 {
		t.Errorf("counted %d webex requests and kept %d, want 161", got, len(s.Requests()))
	}
	s.ResetRequests()
	if s.Counts()["webex"] != 0 || len(s.Requests()) != 0 {
		t.Error("the reset left requests behind")
	}
}
