package syncer_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/store/storetest"
)

// portfolio is how many customers an ordinary test has.
func portfolio() int {
	if storetest.Race || testing.Short() {
		return 14
	}
	return 60
}

var asOf = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

func TestSandbox_CompleteSyncEqualsTheTruth(t *testing.T) {
	r := newRig(t, sandbox.Options{Customers: portfolio(), AsOf: asOf})
	refused := map[domain.Vendor]int{}
	for _, c := range r.box.Truth().Customers {
		if c.Access != "ok" {
			refused[domain.Vendor(c.Vendor)]++
		}
	}
	for _, run := range r.sync(false) {
		if run.State != domain.RunPartial || run.TasksDone+run.TasksFailed != run.TasksTotal || run.TasksFailed < refused[run.Vendor] {
			t.Errorf("run %+v, %d customers refuse access", run, refused[run.Vendor])
		}
	}
	r.expectTruth()
	for vendor, n := range refused {
		if got := r.count(`SELECT count(*) FROM records r JOIN connections c ON c.id = r.connection_id
WHERE c.vendor = ? AND r.no_access <> ''`, vendor); got != n {
			t.Errorf("%d %s customers are marked as without access, want %d", got, vendor, n)
		}
	}
}

func TestSandbox_UnchangedSyncWritesNoRow(t *testing.T) {
	for _, full := range []bool{false, true} {
		t.Run(fmt.Sprintf("full=%t", full), func(t *testing.T) {
			r := newRig(t, sandbox.Options{Customers: portfolio(), AsOf: asOf})
			r.sync(false)
			everything := func() []string {
				var all []string
				for _, table := range []string{"records", "pools", "subscriptions", "pool_days", "product_days", "customer_families"} {
					all = append(all, r.rows("SELECT * FROM "+table+" ORDER BY 1, 2, 3")...)
				}
				return append(all, r.content())
			}
			before := everything()
			r.now = r.now.Add(time.Hour)
			for _, run := range r.sync(full) {
				if run.RowsWritten != 0 || run.RowsRead == 0 {
					t.Errorf("%s wrote %d of %d rows", run.Vendor, run.RowsWritten, run.RowsRead)
				}
			}
			if after := everything(); !slices.Equal(before, after) {
				for i := range before {
					if before[i] != after[i] {
						t.Errorf("before: %.300s\nafter:  %.300s", before[i], after[i])
					}
				}
			}
		})
	}
}

func TestSandbox_FaultsLoseNoRow(t *testing.T) {
	customers := 150
	if storetest.Race || testing.Short() {
		customers = 60
	}
	r := newRig(t, sandbox.Options{Customers: customers, AsOf: asOf.AddDate(0, -2, 0), AllAccessible: true})
	r.sync(false)
	r.expectTruth()
	known := r.rows("SELECT record_id, key FROM pools WHERE gone_at IS NULL ORDER BY 1, 2")

	r.moveTo(asOf)
	r.faults("*::429=0@every-401", "*::500@every-97", "*::503=0@every-143", "*::cut@every-151",
		"webex:/licenses:malformed@every-30", "webex:/adminAudit:malformed@every-15", "webex:/partnerAdmins:malformed@every-10",
		"microsoft:/subscribedSkus:malformed@every-30", "microsoft:/directory:html=200@every-40",
		"microsoft:/serviceManagementDetails:malformed@every-10", "microsoft:/healthOverviews:html=200@every-10",
		"avepoint:/jobs/batch:malformed@every-10", "avepoint:/cloud-backup-m365:html=200@every-10",
		"microsoft:/servicerequests?:malformed@every-20", "microsoft:/orders:malformed@every-20")
	for _, run := range r.sync(false) {
		if run.State != domain.RunPartial || run.ErrorKey != "" || run.TasksDone+run.TasksFailed != run.TasksTotal {
			t.Errorf("%s with faults: %+v", run.Vendor, run)
		}
		if run.TasksFailed < run.TasksTotal/60 || run.TasksFailed > run.TasksTotal/5 {
			t.Errorf("%s: %d of %d tasks failed, want about one in thirty", run.Vendor, run.TasksFailed, run.TasksTotal)
		}
		// A garbled answer may be the refusal of a customer without a commerce relationship: its reason cannot be read then,
		// whichever of the datasets that ask Partner Center about one customer it meets.
		for _, other := range r.rows(`SELECT dataset, record_id, error_key, error_detail FROM sync_tasks
WHERE run_id = ? AND state = 'failed' AND error_key <> 'malformed' AND NOT (dataset IN ('orders', 'service_requests') AND error_key = 'partner_center_refused')`, run.ID) {
			t.Errorf("%s: a task failed, but not as malformed: %s", run.Vendor, other)
		}
	}
	stored := map[string]bool{}
	for _, row := range r.rows("SELECT record_id, key FROM pools ORDER BY 1, 2") {
		stored[row] = true
	}
	for _, row := range known {
		if !stored[row] {
			t.Fatalf("pool %s vanished", row)
		}
	}

	r.faults()
	for _, run := range r.sync(false) {
		if run.State != domain.RunDone || run.TasksDone != run.TasksTotal {
			t.Errorf("%s after the faults: %+v", run.Vendor, run)
		}
	}
	r.expectTruth()
}

