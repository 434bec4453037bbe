// Package store keeps everything Tenantry knows in one SQLite file: one file here per kind of row, one exported
// method per use case, each in a transaction of its own. Figures over many rows live in package report.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

// Store is an open data file. Its methods are safe for concurrent use.
type Store struct {
	path     string
	reader   *sql.DB
	writer   *writer
	watching watch
}

const (
	writerPragmas = "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)" +
		"&_pragma=foreign_keys(ON)&_pragma=cache_size(-16000)&_txlock=immediate"
	readerPragmas = "?_pragma=busy_timeout(10000)&_pragma=query_only(1)&_pragma=cache_size(-16000)" +
		"&_pragma=temp_store(MEMORY)"
)

// Open opens the data file at path and creates it where there is none, in a folder only the user can read. Pending
// migrations run after a backup; of several processes that open it at once, one runs them. A file of a newer program is refused with the key "database_newer".
func Open(ctx context.Context, path string) (*Store, error) {
	return open(ctx, path, embeddedMigrations())
}

func open(ctx context.Context, path string, migrations migrationSet) (*Store, error) {
	if err := createFile(path); err != nil {
		return nil, wrap("open database", err)
	}
	unlock, err := lockOpening(ctx, path)
	if err != nil {
		return nil, wrap("lock database", err)
	}
	s, err := openLocked(ctx, path, migrations)
	return s, errors.Join(err, unlock())
}

func openLocked(ctx context.Context, path string, migrations migrationSet) (*Store, error) {
	s, err := openPools(ctx, path)
	if err != nil {
		return nil, wrap("open database", err)
	}
	if err := s.migrate(ctx, migrations); err != nil {
		return nil, errors.Join(wrap("open database", err), s.Close())
	}
	return s, nil
}

func openPools(ctx context.Context, path string) (*Store, error) {
	if err := errors.Join(sqlFold(), sqlMonths()); err != nil {
		return nil, err
	}
	writing, err := sql.Open("sqlite", dsn(path, writerPragmas))
	if err != nil {
		return nil, err
	}
	writing.SetMaxOpenConns(1)
	w, err := newWriter(ctx, writing)
	if err != nil {
		return nil, errors.Join(err, writing.Close())
	}
	reading, err := sql.Open("sqlite", dsn(path, readerPragmas))
	if err != nil {
		return nil, errors.Join(err, w.close())
	}
	readers := max(4, runtime.NumCPU())
	reading.SetMaxOpenConns(readers + 1) // one only watches
	reading.SetMaxIdleConns(readers + 1)
	return &Store{path: path, reader: reading, writer: w}, nil
}

// createFile makes the folder (0700) and the file (0600) where they are missing and takes others' access to the file
// away. The folder of an existing file is left as it is: it may be shared on purpose.
func createFile(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritable(path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return unwritable(path, err)
	}
	if err := f.Close(); err != nil {
		return unwritable(path, err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return unwritable(path, err)
	}
	return nil
}

// dsn names path so that characters with a meaning in a URI ("?", "#", "%") stay part of it.
func dsn(path, pragmas string) string {
	return "file:" + (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath() + pragmas
}

// Close waits for a running write and closes the file. Further calls do nothing.
func (s *Store) Close() error {
	return errors.Join(s.watching.close(), s.writer.close(), s.reader.Close())
}

// Reader gives the read-only connections, for reports.
func (s *Store) Reader() *sql.DB { return s.reader }

// Path gives the data file.
func (s *Store) Path() string { return s.path }

// DataVersion gives a number that changes when another process has written to the file; writes of this Store leave it.
func (s *Store) DataVersion(ctx context.Context) (int64, error) {
	if err := s.writer.acquire(ctx); err != nil {
		return 0, wrap("data version", err)
	}
	defer s.writer.release()
	var version int64
	err := s.writer.conn.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	return version, wrap("data version", err)
}

// Check reads the whole file and reports damage as an error with the key "database_corrupt".
func (s *Store) Check(ctx context.Context) error {
	findings, err := queryAll(ctx, s.reader, "PRAGMA integrity_check(20)", nil, scanOne[string])
	if err != nil {
		return wrap("check database", err)
	}
	if len(findings) == 1 && findings[0] == "ok" {
		broken, err := queryAll(ctx, s.reader, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 20", nil, scanOne[string])
		if err != nil || len(broken) == 0 {
			return wrap("check database", err)
		}
		findings = broken
	}
	return wrap("check database", corrupt(fmt.Errorf("%d findings, the first: %q", len(findings), findings)))
}
