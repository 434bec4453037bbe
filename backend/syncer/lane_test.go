package syncer_test

import (
	"reflect"
	"slices"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/syncer"
)

func links(connector.Request) ([]connector.Page, error) {
	return []connector.Page{{
		Rows:  domain.Rows{Links: []domain.Link{{Key: "exchange", Name: "Exchange", URL: "https://x.example"}}},
		Kinds: []domain.Kind{domain.KindLinks},
	}}, nil
}

// A report interface that asks to wait for longer than the run will must not keep licences from being read.
func TestLane_RateLimited_HoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(20))
		b.fake.datasets = append(b.fake.datasets, connector.Dataset{
			Name: "reports", Lane: "reports", Fetch: pages(func(connector.Request) ([]connector.Page, error) {
				return nil, &connector.RateLimited{RetryAfter: time.Hour}
			}),
		})
		began := time.Now()
		run := b.sync(false)
		b.expectRun(run, domain.RunPartial, "", 20, 20)
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("the run took %s: licences waited for the reports' limit", took)
		}
		if n := b.count("SELECT count(*) FROM sync_tasks WHERE state = 'deferred' AND dataset = 'reports'"); n != 20 {
			t.Errorf("%d reports are deferred, want 20", n)
		}
	})
}

// What is read no longer is neither old nor failed.
func TestDatasets_SwitchedOff_AreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(3))
		licences := b.fake.datasets
		b.fake.datasets = append(slices.Clone(licences), connector.Dataset{
			Name: "links", Fetch: pages(func(connector.Request) ([]connector.Page, error) { return nil, connector.ErrForbidden }),
		})
		b.expectRun(b.sync(false), domain.RunPartial, "", 3, 3)
		b.fake.datasets = licences
		b.expectRun(b.sync(false), domain.RunDone, "", 3, 0)
		if n := b.count("SELECT count(*) FROM checkpoints WHERE dataset = 'links'"); n != 0 {
			t.Errorf("%d checkpoints of what is read no longer", n)
		}
		if n := b.count("SELECT count(*) FROM checkpoints"); n != 3 {
			t.Errorf("%d checkpoints are left, want 3", n)
		}
	})
}

func TestEvery_YoungReads_AreNotRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		var asked atomic.Int32
		b.fake.datasets = append(b.fake.datasets, connector.Dataset{
			Name: "links", Every: 24 * time.Hour, Fetch: pages(func(req connector.Request) ([]connector.Page, error) {
				asked.Add(1)
				return links(req)
			}),
		})
		b.expectRun(b.sync(false), domain.RunDone, "", 10, 0)
		b.expectRun(b.sync(false), domain.RunDone, "", 5, 0)
		if n := asked.Load(); n != 5 {
			t.Errorf("asked %d times, want once for each of 5 customers", n)
		}
		b.ahead = 25 * time.Hour
		b.expectRun(b.sync(false), domain.RunDone, "", 10, 0)
		b.expectRun(b.sync(true), domain.RunDone, "", 10, 0)
		if n := asked.Load(); n != 15 {
			t.Errorf("asked %d times, want 15: old reads and full runs read", n)
		}
	})
}

func TestPersonal_SwitchedOffDuringARun_NobodyStays(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(6))
		var asked atomic.Int32
		b.fake.datasets = append(b.fake.datasets, connector.Dataset{Name: "people", Personal: true, Fetch: pages(
			func(connector.Request) ([]connector.Page, error) {
				if asked.Add(1) == 3 {
					b.private.Store(true)
				}
				return []connector.Page{{
					Rows:  domain.Rows{People: []domain.Person{{Key: "p", Name: "Ada"}}},
					Kinds: []domain.Kind{domain.KindPeople},
				}}, nil
			})})
		b.sync(false)
		if n := b.count("SELECT count(*) FROM people"); n != 0 || asked.Load() < 4 {
			t.Errorf("%d people stay of %d asked", n, asked.Load())
		}
		if n := b.count("SELECT count(*) FROM checkpoints WHERE dataset = 'people'"); n != 0 {
			t.Errorf("%d checkpoints of people stay", n)
		}
	})
}

