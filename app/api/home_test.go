package api_test

import (
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// clock is a time that tests move.
type clock struct{ now atomic.Pointer[time.Time] }

func (c *clock) set(at time.Time) { c.now.Store(&at) }
func (c *clock) read() time.Time  { return *c.now.Load() }

var nov3 = time.Date(2026, 11, 3, 10, 0, 0, 0, time.UTC)

// visited reads the vendors, looks at the first page, and reads them again some days later.
func visited(t *testing.T, seed int64, days int) *kit {
	t.Helper()
	var c clock
	visit := nov3
	c.set(visit)
	k := newKitAt(t, false, sandbox.Options{Customers: 16, Seed: seed}, c.read)
	settings := domain.DefaultSettings()
	settings.TimeZone = "UTC"
	if _, err := k.app.Settings.Save(t.Context(), settings); err != nil {
		t.Fatal(err)
	}
	k.simulator.SetAsOf(visit)
	k.connect(t)
	c.set(visit.Add(time.Hour))
	if got := get[domain.Home](t, k, "/api/home"); got.Changed != nil {
		t.Errorf("before any visit something has changed: %+v", got.Changed)
	}
	if resp := k.send(t, request{method: http.MethodPost, path: "/api/home/seen"}); resp.StatusCode != http.StatusNoContent {
		t.Fatalf("marking as seen gave %s", resp.Status)
	}
	later := visit.AddDate(0, 0, days)
	c.set(later)
	k.simulator.SetAsOf(later)
	k.sync(t)
	return k
}

// TestHome_EveryFigure_IsThatOfAPlainRecount counts the first page again for ten sandboxes, read on 3 and on 23 November.
func TestHome_EveryFigure_IsThatOfAPlainRecount(t *testing.T) {
	told := map[string]int{}
	for _, seed := range portfolios() {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			k := visited(t, seed, 20)
			home := get[domain.Home](t, k, "/api/home?limit=1000")
			r := openRecount(t, k)
			recountDecide(r, home.Decide)
			recountFailed(r, home.Failed)
			if home.Changed == nil {
				t.Fatal("after a visit nothing is said of changes")
			}
			recountChanged(r, *home.Changed)
			for what, n := range map[string]int{
				"decisions": home.Decide.Total, "unclear": home.Decide.Unclear, "over": home.Decide.Over.Count,
				"access": home.Decide.Access.Total, "connections": len(home.Failed.Connections),
				"jobs": int(home.Failed.Jobs), "new subscriptions": home.Changed.NewSubscriptions.Total,
				"seats": home.Changed.Seats.Total, "new jobs": home.Changed.FailedJobs.Total,
			} {
				told[what] += n
			}
		})
	}
	for what, n := range told {
		if n == 0 && !fewer() {
			t.Errorf("no sandbox has anything to count of: %s", what)
		}
	}
}

const (
	today   = "'2026-11-23'"
	moment  = "'2026-11-23T10:00:00.000Z'"
	visitAt = "'2026-11-03T11:00:00.000Z'"
	running = "s.gone_at IS NULL AND s.excluded = '' AND s.status IN ('active', 'unknown')"
	window  = "s.cancel_until >= " + moment
	dueSoon = "substr(s.cancel_until, 1, 10) <= date(" + today + ", '+14 days')"
	ending  = "NOT COALESCE(" + window + ", 0) AND s.at_term_end = 'ends' AND s.term_end_on >= date(" + today + ", '-90 days')"
	endSoon = "s.term_end_on <= date(" + today + ", '+14 days')"
	inUse   = "c.state NOT IN ('paused', 'file')"
	unread  = "NOT EXISTS (SELECT 1 FROM sync_runs r WHERE r.connection_id = c.id AND r.state IN ('done', 'partial')" +
		" AND r.error_key = '' AND r.ended_at >= '2026-11-21T10:00:00.000Z')"
)

