// Package process names the processes that work on one data file, and tells which of them have ended.
package process

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// Name tells this process from others that work on the same file: the machine's name and the process's number.
func Name() string {
	return fmt.Sprintf("%s:%d", hostName(), os.Getpid())
}

// Ended reports whether the process of that name ran on this machine and has ended for certain. A process of
// another machine, or another process that has got the same number since, counts as running.
func Ended(name string) bool {
	i := strings.LastIndexByte(name, ':')
	if i < 0 || name[:i] != hostName() {
		return false
	}
	pid, err := strconv.Atoi(name[i+1:])
	if err != nil || pid == os.Getpid() {
		return false
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return runtime.GOOS == "windows" // there, finding is opening
	}
	defer func() { _ = process.Release() }() // nothing is held that could fail
	if runtime.GOOS == "windows" {
		return false
	}
	err = process.Signal(syscall.Signal(0))
	return errors.Is(err, os.ErrProcessDone) || errors.Is(err, syscall.ESRCH)
}

func hostName() string {
	name, _ := os.Hostname() // a name that is missing only makes the text shorter
	return name
}
