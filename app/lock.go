package app

import (
	"os"
	"path/filepath"

	"tenantry/backend/domain"
)

// lockName is the file that an open window holds.
const lockName = "window.lock"

// LockWindow claims a data folder for one window; the function it gives takes the claim back. The command line and the
// browser mode may work on the folder at the same time.
func LockWindow(folder string) (func(), error) {
	if err := makeFolder(folder); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(filepath.Join(folder, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, domain.Errorf(domain.CodeUnavailable, "data_folder_unwritable", nil, "lock data folder: %w", err)
	}
	if err := lockFile(file); err != nil {
		_ = file.Close()
		return nil, domain.Errorf(domain.CodeConflict, "window_open", nil, "lock data folder: %w", err)
	}
	return func() { _ = file.Close() }, nil // closing ends the lock
}
