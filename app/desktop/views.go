//go:build desktop && production && (windows || cgo)

package desktop

import (
	"io"
	"os"
	"path/filepath"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"tenantry/backend/domain"
	"tenantry/backend/export"
	"tenantry/backend/language"
)

// ViewFile is a view that was saved as a file. What it says is for the page to judge.
type ViewFile struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

// maxViewFile is more than any view takes.
const maxViewFile = 64 << 10

// SaveView asks where to save the text of a view. It gives the path, "" when the user thought better of it.
func (w *Window) SaveView(name, text, lang string) (string, error) {
	if err := w.host.app.Lock.Check(); err != nil {
		return "", err
	}
	kind := fileKind{name: "window.save.view", pattern: "*.json", title: "window.save.view_title"}
	path, err := w.askWhere(filepath.Base(name), kind, lang)
	if err != nil || path == "" {
		return "", err
	}
	return path, export.SaveFile(path, func(to io.Writer) error {
		_, err := io.WriteString(to, text)
		return err
	})
}

// OpenView asks for the file of a view and reads it; nil when the user thought better of it.
func (w *Window) OpenView(lang string) (*ViewFile, error) {
	if err := w.host.app.Lock.Check(); err != nil {
		return nil, err
	}
	texts := language.New(lang)
	path, err := runtime.OpenFileDialog(w.host.context(), runtime.OpenDialogOptions{
		Title:            texts.Text("window.open.view_title", nil),
		DefaultDirectory: homeFolder(),
		Filters:          []runtime.FileFilter{{DisplayName: texts.Text("window.open.views", nil), Pattern: "*.json"}},
	})
	if err != nil || path == "" {
		return nil, err
	}
	file, err := os.Open(path) //nolint:gosec // the user chose it
	if err != nil {
		return nil, domain.NewError(domain.CodeInvalid, "invalid", "detail", path)
	}
	defer func() { _ = file.Close() }()
	text, err := io.ReadAll(io.LimitReader(file, maxViewFile))
	if err != nil {
		return nil, domain.NewError(domain.CodeInvalid, "invalid", "detail", path)
	}
	return &ViewFile{Name: filepath.Base(path), Text: string(text)}, nil
}
