package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

func open(t *testing.T, k *kit) app.NotificationPage {
	t.Helper()
	return get[app.NotificationPage](t, k, "/api/notifications?limit=1000")
}

func put(t *testing.T, k *kit, method, path, body string) {
	t.Helper()
	if resp := k.send(t, request{method: method, path: path, body: body}); resp.StatusCode != http.StatusNoContent {
		t.Fatalf("%s %s gave %s: %s", method, path, resp.Status, text(t, resp))
	}
}

func TestNotifications_AfterASync_TellEachThingOnce(t *testing.T) {
	k := visited(t, 3, 1)
	home := get[domain.Home](t, k, "/api/home?limit=1000")
	first := open(t, k)
	rules := map[string]int{}
	for _, n := range first.Items {
		rules[n.Rule]++
		if n.ReadAt != nil || n.EndedAt != nil {
			t.Errorf("new, and yet %+v", n)
		}
	}
	if got := rules[domain.RuleEnds] + rules[domain.RuleCancelWindow]; got != home.Decide.Total {
		t.Errorf("%d deadlines of %d decisions", got, home.Decide.Total)
	}
	if got := rules[domain.RuleJobsFailed]; int64(got) != home.Failed.JobCustomers || got == 0 {
		t.Errorf("%d customers with failed jobs of %d", got, home.Failed.JobCustomers)
	}
	if rules[domain.RuleOver] != home.Decide.Over.Pools || first.Unread != first.Total || first.Total != len(first.Items) {
		t.Errorf("%d over of %d; %d unread of %d", rules[domain.RuleOver], home.Decide.Over.Pools, first.Unread, first.Total)
	}
	put(t, k, http.MethodPost, "/api/notifications/read", "")
	k.sync(t)
	if again := open(t, k); again.Unread != 0 || again.Total != first.Total {
		t.Errorf("the same facts raised %d again; %d of %d", again.Unread, again.Total, first.Total)
	}
}

// TestNotifications_DayByDay_FireOnce: what counts the days down in its text is one notification all the same.
func TestNotifications_DayByDay_FireOnce(t *testing.T) {
	var c clock
	c.set(nov3)
	k := newKitAt(t, false, sandbox.Options{Customers: 12, Seed: 5}, c.read)
	raised, days := map[int64]int{}, 6
	if fewer() {
		days = 3
	}
	for day := range days {
		at := nov3.AddDate(0, 0, day)
		c.set(at)
		k.simulator.SetAsOf(at)
		if day == 0 {
			k.connect(t)
		} else {
			k.sync(t)
		}
		for _, n := range open(t, k).Items {
			if n.ReadAt == nil && n.Kind == domain.NotifyDeadline {
				raised[n.ID]++
			}
		}
		put(t, k, http.MethodPost, "/api/notifications/read", "")
	}
	if len(raised) == 0 {
		t.Fatal("no deadline was told")
	}
	for id, times := range raised {
		if times != 1 {
			t.Errorf("notification %d was raised %d times", id, times)
		}
	}
}

func TestNotifications_FailureThatIsOver_EndsAndIsToldAnewWhenItComesBack(t *testing.T) {
	k := newKit(t, false, sandbox.Options{Customers: 4, AllAccessible: true, Blancco: -1})
	k.connect(t)
	failures := func() []domain.Notification {
		var found []domain.Notification
		for _, n := range open(t, k).Items {
			if n.Rule == domain.RuleSignIn || n.Rule == domain.RuleSyncFailed {
				found = append(found, n)
			}
		}
		return found
	}
	fail := func(spec ...string) {
		faults, err := sandbox.ParseFaults(spec)
		if err != nil {
			t.Fatal(err)
		}
		k.simulator.SetFaults(faults)
		k.sync(t)
	}
	if got := failures(); len(got) != 0 {
		t.Fatalf("all went well, and yet %+v", got)
	}
	fail("webex:/:503")
	got := failures()
	if len(got) != 1 || got[0].Params["error_key"] != "unavailable" || got[0].ConnectionID == 0 {
		t.Fatalf("told %+v", got)
	}
	id := fmt.Sprint(got[0].ID)
	put(t, k, http.MethodPut, "/api/notifications/"+id+"/snooze", `{"days":7,"reason":"they are moving"}`)
	fail("webex:/:503")
	if got := failures(); len(got) != 0 {
		t.Errorf("put off, and yet told %+v", got)
	}
	if off := get[app.NotificationPage](t, k, "/api/notifications?state=snoozed"); off.Total != 1 || off.Items[0].SnoozeReason != "they are moving" {
		t.Errorf("put off: %+v", off)
	}
	fail()
	ended := get[app.NotificationPage](t, k, "/api/notifications?state=ended")
	if len(ended.Items) == 0 || len(failures()) != 0 {
		t.Errorf("it is over, but ended are %+v", ended)
	}
	fail("webex:/:503")
	if got := failures(); len(got) != 1 || got[0].SnoozedUntil != nil || got[0].ReadAt != nil {
		t.Errorf("it came back, but told is %+v", got)
	}
}
