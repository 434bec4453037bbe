package api_test

import (
	"bytes"
	"database/sql"
	"io"
	"mime"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"tenantry/app"
	"tenantry/backend/domain"
)

// TestDocument_IsDownloadedAsASafeFile: what was read comes back byte by byte, as a file to save, whatever name its source
// gave it; nothing is shown in the browser.
func TestDocument_IsDownloadedAsASafeFile(t *testing.T) {
	k := newRead(t, false, 1)
	id := int64(0)
	for _, row := range items[domain.Stored[domain.Document]](t, k, "/api/documents") {
		if row.Row.FileName != "" {
			id = row.ID
		}
	}
	if id == 0 {
		t.Fatal("no file was read")
	}
	db, err := sql.Open("sqlite", filepath.Join(get[app.Session](t, k, "/api/session").DataFolder, "tenantry.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	title, content := "", []byte{}
	if err := db.QueryRowContext(t.Context(), "SELECT title, content FROM documents WHERE id = ?", id).Scan(&title, &content); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ given, name, content string }{
		{"report.csv", "report.csv", "text/csv; charset=utf-8"},
		{"../../etc/<b>.html", "_b_.html", "application/octet-stream"},
		{`C:\Windows\report.svg`, "report.svg", "application/octet-stream"},
		{"com1.csv", "_com1.csv", "text/csv; charset=utf-8"},
		{"a\r\nX: y.csv", "a__X_ y.csv", "text/csv; charset=utf-8"},
		{"Übersicht.pdf", "Übersicht.pdf", "application/pdf"},
		{strings.Repeat("x", 300) + ".csv", strings.Repeat("x", 100) + ".csv", "text/csv; charset=utf-8"},
		{"", title, "application/octet-stream"},
	} {
		if _, err := db.ExecContext(t.Context(), "UPDATE documents SET file_name = ? WHERE id = ?", c.given, id); err != nil {
			t.Fatal(err)
		}
		resp := k.send(t, request{path: "/api/documents/" + number(id) + "/content"})
		body, err := io.ReadAll(resp.Body)
		if err != nil || len(body) == 0 || !bytes.Equal(body, content) {
			t.Errorf("%q holds %.60q, %v", c.given, body, err)
		}
		kind, params, err := mime.ParseMediaType(resp.Header.Get("Content-Disposition"))
		if err != nil || kind != "attachment" || params["filename"] != c.name {
			t.Errorf("%q is given as %s %q, not %q (%v)", c.given, kind, params["filename"], c.name, err)
		}
		if got := resp.Header.Get("Content-Type"); got != c.content {
			t.Errorf("%q is %s, not %s", c.given, got, c.content)
		}
		if got := resp.Header.Get("X-Content-Type-Options"); got != "nosniff" {
			t.Errorf("%q may be sniffed: %q", c.given, got)
		}
	}
}

// TestDocument_WithoutFile_SaysWhatToDo: also of one that is not there.
func TestDocument_WithoutFile_SaysWhatToDo(t *testing.T) {
	k := newRead(t, false, 1)
	for _, row := range items[domain.Stored[domain.Document]](t, k, "/api/documents?vendors=webex") {
		if row.Row.FileName != "" {
			continue
		}
		resp := k.send(t, request{path: "/api/documents/" + number(row.ID) + "/content"})
		body, _ := io.ReadAll(resp.Body)
		if resp.StatusCode != http.StatusNotFound || !strings.Contains(string(body), "stored_document_empty") || !strings.Contains(string(body), row.Connection) {
			t.Errorf("a template gave %d %s", resp.StatusCode, body)
		}
		break
	}
	resp := k.send(t, request{path: "/api/documents/999999/content"})
	body, _ := io.ReadAll(resp.Body)
	if resp.StatusCode != http.StatusNotFound || !strings.Contains(string(body), "stored_document_unknown") {
		t.Errorf("no document gave %d %s", resp.StatusCode, body)
	}
}
