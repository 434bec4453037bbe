// Package report computes the figures of the dashboard and the rows of the exports from the stored rows. It only reads:
// a report is a .sql file beside the function that runs it. Which rows a figure counts is decided in package store, where
// lists filter by the same conditions.
package report

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"text/template"

	"golang.org/x/sync/errgroup"

	"tenantry/backend/store"
)

// Reports computes figures over one data file.
type Reports struct {
	db *sql.DB
	// together is held while a report reads over two connections, so that reports never wait for each other's second one.
	together sync.Mutex
}

// New makes reports on a pool of read-only connections, as store.Reader gives.
func New(reader *sql.DB) *Reports { return &Reports{db: reader} }

//go:embed *.sql
var files embed.FS

// queries are the .sql files. What stands in double braces is a condition of store.Figures.
var queries = template.Must(template.New("").ParseFS(files, "*.sql"))

// read runs do in one read transaction, so that all it reads belongs to one state of the file.
func (r *Reports) read(ctx context.Context, op string, do func(*sql.Tx) error) error {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	err = do(tx)
	if end := tx.Rollback(); end != nil && !errors.Is(end, sql.ErrTxDone) {
		err = errors.Join(err, end)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// readParts runs parts that do not depend on each other over one state of the file, two at a time where the file was not
// written to in between: by far the most of a report's time is spent in SQLite, which keeps one core busy. What takes
// longest should stand first.
func (r *Reports) readParts(ctx context.Context, op string, parts ...func(*sql.Tx) error) error {
	left := make(chan func(*sql.Tx) error, len(parts))
	for _, part := range parts {
		left <- part
	}
	close(left)
	return r.read(ctx, op, func(tx *sql.Tx) error {
		if !r.together.TryLock() {
			return runParts(tx, left)
		}
		defer r.together.Unlock()
		return r.beside(ctx, tx, func(other *sql.Tx) error {
			if other == nil {
				return runParts(tx, left)
			}
			var group errgroup.Group
			group.Go(func() error { return runParts(other, left) })
			return errors.Join(runParts(tx, left), group.Wait())
		})
	})
}

// partsOf makes a part of each function that fills some fields of a report, no two of them the same; on gives the
// computation in the part's transaction.
func partsOf[C, R any](ctx context.Context, on func(*sql.Tx) C, to *R, fill ...func(C, context.Context, *R) error) []func(*sql.Tx) error {
	parts := make([]func(*sql.Tx) error, 0, len(fill))
	for _, each := range fill {
		parts = append(parts, func(tx *sql.Tx) error { return each(on(tx), ctx, to) })
	}
	return parts
}

// beside hands do a second transaction that sees the same state as tx, or nil where the file was written to meanwhile.
func (r *Reports) beside(ctx context.Context, tx *sql.Tx, do func(*sql.Tx) error) error {
	conn, err := r.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	// A connection's data version changes when it sees that another one has committed. If it is the same before tx begins to
	// read and after the other one has, then nothing was committed between their beginnings.
	before, err := dataVersion(ctx, conn)
	if err != nil {
		return err
	}
	if _, err := dataVersion(ctx, tx); err != nil {
		return err
	}
	other, err := conn.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = other.Rollback() }()
	after, err := dataVersion(ctx, other)
	if err != nil {
		return err
	}
	if before != after {
		return do(nil)
	}
	return do(other)
}

// dataVersion begins the reading of a transaction, too: SQLite does not with BEGIN alone.
func dataVersion(ctx context.Context, q interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
},
) (version int64, err error) {
	err = q.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	return version, err
}

func runParts(tx *sql.Tx, parts <-chan func(*sql.Tx) error) error {
	for part := range parts {
		if err := part(tx); err != nil {
			return err
		}
	}
	return nil
}

// statement is a .sql file, with what fills its double braces and the values that it names.
type statement struct {
	file    string
	figures *store.Figures
	data    any
	args    []any
}

func (s statement) text() (string, error) {
	var text strings.Builder
	err := queries.ExecuteTemplate(&text, s.file, struct {
		*store.Figures
		Data any
	}{s.figures, s.data})
	return text.String(), err
}

// row runs a statement that gives one row.
func (s statement) row(ctx context.Context, tx *sql.Tx, targets ...any) error {
	text, err := s.text()
	if err != nil {
		return err
	}
	return tx.QueryRowContext(ctx, text, s.args...).Scan(targets...)
}

// each runs a statement and hands its rows to scan.
func (s statement) each(ctx context.Context, tx *sql.Tx, scan func(*sql.Rows) error) error {
	text, err := s.text()
	if err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, text, s.args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }() // what it could report, rows.Err has reported
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
