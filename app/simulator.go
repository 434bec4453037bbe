package app

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"strings"
	"time"

	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// maxOffer bounds what a simulator may answer with; its offer takes about a kilobyte.
const maxOffer = 1 << 20

// ConnectSandbox stores a connection to each vendor that the simulator at a loopback address offers. Those that exist
// already are pointed to where it answers now.
func (c *Connections) ConnectSandbox(ctx context.Context, address string) ([]ConnectionRow, error) {
	ws, err := c.app.current()
	if err != nil {
		return nil, err
	}
	offered, err := offeredBy(ctx, address)
	if err != nil {
		return nil, err
	}
	connections, err := ws.connectSandbox(ctx, offered)
	if err != nil {
		return nil, err
	}
	rows := make([]ConnectionRow, 0, len(connections))
	for _, conn := range connections {
		row, err := ws.connectionRow(ctx, conn)
		if err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	c.app.tell(ws, Event{Type: EventConnectionChanged})
	return rows, nil
}

// offeredBy asks a simulator on this machine for its connections.
func offeredBy(ctx context.Context, address string) ([]sandbox.Connection, error) {
	refused := func(err error) error {
		return &domain.Error{
			Code: domain.CodeUnavailable, Key: "sandbox_missing", Params: map[string]string{"url": address}, Err: err,
		}
	}
	if !isLoopback(address) || !sandbox.Answers(ctx, address) {
		return nil, refused(nil)
	}
	ctx, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(address, "/")+"/sandbox/connections", nil)
	if err != nil {
		return nil, refused(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, refused(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var offered []sandbox.Connection
	if err := json.NewDecoder(http.MaxBytesReader(nil, resp.Body, maxOffer)).Decode(&offered); err != nil {
		return nil, refused(err)
	}
	return offered, nil
}

// connectSandbox stores what a simulator offers, one connection per vendor and name.
func (w *workspace) connectSandbox(ctx context.Context, offered []sandbox.Connection) ([]domain.Connection, error) {
	existing, err := w.store.FindConnections(ctx)
	if err != nil {
		return nil, err
	}
	byName := map[string]domain.Connection{}
	for _, conn := range existing {
		byName[conn.Name] = conn
	}
	stored := make([]domain.Connection, 0, len(offered))
	for _, offer := range offered {
		conn, known := byName[offer.Name]
		if known && (!conn.Sandbox || conn.Vendor != domain.Vendor(offer.Vendor)) {
			return nil, domain.NewError(domain.CodeConflict, "connection_name_taken")
		}
		if conn, err = w.saveOffer(ctx, conn, offer); err != nil {
			return nil, err
		}
		stored = append(stored, conn)
	}
	return stored, nil
}

// saveOffer creates the connection, or changes the one that has an ID.
func (w *workspace) saveOffer(ctx context.Context, conn domain.Connection, offer sandbox.Connection) (domain.Connection, error) {
	spec, err := specOf(domain.Vendor(offer.Vendor))
	if err != nil {
		return conn, err
	}
	conn.Vendor, conn.Name, conn.Sandbox = spec.Vendor, offer.Name, true
	conn.Fields, conn.UpdatedAt = spec.Defaults(unpaced(offer.Fields)), w.now()
	if err := w.checkCompany(ctx, conn); err != nil {
		return conn, err
	}
	if conn.ID == 0 {
		conn.CreatedAt = w.now()
		return w.create(ctx, conn, offer.Secrets)
	}
	sealed, err := w.vault.seal(ctx, conn.ID, offer.Secrets)
	if err != nil {
		return conn, err
	}
	return conn, w.store.UpdateConnection(ctx, conn, sealed)
}

// unpaced takes the pace kept towards a real vendor off a simulated one.
func unpaced(fields map[string]string) map[string]string {
	fields = maps.Clone(fields)
	fields[connector.FieldRequestsPerMinute] = "0"
	return fields
}
