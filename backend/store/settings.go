package store

import (
	"context"
	"encoding/json"
	"fmt"

	"tenantry/backend/domain"
)

// The names under which settings are kept.
const (
	settingUser   = "user"
	settingLock   = "lock"
	settingSetup  = "setup"
	settingMail   = "mail"
	settingPriced = "priced" // the day prices were applied for last
)

// GetSettings gives the user's choices; what was never chosen has its default.
func (s *Store) GetSettings(ctx context.Context) (domain.Settings, error) {
	settings := domain.DefaultSettings()
	err := s.loadSetting(ctx, settingUser, &settings)
	return settings, err
}

// SaveSettings stores the user's choices; a value out of range is refused with the key "setting_invalid".
func (s *Store) SaveSettings(ctx context.Context, settings domain.Settings) error {
	if err := settings.Validate(); err != nil {
		return wrap("save settings", err)
	}
	return s.saveSetting(ctx, settingUser, settings)
}

// GetScreenLock gives the lock of the interface; off where it was never set.
func (s *Store) GetScreenLock(ctx context.Context) (domain.ScreenLock, error) {
	var lock domain.ScreenLock
	err := s.loadSetting(ctx, settingLock, &lock)
	return lock, err
}

// SaveScreenLock stores the lock of the interface.
func (s *Store) SaveScreenLock(ctx context.Context, lock domain.ScreenLock) error {
	return s.saveSetting(ctx, settingLock, lock)
}

// GetSetup gives how far the first start has come.
func (s *Store) GetSetup(ctx context.Context) (domain.Setup, error) {
	setup := domain.NewSetup()
	err := s.loadSetting(ctx, settingSetup, &setup)
	return setup, err
}

// SaveSetup stores how far the first start has come; what makes no sense is refused with the key "setup_invalid".
func (s *Store) SaveSetup(ctx context.Context, setup domain.Setup) error {
	if err := setup.Validate(); err != nil {
		return wrap("save setup", err)
	}
	return s.saveSetting(ctx, settingSetup, setup)
}

// mailRow is a mail server as it is kept. Its password is sealed.
type mailRow struct {
	domain.MailServer
	Password []byte `json:"password,omitempty"`
}

// GetMailServer gives the server that mail is sent by, with its password as it was sealed, nil for none.
func (s *Store) GetMailServer(ctx context.Context) (domain.MailServer, []byte, error) {
	row := mailRow{MailServer: domain.NewMailServer()}
	err := s.loadSetting(ctx, settingMail, &row)
	return row.MailServer, row.Password, err
}

// SaveMailServer stores the server that mail is sent by and its sealed password; what no mail could be sent with is refused.
func (s *Store) SaveMailServer(ctx context.Context, server domain.MailServer, password []byte) error {
	if err := server.Check(); err != nil {
		return wrap("save mail server", err)
	}
	if password != nil && len(password) < sealedOverhead {
		return errUnsealed
	}
	return s.saveSetting(ctx, settingMail, mailRow{MailServer: server, Password: password})
}

// loadSetting reads what is kept under a name into a value, which stays as it is where nothing is.
func (s *Store) loadSetting(ctx context.Context, name string, into any) error {
	stored, err := queryAll(ctx, s.reader, "SELECT value FROM settings WHERE name = ?", []any{name}, scanOne[string])
	if err != nil || len(stored) == 0 {
		return wrap("get settings", err)
	}
	if err := json.Unmarshal([]byte(stored[0]), into); err != nil {
		return wrap("get settings", fmt.Errorf("decode: %w", err))
	}
	return nil
}

func (s *Store) saveSetting(ctx context.Context, name string, value any) error {
	return s.write(ctx, "save settings", func(ctx context.Context, t tx) error {
		return writeSetting(ctx, t, name, value)
	})
}

func writeSetting(ctx context.Context, t tx, name string, value any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx,
		"INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		name, string(text))
	return err
}