func TestPersonal_DatasetsAreLeftOut_WhereNoneAreWanted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		b.fake.datasets = append(b.fake.datasets, connector.Dataset{Name: "people", Personal: true, Fetch: pages(links)})
		b.private.Store(true)
		b.expectRun(b.sync(false), domain.RunDone, "", 5, 0)
		b.private.Store(false)
		b.expectRun(b.sync(false), domain.RunDone, "", 10, 0)
	})
}

// A customer whose licences are read and whose reports are refused can be read; one who refuses the licences cannot.
func TestRefusal_OfAnInessentialDataset_LeavesTheCustomerReadable(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		refused := &connector.Refusal{Sort: connector.ErrForbidden, Key: "customer_rights_missing"}
		b.fake.datasets = append(b.fake.datasets, connector.Dataset{Name: "links", Fetch: failing("c003", refused)})
		b.expectRun(b.sync(false), domain.RunPartial, "", 9, 1)
		if n := b.count("SELECT count(*) FROM records WHERE no_access <> ''"); n != 0 {
			t.Errorf("%d customers are marked as unreadable", n)
		}
		b.fake.datasets[0].Fetch = failing("c003", refused)
		b.expectRun(b.sync(false), domain.RunPartial, "", 8, 2)
		if n := b.count("SELECT count(*) FROM records WHERE no_access = 'customer_rights_missing'"); n != 1 {
			t.Errorf("%d customers are marked as unreadable, want c003", n)
		}
	})
}

func TestPlan_SaysWhatIsDue_WithoutAsking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		b.fake.datasets = append(b.fake.datasets,
			connector.Dataset{Name: "links", Every: 24 * time.Hour, Requests: 3, Fetch: pages(links)},
			connector.Dataset{Name: "bills", PerConnection: true, Requests: 7, Fetch: pages(func(connector.Request) ([]connector.Page, error) { return nil, nil })},
		)
		plan := func(full bool) domain.Plan {
			t.Helper()
			p, err := b.syncer.Plan(t.Context(), syncer.Options{ConnectionID: b.conn.ID, Full: full})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		if p := plan(false); p.Customers != 0 || p.Requests != 7 {
			t.Errorf("before the first sync: %+v", p)
		}
		b.sync(false)
		if p := plan(false); p.Customers != 5 || p.Requests != 5+7 || p.Datasets[1].Fresh != 5 {
			t.Errorf("after it: %+v", p)
		}
		if p := plan(true); p.Requests != 5+5*3+7 {
			t.Errorf("in full: %+v", p)
		}
	})
}

// TestPlan_CountsWhatALimitOfItsOwnTakes: as many requests may start together as the limit allows, the others a minute later.
func TestPlan_CountsWhatALimitOfItsOwnTakes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t, newFake(5))
		none := pages(func(connector.Request) ([]connector.Page, error) { return nil, nil })
		b.fake.datasets = append(b.fake.datasets,
			connector.Dataset{Name: "terms", Lane: "shop", LanePace: 4, Requests: 2, LaneRequests: 1, Fetch: none},
			connector.Dataset{Name: "orders", Lane: "shop", LanePace: 4, Requests: 2, Fetch: none},
			connector.Dataset{Name: "prints", Lane: "print", LaneEach: domain.EachLimit{Requests: 14, Minutes: 10}, Requests: 6, LaneRequests: 3, Fetch: none},
			connector.Dataset{Name: "cards", Lane: "shop", LanePace: 4, PerConnection: true, Every: connector.Daily, Fetch: none},
			connector.Dataset{Name: "reports", Lane: "reports", Fetch: none},
		)
		for _, want := range [][]domain.PlanLimit{
			{{Limit: "shop", Requests: 1, RequestsPerMinute: 4}}, // of no customer anything is known
			{ // the cards are fresh; a limit for each customer makes nobody wait for others
				{Limit: "shop", Requests: 5 + 10, RequestsPerMinute: 4, AtLeastSeconds: 3 * 60},
				{Limit: "print", Requests: 5 * 3, Each: &domain.EachLimit{Requests: 14, Minutes: 10}},
			},
		} {
			p, err := b.syncer.Plan(t.Context(), syncer.Options{ConnectionID: b.conn.ID})
			if err != nil || !reflect.DeepEqual(p.Limits, want) {
				t.Errorf("got %+v, %v, want %+v", p.Limits, err, want)
			}
			b.sync(false)
		}
	})
}
