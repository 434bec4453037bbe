package credentials

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"

	"tenantry/backend/domain"
)

// KeyStore holds one master key.
type KeyStore interface {
	// Get gives the key, ErrNoKey where none was created yet. The caller may wipe it.
	Get(ctx context.Context) ([]byte, error)
	// Create stores a new key. It does not replace one: where another process was faster, Get gives that one's.
	Create(ctx context.Context, key []byte) error
}

// ErrNoKey says that a store answers but holds no key.
var ErrNoKey = errors.New("no key stored")

// PassphraseFile is the name of the file beside the database that holds the master key under a passphrase.
const PassphraseFile = "tenantry.key"

// MinPassphrase is how many characters a new passphrase must have.
const MinPassphrase = 8

// Options say where the master key may be.
type Options struct {
	Folder  string // the data folder
	Account string // names the key in the keychain: the data file's own id
	KeyFile string // the user wants the key in this file; "" does not
	// SecretsExist says that the database holds sealed secrets. No new key is ever made then.
	SecretsExist bool
	// Passphrase asks for the passphrase; fresh says that a new one is being chosen. It gives "" where nobody can be
	// asked. Nil is the same.
	Passphrase func(fresh bool) (string, error)
	// Keychain is nil for the system's own.
	Keychain KeyStore
}

// Open finds the master key, or makes one where there are no secrets yet. The order is: the key file if one is named;
// the passphrase file if there is one; the keychain; a new passphrase file where no keychain answers and someone
// can be asked. It fails with keychain_unavailable, key_missing, passphrase_needed, passphrase_wrong,
// passphrase_short or one of the key_file errors.
func Open(ctx context.Context, o Options) (*Box, error) {
	if o.KeyFile != "" {
		return openStore(ctx, &keyFile{path: o.KeyFile}, o.SecretsExist)
	}
	locked := &passphraseFile{path: filepath.Join(o.Folder, PassphraseFile)}
	if _, err := os.Stat(locked.path); err == nil {
		return openLocked(ctx, locked, o)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, keyFileError("key_file_unwritable", locked.path, err)
	}
	chain := o.Keychain
	if chain == nil {
		chain = systemKeychain(o.Account)
	}
	box, err := openStore(ctx, chain, o.SecretsExist)
	if o.SecretsExist || !isUnavailable(err) {
		return box, err
	}
	return createLocked(ctx, locked, o, err)
}

// openStore gives the box of a store's key, and makes a key where none can be lost.
func openStore(ctx context.Context, s KeyStore, secretsExist bool) (*Box, error) {
	key, err := s.Get(ctx)
	switch {
	case err == nil:
		return newBox(key)
	case !errors.Is(err, ErrNoKey):
		return nil, err
	case secretsExist:
		return nil, &domain.Error{Code: domain.CodeUnavailable, Key: "key_missing", Err: err}
	}
	fresh := make([]byte, keySize)
	defer clear(fresh)
	rand.Read(fresh) // never fails: it ends the program instead
	if err := s.Create(ctx, fresh); err != nil {
		return nil, err
	}
	if key, err = s.Get(ctx); err != nil { // what is stored counts, not what we meant to store
		return nil, fmt.Errorf("read the new key back: %w", err)
	}
	return newBox(key)
}

// openLocked opens an existing passphrase file.
func openLocked(ctx context.Context, locked *passphraseFile, o Options) (*Box, error) {
	text, err := ask(o, false)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, domain.NewError(domain.CodeUnauthorized, "passphrase_needed")
	}
	locked.passphrase = text
	return openStore(ctx, locked, true)
}

// createLocked makes a passphrase file if someone chooses a passphrase; else the keychain's error stands.
func createLocked(ctx context.Context, locked *passphraseFile, o Options, unavailable error) (*Box, error) {
	text, err := ask(o, true)
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, unavailable
	}
	if utf8.RuneCountInString(text) < MinPassphrase {
		return nil, domain.NewError(domain.CodeInvalid, "passphrase_short", "length", fmt.Sprint(MinPassphrase))
	}
	locked.passphrase = text
	return openStore(ctx, locked, false)
}

func ask(o Options, fresh bool) (string, error) {
	if o.Passphrase == nil {
		return "", nil
	}
	text, err := o.Passphrase(fresh)
	if err != nil {
		return "", fmt.Errorf("ask for the passphrase: %w", err)
	}
	return text, nil
}

func isUnavailable(err error) bool {
	var known *domain.Error
	return errors.As(err, &known) && known.Key == "keychain_unavailable"
}
