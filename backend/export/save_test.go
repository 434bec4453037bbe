package export_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"tenantry/backend/domain"
	"tenantry/backend/export"
)

func writeText(text string) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	}
}

// requireOnly checks the target's text and that nothing else was left in the folder.
func requireOnly(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("%s holds %q (%v), want %q", path, got, err, want)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	if len(entries) != 1 {
		t.Errorf("the folder holds %v", entries)
	}
}

func TestSaveFile_ReplacesTheFileAndKeepsItsMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "billing.xlsx")
	must(t, export.SaveFile(path, writeText("old")))
	must(t, os.Chmod(path, 0o640))
	must(t, export.SaveFile(path, writeText("new")))
	requireOnly(t, path, "new")
	if info, err := os.Stat(path); runtime.GOOS != "windows" && (err != nil || info.Mode().Perm() != 0o640) {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestSaveFile_FollowsALink(t *testing.T) {
	folder, linked := t.TempDir(), filepath.Join(t.TempDir(), "linked.csv")
	must(t, os.WriteFile(linked, []byte("old"), 0o600))
	link := filepath.Join(folder, "link.csv")
	if err := os.Symlink(linked, link); err != nil {
		t.Skipf("no links here: %v", err)
	}
	must(t, export.SaveFile(link, writeText("new")))
	requireOnly(t, linked, "new")
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link was replaced: %v %v", info, err)
	}
}

func TestSaveFile_FailureLeavesTheOldFile(t *testing.T) {
	reportBroken := domain.NewError(domain.CodeNotFound, "not_found")
	for name, c := range map[string]struct {
		write func(io.Writer) error
		key   string
	}{
		"disk full":  {func(w io.Writer) error { return fillDisk(w) }, "export_disk_full"},
		"quota":      {func(io.Writer) error { return &os.PathError{Op: "write", Path: "x", Err: syscall.EDQUOT} }, "export_disk_full"},
		"own error":  {func(io.Writer) error { return reportBroken }, "not_found"},
		"half a row": {func(w io.Writer) error { return errors.Join(writeText("half")(w), io.ErrUnexpectedEOF) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "billing.xlsx")
			must(t, os.WriteFile(path, []byte("old"), 0o600))
			err := export.SaveFile(path, c.write)
			requireKey(t, err, c.key)
			requireOnly(t, path, "old")
		})
	}
}

// fillDisk gives the error that the system gives for a full disk: /dev/full is always full.
func fillDisk(w io.Writer) error {
	if _, err := io.WriteString(w, "the beginning"); err != nil {
		return err
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		return syscall.ENOSPC
	}
	defer func() { _ = full.Close() }()
	_, err = full.WriteString("more")
	return err
}

func requireKey(t *testing.T, err error, key string) {
	t.Helper()
	var known *domain.Error
	if errors.As(err, &known); err == nil || (known == nil) != (key == "") || known != nil && known.Key != key {
		t.Errorf("error %v, want the key %q", err, key)
	}
}

func TestSaveFile_ImpossibleTargets(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "file")
	must(t, os.WriteFile(file, nil, 0o600))
	for path, key := range map[string]string{
		filepath.Join(folder, "missing", "a.xlsx"): "export_folder_missing",
		filepath.Join(file, "a.xlsx"):              "export_unwritable",
		folder:                                     "export_unwritable",
	} {
		requireKey(t, export.SaveFile(path, writeText("x")), key)
	}
}

func TestSaveFile_FolderWithoutPermission(t *testing.T) {
	folder := t.TempDir()
	must(t, os.Chmod(folder, 0o500))
	switch {
	case runtime.GOOS == "windows":
		t.Skip("Windows folders have no such permission")
	case os.Getuid() == 0:
		folder = "/sys" // refuses even the superuser
	}
	requireKey(t, export.SaveFile(filepath.Join(folder, "a.xlsx"), writeText("x")), "export_unwritable")
}
