package app_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

func TestConnections_NewAddressWantsTheSecretsAnew(t *testing.T) {
	_, url := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	connections, err := a.Connections.ConnectSandbox(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(connections, func(c app.ConnectionRow) bool { return c.Vendor == domain.VendorMicrosoft })
	conn := connections[i]
	if !slices.Contains(conn.Secrets, "client_secret") {
		t.Fatalf("the simulator's connection has the secrets %v only", conn.Secrets)
	}
	moved := app.ConnectionInput{Name: conn.Name, Fields: conn.Fields}
	moved.Fields["graph_url"] = "https://graph.elsewhere.example/v1.0"
	_, err = a.Connections.Update(t.Context(), conn.ID, moved)
	requireKey(t, err, "field_required")

	moved.Fields["graph_url"] = url + "/elsewhere"
	moved.Secrets = map[string]string{"refresh_token": "typed in for the new address"}
	row, err := a.Connections.Update(t.Context(), conn.ID, moved)
	if err == nil && !slices.Equal(row.Secrets, []string{"refresh_token"}) {
		t.Errorf("the new address gets the secrets %v, want only what was typed in for it", row.Secrets)
	}
	if err != nil {
		requireKey(t, err, "sample_beside_real")
	}
}

func TestConnections_RunsShareOneAccessToken(t *testing.T) {
	simulator, url := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	folder := t.TempDir()
	signIns := func() int {
		n := 0
		for _, r := range simulator.Requests() {
			if strings.HasSuffix(r.Path, "/access_token") {
				n++
			}
		}
		return n
	}
	a := start(t, folder, nil)
	connectAndSync(t, a, url)
	connections, err := a.Connections.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, conn := range connections {
		if want := []string{"client_secret", "refresh_token"}; !slices.Equal(conn.Secrets, want) {
			t.Errorf("%s shows the secrets %v, want %v", conn.Name, conn.Secrets, want)
		}
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	first := signIns()
	b := start(t, folder, nil)
	started, err := b.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range started.Runs {
		if ended, err := b.Sync.Wait(t.Context(), run.ID); err != nil || ended.State != domain.RunDone {
			t.Errorf("%s ended %s (%v)", run.Connection, ended.State, err)
		}
	}
	if n := signIns(); first != 1 || n != first {
		t.Errorf("Webex issued %d access tokens for two runs, %d of them in the second", n, n-first)
	}
	i := slices.IndexFunc(connections, func(c app.ConnectionRow) bool { return c.Vendor == domain.VendorWebex })
	webex := connections[i]
	result, err := b.Connections.Check(t.Context(), app.CheckInput{ID: webex.ID, Vendor: webex.Vendor, Fields: webex.Fields})
	if err != nil || !result.OK || signIns() != first+1 {
		t.Errorf("trying the connection out gave %+v (%v) and signed in %d times, want once", result, err, signIns()-first)
	}
}

func TestWait_GivingUpOnARunThatHasEnded_StillTellsHow(t *testing.T) {
	_, url := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	connectAndSync(t, a, url)
	gaveUp, stop := context.WithCancel(t.Context())
	stop()
	run, err := a.Sync.Wait(gaveUp, 1)
	if err != nil || run.State != domain.RunDone {
		t.Errorf("run 1 is %q (%v), want it done", run.State, err)
	}
}
