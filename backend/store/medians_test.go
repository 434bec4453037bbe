package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// TestMedians_AtAnyTimeOfARun_AreThoseOfAPlainRecount reads on and on between the ends of runs, where the kept middles are
// moved: the medians then are several steps away on either side, with ratios that many pools share or few.
func TestMedians_AtAnyTimeOfARun_AreThoseOfAPlainRecount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := storetest.OpenIn(rt, t.TempDir())
		defer func() { _ = s.Close() }()
		c := storetest.Connect(rt, s, domain.VendorMicrosoft, "Graph")
		names := make([]string, 12)
		for i := range names {
			names[i] = fmt.Sprint("Customer ", i)
		}
		records := storetest.Records(rt, s, c, storetest.Now, names...)
		at, wide := storetest.Now, rapid.Bool().Draw(rt, "many ratios")
		run := storetest.Begin(rt, s, c, at)
		for range rapid.IntRange(5, 60).Draw(rt, "steps") {
			at = at.Add(time.Minute)
			switch rapid.IntRange(0, 12).Draw(rt, "step") {
			case 0:
				storetest.Finish(rt, s, run, at)
				run = storetest.Begin(rt, s, c, at)
			default:
				r := rapid.SampledFrom(records).Draw(rt, "customer")
				storetest.Save(rt, s, storetest.Read(run, r, at, somePools(rt, wide), nil))
			}
			mediansEqualTheirRecount(rt, s)
		}
	})
}

func somePools(rt *rapid.T, wide bool) []domain.Pool {
	bought, assigned := int64(2), int64(3)
	if wide {
		bought, assigned = 100, 120
	}
	var pools []domain.Pool
	for _, key := range []string{"A", "B"} {
		if rapid.IntRange(0, 4).Draw(rt, "has") == 0 {
			continue
		}
		p := storetest.Pool(key, domain.FamilyMicrosoft365, rapid.Int64Range(0, bought).Draw(rt, "bought"), rapid.Int64Range(0, assigned).Draw(rt, "assigned"))
		if rapid.IntRange(0, 5).Draw(rt, "of the other") == 0 {
			p.ProductKey = "C"
		}
		pools = append(pools, p)
	}
	return pools
}

func mediansEqualTheirRecount(rt *rapid.T, s *store.Store) {
	rows := storetest.ReadRows(rt, s)
	compare(rt, "pools with a ratio", rows.Ratios, rows.RecountRatios())
	compare(rt, "kept middles", rows.Middles, rows.RecountMiddles())
	for _, customers := range []int{1, 5} {
		medians, err := s.Medians(context.Background(), customers)
		if err != nil {
			rt.Fatal(err)
		}
		want := map[string]float64{}
		for k, median := range rows.Medians(customers) {
			want[k.Key] = median
		}
		compare(rt, "medians", medians, want)
	}
}
