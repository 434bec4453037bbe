package app_test

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"tenantry/app"
	"tenantry/backend/sandbox"
)

// portfolios are data folders into which simulated vendors were read, by the options of the simulator. Reading one takes
// longer than most tests, so that each is read once.
var portfolios = struct {
	folder string // of all of them
	by     map[string]string
}{by: map[string]string{}}

func TestMain(m *testing.M) {
	code := m.Run()
	_ = os.RemoveAll(portfolios.folder)
	os.Exit(code)
}

// twoVendors are enough where what is tested does not depend on how many there are.
var twoVendors = []string{"webex", "microsoft"}

// startRead starts the program on twenty customers that were read from the vendors, all of them when none is named. The
// folder is the test's own; the simulator answers to everybody and must stay as it is.
func startRead(t testing.TB, vendors ...string) *app.App {
	t.Helper()
	return start(t, readFolder(t, vendors...), nil)
}

// readFolder is a folder for startRead.
func readFolder(t testing.TB, vendors ...string) string {
	t.Helper()
	options := sandbox.Options{Customers: 20, AllAccessible: true, Vendors: vendors}
	key := fmt.Sprint(options)
	if portfolios.by[key] == "" {
		portfolios.by[key] = readOnce(t, options)
	}
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS(portfolios.by[key])); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Join(folder, "key"), 0o600); err != nil { // copies are open to others
		t.Fatal(err)
	}
	return folder
}

func readOnce(t testing.TB, options sandbox.Options) string {
	t.Helper()
	var err error
	if portfolios.folder == "" {
		portfolios.folder, err = os.MkdirTemp("", "tenantry-portfolios")
	}
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp(portfolios.folder, "")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(sandbox.New(options).Handler()) // ends with the process, as tests to come ask it
	a, err := open(t, folder, nil)
	if err != nil {
		t.Fatal(err)
	}
	connectAndSync(t, a, server.URL)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}
