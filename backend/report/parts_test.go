package report

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"sync"
	"testing"

	_ "modernc.org/sqlite"
)

// numbered gives a file with one number, and a pool that reads it.
func numbered(t *testing.T) (writer *sql.DB, r *Reports) {
	t.Helper()
	path := "file:" + filepath.Join(t.TempDir(), "numbered.db")
	open := func(pragmas string) *sql.DB {
		db, err := sql.Open("sqlite", path+pragmas)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
		return db
	}
	writer = open("?_pragma=journal_mode(WAL)&_pragma=synchronous(OFF)&_pragma=busy_timeout(10000)")
	writer.SetMaxOpenConns(1)
	if _, err := writer.ExecContext(t.Context(), "CREATE TABLE numbers (n INTEGER); INSERT INTO numbers VALUES (0)"); err != nil {
		t.Fatal(err)
	}
	reader := open("?_pragma=query_only(1)&_pragma=busy_timeout(10000)")
	reader.SetMaxOpenConns(4)
	return writer, New(reader)
}

func TestReadParts_SeeOneStateWhileTheFileIsWrittenTo(t *testing.T) {
	t.Parallel()
	writer, r := numbered(t)
	ctx, stop := context.WithCancel(t.Context())
	var group sync.WaitGroup
	group.Go(func() {
		for ctx.Err() == nil {
			if _, err := writer.ExecContext(ctx, "UPDATE numbers SET n = n + 1"); err != nil && ctx.Err() == nil {
				t.Error(err)
				return
			}
		}
	})
	// Several reports at once, of which one at a time reads over two connections.
	var readers sync.WaitGroup
	for range 6 {
		readers.Go(func() {
			for range 200 {
				var seen [8]int
				parts := make([]func(*sql.Tx) error, len(seen))
				for i := range parts {
					parts[i] = func(tx *sql.Tx) error { return tx.QueryRowContext(ctx, "SELECT n FROM numbers").Scan(&seen[i]) }
				}
				if err := r.readParts(ctx, "count", parts...); err != nil {
					t.Error(err)
					return
				}
				for _, n := range seen {
					if n != seen[0] {
						t.Errorf("parts of one report saw %v", seen)
						return
					}
				}
			}
		})
	}
	readers.Wait()
	stop()
	group.Wait()
}

func TestReadParts_RunEachOnceAndTellWhatFailed(t *testing.T) {
	t.Parallel()
	_, r := numbered(t)
	broken := errors.New("broken")
	var ran [9]int
	var both sync.WaitGroup // the first two parts wait for each other, which only works side by side
	both.Add(2)
	parts := make([]func(*sql.Tx) error, len(ran))
	for i := range parts {
		parts[i] = func(*sql.Tx) error {
			ran[i]++
			if i < 2 {
				both.Done()
				both.Wait()
			}
			return nil
		}
	}
	if err := r.readParts(t.Context(), "count", parts...); err != nil {
		t.Fatal(err)
	}
	if ran != [9]int{1, 1, 1, 1, 1, 1, 1, 1, 1} {
		t.Errorf("parts ran %v times", ran)
	}
	err := r.readParts(t.Context(), "count", func(*sql.Tx) error { return nil }, func(*sql.Tx) error { return broken })
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	// What failed gave its connections back.
	if n := r.db.Stats().InUse; n != 0 {
		t.Errorf("%d connections are still in use", n)
	}
}
