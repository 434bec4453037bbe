package app_test

import (
	"bytes"
	"errors"
	"log/slog"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/language"
	"tenantry/backend/sandbox"
	"tenantry/backend/store/storetest"
)

// start opens a folder as a window, the browser mode or the command line would.
func start(t testing.TB, folder string, change func(*app.Config)) *app.App {
	t.Helper()
	a, err := tryStart(t, folder, change)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func tryStart(t testing.TB, folder string, change func(*app.Config)) (*app.App, error) {
	t.Helper()
	a, err := open(t, folder, change)
	if err != nil {
		return nil, err
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a, nil
}

// open starts the program; the caller closes it.
func open(t testing.TB, folder string, change func(*app.Config)) (*app.App, error) {
	t.Helper()
	cfg := app.Config{
		DataDir: folder, KeyFile: filepath.Join(folder, "key"), Mode: app.ModeConsole, Version: "1.2.3",
		Logger: slog.New(slog.DiscardHandler), SampleCustomers: 10,
	}
	if change != nil {
		change(&cfg)
	}
	if entries, err := os.ReadDir(cfg.DataDir); err == nil && len(entries) == 0 {
		storetest.Create(t, cfg.DataDir) // a copy, which takes no migrations; what starts without a folder makes its own
	}
	a := app.New(cfg)
	return a, a.Start(t.Context())
}

func inBrowser(cfg *app.Config) { cfg.Mode = app.ModeBrowser }

func vendors(t testing.TB, options sandbox.Options) (*sandbox.Sandbox, string) {
	t.Helper()
	options.Vendors = twoVendors
	simulator := sandbox.New(options)
	server := httptest.NewServer(simulator.Handler())
	t.Cleanup(server.Close)
	return simulator, server.URL
}

func connectAndSync(t testing.TB, a *app.App, url string) {
	t.Helper()
	if _, err := a.Connections.ConnectSandbox(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	started, err := a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil {
		t.Fatal(err)
	}
	for _, run := range started.Runs {
		if ended, err := a.Sync.Wait(t.Context(), run.ID); err != nil || ended.State != domain.RunDone {
			t.Fatalf("%s ended %s: %s (%v)", run.Connection, ended.State, ended.ErrorKey, err)
		}
	}
}

func requireKey(t testing.TB, err error, key string) {
	t.Helper()
	var known *domain.Error
	if !errors.As(err, &known) || known.Key != key {
		t.Errorf("got %v, want the error %s", err, key)
	}
}

// next waits for an event of a kind; the test's own time limit ends a wait in vain.
func next(t testing.TB, events <-chan app.Event, kind app.EventType) app.Event {
	t.Helper()
	for event := range events {
		if event.Type == kind {
			return event
		}
	}
	t.Fatalf("the app closed before %s", kind)
	return app.Event{}
}

func TestStart_FolderIsTheUsersAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "deep", "data")
	start(t, folder, nil)
	info, err := os.Stat(folder)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the data folder has the mode %v", info.Mode().Perm())
	}
}

