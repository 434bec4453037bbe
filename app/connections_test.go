package app_test

import (
	"slices"
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
