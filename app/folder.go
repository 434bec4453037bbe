package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"tenantry/backend/domain"
)

// makeFolder makes a folder that only its owner may enter. One that exists stays as it is: it may be others', too.
func makeFolder(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return domain.Errorf(domain.CodeUnavailable, "data_folder_unwritable", nil, "make data folder: %w", err)
	}
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return domain.Errorf(domain.CodeUnavailable, "data_folder_unwritable", nil, "%s is no folder", path)
	}
	return nil
}

// claimFolder makes the data folder and refuses one that is used for something else.
func (a *App) claimFolder() error {
	if err := makeFolder(a.cfg.DataDir); err != nil {
		return err
	}
	files, err := os.ReadDir(a.cfg.DataDir)
	if err != nil {
		return domain.Errorf(domain.CodeUnavailable, "data_folder_unwritable", nil, "read data folder: %w", err)
	}
	if slices.ContainsFunc(files, func(f fs.DirEntry) bool { return f.Name() == databaseName }) {
		return nil
	}
	for _, f := range files {
		if !a.mayStandBeside(f.Name()) {
			return domain.NewError(domain.CodeInvalid, "data_folder_foreign", "path", a.cfg.DataDir)
		}
	}
	return nil
}

// mayStandBeside names what can be in a data folder before its data file: what is made earlier or put there for it.
func (a *App) mayStandBeside(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "tenantry.") || strings.HasSuffix(name, ".key") ||
		slices.Contains([]string{lockName, logFolder, filepath.Base(a.cfg.KeyFile)}, name)
}

// userDataFolder is where programs keep a user's data on this system: the local (not roaming) one on Windows.
func userDataFolder() (string, error) {
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LOCALAPPDATA"); dir != "" {
			return dir, nil
		}
		return "", errors.New("%LOCALAPPDATA% is not set")
	case "darwin":
		home, err := os.UserHomeDir()
		return filepath.Join(home, "Library", "Application Support"), err
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "share"), err
}