func recountDecide(r recount, d domain.HomeDecide) {
	t := r.t
	due := "SELECT COUNT(*) FROM subscriptions s WHERE " + running + " AND (" + window + " AND " + dueSoon + " OR " + ending + " AND " + endSoon + ")"
	same(t, "decisions", d.Total, r.number(due))
	same(t, "decisions listed", len(d.Decisions), r.number(due))
	same(t, "overdue", d.Overdue, r.number("SELECT COUNT(*) FROM subscriptions s WHERE "+running+" AND "+ending+" AND s.term_end_on < "+today))
	same(t, "unpriced", d.Unpriced, r.number(due+" AND s.typed_unit_price IS NULL"))
	same(t, "unclear", d.Unclear, r.number("SELECT COUNT(*) FROM subscriptions s WHERE "+running+" AND NOT COALESCE("+window+", 0)"+
		" AND s.term_end_on BETWEEN "+today+" AND date("+today+", '+14 days') AND s.at_term_end <> 'ends'"+
		" AND (s.at_term_end = 'renews' OR s.cancel_until IS NULL)"))
	same(t, "over", d.Over.Count, r.number("SELECT COUNT(DISTINCT customer_id) FROM pools WHERE gone_at IS NULL AND excluded = '' AND assigned > bought"))
	same(t, "seats over", d.Over.Seats, r.number("SELECT COALESCE(SUM(assigned - bought), 0) FROM pools WHERE gone_at IS NULL AND excluded = '' AND assigned > bought"))
	same(t, "matches", d.Matches, r.number("SELECT COUNT(*) FROM match_pairs p, records a, records b"+
		" WHERE a.id = p.a_record AND b.id = p.b_record AND a.customer_id <> b.customer_id AND p.later_at IS NULL"))
	same(t, "consents missing", d.Access.Missing, r.number("SELECT (SELECT COUNT(*) FROM records WHERE gone_at IS NULL AND no_access = 'consent_missing')"+
		" + (SELECT COUNT(*) FROM connections WHERE state = 'sign_in')"))
	ends := func(condition string) *int64 {
		return r.number("SELECT (SELECT COUNT(*) FROM credentials WHERE " + condition + ") + (SELECT COUNT(*) FROM (SELECT g.ends_at AS expires_at, g.auto_extend_days" +
			" FROM relationships g, records r WHERE r.id = g.record_id AND g.gone_at IS NULL AND r.gone_at IS NULL AND g.active) WHERE " + condition +
			" AND (auto_extend_days = 0 OR substr(expires_at, 1, 10) < " + today + "))")
	}
	same(t, "expired", d.Access.Expired, ends("substr(expires_at, 1, 10) < "+today))
	same(t, "ends soon", d.Access.Soon, ends("substr(expires_at, 1, 10) BETWEEN "+today+" AND date("+today+", '+30 days')"))
}

func recountFailed(r recount, f domain.HomeFailed) {
	t := r.t
	recent := failing + " AND x.ended_at >= '2026-11-16T10:00:00.000Z'"
	same(t, "failed jobs", f.Jobs, r.number(rowsOf("COUNT(*)", "jobs", recent)))
	same(t, "customers with failed jobs", f.JobCustomers, r.number(rowsOf("COUNT(DISTINCT c.id)", "jobs", recent)))
	same(t, "connections with failures", len(f.Connections), r.number("SELECT COUNT(*) FROM connections c WHERE "+inUse+
		" AND (c.id IN (SELECT connection_id FROM checkpoints WHERE error_key <> '') OR c.first_full_at IS NULL OR "+unread+")"))
	ages := map[domain.ReadAge]int{}
	for _, each := range f.Connections {
		ages[each.Age]++
		same(t, each.Connection, each.Customers, r.number(
			"SELECT COUNT(DISTINCT record_id) FROM checkpoints WHERE error_key <> '' AND record_id <> 0 AND connection_id = ?", each.ConnectionID))
	}
	same(t, "connections never read", ages[domain.ReadNever], r.number("SELECT COUNT(*) FROM connections c WHERE "+inUse+" AND c.first_full_at IS NULL"))
	same(t, "connections not read lately", ages[domain.ReadStale], r.number(
		"SELECT COUNT(*) FROM connections c WHERE "+inUse+" AND c.first_full_at IS NOT NULL AND "+unread))
}

// TestHome_NothingReadForDays_IsAFailure: of what nobody has synced, nothing has failed, and yet all is not well.
func TestHome_NothingReadForDays_IsAFailure(t *testing.T) {
	var c clock
	c.set(nov3)
	k := newKitAt(t, false, sandbox.Options{Customers: 4, AllAccessible: true}, c.read)
	if _, err := k.app.Connections.ConnectSandbox(t.Context(), k.vendors); err != nil {
		t.Fatal(err)
	}
	rows, err := k.app.Connections.List(t.Context())
	if err != nil || len(rows) < 3 {
		t.Fatalf("%d connections (%v)", len(rows), err)
	}
	never := rows[0].ID
	for _, row := range rows[1:] {
		k.sync(t, row.ID)
	}
	ages := func() map[int64]domain.ReadAge {
		found := map[int64]domain.ReadAge{}
		for _, each := range get[domain.Home](t, k, "/api/home").Failed.Connections {
			found[each.ConnectionID] = each.Age
			if (each.Age == domain.ReadNever) != (each.ReadAt == nil) {
				t.Errorf("%s is %s, but was read at %v", each.Connection, each.Age, each.ReadAt)
			}
		}
		return found
	}
	c.set(nov3.Add(domain.StaleAfter - time.Hour))
	if got := ages(); len(got) != 1 || got[never] != domain.ReadNever {
		t.Errorf("before 48 hours have passed: %v", got)
	}
	c.set(nov3.AddDate(0, 0, 20))
	got := ages()
	if len(got) != len(rows) || got[never] != domain.ReadNever || got[rows[1].ID] != domain.ReadStale {
		t.Errorf("after 20 days: %v", got)
	}
	recountFailed(openRecount(t, k), get[domain.Home](t, k, "/api/home").Failed)
	for _, row := range rows[:2] {
		if _, err := k.app.Connections.Pause(t.Context(), row.ID, true); err != nil {
			t.Fatal(err)
		}
	}
	if got := ages(); len(got) != len(rows)-2 {
		t.Errorf("paused ones are told of: %v", got)
	}
	recountFailed(openRecount(t, k), get[domain.Home](t, k, "/api/home").Failed)
}

