package store_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// wantKey checks that err is the domain error of the key.
func wantKey(t *testing.T, err error, key string) {
	t.Helper()
	var known *domain.Error
	if !errors.As(err, &known) || known.Key != key {
		t.Fatalf("error %v, want the key %q", err, key)
	}
}

func mustOpen(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func TestOpen_NewFile_IsForTheUserAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data", "tenantry")
	path := filepath.Join(folder, "tenantry.db")
	mustOpen(t, path)
	for name, want := range map[string]fs.FileMode{folder: 0o700, path: 0o600, path + "-wal": 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %o, want %o", name, info.Mode().Perm(), want)
		}
	}
}

func TestOpen_NameWithCharactersOfAURI_OpensThatFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a #1?mode=memory %41 ü.db")
	s := mustOpen(t, path)
	storetest.Connect(t, s, domain.VendorWebex, "Hub")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		t.Fatalf("the file is not there: %v", err)
	}
	if found, err := mustOpen(t, path).FindConnections(context.Background()); err != nil || len(found) != 1 {
		t.Fatalf("%d connections, %v", len(found), err)
	}
}

func TestClose_Twice_IsFineAndEndsAllUse(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "tenantry.db"))
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SetConnectionState(ctx, 1, domain.ConnectionReady); err == nil {
		t.Error("a write after closing went well")
	}
	if _, err := s.FindConnections(ctx); err == nil {
		t.Error("a read after closing went well")
	}
}

// later gives this program's migrations and one more.
func later(t *testing.T, name, content string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{name: {Data: []byte(content)}}
	all, err := fs.Glob(store.Migrations(), "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range all {
		text, err := fs.ReadFile(store.Migrations(), file)
		if err != nil {
			t.Fatal(err)
		}
		files[file] = &fstest.MapFile{Data: text}
	}
	return files
}

func TestOpen_FileOfANewerProgram_IsRefusedUntouched(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	s, err := store.OpenWith(ctx, path, later(t, "9999_later.sql", "-- +goose Up\nCREATE TABLE later (id INTEGER);"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.Open(ctx, path)
	wantKey(t, err, "database_newer")
	after, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(before, after) {
		t.Error("the refused file was changed")
	}
}

func TestOpen_PendingMigration_BacksUpFirst(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	s := mustOpen(t, path)
	storetest.Connect(t, s, domain.VendorWebex, "Hub")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	broken := later(t, "9999_broken.sql", "-- +goose Up\nDELETE FROM connections;\nCREATE TABLE nonsense (;")
	if _, err := store.OpenWith(ctx, path, broken); err == nil {
		t.Fatal("a broken migration went well")
	}
	if found, err := mustOpen(t, path).FindConnections(ctx); err != nil || len(found) != 1 {
		t.Fatalf("after the broken migration: %d connections, %v", len(found), err)
	}
	migrated, err := store.OpenWith(ctx, path, later(t, "9999_good.sql", "-- +goose Up\nDELETE FROM connections;"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = migrated.Close() })
	if found, err := migrated.FindConnections(ctx); err != nil || len(found) != 0 {
		t.Fatalf("after the migration: %d connections, %v", len(found), err)
	}
	backup := path + ".before-9999"
	if info, err := os.Stat(backup); err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("backup: %v, %v", info, err)
	}
	if found, err := mustOpen(t, backup).FindConnections(ctx); err != nil || len(found) != 1 {
		t.Fatalf("in the backup: %d connections, %v", len(found), err)
	}
}

func TestOpen_FileThatIsNoDatabase_IsRefusedUntouched(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tenantry.db")
	text := strings.Repeat("This is a letter, not a database. ", 200)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := store.Open(context.Background(), path)
	wantKey(t, err, "database_corrupt")
	if after, err := os.ReadFile(path); err != nil || string(after) != text {
		t.Errorf("the file was changed (%v)", err)
	}
}

func TestOpen_FolderThatCannotBeWritten_SaysSo(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"the folder is a file":    filepath.Join(file, "tenantry.db"),
		"the file is a folder":    t.TempDir(),
		"a folder nobody can use": "/proc/tenantry/tenantry.db",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.Open(context.Background(), path)
			wantKey(t, err, "data_folder_unwritable")
		})
	}
}

