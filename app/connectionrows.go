package app

import (
	"context"
	"maps"
	"slices"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
)

// List gives all connections, by name.
func (c *Connections) List(ctx context.Context) ([]ConnectionRow, error) {
	ws, err := c.app.current()
	if err != nil {
		return nil, err
	}
	connections, err := ws.store.FindConnections(ctx)
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
	return rows, nil
}

// Get gives one connection.
func (c *Connections) Get(ctx context.Context, id int64) (ConnectionRow, error) {
	ws, err := c.app.current()
	if err != nil {
		return ConnectionRow{}, err
	}
	conn, err := ws.store.GetConnection(ctx, id)
	if err != nil {
		return ConnectionRow{}, err
	}
	return ws.connectionRow(ctx, conn)
}

// connectionRow adds to a connection how its syncs went.
func (w *workspace) connectionRow(ctx context.Context, conn domain.Connection) (ConnectionRow, error) {
	row := ConnectionRow{Connection: conn}
	runs, _, err := w.store.FindRuns(ctx, store.RunFilter{ConnectionID: conn.ID, Limit: 1})
	if err != nil {
		return row, err
	}
	if len(runs) > 0 {
		row.LastRun = &runs[0]
	}
	if row.Records, err = w.store.CountRecords(ctx, conn.ID); err != nil {
		return row, err
	}
	coverage, err := w.store.Completeness(ctx, store.CompletenessFilter{ConnectionID: conn.ID})
	if err != nil {
		return row, err
	}
	for _, dataset := range coverage {
		failed := 0
		for _, f := range dataset.Failed {
			failed += f.Count
		}
		row.FailedRecords = max(row.FailedRecords, failed)
	}
	secrets, err := w.store.FindSecrets(ctx, conn.ID)
	if err != nil {
		return row, err
	}
	delete(secrets, keptToken)
	row.Secrets = slices.Sorted(maps.Keys(secrets))
	row.NextSync, err = w.nextSync(ctx, conn)
	return row, err
}

// nextSync is when a schedule reads the connection next, nil when none does.
func (w *workspace) nextSync(ctx context.Context, conn domain.Connection) (*time.Time, error) {
	if conn.State == domain.ConnectionPaused || conn.State == domain.ConnectionFile {
		return nil, nil
	}
	schedules, err := w.store.FindSchedules(ctx)
	if err != nil {
		return nil, err
	}
	var next *time.Time
	for _, s := range schedules {
		if s.Job != jobSync || s.Paused || s.NextAt == nil || s.ConnectionID != nil && *s.ConnectionID != conn.ID {
			continue
		}
		if next == nil || s.NextAt.Before(*next) {
			next = s.NextAt
		}
	}
	return next, nil
}
