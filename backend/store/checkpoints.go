package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"tenantry/backend/domain"
)

// Checkpoint says where one dataset of one record stands.
type Checkpoint struct {
	RecordID    int64 // 0 is a dataset of the whole connection
	Dataset     string
	Cursor      string
	PageHash    string // of the dataset as stored, "" when not known
	FullDue     bool   // no complete read since a full sync was asked for
	Listed      int    // rows of the last complete read, of the kinds that can go
	SampledOn   domain.Date
	LastOKAt    *time.Time
	LastTryAt   time.Time
	ErrorKey    string // of the last try, "" when it went well
	ErrorDetail string
}

// CheckpointKey names a checkpoint within its connection.
type CheckpointKey struct {
	RecordID int64
	Dataset  string
}

const selectCheckpoints = `
SELECT
    record_id,
    dataset,
    cursor,
    page_hash,
    full_due,
    listed,
    sampled_on,
    last_ok_at,
    last_try_at,
    error_key,
    error_detail
FROM checkpoints
WHERE connection_id = ?
`

func scanCheckpoint(row scanner) (Checkpoint, error) {
	var k Checkpoint
	err := row.Scan(&k.RecordID, &k.Dataset, &k.Cursor, &k.PageHash, &k.FullDue, &k.Listed, &k.SampledOn, intoOptionalTime{&k.LastOKAt},
		intoTime{&k.LastTryAt}, &k.ErrorKey, &k.ErrorDetail)
	return k, err
}

// GetCheckpoint gives a dataset's checkpoint; one that was never tried is due in full.
func (s *Store) GetCheckpoint(ctx context.Context, connectionID, recordID int64, dataset string) (Checkpoint, error) {
	k, err := getCheckpoint(ctx, s.reader, connectionID, recordID, dataset)
	return k, wrap("get checkpoint", err)
}

func getCheckpoint(ctx context.Context, q querier, connectionID, recordID int64, dataset string) (Checkpoint, error) {
	k, err := queryOne(ctx, q, selectCheckpoints+"AND record_id = ? AND dataset = ?",
		[]any{connectionID, recordID, dataset}, scanCheckpoint)
	if errors.Is(err, sql.ErrNoRows) {
		return Checkpoint{RecordID: recordID, Dataset: dataset, FullDue: true}, nil
	}
	return k, err
}

// FindCheckpoints gives all checkpoints of a connection.
func (s *Store) FindCheckpoints(ctx context.Context, connectionID int64) (map[CheckpointKey]Checkpoint, error) {
	all, err := queryAll(ctx, s.reader, selectCheckpoints, []any{connectionID}, scanCheckpoint)
	if err != nil {
		return nil, wrap("find checkpoints", err)
	}
	byKey := make(map[CheckpointKey]Checkpoint, len(all))
	for _, k := range all {
		byKey[CheckpointKey{RecordID: k.RecordID, Dataset: k.Dataset}] = k
	}
	return byKey, nil
}

// savePartial keeps the cursor of a page that is not the last. The hash goes when rows changed: they are no longer
// those of the last complete read.
func savePartial(ctx context.Context, t tx, p *PageSave, changed bool) error {
	_, err := t.exec(ctx, `
INSERT INTO checkpoints (connection_id, record_id, dataset, cursor, last_try_at)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (connection_id, record_id, dataset) DO UPDATE SET
    cursor = CASE WHEN ?4 = '' THEN cursor ELSE ?4 END,
    page_hash = CASE WHEN ?6 THEN '' ELSE page_hash END,
    last_try_at = ?5`,
		p.ConnectionID, p.Record.ID, p.Dataset, p.Cursor, timeText(p.At), changed)
	return err
}

// saveComplete stores that a task ended well.
func saveComplete(ctx context.Context, t tx, p *PageSave, sampled domain.Date) error {
	listed, counts := p.Last.Listed()
	_, err := t.exec(ctx, `
INSERT INTO checkpoints (connection_id, record_id, dataset, cursor, page_hash, full_due, sampled_on, subscriptions, pools, listed, last_ok_at, last_try_at)
VALUES (?1, ?2, ?3, ?4, ?5, NOT ?6, ?7, ?8, ?10, ?11, ?9, ?9)
ON CONFLICT (connection_id, record_id, dataset) DO UPDATE SET
    cursor = CASE WHEN ?4 = '' THEN cursor ELSE ?4 END,
    page_hash = ?5,
    full_due = full_due AND NOT ?6,
    sampled_on = ?7,
    subscriptions = subscriptions OR ?8,
    pools = pools OR ?10,
    listed = CASE WHEN ?12 THEN ?11 ELSE listed END,
    last_ok_at = ?9,
    last_try_at = ?9,
    error_key = '',
    error_detail = '',
    no_access = 0`,
		p.ConnectionID, p.Record.ID, p.Dataset, p.Cursor, p.Hash, p.Last.Complete, string(sampled),
		p.Last.Complete && p.Last.Lists[domain.KindSubscriptions], timeText(p.At), p.Last.Complete && p.Last.Lists[domain.KindPools],
		listed, counts)
	return err
}

// saveFailure stores why a task failed; what was read before stays known.
func saveFailure(ctx context.Context, t tx, f *TaskFail) error {
	_, err := t.exec(ctx, `
INSERT INTO checkpoints (connection_id, record_id, dataset, last_try_at, error_key, error_detail, no_access)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (connection_id, record_id, dataset) DO UPDATE SET
    last_try_at = ?4,
    error_key = ?5,
    error_detail = ?6,
    no_access = CASE WHEN ?8 THEN no_access ELSE ?7 END`,
		f.ConnectionID, f.Record.ID, f.Task.Dataset, timeText(f.Task.EndedAt), f.Task.ErrorKey, f.Task.ErrorDetail,
		f.refused(), f.Task.State == domain.TaskDeferred)
	return err
}

// ForgetOtherDatasets deletes what is known of reading datasets that the connection reads no longer, for instance because
// the user switched them off: their failures and their age say nothing about what is read. Their rows stay.
func (s *Store) ForgetOtherDatasets(ctx context.Context, connectionID int64, names []string) error {
	list, err := json.Marshal(names)
	if err != nil {
		return wrap("forget datasets", err)
	}
	return s.write(ctx, "forget datasets", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx, "DELETE FROM checkpoints WHERE connection_id = ? AND dataset NOT IN (SELECT value FROM json_each(?))",
			connectionID, string(list))
		return err
	})
}

// refreshNoAccess renews the reason that a record cannot be read from its checkpoints and reports whether it changed.
func refreshNoAccess(ctx context.Context, t tx, connectionID, recordID int64) (bool, error) {
	n, err := t.exec(ctx, `
UPDATE records
SET no_access = n.error_key
FROM (
    SELECT COALESCE((
        SELECT error_key
        FROM checkpoints
        WHERE connection_id = ?1 AND record_id = ?2 AND no_access = 1
        ORDER BY dataset
        LIMIT 1), '') AS error_key
) AS n
WHERE id = ?2 AND no_access <> n.error_key`,
		connectionID, recordID)
	return n > 0, err
}
