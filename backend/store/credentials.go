package store

import (
	"context"
	"time"

	"tenantry/backend/domain"
)

// SaveCredential stores when something that lets a connection in ends, in place of what was known of it; at is when that
// was seen.
func (s *Store) SaveCredential(ctx context.Context, connectionID int64, c domain.Credential, at time.Time) error {
	return s.write(ctx, "save credential", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx, `
INSERT INTO credentials (connection_id, kind, name, expires_at, seen_at)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (connection_id, kind, name) DO UPDATE SET expires_at = excluded.expires_at, seen_at = excluded.seen_at`,
			connectionID, c.Kind, c.Name, optionalTime(c.ExpiresAt), timeText(at))
		return err
	})
}
