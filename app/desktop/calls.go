//go:build desktop && production && (windows || cgo)

package desktop

import (
	"cmp"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"github.com/pkg/browser"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"tenantry/app"
	"tenantry/backend/connector"
	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/language"
)

// Window is what the page can ask of the window itself. Everything else goes through the API.
type Window struct{ host *host }

// SaveExport asks where to save an export and writes it there. It gives the path, "" when the user thought better of it.
func (w *Window) SaveExport(req app.ExportRequest) (string, error) {
	if err := w.host.app.Lock.Check(); err != nil {
		return "", err
	}
	ctx := w.host.context()
	name, err := w.host.app.Exports.FileName(ctx, req)
	if err != nil {
		return "", err
	}
	kind := fileKind{name: "window.save.workbook", pattern: "*.xlsx"}
	switch req.Format {
	case app.FormatCSV:
		kind = fileKind{name: "window.save.csv", pattern: "*.csv"}
	case app.FormatICS:
		kind = fileKind{name: "window.save.calendar", pattern: "*.ics"}
	}
	path, err := w.askWhere(name, kind, req.Language)
	if err != nil || path == "" {
		return "", err
	}
	_, err = w.host.app.Exports.Save(ctx, path, req)
	return path, err
}

// SaveCertificate fetches the certificate of an erasure from its vendor and asks where to save it. It gives the path, ""
// when the user thought better of it.
func (w *Window) SaveCertificate(connection int64, key, lang string) (string, error) {
	if err := w.host.app.Lock.Check(); err != nil {
		return "", err
	}
	document, err := w.host.app.Connections.Document(w.host.context(), connection, connector.DocumentCertificate, key)
	if err != nil {
		return "", err
	}
	return w.saveDocument(document, fileKind{name: "window.save.pdf", pattern: "*.pdf"}, lang)
}

// SaveDocument asks where to save a document that was read. It gives the path, "" when the user thought better of it.
func (w *Window) SaveDocument(id int64, lang string) (string, error) {
	if err := w.host.app.Lock.Check(); err != nil {
		return "", err
	}
	document, err := w.host.app.Connections.StoredDocument(w.host.context(), id)
	if err != nil {
		return "", err
	}
	return w.saveDocument(document, fileKind{name: "window.save.document", pattern: "*" + filepath.Ext(document.FileName)}, lang)
}

func (w *Window) saveDocument(document domain.Document, kind fileKind, lang string) (string, error) {
	path, err := w.askWhere(document.FileName, kind, lang)
	if err != nil || path == "" {
		return "", err
	}
	return path, export.SaveFile(path, func(to io.Writer) error {
		_, err := to.Write(document.Content)
		return err
	})
}

// fileKind is a kind of file in a dialog: the key of its name, and the pattern of file names; and the key of the dialog's
// title where that is another one than usual.
type fileKind struct{ name, pattern, title string }

// askWhere asks where to save a file; "" when the user thought better of it.
func (w *Window) askWhere(name string, kind fileKind, lang string) (string, error) {
	texts := language.New(lang)
	return runtime.SaveFileDialog(w.host.context(), runtime.SaveDialogOptions{
		Title:                texts.Text(cmp.Or(kind.title, "window.save.title"), nil),
		DefaultDirectory:     homeFolder(),
		DefaultFilename:      name,
		Filters:              []runtime.FileFilter{{DisplayName: texts.Text(kind.name, nil), Pattern: kind.pattern}},
		CanCreateDirectories: true,
	})
}

// homeFolder is where dialogs begin, "" where there is none.
func homeFolder() string {
	folder, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return folder
}

// OpenURL shows a web page in the system's browser.
func (w *Window) OpenURL(address string) error {
	if err := w.host.app.Lock.Check(); err != nil {
		return err
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return domain.NewError(domain.CodeInvalid, "invalid", "detail", address)
	}
	return browser.OpenURL(u.String())
}
