package app

import (
	"os"

	"golang.org/x/sys/windows"
)

// lockFile claims a file until it is closed, or the process ends.
func lockFile(f *os.File) error {
	const all = 1
	return windows.LockFileEx(windows.Handle(f.Fd()), windows.LOCKFILE_EXCLUSIVE_LOCK|windows.LOCKFILE_FAIL_IMMEDIATELY,
		0, all, 0, &windows.Overlapped{})
}
