//go:build desktop && production && (windows || cgo)

package desktop

import (
	"net/url"
	"os"

	"github.com/pkg/browser"
	"github.com/wailsapp/wails/v2/pkg/runtime"

	"tenantry/app"
	"tenantry/backend/domain"
	"tenantry/backend/language"
)

// Window is what the page can ask of the window itself. Everything else goes through the API.
type Window struct{ host *host }

// SaveExport asks where to save an export and writes it there. It gives the path, "" when the user thought better of it.
func (w *Window) SaveExport(req app.ExportRequest) (string, error) {
	ctx := w.host.context()
	name, err := w.host.app.Exports.FileName(ctx, req)
	if err != nil {
		return "", err
	}
	texts := language.New(req.Language)
	filter := runtime.FileFilter{DisplayName: texts.Text("window.save.workbook", nil), Pattern: "*.xlsx"}
	if req.Format == app.FormatCSV {
		filter = runtime.FileFilter{DisplayName: texts.Text("window.save.csv", nil), Pattern: "*.csv"}
	}
	folder, err := os.UserHomeDir()
	if err != nil {
		folder = ""
	}
	path, err := runtime.SaveFileDialog(ctx, runtime.SaveDialogOptions{
		Title:                texts.Text("window.save.title", nil),
		DefaultDirectory:     folder,
		DefaultFilename:      name,
		Filters:              []runtime.FileFilter{filter},
		CanCreateDirectories: true,
	})
	if err != nil || path == "" {
		return "", err
	}
	_, err = w.host.app.Exports.Save(ctx, path, req)
	return path, err
}

// OpenURL shows a web page in the system's browser.
func (w *Window) OpenURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" {
		return domain.NewError(domain.CodeInvalid, "invalid", "detail", address)
	}
	return browser.OpenURL(u.String())
}
