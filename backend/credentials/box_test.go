package credentials_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"tenantry/backend/credentials"
	"tenantry/backend/domain"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func requireKey(t testing.TB, err error, key string) {
	t.Helper()
	var known *domain.Error
	if !errors.As(err, &known) || known.Key != key {
		t.Errorf("error %v, want the key %q", err, key)
	}
}

// freshBox gives a box with a key of its own.
func freshBox(t testing.TB) *credentials.Box {
	t.Helper()
	box, err := credentials.Open(t.Context(), credentials.Options{Folder: t.TempDir(), Keychain: &credentials.Memory{}})
	must(t, err)
	return box
}

func TestBox_AnySecretRoundTrips(t *testing.T) {
	box := freshBox(t)
	rapid.Check(t, func(rt *rapid.T) {
		id, name, text := rapid.Int64().Draw(rt, "id"), rapid.String().Draw(rt, "name"), rapid.String().Draw(rt, "text")
		sealed := box.Seal(id, name, text)
		if len(text) > 8 && bytes.Contains(sealed, []byte(text)) {
			rt.Fatal("the secret stands in the sealed bytes")
		}
		if got, err := box.Open(id, name, sealed); err != nil || got != text {
			rt.Fatalf("%q comes back as %q (%v)", text, got, err)
		}
		if bytes.Equal(sealed, box.Seal(id, name, text)) {
			rt.Fatal("sealing twice gives the same bytes")
		}
	})
}

func TestBox_RefusesWhatWasNotSealedThere(t *testing.T) {
	box, sealed := freshBox(t), []byte(nil)
	sealed = box.Seal(7, "client_secret", "hunter2")
	for name, open := range map[string]func() (string, error){
		"another key":        func() (string, error) { return freshBox(t).Open(7, "client_secret", sealed) },
		"another connection": func() (string, error) { return box.Open(8, "client_secret", sealed) },
		"another field":      func() (string, error) { return box.Open(7, "refresh_token", sealed) },
		"nothing":            func() (string, error) { return box.Open(7, "client_secret", nil) },
		"only a nonce":       func() (string, error) { return box.Open(7, "client_secret", sealed[:24]) },
	} {
		if text, err := open(); err == nil || text != "" {
			t.Errorf("%s opened it: %q", name, text)
		} else {
			requireKey(t, err, "key_wrong")
		}
	}
	for i := range sealed {
		changed := bytes.Clone(sealed)
		changed[i] ^= 1
		if _, err := box.Open(7, "client_secret", changed); err == nil {
			t.Errorf("byte %d can be changed unnoticed", i)
		}
	}
}

func TestBox_ShowsNothing(t *testing.T) {
	box := freshBox(t)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("x", "box", box)
	encoded, err := json.Marshal(map[string]any{"box": box})
	must(t, err)
	for _, shown := range []string{fmt.Sprint(box), fmt.Sprintf("%+v", box), fmt.Sprintf("%#v", box), log.String(), string(encoded)} {
		if !strings.Contains(shown, "[secret]") || strings.Contains(shown, "aead") {
			t.Errorf("shown as %s", shown)
		}
	}
}
