package app

import (
	"context"

	"tenantry/backend/domain"
)

// Settings are the user's choices.
type Settings struct{ app *App }

// Get gives the choices, defaults where none was made.
func (s *Settings) Get(ctx context.Context) (domain.Settings, error) { panic("soon") }

// Save replaces the choices; all open windows and browsers are told.
func (s *Settings) Save(ctx context.Context, settings domain.Settings) (domain.Settings, error) {
	panic("soon")
}
