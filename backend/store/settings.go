package store

import (
	"context"
	"encoding/json"
	"fmt"

	"tenantry/backend/domain"
)

// GetSettings gives the user's choices; what was never chosen has its default.
func (s *Store) GetSettings(ctx context.Context) (domain.Settings, error) {
	settings := domain.DefaultSettings()
	stored, err := queryAll(ctx, s.reader, "SELECT value FROM settings WHERE name = 'user'", nil, scanOne[string])
	if err != nil || len(stored) == 0 {
		return settings, wrap("get settings", err)
	}
	if err := json.Unmarshal([]byte(stored[0]), &settings); err != nil {
		return settings, wrap("get settings", fmt.Errorf("decode: %w", err))
	}
	return settings, nil
}

// SaveSettings stores the user's choices; a value out of range is refused with the key "setting_invalid".
func (s *Store) SaveSettings(ctx context.Context, settings domain.Settings) error {
	if err := settings.Validate(); err != nil {
		return wrap("save settings", err)
	}
	value, err := json.Marshal(settings)
	if err != nil {
		return wrap("save settings", err)
	}
	return s.write(ctx, "save settings", func(ctx context.Context, t tx) error {
		_, err := t.exec(ctx,
			"INSERT INTO settings (name, value) VALUES ('user', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
			string(value))
		return err
	})
}
