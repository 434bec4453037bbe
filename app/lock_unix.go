//go:build unix

package app

import (
	"os"
	"syscall"
)

// lockFile claims a file until it is closed, or the process ends.
func lockFile(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }
