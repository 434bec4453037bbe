package store_test

import (
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// TestSubscriptions_TagsOfWhichNothingIsRead_Stay: that nobody says them is not that there are none.
func TestSubscriptions_TagsOfWhichNothingIsRead_Stay(t *testing.T) {
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorWebex, "Webex")
	r := storetest.Records(t, s, c, storetest.Now, "contoso")[0]
	tags := func(text string) *string { return &text }
	for _, step := range []struct {
		read     *string
		quantity int64
		want     string
	}{
		{nil, 5, ""}, {tags("gold, pilot"), 5, "gold, pilot"}, {nil, 5, "gold, pilot"}, {nil, 6, "gold, pilot"}, {tags("gold"), 6, "gold"}, {tags(""), 6, ""},
	} {
		line := domain.Subscription{Key: "k", Number: "Sub1", Product: "P", ProductKey: "P", Quantity: step.quantity, Tags: step.read}
		storetest.Sync(t, s, c, storetest.Now, func(run domain.Run) []store.PageSave {
			return []store.PageSave{rowsPage(run, r, "licenses", storetest.Now, domain.Rows{Subscriptions: []domain.Subscription{line}}, domain.KindSubscriptions)}
		})
		rows, _, err := s.FindSubscriptions(t.Context(), domain.SubscriptionFilter{})
		if err != nil || len(rows) != 1 || rows[0].Tags != step.want || rows[0].Quantity != step.quantity {
			t.Fatalf("after %+v: %+v, %v", step, rows, err)
		}
	}
}