func recountChanged(r recount, n domain.HomeChanged) {
	t := r.t
	same(t, "new customers", n.NewCustomers.Total, r.number("SELECT COUNT(*) FROM customers WHERE gone_at IS NULL AND first_seen_at > "+visitAt))
	same(t, "first read", n.FirstRead, new(int64))
	same(t, "gone customers", n.GoneCustomers.Total, r.number("SELECT COUNT(*) FROM customers WHERE gone_at > "+visitAt))
	same(t, "new subscriptions", n.NewSubscriptions.Total, r.number(
		"SELECT COUNT(*) FROM subscriptions WHERE gone_at IS NULL AND excluded = '' AND first_seen_sure AND first_seen_at > "+visitAt))
	same(t, "customers with new subscriptions", n.NewSubscriptions.Customers, r.number(
		"SELECT COUNT(DISTINCT customer_id) FROM subscriptions WHERE gone_at IS NULL AND excluded = '' AND first_seen_sure AND first_seen_at > "+visitAt))
	const moved = " FROM pools p, pool_days d WHERE d.pool_id = p.id AND d.day = '2026-11-03' AND p.excluded = '' AND" +
		" (p.gone_at > " + visitAt + " AND d.bought + d.assigned > 0 OR p.gone_at IS NULL AND (p.bought <> d.bought OR p.assigned <> d.assigned))"
	same(t, "seats", n.Seats.Total, r.number("SELECT COUNT(*)"+moved))
	same(t, "customers with other seats", n.Seats.Customers, r.number("SELECT COUNT(DISTINCT p.customer_id)"+moved))
	fresh := failing + " AND x.first_seen_at > " + visitAt
	same(t, "new failed jobs", n.FailedJobsInTotal, r.number(rowsOf("COUNT(*)", "jobs", fresh)))
	same(t, "customers with new failed jobs", n.FailedJobs.Total, r.number(rowsOf("COUNT(DISTINCT c.id)", "jobs", fresh)))
}

func TestHome_AfterAVisit(t *testing.T) {
	k := visited(t, 3, 20)
	t.Run("one customer's page tells of that one only", func(t *testing.T) {
		if fewer() {
			t.Skip("asks for every customer's page: a minute under the race detector, which learns nothing from it")
		}
		expectParts(t, k)
	})
	t.Run("seen again, nothing has changed", func(t *testing.T) { expectNothingNew(t, k) })
}

func expectNothingNew(t *testing.T, k *kit) {
	t.Helper()
	before := get[domain.Home](t, k, "/api/home").Changed
	k.send(t, request{method: http.MethodPost, path: "/api/home/seen"})
	after := get[domain.Home](t, k, "/api/home").Changed
	if before.Seats.Total == 0 || after.Seats.Total+after.NewSubscriptions.Total+after.FailedJobs.Total != 0 {
		t.Errorf("before %+v\nafter %+v", before, after)
	}
	pinned := get[domain.Home](t, k, "/api/home?since=2026-11-03T11:00:00Z").Changed
	if pinned.Seats.Total != before.Seats.Total || !pinned.Since.Equal(before.Since) {
		t.Errorf("since the visit before: %+v, was %+v", pinned, before)
	}
}

// expectParts adds the first pages of all customers up.
func expectParts(t *testing.T, k *kit) {
	t.Helper()
	all := get[domain.Home](t, k, "/api/home?limit=1000")
	sum := 0
	for id := int64(1); id <= *openRecount(t, k).number("SELECT MAX(id) FROM customers"); id++ {
		if *openRecount(t, k).number("SELECT COUNT(*) FROM customers WHERE id = ?", id) == 0 {
			continue
		}
		one := get[domain.Home](t, k, fmt.Sprintf("/api/home?limit=1000&customer_id=%d", id))
		for _, d := range one.Decide.Decisions {
			if d.CustomerID != id {
				t.Errorf("customer %d: %+v", id, d)
			}
		}
		sum += one.Decide.Total + one.Changed.Seats.Total + one.Changed.NewSubscriptions.Total + int(one.Failed.Jobs)
	}
	if want := all.Decide.Total + all.Changed.Seats.Total + all.Changed.NewSubscriptions.Total + int(all.Failed.Jobs); sum != want {
		t.Errorf("customers one by one make %d, all together %d", sum, want)
	}
}
