package credentials_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"tenantry/backend/credentials"
	"tenantry/backend/domain"
)

// brokenKeychain answers as a system without a keychain does.
type brokenKeychain struct{}

func (brokenKeychain) Get(context.Context) ([]byte, error) {
	return nil, domain.NewError(domain.CodeUnavailable, "keychain_unavailable")
}
func (brokenKeychain) Create(context.Context, []byte) error {
	return domain.NewError(domain.CodeUnavailable, "keychain_unavailable")
}

// requireSameKey opens twice and checks that the second box opens what the first one sealed.
func requireSameKey(t *testing.T, o credentials.Options) {
	t.Helper()
	first, err := credentials.Open(t.Context(), o)
	must(t, err)
	o.SecretsExist = true
	second, err := credentials.Open(t.Context(), o)
	must(t, err)
	if text, err := second.Open(1, "x", first.Seal(1, "x", "hunter2")); err != nil || text != "hunter2" {
		t.Errorf("the second box reads %q (%v)", text, err)
	}
}

func typed(text string) func(bool) (string, error) {
	return func(bool) (string, error) { return text, nil }
}

func TestOpen_KeyIsMadeOnceAndFoundAgain(t *testing.T) {
	folder := t.TempDir()
	for name, o := range map[string]credentials.Options{
		"keychain":   {Folder: t.TempDir(), Keychain: &credentials.Memory{}},
		"key file":   {Folder: folder, KeyFile: filepath.Join(folder, "my.key"), Keychain: brokenKeychain{}},
		"passphrase": {Folder: t.TempDir(), Keychain: brokenKeychain{}, Passphrase: typed("correct horse")},
	} {
		t.Run(name, func(t *testing.T) { requireSameKey(t, o) })
	}
}

func TestOpen_LostKeyIsNeverReplaced(t *testing.T) {
	memory, file := &credentials.Memory{}, filepath.Join(t.TempDir(), "my.key")
	for _, o := range []credentials.Options{
		{Folder: t.TempDir(), Keychain: memory, SecretsExist: true},
		{Folder: t.TempDir(), KeyFile: file, SecretsExist: true},
	} {
		_, err := credentials.Open(t.Context(), o)
		requireKey(t, err, "key_missing")
	}
	if _, err := memory.Get(t.Context()); !errors.Is(err, credentials.ErrNoKey) {
		t.Errorf("the keychain got a key: %v", err)
	}
	if _, err := os.Stat(file); err == nil {
		t.Error("a key file was made")
	}
	folder := t.TempDir()
	_, err := credentials.Open(t.Context(), credentials.Options{
		Folder: folder, Keychain: brokenKeychain{}, SecretsExist: true, Passphrase: typed("correct horse"),
	})
	requireKey(t, err, "keychain_unavailable")
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
		t.Errorf("a new key was made: %v %v", entries, err)
	}
}

func TestOpen_Passphrase(t *testing.T) {
	o := credentials.Options{Folder: t.TempDir(), Keychain: brokenKeychain{}}
	_, err := credentials.Open(t.Context(), o)
	requireKey(t, err, "keychain_unavailable")
	o.Passphrase = typed("")
	_, err = credentials.Open(t.Context(), o)
	requireKey(t, err, "keychain_unavailable")
	o.Passphrase = typed("1234567")
	_, err = credentials.Open(t.Context(), o)
	requireKey(t, err, "passphrase_short")
	asked := []bool(nil)
	o.Passphrase = func(fresh bool) (string, error) { asked = append(asked, fresh); return "Überaus geheim", nil }
	for range 2 {
		_, err = credentials.Open(t.Context(), o)
		must(t, err)
	}
	if len(asked) != 2 || !asked[0] || asked[1] {
		t.Errorf("a fresh passphrase was asked for: %v, want first only", asked)
	}
	o.Keychain = &credentials.Memory{} // a keychain that appears later is not preferred: the secrets are under the file's key
	o.Passphrase = typed("überaus geheim")
	_, err = credentials.Open(t.Context(), o)
	requireKey(t, err, "passphrase_wrong")
	o.Passphrase = nil
	_, err = credentials.Open(t.Context(), o)
	requireKey(t, err, "passphrase_needed")
	gone := errors.New("terminal gone")
	o.Passphrase = func(bool) (string, error) { return "", gone }
	if _, err = credentials.Open(t.Context(), o); !errors.Is(err, gone) {
		t.Errorf("error %v", err)
	}
}

