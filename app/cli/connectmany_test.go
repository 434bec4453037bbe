package cli_test

import (
	"bytes"
	"encoding/csv"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/app/cli"
	"tenantry/backend/sandbox"
)

// terminal runs commands on one data folder.
type terminal struct {
	t         *testing.T
	folder    string
	out, talk bytes.Buffer
}

func (c *terminal) run(args ...string) int {
	c.t.Helper()
	c.out.Reset()
	c.talk.Reset()
	data := filepath.Join(c.folder, "data")
	args = append(args, "--language", "en", "--data", data, "--key-file", filepath.Join(data, "key"))
	return cli.Run(c.t.Context(), nil, "1.2.3", cli.Streams{In: strings.NewReader(""), Out: &c.out, Err: &c.talk}, args...)
}

// file writes a table.
func (c *terminal) file(rows [][]string) string {
	c.t.Helper()
	var text bytes.Buffer
	w := csv.NewWriter(&text)
	if err := w.WriteAll(rows); err != nil {
		c.t.Fatal(err)
	}
	path := filepath.Join(c.folder, "tenants.csv")
	if err := os.WriteFile(path, text.Bytes(), 0o600); err != nil {
		c.t.Fatal(err)
	}
	return path
}

// TestConnect_FromAFile stores a connection per row, or says row and column of what is wrong.
func TestConnect_FromAFile(t *testing.T) {
	simulator := sandbox.New(sandbox.Options{Customers: 12, Blancco: 100})
	server := httptest.NewServer(simulator.Handler())
	t.Cleanup(server.Close)
	rows := [][]string{{"name", "customer", "key", "base_url"}}
	for _, c := range simulator.Connections(server.URL) {
		if c.Vendor == "blancco" {
			rows = append(rows, []string{c.Name, c.Fields["customer"], c.Secrets["api_key"], c.Fields["base_url"]})
		}
	}
	c := &terminal{t: t, folder: t.TempDir()}
	wrong := append([]string(nil), rows[3]...)
	wrong[2] = "not-a-key-of-anyone"
	good := rows[3]
	rows[3] = wrong
	if code := c.run("connect", "blancco", "--from", c.file(rows)); code != 1 || !strings.Contains(c.talk.String(), "Row 4, API key") ||
		!strings.Contains(c.talk.String(), "Nothing was saved") || strings.Contains(c.talk.String()+c.out.String(), "not-a-key") {
		t.Errorf("ended with %d: %s%s", code, &c.talk, &c.out)
	}
	if code := c.run("connect", "blancco", "--from", c.file(rows), "--good-only"); code != 3 || !strings.Contains(c.out.String(), "connections are saved") {
		t.Errorf("with --good-only: %d: %s%s", code, &c.talk, &c.out)
	}
	if code := c.run("connect", "blancco", "--from", c.file([][]string{rows[0], good}), "--no-check"); code != 0 || !strings.Contains(c.out.String(), "1 connection is saved") {
		t.Errorf("the corrected row: %d: %s%s", code, &c.talk, &c.out)
	}
	if code := c.run("connect", "blancco", "--from", c.file(rows), "--set", "path=report"); code != 2 {
		t.Errorf("with --set: %d: %s", code, &c.talk)
	}
	if code := c.run("connect", "blancco", "--from", "no such file.csv"); code != 1 {
		t.Errorf("without a file: %d: %s", code, &c.talk)
	}
	if code := c.run("certificate", rows[1][0], "no-such-report", "--out", filepath.Join(c.folder, "c.pdf")); code != 1 ||
		!strings.Contains(c.talk.String(), "no report no-such-report") {
		t.Errorf("a certificate of nothing: %d: %s", code, &c.talk)
	}
}
