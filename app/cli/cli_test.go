package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"tenantry/app"
	"tenantry/app/cli"
	"tenantry/backend/sandbox"
	"tenantry/backend/store/storetest"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"tenantry": func() {
			page := fstest.MapFS{"frontend/dist/index.html": {Data: []byte("<!doctype html><title>Tenantry</title>")}}
			os.Exit(cli.Execute(page, "1.2.3"))
		},
	})
}

type simulatorKey struct{}

// TestScripts runs the scripts in testdata, which read as a manual. Each has simulated vendors of its own at $SANDBOX;
// everybody grants access there. $DATA is an empty data folder. The race detector watches one that reads all vendors.
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	if storetest.Race {
		files = []string{"testdata/list.txtar"}
	}
	testscript.Run(t, testscript.Params{
		Files:               files,
		RequireExplicitExec: true,
		Setup: func(env *testscript.Env) error {
			simulator := sandbox.New(sandbox.Options{Customers: 12, AllAccessible: true, AsOf: date("2026-11-20")})
			server := httptest.NewServer(simulator.Handler())
			env.Defer(server.Close)
			env.Values[simulatorKey{}] = simulator
			data := filepath.Join(env.WorkDir, "data")
			env.Setenv("SANDBOX", server.URL)
			env.Setenv("DATA", data)
			env.Setenv("LANG", "en_US.UTF-8")
			env.Setenv("TZ", "UTC")
			env.Setenv("HOME", filepath.Join(env.WorkDir, "home"))
			env.Setenv("LOCALAPPDATA", filepath.Join(env.WorkDir, "home"))
			env.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(env.WorkDir, "nobody")) // no keychain
			return writeSecrets(env, simulator, server.URL)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"faults": setFaults, "as-of": moveVendors, "exits": exits, "no-secrets": noSecrets, "prefers": prefers,
		},
	})
}

// writeSecrets puts what a user would type in where the scripts find it: files for standard input, variables for the rest.
func writeSecrets(env *testscript.Env, simulator *sandbox.Sandbox, url string) error {
	for _, conn := range simulator.Connections(url) {
		var lines strings.Builder
		for name, value := range conn.Secrets {
			fmt.Fprintf(&lines, "%s=%s\n", name, value)
		}
		if err := os.WriteFile(filepath.Join(env.WorkDir, conn.Vendor+".secrets"), []byte(lines.String()), 0o600); err != nil {
			return err
		}
		for name, value := range conn.Fields {
			env.Setenv(strings.ToUpper(conn.Vendor+"_"+name), value)
		}
	}
	return nil
}

// prefers changes settings in $DATA: prefers '{"date_format": "iso"}'.
func prefers(ts *testscript.TestScript, _ bool, args []string) {
	a := app.New(app.Config{DataDir: ts.Getenv("DATA"), KeyFile: "key", Mode: app.ModeConsole})
	ts.Check(a.Start(context.Background()))
	settings, err := a.Settings.Get(context.Background())
	ts.Check(err)
	ts.Check(json.Unmarshal([]byte(args[0]), &settings))
	_, err = a.Settings.Save(context.Background(), settings)
	ts.Check(errors.Join(err, a.Close()))
}

// setFaults makes the vendors misbehave: faults webex:/licenses:403 …; without arguments they behave again.
func setFaults(ts *testscript.TestScript, _ bool, args []string) {
	faults, err := sandbox.ParseFaults(args)
	ts.Check(err)
	ts.Value(simulatorKey{}).(*sandbox.Sandbox).SetFaults(faults)
}

// moveVendors moves the simulated portfolio to a day: as-of 2026-09-01.
func moveVendors(ts *testscript.TestScript, _ bool, args []string) {
	ts.Value(simulatorKey{}).(*sandbox.Sandbox).SetAsOf(date(args[0]))
}

// exits runs a command that has to end with a code: exits 3 tenantry sync.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	err := ts.Exec(args[1], args[2:]...)
	got := 0
	if failed := (*exec.ExitError)(nil); errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(got) != args[0] {
		ts.Fatalf("%v exited with %d, want %s\n%s%s", args[1:], got, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// noSecrets looks for the vendors' secrets, and for the mistyped one, in every file below a folder.
func noSecrets(ts *testscript.TestScript, _ bool, args []string) {
	secrets := []string{"a-secret-that-is-wrong"}
	for _, conn := range ts.Value(simulatorKey{}).(*sandbox.Sandbox).Connections("") {
		for _, value := range conn.Secrets {
			secrets = append(secrets, value)
		}
	}
	files := 0
	ts.Check(filepath.WalkDir(args[0], func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		content, err := os.ReadFile(path)
		for _, secret := range secrets {
			if bytes.Contains(content, []byte(secret)) {
				ts.Fatalf("%s holds the secret %s", path, secret)
			}
		}
		return err
	}))
	if files == 0 {
		ts.Fatalf("no file below %s", args[0])
	}
}

func date(text string) time.Time {
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return day
}
