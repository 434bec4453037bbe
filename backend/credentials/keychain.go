package credentials

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"

	"tenantry/backend/domain"
)

// service is the name the keychain shows for our keys.
const service = "Tenantry"

// keychainTimeout is how long the keychain may take. One that asks the user to unlock it on a screen nobody sees
// would otherwise block for ever.
const keychainTimeout = 3 * time.Second

// keychain keeps the key in the keychain of the operating system, as base64.
type keychain struct {
	account string
	get     func(service, user string) (string, error)
	set     func(service, user, password string) error
}

func systemKeychain(account string) *keychain {
	return &keychain{account: account, get: keyring.Get, set: keyring.Set}
}

// Get gives the key. Every error but "not found" means that there is no keychain to work with: drivers report a
// locked, a missing and a refusing one in words that differ by system.
func (k *keychain) Get(ctx context.Context) ([]byte, error) {
	text, err := within(ctx, func() (string, error) { return k.get(service, k.account) })
	switch {
	case errors.Is(err, keyring.ErrNotFound):
		return nil, ErrNoKey
	case err != nil:
		return nil, keychainUnavailable(ctx, err)
	}
	return decodeKey(text)
}

// Create stores the key.
func (k *keychain) Create(ctx context.Context, key []byte) error {
	_, err := within(ctx, func() (string, error) {
		return "", k.set(service, k.account, base64.StdEncoding.EncodeToString(key))
	})
	if err != nil {
		return keychainUnavailable(ctx, err)
	}
	return nil
}

func decodeKey(text string) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(key) != keySize {
		return nil, keyWrong(fmt.Errorf("the keychain's entry is not a key of %d bytes", keySize))
	}
	return key, nil
}

func keychainUnavailable(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err() // the caller gave up, not the keychain
	}
	return domain.Errorf(domain.CodeUnavailable, "keychain_unavailable", nil, "keychain: %w", err)
}

// within calls a keychain function, which cannot be cancelled, and stops waiting when ctx or the time limit ends. The
// goroutine is left to end whenever the call does; nobody reads its answer then.
func within(ctx context.Context, call func() (string, error)) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, keychainTimeout)
	defer cancel()
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := call()
		answers <- answer{text, err}
	}()
	select {
	case a := <-answers:
		return a.text, a.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}
