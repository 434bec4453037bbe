package syncer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
	"tenantry/backend/store"
	"tenantry/backend/store/storetest"
)

// victim is what the process to be killed is told, as JSON in its environment.
type victim struct {
	Database    string
	Connections []sandbox.Connection
	Now         time.Time
}

const victimVariable = "TENANTRY_TEST_VICTIM"

// TestMain lets this test program be the process that TestKill kills.
func TestMain(m *testing.M) {
	text := os.Getenv(victimVariable)
	if text == "" {
		os.Exit(m.Run())
	}
	var v victim
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	os.Exit(v.sync())
}

// sync is what the killed process does: a full sync of all connections, with nothing to clean up after it.
func (v victim) sync() int {
	var tb ownTB
	db, err := store.Open(context.Background(), v.Database)
	if err != nil {
		tb.Fatal(err)
	}
	r := &rig{tb: tb, log: &lines{}, now: v.Now}
	r.connect(db, v.Connections)
	for _, run := range r.sync(true) {
		if run.State != domain.RunDone {
			tb.Fatal(run)
		}
	}
	return 0
}

// ownTB stands for a test in a process that is none.
type ownTB struct{ testing.TB }

func (ownTB) Helper()        {}
func (ownTB) Cleanup(func()) {}
func (ownTB) Fatal(args ...any) {
	fmt.Fprintln(os.Stderr, args...)
	os.Exit(1)
}

// TestKill_AtAnyMomentTheNextSyncMakesItWhole kills a syncing process and compares what the next sync makes of its
// data file with that of an undisturbed one. Half of the files are new, half hold the portfolio of two months before.
func TestKill_AtAnyMomentTheNextSyncMakesItWhole(t *testing.T) {
	times := 50
	if testing.Short() {
		times = 3
	}
	if storetest.Race {
		t.Skip("the race detector sees nothing of a process that is killed")
	}
	box := sandbox.New(sandbox.Options{Customers: 6, AsOf: asOf, AllAccessible: true, Blancco: -1})
	server := httptest.NewServer(box.Handler())
	t.Cleanup(server.Close)
	k := &killing{TB: t, box: box, url: server.URL, old: filepath.Join(t.TempDir(), "old.db")}
	k.prepare()

	var want [2]string
	var took [2]time.Duration
	for kind := range want {
		path := k.database(kind)
		began := time.Now()
		if out, err := k.victim(path).CombinedOutput(); err != nil {
			t.Fatalf("undisturbed: %v\n%s", err, out)
		}
		took[kind] = time.Since(began)
		want[kind] = k.recover(path)
	}
	dice := rand.New(rand.NewPCG(1, uint64(times)))
	died := 0
	for i := range times {
		kind := i % 2
		path := k.database(kind)
		after := time.Duration(dice.Int64N(int64(took[kind])))
		if k.kill(path, after) {
			died++
		}
		if got := k.recover(path); got != want[kind] {
			t.Fatalf("killed after %s: the content differs from an undisturbed sync's\ngot:\n%.2000s\nwant:\n%.2000s", after, got, want[kind])
		}
	}
	t.Logf("%d of %d processes were killed before their end (an undisturbed one took %v)", died, times, took)
	if died < times/2 {
		t.Errorf("only %d of %d processes were killed before their end", died, times)
	}
}

type killing struct {
	testing.TB
	box    *sandbox.Sandbox
	url    string
	old    string
	number int
}

// prepare makes the data file of two months before.
func (k *killing) prepare() {
	k.Helper()
	before := asOf.AddDate(0, -2, 0)
	k.box.SetAsOf(before)
	db := k.open(k.old)
	r := &rig{tb: k, log: &lines{}, now: noon(before)}
	r.connect(db, k.box.Connections(k.url))
	r.sync(false)
	if err := r.syncer.Close(); err != nil {
		k.Fatal(err)
	}
	if err := db.Close(); err != nil {
		k.Fatal(err)
	}
	k.box.SetAsOf(asOf)
}

func (k *killing) open(path string) *store.Store {
	k.Helper()
	db, err := store.Open(context.Background(), path)
	if err != nil {
		k.Fatal(err)
	}
	k.Cleanup(func() { _ = db.Close() })
	return db
}

// database gives the path of a new data file (kind 0) or of a copy of the old one (kind 1).
func (k *killing) database(kind int) string {
	k.Helper()
	k.number++
	path := filepath.Join(k.TempDir(), fmt.Sprintf("%d.db", k.number))
	if kind == 0 {
		return path
	}
	content, err := os.ReadFile(k.old)
	if err != nil {
		k.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		k.Fatal(err)
	}
	return path
}

func (k *killing) victim(path string) *exec.Cmd {
	k.Helper()
	text, err := json.Marshal(victim{Database: path, Connections: k.box.Connections(k.url), Now: noon(asOf)})
	if err != nil {
		k.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victimVariable+"="+string(text))
	return cmd
}

// kill starts a sync and kills its process; it reports whether the process was still at work.
func (k *killing) kill(path string, after time.Duration) bool {
	k.Helper()
	cmd := k.victim(path)
	if err := cmd.Start(); err != nil {
		k.Fatal(err)
	}
	<-time.After(after)
	_ = cmd.Process.Kill() // it may have ended already
	return cmd.Wait() != nil
}

// recover opens the file as the next start of the program does, syncs, and gives the content.
func (k *killing) recover(path string) string {
	k.Helper()
	db := k.open(path)
	if err := db.Check(context.Background()); err != nil {
		k.Fatal(err)
	}
	// What a start two minutes later would see.
	if err := db.InterruptStaleRuns(context.Background(), time.Now().Add(3*time.Minute)); err != nil {
		k.Fatal(err)
	}
	r := &rig{tb: k, log: &lines{}, now: noon(asOf)}
	r.connect(db, k.box.Connections(k.url))
	for _, run := range r.sync(false) {
		if run.State != domain.RunDone || run.TasksDone != run.TasksTotal { // nothing is left where all was stored before
			k.Fatalf("after a kill: %+v\n%s", run, r.log)
		}
	}
	if n := r.count("SELECT count(*) FROM sync_runs WHERE state = 'running'"); n != 0 {
		k.Fatalf("%d runs are running for ever", n)
	}
	content := r.content()
	if err := db.Close(); err != nil {
		k.Fatal(err)
	}
	return content
}
