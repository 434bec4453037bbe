package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// writer is the one connection that writes, with its prepared statements. Its lock makes write transactions queue here
// instead of inside SQLite.
type writer struct {
	db         *sql.DB
	conn       *sql.Conn
	lock       chan struct{}
	statements map[string]*sql.Stmt
	closing    sync.Once
	closeErr   error
}

var errClosed = errors.New("the database is closed")

func newWriter(ctx context.Context, db *sql.DB) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{db: db, conn: conn, lock: make(chan struct{}, 1), statements: map[string]*sql.Stmt{}}
	return w, nil
}

func (w *writer) acquire(ctx context.Context) error {
	select {
	case w.lock <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	if w.statements == nil {
		w.release()
		return errClosed
	}
	return nil
}

func (w *writer) release() { <-w.lock }

func (w *writer) close() error {
	w.closing.Do(func() {
		w.lock <- struct{}{}
		defer w.release()
		for _, stmt := range w.statements {
			w.closeErr = errors.Join(w.closeErr, stmt.Close())
		}
		w.statements = nil
		w.closeErr = errors.Join(w.closeErr, w.conn.Close(), w.db.Close())
	})
	return w.closeErr
}

// tx is a running write transaction. Statements are prepared once for the life of the connection.
type tx struct{ w *writer }

// write runs do in one transaction and commits it. Waiting for its turn ends with ctx; once begun, a transaction is
// not cancelled half-way: it is short, and prepared statements must not outlive a rollback behind their back. A panic
// of do rolls back and goes on.
func (s *Store) write(ctx context.Context, op string, do func(context.Context, tx) error) error {
	if err := s.writer.acquire(ctx); err != nil {
		return wrap(op, err)
	}
	defer s.writer.release()
	ctx = context.WithoutCancel(ctx)
	running, err := s.writer.conn.BeginTx(ctx, nil)
	if err != nil {
		return wrap(op, err)
	}
	returned := false
	defer func() {
		if !returned {
			_ = rollback(running) // the panic says more
		}
	}()
	err = do(ctx, tx{w: s.writer})
	returned = true
	if err != nil {
		return wrap(op, errors.Join(err, rollback(running)))
	}
	return wrap(op, running.Commit())
}

// rollback ignores that SQLite may have rolled back already, as it does when the disk is full.
func rollback(running *sql.Tx) error {
	if err := running.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) && !isNoTransaction(err) {
		return err
	}
	return nil
}

func (t tx) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := t.w.statements[query]; ok {
		return stmt, nil
	}
	stmt, err := t.w.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	t.w.statements[query] = stmt
	return stmt, nil
}

// exec runs a statement and gives the number of rows it changed.
func (t tx) exec(ctx context.Context, query string, args ...any) (int, error) {
	stmt, err := t.prepare(ctx, query) //nolint:sqlclosecheck // the writer keeps and closes its statements
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	n, err := result.RowsAffected()
	return int(n), err
}

// execAll runs statements one after another with the same values.
func (t tx) execAll(ctx context.Context, statements []string, args ...any) error {
	for _, statement := range statements {
		if _, err := t.exec(ctx, statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// insert runs an INSERT and gives the new row's id.
func (t tx) insert(ctx context.Context, query string, args ...any) (int64, error) {
	stmt, err := t.prepare(ctx, query) //nolint:sqlclosecheck // the writer keeps and closes its statements
	if err != nil {
		return 0, err
	}
	result, err := stmt.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// QueryContext makes tx a querier.
func (t tx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := t.prepare(ctx, query) //nolint:sqlclosecheck // the writer keeps and closes its statements
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}
