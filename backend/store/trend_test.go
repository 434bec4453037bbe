package store_test

import (
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// TestScopedTrend_TooManySamples_ShowsFewerDays: the newest day is always among them.
func TestScopedTrend_TooManySamples_ShowsFewerDays(t *testing.T) {
	s := storetest.Open(t)
	graph := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	for day := range 5 {
		at := storetest.Now.AddDate(0, 0, day-4)
		record := storetest.Records(t, s, graph, at, "Contoso")[0]
		storetest.Sync(t, s, graph, at, func(run domain.Run) []store.PageSave {
			pools := []domain.Pool{storetest.Pool("E3", domain.FamilyMicrosoft365, 10+int64(day), 2), storetest.Pool("F1", domain.FamilyMicrosoft365, 1, 1)}
			return []store.PageSave{storetest.Read(run, record, at, pools, nil)}
		})
	}
	scope := domain.Scope{Today: storetest.Today, Tag: "gold", Tagged: []int64{1}}
	for samples, want := range map[int][]int64{100: {11, 12, 13, 14, 15}, 10: {11, 12, 13, 14, 15}, 9: {11, 13, 15}, 2: {15}} {
		points, step, err := store.ThinnedTrend(t.Context(), s, scope, samples)
		if err != nil {
			t.Fatal(err)
		}
		ok := len(points) == len(want)
		for i := range points {
			ok = ok && points[i].Bought == want[i]
		}
		if !ok {
			t.Errorf("of %d samples one in %d days: %+v, want %v", samples, step, points, want)
		}
	}
}