func TestOpen_PassphraseFileHoldsItsParameters(t *testing.T) {
	folder := t.TempDir()
	o := credentials.Options{Folder: folder, Keychain: brokenKeychain{}, Passphrase: typed("correct horse")}
	requireSameKey(t, o)
	path := filepath.Join(folder, credentials.PassphraseFile)
	raw, err := os.ReadFile(path)
	must(t, err)
	for _, part := range []string{`"kdf":"argon2id"`, `"time":3`, `"memory_kib":65536`, `"threads":2`} {
		if !strings.Contains(string(raw), part) {
			t.Errorf("%s lacks %s", raw, part)
		}
	}
	if strings.Contains(string(raw), "correct") {
		t.Error("the passphrase stands in the file")
	}
	for part, c := range map[string]struct{ with, key string }{
		`"time":3`:           {`"time":2`, "passphrase_wrong"},
		`"threads":2`:        {`"threads":3`, "passphrase_wrong"},
		`"memory_kib":65536`: {`"memory_kib":99999999`, "key_file_invalid"},
		`"version":1`:        {`"version":2`, "key_file_invalid"},
		`{`:                  {``, "key_file_invalid"},
	} {
		must(t, os.WriteFile(path, []byte(strings.Replace(string(raw), part, c.with, 1)), 0o600))
		_, err := credentials.Open(t.Context(), o)
		requireKey(t, err, c.key)
	}
}

func TestOpen_KeyFileThatCannotBeUsed(t *testing.T) {
	folder := t.TempDir()
	write := func(name, content string, mode os.FileMode) string {
		path := filepath.Join(folder, name)
		must(t, os.WriteFile(path, []byte(content), mode))
		must(t, os.Chmod(path, mode)) // whatever the umask
		return path
	}
	good := filepath.Join(folder, "good.key")
	_, err := credentials.Open(t.Context(), credentials.Options{KeyFile: good})
	must(t, err)
	content, err := os.ReadFile(good)
	must(t, err)
	cases := map[string]string{
		write("empty.key", "", 0o600):                                     "key_file_invalid",
		write("text.key", "my holiday photos", 0o600):                     "key_file_invalid",
		write("short.key", "tenantry-key-1:aGVsbG8=", 0o600):              "key_file_invalid",
		write("bare.key", strings.TrimSpace(string(content[15:])), 0o600): "key_file_invalid",
		folder:                                  "key_file_exposed",
		filepath.Join(folder, "no", "such.key"): "key_file_unwritable",
		filepath.Join(good, "below-a-file.key"): "key_file_unwritable",
	}
	if runtime.GOOS != "windows" {
		info, err := os.Stat(good)
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("the key file has the mode %v", info.Mode())
		}
		cases[write("group.key", string(content), 0o640)] = "key_file_exposed"
		cases[write("world.key", string(content), 0o604)] = "key_file_exposed"
	}
	for path, key := range cases {
		_, err := credentials.Open(t.Context(), credentials.Options{KeyFile: path})
		requireKey(t, err, key)
	}
	must(t, os.Chmod(folder, 0o700))
	_, err = credentials.Open(t.Context(), credentials.Options{KeyFile: folder})
	requireKey(t, err, "key_file_invalid")
}

func TestOpen_TwoProcessesAtOnce_ShareOneKey(t *testing.T) {
	o := credentials.Options{KeyFile: filepath.Join(t.TempDir(), "my.key")}
	boxes := make([]*credentials.Box, 8)
	var group sync.WaitGroup
	for i := range boxes {
		group.Go(func() {
			box, err := credentials.Open(t.Context(), o)
			if err != nil {
				t.Error(err)
			}
			boxes[i] = box
		})
	}
	group.Wait()
	sealed := boxes[0].Seal(1, "x", "hunter2")
	for i, box := range boxes {
		if _, err := box.Open(1, "x", sealed); err != nil {
			t.Errorf("box %d has another key: %v", i, err)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(o.KeyFile)); err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v (%v)", entries, err)
	}
}