func TestSandbox_EmptyListAsksInsteadOfMarkingGone(t *testing.T) {
	r := newRig(t, sandbox.Options{Customers: portfolio(), AsOf: asOf})
	r.sync(false)
	before := r.content()
	r.faults("microsoft:/delegatedAdminCustomers:empty")
	microsoft := r.conns[1]
	run := r.sync(false, microsoft)[0]
	if run.State != domain.RunDone || run.TasksTotal != 0 {
		t.Errorf("run %+v", run)
	}
	conn, err := r.store.GetConnection(t.Context(), microsoft.ID)
	if err != nil || conn.GoneHold == nil || conn.GoneHold.Reason != "empty" || conn.GoneHold.Read != 0 {
		t.Errorf("connection %+v, %v", conn, err)
	}
	if r.content() != before {
		t.Error("an empty list changed what is stored")
	}
	r.faults()
	r.sync(false, microsoft)
	if conn, err = r.store.GetConnection(t.Context(), microsoft.ID); err != nil || conn.GoneHold != nil {
		t.Errorf("the question is still open: %+v, %v", conn.GoneHold, err)
	}
}

// TestSandbox_PartialAnswersMarkNothingGone: a vendor that says that it gave a part only (206) is not believed, neither for
// the list of customers nor for what they have, and the reason is told.
func TestSandbox_PartialAnswersMarkNothingGone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newSilentRig(t, sandbox.Options{Customers: portfolio(), AsOf: asOf, AllAccessible: true}, func(r *rig) { r.paces = false })
		r.sync(false)
		const held = "SELECT count(*) FROM pools WHERE gone_at IS NULL"
		stored, pools, gone := r.content(), r.count(held), "SELECT count(*) FROM records WHERE gone_at IS NOT NULL"

		r.now = r.now.Add(time.Hour)
		r.faults("webex:/licenses:206", "microsoft:/subscribedSkus:206", "microsoft:/directory/subscriptions:206",
			"avepoint:/cloud-backup-m365:206", "blancco:/report:206")
		for _, run := range r.sync(true) {
			if run.State == domain.RunDone {
				t.Errorf("%s: the run is done, although a part is missing", run.Vendor)
			}
			if n := r.count("SELECT count(*) FROM sync_tasks WHERE run_id = ? AND error_key = 'answer_incomplete'", run.ID); n == 0 && run.ErrorKey != "answer_incomplete" {
				t.Errorf("%s: nobody is told: %+v %v", run.Vendor, run, r.rows("SELECT dataset, error_key FROM sync_tasks WHERE run_id = ? AND error_key <> ''", run.ID))
			}
		}
		if n := r.count(held); n != pools || pools == 0 {
			t.Errorf("%d pools stand, want %d", n, pools)
		}

		r.faults("webex:/organizations$:206", "microsoft:/delegatedAdminCustomers?:206", "avepoint:/customers:206")
		for _, run := range r.sync(false) {
			if run.Vendor != domain.VendorBlancco && run.ErrorKey != "answer_incomplete" {
				t.Errorf("%s: %+v", run.Vendor, run)
			}
		}
		if n := r.count(gone); n != 0 {
			t.Errorf("%d customers are marked as gone", n)
		}
		r.faults()
		r.sync(false)
		if r.content() != stored {
			t.Error("something else is stored than before the partial answers")
		}
	})
}

