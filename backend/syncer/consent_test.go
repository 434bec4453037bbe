package syncer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// standing is what is known of the customers of a connection that a condition names, and has not gone.
func (r *rig) standing(conn int64, condition string, args ...any) string {
	r.tb.Helper()
	var text strings.Builder
	for _, query := range []string{
		"SELECT 'pool', x.record_id, x.key, x.bought, x.assigned FROM pools x",
		"SELECT 'subscription', x.record_id, x.key, x.status, x.quantity FROM subscriptions x",
		"SELECT 'person', x.record_id, x.key FROM people x",
		"SELECT 'service', x.record_id, x.key, x.state FROM service_states x",
	} {
		query += " WHERE x.connection_id = ? AND x.gone_at IS NULL AND " + condition + " ORDER BY 2, 3"
		for _, row := range r.rows(query, append([]any{conn}, args...)...) {
			text.WriteString(row + "\n")
		}
	}
	return text.String()
}

// TestSandbox_ConsentRevokedInTheMiddle_ConcernsOneCustomer: before anything of it was read in this run, and after its licences.
func TestSandbox_ConsentRevokedInTheMiddle_ConcernsOneCustomer(t *testing.T) {
	for path, kept := range map[string]string{"/subscribedSkus": "", "/healthOverviews": "subscribed_skus"} {
		t.Run(strings.Trim(path, "/"), func(t *testing.T) {
			r := newRig(t, sandbox.Options{Customers: portfolio(), AsOf: asOf.AddDate(0, -1, 0), AllAccessible: true})
			microsoft := r.conns[1]
			r.sync(false, microsoft)
			r.moveTo(asOf)
			r.faults("microsoft:" + path + ":consent:1@after-5")
			run := r.sync(false, microsoft)[0]
			if run.State != domain.RunPartial || run.ErrorKey != "" || run.TasksDone+run.TasksFailed != run.TasksTotal {
				t.Errorf("run %+v", run)
			}
			marked := r.rows(`SELECT id FROM records WHERE connection_id = ? AND no_access = 'consent_missing' AND gone_at IS NULL`, microsoft.ID)
			if len(marked) != 1 {
				t.Fatalf("marked as without consent: %v, want one customer", marked)
			}
			one := marked[0]
			failed := r.rows(`SELECT DISTINCT COALESCE(record_id, 0), error_key FROM sync_tasks WHERE run_id = ? AND state <> 'done'`, run.ID)
			if want := []string{one + " consent_missing"}; !slices.Equal(failed, want) || run.TasksFailed == 0 {
				t.Errorf("failed: %v, want %v", failed, want)
			}
			if done := r.count("SELECT count(*) FROM sync_tasks WHERE run_id = ? AND record_id = ? AND state = 'done' AND dataset = ?",
				run.ID, one, kept); (done > 0) != (kept != "") {
				t.Errorf("%d times the licences of the customer were read in this run", done)
			}
			r.expectGoneWithin(microsoft.ID, one, kept)
			others := r.standing(microsoft.ID, "x.record_id <> ?", one)
			if others == "" {
				t.Fatal("nothing is known of the other customers")
			}
			r.faults()
			if run := r.sync(false, microsoft)[0]; run.State != domain.RunDone {
				t.Errorf("with the consent again: %+v", run)
			}
			if r.standing(microsoft.ID, "x.record_id <> ?", one) != others {
				t.Error("the other customers were not complete in the run that met a missing consent")
			}
			if n := r.count("SELECT count(*) FROM records WHERE no_access <> '' AND connection_id = ?", microsoft.ID); n != 0 {
				t.Errorf("%d customers are still marked", n)
			}
		})
	}
}

// expectGoneWithin: nothing of a customer has gone but what the data set that was read no longer lists.
func (r *rig) expectGoneWithin(conn int64, record, read string) {
	r.tb.Helper()
	tables := []string{"subscriptions", "people", "service_states"}
	if read == "" {
		tables = append(tables, "pools")
	}
	for _, table := range tables {
		all := r.count(fmt.Sprintf("SELECT count(*) FROM %s WHERE connection_id = ? AND record_id = ?", table), conn, record)
		gone := r.count(fmt.Sprintf("SELECT count(*) FROM %s WHERE connection_id = ? AND record_id = ? AND gone_at IS NOT NULL", table), conn, record)
		if all == 0 || gone > 0 {
			r.tb.Errorf("%s: %d of %d rows of the customer have gone", table, gone, all)
		}
	}
}