func TestSavePage_DiskFull_SaysSoAndKeepsWhatWasStored(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	c := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	run := storetest.Begin(t, s, c, storetest.Now)
	records := storetest.Records(t, s, c, storetest.Now, "Small", "Large")
	storetest.Save(t, s, storetest.Read(run, records[0], storetest.Now, []domain.Pool{storetest.Pool("A", domain.FamilyMeetings, 5, 3)}, nil))
	before := storetest.ReadRows(t, s)
	if err := s.Exec(ctx, "PRAGMA max_page_count = 1"); err != nil { // SQLite raises this to the pages in use
		t.Fatal(err)
	}
	var pools []domain.Pool
	for range 2000 {
		pools = append(pools, storetest.Pool(strings.Repeat("x", 100)+time.Duration(len(pools)).String(), domain.FamilyMeetings, 5, 3))
	}
	_, err := s.SavePage(ctx, storetest.Read(run, records[1], storetest.Now, pools, nil))
	wantKey(t, err, "disk_full")
	compare(t, "rows after a full disk", storetest.ReadRows(t, s), before)
	if err := s.Exec(ctx, "PRAGMA max_page_count = 1000000"); err != nil {
		t.Fatal(err)
	}
	if n := storetest.Save(t, s, storetest.Read(run, records[1], storetest.Now, pools, nil)); n != len(pools) {
		t.Errorf("with space again %d rows were written, want %d", n, len(pools))
	}
	if err := s.Check(ctx); err != nil {
		t.Error(err)
	}
}

func TestStore_FileTakenAwayByAnotherWriter_IsBusy(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	s, other := mustOpen(t, path), mustOpen(t, path)
	c := storetest.Connect(t, s, domain.VendorWebex, "Hub")
	if err := s.Exec(ctx, "PRAGMA busy_timeout = 20"); err != nil {
		t.Fatal(err)
	}
	if err := other.Exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		t.Fatal(err)
	}
	wantKey(t, s.SetConnectionState(ctx, c.ID, domain.ConnectionReady), "database_busy")
	if err := other.Exec(ctx, "ROLLBACK"); err != nil {
		t.Fatal(err)
	}
	if err := s.SetConnectionState(ctx, c.ID, domain.ConnectionReady); err != nil {
		t.Error(err)
	}
}

func TestCheck_DamagedFile_IsReported(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	s := mustOpen(t, path)
	c := storetest.Connect(t, s, domain.VendorMicrosoft, "Graph")
	var names []string
	for range 500 {
		names = append(names, strings.Repeat("Customer ", 5)+time.Duration(len(names)).String())
	}
	storetest.Records(t, s, c, storetest.Now, names...)
	if err := s.Check(ctx); err != nil {
		t.Fatalf("before the damage: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := bytes.LastIndex(content, []byte(names[250])) / 4096 * 4096
	copy(content[page:], bytes.Repeat([]byte{0xA5}, 4096))
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	wantKey(t, mustOpen(t, path).Check(ctx), "database_corrupt")
}

func TestDataVersion_ChangesByOtherProcessesOnly(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "tenantry.db")
	s, other := mustOpen(t, path), mustOpen(t, path)
	version := func() int64 {
		v, err := s.DataVersion(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := version()
	storetest.Connect(t, s, domain.VendorWebex, "Own")
	if version() != first {
		t.Error("an own write changed the version")
	}
	storetest.Connect(t, other, domain.VendorWebex, "Other")
	if version() == first {
		t.Error("another's write did not change the version")
	}
}

func TestWrite_CancelledWhileWaiting_WritesNothing(t *testing.T) {
	s := storetest.Open(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.CreateConnection(ctx, domain.Connection{Vendor: domain.VendorWebex, Name: "Hub"}, nil)
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if found, findErr := s.FindConnections(context.Background()); findErr != nil || (len(found) == 1) != (err == nil) {
		t.Errorf("%d connections after %v (%v)", len(found), err, findErr)
	}
}

func TestReader_CannotWrite(t *testing.T) {
	s := storetest.Open(t)
	if _, err := s.Reader().ExecContext(context.Background(), "DELETE FROM settings"); err == nil {
		t.Error("the readers can write")
	}
}
