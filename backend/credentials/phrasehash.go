package credentials

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/crypto/argon2"

	"tenantry/backend/domain"
)

// phraseHash is what is kept of a passphrase that is compared only; nothing is encrypted under it.
type phraseHash struct {
	header
	Sum []byte `json:"sum"`
}

func (h header) sum(passphrase string) []byte {
	text := []byte(passphrase)
	defer clear(text)
	return argon2.IDKey(text, h.Salt, h.Time, h.MemoryKiB, h.Threads, keySize)
}

// HashPhrase gives what can be kept of a passphrase to know it again. One that is too short gives passphrase_short.
func HashPhrase(passphrase string) ([]byte, error) {
	if len([]rune(passphrase)) < MinPassphrase {
		return nil, domain.NewError(domain.CodeInvalid, "passphrase_short", "length", fmt.Sprint(MinPassphrase))
	}
	hash := phraseHash{header: newHeader()}
	hash.Sum = hash.sum(passphrase)
	return json.Marshal(hash)
}

// KnowsPhrase tells whether a passphrase is the one that was hashed.
func KnowsPhrase(kept []byte, passphrase string) (bool, error) {
	var hash phraseHash
	if err := json.Unmarshal(kept, &hash); err != nil || !hash.valid() || len(hash.Sum) != keySize {
		return false, fmt.Errorf("read a passphrase's hash: %w", errors.Join(err, errors.New("not one of ours")))
	}
	return subtle.ConstantTimeCompare(hash.sum(passphrase), hash.Sum) == 1, nil
}
