package export

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"tenantry/backend/domain"
)

// SaveFile writes a file whole or not at all: write fills a file beside the target, which takes the target's place
// once it is safely on disk. An earlier file of that name is unharmed by any failure. Errors of the file system come
// as domain errors: export_folder_missing, export_unwritable, export_disk_full.
func SaveFile(path string, write func(io.Writer) error) error {
	target := path
	if linked, err := filepath.EvalSymlinks(path); err == nil {
		target = linked // the file a link points to is replaced, not the link
	}
	mode := fs.FileMode(0o666) // what the user's umask leaves of it
	if info, err := os.Stat(target); err == nil {
		if info.IsDir() {
			return SaveError(path, &fs.PathError{Op: "save", Path: path, Err: errors.New("is a folder")})
		}
		mode = info.Mode().Perm()
	}
	temporary := filepath.Join(filepath.Dir(target), "."+filepath.Base(target)+"."+rand.Text()[:8])
	f, err := os.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return SaveError(path, err)
	}
	err = fill(f, write)
	if err == nil {
		err = os.Rename(temporary, target)
	}
	if err != nil {
		_ = os.Remove(temporary)
		return SaveError(path, err)
	}
	syncFolder(filepath.Dir(target))
	return nil
}

// fill writes, flushes to disk and closes.
func fill(f *os.File, write func(io.Writer) error) error {
	err := write(f)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncFolder makes the new name survive a power cut. Where folders cannot be flushed there is nothing to do.
func syncFolder(folder string) {
	if f, err := os.Open(folder); err == nil {
		_ = f.Sync()
		_ = f.Close()
	}
}

// SaveError sorts errors of the file system by what the user can do; others, such as a report's, pass through.
func SaveError(path string, err error) error {
	var known *domain.Error
	var pathError *fs.PathError
	var linkError *os.LinkError
	params := map[string]string{"path": path}
	switch {
	case errors.As(err, &known):
		return err
	case isDiskFull(err):
		return domain.Errorf(domain.CodeUnavailable, "export_disk_full", params, "save %s: %w", path, err)
	case errors.Is(err, fs.ErrNotExist):
		return domain.Errorf(domain.CodeInvalid, "export_folder_missing", params, "save %s: %w", path, err)
	case errors.As(err, &pathError), errors.As(err, &linkError):
		return domain.Errorf(domain.CodeForbidden, "export_unwritable", params, "save %s: %w", path, err)
	}
	return fmt.Errorf("save %s: %w", path, err)
}
