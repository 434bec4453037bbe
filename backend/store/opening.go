package store

import (
	"context"
	"database/sql"
	"errors"
)

// lockPragmas let a process wait for another one's migration, backup included.
const lockPragmas = "?_pragma=busy_timeout(60000)&_txlock=exclusive"

// lockOpening claims the opening of the data file at path, which is where its journal mode and its tables change, and
// waits while another process does the same. The function it gives ends the claim; the end of the process does, too.
// SQLite's own lock on an empty file beside it works on every system. That file stays: removing it would let two in.
func lockOpening(ctx context.Context, path string) (func() error, error) {
	path += ".lock"
	if err := createFile(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dsn(path, lockPragmas))
	if err != nil {
		return nil, err
	}
	claim, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return func() error { return errors.Join(claim.Rollback(), db.Close()) }, nil
}
