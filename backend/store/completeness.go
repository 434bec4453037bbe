package store

import (
	"context"
	"database/sql"
	"time"

	"tenantry/backend/domain"
)

// CompletenessFilter selects datasets; zero fields select all.
type CompletenessFilter struct {
	ConnectionID int64
	Scope        domain.Scope // data sets of its customers, and those that are read whole of connections that list one of them
}

// readState counts the records of one dataset that ended alike.
type readState struct {
	domain.Completeness
	errorKey string
	count    int
	good     int // that were read well at least once
}

// Completeness says for each dataset of each connection how much of it the stored data cover.
func (s *Store) Completeness(ctx context.Context, f CompletenessFilter) ([]domain.Completeness, error) {
	whose := Whose{f.Scope}
	tried := ""
	if whose.Scoped() {
		tried = " AND (record_id <> 0" + whose.OfRecords("record_id") + " OR record_id = 0" + whose.OfConnections("connection_id") + ")"
	}
	args := append(whoseArgs(f.Scope), sql.Named("connection", f.ConnectionID))
	states, err := queryAll(ctx, s.reader, `
SELECT
    k.connection_id,
    co.name,
    co.vendor,
    k.dataset,
    CASE WHEN k.whole THEN 1 ELSE (
        SELECT COUNT(*) FROM records r WHERE r.connection_id = k.connection_id AND r.gone_at IS NULL`+whose.Of("r.customer_id")+`
    ) END,
    k.error_key,
    k.tried,
    k.good,
    k.oldest,
    k.newest
FROM (
    SELECT
        connection_id,
        dataset,
        error_key,
        MIN(record_id) = 0 AS whole,
        COUNT(*) AS tried,
        COUNT(last_ok_at) AS good,
        MIN(last_ok_at) AS oldest,
        MAX(last_ok_at) AS newest
    FROM checkpoints
    WHERE (:connection = 0 OR connection_id = :connection)`+tried+`
    GROUP BY connection_id, dataset, error_key
) AS k
JOIN connections co ON co.id = k.connection_id
ORDER BY co.name, k.connection_id, k.dataset, k.error_key`, args, scanReadState)
	if err != nil {
		return nil, wrap("completeness", err)
	}
	return joinStates(states), nil
}

func scanReadState(row scanner) (readState, error) {
	var r readState
	err := row.Scan(&r.ConnectionID, &r.Connection, &r.Vendor, &r.Dataset, &r.Expected, &r.errorKey, &r.count, &r.good,
		intoOptionalTime{&r.Oldest}, intoOptionalTime{&r.Newest})
	return r, err
}

// joinStates puts the rows of one dataset together. Never counts those that no read has ever gone well of and none has
// failed: they wait for their first try.
func joinStates(states []readState) []domain.Completeness {
	all := []domain.Completeness{}
	for _, state := range states {
		last := len(all) - 1
		if last < 0 || all[last].ConnectionID != state.ConnectionID || all[last].Dataset != state.Dataset {
			state.Failed = []domain.FailureCount{}
			state.Never = state.Expected
			all = append(all, state.Completeness)
			last++
		}
		c := &all[last]
		c.Oldest, c.Newest = earlier(c.Oldest, state.Oldest), later(c.Newest, state.Newest)
		if state.errorKey == "" {
			c.Read += state.good
			c.Never -= state.good
			continue
		}
		c.Failed = append(c.Failed, domain.FailureCount{ErrorKey: state.errorKey, Count: state.count})
		c.Never -= state.count
	}
	for i := range all {
		all[i].Never = max(0, all[i].Never)
	}
	return all
}

func earlier(a, b *time.Time) *time.Time {
	if a == nil || (b != nil && b.Before(*a)) {
		return b
	}
	return a
}

func later(a, b *time.Time) *time.Time {
	if a == nil || (b != nil && b.After(*a)) {
		return b
	}
	return a
}
