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
	"text/template"

	"tenantry/backend/store"
)

// Reports computes figures over one data file.
type Reports struct{ db *sql.DB }

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
