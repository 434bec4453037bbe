// Package credentials keeps the secrets of connections: it seals them under one
// master key, and finds that key in the system's keychain, a key file or a file
// locked by a passphrase. Where the sealed secrets are stored is its callers' affair.
package credentials

import (
	"crypto/cipher"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"log/slog"

	"golang.org/x/crypto/chacha20poly1305"

	"tenantry/backend/domain"
)

// keySize is the length of the master key.
const keySize = chacha20poly1305.KeySize

const redacted = "[secret]"

// Box seals secrets under the master key and opens them again. It is safe for concurrent use. Printing, logging or
// encoding it shows nothing.
type Box struct{ aead cipher.AEAD }

// newBox takes the key over and wipes the slice.
func newBox(key []byte) (*Box, error) {
	defer clear(key)
	aead, err := chacha20poly1305.NewX(key)
	if err != nil {
		return nil, err
	}
	return &Box{aead: aead}, nil
}

// Seal encrypts a secret for one place: a connection and a field name. The nonce stands before the ciphertext.
func (b *Box) Seal(connectionID int64, name, plaintext string) []byte {
	nonce := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plaintext)+chacha20poly1305.Overhead)
	rand.Read(nonce) // never fails: it ends the program instead
	plain := []byte(plaintext)
	defer clear(plain)
	return b.aead.Seal(nonce, nonce, plain, place(connectionID, name))
}

// Open decrypts a secret that was sealed for this place. Another key, another place or a changed byte gives the
// domain error key_wrong.
func (b *Box) Open(connectionID int64, name string, sealed []byte) (string, error) {
	if len(sealed) < chacha20poly1305.NonceSizeX {
		return "", keyWrong(errors.New("the sealed secret is too short"))
	}
	nonce, text := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
	plain, err := b.aead.Open(nil, nonce, text, place(connectionID, name))
	if err != nil {
		return "", keyWrong(err)
	}
	defer clear(plain)
	return string(plain), nil
}

func keyWrong(err error) error {
	return &domain.Error{Code: domain.CodeInvalid, Key: "key_wrong", Err: err}
}

// place binds a secret to its connection and field, so that sealed secrets cannot be swapped in the database.
func place(connectionID int64, name string) []byte {
	return append(binary.BigEndian.AppendUint64([]byte("tenantry secret 1\x00"), uint64(connectionID)), name...)
}

// String hides the key.
func (b *Box) String() string { return redacted }

// GoString hides the key.
func (b *Box) GoString() string { return redacted }

// LogValue hides the key.
func (b *Box) LogValue() slog.Value { return slog.StringValue(redacted) }

// MarshalJSON hides the key.
func (b *Box) MarshalJSON() ([]byte, error) { return []byte(`"` + redacted + `"`), nil }
