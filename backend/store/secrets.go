package store

import (
	"context"
	"errors"
	"time"
)

// errUnsealed guards against storing a secret as it is: sealed bytes start with a 24-byte nonce and end with a 16-byte tag.
var errUnsealed = errors.New("a secret must be sealed before it is stored")

const sealedOverhead = 24 + 16

type secretRow struct {
	name   string
	sealed []byte
}

// FindSecrets gives a connection's secrets as they were sealed, by name. The store cannot open them.
func (s *Store) FindSecrets(ctx context.Context, connectionID int64) (map[string][]byte, error) {
	rows, err := queryAll(ctx, s.reader, "SELECT name, sealed FROM secrets WHERE connection_id = ?", []any{connectionID},
		func(row scanner) (r secretRow, err error) {
			err = row.Scan(&r.name, &r.sealed)
			return r, err
		})
	if err != nil {
		return nil, wrap("find secrets", err)
	}
	secrets := make(map[string][]byte, len(rows))
	for _, row := range rows {
		secrets[row.name] = row.sealed
	}
	return secrets, nil
}

// SaveSecret stores one sealed secret, in place of the one of that name.
func (s *Store) SaveSecret(ctx context.Context, connectionID int64, name string, sealed []byte, at time.Time) error {
	return s.write(ctx, "save secret", func(ctx context.Context, t tx) error {
		return saveSecrets(ctx, t, connectionID, map[string][]byte{name: sealed}, at)
	})
}

// saveSecrets stores the secrets given and deletes those given as nil.
func saveSecrets(ctx context.Context, t tx, connectionID int64, sealed map[string][]byte, at time.Time) error {
	for name, secret := range sealed {
		if secret == nil {
			if _, err := t.exec(ctx, "DELETE FROM secrets WHERE connection_id = ? AND name = ?", connectionID, name); err != nil {
				return err
			}
			continue
		}
		if len(secret) < sealedOverhead {
			return errUnsealed
		}
		_, err := t.exec(ctx, `
INSERT INTO secrets (connection_id, name, sealed, updated_at)
VALUES (?, ?, ?, ?)
ON CONFLICT (connection_id, name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at`,
			connectionID, name, secret, timeText(at))
		if err != nil {
			return err
		}
	}
	return nil
}
