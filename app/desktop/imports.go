//go:build desktop && production && (windows || cgo)

package desktop

import (
	"io"

	"github.com/wailsapp/wails/v2/pkg/runtime"

	"tenantry/app"
	"tenantry/backend/export"
	"tenantry/backend/language"
)

// ChooseImport asks for a file to import and opens it; nil when the user thought better of it.
func (w *Window) ChooseImport(lang string) (*app.ImportFile, error) {
	if err := w.host.app.Lock.Check(); err != nil {
		return nil, err
	}
	ctx := w.host.context()
	texts := language.New(lang)
	path, err := runtime.OpenFileDialog(ctx, runtime.OpenDialogOptions{
		Title:            texts.Text("window.open.title", nil),
		DefaultDirectory: homeFolder(),
		Filters: []runtime.FileFilter{
			{DisplayName: texts.Text("window.open.tables", nil), Pattern: "*.csv;*.tsv;*.txt;*.xlsx"},
		},
	})
	if err != nil || path == "" {
		return nil, err
	}
	file, err := w.host.app.Imports.Open(ctx, path, app.ImportOptions{})
	if err != nil {
		return nil, err
	}
	return &file, nil
}

// SaveImportProblems asks where to save the rows of an open file that had problems. It gives the path, "" when the user
// thought better of it.
func (w *Window) SaveImportProblems(file, lang string) (string, error) {
	if err := w.host.app.Lock.Check(); err != nil {
		return "", err
	}
	name, err := w.host.app.Imports.ProblemsName(file)
	if err != nil {
		return "", err
	}
	path, err := w.askWhere(name, fileKind{name: "window.save.csv", pattern: "*.csv"}, lang)
	if err != nil || path == "" {
		return "", err
	}
	return path, export.SaveFile(path, func(to io.Writer) error { return w.host.app.Imports.Problems(to, file, lang) })
}
