package app

import "context"

// FindAhead finds what pages ask for, as the program does by itself where there are many customers.
func (a *App) FindAhead(ctx context.Context) error {
	w, err := a.current()
	if err != nil {
		return err
	}
	return w.findAhead(ctx)
}

// Remembered is how many answers are remembered of the data that are shown.
func (a *App) Remembered() int {
	w, err := a.current()
	if err != nil {
		return 0
	}
	w.answers.mu.Lock()
	defer w.answers.mu.Unlock()
	return len(w.answers.known)
}
