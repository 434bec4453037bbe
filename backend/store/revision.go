package store

import (
	"context"
	"database/sql"
	"sync"
	"time"
)

// watch is a connection that only looks whether others have written to the file.
type watch struct {
	mu   sync.Mutex
	conn *sql.Conn
}

// Revision gives a number that changes whenever anything was written to the file, by this Store or by others. Numbers are
// compared with those of the same Store only.
func (s *Store) Revision(ctx context.Context) (int64, error) {
	w := &s.watching
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		conn, err := s.reader.Conn(ctx)
		if err != nil {
			return 0, wrap("look at the data file", err)
		}
		w.conn = conn
	}
	// SQLite counts for each connection what all others have committed. One that breaks is not replaced: another one would
	// count from somewhere else. For the same reason it is never interrupted.
	var revision int64
	err := w.conn.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA data_version").Scan(&revision)
	return revision, wrap("look at the data file", err)
}

func (w *watch) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.conn == nil {
		return nil
	}
	err := w.conn.Close()
	w.conn = nil
	return err
}

// NextCancelUntil gives the next moment from now on until which a subscription can be cancelled: nothing about decisions
// changes before it has passed, but by days. It is zero where there is none.
func (s *Store) NextCancelUntil(ctx context.Context, now time.Time) (time.Time, error) {
	var next *time.Time
	row := s.reader.QueryRowContext(ctx, "SELECT MIN(cancel_until) FROM subscriptions WHERE runs = 1 AND cancel_until IS NOT NULL AND cancel_until >= ?", timeText(now))
	if err := row.Scan(intoOptionalTime{&next}); err != nil || next == nil {
		return time.Time{}, wrap("find the next moment to cancel", err)
	}
	return *next, nil
}
