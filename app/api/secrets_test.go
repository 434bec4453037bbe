package api_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/sandbox"
)

// TestSecrets_AppearNowhere syncs vendors that misbehave in every way, then looks for their secrets in all answers,
// files, log lines and errors.
func TestSecrets_AppearNowhere(t *testing.T) {
	k := newKit(t, true, sandbox.Options{Customers: 6})
	k.connect(t)
	var everything strings.Builder
	for _, fault := range []string{
		"*::malformed@every-3", "*::html@every-4", "*::400@every-5", "*::401@every-6", "*::cut@every-7", "*::expired@every-8",
		"webex:/access_token:400", "microsoft:/token:expired", "*::empty@every-2",
	} {
		faults, err := sandbox.ParseFaults([]string{fault})
		if err != nil {
			t.Fatal(err)
		}
		k.simulator.SetFaults(faults)
		fmt.Fprintf(&everything, "%+v\n", k.sync(t))
		k.checkConnections(t, &everything)
	}
	k.readAll(t, &everything)
	everything.WriteString(k.log.String())
	k.readFolder(t, &everything)

	haystack := everything.String()
	if len(haystack) < 100_000 || !strings.Contains(haystack, "malformed") || !strings.Contains(haystack, `"state":"failed"`) {
		t.Fatalf("only %d bytes were looked through", len(haystack))
	}
	needles := []string{"Bearer e", "Bearer N", "Authorization: ", k.session.Value}
	for _, conn := range k.simulator.Connections(k.vendors) {
		for _, value := range conn.Secrets {
			needles = append(needles, value)
		}
	}
	for _, needle := range needles {
		if at := strings.Index(haystack, needle); at >= 0 {
			t.Errorf("the secret %q appears: …%q…", needle, haystack[max(0, at-200):at+len(needle)])
		}
	}
}

// checkConnections tries the stored connections out with their stored and with wrong secrets.
func (k *kit) checkConnections(t *testing.T, into io.Writer) {
	t.Helper()
	connections, err := k.app.Connections.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, conn := range connections {
		for _, secrets := range []map[string]string{nil, {"client_secret": "wrong-secret"}} {
			result, err := k.app.Connections.Check(t.Context(), app.CheckInput{
				ID: conn.ID, Vendor: conn.Vendor, Fields: conn.Fields, Secrets: secrets,
			})
			fmt.Fprintf(into, "%+v %v\n", result, err)
		}
	}
}

// readAll asks every reading operation, and downloads every export.
func (k *kit) readAll(t *testing.T, into io.Writer) {
	t.Helper()
	paths := []string{
		"/session", "/settings", "/vendors", "/connections", "/runs?limit=1000", "/completeness", "/schedules", "/dashboard",
		"/dashboard/trend", "/customers?limit=1000", "/subscriptions?limit=1000", "/pools?limit=1000",
	}
	for id := 1; id <= 20; id++ {
		paths = append(paths, fmt.Sprintf("/runs/%d/tasks?limit=1000", id), fmt.Sprintf("/customers/%d", id))
	}
	for _, path := range paths {
		fmt.Fprintln(into, text(t, k.send(t, request{path: "/api" + path})))
	}
	for _, kind := range []string{"customers", "billing"} {
		fmt.Fprintln(into, text(t, k.send(t, request{path: "/api/export/" + kind + "?format=csv"})))
		book := text(t, k.send(t, request{path: "/api/export/" + kind}))
		files, err := zip.NewReader(strings.NewReader(book), int64(len(book)))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files.File {
			part, err := file.Open()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.Copy(into, part); err != nil {
				t.Fatal(err)
			}
			_ = part.Close()
		}
	}
}

// readFolder reads every file of the data folder, the database with its log included.
func (k *kit) readFolder(t *testing.T, into io.Writer) {
	t.Helper()
	err := filepath.WalkDir(k.app.DataFolder(), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		_, err = io.Copy(into, bytes.NewReader(content))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
