package cli

import (
	"tenantry/app"
	"tenantry/app/desktop"
)

// runWindow shows the window, which is what the program does when nothing else is asked of it.
func (e *environment) runWindow() error {
	cfg, err := e.config(app.ModeWindow)
	if err != nil {
		return err
	}
	return desktop.Run(desktop.Options{Config: cfg, Frontend: e.frontend})
}
