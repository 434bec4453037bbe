// Package desktop shows the interface in a window of its own. It is the only package that knows Wails, and holds only
// what a window has and a browser has not: native dialogs, files chosen there, one window per data folder.
package desktop

import (
	"io/fs"

	"tenantry/app"
)

// Options say what the window shows.
type Options struct {
	Config   app.Config
	Frontend fs.FS // the built interface
}
