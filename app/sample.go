package app

import "context"

// Sample shows an invented portfolio, kept in a folder of its own.
type Sample struct{ app *App }

// Open starts the simulated vendors and shows their data; their history is read in the background.
func (s *Sample) Open(ctx context.Context) error { panic("soon") }

// Close goes back to the user's own data and deletes the invented ones.
func (s *Sample) Close(ctx context.Context) error { panic("soon") }