func TestSandbox_ConsentTakenBackKeepsTheDataAndSaysSo(t *testing.T) {
	opts := sandbox.Options{Customers: portfolio(), AsOf: asOf, AllAccessible: true, Blancco: -1}
	r := newRig(t, opts)
	for _, run := range r.sync(false) {
		if run.State != domain.RunDone {
			t.Fatalf("run %+v", run)
		}
	}
	rows := r.rows("SELECT record_id, key, bought, assigned FROM pools WHERE gone_at IS NULL ORDER BY 1, 2")

	opts.AllAccessible = false // some take back their consent now
	r.serve(sandbox.New(opts))
	refused := 0
	for _, c := range r.box.Truth().Customers {
		if c.Access != "ok" {
			refused++
		}
	}
	for _, run := range r.sync(false) {
		if run.State != domain.RunPartial {
			t.Errorf("run %+v", run)
		}
	}
	if n := r.count("SELECT count(*) FROM records WHERE no_access <> ''"); n != refused || refused == 0 {
		t.Errorf("%d customers are marked, want %d", n, refused)
	}
	if n := r.count("SELECT count(*) FROM records WHERE no_access = 'consent_missing'"); n == 0 {
		t.Error("none of them is marked consent_missing")
	}
	if now := r.rows("SELECT record_id, key, bought, assigned FROM pools WHERE gone_at IS NULL ORDER BY 1, 2"); !slices.Equal(now, rows) {
		t.Errorf("%d pools stand, want the %d of before", len(now), len(rows))
	}

	opts.AllAccessible = true
	r.serve(sandbox.New(opts))
	r.sync(false)
	if n := r.count("SELECT count(*) FROM records WHERE no_access <> ''"); n != 0 {
		t.Errorf("%d customers are still marked", n)
	}
}

func TestSandbox_MovingThroughTimeGivesHistory(t *testing.T) {
	months := 6
	if testing.Short() {
		months = 3
	}
	first := asOf.AddDate(0, 1-months, 0)
	r := newRig(t, sandbox.Options{Customers: portfolio(), AsOf: first, AllAccessible: true})
	for month := range months {
		day := first.AddDate(0, month, 0)
		r.moveTo(day)
		for _, run := range r.sync(false) {
			if run.State != domain.RunDone || !run.Simulated || !run.StartedAt.Equal(noon(day)) {
				t.Fatalf("run %+v", run)
			}
		}
		r.expectTruth()
		want := r.box.Truth().Totals[1]
		got := r.rows(`SELECT sum(d.bought), sum(d.assigned) FROM product_days d JOIN connections c ON c.id = d.connection_id
WHERE c.vendor = 'microsoft' AND d.day = ?`, day.Format(time.DateOnly))
		if expected := fmt.Sprint(want.Bought, want.Assigned); got[0] != expected {
			t.Errorf("%s: history says %s, the portfolio held %s", day.Format(time.DateOnly), got[0], expected)
		}
	}
	if n := r.count("SELECT count(DISTINCT day) FROM pool_days WHERE simulated = 1"); n != months {
		t.Errorf("%d days of history, want %d", n, months)
	}
	if n := r.count("SELECT count(*) FROM (SELECT pool_id FROM pool_days GROUP BY pool_id HAVING count(DISTINCT assigned) > 1)"); n == 0 {
		t.Error("no pool ever changed")
	}
}

func TestSandbox_WrongSecretAsksToSignInAgain(t *testing.T) {
	r := newRig(t, sandbox.Options{Customers: 5, AsOf: asOf})
	keys := map[domain.Vendor]string{domain.VendorAvePoint: "app_sign_in_refused"}
	for _, conn := range r.conns {
		r.secrets[conn.Vendor]["client_secret"] = "wrong"
		run := r.sync(false, conn)[0]
		if run.State != domain.RunFailed || run.ErrorKey != cmp.Or(keys[conn.Vendor], "client_secret_wrong") {
			t.Errorf("%s: %+v", conn.Vendor, run)
		}
		if stored, err := r.store.GetConnection(t.Context(), conn.ID); err != nil || stored.State != domain.ConnectionSignIn {
			t.Errorf("connection %+v, %v", stored, err)
		}
		for name, secret := range r.secrets[conn.Vendor] {
			if secret != "wrong" && strings.Contains(run.ErrorDetail+r.log.String(), secret) {
				t.Errorf("the %s got into the log", name)
			}
		}
	}
}