func TestStart_FolderOfOthers_IsRefusedUntouched(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // as others' folders are
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "thesis.odt"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := tryStart(t, folder, nil)
	requireKey(t, err, "data_folder_foreign")
	info, err := os.Stat(folder)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o755 {
		t.Errorf("the folder is now %v (%v)", info, err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 {
		t.Errorf("it holds %v (%v)", files, err)
	}
}

func TestStart_FolderMadeBefore_KeepsItsMode(t *testing.T) {
	folder := t.TempDir()
	if err := os.Chmod(folder, 0o755); err != nil { //nolint:gosec // as a folder shared on purpose
		t.Fatal(err)
	}
	unlock, err := app.LockWindow(folder)
	if err != nil {
		t.Fatal(err)
	}
	defer unlock()
	start(t, folder, nil)
	info, err := os.Stat(folder)
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o755 {
		t.Errorf("the folder is now %v (%v)", info, err)
	}
}

func TestStart_FolderIsAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := tryStart(t, path, nil)
	requireKey(t, err, "data_folder_unwritable")
}

func TestClose_TwiceAndAfterwards(t *testing.T) {
	a := start(t, t.TempDir(), inBrowser)
	events, stop := a.Events.Subscribe()
	defer stop()
	for range 2 {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, open := <-events; open {
		t.Error("listeners are not told that the app closed")
	}
	_, err := a.Connections.List(t.Context())
	requireKey(t, err, "shutting_down")
	late, _ := a.Events.Subscribe()
	if _, open := <-late; open {
		t.Error("whoever listens afterwards waits for ever")
	}
}

func TestNow_WantsSimulatedVendors(t *testing.T) {
	folder := t.TempDir()
	a := start(t, folder, nil)
	_, err := a.Connections.Create(t.Context(), domain.VendorWebex, app.ConnectionInput{
		Name: "Real", Fields: map[string]string{"client_id": "x"},
		Secrets: map[string]string{"client_secret": "s", "refresh_token": "r"},
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = tryStart(t, folder, func(cfg *app.Config) {
		cfg.Simulated, cfg.Now = true, func() time.Time { return time.Unix(0, 0) }
	})
	requireKey(t, err, "now_needs_sandbox")

	_, url := vendors(t, sandbox.Options{Customers: 3})
	_, err = a.Connections.ConnectSandbox(t.Context(), url)
	requireKey(t, err, "sample_beside_real")
}

func TestTrend_SaysWhenTheClockWasSetByHand(t *testing.T) {
	folder := t.TempDir()
	_, url := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	for _, test := range []struct {
		name   string
		change func(*app.Config)
		want   bool
	}{
		{"real clock", nil, false},
		{"set by hand", func(cfg *app.Config) {
			cfg.Simulated, cfg.Now = true, func() time.Time { return time.Now().AddDate(0, 0, 1) }
		}, true},
	} {
		a := start(t, folder, test.change)
		if _, err := a.Connections.ConnectSandbox(t.Context(), url); err != nil {
			t.Fatal(err)
		}
		started, err := a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
		if err != nil {
			t.Fatal(err)
		}
		for _, run := range started.Runs {
			if _, err := a.Sync.Wait(t.Context(), run.ID); err != nil {
				t.Fatal(err)
			}
		}
		trend, err := a.Dashboard.Trend(t.Context(), domain.Scope{}, 30)
		if err != nil || len(trend.Points) == 0 || trend.Simulated != test.want {
			t.Errorf("%s: %d points, simulated %t (%v)", test.name, len(trend.Points), trend.Simulated, err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestConnections_StoredSecretsGoToTheirOwnAddressOnly(t *testing.T) {
	_, url := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	connections, err := a.Connections.ConnectSandbox(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	webex := connections[0]
	good, err := a.Connections.Check(t.Context(), app.CheckInput{ID: webex.ID, Vendor: webex.Vendor, Fields: webex.Fields})
	if err != nil || !good.OK || !good.Sandbox || good.Account.Name == "" {
		t.Fatalf("the stored connection gave %+v (%v)", good, err)
	}
	elsewhere := map[string]string{"client_id": webex.Fields["client_id"], "base_url": "http://127.0.0.1:9/webex/v1"}
	_, err = a.Connections.Check(t.Context(), app.CheckInput{ID: webex.ID, Vendor: webex.Vendor, Fields: elsewhere})
	requireKey(t, err, "field_required")
}

func TestConnections_MovedSandboxIsFoundAgain(t *testing.T) {
	_, first := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	_, second := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	connectAndSync(t, a, first)
	connectAndSync(t, a, second)
	connections, err := a.Connections.List(t.Context())
	if err != nil || len(connections) != 2 {
		t.Fatalf("%d connections (%v), want 2", len(connections), err)
	}
	for _, conn := range connections {
		if strings.Contains(strings.Join(values(conn.Fields), " "), first) {
			t.Errorf("%s still asks at %s", conn.Name, first)
		}
	}
}

func values(m map[string]string) []string {
	var list []string
	for _, v := range m {
		list = append(list, v)
	}
	return list
}

func TestConnections_PausedAreLeftOut(t *testing.T) {
	_, url := vendors(t, sandbox.Options{Customers: 3, AllAccessible: true})
	a := start(t, t.TempDir(), nil)
	connections, err := a.Connections.ConnectSandbox(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Connections.Pause(t.Context(), connections[0].ID, true); err != nil {
		t.Fatal(err)
	}
	started, err := a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	if err != nil || len(started.Runs) != 1 || started.Runs[0].ConnectionID != connections[1].ID {
		t.Fatalf("started %+v (%v), want the other connection only", started, err)
	}
	if _, err := a.Sync.Wait(t.Context(), started.Runs[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Connections.Pause(t.Context(), connections[1].ID, true); err != nil {
		t.Fatal(err)
	}
	_, err = a.Sync.Start(t.Context(), app.SyncRequest{}, app.TriggerUser)
	requireKey(t, err, "connection_paused")
	again, err := a.Connections.Pause(t.Context(), connections[0].ID, false)
	if err != nil || again.State != domain.ConnectionUnknown {
		t.Errorf("the connection is %q (%v) after the pause", again.State, err)
	}
}

func TestEvents_OtherProcessWrites(t *testing.T) {
	folder := t.TempDir()
	window := start(t, folder, inBrowser)
	events, stop := window.Events.Subscribe()
	defer stop()
	console := start(t, folder, nil)
	settings, err := console.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	// The window may take its first look only after a write, so they go on until it has noticed one.
	noticed, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for i := 0; ; i++ {
			settings.Thresholds.ExpiringDays = 30 + i%300
			_, err := console.Settings.Save(t.Context(), settings)
			select {
			case <-noticed:
				return
			default:
			}
			if err != nil {
				t.Error(err)
				return
			}
		}
	}()
	next(t, events, app.EventDataChanged)
	close(noticed)
	<-ended
}

func TestSettings_OutOfRange(t *testing.T) {
	a := start(t, t.TempDir(), nil)
	good, err := a.Settings.Get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for key, change := range map[string]func(*domain.Settings){
		"setting_invalid":   func(s *domain.Settings) { s.Theme = "pink" },
		"language_invalid":  func(s *domain.Settings) { s.Language = "tlh" },
		"setting_invalid ":  func(s *domain.Settings) { s.DateFormat = "stardate" },
		"setting_invalid  ": func(s *domain.Settings) { s.TimeFormat = "13" },
		"time_zone_unknown": func(s *domain.Settings) { s.TimeZone = "Mars/Olympus" },
	} {
		bad := good
		change(&bad)
		_, err := a.Settings.Save(t.Context(), bad)
		requireKey(t, err, strings.TrimSpace(key))
	}
	for _, factor := range []string{"", "0", "-1", "1.5", "half"} {
		bad := good
		bad.Thresholds.LowFactor = factor
		_, err := a.Settings.Save(t.Context(), bad)
		requireKey(t, err, "setting_invalid")
	}
	bad := good
	bad.Thresholds.LowMinCustomers = 1001
	_, err = a.Settings.Save(t.Context(), bad)
	requireKey(t, err, "setting_invalid")
	for _, tag := range language.Supported() {
		good.Language = tag
		if _, err := a.Settings.Save(t.Context(), good); err != nil {
			t.Errorf("%s cannot be chosen: %v", tag, err)
		}
	}
	good.TimeZone, good.Language = "Europe/Zurich", "de"
	if _, err := a.Settings.Save(t.Context(), good); err != nil {
		t.Fatal(err)
	}
	session, err := a.Session(t.Context(), "en")
	if err != nil || session.TimeZone != "Europe/Zurich" || session.Language != "de" {
		t.Errorf("the session is %+v (%v)", session, err)
	}
}

func TestLockWindow_OnePerFolder(t *testing.T) {
	folder := t.TempDir()
	unlock, err := app.LockWindow(folder)
	if err != nil {
		t.Fatal(err)
	}
	_, err = app.LockWindow(folder)
	requireKey(t, err, "window_open")
	unlock()
	again, err := app.LockWindow(folder)
	if err != nil {
		t.Fatal(err)
	}
	again()
}

func TestLog_HoldsNoSecrets(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(app.NewLogHandler(&out)).With("url", "https://x/?refresh_token=topsecret1")
	log.Error("sent Authorization: Bearer topsecret2", "error", errors.New(`{"client_secret":"topsecret3"}`), "took", time.Second)
	if got := out.String(); strings.Contains(got, "topsecret") || !strings.Contains(got, "refresh_token=") {
		t.Errorf("the log reads %s", got)
	}
}
