package app_test

import (
	"os"
	"path/filepath"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/store/storetest"
)

func TestSample_StaysApartAndLeavesNothing(t *testing.T) {
	if storetest.Race {
		t.Skip("reads a quarter of history: done without the race detector")
	}
	folder := t.TempDir()
	a := start(t, folder, inBrowser)
	events, stop := a.Events.Subscribe()
	defer stop()
	if err := a.Sample.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	next(t, events, app.EventWorkspaceChanged)
	waitForHistory(t, events)
	session, err := a.Session(t.Context(), "")
	if err != nil || !session.Sample || !session.Invented || session.FirstStart || session.SampleProgress != nil {
		t.Fatalf("the session is %+v (%v)", session, err)
	}
	trend, err := a.Dashboard.Trend(t.Context(), domain.Scope{}, 120)
	if err != nil || len(trend.Points) < 12 || !trend.Simulated {
		t.Fatalf("the trend has %d points (%v)", len(trend.Points), err)
	}
	first, last := trend.Points[0], trend.Points[len(trend.Points)-1]
	if first.Bought == 0 || last.Bought == 0 || first.Bought == last.Bought && first.Assigned == last.Assigned {
		t.Errorf("nothing happens in the trend: %+v … %+v", first, last)
	}
	// Who was active is told by the day that is simulated: use is known on past days too, and does not jump on the last.
	meetings, err := a.Dashboard.Trend(t.Context(), domain.Scope{Family: domain.FamilyMeetings}, 120)
	if err != nil || len(meetings.Points) < 12 {
		t.Fatalf("the trend of meetings has %d points (%v)", len(meetings.Points), err)
	}
	for _, p := range meetings.Points {
		if p.Used == nil || *p.Used == 0 || *p.Used > p.Assigned {
			t.Errorf("on %s use is %v of %d assigned", p.Day, p.Used, p.Assigned)
		}
	}
	_, err = a.Connections.Create(t.Context(), domain.VendorWebex, app.ConnectionInput{
		Name: "Real", Fields: map[string]string{"client_id": "x"},
		Secrets: map[string]string{"client_secret": "s", "refresh_token": "r"},
	})
	requireKey(t, err, "sample_beside_real")

	if err := a.Sample.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	next(t, events, app.EventWorkspaceChanged)
	session, err = a.Session(t.Context(), "")
	if err != nil || session.Sample || session.Invented || !session.FirstStart {
		t.Errorf("after leaving, the session is %+v (%v)", session, err)
	}
	if _, err := os.Stat(filepath.Join(folder, "sample")); !os.IsNotExist(err) {
		t.Errorf("the invented data are still there (%v)", err)
	}
	requireKey(t, a.Sample.Close(t.Context()), "sample_not_open")
}

func TestSample_OpensAgainWithTheProgram(t *testing.T) {
	if storetest.Race {
		t.Skip("reads a quarter of history: done without the race detector")
	}
	folder := t.TempDir()
	before := start(t, folder, inBrowser)
	events, stop := before.Events.Subscribe()
	defer stop()
	if err := before.Sample.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	waitForHistory(t, events)
	if err := before.Close(); err != nil {
		t.Fatal(err)
	}
	after := start(t, folder, inBrowser)
	session, err := after.Session(t.Context(), "")
	if err != nil || !session.Sample || session.SampleProgress != nil {
		t.Fatalf("the session is %+v (%v)", session, err)
	}
	// The simulated vendors answer at another address now; a sync finds them.
	started, err := after.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range started.Runs {
		if ended, err := after.Sync.Wait(t.Context(), run.ID); err != nil || ended.TasksDone == 0 {
			t.Errorf("%s read %d tasks (%v)", run.Connection, ended.TasksDone, err)
		}
	}
	// The command line sees the user's own data, which are none.
	console := start(t, folder, nil)
	if connections, err := console.Connections.List(t.Context()); err != nil || len(connections) != 0 {
		t.Errorf("the user's own data have %d connections (%v)", len(connections), err)
	}
}

func TestSample_CloseWhileHistoryIsRead(t *testing.T) {
	a := start(t, t.TempDir(), inBrowser)
	events, stop := a.Events.Subscribe()
	defer stop()
	if err := a.Sample.Open(t.Context()); err != nil {
		t.Fatal(err)
	}
	next(t, events, app.EventRunStarted)
	if err := a.Sample.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	session, err := a.Session(t.Context(), "")
	if err != nil || session.Sample {
		t.Errorf("the session is %+v (%v)", session, err)
	}
}

func waitForHistory(t *testing.T, events <-chan app.Event) {
	t.Helper()
	for {
		event := next(t, events, app.EventSampleProgress)
		if event.Progress.Done == event.Progress.Total {
			return
		}
	}
}
