package credentials

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/chacha20poly1305"

	"tenantry/backend/domain"
)

// passphraseFile keeps the key in a file, encrypted under a key that argon2id makes from a passphrase.
type passphraseFile struct {
	path       string
	passphrase string
}

// lockedKey is the file's content. The parameters are stored, so that new files can take more work than old ones.
type lockedKey struct {
	header
	Sealed []byte `json:"sealed"` // nonce, then the encrypted master key; the header is authenticated with it
}

type header struct {
	Version   int    `json:"version"`
	KDF       string `json:"kdf"`
	Time      uint32 `json:"time"`
	MemoryKiB uint32 `json:"memory_kib"`
	Threads   uint8  `json:"threads"`
	Salt      []byte `json:"salt"`
}

// newHeader has the parameters for new files: 0.2 s and 64 MiB on an ordinary machine.
func newHeader() header {
	h := header{Version: 1, KDF: "argon2id", Time: 3, MemoryKiB: 64 << 10, Threads: 2, Salt: make([]byte, 16)}
	rand.Read(h.Salt) // never fails: it ends the program instead
	return h
}

// valid refuses parameters that no version wrote, before they make us spend hours or gigabytes.
func (h header) valid() bool {
	return h.Version == 1 && h.KDF == "argon2id" && h.Time >= 1 && h.Time <= 20 &&
		h.MemoryKiB >= 8<<10 && h.MemoryKiB <= 1<<20 && h.Threads >= 1 && h.Threads <= 16 && len(h.Salt) >= 16
}

// unlock derives the key of the file and gives a box for the master key, and what is authenticated with it.
func (h header) unlock(passphrase string) (*Box, []byte, error) {
	text := []byte(passphrase)
	defer clear(text)
	box, err := newBox(argon2.IDKey(text, h.Salt, h.Time, h.MemoryKiB, h.Threads, keySize))
	if err != nil {
		return nil, nil, err
	}
	authenticated, err := json.Marshal(h)
	return box, authenticated, err
}

// Get decrypts the key; a wrong passphrase gives passphrase_wrong.
func (p *passphraseFile) Get(context.Context) ([]byte, error) {
	raw, err := readPrivate(p.path)
	if err != nil {
		return nil, err
	}
	var file lockedKey
	if err := json.Unmarshal(raw, &file); err != nil || !file.valid() || len(file.Sealed) < chacha20poly1305.NonceSizeX {
		return nil, keyFileError("key_file_invalid", p.path, errors.Join(err, errors.New("not a passphrase file")))
	}
	box, authenticated, err := file.unlock(p.passphrase)
	if err != nil {
		return nil, err
	}
	nonce, text := file.Sealed[:chacha20poly1305.NonceSizeX], file.Sealed[chacha20poly1305.NonceSizeX:]
	key, err := box.aead.Open(nil, nonce, text, authenticated)
	if err != nil || len(key) != keySize {
		return nil, &domain.Error{Code: domain.CodeUnauthorized, Key: "passphrase_wrong", Err: err}
	}
	return key, nil
}

// Create encrypts the key and writes the file.
func (p *passphraseFile) Create(_ context.Context, key []byte) error {
	file := lockedKey{header: newHeader()}
	box, authenticated, err := file.unlock(p.passphrase)
	if err != nil {
		return err
	}
	nonce := make([]byte, chacha20poly1305.NonceSizeX, 128)
	rand.Read(nonce) // never fails: it ends the program instead
	file.Sealed = box.aead.Seal(nonce, nonce, key, authenticated)
	raw, err := json.Marshal(file)
	if err != nil {
		return fmt.Errorf("encode the passphrase file: %w", err)
	}
	return writePrivate(p.path, append(raw, '\n'))
}
