package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"tenantry/backend/domain"
)

// ErrRows says that rows cannot be stored for what they hold. The file is fine, and so are other rows.
var ErrRows = errors.New("rows that cannot be stored")

// wrap says what was attempted and turns SQLite's complaints that a user can act on into domain errors.
func wrap(op string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", op, classify(err))
}

// classify leaves errors that carry a code as they are.
func classify(err error) error {
	var known *domain.Error
	if errors.As(err, &known) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	if errors.Is(err, sql.ErrNoRows) {
		return &domain.Error{Code: domain.CodeNotFound, Key: "not_found", Err: err}
	}
	var failed *sqlite.Error
	if !errors.As(err, &failed) {
		return err
	}
	switch failed.Code() {
	case sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_CONSTRAINT_NOTNULL, sqlite3.SQLITE_CONSTRAINT_UNIQUE,
		sqlite3.SQLITE_CONSTRAINT_DATATYPE, sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_MISMATCH:
		return fmt.Errorf("%w: %w", ErrRows, err)
	}
	switch failed.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return diskFull(err)
	case sqlite3.SQLITE_IOERR:
		return classifyIO(failed.Code(), err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH:
		return &domain.Error{Code: domain.CodeUnavailable, Key: "data_folder_unwritable", Err: err}
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return corrupt(err)
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return &domain.Error{Code: domain.CodeUnavailable, Key: "database_busy", Err: err}
	}
	return err
}

// classifyIO sorts I/O errors: growing a file fails for lack of space (also of the files beside the database), reading
// fails because the medium does.
func classifyIO(code int, err error) error {
	switch code {
	case sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_FSYNC, sqlite3.SQLITE_IOERR_DIR_FSYNC,
		sqlite3.SQLITE_IOERR_TRUNCATE, sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP:
		return diskFull(err)
	}
	return corrupt(err)
}

func diskFull(err error) error {
	return &domain.Error{Code: domain.CodeUnavailable, Key: "disk_full", Err: err}
}

func corrupt(err error) error {
	return &domain.Error{Code: domain.CodeUnavailable, Key: "database_corrupt", Err: err}
}

func unwritable(path string, err error) error {
	return &domain.Error{
		Code: domain.CodeUnavailable, Key: "data_folder_unwritable", Params: map[string]string{"path": path}, Err: err,
	}
}

func notFound(kind string, id int64) error {
	return domain.Errorf(domain.CodeNotFound, "not_found", nil, "%s %d", kind, id)
}

// isUnique reports whether a UNIQUE constraint was hit.
func isUnique(err error) bool {
	var failed *sqlite.Error
	return errors.As(err, &failed) && failed.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE
}

// isNoTransaction reports whether SQLite has ended the transaction by itself.
func isNoTransaction(err error) bool {
	return strings.Contains(err.Error(), "no transaction is active")
}
