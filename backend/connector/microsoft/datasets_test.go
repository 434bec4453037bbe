package microsoft_test

import (
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
)

const (
	pathSkus          = "/graph/v1.0/subscribedSkus"
	pathSubscriptions = "/graph/v1.0/directory/subscriptions"
)

// fetch reads a dataset of one customer for whom the path answers with body.
func fetch(t *testing.T, name, path, body string) (connector.Page, error) {
	t.Helper()
	api := newAPI()
	api.bodies[path] = body
	conn := api.open(t)
	for page, err := range dataset(t, conn, name).Fetch(t.Context(), connector.Request{Customer: domain.Record{VendorID: customer}}) {
		return page, err
	}
	t.Fatal("nothing was yielded")
	return connector.Page{}, nil
}

// dataset finds a dataset by its name.
func dataset(t *testing.T, conn connector.Connector, name string) connector.Dataset {
	t.Helper()
	for _, d := range conn.Datasets() {
		if d.Name == name {
			return d
		}
	}
	t.Fatalf("there is no dataset %s", name)
	return connector.Dataset{}
}

func payload(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestSubscribedSkus_AreTranslated(t *testing.T) {
	page, err := fetch(t, "subscribed_skus", pathSkus, payload(t, "subscribedskus.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(page.Kinds, []domain.Kind{domain.KindPools}) {
		t.Errorf("kinds %v", page.Kinds)
	}
	pool := func(key, product, sku string, bought, assigned int64, x domain.Exclusion) domain.Pool {
		return domain.Pool{Key: key, ProductKey: key, Product: product, SKU: sku, Family: domain.FamilyMicrosoft365,
			Bought: bought, Assigned: assigned, Excluded: x}
	}
	want := []domain.Pool{
		// Seats of the grace period count, suspended ones do not.
		pool("3b555118-da6a-4418-894f-7df1e2096870", "Microsoft 365 Business Basic", "O365_BUSINESS_ESSENTIALS", 17, 18, domain.Counted),
		pool("f30db892-07e9-47e9-837c-80727f46fd3d", "Microsoft Power Automate Free", "FLOW_FREE", 10000, 7, domain.ExcludedFree),
		pool("11111111-0000-4000-8000-000000000001", "BRAND_NEW_VIRAL", "BRAND_NEW_VIRAL", 1000000, 1, domain.ExcludedUnlimited),
		pool("05e9a617-0261-4cee-bb44-138d3ef5d965", "Microsoft 365 E3", "SPE_E3", 10000, 9800, domain.Counted), // really bought
		pool("11111111-0000-4000-8000-000000000002", "NOT_IN_THE_TABLE", "NOT_IN_THE_TABLE", 12345, 12, domain.Counted),
		pool("99049c9c-6011-4908-bf17-15f496e6519d", "Office 365 Extra File Storage", "SHAREPOINTSTORAGE", 500, 0, domain.ExcludedCompanyWide),
		pool("cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "Microsoft 365 Business Premium", "SPB", 0, 3, domain.ExcludedDeleted),
	}
	if len(page.Pools) != len(want) {
		t.Fatalf("%d pools, want %d", len(page.Pools), len(want))
	}
	for i := range want {
		if page.Pools[i] != want[i] {
			t.Errorf("pool %d\n got %+v\nwant %+v", i, page.Pools[i], want[i])
		}
	}
}

func TestSubscriptions_AreTranslated(t *testing.T) {
	page, err := fetch(t, "subscriptions", pathSubscriptions, payload(t, "subscriptions.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(page.Kinds, []domain.Kind{domain.KindSubscriptions}) {
		t.Errorf("kinds %v", page.Kinds)
	}
	yes, no := true, false
	spb := func(s domain.Subscription) domain.Subscription {
		s.Number, s.PoolKey, s.SKU = s.Key, "cbdc14ab-d96c-4c30-b9f4-6ada7cdc1d46", "SPB"
		s.Product = "Microsoft 365 Business Premium"
		return s
	}
	want := []domain.Subscription{
		{Key: "d6f0a6e4-3c2b-4b4a-8d0b-55d2c3a1e9f0", Number: "a4c1340d-6911-4758-bba3-0c4c6007d161",
			PoolKey: "3b555118-da6a-4418-894f-7df1e2096870", Product: "Microsoft 365 Business Basic", SKU: "O365_BUSINESS_ESSENTIALS",
			Status: domain.StatusActive, Trial: &no, Quantity: 15, CreatedOn: "2025-11-14", TermEndOn: "2026-11-13"},
		spb(domain.Subscription{Key: "trial", Status: domain.StatusActive, Trial: &yes, Quantity: 25, CreatedOn: "2026-11-01",
			TermEndOn: "2026-12-01", AtTermEnd: domain.TermEnds}),
		spb(domain.Subscription{Key: "grace", Status: domain.StatusGrace, Trial: &no, Quantity: 2, CreatedOn: "2025-10-01", DeletesOn: "2026-12-02"}),
		spb(domain.Subscription{Key: "suspended", Status: domain.StatusSuspended, Trial: &yes, Quantity: 4, CreatedOn: "2025-08-01", DeletesOn: "2026-12-30"}),
		spb(domain.Subscription{Key: "locked", Status: domain.StatusSuspended, Trial: &no, Quantity: 1}),
		spb(domain.Subscription{Key: "deleted", Status: domain.StatusDeleted, Trial: &no, Quantity: 1, CreatedOn: "2024-01-01", Excluded: domain.ExcludedDeleted}),
		{Key: "free", Number: "free", PoolKey: "a403ebcc-fae0-4ca2-8c8c-7a907fd6c235", Product: "Microsoft Fabric (Free)", SKU: "POWER_BI_STANDARD",
			Status: domain.StatusActive, Quantity: 1000000, CreatedOn: "2020-01-01", Excluded: domain.ExcludedFree},
		{Key: "storage", Number: "storage", PoolKey: "99049c9c-6011-4908-bf17-15f496e6519d", Product: "Office 365 Extra File Storage", SKU: "SHAREPOINTSTORAGE",
			Status: domain.StatusActive, Trial: &no, Quantity: 500, CreatedOn: "2024-05-05", TermEndOn: "2027-05-04", Excluded: domain.ExcludedCompanyWide},
		{Key: "odd", Number: "odd", PoolKey: "11111111-0000-4000-8000-000000000003", Product: "UNHEARD_OF", SKU: "UNHEARD_OF",
			Status: domain.StatusUnknown, Quantity: 3, CreatedOn: "2024-05-05"},
	}
	if len(page.Subscriptions) != len(want) {
		t.Fatalf("%d subscriptions, want %d", len(page.Subscriptions), len(want))
	}
	for i := range want {
		want[i].ProductKey, want[i].Family = want[i].PoolKey, domain.FamilyMicrosoft365
		if !reflect.DeepEqual(page.Subscriptions[i], want[i]) {
			t.Errorf("subscription %d\n got %+v\nwant %+v", i, page.Subscriptions[i], want[i])
		}
	}
}

func TestDatasets_NotAsDocumented_AreMalformed(t *testing.T) {
	cases := []struct {
		dataset string
		path    string
		bodies  []string
	}{
		{"subscribed_skus", pathSkus, []string{
			`{}`, `{"value":null}`, `{"value":{}}`, `{"value":[{}]}`, `{"value":[{"skuId":"x","consumedUnits":-1}]}`,
			`{"value":[{"skuId":"x","prepaidUnits":{"enabled":1e18}}]}`, `{"value":[{"skuId":"x","consumedUnits":"many"}]}`,
		}},
		{"subscriptions", pathSubscriptions, []string{
			`{"value":[{"id":"x"}]}`, `{"value":[{"skuId":"x"}]}`, `{"value":[{"id":"x","skuId":"y","totalLicenses":-2}]}`,
			`{"value":[{"id":"x","skuId":"y","createdDateTime":"soon"}]}`, `{"value":[{"id":"x","skuId":"y","isTrial":"perhaps"}]}`,
		}},
	}
	for _, c := range cases {
		for _, body := range c.bodies {
			var malformed *connector.Malformed
			if page, err := fetch(t, c.dataset, c.path, body); !errors.As(err, &malformed) {
				t.Errorf("%s was read as %+v, %v", body, page, err)
			}
		}
	}
}

// FuzzSubscribedSkus: whatever Graph answers, it is translated into rows that the store can hold, or is malformed.
func FuzzSubscribedSkus(f *testing.F) {
	f.Add(`{"value":[{"skuId":"A","skuPartNumber":"SPB","appliesTo":"User","consumedUnits":"3","prepaidUnits":{"enabled":5,"warning":1}}]}`)
	f.Add(`{"value":[],"@odata.nextLink":"https://elsewhere.example/"}`)
	f.Add(`{"value":[{"skuId":"A","prepaidUnits":null}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := fetch(t, "subscribed_skus", pathSkus, body)
		if !known(err) {
			t.Fatalf("%q: %v", body, err)
		}
		for _, p := range page.Pools {
			if p.Key == "" || p.Product == "" || p.Bought < 0 || p.Assigned < 0 || p.Key != strings.ToLower(p.Key) {
				t.Fatalf("%q: pool %+v", body, p)
			}
		}
	})
}

// FuzzSubscriptions: the same for subscriptions.
func FuzzSubscriptions(f *testing.F) {
	f.Add(`{"value":[{"id":"A","skuId":"B","status":"Enabled","isTrial":true,"nextLifecycleDateTime":"2026-12-01T10:00:00","totalLicenses":5}]}`)
	f.Add(`{"value":[{"id":"A","skuId":"B","status":"Warning","nextLifecycleDateTime":"9999-01-01","serviceStatus":[{"appliesTo":"Company"}]}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		page, err := fetch(t, "subscriptions", pathSubscriptions, body)
		if !known(err) {
			t.Fatalf("%q: %v", body, err)
		}
		for _, s := range page.Subscriptions {
			if s.Key == "" || s.Number == "" || s.PoolKey == "" || s.Quantity < 0 || s.Term != "" {
				t.Fatalf("%q: subscription %+v", body, s)
			}
			if s.AtTermEnd == domain.TermRenews || s.TermEndOn != "" && s.DeletesOn != "" {
				t.Fatalf("%q: guessed dates in %+v", body, s)
			}
		}
	})
}

func known(err error) bool {
	var malformed *connector.Malformed
	return err == nil || errors.As(err, &malformed)
}
