package api_test

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"tenantry/backend/sandbox"
	"tenantry/backend/store/storetest"
)

// portfolios are the seeds of ten sandboxes over which figures are counted again, or of one.
func portfolios() []int64 {
	seeds := []int64{1, 2, 3, 5, 8, 11, 13, 21, 34, 42}
	if fewer() {
		return seeds[:1]
	}
	return seeds
}

// customersRead is how many companies a portfolio has, beside those that are gone.
const customersRead = 25

// portfolio is a data folder into which all simulated vendors were read.
type portfolio struct {
	folder    string
	simulator *sandbox.Sandbox
	vendors   string
}

// made are the portfolios that tests look at. Reading one takes longer than most tests, so that each is read once.
var made = struct {
	folder string              // of all of them
	by     map[int64]portfolio // by seed
}{by: map[int64]portfolio{}}

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(made.folder)
	os.Exit(code)
}

// newRead starts the program on vendors that were read: a folder of its own, beside a simulator that must stay as it is.
func newRead(t testing.TB, browser bool, seed int64) *kit {
	t.Helper()
	if _, ok := made.by[seed]; !ok {
		made.by[seed] = readOnce(t, seed)
	}
	from, folder := made.by[seed], t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(from.folder)); err != nil {
		t.Fatal(err)
	}
	k := &kit{simulator: from.simulator, vendors: from.vendors, log: &safeBuffer{}}
	k.start(t, folder, browser, nil)
	return k
}

func readOnce(t testing.TB, seed int64) portfolio {
	t.Helper()
	var err error
	if made.folder == "" {
		made.folder, err = os.MkdirTemp("", "tenantry-portfolios")
	}
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp(made.folder, "")
	if err != nil {
		t.Fatal(err)
	}
	storetest.Create(t, filepath.Join(folder, "data"))
	simulator := sandbox.New(sandbox.Options{Customers: customersRead, Seed: seed})
	vendors := httptest.NewServer(simulator.Handler()) // ends with the process, as tests to come ask it
	k := &kit{simulator: simulator, vendors: vendors.URL, log: &safeBuffer{}}
	k.open(t, folder, nil)
	k.connect(t)
	if err := k.app.Close(); err != nil {
		t.Fatal(err)
	}
	return portfolio{folder: folder, simulator: simulator, vendors: vendors.URL}
}
