package credentials_test

import (
	"context"
	"errors"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/zalando/go-keyring"

	"tenantry/backend/credentials"
)

func TestKeychain_EveryErrorButNotFoundMeansNoKeychain(t *testing.T) {
	locked := credentials.Keychain(
		func(_, _ string) (string, error) { return "", credentials.ErrAnyKeychain },
		func(_, _, _ string) error { return credentials.ErrAnyKeychain },
	)
	_, err := locked.Get(t.Context())
	requireKey(t, err, "keychain_unavailable")
	requireKey(t, locked.Create(t.Context(), make([]byte, 32)), "keychain_unavailable")
	empty := credentials.Keychain(func(_, _ string) (string, error) { return "", keyring.ErrNotFound }, nil)
	if _, err := empty.Get(t.Context()); !errors.Is(err, credentials.ErrNoKey) {
		t.Errorf("an empty keychain gives %v", err)
	}
	foreign := credentials.Keychain(func(_, _ string) (string, error) { return "not ours", nil }, nil)
	_, err = foreign.Get(t.Context())
	requireKey(t, err, "key_wrong")
}

func TestKeychain_ThatCannotStore_LeadsToAPassphrase(t *testing.T) {
	readOnly := credentials.Keychain(
		func(_, _ string) (string, error) { return "", keyring.ErrNotFound },
		func(_, _, _ string) error { return credentials.ErrAnyKeychain },
	)
	requireSameKey(t, credentials.Options{Folder: t.TempDir(), Keychain: readOnly, Passphrase: typed("correct horse")})
}

func TestKeychain_ThatNeverAnswers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		silent := credentials.Keychain(func(_, _ string) (string, error) { <-release; return "", nil }, nil)
		start := time.Now()
		_, err := silent.Get(t.Context())
		requireKey(t, err, "keychain_unavailable")
		if waited := time.Since(start); waited != 3*time.Second {
			t.Errorf("waited %v", waited)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := silent.Get(ctx); !errors.Is(err, context.Canceled) {
			t.Errorf("a cancelled call gives %v", err)
		}
	})
}

// TestKeychain_OfTheSystem uses the real one where a session bus and an unlocked keyring are at hand ("make test"
// starts both).
func TestKeychain_OfTheSystem(t *testing.T) {
	account := "test-" + strings.ReplaceAll(t.TempDir(), "/", "-")
	if runtime.GOOS == "linux" && os.Getenv("DBUS_SESSION_BUS_ADDRESS") == "" {
		t.Skip("no session bus: run under dbus-run-session with an unlocked gnome-keyring, as make test does")
	}
	if err := keyring.Set("Tenantry", account+"-probe", "probe"); err != nil {
		t.Skipf("no keychain answers: %v", err)
	}
	t.Cleanup(func() {
		_ = keyring.Delete("Tenantry", account+"-probe")
		_ = keyring.Delete("Tenantry", account)
	})
	_, err := credentials.Open(t.Context(), credentials.Options{Folder: t.TempDir(), Account: account, SecretsExist: true})
	requireKey(t, err, "key_missing")
	requireSameKey(t, credentials.Options{Folder: t.TempDir(), Account: account})
	other, err := credentials.Open(t.Context(), credentials.Options{Folder: t.TempDir(), Account: account, SecretsExist: true})
	must(t, err)
	if _, err := freshBox(t).Open(1, "x", other.Seal(1, "x", "hunter2")); err == nil {
		t.Error("another key opened it")
	}
	key, err := credentials.SystemKeychain(account).Get(t.Context())
	if err != nil || len(key) != 32 {
		t.Errorf("the keychain holds %d bytes (%v)", len(key), err)
	}
}
