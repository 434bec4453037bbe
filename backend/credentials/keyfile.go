package credentials

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"tenantry/backend/domain"
)

// keyFilePrefix begins a key file, so that no other file is taken for one.
const keyFilePrefix = "tenantry-key-1:"

// keyFile keeps the key as text in a file that only its owner can read.
type keyFile struct{ path string }

// Get reads the key; a file that others can read is refused.
func (k *keyFile) Get(context.Context) ([]byte, error) {
	raw, err := readPrivate(k.path)
	if err != nil {
		return nil, err
	}
	defer clear(raw)
	text, ours := strings.CutPrefix(strings.TrimSpace(string(raw)), keyFilePrefix)
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || !ours || len(key) != keySize {
		return nil, keyFileError("key_file_invalid", k.path, fmt.Errorf("not a key of %d bytes", keySize))
	}
	return key, nil
}

// Create writes a new key file.
func (k *keyFile) Create(_ context.Context, key []byte) error {
	return writePrivate(k.path, []byte(keyFilePrefix+base64.StdEncoding.EncodeToString(key)+"\n"))
}

// readPrivate reads a file that nobody but its owner may read; ErrNoKey where there is none. Windows guards the
// user's folders by inheritance, its mode bits say nothing.
func readPrivate(path string) ([]byte, error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNoKey
	}
	if err != nil {
		return nil, keyFileError("key_file_unwritable", path, err)
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, keyFileError("key_file_unwritable", path, err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, keyFileError("key_file_exposed", path, fmt.Errorf("mode %v", info.Mode().Perm()))
	}
	raw := make([]byte, 4096) // far more than either kind of file has
	n, err := f.Read(raw)
	if err != nil && n == 0 {
		return nil, keyFileError("key_file_invalid", path, err)
	}
	return raw[:n], nil
}

// writePrivate writes a new file whole or not at all, and leaves one that is there already alone.
func writePrivate(path string, content []byte) error {
	temporary := path + "." + rand.Text()[:8]
	err := writeNew(temporary, content)
	if err == nil {
		err = os.Link(temporary, path) // unlike a rename, it never replaces another process's file
		if err != nil && !errors.Is(err, fs.ErrExist) {
			err = writeNew(path, content) // a file system without links
		}
	}
	if removed := os.Remove(temporary); err == nil && !errors.Is(removed, fs.ErrNotExist) {
		err = removed
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return keyFileError("key_file_unwritable", path, err)
	}
	return nil
}

func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func keyFileError(key, path string, err error) error {
	return &domain.Error{Code: domain.CodeInvalid, Key: key, Params: map[string]string{"path": path}, Err: err}
}
