package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/sandbox"
)

// TestDocument_SavesWhatWasRead: the list names each document, and its file is written as its source gave it.
func TestDocument_SavesWhatWasRead(t *testing.T) {
	simulator := sandbox.New(sandbox.Options{Customers: 3, Vendors: []string{"webex"}})
	server := httptest.NewServer(simulator.Handler())
	t.Cleanup(server.Close)
	c := terminal{t: t, folder: t.TempDir()}
	if code := c.run("connect", "--from-sandbox", server.URL); code != 0 {
		t.Fatalf("connecting ended with %d: %s", code, &c.talk)
	}
	if code := c.run("sync"); code != 0 && code != 3 {
		t.Fatalf("the sync ended with %d: %s", code, &c.talk)
	}
	c.run("list", "documents", "--json")
	var documents []domain.Stored[domain.Document]
	if err := json.Unmarshal(c.out.Bytes(), &documents); err != nil {
		t.Fatal(err)
	}
	out, saved := filepath.Join(c.folder, "report.csv"), false
	for _, d := range documents {
		if d.Row.FileName == "" {
			continue
		}
		saved = true
		if code := c.run("document", fmt.Sprint(d.ID), "--out", out); code != 0 || !strings.Contains(c.out.String(), out) {
			t.Errorf("ended with %d: %s%s", code, &c.out, &c.talk)
		}
		if content, err := os.ReadFile(out); err != nil || len(content) == 0 {
			t.Errorf("the file holds %d bytes, %v", len(content), err)
		}
	}
	if !saved {
		t.Error("no document of the simulated vendor has a file")
	}
	if code := c.run("list", "documents"); code != 0 || !strings.HasPrefix(c.out.String(), "id ") {
		t.Errorf("the list ended with %d and names no ids: %.80s", code, &c.out)
	}
	if code := c.run("document", "999999", "--out", out); code != 1 || !strings.Contains(c.talk.String(), "There is no document no. 999999") {
		t.Errorf("one that is not there: %d: %s", code, &c.talk)
	}
	if code := c.run("document", "report", "--out", out); code != 2 {
		t.Errorf("a word: %d: %s", code, &c.talk)
	}
}
