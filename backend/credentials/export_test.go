package credentials

import "errors"

// Keychain gives a keychain whose system functions are replaced.
func Keychain(get func(service, user string) (string, error), set func(service, user, password string) error) KeyStore {
	return &keychain{account: "test", get: get, set: set}
}

// SystemKeychain gives the real one.
func SystemKeychain(account string) KeyStore { return systemKeychain(account) }

// ErrAnyKeychain stands for what drivers say of a locked or missing keychain.
var ErrAnyKeychain = errors.New("failed to unlock correct collection '/org/freedesktop/secrets/aliases/default'")
